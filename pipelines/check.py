"""First step: an article that lacks what every article has becomes a Reject that says so."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, TypeVar

from scrapy.crawler import Crawler

from crawler.items import Article, DateCandidate, DateMention, Reject

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
r"""``\u0000`` and half a surrogate pair, as in ``\ud83d``: JSON can carry both, SQLite neither."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

TEXTS = [
    field.name
    for field in fields(Article)
    if field.type in ("str | None", "str") and field.name != "timezone"
]
Dated = TypeVar("Dated", DateCandidate, DateMention)
LISTS = [field.name for field in fields(Article) if field.type == "list[str]"]


class Check:
    """Scrapy item pipeline: refuses pages without address, headline or body."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Check:
        """Made by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The article ``checked``, or a Reject in its place."""
        return checked(item, self.crawler.spider.name) if isinstance(item, Article) else item


def checked(article: Article, site: str) -> Article | Reject:
    """The article with every text fit for the database, or a Reject that says what it lacks.

    ``site`` is the outlet of an article that names none itself.
    """
    make_storable(article)
    article.site = article.site or site
    missing = what_is_missing(article)
    if missing is None:
        return article
    address = article.url or next(iter(article.aliases), "")
    return Reject(address, article.site, *missing, article.capture)


def make_storable(article: Article) -> None:
    """Replace what SQLite can't hold, and make an empty text None: the page printed nothing."""
    for name in TEXTS:
        if text := getattr(article, name):
            if UNSTORABLE.search(text):
                text = UNSTORABLE.sub(REPLACEMENT, text)
            setattr(article, name, text if text.strip() else None)
        else:
            setattr(article, name, None)
    for name in LISTS:
        texts = (UNSTORABLE.sub(REPLACEMENT, text).strip() for text in getattr(article, name))
        setattr(article, name, list(dict.fromkeys(filter(None, texts))))
    article.date_candidates = [_storable(found) for found in article.date_candidates]
    article.date_mentions = [_storable(mention) for mention in article.date_mentions]


def _storable(found: Dated) -> Dated:
    if UNSTORABLE.search(found.raw):
        return replace(found, raw=UNSTORABLE.sub(REPLACEMENT, found.raw))
    return found


def what_is_missing(article: Article) -> tuple[str, str] | None:
    """Reason and detail of the reject, None when address, headline and body are there."""
    if not article.url:
        return "unreadable", "the page names no address and was fetched from none"
    if not article.headline:
        return "no-headline", "neither a heading, a title nor the page's data names one"
    if not article.body:
        return "no-body", f"no article text was found under {article.headline!r}"
    return None
