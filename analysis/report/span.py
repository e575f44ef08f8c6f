"""The days that a report is about."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.errors import UsageProblem

DAYS = 60
"""How many days are shown where none are asked for: the last ones that have articles."""
IN_SPAN = "published_day BETWEEN :since AND :until"


@dataclass(frozen=True)
class Span:
    """The days the report covers, both included."""

    since: date
    until: date

    def days(self) -> list[date]:
        """Every one of them."""
        return [
            self.since + timedelta(days=number)
            for number in range((self.until - self.since).days + 1)
        ]

    def values(self) -> dict[str, str]:
        """As parameters of a query."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def span_of(database: sqlite3.Connection, since: date | None, until: date | None) -> Span:
    """The days asked for, else the last DAYS that have articles; raises UsageProblem for none."""
    last = database.execute(
        "SELECT max(day) FROM (SELECT max(published_day) AS day FROM articles GROUP BY site)"
    ).fetchone()[0]
    if last is None:
        raise UsageProblem("there are no articles to report on; crawl a site first")
    until = until or date.fromisoformat(last)
    since = since or until - timedelta(days=DAYS - 1)
    if since > until:
        raise UsageProblem(f"--since {since} is after --until {until}")
    return Span(since, until)
