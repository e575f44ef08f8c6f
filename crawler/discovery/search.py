"""``Search``: what a site's own search finds for words, and whether that search can be believed.

Some boxes answer whatever they are asked with the newest articles, some are filled by a script and
come empty, some ignore the number of the page. So a search is first asked for a word that does not
exist: one that names articles for it as well is furniture. WordPress' API and Blogger's feed search
too, and go through the same trial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from string import Formatter
from typing import Protocol, runtime_checkable
from urllib.parse import quote, quote_plus

from crawler.clock import wib_day
from crawler.discovery.base import (
    NO_HEADERS,
    ArticleTest,
    Fetch,
    Link,
    Listing,
    Source,
    Trial,
    Window,
)
from crawler.discovery.dated_index import says_empty
from crawler.discovery.feed import read_feed
from crawler.discovery.json_listing import JsonListing, embedded_data, links_in_data
from crawler.discovery.listings.html_listing import addresses_anywhere, read_links, read_results
from crawler.discovery.listings.unclosed import page_with_what_is_hidden
from crawler.discovery.listings.xml_listing import LARGEST_PAGE, UnreadableListing, pieces, unfold
from crawler.discovery.paging import (
    Pattern,
    following_page,
    is_before,
    page_on_by,
    without_such_a_page,
)
from crawler.parsers.dates import parse_date
from crawler.parsers.page import Page, text_of
from crawler.parsers.page.selectors import compile_css

PLACES = {"query", "page", "offset", "since", "until"}
QUERY = re.compile(r"\{query\}")
DAY_PLACE = re.compile(r"\{(?P<name>since|until)(?::(?P<form>[^{}]*))?\}")
"""``{since}`` (2025-06-18), ``{until:%d/%m/%Y}``."""
FIRST_DAY = date(2000, 1, 1)
"""Asked for where no first day was, of searches that want one; no site is older."""
FEED_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF)\b")
NONE_FOUND = re.compile(
    r"(?<![\d.,])0 (?:hasil|artikel|berita|results?|articles?|posts?)\b"
    r"|\b(?:hasil|results?|ditemukan|found)\W{0,3}0(?![\d.,])"
    r"|\b(?:nothing|no \w+) (?:was |were )?(?:matche[sd]|matching|found)\b"
    r"|\b(?:pencarian|kata kunci|keyword)\b[^.!]{0,60}? (?:tidak|tak|belum) "
    r"(?:ada|di ?temukan|cocok)\b",
    re.IGNORECASE,
)
"""``Ditemukan 0 artikel``, ``0 hasil``, ``Pencarian tidak ditemukan``, ``nothing matched``; not
``Korban tidak ditemukan``."""
LONG_WORD = re.compile(r"\w{3,}")
FULL_PAGE = 10
"""Fewer results than searches put on a page: there is no further page that could be missing."""
NOTHING_NAMED = "the page of results names no article, and does not say that there is none"
CONSONANTS, VOWELS = "zvqxfjwkg", "uioea"
SYLLABLES = 6


@runtime_checkable
class Searchable(Protocol):
    """A source that can be asked for words."""

    url: str

    def about(self, query: str) -> Source:
        """The source of what it finds for words, newest first where it can be told so."""


class Search:
    """A site's search, as in ``Search("https://example.com/search?q={query}&page={page}")``.

    Read is the web page of results, or a feed of them. ``{page}`` counts from ``first_page``,
    ``{offset}`` from 0 in steps of ``step``; ``{since}`` and ``{until}`` are the days asked for,
    ``{since:%d/%m/%Y}`` in any other form. ``links`` and ``date`` are CSS as for ``DatedIndex``;
    ``data`` reads the results out of the data inside the page, whatever address it has itself.
    It lists nothing until it is asked for words. Raises ValueError on a mistyped address,
    cssselect's SelectorError on CSS that is none.
    """

    title = "search"
    forms = ("web page", "feed")
    reaches_back = False

    def __init__(
        self,
        url: str,
        *,
        links: str | None = None,
        date: str | None = None,
        data: JsonListing | None = None,
        step: int = 0,
        first_page: int = 1,
    ):
        named = {name for _, name, _, _ in Formatter().parse(url) if name}
        if unknown := sorted(named - PLACES):
            raise ValueError(f"{url}: {{{unknown[0]}}} is none of {sorted(PLACES)}")
        if "query" not in named:
            raise ValueError(f"{url} has no {{query}}, the place for the words")
        Pattern(DAY_PLACE.sub("", QUERY.sub("", url)), step=step, first_page=first_page)
        for css in filter(None, (links, date)):
            compile_css(css)
        self.url = url
        self.links, self.date, self.data = links, date, data
        self.step, self.first_page = step, first_page

    def about(self, query: str) -> SearchResults:
        """The pages of what it finds for words."""
        return SearchResults(self, query)

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """Nothing: words are missing."""
        return []

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
        query: str | None = None,
    ) -> Listing:
        """The articles on a page of results; those alone that ``query`` found where it is given."""
        if self.data is not None:
            return self.data.read(content, Fetch(fetch.url), window, is_article, headers)
        try:
            if FEED_START.match(next(pieces(content), b"")):
                return read_feed(content, fetch.url, is_article)
            page, _ = page_with_what_is_hidden(unfold(content, LARGEST_PAGE), fetch.url, is_article)
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        links: list[Link] = []
        if self.links is None and query is not None:
            words = LONG_WORD.findall(query.casefold())
            links = read_results(page, fetch.url, is_article, fetch.beside, words)
        elif self.links is None or page.select(self.links):
            links = read_links(page, fetch.url, is_article, self.links, self.date)
        if not links and self.links is None:
            inside = links_in_data(embedded_data(page), fetch.url, is_article)
            links = [link for link in inside if link.url not in fetch.beside]
        listing = Listing(links, is_empty=says_none_found(page))
        if self.links is None:
            listing.boxes = addresses_anywhere(page, fetch.url, is_article)
            listing.boxes |= {link.url for link in links}
        if not links and not listing.is_empty:
            listing.problem, listing.has_changed = NOTHING_NAMED, True
        return listing


class SearchResults:
    """What a site's search finds for words, page by page."""

    title, forms, reaches_back = Search.title, Search.forms, False

    def __init__(self, box: Search, query: str):
        self.box, self.query = box, query
        path, mark, rest = box.url.partition("?")
        self.url = QUERY.sub(quote(query, safe=""), path)
        self.url += mark + QUERY.sub(quote_plus(query), rest)

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The first page of results."""
        today = wib_day(now)
        days = {
            "since": window.since or FIRST_DAY,
            "until": min(window.until or today, today),
        }
        template = DAY_PLACE.sub(
            lambda place: format(days[place["name"]], place["form"] or ""), self.url
        )
        return [replace(self._pattern(template).fetch(None, 1), asked_at=now)]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The results on one page, and the next page as long as they name others."""
        query = None if fetch.then else self.query
        listing = self.box.read(content, fetch, window, is_article, headers, query)
        if fetch.page > 1 and (listing.is_empty or listing.has_changed):
            listing.problem, listing.has_changed = None, False
        if fetch.template and not listing.is_unread:
            pattern = self._pattern(fetch.template)
            page_on_by(pattern, listing, fetch, Window(), is_told=listing.is_empty)
            listing.more = [replace(following, beside=fetch.beside) for following in listing.more]
            if not pattern.is_paged and len(listing.links) >= FULL_PAGE:
                listing.cut_off = f"it has one page of results ({len(listing.links)})"
        return listing

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
        pattern = self._pattern(fetch.template) if fetch.template else None
        return without_such_a_page(fetch, following_page(fetch, pattern))

    def _pattern(self, template: str) -> Pattern:
        return Pattern(template, step=self.box.step, first_page=self.box.first_page)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A site's search asked for words, after a word that does not exist where that is due.

    ``results`` is the search asked for the words, ``made_up`` for the word that does not exist;
    None where ``beside`` is known from an earlier trial: articles that its pages name whatever
    they are asked for.
    """

    query: str
    results: Source
    made_up: Source | None = None
    beside: frozenset[str] = frozenset()
    reaches_back = False

    @property
    def title(self) -> str:
        """That of the search."""
        return self.results.title

    @property
    def forms(self) -> tuple:
        """Those of the search."""
        return self.results.forms

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The trial, with what is to be asked after it; else the first pages of results."""
        asked = [replace(each, beside=self.beside) for each in self.results.first(window, now)]
        if self.made_up is None:
            return asked
        trials = self.made_up.first(Window(), now)
        return [replace(trial, then=tuple(asked)) for trial in trials][:1]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """What the trial showed, or the articles a page of results names, each ``found_by``."""
        if fetch.then:
            tried = self.made_up.read(content, fetch, Window(), is_article, headers)
            return self._judged(tried, fetch)
        listing = self.results.read(content, fetch, window, is_article, headers)
        if listing.is_empty:
            listing.problem, listing.is_empty = None, False
        found = [replace(link, found_by=self.query) for link in listing.links]
        listing.links = found
        if listing.is_repeat:
            listing.links = []
        if not listing.links and not listing.more and not listing.is_unread:
            listing.cut_off = cut_off(fetch, repeats=listing.is_repeat)
        if in_order_of_time(found, fetch) and is_before(found, window, fetch.asked_at):
            listing.more = []
        return listing

    def led_to(self, article: str, fetch: Fetch) -> Listing:
        """What it means that a search led to an article: it is the only one it found."""
        if fetch.then:
            return self._judged(Listing([Link(article)]), fetch)
        return Listing([Link(article, found_by=self.query)])

    def ended(self, fetch: Fetch) -> Listing:
        """What an answer means that there is no such page: the end, or that a trial found none."""
        if fetch.then:
            return self._judged(Listing(), fetch)
        listing = self.results.ended(fetch)
        listing.cut_off = None if listing.more else cut_off(fetch)
        return listing

    def _judged(self, tried: Listing, fetch: Fetch) -> Listing:
        """Go on to the words, or not where the search has shown that it answers anything."""
        if tried.is_unread and not tried.has_changed:
            return tried
        named = frozenset(link.url for link in tried.links)
        if named and not tried.is_empty:
            problem = f"it names {len(named)} articles for a word that does not exist: not used"
            return Listing(problem=problem, trial=Trial(is_believed=False))
        then = [replace(each, beside=tried.boxes) for each in fetch.then]
        return Listing(more=then, is_index=True, trial=Trial(True, tried.boxes))


