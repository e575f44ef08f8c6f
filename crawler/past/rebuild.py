"""A lost database made again from the archive of its crawls: each run lived again, in order."""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings

from crawler.archive.captures import capture_name
from crawler.archive.taken_down import bring_back_marks
from crawler.clock import utc
from crawler.database import connect
from crawler.errors import UsageProblem
from crawler.past.one_transaction import OneItemRefused, OneTransaction
from crawler.past.reading import Batch, PageReader, Read, parts_of, unread
from crawler.past.run_again import RunAgain
from crawler.past.told import Run, Told, runs
from crawler.past.which_spider import Spiders, called, made_for
from crawler.spread.job import Executor, Job, over_in_order
from pipelines.database.schema import migrate

BATCH = 16
"""Captures handed to a process at once, about a tenth of a second's work."""
PEEKED = 5
"""Captures looked at to tell which spider made a run that does not say."""
OF_WAYBACK = "of a Wayback Machine, which scrapy crawl SITE -a past=wayback asks again"
UNREAD = "that no process could read (they are in rejects as unreadable)"
DONE = "SELECT site, started_at FROM runs WHERE ended_at IS NOT NULL ORDER BY id"
OTHERS = "SELECT count(*) FROM runs WHERE origin <> 'rebuilt'"


@dataclass(slots=True)
class Came:
    """What a rebuilding came to; ``skipped`` are captures by why, in words."""

    at: Told | None = None
    """The run it is at."""
    runs: int = 0
    captures: int = 0
    done_before: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What is to be read into which database; ``told`` hears of each run that is whole."""

    files: list[Path]
    root: Path
    database: str
    settings: BaseSettings
    spiders: Spiders
    executor: Executor
    told: Callable[[Came], None]


def rebuild(work: Rebuilding) -> Came:
    """Live all runs of an archive again that the database does not have yet.

    Each is one transaction: killed at any moment and called again, it goes on with the run it was
    at. Raises UsageProblem for a database that has other runs, DatabaseProblem and ArchiveProblem.
    """
    migrate(work.database)
    with closing(connect(work.database)) as database:
        _done_before(database)
        bring_back_marks(database, work.root)
    careful: set[Told] = set()
    while True:
        came = Came()
        try:
            with closing(connect(work.database, OneTransaction)) as database:
                _live_all(work, database, careful, came)
            return came
        except OneItemRefused:
            careful.add(came.at)


def _live_all(work: Rebuilding, database: OneTransaction, careful: set[Told], came: Came) -> None:
    done = _done_before(database)
    came.done_before = len(done)
    batches = _batches(_left(_known(work, came), done, work))
    arguments = (work.spiders, work.settings.getfloat("READ_SECONDS"))
    job = Job(PageReader, arguments, unread, parts_of, (work.root,))
    again: RunAgain | None = None
    for batch, read in over_in_order(work.executor, job, batches):
        if batch.is_first:
            database.careful = batch.told in careful
            database.begin()
            kind = work.spiders[batch.told.spider or batch.told.site]
            again, came.at = RunAgain(database, work.settings, kind, batch.told), batch.told
        try:
            _live(again, work.root, batch, read, came)
        except CloseSpider as error:
            raise error.__cause__ or error from None
        if batch.is_last:
            database.end()
            came.runs += 1
            came.skipped.update(again.counts)
            work.told(came)


def _live(again: RunAgain, root: Path, batch: Batch, read: Iterable[Read], came: Came) -> None:
    if batch.is_first:
        again.begin()
    for each in read:
        came.captures += 1
        capture = capture_name(root, each.place.file, each.place.entry.place)
        if each.given_up:
            came.skipped[UNREAD] += 1
            again.refuse(capture, each)
        elif each.problem:
            came.skipped["that can't be read"] += 1
        else:
            again.answer(capture, each)
    if batch.is_last:
        again.end()


def _done_before(database: sqlite3.Connection) -> deque[tuple[str, str]]:
    """Site and beginning of each run that the database has; raises UsageProblem for others."""
    (others,) = database.execute(OTHERS).fetchone()
    (articles,) = database.execute("SELECT count(*) FROM articles").fetchone()
    done = deque(map(tuple, database.execute(DONE)))
    if others or (articles and not done):
        raise UsageProblem(
            "the database has what other runs stored; give the name of a new file with "
            "-s DATABASE=PATH (scrapy import adds what an archive has to a database)"
        )
    return done


def _left(found: Iterator[Run], done: deque[tuple[str, str]], work: Rebuilding) -> Iterator[Run]:
    """The runs that are to be lived, once those that the database has are passed over.

    Raises UsageProblem where the archive has others in their place.
    """
    for run in found:
        if done:
            if done.popleft() != (run.told.site, utc(run.told.began)):
                raise UsageProblem(
                    f"the database was begun from another archive (its runs are not those of "
                    f"{work.root}); give the name of a new file with -s DATABASE=PATH"
                )
            deque(run.captures, maxlen=0)
        else:
            yield run


def _known(work: Rebuilding, came: Came) -> Iterator[Run]:
    """The runs that a spider can be found for; the captures of others are counted."""
    for run in runs(work.files):
        first = list(islice(run.captures, PEEKED))
        told, captures = called(run.told, first, work.spiders), chain(first, run.captures)
        if not told.is_ours:
            came.skipped["of other tools, which scrapy import reads"] += sum(1 for _ in captures)
        elif "past" in dict(told.arguments):
            came.skipped[OF_WAYBACK] += sum(1 for _ in captures)
        elif made_for(told, work.spiders) is None:
            came.skipped[f"of {told.site}, which there is no spider for"] += sum(
                1 for _ in captures
            )
        else:
            yield Run(told, captures)


def _batches(found: Iterator[Run]) -> Iterator[Batch]:
    """The captures of runs in pieces, a run's last one marked."""
    for run in found:
        waiting, is_first = list(islice(run.captures, BATCH)), True
        while waiting:
            following = list(islice(run.captures, BATCH))
            yield Batch(run.told, waiting, is_first, not following)
            waiting, is_first = following, False
