"""What the parts of one crawl tell each other about its run, by the crawler they share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crawler.time_limit import Allowance

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


MOST_INDEX_DAYS = 31
"""For words an index is walked for at most so many days: each costs all of the day's articles."""


@dataclass(slots=True)
class SourceCounts:
    """What one source of links has given during a run; ``name`` is its kind, as in "Feed".

    Of the listing pages it ``asked`` for ``pages`` were read, ``failed`` could not be, and
    ``unread`` are left for the next runs to ask for again: those that failed and those the run
    did not come to. ``given_up`` are failed for so long that no run asks for them again.
    """

    name: str
    asked: int = 0
    pages: int = 0
    failed: int = 0
    unread: int = 0
    given_up: int = 0
    empty: int = 0
    """Pages that came and name no article where they should."""
    indexes: int = 0
    """Pages read that name further listings instead of articles."""
    is_endless: bool = False
    """Whether it names more listings than a run asks for."""
    reaches_back: bool = False
    """Whether it can list any day, as far as its answers bear that out."""
    oldest: date | None = None
    """The oldest day (WIB) of an article it named, in a run for days asked for by hand."""
    is_dead: bool = False
    """Whether none of its pages could be read, while another source is well."""
    died: bool = False
    """Whether that is news."""
    listed: int = 0
    new: int = 0
    outside_window: int = 0
    not_articles: int = 0
    stopped_early: bool = False
    out_of_room: bool = False
    by_words: bool = False
    """Whether it is a search that was asked for words."""
    cut_off: str | None = None
    """Why such a search may have found more than it names, in words."""
    torn_off: bool = False
    """Whether one of its listings ended before it named anything known."""
    problems: list[str] = field(default_factory=list)

    @property
    def has_answered(self) -> bool:
        """Whether it could be read and, where it is a search, was believed."""
        return self.pages > self.indexes + self.empty

    def summary(self) -> dict:
        """What the ledger keeps of the source, in ``runs.ways_in``."""
        return {
            "way_in": self.name,
            "pages": self.pages,
            "unread": self.unread,
            "given_up": self.given_up,
            "is_dead": self.is_dead,
            "listed": self.listed,
            "new": self.new,
            "outside_window": self.outside_window,
            "not_articles": self.not_articles,
            "stopped_early": self.stopped_early,
            "out_of_room": self.out_of_room,
            "torn_off": self.torn_off,
            **({"by_words": True, "cut_off": self.cut_off} if self.by_words else {}),
            "problems": self.problems,
        }


@dataclass(slots=True)
class ArchiveCounts:
    """What an archive of the web has of the days asked for, as the file knows by now.

    ``questions`` are those put to it, of which ``unanswered`` are left for the next run;
    ``captures`` what it named, ``waiting`` those not fetched yet. ``days_without`` are days (WIB)
    of which it has no capture and nothing is stored, ``pages_without`` how many addresses that the
    site had listed have none either.
    """

    questions: int = 0
    unanswered: int = 0
    captures: int = 0
    waiting: int = 0
    days_without: list[str] = field(default_factory=list)
    pages_without: int = 0

    def summary(self) -> dict:
        """What the ledger keeps of it, in ``runs.ways_in``."""
        return {"way_in": "Wayback", **asdict(self)}


@dataclass(slots=True)
class RunRecord:
    """The number of a run in ``runs``, and what its plan has tried so far.

    ``run_id`` is None until the ledger has begun the row, and in a crawl without a ledger.
    """

    run_id: int | None = None
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When it began (aware)."""
    moment: datetime | None = None
    """What is now (aware) for a run that is lived again from its archive; None for all others."""
    call: dict[str, str] = field(default_factory=dict)
    """What its spider was told, by the name of the argument."""
    reading: Allowance = field(default_factory=Allowance)
    """CPU seconds that one of its answers may take to unpack or to read."""
    query: str | None = None
    """The words it is to find; None in a run for all articles."""
    index_is_too_long: bool = False
    """Whether such a run left an index by day alone since too many days were asked for."""
    sources: list[SourceCounts] = field(default_factory=list)
    asked_for_days: bool = False
    """Whether it asks for particular days, as told to or to make up for missed ones."""
    is_offline: bool = False
    """Whether the network here went down during it."""
    refusing: dict[str, str] = field(default_factory=dict)
    """Hosts that it gave up since they ask for fewer requests, and in words why."""
    left_for_later: int = 0
    """Pages of such hosts that it wanted and left for the next run."""
    asks_archive: bool = False
    """Whether it asks an archive of the web in place of the site."""
    archive_requests: int = 0
    """How often it has asked that."""
    has_asked_enough: bool = False
    """Whether that is as often as it may, so that nothing more is asked."""
    look_into_archive: Callable[[sqlite3.Connection], ArchiveCounts] | None = None
    """What it found there, as the database knows it once the run has ended."""
    of_archive: ArchiveCounts | None = None
    """The same, once it was looked for."""


_records: WeakKeyDictionary[Crawler, RunRecord] = WeakKeyDictionary()


def run_record(crawler: Crawler) -> RunRecord:
    """The one record of a crawler's run, made when it is first asked for."""
    return _records.setdefault(crawler, RunRecord())


def now_in(crawler: Crawler) -> datetime:
    """What is now (aware, UTC) for a crawler's run: the clock's time, or that it lives again."""
    return run_record(crawler).moment or datetime.now(UTC)
