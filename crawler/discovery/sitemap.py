"""``Sitemap`` and ``NewsSitemap``: the sitemaps protocol, with Google's news extension."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from crawler.clock import WIB
from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.feed import FEED_ROOTS, read_feed
from crawler.discovery.listings.addresses import is_home, listed_address
from crawler.discovery.listings.each_alone import each_alone, in_one_note
from crawler.discovery.listings.xml_listing import (
    MOST_TAGS,
    UnreadableListing,
    Xml,
    child_text,
    children,
    local_name,
    parse_xml,
    text_pieces,
)
from crawler.discovery.paging import Pattern, last_day
from crawler.parsers.urls import LONGEST_ADDRESS

ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)(?:-(\d\d))?")  # 2025-06-18T22:02:00+07:00, 2025-06
DATE_IN_ADDRESS = re.compile(  # /sitemap/post/2025-06.xml, /sitemap-20250618.xml, ?yyyy=2025&mm=06
    r"(?<!\d)((?:19|20)\d\d)(?:[-_/]|&\w+=)?(0[1-9]|1[0-2])"
    r"(?:(?:[-_/]|&\w+=)?(0[1-9]|[12]\d|3[01]))?(?!\d)"
)
WITHOUT_ARTICLES = re.compile(  # /sitemap-video.xml, /category-sitemap2.xml
    r"(?<![a-z])(?:videos?|images?|photos?|foto|galeri|gallery|categor(?:y|ies)|kategori|tags?"
    r"|topi[ck]s?|authors?|users?|taxonom(?:y|ies)|pages?(?=[-_]sitemap)|page_list|static|statis)"
    r"(?![a-z])"
)
IS_NEWS_SITEMAP = re.compile(r"/news/[^/]*\Z|news[^/]*\Z")  # /politics/news/sitemap.xml
PLAIN_ADDRESS = re.compile(r"https?://\S+\Z")
DAY = timedelta(days=1)
RECENT = timedelta(days=2)
"""How far behind its newest entry a crawl without a window reads a sitemap that has dates."""
EARLIEST_YEAR, LATEST_YEAR = 1990, 2200
MOST_PAGES = 100_000
"""The protocol allows a sitemap 50,000."""
DEEPEST_INDEX = 3
"""The protocol knows no index in an index; a few sites have one."""
NEWS_PARTS = 0.25
"""Share of an index's parts that must be called news sitemaps for the others to be left out."""


