"""Which run of a crawl captures belong to, as the archive itself tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from crawler.archive.captures import pass_over
from crawler.archive.cdxj import Entry, entries
from crawler.archive.reading import Damage, read_record, records
from crawler.archive.records import from_iso
from crawler.archive.storage import RUN
from crawler.errors import ArchiveProblem

SILENCE = timedelta(hours=1)
"""So long without a capture, and another run has begun: no delay between two requests is longer."""
OURS = "Warta/"
"""How the ``software`` of our files begins; that of other tools is for ``scrapy import``."""


@dataclass(frozen=True, slots=True)
class Told:
    """A run as its ``warcinfo`` record tells it.

    ``site`` is its folder's name, ``spider`` what was called (None in files before November 2026),
    ``began`` when (aware), ``arguments`` the ``-a NAME=VALUE`` of the call, in order.
    """

    site: str
    began: datetime
    spider: str | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    is_ours: bool = True


class Place(NamedTuple):
    """A capture, and the file that it lies in."""

    file: Path
    entry: Entry


@dataclass(slots=True)
class Run:
    """One run and its captures, in the order they were made; they can be gone through once."""

    told: Told
    captures: Iterator[Place]


def runs(files: list[Path]) -> Iterator[Run]:
    """The runs that some files hold captures of, by when they began.

    One file's captures are read as they are asked for: those of a run before those of the next.
    """
    parts = merge(*map(_runs_of, files), key=lambda part: (part[0].began, part[0].site))
    for told, same in groupby(parts, key=lambda part: part[0]):
        yield Run(told, chain.from_iterable(captures for _, captures in same))


def _runs_of(file: Path) -> Iterator[tuple[Told, Iterator[Place]]]:
    for told, together in groupby(_told(file), key=lambda each: each[0]):
        yield told, (place for _, place in together)


def _told(file: Path) -> Iterator[tuple[Told, Place]]:
    """Each capture of a file with the run that it belongs to."""
    told, end, before = None, 0, None
    for entry in entries(file, pass_over):
        captured_at = moment(entry)
        is_later = before is not None and captured_at - before > SILENCE
        if entry.offset > end and (opened := _opening(file, end, entry)):
            told = opened
        elif told is None or (is_later and told.spider is None):
            told = replace(told or Told(file.parent.name, captured_at), began=captured_at)
        end, before = entry.end, captured_at
        yield told, Place(file, entry)


def moment(entry: Entry) -> datetime:
    """When a capture was made, to the second."""
    return datetime.strptime(entry.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _opening(file: Path, start: int, entry: Entry) -> Told | None:
    """The run whose ``warcinfo`` stands right before a capture; None where there is none."""
    told = None
    for record in records(file, start):
        if isinstance(record, Damage) or record.offset >= entry.offset:
            break
        if record.fields.get("warc-type") == "warcinfo":
            told = _of_record(file, record.head, entry)
    return told


def _of_record(file: Path, block: bytes, entry: Entry) -> Told:
    lines = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    facts = {name.strip(): value.strip() for name, _, value in lines}
    site = facts.get("isPartOf") or file.parent.name
    is_ours = facts.get("software", "").startswith(OURS)
    told = Told(site, moment(entry), is_ours=is_ours)
    try:
        run = json.loads(facts[RUN])
        arguments = tuple(
            sorted((str(name), str(value)) for name, value in run.get("told", {}).items())
        )
        return replace(
            told, began=from_iso(run["began"]), spider=run["spider"], arguments=arguments
        )
    except (KeyError, TypeError, AttributeError, ValueError, ArchiveProblem):
        return told


def body_of(place: Place) -> tuple[dict[str, str], bytes]:
    """The WARC fields and the block of a capture; raises ArchiveProblem where it can't be read."""
    try:
        with place.file.open("rb") as file:
            return read_record(file, place.entry.place)
    except OSError as error:
        raise ArchiveProblem(f"{place.file} can't be read: {error.strerror}") from error
