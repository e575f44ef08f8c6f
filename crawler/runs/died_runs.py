"""Runs without an end or a beginning of their own.

Those that died (killed, no memory, no power) are ended by the next run of their site; those that
could not start, its file not loading for instance, leave a row too.
"""

from __future__ import annotations

import json
import logging
import platform
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import scrapy

from crawler import __version__
from crawler.clock import utc
from crawler.database import connect
from crawler.runs.site_health import note_health, verdict_of
from crawler.runs.verdict import EXIT_CODES, RunCounts, Word, said

logger = logging.getLogger(__name__)

DIED = "died"
"""Finish reason of a run that did not write its end itself."""
WHY = "it died before its end (killed, no memory, no power or a full disk)"

LAST_SIGN_OF_LIFE = """
SELECT max(moment) FROM (
    SELECT started_at AS moment FROM runs WHERE id = :id
    UNION ALL SELECT max(fetched_at) FROM listings WHERE run_id = :id
    UNION ALL SELECT max(seen_at) FROM rejects WHERE run_id = :id
    UNION ALL SELECT max(last_fetched_at) FROM frontier WHERE site = :site AND last_fetched_at <
        coalesce((SELECT min(started_at) FROM runs WHERE site = :site AND id > :id), '9999')
)
"""

END = """
UPDATE runs SET ended_at = :ended_at, finish_reason = :finish_reason, listed = :listed, new = :new,
    fetched = :fetched, rejects = :rejects, verdict = 'failed', reason = :reason
WHERE id = :id
"""

NOT_STARTED = "not-started"
"""Finish reason of a run that could not start."""

ROW = """
INSERT INTO runs (site, started_at, ended_at, finish_reason, verdict, reason, exit_code,
    warta_version, scrapy_version, python_version)
VALUES (:site, :now, :now, :finish_reason, 'failed', :reason, :exit_code,
    :warta_version, :scrapy_version, :python_version)
"""


def end_died_runs(database: sqlite3.Connection, site: str) -> int:
    """End the rows of a site's runs that have no end, by what they left; how many there were.

    Only who holds the site's lock may call it: no other run of the site is alive. What such a run
    ended with nobody knows, so that ``exit_code`` stays empty. The caller commits.
    """
    died = database.execute(
        "SELECT id, started_at, stored, revised, unchanged FROM runs "
        "WHERE site = ? AND ended_at IS NULL ORDER BY id",
        (site,),
    ).fetchall()
    for run_id, started_at, *kept in died:
        counts = _counts(database, run_id, *kept)
        row = {
            "id": run_id,
            "site": site,
            "finish_reason": DIED,
            "listed": counts.listed,
            "new": counts.new,
            "fetched": counts.fetched,
            "rejects": json.dumps(counts.rejects),
            "reason": f"{WHY}; {said(counts)}",
        }
        (row["ended_at"],) = database.execute(LAST_SIGN_OF_LIFE, row).fetchone()
        database.execute(END, row)
        logger.warning("%s: run %s, begun %s, %s", site, run_id, started_at, row["reason"])
    return len(died)


def note_not_started(path: str | Path, site: str, reason: str) -> Word:
    """Write the row of a run that failed before it began; the verdict its site stood with.

    Only who holds the site's lock may call it. Raises DatabaseProblem and sqlite3.Error.
    """
    now = datetime.now(UTC)
    row = {
        "site": site,
        "now": utc(now),
        "finish_reason": NOT_STARTED,
        "reason": reason,
        "exit_code": EXIT_CODES["failed"],
        "warta_version": __version__,
        "scrapy_version": scrapy.__version__,
        "python_version": platform.python_version(),
    }
    with closing(connect(path)) as database, database:
        end_died_runs(database, site)
        run_id = database.execute(ROW, row).lastrowid
        before = verdict_of(database, site)
        note_health(database, site, run_id, now)
    return before


def _counts(
    database: sqlite3.Connection, run_id: int, stored: int, revised: int, unchanged: int
) -> RunCounts:
    """What a run did, from the rows it left."""
    listed, new = database.execute(
        "SELECT coalesce(sum(links), 0), coalesce(sum(new), 0) FROM listings WHERE run_id = ?",
        (run_id,),
    ).fetchone()
    rejects = Counter(
        dict(
            database.execute(
                "SELECT reason, count(*) FROM rejects WHERE run_id = ? GROUP BY reason", (run_id,)
            )
        )
    )
    fetched = stored + revised + unchanged + rejects.total()
    return RunCounts(
        listed=listed,
        new=new,
        fetched=fetched,
        stored=stored,
        revised=revised,
        unchanged=unchanged,
        rejects=rejects,
    )
