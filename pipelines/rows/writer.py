"""Writing articles and rejects: every row that one of them leaves, inside one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, Literal

from crawler import __version__
from crawler.clock import utc
from crawler.items import Article, Reject
from crawler.parsers.urls import canonical_url
from pipelines.identity import find
from pipelines.rows.revisions import (
    READ,
    columns,
    difference,
    in_order,
    instant,
    same_text,
    settled_dates,
)

Outcome = Literal["stored", "revised", "unchanged", "rejected"]

Reread = Callable[[sqlite3.Row], Article | None]
"""From a stored version to what today's parsers make of its page; None where that can't be had."""

SEARCHED = ("headline", "lead", "body")
searched = itemgetter(*SEARCHED)
FOUND = 200
GONE = (404, 410)
GONE_AFTER = 2
"""So many answers in a row that a page does not exist make its article gone; one may be a fault."""
ASK_TWICE = timedelta(days=1)
"""After this time a page that was not there at the last look is asked for once more."""

NEVER_AGAIN = ("robots", "off-site")
"""Reasons that another look would not change."""

MOST_NAMES = 20_000
"""Then all are forgotten: 5 MB, and looking one up again takes 3 microseconds."""

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
    "gone_at = CASE WHEN gone_at > :version_seen_at THEN gone_at END, {} WHERE id = :id"
).format(", ".join(f"{name} = :{name}" for name in VERSION))

SEEN_AGAIN = """
UPDATE articles SET first_seen_at = min(first_seen_at, :seen_at),
    last_seen_at = max(last_seen_at, :seen_at),
    gone_at = CASE WHEN gone_at > :seen_at THEN gone_at END
WHERE id = :id
"""

KEEP_EARLIER = """
INSERT INTO revisions (article_id, version, cause, seen_at, replaced_at, run_id, capture,
    parser_version, content_hash, fields, words_added, words_removed, changed, headline, dateline,
    lead, other, body)
VALUES (:article_id, :version, :cause, :seen_at, :replaced_at, :run_id, :capture,
    :parser_version, :content_hash, :fields, :words_added, :words_removed, :changed, :headline,
    :dateline, :lead, :other, :body)
"""

NUMBER_BY_TIME = """
UPDATE revisions SET version = (SELECT count(*) FROM revisions AS r
    WHERE r.article_id = revisions.article_id
    AND (r.seen_at, r.id) <= (revisions.seen_at, revisions.id))
WHERE article_id = ?
"""

NUMBERED = "UPDATE OR IGNORE articles SET publisher_id = ? WHERE id = ?"
"""Ignored where another article has the number: it is the same story stored twice."""

REFUSE = """
INSERT INTO rejects (url, site, run_id, reason, detail, seen_at, capture)
SELECT :url, :site, :run_id, :reason, :detail, :seen_at, :capture
WHERE NOT EXISTS (SELECT 1 FROM rejects
    WHERE url = :url AND reason = :reason AND capture = :capture)
"""

ALIAS = """
INSERT OR IGNORE INTO aliases (url, article_id, first_seen_at)
SELECT :url, :article_id, :seen_at
WHERE NOT EXISTS (SELECT 1 FROM articles WHERE url = :url AND site = :site)
"""

REFUSED = """
UPDATE frontier SET fetches = fetches + 1, last_fetched_at = :now, outcome = :outcome,
    last_status = :status, due_at = :due_at, gone_answers = :gone_answers
WHERE url = :url
"""

FETCHED = """
UPDATE frontier SET fetches = fetches + 1, last_fetched_at = :now, outcome = :outcome,
    last_status = :status, due_at = :due_at, gone_answers = 0, article_id = :article_id,
    day = :day, read_from = :read_from
WHERE url = :url
"""

FETCHED_OR_NEW = """
INSERT INTO frontier (url, site, day, discovered_at, last_fetched_at, fetches,
    due_at, last_status, outcome, article_id, read_from)
VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET fetches = fetches + 1, last_fetched_at = excluded.last_fetched_at,
    outcome = excluded.outcome, last_status = excluded.last_status, due_at = excluded.due_at,
    gone_answers = 0, article_id = excluded.article_id, day = excluded.day,
    read_from = excluded.read_from
