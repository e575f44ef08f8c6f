"""Two databases held against each other, table by table, by what names their rows to a reader."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

TIMES_OF_WRITING = {
    "frontier": {"due_at", "last_fetched_at", "discovered_at", "last_listed_at"},
    "rejects": {"seen_at"},
    "listings": {"fetched_at"},
    "site_health": {"checked_at", "last_good_at", "verdict_since", "due_at", "new_share"},
    "runs": {"ended_at"},
    "held_back": {"last_seen_at"},
    "articles": {"gone_at"},
}
"""Noted when a row was written, a moment after the answer came: they may differ by seconds."""
LEFT_OUT = {
    "runs": {"id", "origin", "replay", "bytes", "http_codes"},
    "articles": {"id"},
    "rejects": {"id"},
    "listings": {"id"},
    "revisions": {"id"},
    "authors": {"id"},
    "tags": {"id"},
    "article_months": {"mark"},
}
"""Numbers of rows, and what tells the one database from the other."""
NAMED = {
    "article_id": "(SELECT url FROM articles WHERE id = {})",
    "author_id": "(SELECT site || name FROM authors WHERE id = {})",
    "tag_id": "(SELECT name FROM tags WHERE id = {})",
}
ONLY = {
    "article_months": "EXISTS (SELECT 1 FROM articles WHERE articles.site = article_months.site "
    "AND substr(published_day, 1, 7) = month)"
}
"""The rows that count: a month that has lost all its articles is none."""
RUN = "(SELECT site || started_at FROM runs WHERE id = {})"
NOT_COMPARED = ("articles_fts", "sqlite_", "_sqlite", "reject_reasons", "doubts", "this_database")
"""The search index (asked for itself), SQLite's own, closed lists, and a file's own mark."""


def differences(one: Path, other: Path) -> dict[str, list[str]]:
    """By table the rows that only one of two databases has, each with its sign; empty: none."""
    with closing(sqlite3.connect(one)) as first, closing(sqlite3.connect(other)) as second:
        found = {}
        for table in tables(first):
            rows, others = (rows_of(database, table) for database in (first, second))
            lost, new = rows - others, others - rows
            told = [f"- {row}" for row in lost.elements()] + [f"+ {row}" for row in new.elements()]
            if told:
                found[table] = sorted(told, key=lambda line: line[2:])
        return found


def tables(database: sqlite3.Connection) -> list[str]:
    """The tables that are compared."""
    names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in names if not name.startswith(NOT_COMPARED)]


def rows_of(database: sqlite3.Connection, table: str) -> Counter[str]:
    """A table's rows, each as a text without the numbers of rows."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    wanted: Mapping[str, str] = {
        name: expression(table, name) for name in columns if name not in LEFT_OUT.get(table, ())
    }
    query = f"SELECT {', '.join(wanted.values())} FROM {table} WHERE {ONLY.get(table, 'true')}"
    return Counter(
        ", ".join(f"{name}={value!r}" for name, value in zip(wanted, row, strict=True))
        for row in database.execute(query)
    )


def expression(table: str, name: str) -> str:
    """How a column is asked for."""
    if name.endswith("run_id"):
        return RUN.format(name)
    if name in NAMED:
        return NAMED[name].format(name)
    if name in TIMES_OF_WRITING.get(table, ()):
        return f"substr({name}, 1, 13)"  # to the hour
    return name


def searched(path: Path, words: str) -> list[str]:
    """The addresses that the search index finds for some words."""
    with closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT url FROM articles WHERE id IN "
            "(SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?) ORDER BY url",
            (words,),
        )
        return [url for (url,) in found]
