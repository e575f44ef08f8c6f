"""What the page of one article says: its text, its times and doubts in words, what was edited."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analysis.edits.in_words import changed_lines, heading
from analysis.edits.versions import changes
from analysis.edits.word_diff import Piece
from crawler.clock import WIB

SOURCES = {
    "json-ld": "the page's own data (JSON-LD)",
    "meta": "a meta tag of the page",
    "feed": "the outlet's feed",
    "byline": "the line printed by the headline",
    "url": "the address",
    "body": "the text",
}
"""The words of ``published_source``, for readers."""
PRECISIONS = {
    "second": "to the second",
    "minute": "to the minute",
    "day": "to the day: no hour is printed",
}
ZONES = {"+07:00": "WIB, UTC+7", "+08:00": "WITA, UTC+8", "+09:00": "WIT, UTC+9"}
CONFLICT = "Places that are trusted name times more than a day apart: see the page."
NEWEST = 30
"""Changes shown word by word; an outlet's live blog may have hundreds."""
MOST_TOLD = 20
"""Articles shown of one story."""

IN_STORY = """
SELECT a.id, a.site, a.headline, a.published_wib, others.relation
FROM article_stories AS own
JOIN article_stories AS others USING (story_id)
JOIN articles AS a ON a.id = others.article_id
WHERE own.article_id = ? AND a.id <> own.article_id
ORDER BY a.published_at LIMIT ?
"""


LIES_IN = """
SELECT place_name, regency, place_province, ambiguous FROM article_places WHERE article_id = ?
"""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as the page shows it: when and how much, then its lines word by word."""

    heading: str
    lines: list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, when it was seen, and where the page it was read from lies."""

    number: int
    seen_at: str
    capture: str | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page shows; ``row`` holds the columns, ``facts`` are pairs of name and words."""

    row: dict[str, Any]
    outlet: str
    province: str | None
    paragraphs: list[str]
    published: str
    facts: list[tuple[str, str]]
    doubts: list[tuple[str, str]]
    versions: list[Version]
    changes: list[ShownChange]
    unshown: int
    aliases: list[str]
    story: list[dict[str, Any]] = field(default_factory=list)


def article_page(database: sqlite3.Connection, number: int) -> ArticlePage | None:
    """The page of the article with that number; None where there is none.

    ``database`` gives rows by name. Columns and tables that an older file lacks are left out.
    """
    found = database.execute("SELECT * FROM articles WHERE id = ?", (number,)).fetchone()
    if found is None:
        return None
    row = dict(found)
    outlet, province = _outlet(database, row["site"])
    edited = changes(database, found)
    return ArticlePage(
        row=row,
        outlet=outlet,
        province=province,
        paragraphs=row["body"].split("\n\n"),
        published=local_time(row["published_local"], row["published_precision"]),
        facts=[
            (name, words)
            for name, words in [("Filed from", _place(database, number)), *_facts(row)]
            if words
        ],
        doubts=_doubts(database, row.get("doubt")),
        versions=_versions(database, row),
        changes=[
            ShownChange(heading(change), list(changed_lines(change))) for change in edited[-NEWEST:]
        ],
        unshown=max(len(edited) - NEWEST, 0),
        aliases=[
            url
            for (url,) in database.execute(
                "SELECT url FROM aliases WHERE article_id = ? ORDER BY first_seen_at, url",
                (number,),
            )
        ],
        story=_rows(database, IN_STORY, number, MOST_TOLD),
    )


def local_time(iso: str, precision: str) -> str:
    """A time on the outlet's clock, as in "Wednesday, 18 June 2025, 14:05 (WITA, UTC+8)"."""
    moment = datetime.fromisoformat(iso)
    written = f"{moment:%A}, {moment.day} {moment:%B} {moment.year}"
    if precision == "day":
        return written
    clock = f"{moment:%H:%M:%S}" if precision == "second" and moment.second else f"{moment:%H:%M}"
    offset = moment.isoformat()[-6:]
    return f"{written}, {clock} ({ZONES.get(offset, f'UTC{offset}')})"


def in_wib(instant: str | None) -> str:
    """An instant of the database on the clock of Jakarta; empty for none."""
    if not instant:
        return ""
    return f"{datetime.fromisoformat(instant).astimezone(WIB):%Y-%m-%d %H:%M} WIB"


def listed(value: str | None) -> str:
    """A JSON list as words."""
    return ", ".join(map(str, json.loads(value))) if value else ""


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and words of what stands beside the text; empty words for what is not known."""
    source, raw = row["published_source"], row["published_raw"]
    read_from = SOURCES.get(source, source or "")
    published = PRECISIONS.get(row["published_precision"], row["published_precision"])
    if read_from:
        published += f", from {read_from}"
    if raw:
        published += f": “{raw}”"
    kind, words = row.get("kind"), row["word_count"]
    return [
        ("Time known", published),
        ("Times disagree", CONFLICT if row["published_conflict"] else ""),
        ("Changed, says the page", in_wib(row["modified_at"])),
        ("First seen", in_wib(row["first_seen_at"])),
        ("Last seen so", in_wib(row["last_seen_at"])),
        ("Page gone since", in_wib(row["gone_at"])),
        ("Dateline as printed", row["dateline"] or ""),
        ("Editors", listed(row["editors"])),
        ("Signature", row["signature"] or ""),
        ("Section", row["section"] or ""),
        ("Tags", listed(row["tags"])),
        ("Kind", kind if kind and kind != "article" else ""),
        ("Length", f"{words:,} words" if words is not None else ""),
        ("Language", row["language"] or ""),
        ("Read", "only in part: the rest is for subscribers" if row["is_free"] == 0 else ""),
        ("Found by", "searches for words alone" if row.get("search_only") else ""),
        ("Image", row["image_caption"] or ""),
    ]


def _outlet(database: sqlite3.Connection, site: str) -> tuple[str, str | None]:
    """What readers call a site and its province; the site's name where nobody said."""
    known = _rows(database, "SELECT outlet, province FROM sites WHERE site = ?", site)
    return (known[0]["outlet"] or site, known[0]["province"]) if known else (site, None)


def _place(database: sqlite3.Connection, number: int) -> str:
    """Where the dateline's place lies, by standard names; empty where nothing knows it."""
    for place in _rows(database, LIES_IN, number):
        names = dict.fromkeys([place["place_name"], place["regency"], place["place_province"]])
        said = ", ".join(name for name in names if name)
        unsure = " (another place of that name may be meant)" if place["ambiguous"] else ""
        return f"{said}{unsure}" if said else ""
    return ""


def _doubts(database: sqlite3.Connection, words: str | None) -> list[tuple[str, str]]:
    """Each doubt with what it means."""
    meanings = {row["word"]: row["meaning"] for row in _rows(database, "SELECT * FROM doubts")}
    return [(word, meanings.get(word, "")) for word in (words or "").split()]


def _versions(database: sqlite3.Connection, row: dict[str, Any]) -> list[Version]:
    """All versions, oldest first, the article's own last."""
    earlier = database.execute(
        "SELECT version, seen_at, capture FROM revisions WHERE article_id = ? ORDER BY version",
        (row["id"],),
    )
    own = Version(row["version"], in_wib(row["version_seen_at"]), row["capture"])
    return [*(Version(number, in_wib(seen), capture) for number, seen, capture in earlier), own]


def _rows(database: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    """Rows of a table that an older file may lack: none there."""
    try:
        return [dict(row) for row in database.execute(sql, values)]
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        raise