class Sitemap:
    """Sitemaps and sitemap indexes, gzipped or not; a feed given as a sitemap is read too.

    ``{year}`` and ``{month}`` in the address ask month by month. ``children`` (a regular
    expression) chooses the parts of an index; without it those of videos, pictures, tags,
    sections and authors are left out. With a window, parts and entries last changed before it
    are left out; without one, those more than two days behind the newest.
    """

    title = "sitemap"
    forms = ("sitemap", "feed")

    def __init__(self, *urls: str, children: str | None = None):
        self.patterns = {url: Pattern(url) for url in urls}
        self.children = re.compile(children) if children else None
        self.reaches_back = True

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """Every sitemap, or that of every month asked for."""
        return [
            replace(fetch, is_part=pattern.unit is not None)
            for pattern in self.patterns.values()
            for fetch in pattern.first(window, now)
        ]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The pages a sitemap names, or the parts of an index."""
        try:
            xml = parse_sitemap(content)
            if local_name(xml.root) in FEED_ROOTS:
                return replace(read_feed(content, fetch.url, is_article), is_newest_only=True)
            is_index = local_name(xml.root) == "sitemapindex"
            listing = (self._read_index if is_index else self._read_pages)(xml.root, fetch, window)
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        if xml.problem:
            listing.problem, listing.is_empty = xml.problem, False
        listing.note = in_one_note(xml.note, listing.note)
        return listing

    def ended(self, fetch: Fetch) -> Listing:
        """Nothing: a sitemap has no pages."""
        return Listing()

    def _read_pages(self, root: etree._Element, fetch: Fetch, window: Window) -> Listing:
        """The pages of a sitemap proper."""
        return _read_pages(root, fetch, window)

    def _read_index(self, root: etree._Element, fetch: Fetch, window: Window) -> Listing:
        """The parts of an index that may hold articles of the days asked for."""
        parts = self._parts_of_articles(index_parts(root, fetch.url))
        if not parts:
            return Listing(problem="the sitemap index names no sitemap of articles", is_empty=True)
        above = {fetch.url}.union(*fetch.seen)
        if len(above) > DEEPEST_INDEX:
            return Listing(problem=f"sitemap indexes name each other {DEEPEST_INDEX} deep")
        wanted = _of_the_days_asked(parts, part_days, window, fetch.asked_at)
        more = [
            replace(fetch, url=part.url, seen=(frozenset(above),), template="", is_part=True)
            for part in wanted
            if part.url not in above
        ]
        listing = Listing(more=more, is_index=True, total=len(parts))
        _note_days(listing, parts, part_days, window)
        return listing

    def _parts_of_articles(self, parts: list[Link]) -> list[Link]:
        """The parts that hold articles, by what the site declares or by their names."""
        if self.children:
            return [part for part in parts if self.children.search(part.url)]
        return [part for part in parts if not WITHOUT_ARTICLES.search(_path(part.url))]


class NewsSitemap(Sitemap):
    """Google News sitemaps: the articles of the last two days, with their publishing time.

    An index is followed to the parts called news sitemaps, where it has such. With ``{year}``
    and ``{month}`` in every address it reaches back.
    """

    title = "news sitemap"

    def __init__(self, *urls: str, children: str | None = None):
        super().__init__(*urls, children=children)
        self.reaches_back = all(pattern.unit for pattern in self.patterns.values())

    def _read_pages(self, root: etree._Element, fetch: Fetch, window: Window) -> Listing:
        """The pages; none is no fault of a list that holds two days and no more."""
        if local_name(root) == "urlset" and next(children(root, "url"), None) is None:
            return Listing()
        return super()._read_pages(root, fetch, window)

    def _parts_of_articles(self, parts: list[Link]) -> list[Link]:
        parts = super()._parts_of_articles(parts)
        news = [part for part in parts if IS_NEWS_SITEMAP.search(_path(part.url))]
        return news if len(news) >= NEWS_PARTS * len(parts) and not self.children else parts


def parse_sitemap(content: bytes) -> Xml:
    """A sitemap; one made of plain addresses, one a line, is read as well.

    Raises UnreadableListing where it is neither.
    """
    lines = plain_addresses(content)
    if not lines:
        return parse_xml(content)
    root = etree.Element("urlset")
    for line in lines:
        etree.SubElement(etree.SubElement(root, "url"), "loc").text = line
    return Xml(root)


def plain_addresses(content: bytes) -> list[str]:
    """The addresses of a file that is made of nothing else; none where it holds anything else."""
    if content.lstrip()[:1] == b"<":
        return []
    lines, rest = [], ""
    for text in text_pieces(content):
        *whole, rest = (rest + text.lstrip("\ufeff")).split("\n")
        found = [line.strip() for line in whole if line.strip()]
        if len(rest) > LONGEST_ADDRESS or len(lines) > MOST_TAGS / 4:
            return []
        if not all(map(PLAIN_ADDRESS.match, found)):
            return []
        lines += found
    rest = rest.split()
    return lines + rest if all(map(PLAIN_ADDRESS.match, rest)) else []


def index_parts(root: etree._Element, url: str) -> list[Link]:
    """The sitemaps an index names, with ``lastmod`` as ``modified``."""
    parts, _ = each_alone(children(root, "sitemap"), lambda part: _part_link(part, url))
    return parts


def _part_link(part: etree._Element, base: str) -> Link | None:
    address = listed_address(base, child_text(part, "loc"))
    return Link(address, modified=child_text(part, "lastmod")) if address else None


def _read_pages(root: etree._Element, fetch: Fetch, window: Window) -> Listing:
    if local_name(root) != "urlset":
        raise UnreadableListing(f"the answer is XML of another kind (<{local_name(root)}>)")
    pages = islice(children(root, "url"), MOST_PAGES + 1)
    links, note = each_alone(pages, lambda page: _page_link(page, fetch.url))
    if not links:
        return Listing(problem="the sitemap names no pages", is_empty=True)
    wanted = _of_the_days_asked(links[:MOST_PAGES], page_days, window, fetch.asked_at)
    listing = Listing([link for link in wanted if not is_home(link.url)], total=len(links))
    listing.note = note
    _note_days(listing, links, page_days, window, DAY)
    if len(links) > MOST_PAGES:
        listing.problem = f"it names more than {MOST_PAGES:,} pages; the others were not read"
    return listing


def _page_link(page: etree._Element, base: str) -> Link | None:
    """One <url>: its address, the news extension's date and title, lastmod as ``modified``."""
    url = listed_address(base, child_text(page, "loc"))
    if url is None:
        return None
    news = next(children(page, "news"), None)
    return Link(
        url,
        date=child_text(news, "publication_date") if news is not None else None,
        modified=child_text(page, "lastmod"),
        headline=child_text(news, "title") if news is not None else None,
    )


