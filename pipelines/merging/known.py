"""An article as one file, or several, know it: its keys, addresses, looks; read from a file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from pipelines.merging.looks import Look, Source, chain, digest_of, joined
from pipelines.rows.revisions import READ
from pipelines.rows.undoing import versions_of

Key = tuple[str, str]
"""Publisher's number (empty without one) and address."""
NOTED = tuple(name for name in READ if name != "word_count")
"""Columns of a reading; the words are those of its text."""
RUN_NAME = "SELECT site, started_at, ended_at, bytes FROM runs WHERE id = ?"


@dataclass(slots=True)
class Known:
    """One article. ``first`` is when it was first seen, and its address in the file that saw it.

    ``aliases`` are its addresses with the time when it was first seen there, its own among them.
    ``gone`` are the times its page was not there, ``ids`` the articles it is in the database that
    files are joined into. ``claims`` is the address it was fetched from, where the one it has is
    only what its page claims.
    """

    site: str
    first: tuple[str, str]
    keys: set[Key]
    aliases: dict[str, str]
    looks: dict[tuple[str, str], Look]
    gone: set[str]
    found_by: list[str]
    search_only: int
    ids: list[int] = field(default_factory=list)
    claims: str | None = None

    @property
    def urls(self) -> set[str]:
        """Its own addresses, by which every file knows it."""
        return {url for _, url in self.keys}

    @property
    def numbers(self) -> set[str]:
        """The publisher's numbers."""
        return {number for number, _ in self.keys if number}

    @property
    def hashes(self) -> set[str]:
        """Of the texts of all its versions."""
        return {look.content_hash for look in self.looks.values()}

    @property
    def last_seen_at(self) -> str:
        """When it was last there."""
        return max(look.at for look in self.looks.values())

    @property
    def gone_at(self) -> str | None:
        """When its page was found gone; None where it was seen since."""
        return min((at for at in self.gone if at > self.last_seen_at), default=None)

    def same_as(self, other: Known) -> bool:
        """Whether another knows neither more nor less."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("first", "keys", "aliases", "gone", "found_by", "search_only")
        ) and {key: _told(look) for key, look in self.looks.items()} == {
            key: _told(look) for key, look in other.looks.items()
        }

    def with_all_of(self, other: Known) -> Known:
        """The article that both are."""
        looks = dict(self.looks)
        for key, look in other.looks.items():
            looks[key] = joined(looks[key], look) if key in looks else look
        aliases = dict(self.aliases)
        for url, seen_at in other.aliases.items():
            aliases[url] = min(seen_at, aliases.get(url, seen_at))
        return replace(
            self,
            first=min(self.first, other.first),
            keys=self.keys | other.keys,
            aliases=aliases,
            looks=looks,
            gone=self.gone | other.gone,
            found_by=in_one(self.found_by, other.found_by),
            search_only=min(self.search_only, other.search_only),
            ids=[*self.ids, *other.ids],
        )


def _told(look: Look) -> tuple:
    row = {name: look.row[name] for name in NOTED}
    return row, look.source.name, look.capture, look.parser_version, look.reparsed_at


def in_one(some: list[str], others: list[str]) -> list[str]:
    """Two lists as one that holds what either does: sorted, unless they are the same."""
    return some if some == others else sorted({*some, *others})


class Reader:
    """Reads the articles of one file.

    ``name`` tells it from the other, ``source`` what run is meant by the number it has there.
    """

    def __init__(
        self, database: sqlite3.Connection, name: str, source: Callable[[int | None], Source]
    ):
        self.cursor = database.cursor()
        self.cursor.row_factory = sqlite3.Row
        self.name = name
        self.source = lru_cache(maxsize=4096)(source)

    def row(self, article_id: int) -> sqlite3.Row:
        """An article's row."""
        return self.cursor.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()

    def known(self, row: sqlite3.Row) -> Known:
        """What the file knows of an article, from its row."""
        article_id, cursor = row["id"], self.cursor
        keys = {
            (number, url)
            for number, url in map(
                tuple,
                cursor.execute(
                    "SELECT publisher_id, url FROM known_as WHERE article_id = ?", (article_id,)
                ).fetchall(),
            )
        }
        aliases = cursor.execute(
            "SELECT url, first_seen_at FROM aliases WHERE article_id = ?", (article_id,)
        ).fetchall()
        looks, gone = self._looks(row)
        return Known(
            site=row["site"],
            first=(row["first_seen_at"], row["url"]),
            keys=keys or {(row["publisher_id"] or "", row["url"])},
            aliases={**dict(map(tuple, aliases)), row["url"]: row["first_seen_at"]},
            looks=looks,
            gone=gone | ({row["gone_at"]} - {None}),
            found_by=json.loads(row["found_by"] or "[]"),
            search_only=row["search_only"],
            claims=self._claimed(row),
        )

    def _claimed(self, row: sqlite3.Row) -> str | None:
        found = self.cursor.execute(
            "SELECT fetched_from FROM address_claims WHERE article_id = ? AND url = ?",
            (row["id"], row["url"]),
        ).fetchone()
        return found[0] if found else None

    def _looks(self, row: sqlite3.Row) -> tuple[dict[tuple[str, str], Look], set[str]]:
        """The looks at an article, and when its page was gone."""
        versions = versions_of(self.cursor, row) if row["version"] > 1 else [{**row, "cause": None}]
        read = [self._of_version(version) for version in versions]
        newest = replace(read[-1], links=(self.name, row["id"]))
        looks: dict[tuple[str, str], Look] = {}
        noted = self.cursor.execute(
            "SELECT * FROM sightings WHERE article_id = ?", (row["id"],)
        ).fetchall()
        again = [] if _is_noted(row, noted) else [replace(newest, at=row["last_seen_at"])]
        for look in [*read[:-1], newest, *again]:
            looks[look.key] = joined(looks[look.key], look) if look.key in looks else look
        gone = set()
        for seen in noted:
            if seen["kind"] == "gone":
                gone.add(seen["seen_at"])
            elif base := base_of(read, seen["version_seen_at"], seen["content_hash"]):
                look = self._of_sighting(seen, base)
                is_newest = base is read[-1] and _people(look.row) == _people(base.row)
                looks[look.key] = replace(look, links=newest.links if is_newest else None)
        return looks, gone

    def _of_version(self, version: Mapping[str, Any]) -> Look:
        row = {name: version[name] for name in READ}
        return Look(
            at=version["version_seen_at"],
            row=row,
            content_hash=version["content_hash"],
            digest=digest_of(row),
            source=self.source(version["run_id"]),
            capture=version["capture"],
            parser_version=version["parser_version"],
            reparsed_at=version["replaced_at"] if version["cause"] == "reparse" else None,
        )

    def _of_sighting(self, seen: sqlite3.Row, base: Look) -> Look:
        row = {**base.row, **json.loads(seen["other"])}
        return Look(
            at=seen["seen_at"],
            row=row,
            content_hash=seen["content_hash"],
            digest=digest_of(row),
            source=self.source(seen["run_id"]),
            capture=seen["capture"],
            parser_version=seen["parser_version"],
            reparsed_at=seen["reparsed_at"],
        )


