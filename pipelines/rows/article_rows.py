"""Rows of articles and their versions: a new one, one seen again, a newer and an older version."""

from __future__ import annotations

import sqlite3
from typing import Any, Literal

from crawler import __version__
from crawler.items import Article
from crawler.parsers.urls import address_forms
from pipelines.database.articles import KEPT_WHOLE
from pipelines.database.places import add_places
from pipelines.rows.frontier_rows import Outcome
from pipelines.rows.people_and_tags import Names, forget_people_and_tags, write_people_and_tags
from pipelines.rows.revisions import READ, difference, in_order
from pipelines.rows.search_feed import SearchFeed

VERSION = (
    *READ,
    "content_hash",
    "version_seen_at",
    "last_seen_at",
    "run_id",
    "capture",
    "parser_version",
)
"""The columns that a new version replaces."""

INSERTED = ("site", "publisher_id", "url", "first_seen_at", *VERSION)
INSERT = f"INSERT INTO articles ({', '.join(INSERTED)}) VALUES ({', '.join('?' * len(INSERTED))})"

REPLACE = (
    "UPDATE articles SET version = version + 1, "
    "gone_at = CASE WHEN gone_at > :version_seen_at AND gone_at <= :now THEN gone_at END, "
    "{} WHERE id = :id"
).format(", ".join(f"{name} = :{name}" for name in VERSION))

SEEN_AGAIN = """
UPDATE articles SET first_seen_at = min(first_seen_at, :seen_at),
    last_seen_at = CASE WHEN last_seen_at > :now THEN :seen_at
        ELSE max(last_seen_at, :seen_at) END,
    gone_at = CASE WHEN gone_at > :seen_at AND gone_at <= :now THEN gone_at END
WHERE id = :id
"""

EARLIER = (
    *("article_id", "version", "cause", "seen_at", "replaced_at", "run_id", "capture"),
    *("parser_version", "content_hash", "fields", "words_added", "words_removed", "changed"),
    *("other", *KEPT_WHOLE),
)
KEEP_EARLIER = f"INSERT INTO revisions ({', '.join(EARLIER)}) VALUES (:{', :'.join(EARLIER)})"

NUMBER_BY_TIME = """
UPDATE revisions SET version = (SELECT count(*) FROM revisions AS r
    WHERE r.article_id = revisions.article_id
    AND (r.seen_at, r.id) <= (revisions.seen_at, revisions.id))
WHERE article_id = ?
"""

ONLY_DOUBT = '["doubt"]'
"""The fields of a difference in nothing but what is doubted."""

ALIAS = """
INSERT OR IGNORE INTO aliases (url, article_id, first_seen_at)
SELECT :url, :article_id, :seen_at
WHERE NOT EXISTS (SELECT 1 FROM articles WHERE url = :url AND site = :site)
"""


