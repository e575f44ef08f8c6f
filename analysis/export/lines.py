"""Writing selected articles as CSV or JSON Lines, row by row: memory stays what it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from analysis.export.selection import ExportedColumn, Selection
from crawler.errors import DatabaseProblem

ROWS_AT_ONCE = 1000

FORMULA = "[-=+@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}]*"
"""GLOB pattern of what spreadsheets run when a cell begins so, as in ``=HYPERLINK(...)``."""

PASSED_OVER = "' \t\r\n\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
"""What a spreadsheet may take off before it looks; the apostrophe so that defusing is undone by
taking exactly one away."""

Advance = Callable[[int], None]
"""Told of so many more rows."""


def write_csv(
    database: sqlite3.Connection,
    selection: Selection,
    columns: Sequence[ExportedColumn],
    file: BinaryIO,
    advance: Advance,
) -> int:
    """CSV (RFC 4180, UTF-8) with a line of names; how many articles were written.

    NULL is an empty cell, the empty text is "", lists are JSON. A text that a spreadsheet would run
    as a formula, also behind blanks or apostrophes, gets an apostrophe before it; take one away to
    undo that.
    """
    file.write((",".join(column.name for column in columns) + "\r\n").encode())
    line = " || ',' || ".join(csv_cell(column) for column in columns) + " || char(13, 10)"
    return write_lines(database, selection, line, file, advance)


def csv_cell(column: ExportedColumn) -> str:
    """The SQL expression of a cell, nothing where the column is NULL."""
    name = column.name
    if column.type != "TEXT":
        return f"ifnull({name}, '')"
    skipped = ", ".join(str(ord(sign)) for sign in PASSED_OVER)
    suspicious = ", ".join(str(ord(sign)) for sign in FORMULA.strip("[]*") + PASSED_OVER)
    is_formula = (
        f"unicode({name}) IN ({suspicious}) AND ({name} GLOB '{FORMULA}' OR "
        f"unicode({name}) IN (9, 13) OR ltrim({name}, char({skipped})) GLOB '{FORMULA}')"
    )
    opening = f"iif({is_formula}, '\"''', '\"')"
    return f"ifnull({opening} || replace({name}, '\"', '\"\"') || '\"', '')"


def write_json_lines(
    database: sqlite3.Connection,
    selection: Selection,
    columns: Sequence[ExportedColumn],
    file: BinaryIO,
    advance: Advance,
) -> int:
    """One JSON object a line, UTF-8, its keys as in ``scrapy read``; how many were written.

    NULL is null, lists are lists, 0 and 1 of yes-or-no columns are false and true.
    """
    pairs = [f"'\"{column.name}\": ' || {json_value(column)}" for column in columns]
    line = "'{' || " + " || ', ' || ".join(pairs) + " || '}' || char(10)"
    return write_lines(database, selection, line, file, advance)


def json_value(column: ExportedColumn) -> str:
    """The SQL expression of a column's value in JSON."""
    name = column.name
    if column.kind == "list":
        return f"ifnull({name}, 'null')"
    if column.kind == "truth":
        return f"CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END"
    return f"json_quote({name})"


def write_lines(
    database: sqlite3.Connection,
    selection: Selection,
    line: str,
    file: BinaryIO,
    advance: Advance,
) -> int:
    """Write what an SQL expression makes of each article; how many there were.

    SQLite makes the whole line, since Python's csv and json take several times as long.
    """
    written = 0
    for rows in rows_of(database, selection.sql([f"CAST({line} AS BLOB)"])):
        file.write(b"".join([made for (made,) in rows]))
        written += len(rows)
        advance(len(rows))
    return written


def rows_of(
    database: sqlite3.Connection, sql: str, at_once: int = ROWS_AT_ONCE
) -> Iterator[Sequence[tuple]]:
    """The rows of a query, many at a time; raises DatabaseProblem when the file can't be read."""
    cursor = database.cursor()
    cursor.row_factory = None
    with reading():
        cursor.execute(sql)
        while rows := cursor.fetchmany(at_once):
            yield rows


@contextmanager
def reading() -> Iterator[None]:
    """Raises DatabaseProblem for what SQLite says of the file or the condition."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseProblem(f"the query can't be carried out: {error}") from error
