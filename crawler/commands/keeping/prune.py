"""``scrapy prune``: the archive thinned by age and by superseded captures."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections import defaultdict
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive.captures import capture_name
from crawler.archive.cdxj import warc_files
from crawler.archive.reading import Place
from crawler.archive.upkeep.thinning import (
    ENDING,
    Plan,
    plan_site,
    room_for,
    sync_folder,
    thinned_name,
    unlink_with_index,
    write_thinned,
)
from crawler.archive.upkeep.wiping import open_to_write
from crawler.console.command import WartaCommand, whole_number
from crawler.database import connect, open_for_reading
from crawler.discovery.replay_address import is_shown
from crawler.errors import ArchiveFails, UsageProblem
from crawler.runs.site_lock import site_lock
from pipelines.database.schema import migrate

READ_FROM = """
SELECT capture, site FROM articles WHERE capture IS NOT NULL
UNION SELECT r.capture, a.site FROM revisions r JOIN articles a ON a.id = r.article_id
    WHERE r.capture IS NOT NULL
"""
NAMED_IN = "SELECT 1 FROM {} WHERE substr(capture, 1, ?) = ? LIMIT 1"
TABLES = ("articles", "revisions", "rejects")
REPOINT = """
UPDATE {0} SET capture = (SELECT after FROM temp.moved WHERE before = capture)
WHERE capture IN (SELECT before FROM temp.moved)
"""
MOST_DAYS = 36_500


class Command(WartaCommand):
    """Says what would be freed; with --yes writes the files anew and tells the database."""

    usage = "[--older-than DAYS] [--superseded] [--site SITE] [--yes]"
    summary = "Thin the archive: captures that no article needs"
    help_text = (
        "Takes captures out of the archive that no article, and no earlier version of one, was "
        "read from: with --superseded those that a later capture of their address takes the "
        "place of, and looks that found nothing new; with --older-than those made more than so "
        "many days ago, listings and refused pages among them; with both those that are both. It "
        "says how much that frees; --yes does it: files are written anew beside the old ones, "
        "the database is told in one transaction, then the old ones go. Interrupted, call it "
        "again. Only for an archive of one database."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What may go, and whether it goes."""
        super().add_options(parser)
        parser.add_argument("--older-than", metavar="DAYS", help="made more than so many days ago")
        parser.add_argument(
            "--superseded", action="store_true", help="with a later capture of the same address"
        )
        parser.add_argument("--site", help="only this site's files")
        parser.add_argument("--yes", action="store_true", help="do it")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Plan each site, say what it frees, and do it where that is asked for."""
        days = whole_number("--older-than", opts.older_than)
        if args or not (days or opts.superseded):
            raise UsageProblem("as in scrapy prune --superseded --older-than 90")
        path, root = self.settings["DATABASE"], Path(self.settings["ARCHIVE"] or "").expanduser()
        if not self.settings["ARCHIVE"] or not root.is_dir():
            raise UsageProblem(f"there is no archive {root}; give one with -s ARCHIVE=FOLDER")
        open_for_reading(path).close()
        migrate(path)
        before = datetime.now(UTC) - timedelta(days=min(days or 0, MOST_DAYS)) if days else None
        freed = 0
        with closing(connect(path)) as database:
            named = named_by_site(database)
            for site, files in sites_of(root, opts.site).items():
                if not named.get(site):
                    print(f"{site}: {path} names no capture in it, so that it is left alone")
                    continue
                with site_lock(path, site):
                    if opts.yes:
                        files = finish_interrupted(database, root, files)
                    stamp = f"{before:%Y%m%d%H%M%S}" if before else None
                    plans = plan_site(root, files, named[site], stamp, superseded=opts.superseded)
                    freed += tell(site, files, plans, done=opts.yes)
                    if opts.yes and plans:
                        thin(database, root, plans)
        verb = "freed" if opts.yes else "would be freed; --yes does it"
        print(f"about {in_words(freed)} {verb}")


def sites_of(root: Path, only: str | None) -> dict[str, list[Path]]:
    """The WARC files of an archive by site; raises UsageProblem where the site has none."""
    sites: dict[str, list[Path]] = defaultdict(list)
    for file in warc_files(root):
        if len(file.relative_to(root).parts) > 1:
            sites[file.relative_to(root).parts[0]].append(file)
    if only and only not in sites:
        raise UsageProblem(f"the archive {root} has no folder {only}")
    return {only: sites[only]} if only else dict(sites)


def named_by_site(database: sqlite3.Connection) -> dict[str, set[str]]:
    """The captures that articles and their earlier versions were read from, by site folder.

    One that a Wayback Machine showed lies in the site's folder, under its address there.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for capture, site in map(tuple, database.execute(READ_FROM)):
        named[site if is_shown(capture) else capture.partition("/")[0]].add(capture)
    return named


