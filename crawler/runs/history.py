"""What is usual for a site: medians of its own earlier runs, against which a run is judged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from crawler.clock import utc

RUNS = 20
"""So many earlier runs are looked at; fewer than FEWEST say nothing."""
FEWEST = 5
FEWEST_ARTICLES = 10
"""A share is only a share when so many articles stand behind it."""
WEEKS = 8
RUNS_COMPARED = 100
"""A site with one new article a run has so many pages read twice in them."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """On how many of a run's article ``pages`` each declared fact was found."""

    pages: int = 0
    facts: dict[str, int] = field(default_factory=dict)

    def share(self, name: str) -> float:
        """The share of pages that confirm a fact, 0 to 1; needs a page."""
        return self.facts[name] / self.pages

    def without(self, names: Iterable[str]) -> Confirmed:
        """The same of all facts but some."""
        known = frozenset(names)
        left = {name: number for name, number in self.facts.items() if name not in known}
        return Confirmed(self.pages, left)


@dataclass(frozen=True, slots=True)
class Compared:
    """A run's article ``pages`` that were read without the site's facts, too.

    ``fields`` says by name how often each outcome of ``crawler.comparison.read_twice`` came.
    """

    pages: int = 0
    fields: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a site's earlier runs were like; empty and None where there is too little history.

    ``fill_rates`` are medians of the share of articles that have a field, ``reject_share`` the
    median share of fetched pages not stored, ``listed`` the median number listed by a run.
    ``articles_a_day`` is the median of this weekday over the last weeks, ``articles_today`` what
    was published in the last 24 hours, None when no run ended shortly before them.
    ``days_silent`` is how many days ago the newest article that a listing named is of.
    ``confirmed`` says run by run, newest first, which declared facts the pages had.
    """

    fill_rates: dict[str, float] = field(default_factory=dict)
    reject_share: float | None = None
    listed: float | None = None
    articles_a_day: float | None = None
    articles_today: int | None = None
    days_silent: int | None = None
    confirmed: tuple[Confirmed, ...] = ()


NEWEST = """
site = ? AND verdict IN ('ok', 'degraded') AND since IS NULL AND until IS NULL AND replay IS NULL
AND query IS NULL
"""
"""The runs that read a site's newest listings and could."""


def usual(database: sqlite3.Connection, site: str, run_id: int, now: datetime) -> Usual:
    """What is usual for a site, from its runs before ``run_id`` that asked for the newest."""
    rows = _runs_before(database, site, run_id)
    day, today = _volume(database, site, now)
    listed = [row[0] for row in rows if row[0]]
    shares = [row[2] / row[1] for row in rows if row[1]]
    return Usual(
        fill_rates=_fill_rates([(kept, rates) for *_, kept, rates in rows if rates]),
        reject_share=median(shares) if len(shares) >= FEWEST else None,
        listed=median(listed) if len(listed) >= FEWEST else None,
        articles_a_day=day,
        articles_today=today,
        days_silent=_days_silent(database, site, now),
        confirmed=tuple(confirmed_before(database, site, run_id)),
    )


def usual_fill_rates(database: sqlite3.Connection, site: str, run_id: int) -> dict[str, float]:
    """For each field the share of a site's articles that usually has it; empty without history."""
    rows = _runs_before(database, site, run_id)
    return _fill_rates([(kept, rates) for *_, kept, rates in rows if rates])


def confirmed_before(
    database: sqlite3.Connection, site: str, run_id: int | None = None
) -> list[Confirmed]:
    """What a site's runs before one (without it: all) found of declared facts, newest first."""
    rows = database.execute(
        f"SELECT confirmed FROM runs WHERE {NEWEST} AND confirmed IS NOT NULL "
        "AND id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?",
        (site, run_id, RUNS),
    )
    return [Confirmed(**json.loads(text)) for (text,) in rows]


def compared_before(database: sqlite3.Connection, site: str) -> list[Compared]:
    """What a site's last runs found of its pages with its facts and without, newest first."""
    rows = database.execute(
        f"SELECT compared FROM runs WHERE {NEWEST} AND compared ->> '$.pages' > 0 "
        "ORDER BY id DESC LIMIT ?",
        (site, RUNS_COMPARED),
    )
    return [Compared(**json.loads(text)) for (text,) in rows]


