"""Captures that are no articles, in a file of the data set's folder: rows as in ``rejects``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from crawler.archive.taken_down import marks
from crawler.errors import OutputProblem
from pipelines.dataset.changing import NextState

REJECTS = "_rejects.jsonl"
"""A line of JSON each: reason, url, site, detail, capture and seen_at."""
ADDRESS = re.compile(r"https?://[^\s'\"]+")
"""``https://www.contoh.id/read/1`` in words."""


def add_rejects(
    path: Path,
    coming: NextState,
    rows: Iterable[dict[str, Any]],
    taken_down: frozenset[str],
) -> Counter[str]:
    """Write those of the data set at ``path`` and further ones; of these how many by reason.

    A capture that was refused for the same reason before adds none, as in a database; addresses
    that were taken down (``taken_down``: their marks) are left out of all. Raises OutputProblem for
    a file that can't be read.
    """
    written, refused, is_changed = set[bytes](), Counter[str](), False
    with coming.beside(REJECTS) as file:
        for row, is_old in chain(
            ((row, True) for row in rejects_of(path)), ((row, False) for row in rows)
        ):
            hidden = without_addresses(row, taken_down)
            refused[hidden["reason"]] += not is_old
            if (key := _key(hidden)) not in written:
                written.add(key)
                file.write(_line(hidden))
                is_changed |= not is_old or hidden != row
    if not is_changed:
        coming.without(REJECTS)
    return +refused


def without_addresses(row: dict[str, Any], taken_down: frozenset[str]) -> dict[str, Any]:
    """A row that names no address that was taken down: the mark in its place."""
    if not taken_down:
        return row
    (mark,) = marks(row["site"], [row["url"]])
    if mark in taken_down:
        detail = "the page of an article that was taken down was not stored"
        return {**row, "url": mark, "reason": "taken-down", "detail": detail}
    named = [
        url for url in ADDRESS.findall(row["detail"]) if marks(row["site"], [url])[0] in taken_down
    ]
    for url in named:
        row = {**row, "detail": row["detail"].replace(url, "(taken down)")}
    return row


def rejects_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a data set's file, in their order; none where there is no such file."""
    file = path / REJECTS
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                _key(row)
            except (ValueError, KeyError, TypeError) as error:
                raise OutputProblem(
                    f"line {number} of {file} can't be read: {error}; mend that line or move the "
                    "file away"
                ) from error
            yield row


def _key(row: dict[str, Any]) -> bytes:
    named = json.dumps([row["url"], row["reason"], row["capture"]])
    return blake2b(named.encode(), digest_size=12).digest()


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
