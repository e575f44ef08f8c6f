"""What a run wants: which links of a listing are fetched, and what is looked at again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from scrapy.http import Response

from crawler.clock import utc, wib_day
from crawler.crawl.assignment import Assignment
from crawler.crawl.frontier import Frontier, Standing
from crawler.crawl.listing_requests import Asked
from crawler.crawl.source_state import SourceState
from crawler.crawl.sources import SourceQueue
from crawler.crawl.topic_sources import TopicSources
from crawler.database import transaction
from crawler.discovery.base import Fetch, Link, Listing, Window
from crawler.items import Reject
from crawler.parsers.dates import parse_date
from crawler.parsers.urls import address_forms, canonical_url, printable, publisher_id
from crawler.run_record import now_in
from crawler.runs.history import LastListed, last_listed


class CrawlPlan:
    """The state of one run: what was asked for, the frontier, and the sources it comes from."""

    def __init__(self, assignment: Assignment):
        self.assignment = assignment
        crawler = assignment.crawler
        self.frontier = Frontier(crawler, assignment.site, assignment.timezone)
        self.began = now_in(crawler)
        with transaction(crawler) as database:
            goes_on = not (assignment.is_replay or assignment.query)
            self.last = last_listed(database, assignment.site, self.began) if goes_on else None
        self.sources = (
            TopicSources(assignment, assignment.query, self.began)
            if assignment.query
            else SourceQueue(assignment, self.last, self.began)
        )
        self.requests = self.sources.requests
        self.asked: set[str] = set()

    def begin(self) -> Asked:
        """The first listings to fetch; nothing where the site has none."""
        return self.sources.begin()

    def due_for_another_look(self) -> Iterator[Link]:
        """Stored articles whose time to be looked at for edits has come; none in a backfill."""
        if self._asks_for_the_newest():
            yield from self._not_asked_yet(self.frontier.due(self.began))

    def _left_over(self) -> Iterator[Link]:
        """What earlier runs listed and did not come to fetch, and no listing names any more.

        Asked for after the listings: those that carry whole articles save the fetch.
        """
        if self._asks_for_the_newest():
            yield from self._not_asked_yet(self.frontier.left_over(self.began))

    def _asks_for_the_newest(self) -> bool:
        is_told = self.assignment.window or self.assignment.query
        return not (self.assignment.is_replay or is_told)

    def _not_asked_yet(self, links: list[Link]) -> Iterator[Link]:
        for link in links:
            key = key_of(link.url, link.url, self.assignment.article_url)
            if key not in self.asked and self._has_room():
                self.asked.add(key)
                yield link

    def wanted(
        self, state: SourceState, fetch: Fetch, response: Response, listing: Listing
    ) -> list[Link]:
        """The links of a listing to fetch now, in order; all it lists go into the frontier."""
        self.requests.answered(state, fetch, listing)
        self.sources.tried(state, listing)
        counts = state.counts
        if listing.problem:
            counts.problems.append(f"{response.url}: {listing.problem}")
            level = logging.INFO if counts.by_words else logging.WARNING  # the verdict says it
            self.assignment.logger.log(level, "listing %s: %s", response.url, listing.problem)
        if listing.note:
            self.assignment.logger.info("listing %s: %s", response.url, listing.note)
        candidates = candidates_in(listing, state, response, self.assignment)
        urls = [canonical_url(link.url) for link in candidates]
        now = now_in(self.assignment.crawler)
        standings = self.frontier.listed(candidates, urls, state.name, now)
        is_known = listing.is_repeat or fetch.is_second
        without = self.asked if is_known else ()
        new = number_new(urls, standings, self.assignment.article_url, without)
        counts.listed += new if is_known else len(candidates)
        counts.new += new
        state.fresh_on_page = sum(is_fresh(each, self.last, now) for each in standings)
        counts.torn_off |= 0 < len(standings) == state.fresh_on_page and not listing.more
        self.frontier.note_listing(
            state.name, response.url, listing, status=response.status, urls=urls, new=new
        )
        chosen = [*self._chosen(state, candidates, urls, standings)]
        if not state.pending and not self._worth_following(state, listing):
            chosen += self._left_over()
        return chosen

    def left_out(self, state: SourceState, listing: Listing) -> list[Link]:
        """What was read out of listings and this source, now read to its end, leaves out.

        Such an article's page is never read: its markup differs from the listing's and would pass
        for an edit. It is asked for only when a listing that reaches back beyond its day leaves
        it out.
        """
        carries_articles = any(link.html for link in listing.links)
        all_is_asked_for = self._asks_for_the_newest() and not self.assignment.maximum
        if not carries_articles or not all_is_asked_for:
            return []
        if state.pending or self._worth_following(state, listing):
            return []
        return self.frontier.left_out(self.began)

    def _chosen(
        self, state: SourceState, links: list[Link], urls: list[str], standings: list[Standing]
    ) -> Iterator[Link]:
        """Of a listing's articles those to read now, each once in a run."""
        for link, url, known in zip(links, urls, standings, strict=True):
            link = where_it_was_read(link, known)
            key = key_of(link.url, url, self.assignment.article_url)
            costs_nothing = self.assignment.is_replay or (link.html and not link.is_untold)
            if (
                known.state == "barred"
                or key in self.asked
                or (known.state == "known" and not costs_nothing)
            ):
                continue
            if not self._has_room():
                state.counts.stopped_early = state.counts.out_of_room = True
                break
            self.asked.add(key)
            yield link

    def further(self, state: SourceState, listing: Listing) -> Asked:
        """The further pages worth fetching; the next source when this one was not enough."""
        worth = self._worth_following(state, listing)
        further, left = self.sources.within_reason(state, worth, is_index=listing.is_index)
        yield from self.requests.ask(state, further)
        if left:
            self.frontier.note_listing(state.name, *left, status=None)
        yield from self.sources.fall_through(state)

    def failed(self, state: SourceState, fetch: Fetch, reject: Reject) -> Asked:
        """A listing could not be had: remember why, and fall through if it was the last hope."""
        unread = Listing(problem=reject.detail)
        self.requests.answered(state, fetch, unread)
        state.counts.problems.append(f"{printable(fetch.url)}: {reject.detail}")
        self.frontier.note_listing(state.name, printable(fetch.url), unread, status=reject.status)
        yield from self.sources.fall_through(state)

    def ended(self, state: SourceState, fetch: Fetch, status: int) -> Asked:
        """A listing has no such page: it ends, unless a page behind it shows that it does not."""
        listing = state.source.ended(fetch)
        self.requests.answered(state, fetch, listing)
        self.sources.tried(state, listing)
        self.frontier.note_listing(state.name, fetch.url, listing, status=status)
        yield from self.requests.ask(state, listing.more)
        yield from self.sources.fall_through(state)

    def _worth_following(self, state: SourceState, listing: Listing) -> list[Fetch]:
        return self.sources.worth_following(state, listing, has_room=self._has_room())

    def _has_room(self) -> bool:
        return self.assignment.maximum is None or len(self.asked) < self.assignment.maximum