def _people(row: Mapping[str, Any]) -> tuple:
    """What people and tags a reading gives."""
    return row["authors"], row["editors"], row["tags"]


def _is_noted(row: sqlite3.Row, noted: list[sqlite3.Row]) -> bool:
    """Whether sightings tell who saw an article last, so that its row does not."""
    last = (row["last_seen_at"], row["content_hash"])
    return any((seen["seen_at"], seen["content_hash"]) == last for seen in noted)


def base_of(versions: list[Look], seen_at: str, content_hash: str) -> Look | None:
    """The version that a sighting is told from; of its text at least."""
    alike = [look for look in versions if look.content_hash == content_hash]
    return next((look for look in alike if look.at == seen_at), alike[0] if alike else None)


def sightings(known: Known, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ``sightings`` for what ``rows``, those of the article's versions, don't tell.

    ``rows`` are first to last, as ``looks.settled`` gives them.
    """
    versions = chain(known.looks.values())
    told = [replace(looks[0], row=row) for looks, row in zip(versions, rows, strict=True)]
    shown = {look.key: look for look in told[:-1]}
    newest = replace(told[-1], reparsed_at=None)
    shown[newest.key] = newest
    last = [look for look in versions[-1] if look.at == known.last_seen_at]
    if len(last) == 1 and last[0].digest == newest.digest:
        shown.setdefault(last[0].key, replace(newest, at=last[0].at))
    noted = [
        _sighting(look, base_of(told, looks[0].at, look.content_hash))
        for looks in versions
        for look in looks
        if look.key not in shown or _told(shown[look.key]) != _told(look)
    ]
    noted += [{"seen_at": at, "kind": "gone"} for at in known.gone - {known.gone_at}]
    return noted


def _sighting(look: Look, base: Look) -> dict[str, Any]:
    other = {name: look.row[name] for name in NOTED if look.row[name] != base.row[name]}
    return {
        "seen_at": look.at,
        "kind": "read",
        "version_seen_at": base.at,
        "content_hash": look.content_hash,
        "reparsed_at": look.reparsed_at,
        "run_id": look.source.run_id,
        "capture": look.capture,
        "parser_version": look.parser_version,
        "other": json.dumps(other, ensure_ascii=False),
    }
