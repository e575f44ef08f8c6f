"""How each site stands, from its runs: what ``scrapy health`` shows."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import comb

from crawler.clock import utc
from crawler.runs.due import is_beyond_all_rhythms
from crawler.runs.history import (
    FEWEST_ARTICLES,
    RUNS,
    Compared,
    compared_before,
    confirmed_before,
)
from crawler.runs.verdict import missed
from crawler.topics.found_by import not_for_words

TREND = 10
"""So many runs are shown as the trend."""
LATELY = timedelta(days=7)
MINUTE = timedelta(minutes=1)
FALLEN = 0.1
"""A field is shown as fallen when this much of its usual share is missing."""
FEWEST_SINCE = 6
"""So many pages, of two runs, tell that something changed."""
FEWEST_BEFORE = 15
"""So many pages tell how often a site's facts and the generic reader agree."""
CHANCE = 1e-6
"""A field has drifted where so few pages agree by chance less often than that. Of 1,000 sites that
never change, looked at after each of 300 runs, 6 were ever accused at 1e-5 and none at 1e-6."""


@dataclass(frozen=True, slots=True)
class Drift:
    """On how many of the newest pages a field is read alike with the site's facts and without."""

    agreed: int
    pages: int
    agreed_before: int
    pages_before: int

    def chance(self) -> float:
        """How likely so few of the newest agree where newest and earlier do alike (Fisher's)."""
        agree, of = self.agreed + self.agreed_before, self.pages + self.pages_before
        so_few = range(max(0, agree - self.pages_before), self.agreed + 1)
        ways = (comb(agree, few) * comb(of - agree, self.pages - few) for few in so_few)
        return sum(ways) / comb(of, self.pages)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site; times are UTC as the database writes them, shares from 0 to 1.

    ``trend`` are the verdicts of its last runs for the newest articles, oldest first, "died" for
    one without an end. ``fields`` are shares of its newest articles, at least ten where there are
    so many, ``usual_fields`` the medians of earlier runs; ``fallen`` the names in which they
    differ for the worse, the worst first. ``not_stored`` are pages of the last seven days,
    ``unread`` listing pages that could not be read: ``way_in``, ``url``, ``problem``, ``wanted_at``
    (since when), ``tries`` and ``given_up_at``, longest first. ``unconfirmed`` are facts of the
    site's file that were found on none of so many of its newest pages.
    ``drifted`` are fields in which the site's facts and the generic reader part of
    late, ``in_part`` is on how many of so many pages the facts gave a part of the text only.
    ``in_doubt`` are the articles first seen in the last seven days, by word of ``articles.doubt``.
    ``status`` and ``status_day`` say how it did when it was last tried live (``scrapy verify``).
    ``clock_was_ahead`` where the last run was noted for a time that is still to come, or the next
    for one beyond every rhythm: such a site is due.
    """

    site: str
    verdict: str | None
    verdict_since: str | None
    reason: str | None
    last_good_at: str | None
    days_since_good: float | None
    last_run_at: str | None
    due_at: str | None
    clock_was_ahead: bool
    interval_minutes: float | None
    articles_an_hour: float | None
    trend: list[str] = field(default_factory=list)
    fields: dict[str, float] = field(default_factory=dict)
    usual_fields: dict[str, float] = field(default_factory=dict)
    fallen: list[str] = field(default_factory=list)
    not_stored: dict[str, int] = field(default_factory=dict)
    unread: list[dict] = field(default_factory=list)
    unconfirmed: dict[str, int] = field(default_factory=dict)
    drifted: dict[str, Drift] = field(default_factory=dict)
    in_part: tuple[int, int] | None = None
    status: str | None = None
    status_day: str | None = None
    in_doubt: dict[str, int] = field(default_factory=dict)


def site_reports(database: sqlite3.Connection, now: datetime) -> list[SiteReport]:
    """Every site that has been crawled, by name; ``database`` gives rows by name."""
    rejects = _rejects_lately(database, now)
    rows = database.execute(
        "SELECT site_health.*, runs.reason, runs.started_at FROM site_health "
        "LEFT JOIN runs ON runs.id = last_run_id ORDER BY site_health.site"
    )
    statuses = _statuses(database)
    return [
        replace(
            _report(database, row, rejects[row["site"]], now),
            **statuses.get(row["site"], {}),
        )
        for row in rows.fetchall()
    ]


def _statuses(database: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """How sites did when they were last tried live; none in a file of an older Warta."""
    if not _has_column(database, "sites", "status_day"):
        return {}
    rows = database.execute("SELECT site, status, status_day FROM sites")
    return {site: {"status": status, "status_day": day} for site, status, day in rows}


def _report(
    database: sqlite3.Connection, row: sqlite3.Row, rejects: Counter[str], now: datetime
) -> SiteReport:
    good_at = row["last_good_at"]
    fields = _fields_now(database, row["site"])
    compared = _compared(database, row["site"])
    usual = json.loads(row["usual_fill_rates"] or "{}")
    return SiteReport(
        site=row["site"],
        verdict=row["verdict"],
        verdict_since=row["verdict_since"],
        reason=row["reason"],
        last_good_at=good_at,
        days_since_good=good_at and _days(now - datetime.fromisoformat(good_at)),
        last_run_at=row["started_at"],
        due_at=row["due_at"],
        clock_was_ahead=_is_ahead(row, now),
        interval_minutes=row["interval_minutes"],
        articles_an_hour=row["articles_an_hour"],
        trend=_trend(database, row["site"]),
        fields=fields,
        usual_fields=usual,
        fallen=fallen(fields, usual),
        not_stored=dict(rejects.most_common()),
        unread=_unread(database, row["site"]),
        unconfirmed=_unconfirmed(database, row["site"]),
        drifted={name: found for name in names_of(compared) if (found := drift(name, compared))},
        in_part=in_part(compared),
        in_doubt=_in_doubt(database, row["site"], now),
    )


def _is_ahead(row: sqlite3.Row, now: datetime) -> bool:
    due_at = row["due_at"]
    is_far = bool(due_at) and is_beyond_all_rhythms(datetime.fromisoformat(due_at), now)
    return is_far or datetime.fromisoformat(row["checked_at"]) > now + MINUTE


def fallen(fields: dict[str, float], usual: dict[str, float]) -> list[str]:
    """The fields that are filled less than usual, the worst first; none without any fields."""
    missing = {name: usual[name] - fields[name] for name in usual if name in fields}
    worse = [name for name in missing if missing[name] > FALLEN]
    return sorted(worse, key=lambda name: (-missing[name], name))


def names_of(runs: Sequence[Compared]) -> list[str]:
    """The fields that any of the runs compared."""
    return sorted({name for run in runs for name in run.fields})


def drift(name: str, runs: Sequence[Compared]) -> Drift | None:
    """Since some run, a field agrees less often than before, beyond chance; None where not.

    ``runs`` newest first. Of all runs that it may be since, the one that chance explains least.
    """
    counts = [_agreed(run.fields.get(name, {})) for run in runs]
    found: dict[float, Drift] = {}
    agreed = pages = 0
    agreed_before, pages_before = (sum(each) for each in zip(*counts, strict=True))
    for agree, of in counts:
        agreed, pages = agreed + agree, pages + of
        agreed_before, pages_before = agreed_before - agree, pages_before - of
        fell = agreed * pages_before < agreed_before * pages
        if fell and pages >= FEWEST_SINCE and pages_before >= FEWEST_BEFORE:
            drifted = Drift(agreed, pages, agreed_before, pages_before)
            found[drifted.chance()] = drifted
    return found[least] if found and (least := min(found)) <= CHANCE else None


def _agreed(outcomes: dict[str, int]) -> tuple[int, int]:
    """How often both readings agreed, and of how many pages on which either found the field."""
    return outcomes.get("agrees", 0), sum(outcomes.values()) - outcomes.get("none", 0)


def in_part(runs: Sequence[Compared]) -> tuple[int, int] | None:
    """On how many of the newest pages a part of the text only was read; None for no more than half.

    ``runs`` newest first.
    """
    parts = pages = 0
    for run in runs:
        parts += run.fields.get("body", {}).get("part", 0)
        pages += run.pages
        if pages >= FEWEST_SINCE:
            break
    return (parts, pages) if parts * 2 > pages >= FEWEST_SINCE else None


def _days(span: timedelta) -> float:
    return round(span / timedelta(days=1), 2)


def _unread(database: sqlite3.Connection, site: str) -> list[dict]:
    """None in a file that only an older Warta has written."""
    table = "SELECT 1 FROM sqlite_schema WHERE name = 'unread_listings'"
    if database.execute(table).fetchone() is None:
        return []
    rows = database.execute(
        "SELECT way_in, url, problem, wanted_at, tries, given_up_at FROM unread_listings "
        "WHERE site = ? AND (tries > 0 OR problem IS NULL) ORDER BY wanted_at, page",
        (site,),
    )
    return [dict(row) for row in rows]


def _unconfirmed(database: sqlite3.Connection, site: str) -> dict[str, int]:
    """None in a file that only an older Warta has written."""
    if not _has_column(database, "runs", "query"):
        return {}
    runs = confirmed_before(database, site)
    facts = runs[0].facts if runs else ()
    return {name: pages for name in facts if (pages := missed(name, runs))}


def _compared(database: sqlite3.Connection, site: str) -> list[Compared]:
    """None in a file that only an older Warta has written."""
    return compared_before(database, site) if _has_column(database, "runs", "compared") else []


def _has_column(database: sqlite3.Connection, table: str, name: str) -> bool:
    column = "SELECT 1 FROM pragma_table_info(?) WHERE name = ?"
    return database.execute(column, (table, name)).fetchone() is not None


def _in_doubt(database: sqlite3.Connection, site: str, now: datetime) -> dict[str, int]:
    """The commonest word first. None in a file that only an older Warta has written."""
    if not _has_column(database, "articles", "doubt"):
        return {}
    rows = database.execute(
        "SELECT doubt FROM articles WHERE site = ? AND doubt IS NOT NULL AND first_seen_at >= ?",
        (site, utc(now - LATELY)),
    )
    words = Counter(word for (doubt,) in rows for word in doubt.split())
    return dict(words.most_common())


def _trend(database: sqlite3.Connection, site: str) -> list[str]:
    rows = database.execute(
        "SELECT CASE WHEN finish_reason = 'died' THEN 'died' ELSE coalesce(verdict, 'died') END "
        f"FROM runs WHERE site = ? AND replay IS NULL AND since IS NULL {not_for_words(database)} "
        "AND until IS NULL AND verdict IS NOT 'offline' ORDER BY id DESC LIMIT ?",
        (site, TREND),
    )
    return [verdict for (verdict,) in rows][::-1]


def _fields_now(database: sqlite3.Connection, site: str) -> dict[str, float]:
    """Shares over the newest runs that together kept enough articles, those of each weighed."""
    rows = database.execute(
        "SELECT stored + revised + unchanged, fill_rates FROM runs WHERE site = ? AND replay IS "
        f"NULL {not_for_words(database)} AND since IS NULL AND until IS NULL "
        "AND stored + revised + unchanged > 0 AND fill_rates IS NOT NULL ORDER BY id DESC LIMIT ?",
        (site, RUNS),
    )
    filled: Counter[str] = Counter()
    articles = 0
    for kept, rates in rows:
        articles += kept
        for name, rate in json.loads(rates).items():
            filled[name] += rate * kept
        if articles >= FEWEST_ARTICLES:
            break
    return {name: round(number / articles, 4) for name, number in sorted(filled.items())}


def _rejects_lately(database: sqlite3.Connection, now: datetime) -> dict[str, Counter[str]]:
    """Pages not stored in the last seven days: each page once, by its last reason."""
    lately: dict[str, Counter[str]] = defaultdict(Counter)
    for site, reason, pages in database.execute(
        "SELECT site, reason, count(*) FROM ("
        "SELECT site, reason, max(id) FROM rejects WHERE seen_at BETWEEN ? AND ? "
        "AND (run_id IS NULL OR EXISTS (SELECT 1 FROM runs "
        f"WHERE runs.id = run_id {not_for_words(database)})) "
        "GROUP BY url, site"
        ") GROUP BY site, reason",
        (utc(now - LATELY), utc(now)),
    ):
        lately[site][reason] = pages
    return lately
