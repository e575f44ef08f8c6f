"""``scrapy archive --check``: whether the archive still is what was written."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

from crawler.archive.captures import PLACE, capture_root
from crawler.archive.cdxj import warc_files
from crawler.archive.reading import Place
from crawler.archive.upkeep.checking import Checked, Fault, check_file
from crawler.console.command import WartaCommand
from crawler.database import open_for_reading
from crawler.errors import ArchiveProblem, UsageProblem
from crawler.spread.job import Job, over, whole
from crawler.spread.processes import Processes, cores

FAULTY = 10
"""Exit code where something is damaged."""
SMALL = 64 * 1024 * 1024
"""Bytes of archive that one process checks sooner than several have started."""
NAMED = """
SELECT capture FROM articles WHERE capture IS NOT NULL
UNION SELECT capture FROM revisions WHERE capture IS NOT NULL
UNION SELECT capture FROM rejects WHERE capture IS NOT NULL
"""

Places = dict[str, set[Place]]


class Command(WartaCommand):
    """Reads every file of the archive through and says what is wrong with it."""

    usage = "--check [ARCHIVE] [--json]"
    summary = "Check that the archive is whole: records, digests, indexes, captures"
    help_text = (
        "--check reads every WARC file of ARCHIVE (a file or folder; default: the ARCHIVE setting) "
        "through, over all cores: whether each record can be read, each body has the digest "
        "written with it, each index is of its file, and each capture that the database "
        "(-s DATABASE=PATH) names is there. It says what is wrong, with file and byte, and "
        "changes nothing. Exit code: 10 where something is wrong, else 0."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What to do with the archive."""
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="read it all through")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the files one by one, then say what is wrong."""
        if not opts.check or len(args) > 1:
            raise UsageProblem("as in scrapy archive --check, or scrapy archive --check FOLDER")
        path = Path(args[0] if args else self.settings["ARCHIVE"] or "archive").expanduser()
        root = capture_root(path, self.settings["ARCHIVE"])
        files = warc_files(path)
        named, database = self._named()
        work = [(file, named.pop(name_in(root, file), set())) for file in files]
        checked = list(check_all(root, work))
        faults = [fault for each in checked for fault in each.faults]
        if path.is_dir():
            faults += missing_files(root, named)
        report = {
            "archive": str(path),
            "database": database,
            "files": len(files),
            "captures": sum(each.captures for each in checked),
            "digests": sum(each.digests for each in checked),
            "named": sum(each.named for each in checked),
            "set_aside": [str(aside) for aside in torn_files(path)],
        }
        if opts.json:
            print(json.dumps(report | {"faults": [asdict(fault) for fault in faults]}))
        else:
            for line in (*faults, *told(report, len(faults))):
                print(line)
        self.exitcode = FAULTY if faults else 0

    def _named(self) -> tuple[Places, str | None]:
        """The captures that the database names, by file; None where there is no database."""
        path = Path(self.settings["DATABASE"]).expanduser()
        if not path.exists() and self.settings.getpriority("DATABASE") < 40:
            print(f"archive: no database {path} to hold it against", file=sys.stderr)
            return {}, None
        with closing(open_for_reading(path)) as database:
            return captures_named(database), str(path)


def captures_named(database: sqlite3.Connection) -> Places:
    """Where the captures lie that a database names, by file."""
    places: Places = defaultdict(set)
    for (capture,) in map(tuple, database.execute(NAMED)):
        name, _, place = capture.rpartition("#")
        if found := PLACE.fullmatch(place):
            places[name].add(Place(int(found["offset"]), int(found["inner"] or 0)))
    return places


def name_in(root: Path, file: Path) -> str:
    """A file as captures name it."""
    return file.absolute().relative_to(root.absolute()).as_posix()


def check_all(root: Path, work: list[tuple[Path, set[Place]]]) -> Iterator[Checked]:
    """Every file, checked, in the order of their names where one process does it."""
    size = sum(file.stat().st_size for file, _ in work)
    processes = 1 if size < SMALL else min(cores(), len(work))
    job = Job(partial, (check_one, root), partial(unchecked, root), whole)
    yield from over(Processes(processes), job, work)


def check_one(root: Path, work: tuple[Path, set[Place]]) -> Checked:
    """One file, checked; one that vanishes or can't be read is a fault."""
    file, named = work
    try:
        return check_file(root, file, named)
    except (OSError, ArchiveProblem) as error:
        reason = getattr(error, "strerror", None) or error
        name = name_in(root, file)
        return Checked(name, faults=[Fault("damaged", name, None, f"can't be read: {reason}")])


def unchecked(root: Path, work: tuple[Path, set[Place]], why: str) -> Checked:
    """A file that no process could check."""
    name = name_in(root, work[0])
    return Checked(name, faults=[Fault("damaged", name, None, f"can't be checked: {why}")])


def missing_files(root: Path, named: Places) -> Iterable[Fault]:
    """A fault for each file that the database names and the archive has not."""
    for name, places in sorted(named.items()):
        if not (root / name).exists():
            what = f"the database names {len(places)} captures in it, and there is no such file"
            yield Fault("missing", name, None, what)


def torn_files(path: Path) -> list[Path]:
    """Ends of files that were set aside."""
    return sorted(path.rglob("*.torn*")) if path.is_dir() else []


def told(report: dict, faults: int) -> Iterator[str]:
    """What was checked, in sentences."""
    counts = "{files} files, {captures} captures, {digests} digests".format(**report)
    against = f", {report['named']} captures named in {report['database']}"
    wrong = f"{faults} things are wrong" if faults else "nothing is wrong"
    yield f"{counts}{against if report['database'] else ''}: {wrong}"
    if aside := report["set_aside"]:
        yield f"{len(aside)} ends that were torn off lie beside them, as {aside[0]}"
