"""Days of which the database has far less than the site usually publishes, and who asked again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """One site's day with less than a quarter of what is expected (``coverage_daily``).

    ``listed`` is how many articles the site named for that day, ``rejected`` pages not stored by
    reason; ``asked_again`` the day (UTC) of the last run that asked for it and went well.
    """

    site: str
    day: date
    expected: float
    stored: int
    listed: int
    rejected: dict[str, int]
    asked_again: date | None = None


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
    rows = database.execute(
        "SELECT site, day, expected, stored, discovered, rejected_by_reason FROM coverage_daily "
        "WHERE gap = 1 AND coalesce(site = :site, 1) AND coalesce(day >= :since, 1) "
        "AND coalesce(day <= :until, 1) ORDER BY site, day",
        {"site": site, "since": since and str(since), "until": until and str(until)},
    ).fetchall()
    asked = _asked_again(database)
    return [
        Gap(site, day, expected, stored, listed, json.loads(rejected), asked.get((site, day)))
        for site, text, expected, stored, listed, rejected in rows
        for day in [date.fromisoformat(text)]
    ]


def _asked_again(database: sqlite3.Connection) -> dict[tuple[str, date], date]:
    """For each site and day the last run that was asked for it when it was over, and could."""
    asked = {}
    for site, since, until, started_at in database.execute(
        "SELECT site, since, coalesce(until, date(started_at)), started_at FROM runs "
        "WHERE since IS NOT NULL AND replay IS NULL AND finish_reason = 'finished' "
        "AND verdict IN ('ok', 'degraded') AND started_at <= strftime('%Y-%m-%dT%H:%M:%SZ') "
        "ORDER BY id"
    ):
        day, last = date.fromisoformat(since), date.fromisoformat(until)
        started = date.fromisoformat(started_at[:10])
        while day <= last and day < started:
            asked[site, day] = started
            day += ONE_DAY
    return asked


def holes(gaps: Iterable[Gap]) -> list[Hole]:
    """Runs that ask for the days of the gaps: days in a row are one run. By site and day."""
    found: list[Hole] = []
    for gap in sorted(gaps, key=lambda gap: (gap.site, gap.day)):
        if found and found[-1].site == gap.site and gap.day - found[-1].until <= ONE_DAY:
            found[-1] = Hole(gap.site, found[-1].since, gap.day)
        else:
            found.append(Hole(gap.site, gap.day, gap.day))
    return found
