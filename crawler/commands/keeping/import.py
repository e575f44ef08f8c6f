"""``scrapy import``: captures of other tools into the database."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.commands.keeping.spread_options import add_spread_options, executor_of
from crawler.console.command import WartaCommand, spider_named, whole_number
from crawler.crawl.arguments import parse_window
from crawler.errors import UsageProblem
from crawler.fetching.contact import checked_contact
from crawler.files.journal import Journal, journal
from crawler.parsers.urls import unfit
from crawler.past.ccnews.by_month import Asked, take_months
from crawler.past.ccnews.taking import Taken, to_read
from crawler.past.download import fetched
from crawler.past.others.files import IMPORTED, Found, check_is_there, find
from crawler.past.others.importing import UNREAD, Imported, Importing, import_captures
from crawler.past.others.into_data_set import (
    gather_captures,
    marks_of_taken_down,
    outlets_by,
    spool_of,
)
from crawler.past.others.parquet import Part, import_data_set
from crawler.past.others.wanted import Owners
from crawler.runs.verdict import EXIT_CODES, Word, worst
from crawler.site_files.loader import SiteLoader
from crawler.site_files.sites import Sites
from crawler.spread.job import Executor
from crawler.spread.version import program
from crawler.whereabouts.private_sites import imported_folder
from pipelines.dataset.reading import is_data_set
from pipelines.gathering.rejects import REJECTS
from pipelines.gathering.taking_in import TakenIn, check_target, take_in

NOT_TOLD_OF_TAKEN_DOWN = (
    "neither DATABASE nor the archive's taken-down.jsonl is there: what was taken down on request "
    "is not known to this call; name the database with -s DATABASE=PATH if there is one"
)
NOT_TOLD = ("looked at", "read")
WEB = ("http://", "https://")
CCNEWS = "ccnews"
"""What stands in place of a path, and the name of the setting in small letters."""


class Command(WartaCommand):
    """Finds the captures, reads those of articles, and prints each site's verdict."""

    usage = (
        "PATH_OR_URL... | ccnews --since 2024-01 --until 2024-12  [--sites SITE,...] [--any] "
        "[--keep] [--table FILE.csv] [--to CORPUS.parquet] | CORPUS.parquet [--sites SITE,...] "
        "[--since DAY] [--until DAY]"
    )
    summary = "Read captures of other tools (WARC, ARC, WACZ, saved pages) into the database"
    help_text = (
        "Reads files of wget, Heritrix, ArchiveBox, browsertrix, pywb, Common Crawl and others: "
        "WARC files stay where they are, unless --keep copies them into the archive; what a URL "
        "names is fetched into it; ARC and WACZ "
        "files and folders of saved pages (with a table of the columns file,url,time) are always "
        "taken in. Pages are told by their addresses, as the site files know them; --any reads "
        "those of other hosts, too. Each goes through the steps of a crawled page, seen when it "
        "was captured: what is stored already stays, an older text becomes an earlier version. "
        "Called again, it stores nothing twice; interrupted, it goes on where it stopped (what is "
        "stored lies in DATABASE.import until then). Each site is a run in the ledger. The word "
        "ccnews in place of a path asks for Common Crawl's news crawl, month by month: its files "
        "are streamed from the setting CCNEWS, and only the sites' records kept, in the archive. "
        "A folder that scrapy export has written as Parquet gives its articles back as they were "
        "read, with the names of their captures; earlier versions stay where they are. "
        "--to CORPUS.parquet writes such a folder without any database: each article once, in its "
        "newest text, and what was refused in _rejects.jsonl; called again, with these captures or "
        "further ones, it adds what the folder does not hold. All of a call appears in one step."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Whose pages, what becomes of the files, how many processes."""
        super().add_options(parser)
        parser.add_argument("--sites", default="", help="only these sites' (scrapy list)")
        parser.add_argument("--any", action="store_true", help="also of hosts without a site file")
        parser.add_argument("--keep", action="store_true", help="copy the files into the archive")
        parser.add_argument("--table", metavar="FILE.csv", help="addresses of saved pages")
        parser.add_argument(
            "--since", metavar="MONTH", help="of ccnews: the first, or its day; of Parquet a day"
        )
        parser.add_argument(
            "--until", metavar="MONTH", help="of ccnews and Parquet: the last, included"
        )
        parser.add_argument("--limit", metavar="N", help="of ccnews: so many files of a month")
        parser.add_argument("--to", metavar="FOLDER", help="write Parquet, without any database")
        add_spread_options(parser)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Import one path after the other."""
        if not args:
            raise UsageProblem("name what to import, as in scrapy import other.warc.gz")
        executor = executor_of(opts)
        loader = SiteLoader.from_settings(self.settings)
        sites = frozenset(filter(None, opts.sites.split(",")))
        if data_sets := [path for arg in args if is_data_set(path := Path(arg).expanduser())]:
            self._data_sets(data_sets, args, opts, sites)
            return
        for site in sorted(sites):
            spider_named(loader, site)
        if loader.broken and not sites:  # its pages would be left out
            raise next(iter(loader.broken.values()))
        owners = Owners(Sites.of(loader), takes_any=opts.any, sites=sites)
        if opts.to is not None:
            self._into_data_set(args, opts, owners, executor)
        else:
            self._into_database(args, opts, owners, executor)

    def _into_database(
        self, args: list[str], opts: argparse.Namespace, owners: Owners, executor: Executor
    ) -> None:
        """Store what each path holds, each site's as a run with a verdict."""
        words: list[Word] = []
        database = self.settings["DATABASE"]
        with journal(Path(f"{database}.import"), head_of(args, opts)) as so_far:
            for named, found in self._all_found(args, opts, owners, executor):
                work = self._work(named, found, owners, executor, database, so_far)
                done = import_captures(work)
                report(named, found, done)
                words += [verdict.word for verdict in done.verdicts.values()]
                words += ["degraded"] * is_degraded(found, done)
        self.exitcode = EXIT_CODES[worst(words)]

    def _into_data_set(
        self, args: list[str], opts: argparse.Namespace, owners: Owners, executor: Executor
    ) -> None:
        """Read what each path holds, then write all of it into a data set."""
        path = Path(opts.to)
        check_target(path)
        marks, is_told = marks_of_taken_down(self.settings)
        if not is_told:
            print(NOT_TOLD_OF_TAKEN_DOWN, file=sys.stderr)
        words: list[Word] = []
        with spool_of(path, head_of(args, opts)) as spool:
            for named, found in self._all_found(args, opts, owners, executor):
                work = self._work(named, found, owners, executor)
                done = gather_captures(work, spool)
                report(named, found, done)
                words += ["degraded"] * is_degraded(found, done)
            report_taken_in(path, take_in(path, spool, marks, outlets_by(owners.spiders)))
        self.exitcode = EXIT_CODES[worst(words)]

    def _work(
        self,
        named: str,
        found: Found,
        owners: Owners,
        executor: Executor,
        database: str | None = None,
        done: Journal | None = None,
    ) -> Importing:
        return Importing(
            files=[file.absolute() for file in found.files],
            root=found.root.absolute(),
            named=named,
            database=database,
            settings=self.settings,
            spiders=owners.spiders,
            owners=owners,
            executor=executor,
            told=show if sys.stderr.isatty() else lambda counts: None,
            done=done,
        )

    def _data_sets(
        self, paths: list[Path], args: list[str], opts: argparse.Namespace, sites: frozenset[str]
    ) -> None:
        """Import articles of data sets."""
        if opts.to is not None:
            raise UsageProblem(
                "--to takes captures, not a data set; bring that into a database (scrapy import "
                "CORPUS.parquet), or copy its folder"
            )
        if len(paths) < len(args) or opts.any or opts.keep or opts.table or opts.limit:
            raise UsageProblem(
                "a folder of Parquet is imported by itself, with --sites, --since and --until"
            )
        window = parse_window(opts.since, opts.until)
        loader = SiteLoader.from_settings(self.settings)
        spiders = {name: loader.load(name) for name in loader.list()}
        told = show if sys.stderr.isatty() else lambda counts: None
        words: list[Word] = []
        for path in paths:
            part = Part(path, sorted(sites), window.since, window.until)
            done = import_data_set(part, self.settings["DATABASE"], self.settings, spiders, told)
            report(str(path), Found(path, []), done, "articles")
            words += [verdict.word for verdict in done.verdicts.values()]
            words += ["degraded"] * (done.counts["read"] < done.counts["looked at"])
        self.exitcode = EXIT_CODES[worst(words)]

    def _all_found(
        self, args: list[str], opts: argparse.Namespace, owners: Owners, executor: Executor
    ) -> Iterator[tuple[str, Found]]:
        """What each path, or each month of CC-NEWS, holds."""
        if args == [CCNEWS] and not Path(CCNEWS).exists():
            yield from self._months(opts, owners, executor)
            return
        if given := [each for each in ("since", "until", "limit") if getattr(opts, each)]:
            raise UsageProblem(f"--{given[0]} goes with ccnews, as in scrapy import ccnews")
        for arg in args:  # all of them, before the first is stored
            if not arg.startswith(WEB):
                check_is_there(Path(arg).expanduser())
        for arg in args:
            path = self._fetched(arg) if arg.startswith(WEB) else Path(arg)
            yield arg, self._found(path, opts)

    def _fetched(self, url: str) -> Path:
        """A file of the web, in the archive from now on."""
        if refused := unfit(url):
            raise UsageProblem(f"what is to be imported can't be asked for: {refused[1]}")
        if not self.settings["ARCHIVE"]:
            raise UsageProblem(f"{url} is kept in the ARCHIVE folder; name one")
        checked_contact(self.settings["CONTACT"])
        folder = Path(self.settings["ARCHIVE"]).expanduser() / IMPORTED
        return fetched(url, self.settings["USER_AGENT"], folder)

    def _months(
        self, opts: argparse.Namespace, owners: Owners, executor: Executor
    ) -> Iterator[tuple[str, Found]]:
        """Take the files of each month asked for, and give what is kept of them."""
        archive = self.settings["ARCHIVE"]
        if opts.any or opts.keep or opts.table or not archive:
            raise UsageProblem(
                "ccnews takes --since, --until, --sites, --limit, --processes and --scheduler, and "
                "keeps what it finds in the ARCHIVE folder"
            )
        checked_contact(self.settings["CONTACT"])
        asked = Asked(
            opts.since,
            opts.until,
            whole_number("--limit", opts.limit),
            self.settings["CCNEWS"],
            self.settings["USER_AGENT"],
            Path(archive).expanduser().absolute(),
            owners.hosts,
        )
        for month, taken in take_months(asked, executor, tell_of_file):
            problems = [each.problem for each in taken if each.problem]
            yield f"{CCNEWS} {month:%Y-%m}", Found(asked.archive, to_read(taken), problems)

    def _found(self, path: Path, opts: argparse.Namespace) -> Found:
        path = path.expanduser()
        archive = Path(self.settings["ARCHIVE"]).expanduser() if self.settings["ARCHIVE"] else None
        table = Path(opts.table).expanduser() if opts.table else None
        return find(path, archive, table, keep=opts.keep)


def head_of(args: list[str], opts: argparse.Namespace) -> dict[str, Any]:
    """What must be the same for an interrupted call to be taken up again."""
    names = ("sites", "any", "keep", "table", "since", "until", "limit")
    return {
        "paths": [arg if "://" in arg else str(Path(arg).expanduser().absolute()) for arg in args],
        **{name: getattr(opts, name) for name in names},
        "to": str(Path(opts.to).expanduser().absolute()) if opts.to is not None else None,
        "program": program(imported_folder()),
    }


def tell_of_file(taken: Taken, number: int, files: int) -> None:
    """Print what came of one file of CC-NEWS."""
    print(of_file(taken, number, files), file=sys.stderr)


def of_file(taken: Taken, number: int, files: int) -> str:
    """What came of one file of CC-NEWS, in a line."""
    name = taken.file.kept.name
    if taken.problem:
        return f"{number} of {files}: {name} could not be had: {taken.problem}"
    if taken.is_old:
        return f"{number} of {files}: {name} was taken before"
    return f"{number} of {files}: {name}: {taken.looked_at} records, {taken.kept} kept"


def is_degraded(found: Found, done: Imported) -> bool:
    """Whether files or captures could not be read."""
    unread = done.counts["that can't be read"] or done.counts[UNREAD]
    return bool(found.problems or unread)


def show(counts: Counter[str]) -> None:
    """How far it has come, in a line that is written over."""
    line = f"\r\x1b[K{counts['looked at']} captures looked at, {counts['read']} read"
    print(line, end="", file=sys.stderr, flush=True)


def report(named: str, found: Found, done: Imported, what: str = "captures") -> None:
    """Print what became of the captures, or articles, of one path."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    counts = done.counts
    read = "read" if what == "articles" else "of articles read"
    print(f"{named}: {counts['looked at']} {what} looked at, {counts['read']} {read}")
    for why, number in counts.most_common():
        if why not in NOT_TOLD:
            print(f"{number:9} {why}")
    for problem in found.problems:
        print(f"          not taken in: {problem}")
    for site, verdict in sorted(done.verdicts.items()):
        print(f"{site}: {verdict.word} - {verdict.reason}")


def report_taken_in(path: Path, done: TakenIn) -> None:
    """Print what a data set holds now, and what became of the captures."""
    counts = done.counts
    print(
        f"{path}: {done.articles} articles; {counts['stored']} new, {counts['revised']} captures "
        f"with another text of one, {counts['unchanged']} that read as one it has"
    )
    for site, of_site in sorted(done.by_site.items()):
        print(f"{site}: {', '.join(f'{number} {what}' for what, number in of_site.items())}")
    if done.gone:
        print(f"{done.gone:9} articles taken out, which were taken down since")
    for reason, number in done.refused.most_common():
        print(f"{number:9} refused: {reason}")
    if done.refused:
        print(f"          (see {path / REJECTS})")
