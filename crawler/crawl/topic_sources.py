"""Which ways a run takes that is to find words: the site's search, else its index by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from crawler.clock import wib_day
from crawler.crawl.assignment import Assignment
from crawler.crawl.listing_requests import Asked
from crawler.crawl.source_state import SourceState, untried
from crawler.crawl.sources import SourceQueue
from crawler.discovery.base import Listing
from crawler.discovery.search import Search, Searchable, search_asked
from crawler.run_record import MOST_INDEX_DAYS
from crawler.topics.search_trials import SearchTrials

FURNITURE = "its search answers any word, as a trial within the last day showed: not used"


class TopicSources(SourceQueue):
    """The searches of a site, APIs first; where none of them answers, what lists the days asked
    for. What that names is kept whole, as in any run for days, whether it holds the words or not.
    """

    def __init__(self, assignment: Assignment, query: str, began: datetime):
        super().__init__(assignment, None, began)
        self.query = query
        self.trials = SearchTrials(assignment.crawler, assignment.site)
        self.searches: dict[int, str] = {}
        self.waiting = [*self._searches(), *self._indexes()]

    def tried(self, state: SourceState, listing: Listing) -> None:
        """Keep what a trial of a source has shown."""
        if listing.trial is not None and not self.assignment.is_replay:
            self.trials.note(self.searches[state.place], listing.trial)

    def _searches(self) -> Iterator[SourceState]:
        sources = enumerate(self.assignment.sources)
        boxes = [(place, box) for place, box in sources if isinstance(box, Searchable)]
        for place, box in sorted(boxes, key=lambda each: isinstance(each[1], Search)):
            trial = None if self.assignment.is_replay else self.trials.known(box.url)
            state = untried(box, place)
            state.counts.by_words = True
            if trial is not None and not trial.is_believed:
                state.counts.problems.append(FURNITURE)
                self.record.sources.append(state.counts)
                continue
            state.source = search_asked(box, self.query, self.assignment.site, trial)
            self.searches[place] = box.url
            yield state

    def _indexes(self) -> Iterator[SourceState]:
        window = self.assignment.window
        if window.since is None:
            return
        if len(window.days(wib_day(self.now))) > MOST_INDEX_DAYS:
            self.record.index_is_too_long = True
            return
        for place, source in enumerate(self.assignment.sources):
            if source.reaches_back:
                yield untried(source, place)

    def _next_source(self, state: SourceState) -> Asked:
        """The next way, unless this one has answered."""
        counts = state.counts
        if self.waiting and not counts.has_answered:
            why = counts.problems[-1] if counts.problems else "it gave no answer"
            self.assignment.logger.info("%s: %s; trying %s", state.name, why, self.waiting[0].name)
            yield from self.begin()
