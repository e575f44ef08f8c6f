"""Stored articles whose archived pages were read again: what would change, and writing it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from crawler.items import Article, DateMention, Reject
from pipelines.rows.frontier_rows import Outcome
from pipelines.rows.people_and_tags import Names
from pipelines.rows.recognition import disbelieve_taken_down, find
from pipelines.rows.revisions import (
    PUBLISHED,
    READ,
    columns,
    difference,
    known_doubt,
    settled_dates,
)
from pipelines.rows.writer import Writer, barred

SETTLED = {*PUBLISHED, "published_conflict", "modified_at", "doubt"} - {
    "published_wib",
    "published_day",
}
"""What earlier versions have a say in, as attributes of an article."""

TO_READ = """
WITH pages AS (
    SELECT id AS number, capture FROM articles WHERE capture IS NOT NULL AND {site}
    UNION ALL
    SELECT -max(id), capture FROM rejects
    WHERE capture IS NOT NULL
        AND reason NOT IN ('http-error', 'network', 'robots', 'off-site') AND {site}
    GROUP BY url, site
)
SELECT number, capture FROM pages ORDER BY substr(capture, 1, instr(capture, '#')),
    cast(substr(capture, instr(capture, '#') + 1) AS INTEGER)
"""
"""In the order of the archive, so that each of its files is read once from front to end."""

NOTHING_READ = dict.fromkeys(READ)
"""What a file made before a column was declared holds of it, until something is written."""

LISTED = """
SELECT listed_date, listed_clock FROM frontier WHERE {} AND listed_date IS NOT NULL
ORDER BY last_listed_at DESC
"""

Kind = Literal["same", "changed", "new", "refused", "lost", "unread"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a page: ``number`` is the article's id, below 0 a reject's.

    ``captures`` are those of the article's versions, earliest first, "" where one was not kept;
    ``listed_date`` is raw, ``listed_clock`` the zone that it means where it prints UTC.
    """

    number: int
    site: str
    url: str
    publisher_id: str | None
    listed_date: str | None
    listed_clock: str | None
    captures: list[str]
    stored: dict[str, Any] | None = None


@dataclass(slots=True)
class Finding:
    """What became of one page read again; ``detail`` says why it was refused or can't be read.

    ``before`` and ``after`` hold the columns that would change; ``article`` is what would be
    written, fit for JSON.
    """

    number: int
    kind: Kind
    site: str
    url: str
    capture: str
    detail: str | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    article: dict[str, Any] | None = None


def to_read(database: sqlite3.Connection, site: str | None) -> Iterator[tuple[int, str]]:
    """Number and capture of every stored article, and of every page refused for what was read.

    The numbers are those of ``Known``.
    """
    condition = "site = :site" if site else "true"
    rows = database.execute(TO_READ.format(site=condition), {"site": site} if site else {})
    return ((row["number"], row["capture"]) for row in rows)


def known(database: sqlite3.Connection, number: int) -> Known | None:
    """What is known of a page; None where the article is gone. Rows must be ``sqlite3.Row``."""
    if number < 0:
        return _known_reject(database, -number)
    stored = database.execute("SELECT * FROM articles WHERE id = ?", (number,)).fetchone()
    if stored is None or stored["capture"] is None:
        return None
    earlier = []
    if stored["version"] > 1:
        rows = database.execute(
            "SELECT capture FROM revisions WHERE article_id = ? ORDER BY seen_at, id", (number,)
        )
        names = [row["capture"] or "" for row in rows]
        earlier = [name for name in names if name != stored["capture"]]
    listed = database.execute(LISTED.format("article_id = ?"), (number,)).fetchone()
    return Known(
        number,
        stored["site"],
        stored["url"],
        stored["publisher_id"],
        *(tuple(listed) if listed else (None, None)),
        list(dict.fromkeys([*earlier, stored["capture"]])),
        NOTHING_READ | dict(stored),
    )


def _known_reject(database: sqlite3.Connection, number: int) -> Known | None:
    reject = database.execute("SELECT * FROM rejects WHERE id = ?", (number,)).fetchone()
    if reject is None:
        return None
    listed = database.execute(LISTED.format("url = ?"), (reject["url"],)).fetchone()
    told = tuple(listed) if listed else (None, None)
    return Known(-number, reject["site"], reject["url"], None, *told, [reject["capture"]])


