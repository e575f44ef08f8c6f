"""Rows of joined articles: a new one with all that its file has, one that several files know."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from pipelines.database.articles import COLUMNS
from pipelines.merging.known import Known, Reader, sightings
from pipelines.merging.links import links_of, links_read, write_links
from pipelines.merging.looks import chain, settled
from pipelines.rows.article_rows import ALIAS, KEEP_EARLIER
from pipelines.rows.people_and_tags import Names
from pipelines.rows.revisions import READ, difference, json_list
from pipelines.rows.search_feed import SearchFeed

KEPT = tuple(name for name in COLUMNS if name != "id")
INSERT = f"INSERT INTO articles ({', '.join(KEPT)}) VALUES (:{', :'.join(KEPT)})"
WRITTEN = (
    *("publisher_id", "url", "first_seen_at", *READ, "content_hash", "version"),
    *("version_seen_at", "last_seen_at", "gone_at", "run_id", "capture", "parser_version"),
    *("found_by", "search_only"),
)
UPDATE = f"UPDATE articles SET {', '.join(f'{name} = :{name}' for name in WRITTEN)} WHERE id = :id"
SEEN = (
    *("article_id", "seen_at", "kind", "version_seen_at", "content_hash", "reparsed_at", "run_id"),
    *("capture", "parser_version", "other"),
)
NOTE_SEEN = f"INSERT OR IGNORE INTO sightings ({', '.join(SEEN)}) VALUES (:{', :'.join(SEEN)})"
GONE = {"version_seen_at": "", "content_hash": "", "other": "{}"}
NOT_TOLD = dict.fromkeys(("reparsed_at", "run_id", "capture", "parser_version"))
POINTING = ("frontier", "address_claims")
"""Tables whose rows stay when the article they lead to is found to be another."""


class ArticleWriter:
    """Writes articles of the file that ``there`` reads into the database that ``here`` reads.

    In an open transaction on the connection that ``here`` reads by. ``became`` says which articles
    of the database proved to be another of it.
    """

    def __init__(self, here: Reader, there: Reader):
        self.here = here
        self.there = there
        self.cursor = here.cursor
        self.names = Names()
        self.became: dict[int, int] = {}

    def begin(self) -> None:
        """Gather what the search index is to hold, in place of its triggers."""
        self.search = SearchFeed(self.cursor)

    def finish(self) -> None:
        """Feed the search index with what was written since, and let its triggers work again."""
        self.search.finish()

    def insert(self, row: sqlite3.Row, known: Known) -> int:
        """Write an article that nobody here knows, with all that the file has of it."""
        run = self.there.source(row["run_id"]).run_id
        values = {**row, "url": known.first[1], "run_id": run}
        article_id = self.cursor.execute(INSERT, {name: values[name] for name in KEPT}).lastrowid
        self.search.add(article_id, row)
        self._copy("revisions", row["id"], article_id)
        self._copy("sightings", row["id"], article_id)
        self._write_keys(known, article_id)
        links = links_of(self.there.cursor, row["id"])
        write_links(self.cursor, self.names, known.site, article_id, links)
        return article_id

    def _copy(self, table: str, there: int, here: int) -> None:
        rows = self.there.cursor.execute(
            f"SELECT * FROM {table} WHERE article_id = ?", (there,)
        ).fetchall()
        for row in rows:
            values = {name: row[name] for name in row.keys() if name != "id"}  # noqa: SIM118
            values |= {"article_id": here, "run_id": self.there.source(row["run_id"]).run_id}
            self.cursor.execute(
                f"INSERT INTO {table} ({', '.join(values)}) VALUES (:{', :'.join(values)})", values
            )

    def write(self, whole: Known) -> int:
        """Write an article that several files know, in place of those that it was."""
        article_id, *others = whole.ids
        versions = chain(whole.looks.values())
        rows = settled(versions)
        newest = versions[-1][0]
        stored = self.here.row(article_id)
        links = self._links(whole, newest.links, rows[-1])
        self._remove(others, article_id)
        last = {
            **rows[-1],
            "id": article_id,
            "publisher_id": min(
                whole.numbers, key=lambda number: (len(number), number), default=None
            ),
            "url": whole.first[1],
            "first_seen_at": whole.first[0],
            "content_hash": newest.content_hash,
            "version": len(versions),
            "version_seen_at": newest.at,
            "last_seen_at": whole.last_seen_at,
            "gone_at": whole.gone_at,
            "run_id": newest.source.run_id,
            "capture": newest.capture,
            "parser_version": newest.parser_version,
            "found_by": json_list(whole.found_by) if whole.found_by else None,
            "search_only": whole.search_only,
        }
        self.cursor.execute(UPDATE, last)
        if any(stored[name] != last[name] for name in ("headline", "lead", "body")):
            self.search.replace(article_id, stored, last)
        self._write_versions(article_id, versions, rows)
        self._write_keys(whole, article_id)
        self.cursor.execute("DELETE FROM sightings WHERE article_id = ?", (article_id,))
        for seen in sightings(whole, rows):
            self.cursor.execute(NOTE_SEEN, {**GONE, **NOT_TOLD, **seen, "article_id": article_id})
        write_links(self.cursor, self.names, whole.site, article_id, links)
        return article_id

    def _links(self, whole: Known, where: tuple[str, int] | None, row: dict[str, Any]) -> Any:
        """People, tags and dates of the newest version, as the file has them that read it."""
        if where is None:
            return links_read(whole.site, row)
        reader = self.here if where[0] == self.here.name else self.there
        return links_of(reader.cursor, where[1])

    def _remove(self, others: Sequence[int], article_id: int) -> None:
        """Delete articles that proved to be another; what leads to them leads there."""
        for other in others:
            for table in POINTING:
                self.cursor.execute(
                    f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (article_id, other)
                )
            self.search.remove(other, self.here.row(other))
            self.cursor.execute("DELETE FROM articles WHERE id = ?", (other,))
            self.became[other] = article_id

    def _write_versions(
        self, article_id: int, versions: Sequence[Sequence[Any]], rows: Sequence[dict[str, Any]]
    ) -> None:
        self.cursor.execute("DELETE FROM revisions WHERE article_id = ?", (article_id,))
        for number, row in enumerate(rows[:-1]):
            look, after = versions[number][0], versions[number + 1][0]
            self.cursor.execute(
                KEEP_EARLIER,
                {
                    **row,
                    **difference(row, rows[number + 1]),
                    "article_id": article_id,
                    "version": number + 1,
                    "cause": "reparse" if look.reparsed_at else "edit",
                    "seen_at": look.at,
                    "replaced_at": look.reparsed_at or after.at,
                    "run_id": look.source.run_id,
                    "capture": look.capture,
                    "parser_version": look.parser_version,
                    "content_hash": look.content_hash,
                },
            )

    def _write_keys(self, known: Known, article_id: int) -> None:
        """Write the addresses of an article; its own are no other's aliases."""
        cursor, site = self.cursor, known.site
        for table in ("aliases", "known_as"):
            cursor.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
        cursor.executemany(
            "DELETE FROM aliases WHERE url = ? AND article_id IN "
            "(SELECT id FROM articles WHERE site = ?)",
            [(url, site) for url in known.urls],
        )
        for url, seen_at in known.aliases.items():
            if url != known.first[1]:
                alias = {"url": url, "article_id": article_id, "seen_at": seen_at, "site": site}
                cursor.execute(ALIAS, alias)
        if len(known.keys) > 1:
            cursor.executemany(
                "INSERT INTO known_as VALUES (?, ?, ?, ?)",
                [(site, url, number, article_id) for number, url in sorted(known.keys)],
            )
