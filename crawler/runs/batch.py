"""Several runs in one process: so many sites at a time, each with its lock and its verdict."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.ossignal import install_shutdown_handlers

from crawler.console.terminal import plain
from crawler.database import STOPPED
from crawler.errors import SiteFileProblem, WartaError, error_in_words
from crawler.fetching.network import OFFLINE, require_network
from crawler.fetching.wayback.chosen import archive_hosts
from crawler.runs.died_runs import note_not_started
from crawler.runs.ledger import NOT_RECORDED, RunLedger
from crawler.runs.site_lock import SiteIsBeingCrawled, site_lock
from crawler.runs.verdict import EXIT_CODES, RANK, Word, worst
from crawler.site_row import is_site
from crawler.stopping import close
from crawler.time_limit import hurry_after

logger = logging.getLogger(__name__)

FIRST_JOBS = 3
"""The hosts of so many jobs tell whether there is a network."""
ONE_BY_ONE = 50
"""Where there are more jobs, runs that ended ok are told ten in a line."""
IN_A_LINE = 10
ENDING_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGHUP", "SIGXCPU", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPWR")
    if hasattr(signal, name)
]
"""Asked for an end beside SIGTERM and SIGINT: the terminal closed, the CPU time used up (ulimit), a
queue's warning before its limit (SIGUSR1), the power gone; unanswered, each would kill.

SIGQUIT stays the way to end a process at once, with a core."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run to make: a site, and the arguments of its spider.

    ``spider`` is the spider, or the name of a generic one that takes the site as an argument; the
    site's own where it is not given.
    """

    site: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    spider: str | type[Spider] | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    ``before`` is the verdict the site stood with until then; None for a run that says nothing of
    that, since it asked for days of the past, read an archive or did not start.
    """

    site: str
    word: Word
    reason: str
    before: Word | None = None

    def __str__(self) -> str:
        """The sentence that closes a run, as in "kompas: ok - 5 listed, 5 stored"."""
        return f"{self.site}: {self.word} - {self.reason}"


class Batch:
    """Jobs being carried out on the running event loop, ``at_once`` sites at a time."""

    def __init__(self, runner: AsyncCrawlerRunner, jobs: Sequence[Job], at_once: int):
        self.runner = runner
        self.waiting = list(jobs)
        self.at_once = min(max(1, at_once), max(1, len(jobs)))
        self.running: dict[str, Crawler | None] = {}
        self.closing: set[asyncio.Task[None]] = set()
        self.endings: list[Ending] = []
        self.is_long = len(jobs) > ONE_BY_ONE
        self.well: list[str] = []
        self.stopped: str | None = None
        self.problem: WartaError | None = None

    async def run(self) -> list[Ending]:
        """Carry out all jobs, or those begun before ``stop``; how each of them ended.

        Raises the WartaError for which no job could have been carried out (a database folder
        that can't be written), once all that ran has ended.
        """
        await asyncio.gather(*(self._work() for _ in range(self.at_once)))
        self._tell_those_well()
        if self.problem:
            raise self.problem
        return self.endings

    def stop(self, reason: str) -> None:
        """Begin nothing further and close every running spider; ``reason`` is their ledger's."""
        if self.stopped:
            return
        self.stopped = reason
        logger.info("ending all runs (%s)", reason)
        for crawler in filter(None, self.running.values()):
            self._close(crawler, reason)

    async def _work(self) -> None:
        while (job := self._next()) is not None:
            self.running[job.site] = None
            try:
                with site_lock(self.runner.settings["DATABASE"], job.site):
                    self._end(await self._crawl(job))
            except SiteIsBeingCrawled as error:
                self._end(Ending(job.site, "overlapping", str(error)))
            except WartaError as error:
                self.problem = error
                self.stop("shutdown")
            finally:
                del self.running[job.site]

    def _next(self) -> Job | None:
        """The first job that waits, of a site no other job is about."""
        if self.stopped:
            return None
        free = (n for n, job in enumerate(self.waiting) if job.site not in self.running)
        position = next(free, None)
        return None if position is None else self.waiting.pop(position)

    async def _crawl(self, job: Job) -> Ending:
        ledger, why = None, "the crawl could not start; see the log"
        try:
            crawler = self.runner.create_crawler(job.spider or job.site)
        except SiteFileProblem as problem:
            database = self.runner.settings["DATABASE"]
            before = note_not_started(database, job.site, str(problem))
            return Ending(job.site, "failed", str(problem), before)
        try:
            self.running[job.site] = crawler
            await self.runner.crawl(crawler, **job.arguments)
            if not is_site(crawler.spidercls):
                return _unrecorded(job.site, crawler)
            ledger = crawler.get_extension(RunLedger)
        except WartaError as error:
            why = f"the crawl could not start: {error}"
        except Exception as error:  # it ends this site's run as failed, never the other sites'
            logger.exception("%s: the crawl could not start", job.site)
            why = f"the crawl could not start ({error_in_words(error)}); see the log"
        if ledger is None or ledger.verdict is None:
            return Ending(job.site, "failed", why)
        if crawler.stats.get_value("warta/database_fails"):
            self.stopped = self.stopped or STOPPED  # it fails every site; those running find out
        verdict = ledger.verdict
        if verdict.word == "offline":
            self.stop(OFFLINE)
        return Ending(job.site, verdict.word, verdict.reason, ledger.verdict_before)

    def _end(self, ending: Ending) -> None:
        self.endings.append(ending)
        if self.runner.settings["LOG_FILE"]:  # which may be all that is looked at, as in Scrapyd
            logger.info("%s", plain(str(ending)))
        if not self.is_long or ending.word != "ok":
            print(plain(str(ending)), file=sys.stderr, flush=True)
            return
        self.well.append(ending.site)
        if len(self.well) == IN_A_LINE:
            self._tell_those_well()

    def _tell_those_well(self) -> None:
        if self.well:
            print(f"ok: {', '.join(self.well)}", file=sys.stderr, flush=True)
            self.well.clear()

    def _close(self, crawler: Crawler, reason: str) -> None:
        task = asyncio.ensure_future(close(crawler, reason))
        self.closing.add(task)  # the loop itself keeps no hold of a task
        task.add_done_callback(self.closing.discard)


