"""What an archive of the web was asked about a site, what it named, and what became of that.

Two tables hold it, ``past_questions`` and ``past_captures``. A question is answered, and all that
its answer names is written down, in one transaction: a run that is killed between two of them
leaves nothing out, and the next goes on behind the last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.archive.taken_down import any_taken_down, listed_again
from crawler.clock import utc, wib_day
from crawler.crawl.assignment import Assignment
from crawler.crawl.unread_listings import as_json, from_json
from crawler.database import transaction
from crawler.discovery.base import Fetch, Link
from crawler.discovery.replay_address import captured_when
from crawler.parsers.urls import address_forms, canonical_url, publisher_id
from crawler.run_record import run_record

TRIES = 5
"""So many runs may fail to have a capture before it is left alone."""
MOST_CAPTURES = 3
"""So many captures of one address are tried until one is read."""
ASKED_ANEW = timedelta(days=90)
"""A question is put again so long after its answer: archives are given what others collected."""

WANTED = """
INSERT INTO past_questions (site, url, root, request, page, day, run_id, wanted_at)
VALUES (:site, :url, :root, :request, :page, :day, :run_id, :now)
ON CONFLICT (site, url) DO UPDATE SET answered_at = NULL WHERE answered_at < :old
"""
NAMED = """
INSERT INTO past_captures (site, capture, url, day, root, run_id, outcome)
VALUES (:site, :capture, :url, :day, :root, :run_id, :outcome)
ON CONFLICT (site, capture) DO UPDATE SET outcome = NULL
    WHERE outcome = 'known' AND excluded.outcome IS NULL
"""
"""A run for edits also fetches what one for articles passed by."""
LISTED = """
INSERT INTO frontier (url, site, day, discovered_at, discovered_by, fetches, due_at, listed_by)
VALUES (:url, :site, :day, :now, 'Wayback', 0, NULL, 'Wayback')
ON CONFLICT (url) DO UPDATE SET listed_by = CASE WHEN listed_by IS NULL THEN 'Wayback'
    WHEN instr(listed_by, 'Wayback') THEN listed_by ELSE listed_by || ' Wayback' END
"""
"""No run of the site asks for it, since it has no time at which it is due."""


@dataclass(frozen=True, slots=True)
class Named:
    """A capture that an answer names: its link, and the day in the page's address."""

    link: Link
    day: str | None


