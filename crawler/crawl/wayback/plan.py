"""What a run wants that asks a Wayback Machine for a site's past, instead of the site itself."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from scrapy.http import Response

from crawler.clock import WIB
from crawler.crawl.assignment import Assignment
from crawler.crawl.frontier import Frontier
from crawler.crawl.listing_requests import Asked
from crawler.crawl.source_state import SourceState, untried
from crawler.crawl.wayback.captures import Named, PastCaptures
from crawler.crawl.wayback.counts import what_is_there
from crawler.crawl.wayback.outcomes import Outcomes
from crawler.discovery.base import Fetch, Link, Listing
from crawler.discovery.wayback import EXACT, Wayback, places_of
from crawler.items import Reject
from crawler.parsers.dates.published import time_in_address
from crawler.parsers.urls import canonical_url, printable
from crawler.run_record import ArchiveCounts, run_record


class PastPlan:
    """The state of a run that asks an archive: its questions one after the other, oldest first.

    What a question names is fetched before the next is put, so that of each address the first
    capture is read. All of it stands in the database: a run goes on where another ended.
    """

    def __init__(self, assignment: Assignment):
        self.assignment = assignment
        self.record = run_record(assignment.crawler)
        self.frontier = Frontier(assignment.crawler, assignment.site, assignment.timezone)
        self.captures = PastCaptures(assignment)
        self.source = wayback_of(assignment)
        self.began = datetime.now(UTC)
        self.waiting: deque[Fetch] = deque()
        self.roots: dict[str, str] = {}
        """By address of a question the one that it goes back to."""
        self.asked: set[str] = set()
        self.months: list[str] = []
        """The questions for the days asked for, one a month."""
        self.record.look_into_archive = self.what_is_there
        self.outcomes = Outcomes(assignment.crawler, self.captures, self.try_another)

    def begin(self) -> Asked:
        """The first question that is not answered yet, if any."""
        self.record.asked_for_days = True
        self.state = untried(self.source, 0)
        self.state.counts.reaches_back = True
        self.record.sources.append(self.state.counts)
        questions = list(self.source.first(self.assignment.window, self.began.astimezone(WIB)))
        self.months = [fetch.url for fetch in questions]
        if not questions:
            self.state.counts.problems.append("the site has no host that an archive can be asked")
            return
        for fetch, root in self.captures.want(questions):
            self.waiting.append(fetch)
            self.roots[fetch.url] = root
        yield from self._next()

    def due_for_another_look(self) -> Iterator[Link]:
        """Captures that earlier runs saw named and did not come to fetch."""
        for link in self.captures.waiting(self.months):
            if not self._has_room():
                self._note_no_room()
                return
            self.asked.add(link.captured)
            self.state.counts.listed += 1
            yield link

    def wanted(
        self, state: SourceState, fetch: Fetch, response: Response, listing: Listing
    ) -> list[Link]:
        """The captures that an answer names and that are fetched now; all are written down."""
        state.pending -= 1
        if listing.is_unread:
            self._unanswered(state, fetch, listing)
            return []
        state.counts.pages += 1
        state.counts.unread -= 1
        named = [*named_in(listing, state, self.assignment)]
        root = self.roots.get(fetch.url, fetch.url)
        if fetch.template == EXACT:
            url = canonical_url(named[0].link.url) if named else ""
            links = self.captures.another(fetch, root, named, url)
        else:
            each = self.source.versions
            links = self.captures.answered(fetch, root, named, listing.more, each=each)
        for further in reversed(listing.more):
            self.roots[further.url] = root
            self.waiting.appendleft(further)
        state.counts.listed += len(named)
        state.counts.new += len(links)
        urls = [canonical_url(one.link.url) for one in named]
        told = {"status": response.status, "urls": urls, "new": len(links)}
        self.frontier.note_listing(state.name, printable(fetch.url), listing, **told)
        return [*self._within_room(links)]

    def _within_room(self, links: list[Link]) -> Iterator[Link]:
        for link in links:
            if not self._has_room():
                self._note_no_room()
                return
            self.asked.add(link.captured)
            yield link

    def left_out(self, state: SourceState, listing: Listing) -> list[Link]:
        """Nothing: that an archive lacks a page is no sign of anything."""
        return []

    def further(self, state: SourceState, listing: Listing) -> Asked:
        """The next question."""
        yield from self._next()

    def failed(self, state: SourceState, fetch: Fetch, reject: Reject) -> Asked:
        """A question got no answer: the next run puts it again."""
        state.pending -= 1
        unread = Listing(problem=reject.detail)
        self._unanswered(state, fetch, unread)
        self.frontier.note_listing(state.name, printable(fetch.url), unread, status=reject.status)
        yield from self._next()

    def ended(self, state: SourceState, fetch: Fetch, status: int) -> Asked:
        """An archive that has no such page of its list has not answered."""
        refused = Reject(fetch.url, self.assignment.site, "http-error", f"HTTP {status}")
        yield from self.failed(state, fetch, replace(refused, status=status))

    def _unanswered(self, state: SourceState, fetch: Fetch, listing: Listing) -> None:
        state.counts.failed += 1
        state.counts.problems.append(f"{printable(fetch.url)}: {listing.problem}")
        self.assignment.logger.warning("%s: %s", printable(fetch.url), listing.problem)
        self.captures.failed(fetch, listing.problem)

    def _next(self) -> Asked:
        if not self.waiting or self.record.refusing:
            self.state.counts.unread += len(self.waiting)
            self.waiting.clear()
            return
        if not self._has_room():
            self._note_no_room()
            return
        fetch = self.waiting.popleft()
        self.state.pending += 1
        self.state.counts.asked += 1
        self.state.counts.unread += 1
        yield self.state, fetch

    def _has_room(self) -> bool:
        maximum = self.assignment.maximum
        return maximum is None or len(self.asked) < maximum

    def _note_no_room(self) -> None:
        self.state.counts.stopped_early = self.state.counts.out_of_room = True

    def what_is_there(self, database: sqlite3.Connection) -> ArchiveCounts:
        """What the archive has of the days asked for, as the database knows it."""
        asked = self.assignment
        return what_is_there(database, asked.site, self.record.run_id, self.months, asked.window)

    def try_another(self, capture: str, link: Link) -> None:
        """Ask for other captures of an address, of which one could not be read."""
        fetch = self.source.another(link, self.began)
        if self.source.versions or fetch.url in self.roots or not self._has_room():
            return
        self.roots[fetch.url] = root = self.captures.root_of(capture)
        self.captures.ask_after(fetch, root)
        self.waiting.appendleft(fetch)
        crawler = self.assignment.crawler
        if not self.state.pending:
            for request in crawler.spider.listing_requests(self._next()):
                crawler.engine.crawl(request)


def named_in(listing: Listing, state: SourceState, assignment: Assignment) -> Iterator[Named]:
    """The articles of the days asked for among what was captured; the others are counted."""
    for link in listing.links:
        if not assignment.is_article(link.url):
            state.counts.not_articles += 1
            continue
        day = possible_day(time_in_address(link.url, assignment.article_url))
        if day and not assignment.window.contains(day):
            state.counts.outside_window += 1
        else:
            yield Named(link, day and str(day))


def wayback_of(assignment: Assignment) -> Wayback:
    """The archive that the settings name, asked for a site's hosts."""
    settings = assignment.settings
    return Wayback(
        settings["WAYBACK_CDX"],
        settings["WAYBACK_REPLAY"],
        places_of(assignment.domains, assignment.article_url),
        days_after=settings.getint("WAYBACK_DAYS_AFTER"),
        most=settings.getint("WAYBACK_PAGE"),
        versions=assignment.past is not None and assignment.past.versions,
    )


def possible_day(time: str | None) -> date | None:
    """The day of a time that an address holds; None where it is no day of any calendar."""
    try:
        return date.fromisoformat(time[:10]) if time else None
    except ValueError:
        return None
