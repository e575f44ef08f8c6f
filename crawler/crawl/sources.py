"""Which source of a site is asked, how far its paging is followed, and when the next is tried."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf

from crawler.archive.captures import open_replay
from crawler.clock import WIB, wib_day
from crawler.crawl.assignment import Assignment
from crawler.crawl.listing_requests import Asked, ListingRequests
from crawler.crawl.source_state import SourceState, untried
from crawler.discovery.base import Fetch, Listing, Source, Window
from crawler.discovery.search import Search
from crawler.parsers.urls import host_and_port, printable
from crawler.run_record import run_record
from crawler.runs.history import LastListed

LONGEST_BACK = timedelta(days=31)
"""A run makes up for at most so long a time without one; for more there is scrapy gaps --fill."""
PAGES_A_DAY = 20
"""Pages that a day's listing may have; the largest outlets fill 15."""


class SourceQueue:
    """A run's sources, tried one after the other until one gives what is wanted.

    Without days asked for, a run goes on from the ``last`` one that read the newest listings to
    their end: days that no listing of today and yesterday names any more are asked for, and where
    a listing that can't reach back names nothing known, so that articles may have dropped off it
    unseen, the sources that do reach back are asked as well.
    """

    def __init__(self, assignment: Assignment, last: LastListed | None, began: datetime):
        self.assignment = assignment
        self.last = last
        self.began = began
        self.record = run_record(assignment.crawler)
        self.window = assignment.window or missed_days(last, began)
        self.now = (replayed_at(assignment) or began).astimezone(WIB)
        self.waiting = in_order(assignment)
        self.requests = ListingRequests(assignment)

    def begin(self) -> Asked:
        """The first listings of the next source that has any; nothing when all were tried."""
        self.record.asked_for_days = bool(self.window)
        while self.waiting:
            state = self.waiting.pop(0)
            state.window = self.window
            self.requests.begin(state)
            fetches = list(state.source.first(self.window, self.now))
            yield from self.requests.ask(state, fetches)
            if fetches:
                return
            state.counts.problems.append("it has no listing for the days asked for")

    def worth_following(
        self, state: SourceState, listing: Listing, *, has_room: bool
    ) -> list[Fetch]:
        """The further pages of a listing to fetch, none where the run has no room for more.

        Without days asked for paging goes on while listings name articles not seen before; with
        them, as far as the listing goes. It never ends at the first old item.
        """
        if not listing.more or not has_room:
            state.counts.stopped_early |= bool(listing.more)
            state.counts.out_of_room |= bool(listing.more)
            return []
        asks_for_days = self.assignment.window or (state.is_again and state.window)
        is_whole = asks_for_days or state.counts.by_words
        if is_whole or self.assignment.is_replay or listing.is_index:
            return listing.more
        if not state.fresh_on_page and listing.links:
            return []
        within = [fetch for fetch in listing.more if fetch.page <= self._deepest(state)]
        if not within:
            state.counts.stopped_early = state.counts.torn_off = True
        return within

    def within_reason(
        self, state: SourceState, further: list[Fetch], *, is_index: bool
    ) -> tuple[list[Fetch], tuple[str, Listing] | None]:
        """The further listings that may be asked for, since a site's listings may have no end.

        LISTING_REQUESTS of a source in a run, and for each day asked for PAGES_A_DAY or one part.
        Where others are left out, also the first of them and what is written in its place, once.
        """
        most = self.assignment.settings.getint("LISTING_REQUESTS")
        if self.window:
            days = len(self.window.days(wib_day(self.now)))
            most += days if is_index else PAGES_A_DAY * days
        number = max(0, min(len(further), most - state.followed))
        state.followed += number
        if number == len(further) or state.left:
            return further[:number], None
        state.left = state.counts.stopped_early = state.counts.is_endless = True
        url = printable(further[number].url)
        problem = f"listings without end? {state.followed:,} were followed (LISTING_REQUESTS)"
        state.counts.problems.append(f"{url}: {problem}")
        self.assignment.logger.warning("listing %s: %s", url, problem)
        return further[:number], (url, Listing(problem=problem))

    def _deepest(self, state: SourceState) -> float:
        """Up to which page a listing is followed that still names articles not seen before.

        LISTING_PAGES on a first run, and for each day missed; without end where there is an
        earlier run and the listing is one of a day, a month or the days since.
        """
        if self.last is None:
            return self.assignment.settings.getint("LISTING_PAGES")
        if state.source.reaches_back:
            return inf
        missed = (self.began - self.last.started_at).days
        pages = self.assignment.settings.getint("LISTING_PAGES")
        return pages * (1 + min(missed, LONGEST_BACK.days))

    def fall_through(self, state: SourceState) -> Asked:
        """Go on to the next source where this one gave nothing, or may have missed something.

        Where no source is left, what earlier runs could not read is asked for again.
        """
        if state.pending or state.is_again:
            return
        further = list(self._next_source(state))
        yield from further or self.requests.ask_again()

    def tried(self, state: SourceState, listing: Listing) -> None:
        """Nothing: only searches are tried."""

    def _next_source(self, state: SourceState) -> Asked:
        if not self.waiting:
            return
        if not state.counts.listed:
            self.assignment.logger.warning(
                "%s gave no article; trying %s", state.name, self.waiting[0].name
            )
            yield from self.begin()
        elif self.last and self._may_have_missed_some(state):
            self.waiting = [further for further in self.waiting if further.source.reaches_back]
            self.window = self.window or Window(since=wib_day(self.last.started_at))
            self.assignment.logger.info(
                "%s names nothing that was known: asking for all since %s where the site lists it",
                state.name,
                self.window.since,
            )
            yield from self.begin()

    def _may_have_missed_some(self, state: SourceState) -> bool:
        reaches_back = state.source.reaches_back or self.assignment.window
        return state.counts.torn_off and not reaches_back


def in_order(assignment: Assignment) -> list[SourceState]:
    """The site's sources, those that reach back first when days are asked for."""
    states = [
        untried(source, place)
        for place, source in enumerate(assignment.sources)
        if not isinstance(source, Search)
    ]
    if assignment.window:
        states.sort(key=lambda state: not state.source.reaches_back)
    return states


def hosts_of(sources: Iterable[Source]) -> frozenset[str]:
    """The hosts, with their ports, that sources are declared to be on."""
    now = datetime.now(WIB)
    declared = (fetch.url for source in sources for fetch in source.first(Window(), now))
    return frozenset(map(host_and_port, declared))


def replayed_at(assignment: Assignment) -> datetime | None:
    """What is now for a replay: the moment its newest capture was made; None for any other run."""
    if not assignment.is_replay:
        return None
    truncated = assignment.settings.getbool("REPLAY_TRUNCATED")
    replay = open_replay(assignment.settings["REPLAY"], assignment.site, truncated=truncated)
    return replay.last_captured_at


def missed_days(last: LastListed | None, now: datetime) -> Window:
    """The days since the last complete run, where today's and yesterday's listings miss some."""
    if last is None or wib_day(last.started_at) >= wib_day(now) - timedelta(days=1):
        return Window()
    return Window(since=wib_day(max(last.started_at, now - LONGEST_BACK)))
