"""``scrapy reparse``: archived pages read again with today's parsers."""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.archive.captures import capture_root
from crawler.archive.cdxj import warc_files
from crawler.commands.keeping.spread_options import (
    UNREAD_EXIT,
    add_spread_options,
    executor_of,
)
from crawler.console.command import WartaCommand, spider_named
from crawler.console.terminal import plain
from crawler.database import connect, open_for_reading
from crawler.discovery.base import Link
from crawler.discovery.replay_address import is_shown
from crawler.errors import ArchiveProblem, UsageProblem
from crawler.files.journal import Journal, journal
from crawler.items import Article, Reject
from crawler.news_spider import NewsSpider
from crawler.saved.rereading import CaptureFinder, reread
from crawler.site_files.loader import SiteLoader
from crawler.site_files.sites import Sites
from crawler.spread.job import Executor, Job, over
from crawler.spread.version import program
from crawler.time_limit import TooCostly, within
from crawler.whereabouts.private_sites import imported_folder
from pipelines.database.schema import migrate
from pipelines.prepare import prepare
from pipelines.rows.reparse import (
    Finding,
    Known,
    compare,
    known,
    lost,
    to_read,
    unless_known,
    unread,
    write,
)

BATCH = 50
"""Pages handed to a process at once, about half a second's work."""
SHARES = 16
"""Fewer are handed out at once where there would not be so many spans."""
TOGETHER = 500
"""Articles written in one transaction."""
SAMPLES = 3
SHOWN, CONTEXT = 90, 30
"""Characters of a value that a sample shows, and how many of them before the difference."""
INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""
MEANING = {
    "same": "read as they are stored",
    "changed": "would change",
    "new": "were refused before and would be stored",
    "refused": "are refused by today's parsers; they stay as they are",
    "lost": "have a capture that can't be read; they stay as they are",
    "unread": "could not be read, the process that read them failed or died; they stay as they are",
    "elsewhere": "have their capture in another archive; they stay as they are",
}
"""What became of the pages read, in the order it is reported."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be read: articles of ``site`` (None for all) captured in ``files`` of ``root``.

    ``files`` are named as captures name them.
    """

    database: str
    root: Path
    files: frozenset[str]
    spiders: Sites
    site: str | None
    executor: Executor
    read_seconds: float = 0
    """CPU seconds that one page may take to read; 0 for no limit."""

    def head(self) -> dict[str, Any]:
        """What must be the same for an interrupted work to be taken up again."""
        return {
            "archive": str(self.root.absolute()),
            "files": sorted(self.files),
            "site": self.site,
            "program": program(imported_folder()),
        }


