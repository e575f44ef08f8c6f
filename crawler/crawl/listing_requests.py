"""The listing pages a run asks for, and what came of each: read, failed, or left for the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.crawl.assignment import Assignment
from crawler.crawl.source_state import SourceState, untried
from crawler.crawl.unread_listings import Unread, UnreadListings, named_before
from crawler.discovery.base import Fetch, Listing, Source
from crawler.parsers.urls import printable
from crawler.run_record import run_record

Asked = Iterator[tuple[SourceState, Fetch]]
"""Listing pages to fetch, each with the state of its source."""
NUMBER = re.compile(r"\d+")
SKIPPED = "it names no article that pages before it did not, though the listing goes on behind it"
GUESSED_END = "the listing seems to end with the page before, which is full"


class ListingRequests:
    """A run's account of its sources, by page; ``tried`` are those asked so far."""

    def __init__(self, assignment: Assignment):
        self.assignment = assignment
        self.record = run_record(assignment.crawler)
        self.tried: list[SourceState] = []
        is_kept = not (assignment.is_replay or assignment.query)
        self.unread = UnreadListings(assignment.crawler, assignment.site, is_kept=is_kept)
        self.asks_again = not (assignment.window or assignment.maximum or assignment.query)

    def begin(self, state: SourceState) -> None:
        """Take up a source."""
        state.counts.reaches_back = state.source.reaches_back
        self.record.sources.append(state.counts)
        self.tried.append(state)

    def ask(self, state: SourceState, fetches: Sequence[Fetch]) -> Asked:
        """The pages of a source to fetch, which are unread from now on."""
        state.pending += len(fetches)
        state.counts.asked += len(fetches)
        state.counts.unread += len(fetches)
        self.unread.asked(state, fetches)
        for fetch in fetches:
            yield state, fetch

    def answered(self, state: SourceState, fetch: Fetch, listing: Listing) -> None:
        """Note that a page was read, or why it could not be, and pages found out to be skipped.

        The page with which a listing seems to end is no hole, and asked once more by the next run.
        """
        self._ask_twice(state, fetch, listing)
        state.pending -= 1
        state.counts.reaches_back |= listing.has_older
        state.counts.reaches_back &= not listing.is_newest_only
        state.counts.empty += listing.is_empty or listing.has_changed
        state.counts.cut_off = state.counts.cut_off or listing.cut_off
        if listing.is_unread:
            state.counts.failed += 1
            self._fail(state, fetch, listing.problem)
        else:
            state.counts.pages += 1
            state.counts.unread -= 1
            state.counts.indexes += listing.is_index and bool(listing.more)
            self.unread.read(fetch)
        for skipped in listing.skipped:
            state.counts.pages -= 1
            state.counts.unread += 1
            self.unread.asked(state, [skipped], SKIPPED)
            self._fail(state, skipped, SKIPPED)
        if not state.is_again:
            self.unread.asked(state, listing.guessed_end, GUESSED_END)

    def _ask_twice(self, state: SourceState, fetch: Fetch, listing: Listing) -> None:
        """Ask once more for a part that is empty, or names what another part does.

        With what says the same twice it has its own way: two names of one list are no fault, nor
        is a list that never held any; lists that differ in a number alone, and one that has named
        articles before, are holes.
        """
        if not fetch.is_part or listing.is_index or listing.is_unread:
            return
        site, crawler = self.assignment.site, self.assignment.crawler
        named = frozenset(link.url for link in listing.links)
        others = {urls: part for urls, part in state.parts.items() if part.url != fetch.url}
        state.parts = {named: fetch, **others}
        twin = others.get(named) if named else None
        if not fetch.is_second and (twin or listing.is_empty):
            parts = filter(None, [twin, fetch])
            listing.more += [replace(part, is_second=True) for part in parts if not part.is_second]
        elif twin and NUMBER.sub("", twin.url) == NUMBER.sub("", fetch.url):
            listing.problem = f"it names the articles of {printable(twin.url)}"
        elif listing.is_empty and named_before(crawler, site, fetch):
            listing.is_empty = False

    def _fail(self, state: SourceState, fetch: Fetch, why: str) -> None:
        kind = "hole" if self.assignment.query else self.unread.failed(fetch, why)
        state.counts.unread -= kind != "hole"
        state.counts.given_up += kind == "given-up"

    def ask_again(self) -> Asked:
        """The pages that earlier runs could not read and this one did not come to by itself."""
        self._set_dead_sources_aside()
        left = self.unread.left() if self.asks_again else []
        self.asks_again = False
        for unread in left:
            source = source_of(unread, self.assignment.sources)
            if source is None:
                self.unread.forget(unread)
                continue
            state = untried(source, unread.place)
            state.window, state.is_again = unread.window, True
            self.begin(state)
            yield from self.ask(state, [unread.fetch])

    def _set_dead_sources_aside(self) -> None:
        """What is dead beside a source that is well loses no article."""
        if not any(state.is_well for state in self.tried):
            return
        for state in self.tried:
            if state.was_never_read and not state.counts.is_dead:
                state.counts.is_dead = True
                state.counts.died = self.unread.set_aside(state)


def source_of(unread: Unread, sources: Sequence[Source]) -> Source | None:
    """The source of a page that was not read; None where the site declares it no longer."""
    if unread.place >= len(sources):
        return None
    source = sources[unread.place]
    return source if type(source).__name__ == unread.source else None
