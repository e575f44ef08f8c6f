"""Files cut off and bits turned over: what is whole is read, what is not is noticed.

    python -m benchmarks.damage [--cuts 6846] [--flips 300] [--seed N]

A site is crawled and killed, so that its newest rows lie in the WAL. Then WAL, WARC file and index
are each cut off at a third of so many places, evenly spread, and so many single bits of the WARC
file are turned over, its index deleted. After each, what must hold is looked at: SQLite's integrity
check and articles that were all committed; every capture before the cut, or beside the bit, read
with its own body, before and after the next crawl's mending. A table is printed.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from crawler.archive.captures import read_capture  # noqa: E402
from crawler.archive.cdxj import entries, index_of  # noqa: E402
from crawler.archive.upkeep.checking import check_file  # noqa: E402
from crawler.archive.writer import WarcWriter  # noqa: E402
from crawler.errors import ArchiveProblem  # noqa: E402
from tests.support.interrupted import SITE, Moment, Scene  # noqa: E402


@dataclass
class Case:
    """What a killed crawl left, in a folder: its database with WAL, one WARC file with index."""

    folder: Path
    names: list[str]
    bodies: list[bytes]
    ends: list[int]
    urls: frozenset[str]

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.folder / "archive"

    @property
    def warc(self) -> Path:
        """The one WARC file."""
        (file,) = self.archive.rglob("*.warc.gz")
        return file


def made(folder: Path, seed: int) -> Case:
    """A crawl killed while it stored."""
    with Scene(folder, seed) as scene:
        scene.undisturbed()
        run = scene.killed(Moment("closing", 0.0))
    file = next((run.folder / "archive").rglob("*.warc.gz"))
    found = list(entries(file, lambda damage: None))
    names = [f"{SITE}/{file.name}#{entry.offset}" for entry in found]
    bodies = [read_capture(run.folder / "archive", name).body for name in names]
    with closing(sqlite3.connect(f"file:{run.folder / 'news.db'}?mode=ro", uri=True)) as database:
        urls = frozenset(url for (url,) in database.execute("SELECT url FROM articles"))
    case = Case(run.folder, names, bodies, [entry.end for entry in found], urls)
    WarcWriter(case.archive, SITE, 10**9, {}).mend()
    return case


def readable(case: Case) -> set[int]:
    """Which captures can be read with their own body; raises where one gives another's."""
    found = set()
    for number, name in enumerate(case.names):
        try:
            body = read_capture(case.archive, name).body
        except ArchiveProblem:
            continue
        if body != case.bodies[number]:
            raise AssertionError(f"{name} gives another body")
        found.add(number)
    return found


def listed(case: Case) -> int:
    """How many captures are found in the file."""
    return sum(1 for _ in entries(case.warc, lambda damage: None))


def places(size: int, count: int) -> Iterator[int]:
    """So many places in a file, evenly spread."""
    return (size * number // count for number in range(count))


def cut_wal(case: Case, count: int) -> tuple[int, int]:
    """Cuts made, and how many left a database that is not whole."""
    database, wal = case.folder / "news.db", case.folder / "news.db-wal"
    data, base = wal.read_bytes(), database.read_bytes()
    wrong = 0
    copy = case.folder / "cut.db"
    for cut in places(len(data), count):
        copy.write_bytes(base)
        copy.with_name("cut.db-wal").write_bytes(data[:cut])
        with closing(sqlite3.connect(copy)) as opened:
            whole = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            broken = opened.execute("PRAGMA foreign_key_check").fetchall()
            urls = {url for (url,) in opened.execute("SELECT url FROM articles")}
        wrong += not (whole and not broken and urls <= case.urls)
    return count, wrong


def cut_archive(case: Case, count: int, *, index: bool) -> tuple[int, int]:
    """The same of the WARC file, or of its index."""
    file = index_of(case.warc) if index else case.warc
    warc, lines = case.warc.read_bytes(), index_of(case.warc).read_bytes()
    data, wrong = file.read_bytes(), 0
    for cut in places(len(data), count):
        file.write_bytes(data[:cut])
        whole = {n for n, end in enumerate(case.ends) if index or end <= cut}
        before = readable(case), listed(case)
        WarcWriter(case.archive, SITE, 10**9, {}).mend()
        after = readable(case), listed(case)
        wrong += before != (whole, len(whole)) or after != before
        for aside in case.archive.rglob("*.torn*"):
            aside.unlink()
        case.warc.write_bytes(warc)
        index_of(case.warc).write_bytes(lines)
    return count, wrong


def flip_bits(case: Case, count: int, seed: int) -> tuple[int, int, int, int]:
    """Bits turned over, those that `archive --check` names, those that change nothing, wrong."""
    chance, data = random.Random(seed), case.warc.read_bytes()
    named = harmless = wrong = 0
    for _ in range(count):
        bit = chance.randrange(len(data) * 8)
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        case.warc.write_bytes(changed)
        index_of(case.warc).unlink(missing_ok=True)
        left, is_named = readable(case), bool(check_file(case.archive, case.warc).faults)
        WarcWriter(case.archive, SITE, 10**9, {}).mend()
        is_whole = len(left) == len(case.names)
        named += is_named
        harmless += not is_named and is_whole
        torn = list(case.archive.rglob("*.torn*"))
        wrong += len(left) < len(case.names) - 1 or not (is_named or is_whole)
        wrong += readable(case) != left or listed(case) != len(left)
        for aside in torn:
            aside.unlink()
    case.warc.write_bytes(data)
    return count, named, harmless, wrong


def main() -> None:
    """All of it; ends with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cuts", type=int, default=6846)
    parser.add_argument("--flips", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261128)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)  # each case is told of
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        case = made(Path(folder) / "scene", asked.seed)
        print(f"{len(case.names)} captures, {len(case.urls)} articles; seed {asked.seed}")
        print("| what | times | named | changes nothing | wrong |\n| --- | --- | --- | --- | --- |")
        each = asked.cuts // 3
        for what, (times, bad) in (
            ("WAL cut off", cut_wal(case, each)),
            ("WARC file cut off", cut_archive(case, each, index=False)),
            ("index cut off", cut_archive(case, asked.cuts - 2 * each, index=True)),
        ):
            print(f"| {what} | {times:,} | | | {bad} |", flush=True)
            wrong += bad
        times, named, harmless, bad = flip_bits(case, asked.flips, asked.seed)
        print(f"| bit of the WARC file turned over | {times} | {named} | {harmless} | {bad} |")
        wrong += bad
        shutil.rmtree(case.folder)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