class Command(WartaCommand):
    """Reads, shows what would change, then writes it and keeps what was there as revisions."""

    usage = "[ARCHIVE] [--site SITE] [--diff [FILE.csv]] [--write]"
    summary = "Read archived pages again with today's parsers and correct what is stored"
    help_text = (
        "Reads the archived page of every stored article, and of every page that was refused, "
        "again with today's parsers, over all cores (or the workers of --scheduler). It shows how "
        "many articles would change, in which columns, with samples; then it writes the new "
        "values and keeps the old ones as revisions with cause 'reparse'. On a terminal it asks "
        "before it writes (--write does not ask). --diff writes nothing; --diff FILE.csv lists "
        "every change in that file. ARCHIVE is a WARC file or a folder of them (default: the "
        "ARCHIVE setting). Interrupted, it goes on where it stopped when it is called again; "
        "what it has read lies in DATABASE.reparse until then."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which site, whether to write, how many processes."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site's articles (scrapy list)")
        parser.add_argument(
            "--diff",
            nargs="?",
            const="",
            metavar="FILE.csv",
            help="write nothing into the database; list every change in FILE.csv",
        )
        parser.add_argument("--write", action="store_true", help="write without asking")
        add_spread_options(parser)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read, show, and unless told otherwise, write."""
        if opts.diff and not args and not opts.diff.endswith(".csv"):
            args, opts.diff = [opts.diff], ""  # --diff ARCHIVE
        work = self._work(args, opts)
        try:
            with journal(Path(f"{work.database}.reparse"), work.head()) as done:
                read_all(work, done)
                report(done)
                if opts.diff:
                    write_csv(Path(opts.diff), done)
                elif opts.diff is None and any(to_write(done)):
                    self._write(work, done, opts)
                if any(finding.kind == "unread" for finding in findings_in(done)):
                    self.exitcode = UNREAD_EXIT
        except KeyboardInterrupt:
            print("\nstopped; called again, it goes on where it stopped", file=sys.stderr)
            self.exitcode = INTERRUPTED

    def _work(self, args: list[str], opts: argparse.Namespace) -> Work:
        """The call, checked; nothing is read or written yet."""
        if len(args) > 1:
            raise UsageProblem("name one WARC file or folder, as in scrapy reparse archive")
        if opts.diff and not opts.diff.endswith(".csv"):
            raise UsageProblem(f"--diff {opts.diff}: give a name that ends in .csv")
        executor = executor_of(opts)
        loader = SiteLoader.from_settings(self.settings)
        if opts.site:
            spider_named(loader, opts.site)
        elif loader.broken:  # its articles would be read as those of a site nobody described
            raise next(iter(loader.broken.values()))
        path = Path(args[0] if args else self.settings["ARCHIVE"] or "archive").expanduser()
        path = path.absolute()  # as workers find it
        root = capture_root(path, self.settings["ARCHIVE"])
        names = (file.absolute().relative_to(root.absolute()) for file in warc_files(path))
        database = self.settings["DATABASE"]
        open_for_reading(database).close()
        return Work(
            database,
            root,
            frozenset(name.as_posix() for name in names),
            Sites.of(loader),
            opts.site,
            executor,
            self.settings.getfloat("READ_SECONDS"),
        )

    def _write(self, work: Work, done: Journal, opts: argparse.Namespace) -> None:
        if sys.stdin.isatty() and not opts.write:
            answer = input(f"Write this into {work.database}? [y/N] ")
            if answer.strip().lower() not in ("y", "yes"):
                done.keep = True
                print("nothing was written")
                return
        counts = write_all(work, done)
        print(
            f"written into {work.database}: {counts['revised']} changed (what they read before "
            f"is in revisions, cause 'reparse'), {counts['stored']} new"
        )


class CaptureReader:
    """What one process needs to read captures again; the database is not for it."""

    def __init__(self, root: Path, sites: Sites, seconds: float):
        self.captures = CaptureFinder(root)
        self.sites = sites
        self.seconds = seconds
        self.spiders: dict[str, NewsSpider] = {}

    def __call__(self, pages: list[Known]) -> list[Finding]:
        """The findings for some pages, in order."""
        return [self.find(page) for page in pages]

    def find(self, page: Known) -> Finding:
        """What became of one page."""
        if page.site not in self.sites:
            return lost(page, f"there is no site {page.site} (any more)")
        *earlier, latest = page.captures
        try:
            reading = self.read(page, latest)
        except ArchiveProblem as problem:
            return lost(page, str(problem))
        return compare(page, [*self.readable(page, earlier), reading])

    def readable(self, page: Known, captures: list[str]) -> Iterator[Article | Reject]:
        """The earlier versions' pages, as far as they can be had."""
        for capture in captures:
            try:
                yield self.read(page, capture)
            except ArchiveProblem:  # noqa: PERF203 what is stored then settles the dates
                continue

    def read(self, page: Known, capture: str) -> Article | Reject:
        """A capture through the spider's callbacks and the pipelines; raises ArchiveProblem."""
        spider = self.spiders.get(page.site)
        if spider is None:
            spider = self.spiders[page.site] = self.sites[page.site]()
        date = {"date": page.listed_date, "clock": page.listed_clock}
        link = Link(page.url, publisher_id=page.publisher_id, **date)
        asked = (spider, self.captures, capture, link)
        try:
            return within(self.seconds, lambda: prepare(reread(*asked), page.site))
        except TooCostly as error:
            return Reject(page.url, page.site, "too-costly", str(error), capture)


