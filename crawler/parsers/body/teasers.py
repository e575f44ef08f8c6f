"""A section page in place of an article: a list of links to stories, each with its summary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page import text_of
from crawler.parsers.page.text import clean
from crawler.parsers.urls import registered_domain, split_url

if TYPE_CHECKING:
    from crawler.parsers.page import Page

FEWEST_TEASERS = 4
MOSTLY = 0.7
"""Share of the paragraphs that stand right under a heading that leads elsewhere."""
MOST_HEADINGS = 200


def is_list_of_teasers(page: Page, paragraphs: Sequence[str]) -> bool:
    """Whether most of what was taken for a text are the summaries of other stories.

    Each such paragraph stands right under a heading that is a link within the site. A page whose
    data calls it an article is none.
    """
    if not paragraphs or page.news_article:
        return False
    text = set(paragraphs)
    headings = page.index.at(sorted(page.index.places("h2", "h3", "h4")))
    summaries = set()
    for heading in islice(headings, MOST_HEADINGS):
        below = heading.getnext()
        if below is not None and below.tag == "p" and _leads_on(heading, page):
            summaries.add(clean(text_of(below, most=2000)))
    return len(summaries) >= FEWEST_TEASERS and len(summaries & text) >= MOSTLY * len(text)


def _leads_on(heading: HtmlElement, page: Page) -> bool:
    """Whether a heading is a link to a page of the same site."""
    link = heading.find(".//a[@href]")
    to = None if link is None else split_url(page.absolute(link.get("href")))
    own = split_url(page.url)
    if to is None or own is None:
        return to is not None
    return registered_domain(to.hostname) == registered_domain(own.hostname)
