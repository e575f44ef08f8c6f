"""Fields of a new site's articles, read without its facts and held against what else tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crawler.comparison.read_twice import published, same_time, shared
from crawler.discovery.base import Link
from crawler.drafting.answers import Answer
from crawler.items import Article
from crawler.mending.known import AGREES, declared_body, folded
from crawler.parsers.article import read_article
from crawler.parsers.dates import parse_date
from crawler.parsers.page import Page

Told = tuple[str, bool | None]
"""Who tells a field otherwise, and whether that agrees; None where nothing tells it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """On how many pages a field was found, and what else told the same or another."""

    field: str
    pages: int
    found: int
    agree: int
    differ: int
    by: tuple[str, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether a person must look: it was found nowhere, or something tells it otherwise."""
        return bool(self.differ) or (not self.found and self.field != "dateline")

    @property
    def words(self) -> str:
        """What was seen, as a comment."""
        told = f"{self.field}: found on {self.found} of {self.pages} pages without a fact"
        if self.agree or self.differ:
            told += f"; the same by {' and '.join(self.by)} on {self.agree}"
            return f"{told}, another on {self.differ}" if self.differ else told
        return f"{told}; nothing else tells it" if self.found else told


def evidence(
    articles: Sequence[Answer],
    links: Mapping[str, Link],
    facts: Mapping[str, object],
    make: Callable,
) -> list[Evidence]:
    """The evidence for each field, on the article pages that were seen.

    ``links`` are what listings say of them, by address, ``make`` gives a site with ``facts``.
    """
    site = make(facts)
    read = [(answer, read_article(answer.body, answer.url, site)) for answer in articles]
    fields: dict[str, tuple[Callable[[Article], object], Callable[..., Told]]] = {
        "headline": (lambda article: article.headline, _headline),
        "published": (lambda article: article.date_candidates, _published),
        "authors": (lambda article: article.authors, _authors),
        "dateline": (lambda article: article.dateline, lambda *_: ("", None)),
        "body": (lambda article: article.body and not article.doubt, _body),
    }
    found = []
    for name, (value, other) in fields.items():
        told = [other(article, answer, links.get(answer.url)) for answer, article in read]
        agree = [who for who, is_same in told if is_same]
        differ = [who for who, is_same in told if is_same is False]
        has = sum(bool(value(article)) for _, article in read)
        by = tuple(dict.fromkeys((*agree, *differ)))
        found.append(Evidence(name, len(read), has, len(agree), len(differ), by))
    return found


def _headline(article: Article, answer: Answer, link: Link | None) -> Told:
    page = Page(answer.body)
    titles = {"JSON-LD": page.news_article.get("headline"), "og:title": _meta(page, "og:title")}
    titles["the listing"] = link.headline if link else None
    mine = folded(article.headline)
    told = {who: folded(title) for who, title in titles.items() if isinstance(title, str) and title}
    if not told:
        return "", None
    same = [
        who for who, title in told.items() if mine and (mine == title or title.startswith(mine))
    ]
    return (same[0], True) if same else (next(iter(told)), False)


def _meta(page: Page, name: str) -> str | None:
    return next(iter(page.metas.get(name, [])), None)


def _published(article: Article, answer: Answer, link: Link | None) -> Told:
    mine = published(article, answer.seen_at)
    if link and link.date and (parsed := parse_date(link.date, now=answer.seen_at)):
        its = parsed.instant.isoformat()
        its = its[:10] if parsed.precision == "day" else its
        return "the listing", same_time(mine, its)
    data = [each for each in article.date_candidates if each.source in ("json-ld", "meta")]
    printed = [each for each in article.date_candidates if each.source in ("byline", "url")]
    if not (data and printed):
        return "", None
    its = published(article, answer.seen_at, printed)
    return "the printed date", same_time(mine, its)


def _authors(article: Article, answer: Answer, link: Link | None) -> Told:
    return "", None


def _body(article: Article, answer: Answer, link: Link | None) -> Told:
    whole = read_article(link.html, answer.url).body if link and link.html else None
    for who, text in (("the listing", whole), ("JSON-LD", declared_body(answer.body))):
        if text and len(text.split()) >= len((article.body or "").split()) // 2:
            return who, shared(article.body, text) >= AGREES
    return "", None