def read_all(work: Work, done: Journal) -> None:
    """Read all that is not in the journal yet, and write into it what became of each page."""
    with closing(open_for_reading(work.database)) as database:
        numbers = still_to_read(database, work, done)
        arguments = (work.root, work.spiders, work.read_seconds)
        job = Job(CaptureReader, arguments, unread, reach=(work.root,))
        read = 0
        for findings in over(work.executor, job, spans(database, numbers)):
            done.add(as_line([unless_known(database, finding) for finding in findings]))
            read += len(findings)
            if sys.stderr.isatty():
                print(f"\r{read} of {len(numbers)} pages read", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def spans(database: sqlite3.Connection, numbers: array[int]) -> Iterator[list[Known]]:
    """What is known of the pages with these numbers, many together but enough for all."""
    size = min(BATCH, max(1, len(numbers) // SHARES))
    for start in range(0, len(numbers), size):
        pages = (known(database, number) for number in numbers[start : start + size])
        if span := [page for page in pages if page is not None]:
            yield span


def still_to_read(database: sqlite3.Connection, work: Work, done: Journal) -> array[int]:
    """The numbers of the pages to read, in the order of the archive."""
    finished = {number for line in done for number in line.get("read", ())}
    numbers = array("q")
    elsewhere = 0
    for number, capture in to_read(database, work.site):
        if not is_shown(capture) and capture.partition("#")[0] not in work.files:
            elsewhere += 1
        elif number not in finished:
            numbers.append(number)
    if finished:
        print(f"going on where it stopped, {len(finished)} pages are read", file=sys.stderr)
    done.add({"elsewhere": elsewhere})
    return numbers


def as_line(findings: list[Finding]) -> dict[str, Any]:
    """Findings as a line of the journal: most pages leave nothing but their number."""
    same = [finding.number for finding in findings if finding.kind == "same"]
    return {
        "read": [finding.number for finding in findings],
        "same": len(same),
        "findings": [asdict(finding) for finding in findings if finding.kind != "same"],
    }


def findings_in(done: Journal) -> Iterator[Finding]:
    """Every finding but those that nothing changes, in the order they came in."""
    for line in done:
        yield from (Finding(**values) for values in line.get("findings", ()))


def to_write(done: Journal) -> Iterator[Finding]:
    """The findings that are still to be written."""
    written = sum(line.get("written", 0) for line in done)
    wanted = (finding for finding in findings_in(done) if finding.article is not None)
    return islice(wanted, written, None)


def write_all(work: Work, done: Journal) -> Counter[str]:
    """Write what the journal holds, many articles in one transaction; counts outcomes."""
    migrate(work.database)
    counts: Counter[str] = Counter()
    with closing(connect(work.database)) as database:
        waiting = to_write(done)
        while together := list(islice(waiting, TOGETHER)):
            counts.update(write(database, together))
            done.add({"written": len(together)})
    return counts


def report(done: Journal) -> None:
    """Print how many pages read otherwise than stored, in which columns, with samples."""
    counts: Counter[str] = Counter()
    columns: defaultdict[str, Counter[str]] = defaultdict(Counter)
    samples: defaultdict[str, list[Finding]] = defaultdict(list)
    for line in done:
        counts["same"] += line.get("same", 0)
        counts["elsewhere"] = line.get("elsewhere", counts["elsewhere"])
    for finding in findings_in(done):
        counts[finding.kind] += 1
        for name in finding.after or [finding.kind]:
            columns[name][finding.site] += 1
            if len(samples[name]) < SAMPLES:
                samples[name].append(finding)
    print(f"{counts.total() - counts['elsewhere']} archived pages read again:")
    for kind, meaning in MEANING.items():
        if counts[kind] or kind in ("same", "changed"):
            print(f"{counts[kind]:9} {meaning}")
    for name, sites in sorted(columns.items(), key=lambda item: -item[1].total()):
        by_site = ", ".join(f"{site} {number}" for site, number in sites.most_common())
        print(f"\n{name}: {sites.total()} ({by_site})")
        for finding in samples[name]:
            print_sample(finding, name)


def print_sample(finding: Finding, column: str) -> None:
    """One article's old and new value, where they begin to differ."""
    print(f"  {plain(finding.url)}")
    if finding.detail:
        print(f"    {plain(finding.detail)}")
    elif column in finding.after:
        before, after = (as_text(each.get(column)) for each in (finding.before, finding.after))
        alike = len(os.path.commonprefix([before, after]))
        start = max(0, alike - CONTEXT)
        print(f"    - {shortened(before, start)}")
        print(f"    + {shortened(after, start)}")


def as_text(value: Any) -> str:
    """A column's value on one line."""
    return "NULL" if value is None else plain(" ".join(str(value).split()))


def shortened(text: str, start: int) -> str:
    """What stands in a text from a place on, marked where more stands before or behind."""
    end = start + SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def write_csv(path: Path, done: Journal) -> None:
    """A row for every column of every article that would change, and for every page refused."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["kind", "site", "url", "article_id", "capture", "column", "before", "after"])
        for finding in findings_in(done):
            number = finding.number if finding.number > 0 else None
            place = [finding.kind, finding.site, finding.url, number, finding.capture]
            for name in finding.after:
                rows.writerow([*place, name, finding.before[name], finding.after[name]])
            if not finding.after:
                rows.writerow([*place, None, None, finding.detail])
    print(f"\nevery change stands in {path}")
