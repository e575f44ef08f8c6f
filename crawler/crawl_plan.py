"""What a run wants: which way in is tried, which links are new, when paging ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from scrapy.http import Response

from crawler.database import connection
from crawler.discovery.base import WIB, Fetch, Link, Listing, WayIn
from crawler.frontier import Frontier, utc
from crawler.items import Reject
from crawler.parsers.dates import parse_date
from crawler.parsers.urls import canonical_url, publisher_id

if TYPE_CHECKING:
    from crawler.news_spider import NewsSpider


@dataclass(slots=True)
class Way:
    """One way in during one run, and what it has given so far."""

    source: WayIn
    pending: int = 0
    pages: int = 0
    listed: int = 0
    new: int = 0
    new_on_page: int = 0
    outside_window: int = 0
    not_articles: int = 0
    problems: list[str] = field(default_factory=list)
    stopped_early: bool = False

    @property
    def name(self) -> str:
        """The kind of listing, as in "Feed"."""
        return type(self.source).__name__

    def summary(self) -> dict:
        """What the ledger keeps of this way in."""
        return {
            "way_in": self.name,
            "pages": self.pages,
            "listed": self.listed,
            "new": self.new,
            "outside_window": self.outside_window,
            "not_articles": self.not_articles,
            "stopped_early": self.stopped_early,
            "problems": self.problems,
        }


class CrawlPlan:
    """The state of one run of one spider: ways in tried, links asked for, the frontier."""

    def __init__(self, spider: NewsSpider):
        self.spider = spider
        self.settings = spider.crawler.settings
        self.replaying = bool(self.settings["REPLAY"])
        self.frontier = Frontier(connection(spider.crawler), spider.name, self.settings)
        self.waiting = self._in_order()
        self.tried: list[Way] = []
        self.asked: set[str] = set()

    def _in_order(self) -> list[Way]:
        """The site's ways in, those that reach back first when days are asked for."""
        ways = [Way(source) for source in self.spider.discover]
        if self.spider.window:
            ways.sort(key=lambda way: not way.source.reaches_back)
        return ways

    def begin(self) -> Iterator[tuple[Way, Fetch]]:
        """The first listings of the next way in that has any; nothing when all were tried."""
        while self.waiting:
            way = self.waiting.pop(0)
            self.tried.append(way)
            fetches = list(way.source.first(self.spider.window, datetime.now(WIB)))
            way.pending = len(fetches)
            for fetch in fetches:
                yield way, fetch
            if fetches:
                return
            way.problems.append("it has no listing for the days asked for")

    def due_for_another_look(self) -> Iterator[Link]:
        """Stored articles whose time to be looked at for edits has come; none in a backfill."""
        if self.replaying or self.spider.window:
            return
        for url in self.frontier.due(datetime.now(UTC)):
            if self._has_room():
                self.asked.add(url)
                yield Link(url)

    def wanted(self, way: Way, response: Response, listing: Listing) -> list[Link]:
        """The links of a listing to fetch now, in order; all it lists go into the frontier."""
        way.pending -= 1
        way.pages += 1
        if listing.problem:
            way.problems.append(f"{response.url}: {listing.problem}")
            self.spider.logger.warning("listing %s: %s", response.url, listing.problem)
        candidates = []
        for link in listing.links:
            if not self.spider.is_article(link.url):
                way.not_articles += 1
            elif self._outside_window(link, response):
                way.outside_window += 1
            else:
                candidates.append(link)
        way.listed += len(candidates)
        urls = [canonical_url(link.url) for link in candidates]
        known = self.frontier.listed(candidates, urls, way.name, datetime.now(UTC))
        way.new_on_page = sum(state == "new" for state in known)
        way.new += way.new_on_page
        self._note(way, response.url, response.status, urls, listing)
        chosen = []
        for link, url, state in zip(candidates, urls, known, strict=True):
            key = publisher_id(link.url, self.spider.article_url) or url
            costs_nothing = self.replaying or link.html is not None
            if key in self.asked or (state == "known" and not costs_nothing):
                continue
            if not self._has_room():
                way.stopped_early = True
                break
            self.asked.add(key)
            chosen.append(link)
        return chosen

    def _note(
        self, way: Way, url: str, status: int | None, urls: list[str], listing: Listing
    ) -> None:
        self.frontier.note_listing(
            {
                "run_id": self.spider.run_id,
                "way_in": way.name,
                "url": url,
                "fetched_at": utc(datetime.now(UTC)),
                "status": status,
                "digest": blake2b("\n".join(urls).encode(), digest_size=8).hexdigest(),
                "links": len(urls),
                "new": way.new_on_page,
                "total": listing.total,
                "problem": listing.problem,
            }
        )

    def further(self, way: Way, listing: Listing) -> Iterator[tuple[Way, Fetch]]:
        """The further pages worth fetching; the next way in when this one gave nothing at all.

        Without a window paging goes on while listings name articles not seen before, up to
        LISTING_PAGES; with one, as far as the listing goes. It never ends at the first old item.
        """
        for fetch in self._worth_following(way, listing):
            way.pending += 1
            yield way, fetch
        yield from self._fall_through(way)

    def failed(self, way: Way, fetch: Fetch, reject: Reject) -> Iterator[tuple[Way, Fetch]]:
        """A listing could not be had: remember why, and fall through if it was the last hope."""
        way.pending -= 1
        way.new_on_page = 0
        way.problems.append(f"{fetch.url}: {reject.detail}")
        self._note(way, fetch.url, reject.status, [], Listing(problem=reject.detail))
        yield from self._fall_through(way)

    def _worth_following(self, way: Way, listing: Listing) -> list[Fetch]:
        if not listing.more or not self._has_room():
            way.stopped_early |= bool(listing.more)
            return []
        if self.spider.window or self.replaying or listing.is_index:
            return listing.more
        if not way.new_on_page:
            return []
        if way.pages + way.pending >= self.settings.getint("LISTING_PAGES"):
            way.stopped_early = True
            return []
        return listing.more

    def _fall_through(self, way: Way) -> Iterator[tuple[Way, Fetch]]:
        if way.pending or way.listed or not self.waiting:
            return
        self.spider.logger.warning("%s gave no article; trying %s", way.name, self.waiting[0].name)
        yield from self.begin()

    def _has_room(self) -> bool:
        return self.spider.maximum is None or len(self.asked) < self.spider.maximum

    def _outside_window(self, link: Link, response: Response) -> bool:
        """Whether the listing itself dates the link outside the window; undated ones are inside."""
        if not self.spider.window or not link.date:
            return False
        now = response.meta.get("fetched_at") or datetime.now(UTC)
        listed = parse_date(link.date, now=now, timezone=self.spider.timezone)
        return listed is not None and not self.spider.window.contains(
            listed.instant.astimezone(WIB).date()
        )
