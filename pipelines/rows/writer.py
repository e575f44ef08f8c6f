"""Writing articles and rejects: what a reading of a page means for the rows of the database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from crawler.archive.taken_down import any_taken_down, marks, taken_down
from crawler.clock import utc
from crawler.items import Article, Reject
from crawler.topics.found_by import note_found_by, note_search_only
from pipelines.rows.article_rows import ArticleRows
from pipelines.rows.frontier_rows import FrontierRows, Outcome, not_shown, shows_archive
from pipelines.rows.judgement import RunTexts, doubt_beside, doubted, fetched_at, taken_back
from pipelines.rows.people_and_tags import Names
from pipelines.rows.recognition import addresses, find, note_claim, recognise
from pipelines.rows.revisions import (
    columns,
    difference,
    known_doubt,
    same_text,
    settled_dates,
)

Reread = Callable[[sqlite3.Row], Article | None]
"""From a stored version to what today's parsers make of its page; None where that can't be had."""

STORED = "SELECT * FROM articles WHERE id = ?"
NUMBERED = "UPDATE OR IGNORE articles SET publisher_id = ? WHERE id = ?"
"""Ignored where another article has the number: it is the same story stored twice."""

REFUSE = """
INSERT INTO rejects (url, site, run_id, reason, detail, seen_at, capture)
SELECT :url, :site, :run_id, :reason, :detail, :seen_at, :capture
WHERE NOT EXISTS (SELECT 1 FROM rejects
    WHERE url = :url AND reason = :reason AND capture = :capture)
"""


class Writer:
    """One transaction's worth of articles and rejects, written into an open transaction.

    Call ``finish`` before it is committed.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        names: Names,
        run_id: int | None,
        now: datetime,
        recheck_hours: Sequence[float],
        reread: Reread | None = None,
        texts: RunTexts | None = None,
    ):
        self.cursor = connection.cursor()
        self.cursor.row_factory = sqlite3.Row
        self.run_id = run_id
        self.at = utc(now)
        self.reread_page = reread
        self.texts = texts
        self.taken_back = Counter[str]()
        self.asks_archive = shows_archive(self.cursor, run_id)
        self.rows = ArticleRows(self.cursor, names, run_id, self.at)
        self.frontier = FrontierRows(self.cursor, now, recheck_hours)

    def article(self, article: Article) -> Outcome | Reject:
        """Store an article, a new version of it, or that it was seen again.

        The Reject that was written down instead, where its text is not believed.
        """
        seen_at = utc(article.fetched_at) if article.fetched_at else self.at
        if mark := barred(self.cursor, article):
            return turn_away(self, article, mark)
        row = columns(article)
        stored = recognise(self.cursor, article)
        if refused := doubted(self.cursor, self.texts, article, stored, row, seen_at):
            return self._doubt(article, *refused, seen_at)
        if stored is None:
            row["doubt"] = doubt_beside(self.cursor, self.texts, article)
            article_id, outcome = self.rows.insert(article, row, seen_at), "stored"
            note_claim(self.cursor, article, article_id)
            if self.texts is not None:
                self.texts.stored(article, article_id)
        else:
            article_id = stored["id"]
            outcome = self._meet_again(stored, article, row, seen_at)
        self.rows.aliases(article_id, stored["url"] if stored else article.url, article, seen_at)
        first_seen = min(stored["first_seen_at"], seen_at) if stored else seen_at
        day = stored["published_day"] if stored else row["published_day"]
        self.frontier.fetched(article, article_id, day, outcome, first_seen)
        note_words(self, article, article_id, is_new=stored is None)
        return outcome

    def reread(self, article_id: int, article: Article) -> Outcome:
        """Store what newer parsers make of the page that a stored version was read from.

        The version before becomes a revision with cause ``reparse``, unless nothing but its doubt
        changes; nothing counts as fetched. A version read from another page meanwhile stays.
        """
        stored = self.cursor.execute(STORED, (article_id,)).fetchone()
        if stored is None or stored["capture"] != article.capture:
            return "unchanged"
        if stored["publisher_id"] is None and article.publisher_id is not None:
            self.cursor.execute(NUMBERED, (article.publisher_id, article_id))
        row = columns(article)
        changes = difference(stored, row)
        if self.rows.is_same(stored, row, changes):
            return "unchanged"
        self.rows.aliases(article_id, stored["url"], article, stored["version_seen_at"])
        seen_at = stored["version_seen_at"]
        return self.rows.new_version(stored, article, row, changes, "reparse", seen_at)

    def rescue(self, article: Article) -> Outcome:
        """Store an article that newer parsers find on an archived page refused before."""
        if find(self.cursor, article) is not None or barred(self.cursor, article):
            return "unchanged"
        row, seen_at = columns(article), utc(article.fetched_at)
        article_id = self.rows.insert(article, row, seen_at)
        self.rows.aliases(article_id, article.url, article, seen_at)
        for url in [article.url, *article.aliases]:
            self.cursor.execute(
                "UPDATE frontier SET outcome = 'stored', article_id = ?, day = ? WHERE url = ?",
                (article_id, row["published_day"], url),
            )
        return "stored"

    def reject(self, reject: Reject) -> Outcome | Reject:
        """Write down that a page was not stored, and why; what was written, if not this Reject."""
        written = without_address(self.cursor, reject)
        write_reject(self.cursor, written, self.run_id, self.at, noted(self, written))
        return "rejected" if written is reject else written

    def finish(self) -> None:
        """Write what was gathered for all articles together."""
        self.frontier.write_fetched()
        self.rows.finish()

    def _doubt(self, article: Article, reason: str, detail: str, seen_at: str) -> Reject:
        """Write down that a page's text is not believed, nor what it gave in this run before."""
        self.frontier.write_fetched()
        for rejects in taken_back(self.rows, self.frontier, self.texts, article, detail, seen_at):
            self.taken_back.update({"stored": -1, "rejected": len(rejects)})
            write_rejects(self.cursor, rejects, self.run_id, self.at)
        reject = Reject(fetched_at(article), article.site, reason, detail, article.capture)
        self.reject(reject)
        return reject

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
                return self.rows.seen_again(stored, seen_at)
            if seen_at < stored["last_seen_at"] <= self.at:  # later: the clock was ahead
                return self.rows.older_version(stored, article, row, seen_at)
            stored = self._as_read_today(stored)
            if same_text(stored, row):
                self.rows.seen_again(stored, seen_at)
                return "revised"
        row["doubt"] = known_doubt(stored, row)
        if not reparse or stored["version"] > 1:
            row = {**row, **settled_dates(stored, row)}
        changes = difference(stored, row)
        if reparse and self.rows.is_same(stored, row, changes):
            return self.rows.seen_again(stored, seen_at)
        cause = "reparse" if reparse else "edit"
        return self.rows.new_version(stored, article, row, changes, cause, seen_at)

    def _as_read_today(self, stored: sqlite3.Row) -> sqlite3.Row:
        """The stored version as today's parsers read its page, so that an edit is the outlet's.

        What newer parsers changed is a version of its own, with cause ``reparse``.
        """
        article = self.reread_page(stored) if self.reread_page else None
        if article is None or same_text(stored, columns(article)):
            return stored
        row = columns(article)
        row["doubt"] = known_doubt(stored, row)
        self.rows.new_version(
            stored, article, row, difference(stored, row), "reparse", stored["version_seen_at"]
        )
        return self.cursor.execute(STORED, (stored["id"],)).fetchone()


