"""Days of which the database has far less than the site usually publishes, and who asked again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.runs.history import left_some
from crawler.topics.found_by import not_for_words

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """One site's day with less than a quarter of what is expected (``coverage_daily``).

    ``listed`` is how many articles the site named for that day, ``rejected`` pages not stored by
    reason; ``asked_again`` the day (UTC) of the last run that asked for it and was told all,
    ``asked_archive`` of the last that asked a Wayback Machine for it and was.
    ``expected`` is None for a day of which nothing is known or stored: a run asked for it, and no
    listing reached it.
    """

    site: str
    day: date
    expected: float | None
    stored: int
    listed: int
    rejected: dict[str, int]
    asked_again: date | None = None
    asked_archive: date | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """Days to ask a site for in one run, both included."""

    site: str
    since: date
    until: date


def find_gaps(
    database: sqlite3.Connection,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Gap]:
    """The gaps of all sites or one, on all days or some (both included), by site and day."""
    asked, unreached = _asked(database, "origin NOT IN ('wayback', 'import')")
    of_archive, _ = _asked(database, "origin = 'wayback'")
    chosen = [
        each
        for each in unreached
        if each[0] == (site or each[0]) and (since or each[1]) <= each[1] <= (until or each[1])
    ]
    rows = database.execute(
        "SELECT site, day, expected, stored, discovered, rejected_by_reason, gap "
        "FROM coverage_daily WHERE coalesce(site = :site, 1) AND coalesce(day >= :since, 1) "
        "AND coalesce(day <= :until, 1) "
        "AND (gap = 1 OR site || day IN (SELECT value FROM json_each(:unreached)))",
        {
            "site": site,
            "since": since and str(since),
            "until": until and str(until),
            "unreached": json.dumps([f"{site}{day}" for site, day in chosen]),
        },
    )
    gaps = {each: Gap(*each, None, 0, 0, {}) for each in chosen}
    for site, text, *counts, rejected, gap in rows:
        key = site, date.fromisoformat(text)
        told = (asked.get(key), of_archive.get(key))
        gaps[key] = Gap(*key, *counts, json.loads(rejected), *told)
        if not gap and (gap == 0 or gaps[key].stored):
            del gaps[key]
    return sorted(gaps.values(), key=lambda gap: (gap.site, gap.day))


Days = dict[tuple[str, date], date]
"""By site and day when a run asked for it."""


def _asked(database: sqlite3.Connection, which: str) -> tuple[Days, Days]:
    """The last run that was told all of a day, once it was over; and the days none reached.

    Of runs of ``which``, a condition on ``origin``; those of a file made before are all crawls.
    A run that left listings unread, or ended before its end, was not told all.
    """
    asked: Days = {}
    unreached: Days = {}
    columns = {name for (name,) in database.execute("SELECT name FROM pragma_table_info('runs')")}
    all_articles = not_for_words(database)
    which = which if "origin" in columns else which.replace("origin", "'crawl'")
    reached = "unreached_until" if "unreached_until" in columns else "NULL"  # an older Warta's file
    for site, since, until, nothing_until, started_at, ways_in in database.execute(
        "SELECT site, coalesce(since, until), coalesce(until, date(started_at, '+7 hours')), "
        f"{reached}, started_at, ways_in FROM runs "
        f"WHERE coalesce(since, until) IS NOT NULL AND replay IS NULL {all_articles} AND {which} "
        "AND finish_reason = 'finished' AND verdict IN ('ok', 'degraded') "
        "AND started_at <= strftime('%Y-%m-%dT%H:%M:%SZ') ORDER BY id"
    ):
        day, last = date.fromisoformat(since), date.fromisoformat(until)
        started = date.fromisoformat(started_at[:10])
        while day <= last:
            if nothing_until and str(day) <= nothing_until:
                if (site, day) not in asked:
                    unreached[site, day] = started
            elif day < started and not left_some(ways_in):
                asked[site, day] = started
                unreached.pop((site, day), None)
            day += ONE_DAY
    return asked, unreached


def holes(gaps: Iterable[Gap]) -> list[Hole]:
    """Runs that ask for the days of the gaps: days in a row are one run. By site and day."""
    found: list[Hole] = []
    for gap in sorted(gaps, key=lambda gap: (gap.site, gap.day)):
        if found and found[-1].site == gap.site and gap.day - found[-1].until <= ONE_DAY:
            found[-1] = Hole(gap.site, found[-1].since, gap.day)
        else:
            found.append(Hole(gap.site, gap.day, gap.day))
    return found
