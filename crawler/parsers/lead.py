"""The standfirst: the sentence or two that a page prints between its headline and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.boilerplate import is_boilerplate, is_opening_boilerplate
from crawler.parsers.page import text_of
from crawler.parsers.page.index import class_and_id, finds

if TYPE_CHECKING:
    from crawler.parsers.page import Page

CALLED_STANDFIRST = re.compile(
    r"(?<![a-z])(?:stand-?first|dek|deck|sub-?head(?:ing|line)?|sub-?(?:title|judul)|lead|lede"
    r"|excerpt|intro|sinopsis|ringkasan|tagline|teras)(?![a-z])",
    re.IGNORECASE,
)
"""``article__standfirst``, ``post-excerpt``, ``lead``."""

MOST_BELOW = 6
"""Elements right below the headline that are looked at."""
SHORTEST = 40
LONGEST = 500
FEWEST_WORDS = 6
_SENTENCE = re.compile(r"[a-zà-ÿ],? [a-zà-ÿ]")
CALLED = "called a standfirst"


def printed_lead(page: Page, headline: str | None, paragraphs: Sequence[str]) -> str | None:
    """The standfirst printed right below the headline; None where the page prints none.

    What stands in the text as well (``paragraphs``) is none, nor is a date, a byline or a link.
    """
    if page.headline_place(headline) is None:
        return None
    heading = page.locate(headline)[1]
    for element in filter(_may_be_standfirst, _below(heading)):
        words = text_of(element, most=2 * LONGEST).replace("\n", " ")
        if _is_standfirst(element, words) and not any(words in each for each in paragraphs):
            page.trace.note("lead", CALLED, "won", words, element)
            return words
    return None


def _below(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The elements right below a heading, beside it and beside what holds nothing else."""
    element = heading
    for _ in range(3):
        yield from islice(element.itersiblings(tag=etree.Element), MOST_BELOW)
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "article", "main", "html"):
            return
        element = parent


def _may_be_standfirst(element: HtmlElement) -> bool:
    """Whether an element below the headline could be a standfirst, by its name or its place."""
    if finds(CALLED_STANDFIRST, class_and_id(element)):
        return True
    around = element.getparent()
    in_header = around is not None and around.tag in ("header", "hgroup")
    return in_header and element.tag in ("p", "h2", "h3")


def _is_standfirst(element: HtmlElement, words: str) -> bool:
    """Whether an element's words are a sentence, and neither date nor byline nor link."""
    if not SHORTEST <= len(words) <= LONGEST or len(words.split()) < FEWEST_WORDS:
        return False
    if not _SENTENCE.search(words) or is_boilerplate(words) or is_opening_boilerplate(words):
        return False
    return next(element.iter("a", "time", "img", "li", "form", "h1"), None) is None
