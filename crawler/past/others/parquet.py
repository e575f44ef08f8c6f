"""Articles of a data set back into a database: as they were read, and known as what they are."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler.database import connect, connection
from crawler.items import KEPT, Article, Column, Reject
from crawler.parsers.dates import date_mentions
from crawler.past.others.importing import Imported, SiteImport
from crawler.past.which_spider import Spiders
from crawler.run_record import run_record
from pipelines.database.articles import NOTED
from pipelines.database.schema import migrate
from pipelines.dataset.reading import WANTED, rows_of
from pipelines.identity import identified
from pipelines.rows.frontier_rows import Outcome
from pipelines.rows.revisions import instant
from pipelines.rows.undoing import ZONES
from pipelines.store import Keeper, save

FIELDS = [
    (name, column.kind)
    for name, column in KEPT.items()
    if isinstance(column, Column) and name not in NOTED
]
SAME_VERSION = """
UPDATE articles SET
    first_seen_at = min(first_seen_at, :first_seen_at),
    last_seen_at = max(last_seen_at, :last_seen_at),
    gone_at = CASE WHEN last_seen_at < :last_seen_at THEN :gone_at
        WHEN last_seen_at = :last_seen_at THEN coalesce(gone_at, :gone_at) ELSE gone_at END,
    parser_version = iif(run_id = :run, :parser_version, parser_version),
    search_only = min(search_only, :search_only)
WHERE site = :site AND url = :url AND content_hash = :content_hash AND version_seen_at = :seen_at
    AND (first_seen_at > :first_seen_at OR last_seen_at < :last_seen_at
        OR last_seen_at = :last_seen_at AND gone_at IS NULL AND :gone_at IS NOT NULL
        OR run_id = :run AND parser_version IS NOT :parser_version
        OR search_only > :search_only)
"""
"""What a database knows of a version beside what its page said; nothing is written twice."""
LISTED = """
UPDATE frontier SET search_only = 0 WHERE search_only AND article_id IN
    (SELECT id FROM articles WHERE site = :site AND url = :url AND search_only = 0)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Which articles of a data set: of some sites (none: all) and days, both included."""

    path: Path
    sites: Sequence[str] = ()
    since: date | None = None
    until: date | None = None


class RowKeeper(Keeper):
    """Stores what a database believed before: pages of one import are not held against another."""

    def _save(
        self, items: Sequence[Article | Reject], now: datetime | None
    ) -> list[Outcome | Reject]:
        run_id = run_record(self.crawler).run_id
        database = connection(self.crawler)
        return save(database, items, run_id=run_id, now=now, names=self.names)


def import_data_set(
    part: Part,
    database: str,
    settings: BaseSettings,
    spiders: Spiders,
    told: Callable[[Counter[str]], None],
) -> Imported:
    """Store the articles of a part of a data set, each site's as a run with a verdict.

    What is stored already stays: another text becomes the version before or after it, by when it
    was first seen. Raises DatabaseProblem, and what ``rows_of`` raises; called again after an
    interruption it stores nothing twice.
    """
    batches = rows_of(part.path, part.sites, part.since, part.until)
    first = list(islice(batches, 1))  # what can't be read makes no database
    migrate(database)
    done, runs = Imported(), {}
    with closing(connect(database)) as opened:
        for rows in chain(first, batches):
            for site, of_site in groupby(rows, key=itemgetter("site")):
                whole = [row for row in of_site if all(row[name] for name in WANTED)]
                if whole and site not in runs:
                    runs[site] = SiteImport(
                        opened, settings, spiders, str(part.path), site, whole[0]["url"], RowKeeper
                    )
                if whole:
                    _keep(opened, runs[site], whole)
                done.counts["read"] += len(whole)
            done.counts["looked at"] += len(rows)
            told(done.counts)
        done.verdicts = {site: run.end() for site, run in runs.items()}
    if lacking := done.counts["looked at"] - done.counts["read"]:
        done.counts["that lack address, headline, text or date"] = lacking
    return done


def _keep(database: sqlite3.Connection, run: SiteImport, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store articles, then what is known of them beside their pages.

    Which fields they have is not held against the site's file: no page was read by it.
    """
    articles = [article_of(row) for row in rows]
    run.counts.listed += len(articles)
    list(run.keeper.keep(articles, datetime.now(UTC)))
    with database:
        for row, article in zip(rows, articles, strict=True):
            known = {
                **{name: row[name] for name in ("site", "gone_at", "parser_version")},
                "url": article.url,
                "content_hash": article.content_hash,
                "search_only": row["search_only"] or 0,
                "seen_at": row["version_seen_at"],
                "first_seen_at": row["first_seen_at"] or row["version_seen_at"],
                "last_seen_at": row["last_seen_at"] or row["version_seen_at"],
                "run": run.run_id,
            }
            if known["seen_at"] and database.execute(SAME_VERSION, known).rowcount:
                database.execute(LISTED, {"site": row["site"], "url": article.url})


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row of ``articles``, seen when that version was first seen.

    Nobody fetched it now, so that it is known by its address and its publisher's number alone: two
    articles that a database held apart by more than these stay two.
    """
    told = {name: _read(kind, row[name]) for name, kind in FIELDS}
    zone = ZONES.get(row["published_local"][-6:], "Asia/Jakarta")
    seen_at = row["version_seen_at"] or row["first_seen_at"]
    mentions = date_mentions(row["body"], timezone=zone)
    return identified(
        Article(
            **told,
            timezone=zone,
            date_mentions=mentions,
            fetched_at=instant(seen_at) if seen_at else datetime.now(UTC),
            read_from="import",
        )
    )


def _read(kind: str, value: Any) -> Any:
    if kind == "list":
        return json.loads(value or "[]")
    return bool(value) if kind == "truth" and value is not None else value