def without_address(cursor: sqlite3.Cursor, reject: Reject) -> Reject:
    """A reject; of a page whose address was taken down one that has but a mark of it."""
    if not any_taken_down(cursor):
        return reject
    mark = taken_down(cursor, marks(reject.site, [reject.url]))
    detail = "the page of an article that was taken down was not stored"
    return Reject(mark, reject.site, "taken-down", detail, reject.capture) if mark else reject


def noted(writer: Writer, reject: Reject) -> str | None:
    """The address that the frontier has for a refused page, once that is noted there, if any."""
    if writer.asks_archive:
        writer.frontier.write_fetched()
        not_shown(writer.cursor, reject)
        return None
    return None if reject.reason == "not-in-archive" else writer.frontier.refused(reject)


def note_words(writer: Writer, article: Article, article_id: int, *, is_new: bool) -> None:
    """Note the words that found an article, and whether nothing else has named it."""
    if not article.found_by:
        return
    writer.frontier.write_fetched()
    for query in article.found_by:
        note_found_by(writer.cursor, article_id, query)
    if is_new:
        note_search_only(writer.cursor, article_id)


def barred(cursor: sqlite3.Cursor, article: Article) -> str | None:
    """The mark by which an article is one that was taken down; None for all others.

    By the addresses it was fetched from, the publisher's number, or its text: what its page claims
    is no evidence.
    """
    if not any_taken_down(cursor):
        return None
    texts = [article.content_hash] if article.content_hash else []
    known_by = marks(article.site, addresses(article)[0], article.publisher_id, texts)
    return taken_down(cursor, known_by)


def turn_away(writer: Writer, article: Article, mark: str) -> Reject:
    """Write down that an article came again that was taken down, and forget its addresses."""
    writer.frontier.forget(addresses(article)[0])
    detail = "an article that was taken down came again"
    reject = Reject(mark, article.site, "taken-down", detail, article.capture)
    writer.reject(reject)
    return reject


def write_reject(
    cursor: sqlite3.Cursor,
    reject: Reject,
    run_id: int | None,
    at: str,
    listed_as: str | None = None,
) -> None:
    """The row of a page that was not stored; ``at`` (UTC) is when.

    ``listed_as`` is the form of its address that the frontier has.
    """
    told = {name: getattr(reject, name) for name in ("url", "site", "reason", "detail", "capture")}
    told["url"] = listed_as or reject.url
    cursor.execute(REFUSE, {**told, "run_id": run_id, "seen_at": at})


def write_rejects(
    cursor: sqlite3.Cursor, rejects: Sequence[Reject], run_id: int | None, at: str
) -> None:
    """The rows of pages that were not stored, each at its own address."""
    for reject in rejects:
        write_reject(cursor, reject, run_id, at)
