"""Putting back the versions that a run replaced: what a false page did before it was noticed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from crawler.clock import utc
from crawler.errors import UsageProblem
from crawler.items import Article, Reject
from crawler.parsers.dates import date_mentions
from crawler.parsers.page.text import word_count
from pipelines.database.articles import KEPT_WHOLE
from pipelines.rows.article_rows import KEEP_EARLIER, VERSION
from pipelines.rows.people_and_tags import Names, forget_people_and_tags, write_people_and_tags
from pipelines.rows.revisions import difference, in_wib, same_text
from pipelines.rows.search_feed import SearchFeed
from pipelines.rows.writer import write_reject

TOUCHED = """
SELECT article_id FROM revisions WHERE run_id = :run AND version > 1
UNION SELECT id FROM articles WHERE run_id = :run AND version > 1
"""
OF_REVISION = ("content_hash", "capture", "parser_version", "run_id")
ZONES = {"+07:00": "Asia/Jakarta", "+08:00": "Asia/Makassar", "+09:00": "Asia/Jayapura"}

PUT_BACK = "UPDATE articles SET version = :version, {} WHERE id = :id".format(
    ", ".join(f"{name} = :{name}" for name in VERSION)
)

REPLACING_RUNS = """
WITH versions AS (
    SELECT run_id, article_id, version FROM revisions WHERE version > 1
    UNION ALL SELECT run_id, id, version FROM articles WHERE version > 1
)
SELECT r.id, r.site, r.started_at, r.verdict, count(*) AS versions,
    count(DISTINCT v.article_id) AS articles, round(avg(e.changed), 2) AS changed
