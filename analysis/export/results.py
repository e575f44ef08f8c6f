"""What a command found, written in the formats that articles are written in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from analysis.export.formats import FORMATS
from analysis.export.selection import ExportedColumn


def _text(name: str, meaning: str) -> ExportedColumn:
    return ExportedColumn(name, "TEXT", "text", meaning)


def _number(name: str, meaning: str) -> ExportedColumn:
    return ExportedColumn(name, "INTEGER", "number", meaning)


FOUND = (
    _number("id", "Number of the article, as in articles.id"),
    _text("site", "The outlet, as in articles.site"),
    _text("published_local", "When it was published, with the outlet's offset"),
    _text("headline", "Headline"),
    _text("url", "Address of the article"),
    _text("place", "Place of the dateline, as printed"),
    _text("snippet", "Where the words stand; where none were asked for, how the text opens"),
)
"""An article that ``scrapy search`` found."""
COUNTS = (
    _number("articles", "Articles found, without those that only searches for words have named"),
    _number(
        "searched",
        "Articles found that only searches for words have named (articles.search_only): of a "
        "topic, no measure of a day",
    ),
)
"""What ``scrapy search --count-by`` counts, behind the column that it counts by."""
TOPIC = (
    _text("site", "The outlet, as in articles.site"),
    _text("outlet", "What readers call it"),
    _text("province", "Its province; empty for what is of none"),
    _text("query", "The words asked for"),
    _text("verdict", "How its run ended, as in runs.verdict; overlapping: it was at work already"),
    _text("reason", "The verdict's reason in words"),
    _text("answered_by", "The kind of listing that answered; empty: only what is stored did"),
    _number("results", "Articles that its listings named"),
    _number("stored", "New articles stored"),
    _number("revised", "Articles of which a new version was stored"),
    _number("found", "Articles in the database that the words have found, of the days asked for"),
    _number("run", "The run, as in runs.id"),
)
"""What came of a site that ``scrapy topic`` asked."""


@dataclass(frozen=True, slots=True)
class Results:
    """A table of results: its columns, and rows of values as SQLite holds them (lists as JSON)."""

    columns: Sequence[ExportedColumn]
    rows: Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Staged:
    """Results in a table of SQLite, chosen as writers of formats choose articles."""

    def sql(self, expressions: Sequence[str]) -> str:
        """The query that gives all of them, in order."""
        return f"SELECT {', '.join(expressions)} FROM results ORDER BY rowid"


def write_results(results: Results, format: str, file: BinaryIO) -> int:
    """Write results in a format of FORMATS, always as one file; how many rows there were."""
    columns = results.columns
    declared = ", ".join(f'"{column.name}" {column.type}' for column in columns)
    places = ", ".join("?" * len(columns))
    write = FORMATS[format].write_one or FORMATS[format].write
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE TABLE results ({declared})")
        memory.executemany(f"INSERT INTO results VALUES ({places})", results.rows)
        return write(memory, Staged(), columns, file, lambda rows: None)