"""

SEARCH_NO_MORE = """
INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body) VALUES ('delete', ?, ?, ?, ?)
"""
SEARCH = "INSERT INTO articles_fts (rowid, headline, lead, body) VALUES (?, ?, ?, ?)"


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


class Writer:
    """One transaction's worth of articles and rejects, written into an open transaction.

    What belongs to an article beside its own row (people, tags, mentions, search) is gathered
    and written by ``finish``, once for each article. The search index above all: SQLite makes an
    index segment of its own for every row a trigger feeds it inside a transaction, which takes
    more time than everything else together, so the triggers rest until ``finish``.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        names: Names,
        run_id: int | None,
        now: datetime,
        recheck_hours: Sequence[float],
        reread: Reread | None = None,
    ):
        self.cursor = connection.cursor()
        self.cursor.row_factory = sqlite3.Row
        self.names = names
        self.run_id = run_id
        self.now = now
        self.at = utc(now)
        self.recheck_hours = recheck_hours
        self.reread_page = reread
        self.searched_before: dict[int, tuple | None] = {}
        self.searched_now: dict[int, tuple] = {}
        self.linked: dict[int, Article] = {}
        self.fetched: list[tuple] = []
        self.cursor.execute("UPDATE search_feed SET paused = 1")

    def article(self, article: Article) -> Outcome:
        """Store an article, a new version of it, or that it was seen again."""
        seen_at = utc(article.fetched_at) if article.fetched_at else self.at
        row = columns(article)
        stored = find(self.cursor, article)
        if stored is None:
            article_id, outcome = self._insert(article, row, seen_at), "stored"
        else:
            article_id = stored["id"]
            outcome = self._meet_again(stored, article, row, seen_at)
        self._aliases(article_id, stored["url"] if stored else article.url, article, seen_at)
        first_seen = min(stored["first_seen_at"], seen_at) if stored else seen_at
        day = stored["published_day"] if stored else row["published_day"]
        self._fetched(article, article_id, day, outcome, self._look_at_page(article, first_seen))
        return outcome

    def reread(self, article_id: int, article: Article) -> Outcome:
        """Store what newer parsers make of the page that a stored version was read from.

        The version before becomes a revision with cause ``reparse``; nothing counts as fetched.
        A version that was read from another page meanwhile stays.
        """
        stored = self.cursor.execute(
            "SELECT * FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if stored is None or stored["capture"] != article.capture:
            return "unchanged"
        if stored["publisher_id"] is None and article.publisher_id is not None:
            self.cursor.execute(NUMBERED, (article.publisher_id, article_id))
        row = columns(article)
        changes = difference(stored, row)
        if changes["fields"] == "[]":
            return "unchanged"
        self._aliases(article_id, stored["url"], article, stored["version_seen_at"])
        seen_at = stored["version_seen_at"]
        return self._new_version(stored, article, row, changes, "reparse", seen_at)

    def rescue(self, article: Article) -> Outcome:
        """Store an article that newer parsers find on an archived page refused before."""
        if find(self.cursor, article) is not None:
            return "unchanged"
        row, seen_at = columns(article), utc(article.fetched_at)
        article_id = self._insert(article, row, seen_at)
        self._aliases(article_id, article.url, article, seen_at)
        for url in [article.url, *article.aliases]:
            self.cursor.execute(
                "UPDATE frontier SET outcome = 'stored', article_id = ?, day = ? WHERE url = ?",
                (article_id, row["published_day"], url),
            )
        return "stored"

    def reject(self, reject: Reject) -> Outcome:
        """Write down that a page was not stored, and why; a capture read again adds no row."""
        self.cursor.execute(
            REFUSE,
            {
                "url": reject.url,
                "site": reject.site,
                "run_id": self.run_id,
                "reason": reject.reason,
                "detail": reject.detail,
                "seen_at": self.at,
                "capture": reject.capture,
            },
        )
        if reject.reason != "not-in-archive":
            self._refused(reject)
        return "rejected"

    def finish(self) -> None:
        """Write what was gathered, and let the triggers feed the search index again."""
        cursor = self.cursor
        revised = [(each,) for each, texts in self.searched_before.items() if texts is not None]
        for table in ("article_authors", "article_tags", "date_mentions"):
            cursor.executemany(f"DELETE FROM {table} WHERE article_id = ?", revised)
        self._write_links()
        self._write_fetched()
        self._feed_search()
        cursor.execute("UPDATE search_feed SET paused = 0")

    def _feed_search(self) -> None:
        """By rising id, old before new: at every id that is lower, SQLite ends an index segment.

        In the order of writing, 1,000 articles with 40 edits among them made 25 segments.
        """
        cursor = self.cursor
        new = []
        for article_id, texts in sorted(self.searched_now.items()):
            before = self.searched_before[article_id]
            if before is None:
                new.append((article_id, *texts))
            else:
                cursor.execute(SEARCH_NO_MORE, (article_id, *before))
                cursor.execute(SEARCH, (article_id, *texts))
        cursor.executemany(SEARCH, new)

    def _insert(self, article: Article, row: dict[str, Any], seen_at: str) -> int:
        found_as = (article.site, article.publisher_id, article.url, seen_at)
        bookkeeping = self._bookkeeping(article, seen_at).values()
        self.cursor.execute(INSERT, (*found_as, *in_order(row), *bookkeeping))
        article_id = self.cursor.lastrowid
        self.searched_before[article_id] = None
        self._gather(article_id, article, row)
        return article_id

    def _gather(self, article_id: int, article: Article, row: dict[str, Any]) -> None:
        self.searched_now[article_id] = searched(row)
        self.linked[article_id] = article

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

    def _meet_again(
        self, stored: sqlite3.Row, article: Article, row: dict[str, Any], seen_at: str
    ) -> Outcome:
        """What a further reading of a stored article is: an edit, a reparse, or nothing new.

        A version's row is what its capture says, so a reading that brings no new version changes
        none of it.
        """
        reparse = article.capture is not None and article.capture == stored["capture"]
        if not reparse:
            if article.content_hash == stored["content_hash"] or same_text(stored, row):
                return self._seen_again(stored, seen_at)
            if seen_at < stored["last_seen_at"]:
                return self._older_version(stored, article, row, seen_at)
            stored = self._as_read_today(stored)
            if same_text(stored, row):
                self._seen_again(stored, seen_at)
                return "revised"
        if not reparse or stored["version"] > 1:
            row = {**row, **settled_dates(stored, row)}
        changes = difference(stored, row)
        if reparse and changes["fields"] == "[]":
            return self._seen_again(stored, seen_at)
        cause = "reparse" if reparse else "edit"
        return self._new_version(stored, article, row, changes, cause, seen_at)

    def _as_read_today(self, stored: sqlite3.Row) -> sqlite3.Row:
        """The stored version as today's parsers read its page, so that an edit is the outlet's.

        What newer parsers changed is a version of its own, with cause ``reparse``.
        """
        article = self.reread_page(stored) if self.reread_page else None
        if article is None or same_text(stored, columns(article)):
            return stored
        row = columns(article)
        self._new_version(
            stored, article, row, difference(stored, row), "reparse", stored["version_seen_at"]
        )
        return self.cursor.execute(
            "SELECT * FROM articles WHERE id = ?", (stored["id"],)
        ).fetchone()

    def _seen_again(self, stored: sqlite3.Row, seen_at: str) -> Outcome:
        """Note that the article still reads the same."""
        self.cursor.execute(SEEN_AGAIN, {"id": stored["id"], "seen_at": seen_at})
        return "unchanged"

    def _new_version(
        self,
        stored: sqlite3.Row,
        article: Article,
        row: dict[str, Any],
        changes: dict[str, Any],
        cause: Literal["edit", "reparse"],
        seen_at: str,
    ) -> Outcome:
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
        new = {**row, **self._bookkeeping(article, seen_at), "id": stored["id"]}
        new["last_seen_at"] = max(stored["last_seen_at"], seen_at)
        new["run_id"] = stored["run_id"] if self.run_id is None else self.run_id
        self.cursor.execute(REPLACE, new)
        self.searched_before.setdefault(stored["id"], searched(stored))
        self._gather(stored["id"], article, row)
        return "revised"

    def _older_version(
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
            return self._seen_again(stored, seen_at)
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

    def _write_links(self) -> None:
        people, tags, mentions = [], [], []
        for article_id, article in self.linked.items():
            for role, names in (("author", article.authors), ("editor", article.editors)):
                for position, name in enumerate(names):
                    author_id = self.names.author(self.cursor, article.site, name)
                    people.append((article_id, author_id, role, position))
            for position, name in enumerate(article.tags):
                tags.append((article_id, self.names.tag(self.cursor, name), position))
            for mention in article.date_mentions:
                mentions.append((article_id, mention.position, mention.raw, mention.iso))
        # In the order of the index that lies scattered, so that each of its pages is met once.
        people.sort(key=lambda link: link[1])
        tags.sort(key=lambda link: link[1])
        insert = self.cursor.executemany
        insert("INSERT OR IGNORE INTO article_authors VALUES (?, ?, ?, ?)", people)
        insert("INSERT OR IGNORE INTO article_tags VALUES (?, ?, ?)", tags)
        insert("INSERT OR REPLACE INTO date_mentions VALUES (?, ?, ?, ?)", mentions)

    def _aliases(self, article_id: int, known_as: str, article: Article, seen_at: str) -> None:
        for url in [article.url, *article.aliases]:
            if url != known_as:
                alias = {"url": url, "article_id": article_id, "seen_at": seen_at}
                self.cursor.execute(ALIAS, {**alias, "site": article.site})

    def _look_at_page(self, article: Article, first_seen_at: str) -> str | None:
        """When to fetch an article's page for edits.

        Never where a listing carries the whole text: that shows the edits, and a page's markup
        reads otherwise.
        """
        return None if article.read_from == "listing" else self._next_look(first_seen_at)

    def _next_look(self, first_seen_at: str) -> str | None:
        """When to look for edits next: so many hours after the article was first seen."""
        first = instant(first_seen_at)
        looks = (first + timedelta(hours=hours) for hours in self.recheck_hours)
        return next((utc(look) for look in looks if look > self.now), None)

    def _fetched(
        self,
        article: Article,
        article_id: int,
        day: str,
        outcome: Outcome,
        due_at: str | None,
    ) -> None:
        """Note in the frontier what came of a fetch; one of many addresses is looked at again."""
        if article.aliases:
            self._write_fetched()
            fetch = {
                "now": self.at,
                "outcome": outcome,
                "status": FOUND,
                "due_at": due_at,
                "article_id": article_id,
                "day": day,
                "read_from": article.read_from,
            }
            in_frontier = False
            for url in [article.url, *article.aliases]:
                if self.cursor.execute(FETCHED, {**fetch, "url": url}).rowcount:
                    in_frontier, fetch["due_at"] = True, None
            if in_frontier:
                return
        at, read_from = self.at, article.read_from
        found_as = (article.url, article.site, day, at, at)
        self.fetched.append((*found_as, due_at, FOUND, outcome, article_id, read_from))

    def _write_fetched(self) -> None:
        """What was gathered of fetches into the frontier, before anybody looks there."""
        self.cursor.executemany(FETCHED_OR_NEW, self.fetched)
        self.fetched.clear()

    def _refused(self, reject: Reject) -> None:
        """Note a page that was not stored in the frontier, and whether its article is gone."""
        self._write_fetched()
        url = canonical_url(reject.url)
        known = self.cursor.execute(
            "SELECT discovered_at, gone_answers, article_id FROM frontier WHERE url = ?", (url,)
        ).fetchone()
        if known is None:
            return
        gone = reject.status in GONE or reject.reason == "soft-404"
        gone_answers = known["gone_answers"] + 1 if gone else 0
        again = None if reject.reason in NEVER_AGAIN else self._next_look(known["discovered_at"])
        if again is None and 0 < gone_answers < GONE_AFTER:
            again = utc(self.now + ASK_TWICE)
        self.cursor.execute(
            REFUSED,
            {
                "now": self.at,
                "outcome": f"rejected:{reject.reason}",
                "status": reject.status,
                "due_at": again,
                "gone_answers": gone_answers,
                "url": url,
            },
        )
        if gone_answers >= GONE_AFTER and known["article_id"] is not None:
            self.cursor.execute(
                "UPDATE articles SET gone_at = coalesce(gone_at, ?) WHERE id = ?",
                (self.at, known["article_id"]),
            )
