"""What a run wants: which way in is tried, which links are new, when paging ends.

Without days asked for, a run goes on from the last one that read the newest listings to their end:
days that no listing of today and yesterday names any more are asked for, and where a listing that
can't reach back names nothing known, so that articles may have dropped off it unseen, the ways in
that do reach back are asked as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from math import inf
from typing import TYPE_CHECKING

from scrapy.http import Response

from crawler.archive.captures import open_replay
from crawler.clock import WIB, utc, wib_day
from crawler.crawl.frontier import Frontier, Met
from crawler.database import transaction
from crawler.discovery.base import Fetch, Link, Listing, WayIn, Window
from crawler.items import Reject
from crawler.parsers.dates import parse_date
from crawler.parsers.urls import canonical_url, publisher_id
from crawler.runs.history import LastListed, last_listed

if TYPE_CHECKING:
    from crawler.news_spider import NewsSpider

LONGEST_BACK = timedelta(days=31)
"""A run makes up for at most so long a time without one; for more there is scrapy gaps --fill."""


@dataclass(slots=True)
class Way:
    """One way in during one run, and what it has given so far."""

    source: WayIn
    pending: int = 0
    pages: int = 0
    listed: int = 0
    new: int = 0
    fresh_on_page: int = 0
    outside_window: int = 0
    not_articles: int = 0
    problems: list[str] = field(default_factory=list)
    stopped_early: bool = False
    out_of_room: bool = False
    torn_off: bool = False
    """Whether one of its listings ended before it named anything known."""

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
            "out_of_room": self.out_of_room,
            "torn_off": self.torn_off,
            "problems": self.problems,
        }


class CrawlPlan:
    """The state of one run of one spider: ways in tried, links asked for, the frontier."""

    def __init__(self, spider: NewsSpider):
        self.spider = spider
        self.settings = spider.crawler.settings
        self.replaying = bool(self.settings["REPLAY"])
        self.frontier = Frontier(spider.crawler, spider.name, spider.timezone)
        self.began = datetime.now(UTC)
        with transaction(spider.crawler) as database:
            self.last = None if self.replaying else last_listed(database, spider.name)
        self.window = spider.window or missed_days(self.last, self.began)
        self.now = self._moment().astimezone(WIB)
        self.waiting = self._in_order()
        self.tried: list[Way] = []
        self.asked: set[str] = set()

    def _moment(self) -> datetime:
        """What is now for the run: in a replay the moment its newest capture was made."""
        if not self.replaying:
            return self.began
        truncated = self.settings.getbool("REPLAY_TRUNCATED")
        replay = open_replay(self.settings["REPLAY"], self.spider.name, truncated=truncated)
        return replay.last_captured_at

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
            fetches = list(way.source.first(self.window, self.now))
            way.pending = len(fetches)
            for fetch in fetches:
                yield way, fetch
            if fetches:
                return
            way.problems.append("it has no listing for the days asked for")

    def due_for_another_look(self) -> Iterator[Link]:
        """Stored articles whose time to be looked at for edits has come; none in a backfill."""
        if not self.replaying and not self.spider.window:
            yield from self._not_asked_yet(self.frontier.due(self.began))

    def _left_over(self) -> Iterator[Link]:
        """What earlier runs listed and did not come to fetch, and no listing names any more.

        Asked for after the listings: those that carry whole articles save the fetch.
        """
        if not self.replaying and not self.spider.window:
            yield from self._not_asked_yet(self.frontier.left_over(self.began))

    def _not_asked_yet(self, links: list[Link]) -> Iterator[Link]:
        for link in links:
            key = self._key(link.url, link.url)
            if key not in self.asked and self._has_room():
                self.asked.add(key)
                yield link

    def _key(self, url: str, canonical: str) -> str:
        """What is one article's alone: the publisher's id where the address holds it."""
        return publisher_id(url, self.spider.article_url) or canonical

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
        met = self.frontier.listed(candidates, urls, way.name, datetime.now(UTC))
        new = sum(each.state == "new" for each in met)
        way.new += new
        way.fresh_on_page = sum(map(self._is_fresh, met))
        way.torn_off |= bool(met) and way.fresh_on_page == len(met) and not listing.more
        self._note(way, response.url, response.status, urls, new, listing)
        chosen = [*self._chosen(way, candidates, urls, met)]
        if not way.pending and not self._worth_following(way, listing):
            chosen += self._left_over()
        return chosen

    def left_out(self, way: Way, listing: Listing) -> list[Link]:
        """What was read out of listings and this way in, now read to its end, leaves out."""
        carries_articles = any(link.html for link in listing.links)
        if not carries_articles or self.replaying or self.spider.window or self.spider.maximum:
            return []
        if way.pending or self._worth_following(way, listing):
            return []
        return self.frontier.left_out(self.began)

    def _is_fresh(self, met: Met) -> bool:
        """Whether no run that read the listings to their end has seen it."""
        return (
            met.state == "new" or self.last is None or met.discovered_at > utc(self.last.ended_at)
        )

    def _chosen(
        self, way: Way, links: list[Link], urls: list[str], met: list[Met]
    ) -> Iterator[Link]:
        """Of a listing's articles those to read now, each once in a run.

        An article that was read on its page is not read out of a listing later: the markup
        differs, and would pass for an edit.
        """
        for link, url, known in zip(links, urls, met, strict=True):
            if known.read_from == "page":
                link = replace(link, html=None)
            key = self._key(link.url, url)
            costs_nothing = self.replaying or link.html is not None
            if key in self.asked or (known.state == "known" and not costs_nothing):
                continue
            if not self._has_room():
                way.stopped_early = way.out_of_room = True
                break
            self.asked.add(key)
            yield link

    def _note(
        self,
        way: Way,
        url: str,
        status: int | None,
        urls: list[str],
        new: int,
        listing: Listing,
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
                "new": new,
                "total": listing.total,
                "problem": listing.problem,
            }
        )

    def further(self, way: Way, listing: Listing) -> Iterator[tuple[Way, Fetch]]:
        """The further pages worth fetching; the next way in when this one was not enough.

        Without days asked for paging goes on while listings name articles not seen before; with
        them, as far as the listing goes. It never ends at the first old item.
        """
        for fetch in self._worth_following(way, listing):
            way.pending += 1
            yield way, fetch
        yield from self._fall_through(way)

    def failed(self, way: Way, fetch: Fetch, reject: Reject) -> Iterator[tuple[Way, Fetch]]:
        """A listing could not be had: remember why, and fall through if it was the last hope."""
        way.pending -= 1
        way.problems.append(f"{fetch.url}: {reject.detail}")
        self._note(way, fetch.url, reject.status, [], 0, Listing(problem=reject.detail))
        yield from self._fall_through(way)

    def _worth_following(self, way: Way, listing: Listing) -> list[Fetch]:
        if not listing.more or not self._has_room():
            way.stopped_early |= bool(listing.more)
            way.out_of_room |= bool(listing.more)
            return []
        if self.spider.window or self.replaying or listing.is_index:
            return listing.more
        if not way.fresh_on_page:
            return []
        within = [fetch for fetch in listing.more if fetch.page <= self._deepest(way)]
        if not within:
            way.stopped_early = way.torn_off = True
        return within

    def _deepest(self, way: Way) -> float:
        """Up to which page a listing is followed that still names articles not seen before.

        LISTING_PAGES on a first run, and for each day missed; without end where there is an
        earlier run and the listing is one of a day, a month or the days since.
        """
        if self.last is None:
            return self.settings.getint("LISTING_PAGES")
        if way.source.reaches_back:
            return inf
        missed = (self.began - self.last.started_at).days
        return self.settings.getint("LISTING_PAGES") * (1 + min(missed, LONGEST_BACK.days))

    def _fall_through(self, way: Way) -> Iterator[tuple[Way, Fetch]]:
        """Go on to the next way in where this one gave nothing, or may have missed something."""
        if way.pending or not self.waiting:
            return
        if not way.listed:
            self.spider.logger.warning(
                "%s gave no article; trying %s", way.name, self.waiting[0].name
            )
            yield from self.begin()
        elif self.last and self._may_have_missed_some(way):
            self.waiting = [further for further in self.waiting if further.source.reaches_back]
            self.window = self.window or Window(since=wib_day(self.last.started_at))
            self.spider.logger.info(
                "%s names nothing that was known: asking for all since %s where the site lists it",
                way.name,
                self.window.since,
            )
            yield from self.begin()

    def _may_have_missed_some(self, way: Way) -> bool:
        return way.torn_off and not way.source.reaches_back and not self.spider.window

    def _has_room(self) -> bool:
        return self.spider.maximum is None or len(self.asked) < self.spider.maximum

    def _outside_window(self, link: Link, response: Response) -> bool:
        """Whether the listing itself dates the link outside the window; undated ones are inside."""
        if not self.spider.window or not link.date:
            return False
        now = response.meta.get("fetched_at") or datetime.now(UTC)
        listed = parse_date(link.date, now=now, timezone=self.spider.timezone)
        return listed is not None and not self.spider.window.contains(wib_day(listed.instant))


def missed_days(last: LastListed | None, now: datetime) -> Window:
    """The days since the last complete run, where today's and yesterday's listings miss some."""
    if last is None or wib_day(last.started_at) >= wib_day(now) - timedelta(days=1):
        return Window()
    return Window(since=wib_day(max(last.started_at, now - LONGEST_BACK)))
