"""Articles that no listing named, and listings that were not read to their end."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from analysis.audit.finding import MOST_SAMPLES, Finding, Scope, of_articles, plural
from crawler.clock import wib_day
from crawler.topics.found_by import not_for_words

NOT_IN_FRONTIER = """
SELECT id FROM articles a
WHERE NOT EXISTS (SELECT 1 FROM frontier f WHERE f.article_id = a.id)
"""
NOT_LISTED = """
SELECT article_id FROM frontier WHERE article_id IS NOT NULL
GROUP BY article_id HAVING count(discovered_by) = 0
"""

FAILED = """
SELECT r.site, l.url, l.fetched_at, l.problem, r.since, r.until
FROM listings l JOIN runs r ON r.id = l.run_id
WHERE l.problem IS NOT NULL AND r.replay IS NULL {all_articles}
AND (:site IS NULL OR r.site = :site) AND (:since IS NULL OR l.fetched_at >= :since)
AND NOT EXISTS (SELECT 1 FROM listings later WHERE later.url = l.url
    AND later.fetched_at >= l.fetched_at AND later.id > l.id AND later.problem IS NULL)
ORDER BY r.site, l.fetched_at
"""
WAITING = """
SELECT site, url, wanted_at AS fetched_at, problem, since, until FROM unread_listings
WHERE (tries > 0 OR problem IS NULL) AND (:site IS NULL OR site = :site)
AND (:since IS NULL OR wanted_at >= :since)
ORDER BY site, wanted_at
"""
CUT_SHORT = """
SELECT id, site, since, until, finish_reason, started_at FROM runs r
WHERE since IS NOT NULL AND replay IS NULL AND ended_at IS NOT NULL {all_articles}
AND coalesce(finish_reason, '') <> 'finished'
AND (:site IS NULL OR site = :site) AND (:since IS NULL OR started_at >= :since)
AND NOT EXISTS (SELECT 1 FROM runs later WHERE later.site = r.site AND later.id > r.id
    AND later.finish_reason = 'finished' AND later.since <= r.since
    AND coalesce(later.until, date(later.started_at)) >= coalesce(r.until, date(r.started_at)))
ORDER BY site, since
"""
NOTHING_LISTED = """
SELECT id, site, since, until, started_at, ways_in FROM runs r
WHERE since IS NOT NULL AND replay IS NULL AND verdict = 'ok' AND listed = 0
{unconfirmed} {all_articles}
AND (:site IS NULL OR site = :site) AND (:since IS NULL OR started_at >= :since)
AND NOT EXISTS (SELECT 1 FROM runs later WHERE later.site = r.site AND later.listed > 0
    AND later.since <= r.since AND coalesce(later.until, date(later.started_at)) >= r.since)
ORDER BY site, since
"""


def unlisted(scope: Scope) -> Iterator[Finding]:
    """Articles that no listing named, by site."""
    by_site: dict[str, list[sqlite3.Row]] = defaultdict(list)
    numbers = {row[0] for question in (NOT_IN_FRONTIER, NOT_LISTED) for row in scope.rows(question)}
    for row in scope.articles(numbers).values():
        by_site[row["site"]].append(row)
    for site, rows in by_site.items():
        what = f"{plural(len(rows), 'article')} that no listing named"
        yield of_articles("unlisted", site, what, rows)


def unread(scope: Scope) -> Iterator[Finding]:
    """Listing pages that were wanted and not read since, by site and day (WIB)."""
    rows = list(scope.rows(FAILED.format(all_articles=not_for_words(scope.database))))
    if scope.has("unread_listings"):
        known = {(row["site"], row["url"]) for row in rows}
        waiting = scope.rows(WAITING)
        rows += [row for row in waiting if (row["site"], row["url"]) not in known]
    days: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        days[row["site"], days_of(row)].append(row)
    for (site, day), pages in sorted(days.items()):
        urls = list(dict.fromkeys(page["url"] for page in pages))
        why = next((page["problem"] for page in pages if page["problem"]), "no run came to it")
        what = f"{plural(len(urls), 'listing page')} for {day} not read: {why}"
        yield Finding("unread-listing", site, what, (), urls[:MOST_SAMPLES])


def cut_short(scope: Scope) -> Iterator[Finding]:
    """Runs for days of the past that did not come to their end, and none that did since."""
    for row in scope.rows(CUT_SHORT.format(all_articles=not_for_words(scope.database))):
        days = days_of({**row, "fetched_at": row["started_at"]})
        what = f"run {row['id']} for {days} did not come to its end ({row['finish_reason']})"
        yield Finding("unread-listing", row["site"], what)


def nothing_listed(scope: Scope) -> Iterator[Finding]:
    """Runs of versions before 0.2 that found every listed article outside their days, and said ok.

    Later ones say whether any listing reaches the days.
    """
    columns = {row["name"] for row in scope.rows("SELECT name FROM pragma_table_info('runs')")}
    unconfirmed = "AND confirmed IS NULL" if "confirmed" in columns else ""
    for row in scope.rows(
        NOTHING_LISTED.format(unconfirmed=unconfirmed, all_articles=not_for_words(scope.database))
    ):
        sources = json.loads(row["ways_in"] or "[]")
        if outside := sum(source.get("outside_window", 0) for source in sources):
            days = days_of({**row, "fetched_at": row["started_at"]})
            what = f"run {row['id']} for {days}: all {outside:,} articles listed are of other days"
            yield Finding("unread-listing", row["site"], what)


def days_of(row: sqlite3.Row | dict) -> str:
    """The days a listing was asked for, or the day (WIB) on which its newest were."""
    if row["since"] or row["until"]:
        ends: Sequence[str] = (row["since"] or "the beginning", row["until"] or "today")
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)
    return str(wib_day(datetime.fromisoformat(row["fetched_at"])))