class ArticleRows:
    """What one open transaction writes of articles.

    What belongs to an article beside its own row (people, tags, place, mentions, search) is
    gathered and written by ``finish``, once for each article.
    """

    def __init__(self, cursor: sqlite3.Cursor, names: Names, run_id: int | None, at: str):
        self.cursor = cursor
        self.names = names
        self.run_id = run_id
        self.at = at
        self.search = SearchFeed(cursor)
        self.linked: dict[int, Article] = {}

    def finish(self) -> None:
        """Write what was gathered, and let the triggers feed the search index again."""
        forget_people_and_tags(self.cursor, self.search.replaced())
        write_people_and_tags(self.cursor, self.names, self.linked)
        printed = {article.dateline_place for article in self.linked.values()}
        add_places(self.cursor, printed - {None})
        self.search.finish()

    def insert(self, article: Article, row: dict[str, Any], seen_at: str) -> int:
        """Write an article that is new; its id."""
        found_as = (article.site, article.publisher_id, article.url, seen_at)
        bookkeeping = self._bookkeeping(article, seen_at).values()
        self.cursor.execute(INSERT, (*found_as, *in_order(row), *bookkeeping))
        article_id = self.cursor.lastrowid
        self.search.add(article_id, row)
        self.linked[article_id] = article
        self._take_address(article)
        return article_id

    def aliases(self, article_id: int, known_as: str, article: Article, seen_at: str) -> None:
        """Write down every address of an article but the one its row has."""
        for url in [article.url, *article.aliases]:
            if url != known_as:
                alias = {"url": url, "article_id": article_id, "seen_at": seen_at}
                self.cursor.execute(ALIAS, {**alias, "site": article.site})

    def seen_again(self, stored: sqlite3.Row, seen_at: str) -> Outcome:
        """Note that the article still reads the same."""
        self.cursor.execute(SEEN_AGAIN, {"id": stored["id"], "seen_at": seen_at, "now": self.at})
        return "unchanged"

    def is_same(self, stored: sqlite3.Row, row: dict[str, Any], changes: dict[str, Any]) -> bool:
        """Whether newer parsers make the same of a page; what they doubt makes no version."""
        if changes["fields"] == ONLY_DOUBT:
            doubt = (row["doubt"], stored["id"])
            self.cursor.execute("UPDATE articles SET doubt = ? WHERE id = ?", doubt)
        return changes["fields"] in ("[]", ONLY_DOUBT)

    def new_version(
        self,
        stored: sqlite3.Row,
        article: Article,
        row: dict[str, Any],
        changes: dict[str, Any],
        cause: Literal["edit", "reparse"],
        seen_at: str,
    ) -> Outcome:
        """Replace the stored version, which becomes a revision."""
        self.cursor.execute(
            KEEP_EARLIER,
            {
                **dict(stored),
                **changes,
                "article_id": stored["id"],
                "cause": cause,
                "seen_at": stored["version_seen_at"],
                "replaced_at": seen_at if cause == "edit" else self.at,
            },
        )
        new = {**row, **self._bookkeeping(article, seen_at), "id": stored["id"], "now": self.at}
        was_ahead = stored["last_seen_at"] > self.at
        new["last_seen_at"] = seen_at if was_ahead else max(stored["last_seen_at"], seen_at)
        new["run_id"] = stored["run_id"] if self.run_id is None else self.run_id
        self.cursor.execute(REPLACE, new)
        self.search.replace(stored["id"], stored, row)
        self.linked[stored["id"]] = article
        return "revised"

    def older_version(
        self, stored: sqlite3.Row, article: Article, row: dict[str, Any], seen_at: str
    ) -> Outcome:
        """Put a version seen before the stored one where it belongs, if it is not there yet.

        An archive may be read in any order, and read again.
        """
        cursor, article_id = self.cursor, stored["id"]
        known = cursor.execute(
            "SELECT 1 FROM revisions WHERE article_id = ? AND (content_hash = ? OR capture = ?)",
            (article_id, article.content_hash, article.capture),
        ).fetchone()
        if known:
            return self.seen_again(stored, seen_at)
        following = cursor.execute(
            "SELECT * FROM revisions WHERE article_id = ? AND seen_at > ? ORDER BY seen_at LIMIT 1",
            (article_id, seen_at),
        ).fetchone()
        cursor.execute(
            KEEP_EARLIER,
            {
                **self._bookkeeping(article, seen_at),
                **difference(row, following or stored),
                "article_id": article_id,
                "version": 0,
                "cause": "edit",
                "seen_at": seen_at,
                "replaced_at": (following or {"seen_at": stored["version_seen_at"]})["seen_at"],
            },
        )
        cursor.execute(NUMBER_BY_TIME, (article_id,))
        cursor.execute(
            "UPDATE articles SET version = version + 1, first_seen_at = min(first_seen_at, ?) "
            "WHERE id = ?",
            (seen_at, article_id),
        )
        return "revised"

    def remove(self, stored: sqlite3.Row) -> None:
        """Delete an article and all that belongs to it."""
        self.linked.pop(stored["id"], None)
        self.search.remove(stored["id"], stored)
        self.cursor.execute("DELETE FROM articles WHERE id = ?", (stored["id"],))

    def _bookkeeping(self, article: Article, seen_at: str) -> dict[str, Any]:
        """The columns of ``VERSION`` behind those of ``READ``, in their order."""
        return {
            "content_hash": article.content_hash,
            "version_seen_at": seen_at,
            "last_seen_at": seen_at,
            "run_id": self.run_id,
            "capture": article.capture,
            "parser_version": __version__,
        }

    def _take_address(self, article: Article) -> None:
        """Let a new article's address be no other's: a cache may have shown that one there once."""
        forms = [form for url in article.fetched_from for form in address_forms(url)]
        self.cursor.execute(
            f"DELETE FROM aliases WHERE url IN ({', '.join('?' * len(forms))}) "
            "AND EXISTS (SELECT 1 FROM articles WHERE id = article_id AND site = ?)",
            (*forms, article.site),
        )
