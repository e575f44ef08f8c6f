"""Captures of other tools into a database, each through the steps of a crawled page."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.statscollectors import MemoryStatsCollector

from crawler.database import connect, lend, take_back
from crawler.files.journal import Journal
from crawler.items import Article, Reject
from crawler.past.others.captured_page import ANY, Came, CapturedPages, Wanted, unread
from crawler.past.others.wanted import Owners, wanted
from crawler.past.which_spider import Spiders
from crawler.run_record import SourceCounts, run_record
from crawler.runs.died_runs import end_died_runs
from crawler.runs.ledger import RunLedger, begin_row
from crawler.runs.verdict import Verdict
from crawler.spread.job import Executor, Job, over_in_order
from pipelines.database.schema import migrate
from pipelines.store import Keeper

BATCH = 25
"""Captures handed to a process at once."""
UNREAD = "that no process could read (they are in rejects as unreadable)"
BEFORE = "were stored before the call was interrupted"


@dataclass(frozen=True, slots=True)
class Importing:
    """What is to be read into which database, if any; ``named`` is what the call named.

    ``done`` is the journal of a call into a database: what is stored of each that it named.
    """

    files: list[Path]
    root: Path
    named: str
    database: str | None
    settings: BaseSettings
    spiders: Spiders
    owners: Owners
    executor: Executor
    told: Callable[[Counter[str]], None]
    done: Journal | None = None

    def part(self) -> dict[str, str]:
        """How the journal calls this part of the call: another file, and it is another part."""
        digest = blake2b(digest_size=8)
        for file in self.files:
            status = file.stat()
            digest.update(f"{file}\0{status.st_size} {status.st_mtime_ns}\n".encode())
        return {"named": self.named, "files": digest.hexdigest()}


@dataclass(slots=True)
class Imported:
    """What an import came to: by site the verdict, and captures left out by why, in words."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


class SiteImport:
    """One site's part of an import: a run in the ledger with its verdict."""

    def __init__(
        self,
        database: sqlite3.Connection,
        settings: BaseSettings,
        spiders: Spiders,
        named: str,
        site: str,
        url: str,
        keeper: type[Keeper] = Keeper,
    ):
        settings = settings.copy()
        settings.set("REPLAY", named, "cmdline")
        settings.set("RECHECK_HOURS", [], "cmdline")
        kind, told = spiders.get(site), {}
        if kind is None:
            kind, told = spiders[ANY], {"url": url}
        self.database = database
        self.crawler = Crawler(kind, settings)
        self.crawler.stats = MemoryStatsCollector(self.crawler)
        lend(self.crawler, database)
        self.spider = kind.from_crawler(self.crawler, **told)
        self.crawler.spider = self.spider
        self.counts = SourceCounts("Import", pages=1)
        run_record(self.crawler).sources.append(self.counts)
        self.ledger = RunLedger(self.crawler)
        self.keeper = keeper(self.crawler)
        with database:
            end_died_runs(database, site)
            self.run_id = begin_row(database, self.spider, "import")
        self.ledger.began(self.run_id, self.spider)

    def keep(self, all_that_came: list[Came]) -> None:
        """Store what some captures came to: articles together, each reject at its time."""
        self.counts.listed += len(all_that_came)
        articles = [came.item for came in all_that_came if isinstance(came.item, Article)]
        if articles:
            outcomes = self.keeper.keep(articles, datetime.now(UTC))
            for article, outcome in zip(articles, outcomes, strict=True):
                if not isinstance(outcome, Reject):
                    self.ledger.item_scraped(article, None)
        for came in all_that_came:
            if isinstance(came.item, Reject):
                list(self.keeper.keep([came.item], came.fetched_at))

    def end(self) -> Verdict:
        """Write the verdict."""
        with self.database:
            self.ledger.end_row(self.database, self.spider, "finished")
        take_back(self.crawler)
        return self.ledger.verdict


def import_captures(work: Importing) -> Imported:
    """Read all captures of articles, and store what they hold. Raises DatabaseProblem.

    What was committed stays when it is interrupted, and is in the journal: the next call goes on
    behind it. What lies between the two is found again and stored no second time.
    """
    migrate(work.database)
    done, runs = Imported(), {}
    part = work.part()
    with closing(connect(work.database)) as database:
        for came in captures_read(work, done.counts, stored_before(work)):
            for site, of_site in by_site(came, done.counts).items():
                if site not in runs:
                    url = of_site[0].item.url
                    told = work.settings, work.spiders, work.named
                    runs[site] = SiteImport(database, *told, site, url)
                runs[site].keep(of_site)
            if work.done:
                work.done.add({"of": part, "stored": len(came)})
            work.told(done.counts)
        done.verdicts = {site: run.end() for site, run in runs.items()}
    return done


def captures_read(work: Importing, counts: Counter[str], before: int) -> Iterator[list[Came]]:
    """What the captures of articles came to, in their order, behind the first ``before``.

    ``counts`` are of the captures looked at, and of those left out by why.
    """
    arguments = (work.root, work.spiders, work.settings.getfloat("READ_SECONDS"))
    job = Job(CapturedPages, arguments, partial(unread, work.root), reach=(work.root,))
    if before:
        counts[BEFORE] = before
    captures = islice(wanted(work.files, work.owners, counts), before, None)
    yield from over_in_order(work.executor, job, _batches(captures))


def stored_before(work: Importing) -> int:
    """How many captures of this part an interrupted call had come to the end with."""
    part = work.part()
    return sum(line["stored"] for line in work.done or () if line["of"] == part)


def _batches(captures: Iterator[Wanted]) -> Iterator[list[Wanted]]:
    while batch := list(islice(captures, BATCH)):
        yield batch


def by_site(all_that_came: list[Came], counts: Counter[str]) -> dict[str, list[Came]]:
    """What captures came to, by site, and counted; those that can't be read are of none."""
    found: dict[str, list[Came]] = {}
    for came in all_that_came:
        if came.item is None:
            counts["that can't be read"] += 1
        else:
            counts[UNREAD if came.problem else "read"] += 1
            found.setdefault(came.site, []).append(came)
    return found
