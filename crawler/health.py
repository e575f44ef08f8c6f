"""How each site stands after a run, and when its next one is due."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

from crawler.frontier import utc
from crawler.history import usual

SHORTEST = 10.0
LONGEST = 24 * 60.0
"""Minutes between two runs of a site, at least and at most."""
FIRST = 60.0
"""Minutes until the second run, when nothing is known of a site's rhythm yet."""
FULL = 0.5
EMPTY = 0.1
"""A listing of which more than FULL is new is asked for sooner, less than EMPTY later."""
AFTER_TROUBLE = 2.0
"""How much longer to leave a site alone for each bad run in a row, at most a day."""
WEIGHT = 0.5
"""What the newest run counts in the running mean of new shares."""


def note_health(database: sqlite3.Connection, site: str, run_id: int, now: datetime) -> None:
    """Write a site's row of ``site_health`` after a live run; the caller commits.

    ``now`` is when the run ended (aware).
    """
    listed, new, verdict = database.execute(
        "SELECT listed, new, verdict FROM runs WHERE id = ?", (run_id,)
    ).fetchone()
    before = database.execute(
        "SELECT last_good_run_id, last_good_at, verdict, verdict_since, bad_runs, "
        "interval_minutes, new_share FROM site_health WHERE site = ?",
        (site,),
    ).fetchone() or (None, None, None, None, 0, None, None)
    good_run, good_at, verdict_before, since, bad_runs, interval, share = before
    if verdict == "ok":
        good_run, good_at, bad_runs = run_id, utc(now), 0
    else:
        bad_runs += 1
    newly = new / listed if listed else 0.0
    interval = next_interval(interval, newly if verdict in ("ok", "degraded") else None, bad_runs)
    row = {
        "site": site,
        "checked_at": utc(now),
        "last_run_id": run_id,
        "last_good_run_id": good_run,
        "last_good_at": good_at,
        "verdict": verdict,
        "verdict_since": since if verdict == verdict_before else utc(now),
        "bad_runs": bad_runs,
        "interval_minutes": interval,
        "new_share": newly if share is None else WEIGHT * newly + (1 - WEIGHT) * share,
        "due_at": utc(now + timedelta(minutes=interval)),
        "usual_fill_rates": json.dumps(usual(database, site, run_id, now).fill_rates),
    }
    names = ", ".join(row)
    database.execute(
        f"INSERT OR REPLACE INTO site_health ({names}) VALUES ({', '.join(':' + n for n in row)})",
        row,
    )


def next_interval(interval: float | None, new_share: float | None, bad_runs: int) -> float:
    """Minutes until a site's next run, from the minutes before this one.

    ``new_share`` is how much of this run's listings was new, None when the run says nothing of
    the site's rhythm. A listing half new may already have dropped articles: halve; one with
    hardly anything new: half as long again.
    """
    interval = FIRST if interval is None else interval
    if new_share is None:
        interval *= AFTER_TROUBLE if bad_runs > 1 else 1.0
    elif new_share > FULL:
        interval /= 2
    elif new_share < EMPTY:
        interval *= 1.5
    return min(max(interval, SHORTEST), LONGEST)
