"""Opening the one SQLite file: the same pragmas everywhere, clear errors where it can't be."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crawler.errors import DatabaseProblem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

BUSY_SECONDS = 60

_connections: WeakKeyDictionary[Crawler, sqlite3.Connection] = WeakKeyDictionary()


def check_database_path(path: str | Path) -> Path:
    """The database's path, once it is sure that a file can live there; creates nothing.

    Raises DatabaseProblem naming the folder or file that is in the way.
    """
    path = Path(path).expanduser()
    if not path.parent.is_dir():
        raise DatabaseProblem(
            f"the folder {path.parent} for the database {path.name} does not exist; "
            f"create it (mkdir -p {path.parent}) or give another with -s DATABASE=PATH"
        )
    if path.is_dir():
        raise DatabaseProblem(f"{path} is a folder; give a file name with -s DATABASE=PATH")
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise DatabaseProblem(
                    f"{path} is not a SQLite database; give another file with -s DATABASE=PATH"
                )
    return path


def connect(path: str | Path) -> sqlite3.Connection:
    """A connection with Warta's pragmas: WAL, foreign keys, a wait for other writers.

    Raises DatabaseProblem when the file can't be opened or written.
    """
    path = check_database_path(path)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Each measured on a million articles: pages are read and written once, not several times.
        connection.execute(f"PRAGMA cache_size = -{cache_kilobytes(path)}")
        connection.execute("PRAGMA wal_autocheckpoint = 32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = OFF")
    except sqlite3.Error as error:
        raise DatabaseProblem(f"the database {path} can't be opened: {error}") from error
    return connection


def cache_kilobytes(path: Path) -> int:
    """Memory for the pages of a file: a hundredth of it, 16 MB at least and 64 MB at most.

    Storing an article in a file of 6 GB takes a fifth longer with 16 MB than with 64.
    """
    size = path.stat().st_size if path.exists() else 0
    return min(max(size // 100_000, 16_000), 64_000)


def open_for_reading(path: str | Path) -> sqlite3.Connection:
    """A connection that can't change the file; rows by name or position.

    Raises DatabaseProblem when there is no such database.
    """
    path = check_database_path(path)
    if not path.exists():
        raise DatabaseProblem(
            f"there is no database {path}; crawl a site first, or name one with -s DATABASE=PATH"
        )
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        database.execute("SELECT 1 FROM articles LIMIT 1")
    except sqlite3.Error as error:
        raise DatabaseProblem(f"{path} can't be read as a database of Warta's: {error}") from error
    database.row_factory = sqlite3.Row
    return database


def connection(crawler: Crawler) -> sqlite3.Connection:
    """The one connection all writers of a crawl share, to the file the DATABASE setting names.

    Whoever writes commits before giving up control; nobody leaves a transaction open.
    """
    if crawler not in _connections:
        _connections[crawler] = connect(crawler.settings["DATABASE"])
    return _connections[crawler]


def close(crawler: Crawler) -> None:
    """Close the crawl's connection; the last writer of a crawl calls it."""
    if opened := _connections.pop(crawler, None):
        opened.close()
