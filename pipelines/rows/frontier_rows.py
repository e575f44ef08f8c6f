"""Rows of the frontier: what came of a fetch, and when an address is to be fetched again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from crawler.clock import AGAIN_AFTER, utc
from crawler.items import Article, Reject
from crawler.parsers.urls import address_forms
from pipelines.rows.revisions import instant

Outcome = Literal["stored", "revised", "unchanged", "rejected"]

FOUND = 200
GONE = (404, 410)
GONE_AFTER = 2
"""So many answers in a row that a page does not exist make its article gone; one may be a fault."""
ASK_TWICE = timedelta(days=1)
"""After this time a page that was not there at the last look is asked for once more."""

LASTING = ("robots", "off-site", "redirect-loop", "soft-404")
"""Reasons that rarely pass within hours: such an address is asked again days later, not at the
looks for edits. A page that answers 404 or 410 is one of these."""

REFUSED = """
UPDATE frontier SET fetches = fetches + 1, last_fetched_at = :now, outcome = :outcome,
    last_status = :status, due_at = :due_at, gone_answers = :gone_answers
WHERE url = :url
"""

WENT = """
UPDATE articles SET gone_at = coalesce(gone_at, :now) WHERE id = :id AND NOT EXISTS (
    SELECT 1 FROM frontier AS elsewhere JOIN frontier AS here ON here.url = :url
    WHERE elsewhere.article_id = :id AND elsewhere.gone_answers = 0
    AND elsewhere.discovered_at > here.last_listed_at)
"""
"""An article is not gone that is listed elsewhere since its address was listed last: it moved."""

FETCHED = """
UPDATE frontier SET fetches = fetches + 1, last_fetched_at = ?, outcome = ?, last_status = ?,
    gone_answers = 0, article_id = ?, day = ?, read_from = ?, due_at = ?
WHERE url IN ({})
"""

FETCHED_OR_NEW = """
INSERT INTO frontier (url, site, day, discovered_at, last_fetched_at, fetches,
    due_at, last_status, outcome, article_id, read_from, search_only)
VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET fetches = fetches + 1, last_fetched_at = excluded.last_fetched_at,
    outcome = excluded.outcome, last_status = excluded.last_status, due_at = excluded.due_at,
    gone_answers = 0, article_id = excluded.article_id, day = excluded.day,
    read_from = excluded.read_from
"""


OF_ARCHIVES = ("wayback", "import")
"""Where articles are read that are not asked of the site."""
SHOWN = """
UPDATE frontier SET outcome = iif(article_id IS NULL, :outcome, outcome),
    day = iif(article_id IS NULL, :day, day), article_id = coalesce(article_id, :article),
    read_from = coalesce(read_from, :read_from),
    last_status = iif(fetches OR due_at IS NOT NULL, last_status, :status),
    last_fetched_at = iif(fetches OR due_at IS NOT NULL, last_fetched_at, :at),
    due_at = iif(fetches OR due_at IS NOT NULL, due_at, :due),
    fetches = iif(due_at IS NULL, max(fetches, 1), fetches)
