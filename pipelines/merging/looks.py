"""What several files saw of one article, put in order: its versions, first to last.

A look is a reading of the page at one time. The versions of an article follow from the set of all
looks at it, so that it makes no difference which file brought which, and when it was joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from crawler.items import doubt_of
from pipelines.rows.revisions import PUBLISHED, READ, TOLD, settled_dates

SETTLED = (*PUBLISHED, "modified_at", "published_conflict", "doubt")
"""Columns of a version in which those before it have a say, or which change in place."""
CONTENT = tuple(name for name in TOLD if name not in SETTLED)
"""Columns that tell one reading from another."""
THINNED = re.compile(r"-p(\d+)\.warc")
"""``kompas-20251118032210-4711-p1.warc.gz``: a file that prune wrote anew."""


@dataclass(frozen=True, slots=True)
class Source:
    """The run that made a look, and by what that run is known in every file."""

    run_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of an article: ``row`` has the columns of ``READ``, times are UTC.

    ``reparsed_at`` where newer parsers read the same page otherwise at that time; ``digest`` is
    that of ``CONTENT``. ``links`` is the article, and in which file, whose people and tags are
    those of this reading.
    """

    at: str
    row: Mapping[str, Any]
    content_hash: str
    digest: str
    source: Source
    capture: str | None
    parser_version: str | None
    reparsed_at: str | None = None
    links: tuple[str, int] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two looks one."""
        return self.at, self.digest


def digest_of(row: Mapping[str, Any]) -> str:
    """A hash of what was read."""
    told = json.dumps([row[name] for name in CONTENT], ensure_ascii=False)
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def joined(one: Look, other: Look) -> Look:
    """The same look as two files have it."""
    if _noted(one) == _noted(other) and one.reparsed_at == other.reparsed_at:
        return one
    first, second = sorted((one, other), key=_noted, reverse=True)
    doubts = [*(one.row["doubt"] or "").split(), *(other.row["doubt"] or "").split()]
    reparsed = min(filter(None, (one.reparsed_at, other.reparsed_at)), default=None)
    row = {**first.row, "doubt": doubt_of(doubts)}
    return replace(
        first, row=row, reparsed_at=reparsed, links=first.links if first.links else second.links
    )


def _noted(look: Look) -> tuple:
    """What may differ in one look, in an order that says which counts."""
    return (
        capture_rank(look.capture),
        look.parser_version or "",
        json.dumps([look.row[name] for name in SETTLED]),
        look.source.name,
    )


def capture_rank(capture: str | None) -> tuple[int, str]:
    """Which of two names of a page counts: that in a file that was thinned later."""
    found = THINNED.search(capture or "")
    return int(found[1]) if found else 0, capture or ""


def chain(looks: Iterable[Look]) -> list[list[Look]]:
    """The looks at each version, versions and looks in order of time; equal texts are one.

    What newer parsers read otherwise stays a version of its own.
    """
    versions: list[list[Look]] = []
    ordered = sorted(looks, key=lambda look: (look.at, look.reparsed_at or "~", look.digest))
    for look in ordered:
        last = versions[-1][0] if versions else None
        is_next_reading = last and last.reparsed_at and last.at == look.at
        if last and last.content_hash == look.content_hash and not is_next_reading:
            versions[-1].append(look)
        else:
            versions.append([look])
    return versions


def settled(versions: Sequence[Sequence[Look]]) -> list[dict[str, Any]]:
    """The row of each version: publishing times are the first's unless a later one is finer."""
    rows: list[dict[str, Any]] = []
    for number, looks in enumerate(versions):
        row = dict(looks[0].row)
        if rows and not versions[number - 1][0].reparsed_at:
            row |= settled_dates(rows[-1], row)
        rows.append({name: row[name] for name in READ})
    return rows