def _unrecorded(name: str, crawler: Crawler) -> Ending:
    """How a spider of Scrapy's own ended, of which no ledger tells: by the errors in its log."""
    errors = crawler.stats.get_value("log_count/ERROR", 0)
    scraped = crawler.stats.get_value("item_scraped_count", 0)
    counts = f"{scraped} items, {errors} errors in the log"
    return Ending(name, "failed" if errors else "ok", f"{counts}; no news spider, {NOT_RECORDED}")


def crawl_sites(
    settings: BaseSettings,
    jobs: Sequence[Job],
    budget: timedelta | None = None,
    opening: str | None = None,
) -> Batch:
    """Carry out jobs in this process, once in its life, and print how each ended on stderr.

    ``opening`` is the line before, printed once there is a network. After ``budget``, on SIGTERM,
    SIGINT and those of ``ENDING_SIGNALS`` all runs end cleanly; a second signal kills.
    Raises WartaError when nothing can be carried out.
    """
    if not settings["REPLAY"]:
        require_network(settings, hosts_of_jobs(settings, jobs))
    if opening:
        print(opening, file=sys.stderr)
    process = AsyncCrawlerProcess(settings)
    if len(jobs) > 1 and str(settings["LOG_LEVEL"]).upper() not in ("DEBUG", "10"):
        # Scrapy tells at INFO of each crawl what is the same for all: 100 lines a site.
        logging.getLogger("scrapy").setLevel(logging.WARNING)
    batch = Batch(process, jobs, settings.getint("SITES_AT_ONCE"))
    carry_out(process, batch, budget)
    return batch


class Work(Protocol):
    """What runs spiders in a process until it is done, or told to stop."""

    async def run(self) -> object:
        """Do all of it."""

    def stop(self, reason: str) -> None:
        """Begin nothing further and end what runs."""


def carry_out(process: AsyncCrawlerProcess, work: Work, budget: timedelta | None = None) -> None:
    """Do the work, once in a process's life; raises what it raises.

    After ``budget``, on SIGTERM, SIGINT and those of ``ENDING_SIGNALS`` it is told to stop; a
    second signal kills.
    """
    from twisted.internet import reactor  # the process has just chosen which

    loop = asyncio.get_event_loop()

    def told_to_stop(number: int, frame: Any) -> None:
        _answer_signals(signal.SIG_DFL)
        hurry_after(0)
        loop.call_soon_threadsafe(work.stop, "shutdown")

    _answer_signals(told_to_stop)
    if budget is not None:
        loop.call_later(budget.total_seconds(), work.stop, "budget")
        hurry_after(budget.total_seconds())
    task = loop.create_task(work.run())
    task.add_done_callback(lambda _: reactor.stop())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    task.result()


def hosts_of_jobs(settings: BaseSettings, jobs: Sequence[Job]) -> list[str]:
    """Hosts with their ports that the first jobs ask."""
    loader, hosts = get_spider_loader(settings), []
    for job in jobs[:FIRST_JOBS]:
        if "past" in job.arguments:
            hosts += sorted(archive_hosts(settings))
        with suppress(SiteFileProblem):  # its run says so
            named = job.spider or job.site
            spider = loader.load(named) if isinstance(named, str) else named
            if is_site(spider):
                hosts += sorted(spider(**job.arguments).hosts_named)
    return hosts


def _answer_signals(answer: Any) -> None:
    """Set what the signals do that ask for an end; one that is ignored (nohup) stays so."""
    install_shutdown_handlers(answer)
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, answer)


def exit_code(endings: Sequence[Ending]) -> int:
    """The exit code of the worst of several runs, by ``crawler.runs.verdict.RANK``."""
    return EXIT_CODES[worst(ending.word for ending in endings)]


def in_sum(endings: Sequence[Ending]) -> str:
    """How several runs ended, as in "5 ok, 1 broken (kompas)"; the worst last, and named."""
    counts = Counter(ending.word for ending in endings)
    parts = []
    for word in RANK:
        if counts[word]:
            names = ", ".join(dict.fromkeys(e.site for e in endings if e.word == word))
            parts.append(f"{counts[word]} {word}" + (f" ({names})" if word != "ok" else ""))
    return ", ".join(parts)