def lost(page: Known, why: str) -> Finding:
    """The finding for a page whose capture can't be read."""
    return Finding(page.number, "lost", page.site, page.url, page.captures[-1], why)


def unread(pages: Sequence[Known], why: str) -> list[Finding]:
    """The findings for pages that no process could read."""
    return [
        Finding(page.number, "unread", page.site, page.url, page.captures[-1], why)
        for page in pages
    ]


def compare(page: Known, readings: Sequence[Article | Reject]) -> Finding:
    """What today's reading of a page means for what was known of it; asks no database.

    ``readings`` are those of its captures, each through ``prepare``; of an edited article the
    earlier ones settle when it was published, or where they can't be had, what is stored does.
    """
    latest = readings[-1]
    finding = Finding(page.number, "same", page.site, page.url, page.captures[-1])
    if isinstance(latest, Reject):
        if page.stored is not None:
            finding.kind, finding.detail = "refused", f"{latest.reason}: {latest.detail}"
    elif page.stored is None:
        finding.kind, finding.article = "new", _to_json(latest)
    else:
        row = _settled(page, readings)
        for name in SETTLED:
            setattr(latest, name, row[name])
        _compare_columns(finding, page.stored, row, latest)
    return finding


def unless_known(database: sqlite3.Connection, finding: Finding) -> Finding:
    """The finding, unless it is new and the database has its article, or is not to have it."""
    if finding.kind == "new":
        article, cursor = _from_json(finding.article), database.cursor()
        if find(cursor, article) is not None or barred(cursor, article):
            return replace(finding, kind="same", article=None)
    return finding


def _settled(page: Known, readings: Sequence[Article]) -> dict[str, Any]:
    """The latest reading's columns, its dates seen in the light of earlier versions."""
    rows = [columns(article) for article in readings if isinstance(article, Article)]
    row = rows[0]
    if len(rows) < len(page.captures):
        row = {**row, **settled_dates(page.stored, row)}
    for later in rows[1:]:
        row = {**later, **settled_dates(row, later)}
    row["doubt"] = known_doubt(page.stored, row)
    # A listing may have named it, and listings are not read again for the pages they name.
    row["modified_at"] = row["modified_at"] or page.stored["modified_at"]
    return row


def _compare_columns(
    finding: Finding, stored: Mapping[str, Any], row: dict[str, Any], article: Article
) -> None:
    changes = difference(stored, row)
    names = json.loads(changes["fields"])
    if stored["publisher_id"] is None and article.publisher_id is not None:
        row["publisher_id"] = article.publisher_id
        names.append("publisher_id")
    if names:
        finding.kind, finding.article = "changed", _to_json(article)
        finding.before = {name: stored[name] for name in names}
        finding.after = {name: row[name] for name in names}


def write(database: sqlite3.Connection, findings: Sequence[Finding]) -> list[Outcome]:
    """Store what changed and what is new, in one transaction; what was there stays as revisions.

    An article that a crawl has read anew meanwhile stays as it is. All or nothing: raises
    sqlite3.Error with nothing written.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        writer = Writer(database, Names(), None, datetime.now(UTC), ())
        outcomes = [_write(writer, finding) for finding in findings]
        writer.finish()
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    return outcomes


def _write(writer: Writer, finding: Finding) -> Outcome:
    article = _from_json(finding.article)
    disbelieve_taken_down(writer.cursor, article)
    if finding.kind == "new":
        return writer.rescue(article)
    return writer.reread(finding.number, article)


def _to_json(article: Article) -> dict[str, Any]:
    values = asdict(article)
    del values["date_candidates"]  # resolved by now
    values["fetched_at"] = article.fetched_at.isoformat()
    return values


def _from_json(values: dict[str, Any]) -> Article:
    mentions = [DateMention(**mention) for mention in values["date_mentions"]]
    fetched_at = datetime.fromisoformat(values["fetched_at"])
    return Article(**{**values, "date_mentions": mentions, "fetched_at": fetched_at})
