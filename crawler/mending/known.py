"""What a page's fields are by other means than the site's facts: to tell a right selector by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.comparison.read_twice import published, shared
from crawler.items import Article
from crawler.mending.sampled import Sampled
from crawler.parsers.article import read_article
from crawler.parsers.body.data import paragraphs_of_article_body
from crawler.parsers.page import Page

SAME_TEXT = 0.8
"""Share of two texts' words from which they are of one article, whoever read them."""
FEWEST_WORDS = 40
"""So many words an ``articleBody`` has that is no teaser."""


@dataclass(frozen=True, slots=True)
class Known:
    """The fields of one page; None, or empty, where no two ways of telling agree.

    ``published`` is ISO 8601 as ``crawler.comparison.read_twice.published`` gives it.
    """

    headline: str | None
    authors: Sequence[str]
    published: str | None
    body: str | None


def known_of(page: Sampled) -> Known:
    """What is known of a page by its earlier capture, its data, and the generic reader."""
    generic = read_article(page.html, page.url)
    return Known(
        headline=_headline(page, generic),
        authors=(page.earlier or generic).authors,
        published=_published(page, generic),
        body=_body(page, generic),
    )


def _headline(page: Sampled, generic: Article) -> str | None:
    if page.earlier and page.earlier.headline:
        return page.earlier.headline
    return generic.headline


def _published(page: Sampled, generic: Article) -> str | None:
    """By the earlier capture, else by what the page's data says; unsettled where these differ."""
    if page.earlier:
        return published(page.earlier, page.seen_at)
    data = [each for each in generic.date_candidates if each.source in ("json-ld", "meta")]
    return published(generic, page.seen_at, data) if data else None


def _body(page: Sampled, generic: Article) -> str | None:
    """The earlier capture's text, or the data's, where the generic reader finds about the same.

    Without either, the generic reader's where it has no doubt.
    """
    told = [page.earlier.body if page.earlier else None, declared_body(page.html)]
    for text in filter(None, told):
        if shared(text, generic.body) >= SAME_TEXT:
            return text
    if any(told) or generic.doubt:
        return None
    return generic.body


def declared_body(html: bytes) -> str | None:
    """The text that a page's JSON-LD holds, where it is more than a teaser."""
    paragraphs = paragraphs_of_article_body(Page(html).news_article.get("articleBody"))
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    return text if len(text.split()) >= FEWEST_WORDS else None


def is_at(instant: str | None, other: datetime) -> bool:
    """Whether a time of ``published`` is that moment, by the minute, or its day."""
    if instant is None:
        return False
    if "T" not in instant:
        return instant == f"{other:%Y-%m-%d}"
    return abs((datetime.fromisoformat(instant) - other).total_seconds()) < 60
