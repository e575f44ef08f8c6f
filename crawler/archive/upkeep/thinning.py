"""Captures that nobody needs taken out of an archive: which, and files written without them.

What an article or an earlier version of it was read from always stays, and of every address what a
replay would read. A file is written anew beside the old one, under a name of its own.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from crawler.archive.captures import capture_name, pass_over
from crawler.archive.cdxj import Entry, belong_together, entries, entries_read, index_of
from crawler.archive.reading import Damage, Place, Record, records
from crawler.archive.upkeep.traces import FURTHER_PAGE
from crawler.files.new_output import new_file

THINNED = re.compile(r"-p(?P<times>\d+)$")
"""How often a file was thinned: ``kompas-20251118032210-4711-p2``"""
ENDING = ".warc.gz"
GOOD = range(100, 400)


@dataclass(slots=True)
class Plan:
    """What is to become of one file: the captures to drop, and how much that frees (bytes)."""

    path: Path
    captures: int = 0
    dropped: set[Place] = field(default_factory=set)
    freed: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """A capture of a site: its entry, its file, and whether the database names it."""

    entry: Entry
    path: Path
    is_named: bool

    @property
    def order(self) -> tuple[str, str, int]:
        """By time, of one second by place."""
        return self.entry.timestamp, self.path.name, self.entry.offset


def plan_site(
    root: Path, files: list[Path], named: Collection[str], before: str | None, *, superseded: bool
) -> list[Plan]:
    """What may go of the files of one site.

    ``named`` are the captures of articles and their earlier versions. ``before`` (14 digits, UTC)
    spares what is younger; ``superseded`` spares what a replay would read. Of a file with several
    records in one gzip member nothing goes.
    """
    plans = {path: Plan(path) for path in files}
    by_key: dict[bytes, list[Known]] = defaultdict(list)
    whole = set()
    requests: dict[tuple[Path, Place], int] = {}
    for path in files:
        end = 0
        for entry in entries(path, pass_over):
            requests[path, entry.place] = max(0, entry.offset - end) if end else 0
            end = entry.end
            is_named = capture_name(root, path, entry.place) in named or entry.url in named
            by_key[entry.key].append(Known(entry, path, is_named))
            plans[path].captures += 1
            if entry.inner or not path.name.endswith(ENDING):
                whole.add(path)
    spared = _spared(by_key) if superseded else set()
    for known in (each for captures in by_key.values() for each in captures):
        place = known.entry.place
        is_young = before is not None and known.entry.timestamp >= before
        if not (known.is_named or is_young or known.path in whole or (known.path, place) in spared):
            plans[known.path].dropped.add(place)
            plans[known.path].freed += known.entry.length + requests[known.path, place]
    return [plan for plan in plans.values() if plan.dropped]


def _spared(by_key: dict[bytes, list[Known]]) -> set[tuple[Path, Place]]:
    """Of every address what is not superseded.

    The latest capture, and the latest good one, unless an article was read from an earlier good one
    of the same address: a look that found nothing new. And of a story's further pages the first
    after each reading of the page before.
    """
    spared = []
    readings: dict[str, list[str]] = defaultdict(list)
    for captures in by_key.values():
        good = [each for each in captures if each.entry.status in GOOD]
        was_read = [each for each in good if each.is_named]
        latest = max(captures, key=lambda each: each.order)
        if latest.entry.status not in GOOD or not was_read:
            spared.append(latest)
        if good and not was_read:
            spared.append(max(good, key=lambda each: each.order))
        for each in was_read:
            readings[FURTHER_PAGE.sub("", each.entry.url, count=1)].append(each.entry.timestamp)
    for captures in by_key.values():
        url = captures[0].entry.url
        for since in readings.get(FURTHER_PAGE.sub("", url, count=1), ()):
            later = [each for each in captures if each.entry.timestamp >= since]
            if later and not any(each.is_named for each in captures):
                spared.append(min(later, key=lambda each: each.order))
    return {(each.path, each.entry.place) for each in spared}


def thinned_name(path: Path) -> Path:
    """What a file is called once it is thinned: ``...-p1.warc.gz``, then ``...-p2.warc.gz``."""
    stem = path.name.removesuffix(ENDING)
    found = THINNED.search(stem)
    times = int(found["times"]) + 1 if found else 1
    return path.with_name(f"{THINNED.sub('', stem)}-p{times}{ENDING}")


def write_thinned(plan: Plan) -> dict[Place, Place]:
    """Write a file without what its plan drops, with its index; where each capture then lies.

    It appears whole or not at all, beside the old one, which stays. Raises OSError.
    """
    moved: dict[Place, Place] = {}
    path = thinned_name(plan.path)
    with new_file(path) as partial, plan.path.open("rb") as old, partial.open("wb") as new:
        for piece in _kept(plan):
            if isinstance(piece, Record):
                moved[Place(piece.offset)] = Place(new.tell())
            _copy(old, new, piece)
    lines = [found.line(path.name) for found in entries_read(path) if not isinstance(found, Damage)]
    with new_file(index_of(path)) as partial:
        partial.write_text("".join(lines))
    return moved


def _kept(plan: Plan) -> Iterator[Record | Damage]:
    """The records of a file but for captures that are dropped and the requests for them."""
    request: Record | None = None
    dropped: Record | None = None
    for record in records(plan.path):
        is_dropped = isinstance(record, Record) and Place(record.offset) in plan.dropped
        if request and not (is_dropped and belong_together(request, record)):
            yield request
        request = None
        if is_dropped:
            dropped = record
        elif isinstance(record, Record) and record.fields.get("warc-type") == "request":
            if not (dropped and belong_together(record, dropped)):
                request = record
        else:
            yield record
    if request:
        yield request


def _copy(old: BinaryIO, new: BinaryIO, piece: Record | Damage) -> None:
    """Copy a record's bytes, or those of damage, which nobody can judge."""
    old.seek(piece.offset)
    left = piece.end - piece.offset
    while left and (data := old.read(min(left, 1 << 20))):
        new.write(data)
        left -= len(data)


def unlink_with_index(path: Path) -> None:
    """Delete a WARC file, its index first."""
    index_of(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def room_for(plans: Collection[Plan]) -> bool:
    """Whether the thinned files fit on the disk beside the old ones."""
    needed = sum(plan.path.stat().st_size - plan.freed for plan in plans)
    return not plans or shutil.disk_usage(next(iter(plans)).path.parent).free > needed


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder's files to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
