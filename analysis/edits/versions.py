"""The versions of a stored article, and what each changed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from crawler.errors import UsageProblem
from crawler.parsers.urls import canonical_url
from pipelines.database.articles import KEPT_WHOLE


@dataclass(frozen=True, slots=True)
class Change:
    """What the version after ``version`` changed.

    ``seen_at`` is when that version was first seen (UTC), ``cause`` edit or reparse, ``changed``
    the size of the change from 0 to 1; ``fields`` holds for each column changed its value before
    and after.
    """

    version: int
    seen_at: str
    cause: str
    words_added: int
    words_removed: int
    changed: float
    fields: dict[str, tuple[Any, Any]]


LONGEST_ID = 18
"""Digits; SQLite counts no further than 19."""


def find_article(database: sqlite3.Connection, name: str) -> sqlite3.Row:
    """The article with a number or at an address, any it was seen under.

    ``database`` gives rows by name. Raises UsageProblem when there is none.
    """
    if name.isdecimal() and len(name) <= LONGEST_ID:
        found = database.execute("SELECT * FROM articles WHERE id = ?", (int(name),)).fetchone()
    else:
        found = database.execute(
            "SELECT * FROM articles WHERE url IN (:url, :canonical) OR id IN "
            "(SELECT article_id FROM aliases WHERE url IN (:url, :canonical)) ORDER BY id",
            {"url": name, "canonical": canonical_url(name)},
        ).fetchone()
    if found is None:
        raise UsageProblem(
            f"there is no article {name}; give its id or its address "
            "(scrapy search WORDS shows both)"
        )
    return found


def changes(database: sqlite3.Connection, article: sqlite3.Row) -> list[Change]:
    """What each version of an article changed, oldest first; empty for one never edited."""
    rows = database.execute(
        "SELECT * FROM revisions WHERE article_id = ? ORDER BY version", (article["id"],)
    ).fetchall()
    earlier = [_values(row) for row in rows]
    found = []
    for position, row in enumerate(rows):
        later = [*earlier[position + 1 :], dict(article)]
        before = earlier[position]
        fields = {
            name: (before.get(name), next(known[name] for known in later if name in known))
            for name in json.loads(row["fields"])
        }
        numbers = (row[name] for name in ("words_added", "words_removed", "changed"))
        found.append(Change(row["version"], row["replaced_at"], row["cause"], *numbers, fields))
    return found


def _values(revision: sqlite3.Row) -> dict[str, Any]:
    """The columns a revision kept: its texts, and of the others those the next one changed."""
    return {name: revision[name] for name in KEPT_WHOLE} | json.loads(revision["other"])
