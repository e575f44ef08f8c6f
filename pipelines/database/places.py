"""Rows of ``places``: what each place that datelines print means, filled as articles are stored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from crawler.places.listed import edition
from crawler.places.meaning import Meaning, meaning, meanings_by_province
from crawler.places.place import Place

COLUMNS = (
    *("name", "level", "regency", "province", "country", "latitude", "longitude"),
    *("code", "bps_code", "geonames_id"),
)
BESIDE = ("ambiguous", "others")
USUAL = ("place", *COLUMNS, *BESIDE, "edition")
NEAR = ("place", "outlet_province", *COLUMNS, *BESIDE)
ADD_USUAL = (
    f"INSERT OR IGNORE INTO places ({', '.join(USUAL)}) VALUES ({', '.join('?' * len(USUAL))})"
)
ADD_NEAR = (
    f"INSERT OR IGNORE INTO places_by_province ({', '.join(NEAR)}) "
    f"VALUES ({', '.join('?' * len(NEAR))})"
)

IS_THERE = "SELECT 1 FROM sqlite_schema WHERE name = 'places_by_province'"
IS_CURRENT = """
SELECT EXISTS (SELECT 1 FROM places WHERE edition = ?)
    OR NOT EXISTS (SELECT 1 FROM articles WHERE dateline_place IS NOT NULL)
"""
PRINTED = """
SELECT DISTINCT dateline_place COLLATE BINARY FROM articles WHERE dateline_place IS NOT NULL
"""
"""Each spelling, BANDUNG and Bandung, though the column holds them for one."""


def add_places(database: sqlite3.Cursor | sqlite3.Connection, printed: Iterable[str]) -> None:
    """Write what printed places mean; those the file has stay as they are."""
    told = edition()
    for place in printed:
        found = database.execute(ADD_USUAL, (place, *_columns(meaning(place)), told))
        if found.rowcount:
            database.executemany(
                ADD_NEAR,
                [
                    (place, province, *_columns(near))
                    for province, near in meanings_by_province(place).items()
                ],
            )


def places_are_current(connection: sqlite3.Connection) -> bool:
    """Whether the file's places are of today's tables; so are those of a file without any."""
    if connection.execute(IS_THERE).fetchone() is None:
        return True
    return bool(connection.execute(IS_CURRENT, (edition(),)).fetchone()[0])


def ensure_places(connection: sqlite3.Connection) -> None:
    """Fill the places of a file that has none yet, or those of other tables."""
    if not places_are_current(connection):
        fill_places(connection)


def fill_places(connection: sqlite3.Connection) -> None:
    """Write anew what every printed place of the file means."""
    connection.execute("DELETE FROM places_by_province")
    connection.execute("DELETE FROM places")
    add_places(connection, [place for (place,) in connection.execute(PRINTED)])


def _columns(found: Meaning) -> list[Any]:
    """The values of COLUMNS and BESIDE."""
    known = asdict(found.place or Place("", ""))
    told = [known[name] if found.place else None for name in COLUMNS]
    others = list(dict.fromkeys(place.in_words() for place in found.others))
    return [*told, int(bool(others)), json.dumps(others, ensure_ascii=False)]
