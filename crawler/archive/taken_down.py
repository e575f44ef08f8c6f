"""Articles taken down on request: known again by hashes, so that nothing brings them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from crawler.parsers.urls import address_forms

ANY = "SELECT 1 FROM taken_down LIMIT 1"
AGAIN = """
INSERT INTO rejects (url, site, reason, detail, seen_at)
SELECT :mark, :site, 'taken-down', :detail, :at
WHERE NOT EXISTS (SELECT 1 FROM rejects WHERE url = :mark AND reason = 'taken-down')
"""


def any_taken_down(database: sqlite3.Connection | sqlite3.Cursor) -> bool:
    """Whether there is anything to look for; in most databases there is nothing."""
    return database.execute(ANY).fetchone() is not None


def marks(
    site: str, urls: Iterable[str], number: str | None = None, texts: Iterable[str] = ()
) -> list[str]:
    """The hashes by which an article is known: addresses, publisher's number, content hashes.

    All forms of an address (www, m, amp, scheme, last slash) have one.
    """
    found = [_mark("address", min(address_forms(url))) for url in urls]
    if number is not None:
        found.append(_mark("number", f"{site} {number}"))
    return list(dict.fromkeys([*found, *(_mark("text", f"{site} {text}") for text in texts)]))


def _mark(kind: str, what: str) -> str:
    digest = blake2b(what.encode("utf-8", "surrogatepass"), digest_size=16)
    return f"{kind}:{digest.hexdigest()}"


def taken_down(database: sqlite3.Connection | sqlite3.Cursor, marks: list[str]) -> str | None:
    """The first of some marks that is an article's that was taken down."""
    asked = f"SELECT mark FROM taken_down WHERE mark IN ({', '.join('?' * len(marks))})"
    found = {row[0] for row in database.execute(asked, marks)}
    return next((mark for mark in marks if mark in found), None)


def listed_again(
    database: sqlite3.Connection, site: str, url: str, number: str | None, at: str
) -> bool:
    """Whether what a listing names was taken down; that it is listed again is written down once.

    ``number`` is the publisher's where the listing tells it, ``at`` now (UTC).
    """
    mark = taken_down(database, marks(site, [url], number))
    if mark is not None:
        detail = "an article that was taken down is listed again; its page is not asked for"
        database.execute(AGAIN, {"mark": mark, "site": site, "detail": detail, "at": at})
    return mark is not None