def still_gone(database: sqlite3.Connection, run_id: int) -> int:
    """How many pages a run was told for the second time, or more often, that they don't exist."""
    (number,) = database.execute(
        "SELECT count(*) FROM rejects JOIN frontier USING (url) "
        "WHERE rejects.run_id = ? AND gone_answers >= 2",
        (run_id,),
    ).fetchone()
    return number


@dataclass(frozen=True, slots=True)
class LastListed:
    """When a site's newest listings were last read to their end: start and end of that run."""

    started_at: datetime
    ended_at: datetime


def last_listed(database: sqlite3.Connection, site: str, now: datetime) -> LastListed | None:
    """The last run after which nothing the site had listed was unknown; None before the first.

    A run cut short, by its budget, a signal, its ``max`` or a crash, is not one, nor one that
    left listing pages unread that the next run asks for again, nor one that ended after ``now``:
    its clock was ahead.
    """
    rows = database.execute(
        f"SELECT started_at, ended_at, ways_in FROM runs WHERE {NEWEST} "
        "AND finish_reason = 'finished' AND ended_at <= ? ORDER BY started_at DESC",
        (site, utc(now)),
    )
    for started_at, ended_at, ways_in in rows:
        if not left_some(ways_in):
            return LastListed(datetime.fromisoformat(started_at), datetime.fromisoformat(ended_at))
    return None


def left_some(ways_in: str | None) -> bool:
    """Whether the sources of a run, as ``runs`` keeps them, listed more than it came to."""
    return any(
        way.get("out_of_room") or (way.get("unread") and not way.get("is_dead"))
        for way in json.loads(ways_in or "[]")
    )


def _runs_before(database: sqlite3.Connection, site: str, run_id: int) -> list[tuple]:
    """Listed, fetched, rejected, kept and fill rates of the runs before one, newest first."""
    return database.execute(
        "SELECT listed, fetched, rejected, stored + revised + unchanged, fill_rates FROM runs "
        f"WHERE {NEWEST} AND id < ? ORDER BY id DESC LIMIT ?",
        (site, run_id, RUNS),
    ).fetchall()


def _fill_rates(runs: list[tuple[int, str]]) -> dict[str, float]:
    """Medians over the runs that kept enough articles to have a rate."""
    rates = [json.loads(text) for kept, text in runs if kept >= FEWEST_ARTICLES]
    by_name = {name: [one[name] for one in rates if name in one] for name in set().union(*rates)}
    return {name: median(known) for name, known in sorted(by_name.items()) if len(known) >= FEWEST}


def _volume(
    database: sqlite3.Connection, site: str, now: datetime
) -> tuple[float | None, int | None]:
    """Articles published in the 24 hours before this time of former weeks, and before now."""
    ago = utc(now - timedelta(hours=24))
    crawled_before = database.execute(
        "SELECT count(*) FROM runs WHERE site = ? AND replay IS NULL AND query IS NULL "
        "AND origin = 'crawl' "
        "AND ended_at BETWEEN strftime('%Y-%m-%dT%H:%M:%SZ', ?, '-6 hours') AND ?",
        (site, ago, ago),
    ).fetchone()[0]
    if not crawled_before:
        return None, None
    today = _published_between(database, site, now - timedelta(hours=24), now)
    days = [
        _published_between(
            database, site, now - timedelta(days=7 * week, hours=24), now - timedelta(days=7 * week)
        )
        for week in range(1, WEEKS + 1)
    ]
    known = [number for number in days if number]
    return (median(known) if len(known) >= 4 else None), today


def _days_silent(database: sqlite3.Connection, site: str, now: datetime) -> int | None:
    (newest,) = database.execute(
        "SELECT max(day) FROM frontier WHERE site = ? AND day <= ? AND search_only = 0",
        (site, str(now.date())),
    ).fetchone()
    return (now.date() - date.fromisoformat(newest)).days if newest else None


def _published_between(
    database: sqlite3.Connection, site: str, since: datetime, until: datetime
) -> int:
    """Articles of a site by their publishing time, whenever they were found."""
    return database.execute(
        "SELECT count(*) FROM articles WHERE site = ? AND published_at > ? AND published_at <= ? "
        "AND search_only = 0",
        (site, utc(since), utc(until)),
    ).fetchone()[0]
