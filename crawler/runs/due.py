"""Which sites are to be crawled now: one cron line serves them all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.runs.site_health import LONGEST, SHORTEST

EARLY = 0.1
"""A site is due when so much of its interval is left: cron comes every so many minutes exactly, a
run's time a few seconds later, and would else wait for the next."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a site's next run is due; ``due_at`` is None for one never crawled."""

    site: str
    due_at: datetime | None
    interval: timedelta
    noted_for: datetime | None = None
    """The time further ahead than any rhythm that was noted for it, under a clock that was ahead;
    such a site is due now."""

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.due_at is None or self.due_at - EARLY * self.interval <= now

    def need(self, now: datetime) -> float:
        """How many of its intervals a site has waited beyond its time.

        What is asked for every ten minutes loses articles when it waits for an hour, what is
        asked for daily does not. A site never crawled has no interval yet: it counts as one
        whole interval late, so that it neither holds up the others nor waits for ever.
        """
        return 1.0 if self.due_at is None else (now - self.due_at) / self.interval


def turns(database: sqlite3.Connection | None, sites: Iterable[str], now: datetime) -> list[Turn]:
    """The next turn of every site, greatest need first; without a database none was crawled."""
    rows = {}
    if database is not None:
        rows = {
            site: _turn(site, datetime.fromisoformat(due_at), minutes or SHORTEST, now)
            for site, due_at, minutes in database.execute(
                "SELECT site, due_at, interval_minutes FROM site_health WHERE due_at IS NOT NULL"
            )
        }
    found = [rows.get(site) or Turn(site, None, timedelta(minutes=SHORTEST)) for site in sites]
    return sorted(found, key=lambda turn: (-turn.need(now), turn.site))


def _turn(site: str, due_at: datetime, minutes: float, now: datetime) -> Turn:
    interval = timedelta(minutes=minutes)
    if is_beyond_all_rhythms(due_at, now):
        return Turn(site, now, interval, noted_for=due_at)
    return Turn(site, due_at, interval)


def is_beyond_all_rhythms(due_at: datetime, now: datetime) -> bool:
    """Whether a turn is further ahead than any site's rhythm: the clock was wrong, then or now."""
    return due_at > now + timedelta(minutes=LONGEST)