def finish_interrupted(database: sqlite3.Connection, root: Path, files: list[Path]) -> list[Path]:
    """Of a file and the thinned one beside it, delete the one that the database does not name.

    The old one only where the thinned one took its place in the database.
    """
    left = list(files)
    for old in files:
        new = thinned_name(old) if old.name.endswith(ENDING) else old
        if new == old or new not in files:
            continue
        took_its_place = names_any(database, root, new) or not names_any(database, root, old)
        gone = old if took_its_place else new
        unlink_with_index(gone)
        left.remove(gone)
    return left


def names_any(database: sqlite3.Connection, root: Path, file: Path) -> bool:
    """Whether the database names a capture in a file."""
    beginning = capture_name(root, file, Place(0))[:-1]
    asked = (len(beginning), beginning)
    return any(database.execute(NAMED_IN.format(table), asked).fetchone() for table in TABLES)


def tell(site: str, files: list[Path], plans: list[Plan], *, done: bool) -> int:
    """Say what of a site goes; the bytes it frees."""
    freed = sum(plan.freed for plan in plans)
    dropped = sum(len(plan.dropped) for plan in plans)
    size = sum(file.stat().st_size for file in files)
    verb = "go" if done else "would go"
    print(
        f"{site}: {dropped} captures in {len(plans)} of {len(files)} files {verb}, "
        f"{in_words(freed)} of {in_words(size)}"
    )
    return freed


def in_words(size: int) -> str:
    """A number of bytes, as in "41.5 kB" or "1,204.3 MB"."""
    return f"{size / 1e3:,.1f} kB" if size < 1e6 else f"{size / 1e6:,.1f} MB"


def thin(database: sqlite3.Connection, root: Path, plans: list[Plan]) -> None:
    """Write the files of a site anew, tell the database in one transaction, delete the old ones.

    Killed in between, ``finish_interrupted`` finds which of two files counts.
    """
    if not room_for(plans):
        raise ArchiveFails(
            f"the disk of {plans[0].path.parent} has no room for the thinned files beside the old "
            "ones; make room, or thin one site at a time (--site)"
        )
    with ExitStack() as stack:
        for plan in plans:
            stack.enter_context(open_to_write(plan.path))
        moved = [(plan, write_thinned(plan)) for plan in plans]
        sync_folder(plans[0].path.parent)
        names = [
            (capture_name(root, plan.path, old), new_name(root, plan, new))
            for plan, places in moved
            for old, new in (places | dict.fromkeys(plan.dropped)).items()
        ]
        repoint(database, names)
        for plan in plans:
            unlink_with_index(plan.path)
    print(f"{plans[0].path.parent.name}: {len(plans)} files written anew", file=sys.stderr)


def new_name(root: Path, plan: Plan, place: Place | None) -> str | None:
    """What a capture is called in the thinned file; None for one that is gone."""
    return capture_name(root, thinned_name(plan.path), place) if place else None


def repoint(database: sqlite3.Connection, names: list[tuple[str, str | None]]) -> None:
    """Call captures by their new names, all or none; refused pages lose those that are gone."""
    database.execute("PRAGMA synchronous = FULL")  # on the disk before the old files go
    with database:
        database.execute("DROP TABLE IF EXISTS temp.moved")
        database.execute("CREATE TEMP TABLE moved (before TEXT PRIMARY KEY, after TEXT)")
        database.executemany("INSERT INTO temp.moved VALUES (?, ?)", names)
        for table in TABLES:
            database.execute(REPOINT.format(table))
