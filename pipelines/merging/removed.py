"""What was taken down in one file is taken down in all, whichever of them comes first."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, time

from crawler.archive.taken_down import marks
from crawler.clock import WIB
from pipelines.merging.known import Known
from pipelines.merging.links import Links
from pipelines.takedown import AT_ADDRESS, NO_MORE_NAMED, WORDS, find_target, take_out

ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")
"""``https://www.contoh.id/1`` in what a run says of itself."""
TOGETHER = """
INSERT INTO main.taken_down SELECT * FROM other.taken_down WHERE true
ON CONFLICT (mark) DO UPDATE SET day = excluded.day, reason = excluded.reason
WHERE (excluded.day, excluded.reason) < (day, reason)
"""
ALL = "SELECT mark, site, day, reason FROM main.taken_down"


class Removed:
    """The marks of all that was taken down, of a database and of the file joined with it.

    ``captures`` are the pages in the archive of articles that were taken out or refused.
    """

    def __init__(self, database: sqlite3.Connection):
        self.database = database
        before = {row[0] for row in database.execute(ALL)}
        database.execute(TOGETHER)
        self.known = {row[0]: tuple(row[1:]) for row in database.execute(ALL)}
        self.are_new = bool(self.known.keys() - before)
        self.captures: set[str] = set()
        self.named: set[tuple[str, str, str]] = set()
        self.taken_out = 0
        database.create_function("is_taken_down", 1, self.is_taken_down, deterministic=True)

    def bars(self, known: Known) -> bool:
        """Whether an article was taken down."""
        return bool(self.known) and bool(self.known.keys() & {*_marks(known)})

    def is_taken_down(self, url: str | None) -> bool:
        """Whether an address is that of an article that was taken down."""
        return bool(self.known and url) and marks("", [url])[0] in self.known

    def refuse(self, known: Known, links: Links) -> None:
        """Know an article that was taken down by all that this file knows it by."""
        self.named |= {("authors", known.site, name) for name, _, _ in links.people}
        self.named |= {("tags", "", name) for name, _ in links.tags}
        all_marks = _marks(known)
        _, day, reason = min(self.known[mark] for mark in all_marks if mark in self.known)
        self.captures |= {look.capture for look in known.looks.values() if look.capture}
        self._note([(mark, known.site, day, reason) for mark in all_marks])

    def sweep(self) -> None:
        """Take out of the database what was taken down in the file, and what that was known by."""
        while self.are_new:
            self.are_new = False
            sites = sorted({site for site, _, _ in self.known.values()})
            for site in sites:
                ids = self.database.execute("SELECT id FROM articles WHERE site = ?", (site,))
                for (article_id,) in map(tuple, ids.fetchall()):
                    self._take_out(article_id)
        if self.known:
            for table, columns in AT_ADDRESS.items():
                for column in columns:
                    self.database.execute(f"DELETE FROM main.{table} WHERE is_taken_down({column})")

        for table, site, name in self.named:
            links, column = NO_MORE_NAMED[table]
            self.database.execute(
                f"DELETE FROM main.{table} WHERE name = ? {'AND site = ?' if site else ''} "
                f"AND NOT EXISTS (SELECT 1 FROM main.{links} WHERE {column} = {table}.id)",
                (name, site) if site else (name,),
            )

    def _take_out(self, article_id: int) -> None:
        target = find_target(self.database, str(article_id))
        numbers = self.database.execute(
            "SELECT publisher_id FROM known_as WHERE article_id = ? AND publisher_id <> ''",
            (article_id,),
        ).fetchall()
        found = marks(target.site, target.urls, target.number, target.hashes)
        for (number,) in map(tuple, numbers):
            found += marks(target.site, [], number)
        hit = [self.known[mark] for mark in found if mark in self.known]
        if not hit:
            return
        _, day, reason = min(hit)
        at = datetime.combine(datetime.fromisoformat(day), time(12), WIB)
        self.captures |= {*target.captures}
        take_out(self.database, target, reason, at)
        self._note([(mark, target.site, day, reason) for mark in found])
        self.taken_out += 1

    def _note(self, rows: list[tuple[str, str, str, str]]) -> None:
        new = [row for row in rows if row[0] not in self.known]
        self.database.executemany(
            "INSERT INTO main.taken_down VALUES (?, ?, ?, ?) ON CONFLICT (mark) DO NOTHING", new
        )
        self.known |= {row[0]: row[1:] for row in new}
        self.are_new = self.are_new or bool(new)

    def without_addresses(self, run: dict) -> dict:
        """What a run says of itself, without addresses that were taken down."""
        if not self.known:
            return run
        return {
            **run,
            **{
                name: ADDRESS.sub(self._unless_taken_down, run[name]) for name in WORDS if run[name]
            },
        }

    def _unless_taken_down(self, found: re.Match) -> str:
        return "(taken down)" if self.is_taken_down(found[0].rstrip(".,;:")) else found[0]


def _marks(known: Known) -> list[str]:
    """The hashes by which an article is known."""
    site = known.site
    found = marks(site, {*known.aliases, *known.urls}, None, known.hashes)
    return found + [mark for number in known.numbers for mark in marks(site, [], number)]
