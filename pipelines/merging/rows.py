"""Rows of all tables but articles and runs, by the rules of ``rules.py``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from pipelines.merging.looks import capture_rank
from pipelines.merging.rules import RULES, Each, Elsewhere, Keyed, Row

OF_RUN = "(SELECT here FROM temp.run_of WHERE there = s.{})"
OF_ARTICLE = "(SELECT here FROM temp.article_of WHERE there = s.{})"
ADDRESSES = ("url", "fetched_from")
ARTICLE_NAME = "SELECT first_seen_at, url FROM main.articles WHERE id = ?"


class RowJoiner:
    """Joins rows of the file attached as ``other`` in an open transaction.

    ``run_name`` says by what a run is known in every file. What ``temp.run_of`` and
    ``temp.article_of`` say of runs and articles must stand there.
    """

    def __init__(self, database: sqlite3.Connection, run_name: Callable[[int | None], str]):
        self.database = database
        self.run_name = run_name

    def join_all(self) -> dict[str, int]:
        """Join every table that has a rule of its own; by table how many rows are new."""
        new = {}
        for table, rule in RULES.items():
            if isinstance(rule, Keyed):
                new[table] = self._join_keyed(table, rule)
            elif isinstance(rule, Each):
                new[table] = self._add_each(table, rule)
            else:
                assert isinstance(rule, Elsewhere)
        self._write_tags()
        return new

    def _columns(self, table: str) -> list[str]:
        rows = self.database.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
        return [name for (name,) in map(tuple, rows) if name != "id"]

    def _mapped(self, table: str) -> dict[str, str]:
        """By column how it is asked for, with this database's numbers."""
        return {name: _expression(name) for name in self._columns(table)}

    def _wanted(self, columns: dict[str, str]) -> str:
        """Which rows of the other file are taken over: nothing of what was taken down."""
        kept = [f"NOT is_taken_down(s.{name})" for name in ADDRESSES if name in columns]
        if "fetched_from" in columns:
            kept.append(f"(s.article_id IS NULL OR {columns['article_id']} IS NOT NULL)")
        return " AND ".join(kept) or "true"

    def _join_keyed(self, table: str, rule: Keyed) -> int:
        columns, on = self._mapped(table), _equal(rule.key)
        theirs = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        mine = ", ".join(f"t.{name}" for name in columns)
        wanted = self._wanted(columns)
        pairs = self.database.execute(
            f"SELECT {theirs}, {mine} FROM other.{table} s JOIN main.{table} t ON {on} "
            f"WHERE {wanted} AND ({', '.join(columns.values())}) IS NOT ({mine})"
        ).fetchall()
        width = len(columns)
        for pair in map(tuple, pairs):
            there, here = (
                self._named(dict(zip(columns, half, strict=True)))
                for half in (pair[:width], pair[width:])
            )
            joined = rule.join(here, there)
            if joined != here:
                self._update(table, rule.key, joined)
        return self.database.execute(
            f"INSERT INTO main.{table} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} FROM other.{table} s WHERE {wanted} "
            f"AND NOT EXISTS (SELECT 1 FROM main.{table} t WHERE {on})"
        ).rowcount

    def _named(self, row: Row) -> Row:
        """A row whose runs and articles are told by what they are called in every file."""
        for name, value in row.items():
            if value is not None and name.endswith("run_id"):
                row[name] = (self.run_name(value), value)
            elif value is not None and name == "article_id":
                row[name] = (*self.database.execute(ARTICLE_NAME, (value,)).fetchone(), value)
        return row

    def _update(self, table: str, key: tuple[str, ...], row: Row) -> None:
        values = {
            name: value[-1] if isinstance(value, tuple) else value for name, value in row.items()
        }
        self.database.execute(
            f"UPDATE main.{table} SET {', '.join(f'{name} = :{name}' for name in values)} "
            f"WHERE {' AND '.join(f'{name} = :{name}' for name in key)}",
            values,
        )

    def _add_each(self, table: str, rule: Each) -> int:
        """Add each row as often as the file with most of its like has it."""
        columns = self._mapped(table)
        alike = rule.alike or tuple(columns)
        compared = " AND ".join(f"t.{name} IS {columns[name]}" for name in alike)
        like = ", ".join(columns[name] for name in alike)
        numbered = f"row_number() OVER (PARTITION BY {like} ORDER BY s.id)"
        new = self.database.execute(
            f"INSERT INTO main.{table} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} "
            f"FROM (SELECT *, {numbered} AS nth FROM other.{table} s) s "
            f"WHERE {self._wanted(columns)} "
            f"AND nth > (SELECT count(*) FROM main.{table} t WHERE {compared}) ORDER BY s.id"
        ).rowcount
        if "capture" in columns and "capture" not in alike:
            self._name_captures(table, compared)
        return new

    def _name_captures(self, table: str, compared: str) -> None:
        """Let rows name their pages as the file does whose archive was thinned later."""
        renamed = self.database.execute(
            f"SELECT t.id, t.capture, s.capture FROM other.{table} s JOIN main.{table} t "
            f"ON {compared} WHERE t.capture IS NOT s.capture"
        ).fetchall()
        self.database.executemany(
            f"UPDATE main.{table} SET capture = ? WHERE id = ?",
            [(max(names, key=capture_rank), number) for number, *names in map(tuple, renamed)],
        )

    def _write_tags(self) -> None:
        """Every tag of the file; one that files spell otherwise with capitals first."""
        self.database.execute(
            "INSERT OR IGNORE INTO main.tags (name) SELECT name FROM other.tags ORDER BY id"
        )
        spelt_otherwise = self.database.execute(
            "SELECT t.id, t.name, s.name FROM other.tags s JOIN main.tags t ON t.name = s.name "
            "WHERE t.name <> s.name COLLATE BINARY"
        ).fetchall()
        self.database.executemany(
            "UPDATE main.tags SET name = ? WHERE id = ?",
            [(min(names), number) for number, *names in map(tuple, spelt_otherwise)],
        )


def _expression(name: str) -> str:
    if name.endswith("run_id"):
        return OF_RUN.format(name)
    return OF_ARTICLE.format(name) if name == "article_id" else f"s.{name}"


def _equal(key: tuple[str, ...]) -> str:
    return " AND ".join(f"t.{name} = s.{name}" for name in key)
