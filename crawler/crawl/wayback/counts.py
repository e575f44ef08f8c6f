"""What an archive of the web has of the days a run asked it for, and what it has not."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from crawler.clock import Window, utc, wib_day
from crawler.run_record import ArchiveCounts

WITHOUT = """
INSERT INTO rejects (url, site, run_id, reason, detail, seen_at)
SELECT f.url, f.site, :run, 'not-in-archive', 'the archive has no capture of it', :now
FROM frontier f WHERE f.site = :site AND f.article_id IS NULL AND f.search_only = 0
    AND f.day BETWEEN :since AND :until
    AND NOT EXISTS (SELECT 1 FROM past_captures p WHERE p.site = f.site AND p.url = f.url)
    AND NOT EXISTS (SELECT 1 FROM rejects r WHERE r.url = f.url AND r.reason = 'not-in-archive')
"""
"""Addresses that the site had listed, of which nothing is stored and the archive has nothing."""


def what_is_there(
    database: sqlite3.Connection,
    site: str,
    run_id: int | None,
    roots: Sequence[str],
    window: Window,
) -> ArchiveCounts:
    """What is known once a run has ended; listed pages without a capture get a row in rejects.

    ``roots`` are the questions, one a month, for the days asked for. Those rows are written only
    when every question is answered: until then nobody knows. Call it inside a transaction.
    """
    marks = ", ".join("?" * len(roots))
    questions, unanswered = database.execute(
        "SELECT count(*), coalesce(sum(answered_at IS NULL), 0) FROM past_questions "
        f"WHERE site = ? AND root IN ({marks})",
        (site, *roots),
    ).fetchone()
    captures, waiting = database.execute(
        "SELECT count(*), coalesce(sum(outcome IS NULL), 0) FROM past_captures "
        f"WHERE site = ? AND root IN ({marks})",
        (site, *roots),
    ).fetchone()
    counts = ArchiveCounts(questions, unanswered, captures, waiting)
    if questions and not unanswered:
        counts.days_without = days_without(database, site, window)
        now = datetime.now(UTC)
        days = {"since": str(window.since), "until": str(window.until or wib_day(now))}
        told = {"run": run_id, "now": utc(now), "site": site, **days}
        counts.pages_without = database.execute(WITHOUT, told).rowcount
    return counts


def days_without(database: sqlite3.Connection, site: str, window: Window) -> list[str]:
    """The days asked for (WIB) of which nothing is stored and the archive has no capture."""
    since, until = str(window.since), str(window.until or wib_day(datetime.now(UTC)))
    known = {
        day
        for (day,) in database.execute(
            "SELECT published_day FROM articles WHERE site = :site "
            "AND published_day BETWEEN :since AND :until "
            "UNION SELECT day FROM past_captures WHERE site = :site "
            "AND day BETWEEN :since AND :until",
            {"site": site, "since": since, "until": until},
        )
    }
    days = sorted(map(str, window.days(wib_day(datetime.now(UTC)))))
    return [day for day in days if day not in known]
