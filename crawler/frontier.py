"""The frontier: every address a site listed, and when it is due to be fetched (again)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from scrapy.settings import BaseSettings

from crawler.discovery.base import Link

State = Literal["new", "due", "known"]


def utc(instant: datetime) -> str:
    """An instant as the database writes it: UTC, whole seconds, ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Frontier:
    """One site's part of the ``frontier`` table. Every write commits at once."""

    def __init__(self, connection: sqlite3.Connection, site: str, settings: BaseSettings):
        self.connection = connection
        self.site = site
        self.most = settings.getint("RECHECKS_A_RUN")

    def listed(
        self, links: Sequence[Link], urls: Sequence[str], way_in: str, now: datetime
    ) -> list[State]:
        """Write down what a listing names; tell for each whether it is new, due or known.

        ``urls`` are the links' canonical addresses. A link fetched before is due again when
        its ``due_at`` has passed; one listed and never fetched is still new.
        """
        with self.connection:
            return [
                self._listed(url, link, way_in, utc(now))
                for link, url in zip(links, urls, strict=True)
            ]

    def _listed(self, url: str, link: Link, way_in: str, now: str) -> State:
        row = (
            self.connection.execute(
                "SELECT fetches, due_at FROM frontier WHERE url = ?", (url,)
            ).fetchone()
            or self.connection.execute(
                "SELECT f.fetches, f.due_at FROM aliases a JOIN frontier f USING (article_id) "
                "WHERE a.url = ? ORDER BY f.fetches DESC",
                (url,),
            ).fetchone()
        )
        self.connection.execute(
            "INSERT INTO frontier (url, site, discovered_at, discovered_by, listed_date, "
            "last_listed_at, fetches, due_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?) "
            "ON CONFLICT (url) DO UPDATE SET last_listed_at = excluded.last_listed_at, "
            "listed_date = coalesce(excluded.listed_date, listed_date)",
            (url, self.site, now, way_in, link.date, now, now),
        )
        if row is None or row[0] == 0:
            return "new"
        return "due" if row[1] is not None and row[1] <= now else "known"

    def due(self, now: datetime) -> list[str]:
        """Addresses fetched before whose time has come again, longest waiting first."""
        rows = self.connection.execute(
            "SELECT url FROM frontier WHERE site = ? AND due_at <= ? ORDER BY due_at LIMIT ?",
            (self.site, utc(now), self.most),
        )
        return [url for (url,) in rows]

    def note_listing(self, row: dict) -> None:
        """Write a listing that was read, or could not be, into the ledger."""
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        with self.connection:
            self.connection.execute(f"INSERT INTO listings ({names}) VALUES ({marks})", row)
