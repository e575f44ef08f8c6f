"""A site's article pages in an archive: which facts each bears out, and since when none does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from operator import attrgetter

from crawler.archive.captures import Capture
from crawler.items import Article
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.declared import declared
from crawler.parsers.refusals import refusal
from crawler.parsers.urls import canonical_url

MOST_PAGES = 400
"""Captures that are looked at, the newest ones: enough to see a change, read in half a minute."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """One captured article page, read with the site's facts as they stand.

    ``earlier`` is the same article as an earlier capture of it was read, while its facts fitted.
    """

    url: str
    html: bytes
    seen_at: datetime
    article: Article
    earlier: Article | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A declared fact that the newest pages do not bear out.

    ``last_fit`` is when a page last did, None where none ever did; ``since`` is the first page
    after that, ``pages`` how many there are from then on. ``is_undeclared`` says that the site
    declares none, and that articles are read otherwise than they were before.
    """

    fact: str
    since: datetime
    last_fit: datetime | None
    pages: int
    is_undeclared: bool = False


def sampled(site: NewsSpider, kept: Iterable[Capture]) -> list[Sampled]:
    """The site's article pages among captures, oldest first; each read once.

    Challenges, errors and further pages of a story are passed over.
    """
    found: list[Sampled] = []
    fitting: dict[str, Article] = {}
    facts = set(declared(site))
    for capture in _newest(site, kept):
        article = read_article(capture.body, capture.url, site)
        address = canonical_url(capture.url)
        found.append(
            Sampled(capture.url, capture.body, capture.fetched_at, article, fitting.get(address))
        )
        if {"body"} & facts <= set(article.confirmed):
            fitting[address] = article
    return found


def _newest(site: NewsSpider, kept: Iterable[Capture]) -> list[Capture]:
    """The newest captures of its articles that hold a page, oldest first; no more lie in memory."""
    pages = (capture for capture in kept if _is_page(site, capture))
    newest = nlargest(MOST_PAGES, pages, key=attrgetter("fetched_at"))
    return sorted(newest, key=attrgetter("fetched_at"))


def _is_page(site: NewsSpider, capture: Capture) -> bool:
    return (
        capture.method == "GET"
        and capture.status == 200
        and site.is_article(capture.url)
        and bool(capture.body.strip())
        and refusal(capture.body) is None
    )


def breaks(site: NewsSpider, pages: Sequence[Sampled]) -> list[Break]:
    """The facts that the newest pages don't bear out, by name."""
    found = (_break_of(fact, pages) for fact in declared(site))
    return [each for each in found if each]


FEWEST_PAGES = 3
"""So many pages in a row without a fact: fewer may be videos or short notices."""


def _break_of(fact: str, pages: Sequence[Sampled]) -> Break | None:
    without: list[Sampled] = []
    last_fit = None
    for page in reversed(pages):
        if fact in page.article.confirmed:
            last_fit = page.seen_at
            break
        without.append(page)
    if len(without) < FEWEST_PAGES:
        return None
    return Break(fact, without[-1].seen_at, last_fit, len(without))


def after(pages: Iterable[Sampled], since: datetime) -> list[Sampled]:
    """The pages captured from then on, each address once, the newest capture of it."""
    newest = {page.url: page for page in pages if page.seen_at >= since}
    return list(newest.values())
