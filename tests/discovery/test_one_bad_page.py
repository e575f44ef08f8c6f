"""A page in the middle of a listing that is wrong once: what stands behind it is read all the same,
and what it should have named is read or is a hole that the listing names."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

from crawler.discovery.base import Listing, Source, Window
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.paging import is_past_the_end
from crawler.discovery.search import Search
from crawler.discovery.wordpress import WordPressApi
from tests.support.newsroom import NEWEST, Newsroom, samples
from tests.support.rows import every_row

HOME = "https://www.contoh.id"
PAGES, BAD = 5, 3
"""The articles fill five pages, of which the third is bad once."""
MOST_ASKED = 30
TODAY = Window(NEWEST.date(), NEWEST.date())
ITEM = re.compile(rb"<(article|item)\b.*?</\1>", re.DOTALL)


@dataclass
class Kind:
    """A kind of listing, how the newsroom serves it, and under which names JSON has its items."""

    source: Source
    ways: dict = field(default_factory=dict)
    items: tuple[str, ...] | None = None
    asked: Source | None = None
    articles: int = 50
    window: Window = Window()

    def cut(self, body: bytes, number: int) -> bytes:
        """An answer with no more than so many of its items."""
        if self.items is None:
            left = iter(range(number))
            return ITEM.sub(lambda item: b"" if next(left, None) is None else item[0], body)
        data = json.loads(body)
        items = data
        for name in self.items:
            items = items[name]
        del items[number:]
        return json.dumps(data).encode()


SEARCH = Search(HOME + "/cari?q={query}&page={page}")
KINDS = {
    "index": Kind(DatedIndex(HOME + "/indeks?page={page}")),
    "index by offset": Kind(DatedIndex(HOME + "/indeks/{offset}", step=10)),
    "index by day": Kind(DatedIndex(HOME + "/indeks?date={day}&page={page}"), window=TODAY),
    "index by month": Kind(DatedIndex(HOME + "/{year}/{month}/page/{page}"), window=TODAY),
    "WordPress": Kind(WordPressApi(HOME, per_page=10), items=()),
    "WordPress without counts": Kind(WordPressApi(HOME, per_page=10), {"counts": False}, ()),
    "Blogger": Kind(BloggerFeed(HOME), {"cap": 10}, ("feed", "entry")),
    "JSON": Kind(JsonListing(HOME + "/api?page={page}", items="data"), items=("data",)),
    "JSON by day": Kind(
        JsonListing(HOME + "/api?day={day}&offset={offset}", items="data", step=10),
        items=("data",),
        window=TODAY,
    ),
    "paged feed": Kind(Feed(HOME + "/feed/?paged={page}"), articles=100),
    "search": Kind(SEARCH, asked=SEARCH.about("contoh")),
}
Fault = Callable[[Kind, bytes, list[bytes]], tuple[int, bytes]]
FAULTS: dict[str, Fault] = {
    "page 1 again": lambda kind, body, before: (200, before[0]),
    "the page before again": lambda kind, body, before: (200, before[-1]),
    "empty": lambda kind, body, before: (200, kind.cut(body, 0)),
    "short": lambda kind, body, before: (200, kind.cut(body, 2)),
    "not there": lambda kind, body, before: (404, b""),
    "of another section": lambda kind, body, before: (200, body.replace(b"/read/", b"/foto/")),
    "an error page": lambda kind, body, before: (200, b"<html><h1>Galat</h1><p>Sibuk</p></html>"),
}


def is_article(url: str) -> bool:
    """Whether an address is an article's of the site."""
    return "/read/" in url


def walked(kind: Kind, fault: Fault, newsroom: Newsroom) -> list[Listing]:
    """All listings of a source of which one page is bad the first time it is asked for."""
    source = kind.asked or kind.source
    waiting, listings, before, is_bad = [*source.first(kind.window, NEWEST)], [], [], True
    while waiting:
        fetch = waiting.pop(0)
        assert len(listings) < MOST_ASKED, "a listing has an end"
        status, body, headers = newsroom.get(fetch)
        if fetch.page == BAD and is_bad:
            is_bad = False
            status, body = fault(kind, body, before)
        before.append(body)
        if is_past_the_end(fetch, status, body):
            listings.append(source.ended(fetch))
        else:
            listings.append(source.read(body, fetch, kind.window, is_article, headers))
        waiting = [*listings[-1].more, *waiting]
    assert not is_bad, "the bad page was asked for"
    return listings


@every_row("name, fault", product(KINDS, FAULTS))
def test_a_page_that_is_bad_once_hides_nothing(name, fault):
    kind = KINDS[name]
    articles = samples(HOME + "/read/{number}/{slug}", kind.articles, every=timedelta(minutes=7))
    with Newsroom() as newsroom:
        newsroom.serve(kind.source, articles, **kind.ways)
        listings = walked(kind, FAULTS[fault], newsroom)
    missing = {article.url for article in articles}
    missing -= {link.url for listing in listings for link in listing.links}
    holes = [each.page for listing in listings for each in listing.skipped]
    unread = sum(listing.is_unread for listing in listings)
    if fault == "short":
        assert not (missing or holes or unread), f"{len(missing)} missing"
    elif unread:
        assert (unread, holes) == (1, []), "a page is one hole, not two"
    else:
        assert (len(missing), holes) == (kind.articles // PAGES, [BAD])


WITH_DAYS = [name for name, kind in KINDS.items() if kind.window]
FOR_DAYS = [*WITH_DAYS, "index", "index by offset", "JSON", "paged feed"]


@every_row("name", FOR_DAYS)
def test_a_page_of_other_days_among_those_asked_for_is_a_hole(name):
    kind = replace(KINDS[name], window=TODAY)
    articles = samples(HOME + "/read/{number}/{slug}", kind.articles, every=timedelta(minutes=5))
    with Newsroom() as newsroom:
        newsroom.serve(kind.source, articles, **kind.ways)
        listings = walked(kind, of_other_days, newsroom)
    named = {link.url for listing in listings for link in listing.links}
    missing = [article.url for article in articles if article.url not in named]
    holes = [each.page for listing in listings for each in listing.skipped]
    assert (len(missing), holes) == (kind.articles // PAGES, [BAD])


def of_other_days(kind: Kind, body: bytes, before: list[bytes]) -> tuple[int, bytes]:
    """The page with other articles, of seven weeks ago."""
    for today, then in {b"2025-06-18": b"2025-05-01", b"18/06/2025": b"01/05/2025"}.items():
        body = body.replace(today, then)
    return 200, body.replace(b"18 Jun 2025", b"01 May 2025").replace(b"/read/", b"/read/9")
