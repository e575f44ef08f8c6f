"""Rows of an article's people, tags and dates named in its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from crawler.items import Article

TABLES = ("article_authors", "article_tags", "date_mentions")

MOST_NAMES = 20_000
"""Then all are forgotten: 5 MB, and looking one up again takes 3 microseconds."""


class Names:
    """The ids of authors and tags met before, so that each is looked up once.

    An id may be of a row that a rollback took back: call ``forget`` after one.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str | None, str], int] = {}

    def forget(self) -> None:
        """Look everything up again."""
        self.known.clear()

    def author(self, cursor: sqlite3.Cursor, site: str, name: str) -> int:
        """The id of a person at an outlet, written down if new."""
        key = (site, name)
        if key not in self.known:
            row = cursor.execute(
                "SELECT id FROM authors WHERE site = ? AND name = ?", key
            ).fetchone()
            self._learn(key, cursor, row, "INSERT INTO authors (site, name) VALUES (?, ?)", key)
        return self.known[key]

    def tag(self, cursor: sqlite3.Cursor, name: str) -> int:
        """The id of a tag, written down if new."""
        key = (None, name)
        if key not in self.known:
            row = cursor.execute("SELECT id FROM tags WHERE name = ?", (name,)).fetchone()
            self._learn(key, cursor, row, "INSERT INTO tags (name) VALUES (?)", (name,))
        return self.known[key]

    def _learn(
        self,
        key: tuple[str | None, str],
        cursor: sqlite3.Cursor,
        row: sqlite3.Row | None,
        insert: str,
        values: tuple[str, ...],
    ) -> None:
        if len(self.known) >= MOST_NAMES:
            self.forget()
        self.known[key] = row["id"] if row else cursor.execute(insert, values).lastrowid


def forget_people_and_tags(cursor: sqlite3.Cursor, article_ids: list[int]) -> None:
    """Delete what earlier versions of articles had in these tables."""
    for table in TABLES:
        cursor.executemany(
            f"DELETE FROM {table} WHERE article_id = ?", [(each,) for each in article_ids]
        )


def write_people_and_tags(
    cursor: sqlite3.Cursor, known: Names, articles: Mapping[int, Article]
) -> None:
    """The rows that people, tags and dates named in the text have beside articles, by their ids."""
    people, tags, mentions = [], [], []
    for article_id, article in articles.items():
        for role, names in (("author", article.authors), ("editor", article.editors)):
            for position, name in enumerate(names):
                author_id = known.author(cursor, article.site, name)
                people.append((article_id, author_id, role, position))
        for position, name in enumerate(article.tags):
            tags.append((article_id, known.tag(cursor, name), position))
        for mention in article.date_mentions:
            mentions.append((article_id, mention.position, mention.raw, mention.iso))
    # In the order of the index that lies scattered, so that each of its pages is met once.
    people.sort(key=lambda link: link[1])
    tags.sort(key=lambda link: link[1])
    insert = cursor.executemany
    insert("INSERT OR IGNORE INTO article_authors VALUES (?, ?, ?, ?)", people)
    insert("INSERT OR IGNORE INTO article_tags VALUES (?, ?, ?)", tags)
    insert("INSERT OR REPLACE INTO date_mentions VALUES (?, ?, ?, ?)", mentions)