def search_asked(box: Searchable, query: str, site: str, trial: Trial | None) -> AskedFor:
    """A search asked for words; ``trial`` is what an earlier one of the site showed, if it did."""
    if trial is not None:
        return AskedFor(query, box.about(query), beside=trial.beside)
    return AskedFor(query, box.about(query), box.about(made_up_word(site)))


def made_up_word(site: str) -> str:
    """A word that can be said and that no text holds, as "zuvixoqefaju"; the same for a site."""
    numbers = blake2b(site.encode(), digest_size=2 * SYLLABLES).digest()
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return "".join(CONSONANTS[one % 9] + VOWELS[other % 5] for one, other in pairs)


def says_none_found(page: Page) -> bool:
    """Whether a page of results says in words that there are none."""
    return says_empty(page) or NONE_FOUND.search(text_of(page.root)) is not None


def cut_off(fetch: Fetch, *, repeats: bool = False) -> str | None:
    """Why there may be more results than the pages before an end named, in words.

    The end is a page that names none, or ``repeats`` others. A last page that is as full as the
    first is one in ten of honest ends, and each that a search has set itself. How many results fill
    a page is not known where there is one alone.
    """
    pages = fetch.seen
    if not pages or len(pages[-1]) < max(FULL_PAGE, len(pages[0])):
        return None
    last = fetch.page - fetch.beyond - 1
    if last > 1:
        return f"its results end with page {last}, which is full"
    return f"page 2 repeats the {len(pages[0])} results of the first" if repeats else None


def in_order_of_time(links: Iterable[Link], fetch: Fetch) -> bool:
    """Whether a page's dated results are sorted, newest first."""
    listed = [parse_date(link.date, now=fetch.asked_at) for link in links if link.date]
    times = [found.instant for found in listed if found]
    return times == sorted(times, reverse=True)
