"""Articles taken down on request: known again by hashes, so that nothing brings them back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from crawler.errors import ArchiveProblem
from crawler.files.new_output import new_file
from crawler.parsers.urls import address_forms

KEPT = "taken-down.jsonl"
"""The file of an archive that holds the marks of what was taken down, a JSON list a line."""
ANY = "SELECT 1 FROM taken_down LIMIT 1"
AGAIN = """
INSERT INTO rejects (url, site, reason, detail, seen_at)
SELECT :mark, :site, 'taken-down', :detail, :at
WHERE NOT EXISTS (SELECT 1 FROM rejects WHERE url = :mark AND reason = 'taken-down')
"""


def keep_marks(archive: Path, database: sqlite3.Connection) -> None:
    """Write all marks of a database beside its archive, so that they outlive it. Raises OSError.

    Marks that are there already, of another database or one that is lost, stay.
    """
    rows = database.execute("SELECT mark, site, day, reason FROM taken_down ORDER BY day, mark")
    known = {row[0]: row for row in [*kept_marks(archive), *map(tuple, rows)]}
    with new_file(archive / KEPT) as partial:
        partial.write_text("".join(f"{json.dumps(row)}\n" for row in known.values()))


def kept_marks(archive: Path) -> list[tuple[str, str, str, str]]:
    """Mark, site, day and reason of what was taken down, as the archive keeps them.

    Raises ArchiveProblem for a line that can't be read: without it, what was taken down comes back.
    """
    path = archive / KEPT
    if not path.exists():
        return []
    marks = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            mark, site, day, reason = json.loads(line)
        except ValueError as error:
            raise ArchiveProblem(
                f"line {number} of {path} can't be read, so that it is not known what was taken "
                "down; restore that file from a backup, or take the line out"
            ) from error
        marks.append((mark, site, day, reason))
    return marks


def bring_back_marks(database: sqlite3.Connection, archive: Path) -> None:
    """Let a new database know what was taken down. Commits; raises ArchiveProblem."""
    with database:
        database.executemany(
            "INSERT INTO taken_down VALUES (?, ?, ?, ?) ON CONFLICT (mark) DO NOTHING",
            kept_marks(archive),
        )


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
