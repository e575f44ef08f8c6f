"""What keeps the pages of a large file quick: views counted once, sorting by what has an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from crawler.clock import utc
from crawler.database import open_for_reading

LARGE = 100_000
"""Articles from which on a file is large; below, everything is counted for each page anew."""
COUNTED = (
    "coverage_daily",
    "articles_daily",
    "provinces_daily",
    "fields_by_site",
    "datelines_by_place",
)
"""Views that go through all articles for whatever is asked of them: of a million up to 6 s each."""
SORTABLE = ("id", "site", "published_at", "published_day", "url")
"""Columns of ``articles`` with an index; a million sorted by another take more than a second."""


def is_large(database: sqlite3.Connection) -> bool:
    """Whether a file has so many articles that its views are better counted once."""
    (last,) = database.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    return last >= LARGE


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of the views COUNTED, in memory, for all connections of this process.

    The rows lie at ``address`` until ``holder`` is closed. ``at`` is when they were counted (UTC).
    """

    address: str
    holder: sqlite3.Connection
    at: str


def count_once(database: Path) -> Counted:
    """Ask each of the views COUNTED for all its rows."""
    address = f"file:counted-{uuid4()}?mode=memory&cache=shared"
    counted = Counted(address, sqlite3.connect(address, uri=True), utc(datetime.now(UTC)))
    with closing(open_for_reading(database)) as source:
        source.execute("ATTACH ? AS counted", (address,))
        made = {name for (name,) in source.execute("SELECT name FROM main.sqlite_schema")}
        for name in COUNTED:
            if name in made:
                source.execute(f"CREATE TABLE counted.{name} AS SELECT * FROM main.{name}")
        source.commit()
    return counted


def take_counted(connection: sqlite3.Connection, counted: Counted) -> None:
    """Let a connection find the rows of ``count_once`` under the views' names."""
    connection.execute("ATTACH ? AS counted", (counted.address,))
    for (name,) in connection.execute("SELECT name FROM counted.sqlite_schema").fetchall():
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM counted.{name}")


def uses_counted(sql: str) -> bool:
    """Whether a query asks one of the views COUNTED."""
    return any(name in sql.lower() for name in COUNTED)


def with_sorting_by_indexes(metadata: dict, database: str) -> dict:
    """Datasette's metadata, articles being sorted by what has an index alone."""
    metadata = deepcopy(metadata)
    metadata["databases"][database]["tables"]["articles"]["sortable_columns"] = list(SORTABLE)
    return metadata