WHERE url IN ({})
"""
NOT_SHOWN = """
UPDATE frontier SET outcome = :outcome WHERE fetches = 0 AND article_id IS NULL AND url IN ({})
"""
"""What an archive shows says nothing of the page at the site: that is asked for when it was to be,
and is as gone, or as there, as it was."""


class FrontierRows:
    """What one open transaction notes of the addresses it met.

    ``recheck_hours`` are the hours after an article was first seen at which to look for edits.
    """

    def __init__(self, cursor: sqlite3.Cursor, now: datetime, recheck_hours: Sequence[float]):
        self.cursor = cursor
        self.now = now
        self.at = utc(now)
        self.recheck_hours = recheck_hours
        self.waiting: list[tuple] = []

    def fetched(
        self, article: Article, article_id: int, day: str, outcome: Outcome, first_seen_at: str
    ) -> None:
        """Note what came of a fetch; one of many addresses is looked at again.

        ``day`` is the stored article's publishing day.
        """
        due_at = self._look_at_page(article, first_seen_at)
        if article.read_from in OF_ARCHIVES:
            self.write_fetched()
            if shown(self.cursor, article, article_id, day, outcome, self.at, due_at):
                return
        addresses = article.fetched_from or [article.url, *article.aliases]
        if article.aliases or addresses != [article.url]:
            self.write_fetched()
            fetch = (self.at, outcome, FOUND, article_id, day, article.read_from)
            in_frontier = False
            for url in addresses:
                forms = address_forms(url)
                fetched = FETCHED.format(", ".join("?" * len(forms)))
                if self.cursor.execute(fetched, (*fetch, due_at, *forms)).rowcount:
                    in_frontier, due_at = True, None
            if in_frontier:
                return
        at, read_from = self.at, article.read_from
        found_as = (self._listed_as(article.url), article.site, day, at, at)
        is_found = bool(article.found_by)
        self.waiting.append((*found_as, due_at, FOUND, outcome, article_id, read_from, is_found))

    def _listed_as(self, url: str) -> str:
        """The form of an address that its listing names, or the address."""
        forms = address_forms(url)
        asked = f"SELECT url FROM frontier WHERE url IN ({', '.join('?' * len(forms))})"
        listed = [form for (form,) in map(tuple, self.cursor.execute(asked, forms))]
        return listed[0] if listed and url not in listed else url

    def write_fetched(self) -> None:
        """What was gathered of fetches into the frontier, before anybody looks there."""
        self.cursor.executemany(FETCHED_OR_NEW, self.waiting)
        self.waiting.clear()

    def forget(self, urls: Sequence[str]) -> None:
        """Delete what is noted of addresses."""
        self.write_fetched()
        for url in urls:
            self.cursor.execute("DELETE FROM frontier WHERE url = ?", (url,))

    def taken_back(self, article_id: int) -> list[str]:
        """Note that a stored article proved to be none; the addresses it had, asked again later."""
        self.write_fetched()
        listed = self.cursor.execute(
            "SELECT url, discovered_at FROM frontier WHERE article_id = ? ORDER BY due_at IS NULL",
            (article_id,),
        ).fetchall()
        for url, found_at in map(tuple, listed):
            again = self._next_look(found_at) or days_later(found_at, self.now)
            self.cursor.execute(
                "UPDATE frontier SET article_id = NULL, outcome = 'rejected:same-page', "
                "due_at = coalesce(due_at, ?) WHERE url = ?",
                (again, url),
            )
        return [row["url"] for row in listed]

    def refused(self, reject: Reject) -> str | None:
        """Note a page that was not stored, and whether its article is gone.

        The address it is listed under, which may be another form of the one asked for; None where
        no listing named it.
        """
        self.write_fetched()
        forms = address_forms(reject.url)
        known = self.cursor.execute(
            "SELECT url, discovered_at, gone_answers, article_id FROM frontier "
            f"WHERE url IN ({', '.join('?' * len(forms))}) ORDER BY url <> ?",
            (*forms, forms[0]),
        ).fetchone()
        if known is None:
            return None
        gone = reject.status in GONE or reject.reason == "soft-404"
        gone_answers = known["gone_answers"] + 1 if gone else 0
        again = self._asked_again(reject, known, gone_answers)
        self.cursor.execute(
            REFUSED,
            {
                "now": self.at,
                "outcome": f"rejected:{reject.reason}",
                "status": reject.status,
                "due_at": again,
                "gone_answers": gone_answers,
                "url": known["url"],
            },
        )
        if gone_answers >= GONE_AFTER and known["article_id"] is not None:
            self.cursor.execute(
                WENT, {"now": self.at, "id": known["article_id"], "url": known["url"]}
            )
        return known["url"]

    def _asked_again(self, reject: Reject, known: sqlite3.Row, gone_answers: int) -> str | None:
        """When a page that was not stored is asked again; None where its article is stored.

        An article that is gone is asked for as well: it may have been a fault that lasted.
        """
        is_stored = known["article_id"] is not None
        lasts = reject.reason in LASTING or reject.status in GONE
        if (is_stored or not lasts) and (look := self._next_look(known["discovered_at"])):
            return look
        if is_stored and 0 < gone_answers < GONE_AFTER:
            return utc(self.now + ASK_TWICE)
        if is_stored and not gone_answers:
            return None
        return days_later(known["discovered_at"], self.now)

    def _look_at_page(self, article: Article, first_seen_at: str) -> str | None:
        """When to fetch an article's page for edits.

        Never where a listing carries the whole text: that shows the edits, and a page's markup
        reads otherwise.
        """
        return None if article.read_from == "listing" else self._next_look(first_seen_at)

    def _next_look(self, first_seen_at: str) -> str | None:
        """When to look for edits next: so many hours after the article was first seen."""
        first = min(instant(first_seen_at), self.now)  # noted under a clock that was ahead
        looks = (first + timedelta(hours=hours) for hours in self.recheck_hours)
        return next((utc(look) for look in looks if look > self.now), None)


def days_later(first_listed_at: str, now: datetime) -> str:
    """The next of the days at which an address without an article is asked again."""
    first = min(instant(first_listed_at), now)
    days = (first + after for after in AGAIN_AFTER)
    return utc(next((day for day in days if day > now), now + AGAIN_AFTER[-1]))


def shown(
    cursor: sqlite3.Cursor,
    article: Article,
    article_id: int,
    day: str,
    outcome: str,
    at: str,
    due_at: str | None,
) -> bool:
    """Note that an archive showed an article; False where none of its addresses is known.

    ``day`` is the stored article's publishing day, ``at`` now (UTC), ``due_at`` when to look at its
    page where nobody had asked for that before.
    """
    addresses = article.fetched_from or [article.url]
    told, marks = _named({form for url in addresses for form in address_forms(url)})
    told |= {"outcome": outcome, "day": day, "article": article_id, "status": FOUND}
    told |= {"at": at, "due": due_at, "read_from": article.read_from}
    return cursor.execute(SHOWN.format(marks), told).rowcount > 0


def not_shown(cursor: sqlite3.Cursor, reject: Reject) -> None:
    """Note that what an archive shows of an address is not stored; its page is as it was."""
    told, marks = _named({*address_forms(reject.url)})
    told["outcome"] = f"rejected:{reject.reason}"
    cursor.execute(NOT_SHOWN.format(marks), told)


def shows_archive(cursor: sqlite3.Cursor, run_id: int | None) -> bool:
    """Whether a run reads what others archived in place of the site."""
    known = "SELECT 1 FROM runs WHERE id = ? AND origin IN ('wayback', 'import')"
    return run_id is not None and cursor.execute(known, (run_id,)).fetchone() is not None


def _named(forms: set[str]) -> tuple[dict[str, str | int | None], str]:
    """The values of an IN, by name, and their marks."""
    told = {f"url{number}": form for number, form in enumerate(sorted(forms))}
    return dict(told), ", ".join(f":{name}" for name in told)
