"""What the report's tables hold: completeness, fields, edits and stories, a row each."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import Any

from analysis.completeness import Day as EstimatedDay
from analysis.completeness import estimated
from analysis.report.span import IN_SPAN, Span

MOST_ROWS = 25
FIELDS = (
    "to_the_minute dateline_place authors editors section tags lead image_url modified_at "
    "signature body_by_site"
).split()

Rows = list[dict[str, Any]]


def summary(database: sqlite3.Connection, span: Span) -> list[tuple[str, int]]:
    """Figures of the whole span, each with its name."""
    articles, sites, edited, searched = database.execute(
        "SELECT count(*), count(DISTINCT site), coalesce(sum(version > 1), 0), "
        f"coalesce(sum(search_only), 0) FROM articles WHERE {IN_SPAN}",
        span.values(),
    ).fetchone()
    figures = [("articles", articles), ("sites", sites), ("changed later", edited)]
    if searched:
        figures.append(("found by searches alone, in no volume", searched))
    return figures


def completeness(database: sqlite3.Connection, span: Span) -> Rows:
    """How many articles each site's days had, as far as numbers and two listings tell."""
    found: dict[str, list[EstimatedDay]] = defaultdict(list)
    for known in estimated(database, None, span.since, span.until):
        found[known.site].append(known)
    rows = []
    for site, days in sorted(found.items()):
        by_lists = [known for known in days if known.by_lists]
        by_numbers = [known for known in days if known.numbers]
        if not by_lists and not by_numbers:
            continue
        stored = sum(known.stored for known in by_lists)
        number = round(sum(known.by_lists.number for known in by_lists))
        rows.append(
            {
                "site": site,
                "days_by_lists": len(by_lists),
                "stored": stored,
                "articles": number,
                "share": min(stored, number) / number if number else None,
                "days_by_numbers": len(by_numbers),
                "numbers": round(sum(known.numbers.number for known in by_numbers)),
            }
        )
    return rows


def fill_rates(database: sqlite3.Connection) -> Rows:
    """How completely each site fills the columns, shares from 0 to 1."""
    return _rows(database, "SELECT * FROM fields_by_site ORDER BY articles DESC, site")


def edits(database: sqlite3.Connection, span: Span) -> Rows:
    """Which sites change articles after publishing; ``size`` is a share of the words."""
    return _rows(
        database,
        "SELECT a.site, count(*) AS edits, count(DISTINCT a.id) AS articles, "
        "avg(r.changed) AS size, "
        "sum(EXISTS (SELECT 1 FROM json_each(r.fields) WHERE value = 'headline')) AS headlines "
        "FROM revisions r JOIN articles a ON a.id = r.article_id "
        f"WHERE r.cause = 'edit' AND a.{IN_SPAN} GROUP BY a.site ORDER BY edits DESC",
        span,
    )


def changed_headlines(database: sqlite3.Connection, span: Span) -> Rows:
    """The newest changed headlines."""
    return _rows(
        database,
        "SELECT h.site, h.url, h.hours_after, h.old_headline, h.new_headline "
        "FROM headline_changes h JOIN articles a ON a.id = h.article_id "
        f"WHERE a.{IN_SPAN} ORDER BY h.changed_at DESC LIMIT {MOST_ROWS}",
        span,
    )


def stories(database: sqlite3.Connection, span: Span) -> Rows | None:
    """Stories of several outlets, as ``scrapy stories`` found them; None where it never looked."""
    (compared,) = database.execute("SELECT count(*) FROM stories_compared").fetchone()
    if not compared:
        return None
    found = _rows(
        database,
        "SELECT headline, first_published_at, outlets, articles, kind, agency, sites FROM stories "
        "WHERE first_published_at >= :since AND first_published_at < date(:until, '+1 day') "
        f"ORDER BY outlets DESC, articles DESC, id LIMIT {MOST_ROWS}",
        span,
    )
    return [row | {"sites": json.loads(row["sites"])} for row in found]


def _rows(database: sqlite3.Connection, sql: str, span: Span | None = None) -> Rows:
    """A query's rows by name."""
    return [dict(row) for row in database.execute(sql, span.values() if span else ())]