FROM versions v
JOIN revisions e ON e.article_id = v.article_id AND e.version = v.version - 1 AND e.cause = 'edit'
JOIN runs r ON r.id = v.run_id
WHERE :site IS NULL OR r.site = :site
GROUP BY r.id ORDER BY r.id DESC
"""


@dataclass(slots=True)
class Undone:
    """What undoing a run did.

    ``versions`` were taken away from ``articles``; ``restored`` of these read again as before the
    run; ``merged`` versions were only returns to the text before, and are one with it now.
    """

    articles: int = 0
    versions: int = 0
    restored: int = 0
    merged: int = 0


def replacing_runs(database: sqlite3.Connection, site: str | None) -> list[sqlite3.Row]:
    """The runs that replaced versions, newest first: versions, articles, mean size of change."""
    return database.execute(REPLACING_RUNS, {"site": site}).fetchall()


def site_of_run(database: sqlite3.Connection, run_id: int) -> str:
    """Whose run it was; raises UsageProblem where there is none, or it has not ended."""
    run = database.execute("SELECT site, ended_at FROM runs WHERE id = ?", (run_id,)).fetchone()
    if run is None:
        raise UsageProblem(f"there is no run {run_id}; scrapy revisions lists those to undo")
    if run["ended_at"] is None:
        raise UsageProblem(f"run {run_id} of {run['site']} has not ended")
    return run["site"]


def undo(database: sqlite3.Connection, run_id: int, *, dry_run: bool = False) -> Undone:
    """Put back what a run replaced, in one transaction; a second call finds nothing to do.

    What the run read stays a row in ``rejects``, and the archive is as it was. Articles it stored
    anew stay. ``database`` gives ``sqlite3.Row``; raises sqlite3.Error with nothing written.
    """
    undone = Undone()
    database.execute("BEGIN IMMEDIATE")
    try:
        cursor = database.cursor()
        search, linked = SearchFeed(cursor), {}
        for (article_id,) in map(tuple, cursor.execute(TOUCHED, {"run": run_id}).fetchall()):
            _undo_article(cursor, search, linked, article_id, run_id, undone)
        forget_people_and_tags(cursor, list(linked))
        write_people_and_tags(cursor, Names(), linked)
        search.finish()
        _count(cursor, run_id, undone.versions)
        database.execute("ROLLBACK" if dry_run else "COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    return undone


def _undo_article(
    cursor: sqlite3.Cursor,
    search: SearchFeed,
    linked: dict[int, Article],
    article_id: int,
    run_id: int,
    undone: Undone,
) -> None:
    stored = cursor.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
    versions = versions_of(cursor, stored)
    kept, merged, at = [versions[0]], 0, utc(datetime.now(UTC))
    for before, version in zip(versions, versions[1:], strict=False):
        if version["run_id"] == run_id and before["cause"] == "edit":
            detail = f"version {version['version']}: {version['headline']!r}"
            told = (stored["url"], stored["site"], "taken-back", detail, version["capture"])
            write_reject(cursor, Reject(*told), run_id, at)
        elif before is not kept[-1] and same_text(kept[-1], version):
            merged += 1
            kept[-1] = {**kept[-1], "last_seen_at": version["last_seen_at"]}
        else:
            kept.append(version)
    taken = len(versions) - len(kept) - merged
    if not taken:
        return
    undone.articles += 1
    undone.versions += taken
    undone.merged += merged
    _write(cursor, article_id, kept)
    if kept[-1]["capture"] != stored["capture"] or not same_text(kept[-1], stored):
        undone.restored += 1
        search.replace(article_id, stored, kept[-1])
        linked[article_id] = as_article(kept[-1])


def versions_of(cursor: sqlite3.Cursor, stored: sqlite3.Row) -> list[dict[str, Any]]:
    """All versions of an article, earliest first, each with every column of ``articles``.

    ``cause`` and ``replaced_at`` say how each was replaced; None for the newest.
    """
    revisions = cursor.execute(
        "SELECT * FROM revisions WHERE article_id = ? ORDER BY version DESC", (stored["id"],)
    ).fetchall()
    versions = [{**dict(stored), "cause": None, "replaced_at": None}]
    for revision in revisions:
        earlier = {**versions[-1], **json.loads(revision["other"])}
        earlier.update({name: revision[name] for name in (*KEPT_WHOLE, *OF_REVISION)})
        earlier.update({name: revision[name] for name in ("cause", "replaced_at", "version")})
        earlier["version_seen_at"] = earlier["last_seen_at"] = revision["seen_at"]
        earlier["word_count"] = word_count(earlier["body"])
        earlier["published_day"] = earlier["published_local"][:10]
        earlier["published_wib"] = in_wib(SimpleNamespace(**earlier))
        versions.append(earlier)
    return versions[::-1]


def as_article(version: Mapping[str, Any]) -> Article:
    """What people, tags and mentions of a version are read from."""
    lists = {name: json.loads(version[name] or "[]") for name in ("authors", "editors", "tags")}
    zone = ZONES.get(version["published_local"][-6:], "Asia/Jakarta")
    mentions = date_mentions(version["body"], timezone=zone)
    return Article(site=version["site"], date_mentions=mentions, **lists)


def _write(cursor: sqlite3.Cursor, article_id: int, versions: Sequence[Mapping[str, Any]]) -> None:
    """Make these the versions of an article."""
    cursor.execute("DELETE FROM revisions WHERE article_id = ?", (article_id,))
    for number, (version, after) in enumerate(zip(versions, versions[1:], strict=False), start=1):
        is_edit = version["cause"] == "edit"
        cursor.execute(
            KEEP_EARLIER,
            {
                **version,
                **difference(version, after),
                "article_id": article_id,
                "version": number,
                "seen_at": version["version_seen_at"],
                "replaced_at": after["version_seen_at"] if is_edit else version["replaced_at"],
            },
        )
    cursor.execute(PUT_BACK, {**versions[-1], "version": len(versions), "id": article_id})


def _count(cursor: sqlite3.Cursor, run_id: int, versions: int) -> None:
    """Keep the run's counts equal to its rows."""
    if versions:
        cursor.execute(
            "UPDATE runs SET revised = max(0, revised - :n), rejected = rejected + :n, "
            "rejects = json_set(coalesce(rejects, '{}'), '$.\"taken-back\"', "
            "coalesce(json_extract(rejects, '$.\"taken-back\"'), 0) + :n) WHERE id = :run",
            {"n": versions, "run": run_id},
        )