Days = tuple[date, date]
"""The first and last day on which something listed may have been published."""


def page_days(link: Link) -> Days | None:
    """When a page may have been published: by its date, else any day up to its last change.

    A day more at both ends, since the dates stand in whatever zone the site chose.
    """
    published, changed = _iso_day(link.date), _iso_day(link.modified)
    if not (published or changed):
        return None
    return (published - DAY if published else date.min), (published or changed) + DAY


def part_days(part: Link) -> Days | None:
    """What days a part of an index covers: by the date in its address, else up to its lastmod."""
    if found := DATE_IN_ADDRESS.search(part.url):
        return _days_named(found)
    changed = _iso_day(part.modified)
    return (date.min, changed + DAY) if changed else None


def _of_the_days_asked(
    links: Sequence[Link],
    days_of: Callable[[Link], Days | None],
    window: Window,
    asked_at: datetime | None,
) -> list[Link]:
    """What may have been published in the window, or what is newest; undated links always.

    A day in the future is no measure of what is newest.
    """
    covered = [(link, days_of(link)) for link in links]
    if window:
        since, until = window.since or date.min, window.until or date.max
    else:
        since, until = _newest([days for _, days in covered if days], asked_at) - RECENT, date.max
    return [link for link, days in covered if not days or (days[1] >= since and days[0] <= until)]


def _note_days(
    listing: Listing,
    links: Sequence[Link],
    days_of: Callable[[Link], Days | None],
    window: Window,
    margin: timedelta = timedelta(),
) -> None:
    """Say of a listing from which only the window's days are named how far back it goes.

    ``margin`` is what ``days_of`` adds to the days listed at both ends.
    """
    if not window:
        return
    listed = [days for link in links if (days := days_of(link))]
    firsts = (first + margin for first, _ in listed if first > date.min)
    listing.oldest = min(firsts, default=None)
    listing.has_older = any(last < (window.since or window.until) for _, last in listed)


def _newest(listed: Sequence[Days], asked_at: datetime | None) -> date:
    """The newest day listed that is not in the future; a month that still runs counts as today."""
    latest = asked_at.astimezone(WIB).date() + 2 * DAY if asked_at else date.max
    past = [last for _, last in listed if last <= latest]
    running = [latest for first, last in listed if last > latest and date.min < first <= latest]
    return max([*past, *running], default=date.min + RECENT)


def _iso_day(raw: str | None) -> date | None:
    """The (last) day of an ISO 8601 date as printed; None where the text is none."""
    found = ISO_DAY.match(raw or "")
    days = _days_named(found) if found else None
    return days[1] if days else None


def _days_named(found: re.Match) -> Days | None:
    """The days that year, month and perhaps day name; None where there is no such day."""
    year, month, day = (int(number) if number else None for number in found.groups())
    try:
        first = date(year, month, day or 1)
    except ValueError:  # 2025-02-31, 0000-00-00
        return None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:  # 0001-01-01, a date left empty
        return None
    return first, first if day else last_day(first)


def _path(url: str) -> str:
    return urlsplit(url).path.lower()