class PastCaptures:
    """One site's part of both tables; every write commits at once and may raise CloseSpider."""

    def __init__(self, assignment: Assignment):
        self.crawler = assignment.crawler
        self.site = assignment.site
        self.article_url = assignment.article_url

    def want(self, questions: Sequence[Fetch]) -> list[tuple[Fetch, str]]:
        """Note questions, and tell what of them and behind them is to be asked, oldest first.

        Each with the question that it goes back to.
        """
        now = datetime.now(UTC)
        with transaction(self.crawler) as database:
            for fetch in questions:
                self._want(database, fetch, fetch.url, now)
            marks = ", ".join("?" * len(questions))
            rows = database.execute(
                f"SELECT url, request, root FROM past_questions WHERE site = ? AND root IN ({marks}"
                ") AND answered_at IS NULL ORDER BY day, page, url",
                (self.site, *(fetch.url for fetch in questions)),
            ).fetchall()
        return [(from_json(url, request), root) for url, request, root in rows]

    def _want(self, database: sqlite3.Connection, fetch: Fetch, root: str, now: datetime) -> None:
        told = {"site": self.site, "url": fetch.url, "root": root, "page": fetch.page}
        told |= {"request": as_json(fetch), "day": str(fetch.day or wib_day(now))}
        told |= {"run_id": run_record(self.crawler).run_id, "now": utc(now)}
        database.execute(WANTED, told | {"old": utc(now - ASKED_ANEW)})

    def answered(
        self, fetch: Fetch, root: str, named: Sequence[Named], more: Sequence[Fetch], *, each: bool
    ) -> list[Link]:
        """Note what an answer names and what is asked after it; the links to fetch.

        Of each address one capture, unless it was stored before; with ``each`` all of them.
        """
        now = datetime.now(UTC)
        with transaction(self.crawler) as database:
            wanted = [one.link for one in named if self._named(database, one, root, now, each=each)]
            for further in more:
                self._want(database, further, root, now)
            database.execute(
                "UPDATE past_questions SET answered_at = ?, captures = ?, problem = NULL "
                "WHERE site = ? AND url = ?",
                (utc(now), len(named), self.site, fetch.url),
            )
        return wanted

    def _named(
        self, database: sqlite3.Connection, one: Named, root: str, now: datetime, *, each: bool
    ) -> bool:
        """Write a capture down; whether it is to be fetched."""
        url = canonical_url(one.link.url)
        if any_taken_down(database) and listed_again(
            database, self.site, url, publisher_id(url, self.article_url), utc(now)
        ):
            return False
        if not each and _has_capture(database, self.site, url):
            return False
        is_known = not each and _is_stored(database, self.site, url, self.article_url)
        captured = captured_when(one.link.captured)
        told = {"site": self.site, "capture": one.link.captured, "url": url, "day": one.day}
        told |= {"root": root, "run_id": run_record(self.crawler).run_id, "now": utc(now)}
        is_new = database.execute(NAMED, told | {"outcome": "known" if is_known else None}).rowcount
        database.execute(LISTED, told | {"day": one.day or str(wib_day(captured))})
        return bool(is_new) and not is_known

    def another(self, fetch: Fetch, root: str, named: Sequence[Named], url: str) -> list[Link]:
        """Of the captures of one address the next to try, where another could not be read."""
        with transaction(self.crawler) as database:
            tried = {
                capture
                for (capture,) in database.execute(
                    "SELECT capture FROM past_captures WHERE site = ? AND url = ?", (self.site, url)
                )
            }
        further = [one for one in named if one.link.captured not in tried][:1]
        return self.answered(fetch, root, further, (), each=True)

    def failed(self, fetch: Fetch, why: str) -> None:
        """Note that a question could not be answered; the next run asks it again."""
        with transaction(self.crawler) as database:
            database.execute(
                "UPDATE past_questions SET tries = tries + 1, problem = ? "
                "WHERE site = ? AND url = ?",
                (why, self.site, fetch.url),
            )

    def waiting(self, roots: Sequence[str]) -> Iterator[Link]:
        """Captures that were named and not fetched yet, the oldest first."""
        marks = ", ".join("?" * len(roots))
        with transaction(self.crawler) as database:
            rows = database.execute(
                "SELECT url, capture FROM past_captures WHERE site = ? AND outcome IS NULL "
                f"AND tries < ? AND root IN ({marks}) ORDER BY capture",
                (self.site, TRIES, *roots),
            ).fetchall()
        for url, capture in rows:
            yield Link(url, captured=capture)

    def came_to(self, capture: str, outcome: str | None) -> None:
        """Note what came of a capture; None where it could not be had this time."""
        with transaction(self.crawler) as database:
            database.execute(
                "UPDATE past_captures SET outcome = ?, tries = tries + 1, tried_at = ? "
                "WHERE site = ? AND capture = ?",
                (outcome, utc(datetime.now(UTC)), self.site, capture),
            )

    def may_try_another(self, url: str) -> bool:
        """Whether another capture of an address may be tried: none was read, and few tried."""
        with transaction(self.crawler) as database:
            captures, read, waiting = database.execute(
                "SELECT count(*), coalesce(sum(outcome IN ('read', 'known')), 0), "
                "coalesce(sum(outcome IS NULL), 0) FROM past_captures WHERE site = ? AND url = ?",
                (self.site, url),
            ).fetchone()
        return captures < MOST_CAPTURES and not read and not waiting

    def root_of(self, capture: str) -> str:
        """The question that named a capture."""
        with transaction(self.crawler) as database:
            (root,) = database.execute(
                "SELECT root FROM past_captures WHERE site = ? AND capture = ?",
                (self.site, capture),
            ).fetchone()
        return root

    def ask_after(self, fetch: Fetch, root: str) -> None:
        """Note a question that goes back to another one."""
        with transaction(self.crawler) as database:
            self._want(database, fetch, root, datetime.now(UTC))


def _has_capture(database: sqlite3.Connection, site: str, url: str) -> bool:
    forms = address_forms(url)
    marks = ", ".join("?" * len(forms))
    named = f"SELECT 1 FROM past_captures WHERE site = ? AND url IN ({marks})"
    return database.execute(named, (site, *forms)).fetchone() is not None


def _is_stored(database: sqlite3.Connection, site: str, url: str, article_url: str | None) -> bool:
    """Whether an article of the site is known by an address or its number."""
    forms = address_forms(url)
    marks = ", ".join("?" * len(forms))
    known = (
        (f"SELECT 1 FROM articles WHERE site = ? AND url IN ({marks})", (site, *forms)),
        (
            f"SELECT 1 FROM aliases JOIN articles a ON a.id = article_id "
            f"WHERE aliases.url IN ({marks}) AND a.site = ?",
            (*forms, site),
        ),
        (
            "SELECT 1 FROM articles WHERE site = ? AND publisher_id = ?",
            (site, publisher_id(url, article_url)),
        ),
    )
    return any(database.execute(query, values).fetchone() for query, values in known)
