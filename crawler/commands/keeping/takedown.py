"""``scrapy takedown``: an article removed on request, everywhere, and kept out from then on."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from scrapy.spiderloader import get_spider_loader

from crawler.archive.cdxj import warc_files
from crawler.archive.taken_down import keep_marks
from crawler.archive.upkeep.traces import Traces, TraceSearch, wanted
from crawler.archive.upkeep.wiping import open_to_write, replace_records, wipe_torn_ends
from crawler.console.call import refuse_undecoded
from crawler.console.command import FAILED, WartaCommand
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from crawler.files.file_lock import being_written
from crawler.parsers.urls import publisher_id
from crawler.runs.site_lock import all_sites_locked
from crawler.whereabouts.program import as_called
from pipelines.database.schema import migrate
from pipelines.takedown import Target, find_target, is_others, same_text, take_out, wipe_traces

LONGEST_REASON = 500
BEYOND_RECALL = (
    "what left this database before can't be recalled: exports, snapshots, reports, backups, "
    "copies (a data set loses it by scrapy export --update); docs/running.md says what to do"
)


@dataclass(slots=True)
class Wiped:
    """What was done in the archive."""

    pages: int = 0
    listings: int = 0
    records: int = 0
    files: int = 0
    torn: int = 0
    named: int = 0
    left: list[str] = field(default_factory=list)
    """What may still hold the article, in sentences."""
    repeating: list[str] = field(default_factory=list)
    """Captures of other articles that have half of its text."""


class Command(WartaCommand):
    """Takes articles out of database and archive, and leaves marks that keep them out."""

    usage = "ARTICLE|URL... --reason TEXT [--dry-run]"
    summary = "Remove an article on request, everywhere, and keep it out"
    help_text = (
        "Removes an article (its number, or an address of it) from the database with its earlier "
        "versions, search index, authors and tags that nobody else has, and from the archive: its "
        "pages are written over where they stand, listings that carry it lose its entry. The "
        "database file is written anew, so that nothing is left in free pages; that takes its "
        "size of free disk. What stays are hashes of its addresses and texts, the day and the "
        "reason: no crawl, replay or reparse brings it back. --dry-run only says what would be "
        "done. Called again after an interruption, it does what is left."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Why, and whether to write."""
        super().add_options(parser)
        parser.add_argument("--reason", metavar="TEXT", help="why, kept with the marks")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take down one article after the other, then write the file anew."""
        reason = " ".join((opts.reason or "").split())
        if not args or not reason or len(reason) > LONGEST_REASON:
            raise UsageProblem(
                "as in scrapy takedown https://www.contoh.id/1 --reason 'asked by the publisher'"
            )
        refuse_undecoded([reason])
        path = self.settings["DATABASE"]
        open_for_reading(path).close()
        migrate(path)
        with closing(connect(path)) as database:
            database.execute("PRAGMA secure_delete = ON")
            targets = [find_target(database, asked) for asked in args]
            for target in targets:
                with all_sites_locked(path, target.site):
                    self._take_down(database, target, reason, dry_run=opts.dry_run)
            for line in of_the_same_text(database, targets):
                print(as_called(line))
            if not opts.dry_run:
                self._write_anew(database, path)
        print(as_called(BEYOND_RECALL))

    def _take_down(
        self, database: sqlite3.Connection, target: Target, reason: str, *, dry_run: bool
    ) -> None:
        """The archive first: as long as the article is known, what is left is found again."""
        check_journal(Path(f"{self.settings['DATABASE']}.reparse"), dry_run=dry_run)
        wiped = self._wipe(target, partial(is_others, database, target), dry_run=dry_run)
        for line in told(target, wiped, dry_run=dry_run):
            print(line)
        if wiped.left:
            self.exitcode = FAILED
        gone = take_out(database, target, reason, datetime.now(UTC))
        rows = ", ".join(f"{number} {table}" for table, number in gone.items()) or "nothing"
        print(f"database: {rows} {'would be' if dry_run else 'were'} deleted")
        if dry_run:
            database.rollback()
            return
        if self.settings["ARCHIVE"] and (root := self._archive()).is_dir():
            keep_marks(root, database)
        database.commit()

    def _archive(self) -> Path:
        return Path(self.settings["ARCHIVE"] or "").expanduser()

    def _wipe(self, target: Target, is_others: Callable[[str], bool], *, dry_run: bool) -> Wiped:
        root = self._archive()
        wiped = Wiped()
        if not self.settings["ARCHIVE"] or not root.is_dir():
            print("no archive is kept here, so that none is looked through", file=sys.stderr)
            return wiped
        pattern = article_url(self.settings, target.site) if target.number else None
        article = wanted(
            target.urls,
            target.texts,
            target.headlines,
            lambda url: bool(pattern) and publisher_id(url, pattern) == target.number,
        )
        search = TraceSearch(root, article, is_others)
        files = warc_files(root) if any(root.rglob("*.warc*")) else []
        for file in files:
            open_to_write(file).close()  # before anything is changed
        for file in files:
            in_site = file.is_relative_to(root / target.site)
            traces = search.in_file(file, look_inside=in_site and bool(target.texts))
            add(wiped, traces, file)
            if traces.replacements and not dry_run:
                too_long = replace_records(file, traces.replacements, datetime.now(UTC))
                wiped.left += [
                    f"{file}, byte {place.offset}: it does not fit" for place in too_long
                ]
        for aside in sorted((root / target.site).glob("*.torn*")):
            wiped.torn += wipe_torn_ends(aside, article, dry_run=dry_run)
        return wiped

    def _write_anew(self, database: sqlite3.Connection, path: str) -> None:
        try:
            if wipe_traces(database):
                return
            why = "another program has the file open"
        except sqlite3.Error as error:
            why = str(error)
        self.exitcode = FAILED
        print(
            f"taken down, but {path} could not be written anew ({why}), so that the text may "
            "still stand in free pages of the file: call this again",
            file=sys.stderr,
        )


def article_url(settings: object, site: str) -> str | None:
    """The pattern of a site's addresses, with the publisher's number in it."""
    try:
        return get_spider_loader(settings).load(site).article_url
    except (KeyError, AttributeError):
        return None


def check_journal(journal: Path, *, dry_run: bool) -> None:
    """Delete what an interrupted reparse keeps of pages; raises UsageProblem while one runs."""
    if not journal.exists():
        return
    if being_written(journal):
        raise UsageProblem("scrapy reparse is at work; wait for its end")
    if not dry_run:
        journal.unlink()


def add(wiped: Wiped, traces: Traces, file: Path) -> None:
    """Count what one file holds."""
    wiped.pages += traces.pages
    wiped.listings += traces.listings
    wiped.records += len(traces.replacements)
    wiped.files += bool(traces.replacements)
    wiped.named += traces.named
    wiped.repeating += traces.kept
    wiped.left += [f"{each}; it may hold the article" for each in traces.unread]


def of_the_same_text(database: sqlite3.Connection, targets: Sequence[Target]) -> Iterator[str]:
    """Which articles that were not asked for have a text of one that was, in sentences."""
    asked = {target.article_id for target in targets}
    for number in sorted({each for target in targets for each in same_text(database, target)}):
        if number not in asked:
            yield (
                f"database: article {number} has the very text, now or in an earlier version; it "
                f"stays, but no crawl stores that text again and scrapy merge takes it out; to "
                f"take it down here as well: scrapy takedown {number}"
            )


def told(target: Target, wiped: Wiped, *, dry_run: bool) -> Iterator[str]:
    """What was done, in sentences."""
    what = f"article {target.article_id}" if target.article_id else target.urls[0]
    again = f", taken down before ({target.since})" if target.since else ""
    yield f"{what} of {target.site}{again}"
    verb = "would be" if dry_run else "were"
    yield (
        f"archive: {wiped.pages} captures of it and {wiped.listings} listings that carry it "
        f"{verb} written over ({wiped.records} records in {wiped.files} files)"
    )
    if wiped.torn:
        yield f"archive: {wiped.torn} torn ends that hold it {verb} deleted"
    if wiped.named:
        yield f"archive: {wiped.named} other pages name its headline, as index pages do; they stay"
    for name in wiped.repeating:
        yield f"archive: {name}, of another article, has half of its text or more; it stays"
    for sentence in wiped.left:
        yield f"left: {sentence}"
