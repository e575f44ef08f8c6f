"""``scrapy revisions``: the runs that replaced versions of articles, and undoing one."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from scrapy.spiderloader import get_spider_loader

from crawler.console.command import WartaCommand, spider_named
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from crawler.runs.site_lock import site_lock
from pipelines.database.schema import migrate
from pipelines.rows.undoing import Undone, replacing_runs, site_of_run, undo

HEADINGS = ("run", "site", "started", "verdict", "versions", "articles", "changed")


class Command(WartaCommand):
    """Lists the runs that replaced versions; with --undo puts back what one replaced."""

    usage = "[SITE] [--undo RUN [--dry-run]]"
    summary = "List the runs that replaced versions of articles; undo one"
    help_text = (
        "Lists the runs that stored new versions of articles, newest first: how many, and how "
        "much they changed on average (0 to 1). --undo RUN puts back the versions that the run "
        "replaced, as when a site answered with one page for all: the articles read as before, "
        "with their authors, tags and search, what the run had read becomes rejects, and a "
        "later return to the old text is no edit any more. Articles that the run stored anew "
        "stay. --dry-run only says what would be done."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which run, and whether to write."""
        super().add_options(parser)
        parser.add_argument("--undo", metavar="RUN", help="number of a run, as listed")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """List the runs, or undo one."""
        path = self.settings["DATABASE"]
        if len(args) > (0 if opts.undo else 1) or (opts.dry_run and not opts.undo):
            raise UsageProblem("as in scrapy revisions kompas, or scrapy revisions --undo 12")
        open_for_reading(path).close()
        if opts.undo is None:
            self._list(path, args[0] if args else None)
            return
        run_id = run_number(opts.undo)
        migrate(path)
        with closing(connect(path)) as database:
            database.row_factory = sqlite3.Row
            with site_lock(path, site_of_run(database, run_id)):
                undone = undo(database, run_id, dry_run=opts.dry_run)
        print(said(undone, run_id, "would be" if opts.dry_run else "were"))

    def _list(self, path: str, site: str | None) -> None:
        with closing(open_for_reading(path)) as database:
            database.row_factory = sqlite3.Row
            known = "SELECT 1 FROM runs WHERE site = ?"
            if site and not database.execute(known, (site,)).fetchone():
                site = spider_named(get_spider_loader(self.settings), site).name
            print_runs(replacing_runs(database, site))


def run_number(text: str) -> int:
    """A run's number as typed; raises UsageProblem for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise UsageProblem(f"--undo {text}: give a run's number, as scrapy revisions lists them")
    return int(text)


def print_runs(runs: Sequence[sqlite3.Row]) -> None:
    """A line for each run, its cells parted by tabs."""
    for row in (HEADINGS, *runs) if runs else [("no run has replaced a version",)]:
        print("\t".join("" if cell is None else str(cell) for cell in row))


def said(undone: Undone, run_id: int, verb: str) -> str:
    """What undoing a run did, as a sentence."""
    if not undone.versions:
        return f"run {run_id} replaced no version that is still there"
    told = f"{undone.versions} versions of {undone.articles} articles {verb} taken back"
    read = f"{undone.restored} articles read as before run {run_id}"
    return f"{told}; {read}; {undone.merged} returns to the text before are no edits any more"
