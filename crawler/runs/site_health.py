"""How each site stands after a run, and when its next one is due."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from crawler.clock import utc
from crawler.runs.history import NEWEST, usual_fill_rates
from crawler.runs.verdict import CUT_SHORT, Word

SHORTEST = 10.0
LONGEST = 24 * 60.0
"""Minutes between two runs of a site, at least and at most."""
FIRST = 60.0
"""Minutes until the second run, when nothing is known of a site's rhythm yet."""
AT_ONE_AN_HOUR = 100.0
"""Minutes between runs of a site that publishes one article an hour."""
ROOM = 0.5
"""At most this share of a listing should be new, so that no article drops off it unseen."""
HALF_LIFE = 12.0
"""Hours after which what was counted weighs half: a day and a night weigh alike."""
PATIENCE = 2.0
"""How much longer a site is left alone for each run in a row that could not read it."""
WEIGHT = 0.5
"""What the newest run counts in the running mean of new shares."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a finished run says of its site's rhythm."""

    started_at: datetime
    listed: int
    new: int
    kept: int
    verdict: str
    finish_reason: str

    @property
    def read_listings(self) -> bool:
        """Whether it read the site's listings to their end."""
        return self.verdict in ("ok", "degraded") and self.finish_reason == "finished"

    @property
    def says_nothing(self) -> bool:
        """Whether it was told to stop before it had read anything."""
        return self.finish_reason in CUT_SHORT and not self.kept


def note_health(database: sqlite3.Connection, site: str, run_id: int, now: datetime) -> None:
    """Write a site's row of ``site_health`` after a live run for its newest articles.

    ``now`` is when the run ended (aware). The caller commits.
    """
    started_at, *counts = database.execute(
        "SELECT started_at, listed, new, stored + revised + unchanged, verdict, finish_reason "
        "FROM runs WHERE id = ?",
        (run_id,),
    ).fetchone()
    run = Run(datetime.fromisoformat(started_at), *counts)
    row = _row_before(database, site)
    row |= {"checked_at": utc(now), "last_run_id": run_id}
    if not run.says_nothing:
        row |= _standing(row, run, run_id, now)
        row["usual_fill_rates"] = json.dumps(usual_fill_rates(database, site, run_id))
    row |= _rhythm(row, run, _hours_since_the_run_before(database, site, run_id, run), now)
    database.execute(
        f"INSERT OR REPLACE INTO site_health ({', '.join(row)}) "
        f"VALUES ({', '.join(':' + name for name in row)})",
        row,
    )


def verdict_of(database: sqlite3.Connection, site: str) -> Word:
    """The verdict a site stands with; ok before its first run."""
    row = database.execute("SELECT verdict FROM site_health WHERE site = ?", (site,)).fetchone()
    return row[0] if row and row[0] else "ok"


def _row_before(database: sqlite3.Connection, site: str) -> dict:
    cursor = database.execute("SELECT * FROM site_health WHERE site = ?", (site,))
    names = [column[0] for column in cursor.description]
    found = cursor.fetchone() or (None,) * len(names)
    before = dict(zip(names, found, strict=True))
    return before | {"site": site, "bad_runs": before["bad_runs"] or 0}


def _standing(before: dict, run: Run, run_id: int, now: datetime) -> dict:
    """Verdict, how long it has been so, and the last good run."""
    same = run.verdict == before["verdict"]
    standing = {
        "verdict": run.verdict,
        "verdict_since": min(before["verdict_since"], utc(now)) if same else utc(now),
        "bad_runs": before["bad_runs"] + 1,
    }
    if run.verdict == "ok":
        standing |= {"last_good_run_id": run_id, "last_good_at": utc(now), "bad_runs": 0}
    return standing


def _rhythm(before: dict, run: Run, hours: float | None, now: datetime) -> dict:
    """How often new articles come, and when to ask for the next; at once where a run was cut."""
    interval, pace = before["interval_minutes"], before["articles_an_hour"]
    share = before["new_share"]
    if run.read_listings:
        pace = articles_an_hour(pace, run.new, hours)
        newly = run.new / run.listed if run.listed else 0.0
        interval = sooner(next_interval(pace, run.listed), newly, hours)
        share = newly if share is None else WEIGHT * newly + (1 - WEIGHT) * share
    elif run.finish_reason not in CUT_SHORT:
        interval = after_trouble(interval, before["bad_runs"])
    due = max(
        run.started_at + timedelta(minutes=interval or 0), now + timedelta(minutes=SHORTEST / 2)
    )
    return {
        "interval_minutes": interval,
        "articles_an_hour": pace,
        "new_share": share,
        "due_at": utc(now if run.finish_reason in CUT_SHORT else due),
    }


def _hours_since_the_run_before(
    database: sqlite3.Connection, site: str, run_id: int, run: Run
) -> float | None:
    """Hours in which a run's new articles came; None on the first, whose are all there are."""
    (before,) = database.execute(
        f"SELECT max(started_at) FROM runs WHERE {NEWEST} AND id < ? "
        "AND finish_reason = 'finished' AND started_at <= ?",
        (site, run_id, utc(run.started_at)),
    ).fetchone()
    if before is None:
        return None
    return (run.started_at - datetime.fromisoformat(before)).total_seconds() / 3600


def articles_an_hour(before: float | None, new: int, hours: float | None) -> float | None:
    """The running mean of new articles an hour, after ``new`` of them in so many hours.

    None while nothing is known: a site's first run finds what lay there. The second is read as
    if one article had come in an hour before it, lest a night's hour pass for a site's rhythm.
    """
    if not hours or hours < 0:
        return before
    if before is None:
        return (new + 1) / (hours + 1)
    kept = 0.5 ** (hours / HALF_LIFE)
    return kept * before + (1 - kept) * new / hours


def next_interval(pace: float | None, listed: int) -> float:
    """Minutes until the next run of a site with so many new articles an hour.

    The square root of the pace: among ways to spend a number of requests on sites of different
    paces that one makes the mean delay of an article shortest. A listing that holds ``listed``
    articles is asked for before half of it is new.
    """
    if pace is None:
        return FIRST
    if pace <= 0:
        return LONGEST
    until_half_is_new = ROOM * max(listed, 1) / pace * 60
    return _within_bounds(min(AT_ONE_AN_HOUR / sqrt(pace), until_half_is_new))


def sooner(interval: float, newly: float, hours: float | None) -> float:
    """The interval, cut where more of the listing was new than should be after so many hours.

    What has dropped off it unseen is in no pace: a listing of ten, all of them new each time, says
    no more than that there were ten.
    """
    if hours is None or newly <= ROOM:
        return interval
    return _within_bounds(min(interval, 60 * hours * ROOM / newly))


def after_trouble(interval: float | None, bad_runs: int) -> float:
    """Minutes until the next run after one that could not read the site."""
    interval = FIRST if interval is None else interval
    return _within_bounds(interval * (PATIENCE if bad_runs > 1 else 1.0))


def _within_bounds(minutes: float) -> float:
    return min(max(minutes, SHORTEST), LONGEST)
