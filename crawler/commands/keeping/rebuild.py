"""``scrapy rebuild``: a lost database made again from the archive of its crawls."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from crawler.archive.captures import capture_root
from crawler.archive.cdxj import warc_files
from crawler.commands.keeping.spread_options import (
    UNREAD_EXIT,
    add_spread_options,
    executor_of,
)
from crawler.console.command import WartaCommand
from crawler.errors import UsageProblem
from crawler.past.rebuild import UNREAD, Came, Rebuilding, rebuild
from crawler.site_files.loader import SiteLoader
from crawler.site_files.sites import Sites
from crawler.whereabouts.program import as_called


class Command(WartaCommand):
    """Lives each run of the archive again, into a database that has none but these."""

    usage = "[ARCHIVE] -s DATABASE=NEW.db"
    summary = "Make a lost database again from the archive of its crawls"
    help_text = (
        "Lives every run of the archive again, in the order they began and at their times, with "
        "today's site files and parsers: what each listing named, which pages were read, changed, "
        "refused or gone, and the verdict. Pages are read over all cores (or the workers of "
        "--scheduler). ARCHIVE is a folder or "
        "a WARC file of Warta's (default: the ARCHIVE setting). The database must be new, or one "
        "that this command has begun: interrupted, it goes on with the run it was at when it is "
        "called again. What can't come back is listed in docs/archive.md."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """How many processes."""
        super().add_options(parser)
        add_spread_options(parser)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the call, live the runs, say what came of them."""
        if len(args) > 1:
            raise UsageProblem("name one archive, as in scrapy rebuild archive -s DATABASE=new.db")
        executor = executor_of(opts)
        loader = SiteLoader.from_settings(self.settings)
        if loader.broken:  # its runs would be left out
            raise next(iter(loader.broken.values()))
        path = Path(args[0] if args else self.settings["ARCHIVE"] or "archive").expanduser()
        path = path.absolute()  # as workers find it
        work = Rebuilding(
            files=warc_files(path),
            root=capture_root(path, self.settings["ARCHIVE"]),
            database=self.settings["DATABASE"],
            settings=self.settings,
            spiders=Sites.of(loader),
            executor=executor,
            told=show if sys.stderr.isatty() else lambda came: None,
        )
        came = rebuild(work)
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        report(came, work.database)
        if came.skipped[UNREAD]:
            self.exitcode = UNREAD_EXIT


def show(came: Came) -> None:
    """How far it has come, in a line that is written over."""
    at = f"{came.at.site} of {came.at.began:%Y-%m-%d %H:%M}" if came.at else ""
    line = f"\r\x1b[K{came.runs} runs, {came.captures} captures: {at}"
    print(line, end="", file=sys.stderr, flush=True)


def report(came: Came, database: str) -> None:
    """Print what was made, and what was left out."""
    before = f" ({came.done_before} more were there before)" if came.done_before else ""
    print(f"{came.runs} runs of {came.captures} captures live in {database}{before}")
    for why, number in came.skipped.most_common():
        print(f"{number:9} captures {as_called(why)}")
