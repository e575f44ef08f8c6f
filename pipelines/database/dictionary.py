"""The data dictionary, as the database itself tells it: comments kept in ``sqlite_schema``."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from typing import Literal

HEAD = re.compile(
    r"CREATE\s+(?:VIRTUAL\s+)?(?:TABLE|VIEW)\s+[\"'\[]?\w+[\"'\]]?\s*"
    r"(?:USING\s+\w+\s*)?(?:/\*(?P<meaning>.*?)\*/)?",
    re.DOTALL | re.IGNORECASE,
)
"""``CREATE VIEW articles_daily /* How much ... */`` before its columns; in a search index the
comment stands behind "USING fts5", where sqlite-utils and Datasette still know it for one."""

CONTENT = re.compile(r"\bcontent\s*=\s*\"(?P<table>\w+)\"")
"""``content="articles"``: the table a search index is over."""

VIEW_COLUMNS = re.compile(r"\(.*?\n\)(?= AS\b)", re.DOTALL)
r"""A view's columns, down to a bracket on a line of its own: ``(site /* The outlet */\n) AS``."""

COMMENT_SIGNS = re.compile(r"\A\s*/\*|\*/\s*\Z")

Kind = Literal["table", "view", "search", "file"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: ``type`` is empty for a view's; ``references`` is as in "articles.id"."""

    name: str
    type: str
    meaning: str
    required: bool = False
    key: bool = False
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table, view or search index with its columns in order; or a file written of them."""

    name: str
    kind: Kind
    meaning: str
    columns: list[TableColumn] = field(default_factory=list)


def read_dictionary(connection: sqlite3.Connection) -> list[Table]:
    """Every table and view a person may query, tables first, each as its SQL explains it.

    A meaning nobody wrote is an empty text.
    """
    made = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid"
    ).fetchall()
    kinds = {
        name: "search" if kind == "virtual" else kind
        for name, kind in connection.execute(
            "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' "
            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        )
    }
    statements = {name: sql for name, sql in made if name in kinds}
    tables = [
        Table(
            name,
            kinds[name],
            one_line(HEAD.match(sql)["meaning"]),
            _columns(connection, name, _meanings(name, statements)),
        )
        for name, sql in statements.items()
    ]
    return sorted(tables, key=lambda table: table.kind == "view")


def one_line(comment: str | None) -> str:
    """A comment's text without its signs, on one line."""
    return " ".join(COMMENT_SIGNS.sub("", comment or "").split())


def _meanings(name: str, statements: dict[str, str]) -> dict[str, str]:
    """What the comments say of each column; a search index has its table's columns."""
    from sqlite_utils.create_table_parser import parse_column_comments  # takes a tenth of a second

    sql = statements[name]
    if content := CONTENT.search(sql):
        return _meanings(content["table"], statements)
    if listed := VIEW_COLUMNS.search(sql, HEAD.match(sql).end()):
        sql = f"CREATE TABLE {name} {listed[0]}"  # written like a table's, and read as one
    return {
        column: one_line(comments.after) for column, comments in parse_column_comments(sql).items()
    }


def _columns(
    connection: sqlite3.Connection, table: str, meanings: dict[str, str]
) -> list[TableColumn]:
    references = {
        column: f"{other}.{target or 'id'}"
        for column, other, target in connection.execute(
            'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (table,)
        )
    }
    return [
        TableColumn(
            name, kind, meanings.get(name, ""), bool(required), bool(key), references.get(name)
        )
        for name, kind, required, key in connection.execute(
            'SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 '
            "ORDER BY cid",
            (table,),
        )
    ]