def key_of(url: str, canonical: str, article_url: str | None) -> str:
    """What is one article's alone: the publisher's id where the address holds it."""
    return publisher_id(url, article_url) or min(address_forms(canonical))


def number_new(
    urls: list[str], standings: list[Standing], article_url: str | None, asked: Collection[str]
) -> int:
    """How many of a listing's articles were never fetched, without those of the keys ``asked``.

    A page that repeats others, or is asked twice, counts what it alone names.
    """
    new = [url for url, each in zip(urls, standings, strict=True) if each.state == "new"]
    return sum(key_of(url, url, article_url) not in asked for url in new)


def candidates_in(
    listing: Listing, state: SourceState, response: Response, assignment: Assignment
) -> list[Link]:
    """The links of a listing that are articles of the days asked for; the others are counted."""
    now = response.meta.get("fetched_at") or datetime.now(UTC)
    window = state.window if state.is_again else assignment.window
    candidates = []
    if assignment.window:
        state.counts.oldest = oldest_day(listing, state.counts.oldest, now, assignment.timezone)
    for link in listing.links:
        if not assignment.is_article(link.url):
            state.counts.not_articles += 1
        elif is_outside(window, link, now, assignment.timezone):
            state.counts.outside_window += 1
        else:
            candidates.append(link)
    return candidates


def is_fresh(standing: Standing, last: LastListed | None, now: datetime) -> bool:
    """Whether no run that read the listings to their end, of which ``last`` is, has seen it.

    A time to come, after ``now`` (aware), was noted under a clock that was ahead, and says nothing.
    """
    if standing.state == "new" or last is None:
        return True
    return utc(last.ended_at) < standing.discovered_at <= utc(now)


def oldest_day(listing: Listing, before: date | None, now: datetime, timezone: str) -> date | None:
    """The oldest day (WIB) that a listing, or one ``before`` it, gives an article."""
    dates = [parse_date(link.date, now=now, timezone=timezone) for link in listing.links]
    days = [wib_day(found.instant) for found in dates if found]
    return min([*days, *filter(None, [before, listing.oldest])], default=None)


def is_outside(window: Window, link: Link, now: datetime, timezone: str) -> bool:
    """Whether the listing itself dates the link outside the window; undated ones are inside.

    ``now`` (aware) is when the listing was read, ``timezone`` that of dates without an offset.
    """
    if not window or not link.date:
        return False
    listed = parse_date(link.date, now=now, timezone=timezone)
    return listed is not None and not window.contains(wib_day(listed.instant))


def where_it_was_read(link: Link, known: Standing) -> Link:
    """An article as it is read again: one read on its page not out of a listing, nor the reverse.

    The markup differs, and would pass for an edit.
    """
    if known.read_from in ("page", "wayback", "import"):
        return replace(link, html=None)
    return replace(link, is_untold=False) if known.read_from == "listing" else link
