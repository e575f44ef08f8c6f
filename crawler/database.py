"""Opening the one SQLite file: the same pragmas everywhere, clear errors where it can't be."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crawler.errors import DatabaseFails, DatabaseProblem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

BUSY_SECONDS = 60
"""How long SQLite itself waits for a lock, during which a process does nothing else."""
LOOK_AGAIN = 0.1
"""Seconds between two looks at a lock that another program holds."""
PATIENCE_AT_THE_END = 10.0
"""Seconds a run waits for a lock once it is being ended."""
STOPPED = "database-problem"
"""Finish reason of a run whose database could not be read or written."""
WHAT_TO_DO = {
    "SQLITE_FULL": "the disk is full; make room and crawl again",
    "SQLITE_READONLY": "it may not be written; see to the permissions of the file and its folder",
    "SQLITE_CANTOPEN": "its files can't be opened; see to its folder (permissions, a full disk)",
    "SQLITE_BUSY": "another program keeps it locked; end that program and crawl again",
    "SQLITE_CORRUPT": "it is damaged; restore it from a backup, or recover it (sqlite3 .recover)",
    "SQLITE_IOERR": "reading or writing it fails; see to the disk (full, gone or broken)",
}

_connections: WeakKeyDictionary[Crawler, sqlite3.Connection] = WeakKeyDictionary()


def check_database_path(path: str | Path) -> Path:
    """The database's path, once it is sure that a file can live there; creates nothing.

    Raises DatabaseProblem naming the folder or file that is in the way.
    """
    if not str(path):
        raise DatabaseProblem(
            "DATABASE is empty, and articles are kept in a file; name one with -s DATABASE=PATH"
        )
    path = Path(path).expanduser()
    try:
        _check_place(path)
    except OSError as error:  # no permission, a name too long, a circle of links
        raise DatabaseFails(
            f"the database {path} can't be read: {error.strerror}; see to the permissions of the "
            "file and its folder, or give another with -s DATABASE=PATH"
        ) from error
    return path


def _check_place(path: Path) -> None:
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


def check_database_writable(path: str | Path) -> Path:
    """The database's path, once it is sure that it may be written.

    Raises DatabaseProblem naming what is in the way.
    """
    path = check_database_path(path)
    places = [place for place in (path, path.parent) if place.exists()]
    if locked := [place for place in places if not os.access(place, os.W_OK)]:
        raise DatabaseFails(
            f"the database {path} can't be written: {locked[0]} is read-only for this user; see to "
            "its permissions (or its disk's), or give another with -s DATABASE=PATH"
        )
    return path


def database_problem(error: sqlite3.Error, path: str | Path) -> DatabaseProblem:
    """What SQLite's error means for the person at the terminal."""
    name = getattr(error, "sqlite_errorname", "")
    advice = next((advice for code, advice in WHAT_TO_DO.items() if name.startswith(code)), None)
    return DatabaseFails(f"the database {path} can't be written: {advice or error}")


def connect(
    path: str | Path, kind: type[sqlite3.Connection] = sqlite3.Connection
) -> sqlite3.Connection:
    """A connection with Warta's pragmas: WAL, foreign keys, a wait for other writers.

    ``kind`` is the class it is made of. Raises DatabaseProblem when the file can't be opened or
    written.
    """
    path = check_database_writable(path)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, factory=kind)
        _log_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Each measured on a million articles: pages are read and written once, not several times.
        connection.execute(f"PRAGMA cache_size = -{cache_kilobytes(path)}")
        connection.execute("PRAGMA wal_autocheckpoint = 32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = OFF")
    except sqlite3.Error as error:
        raise database_problem(error, path) from error
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Turn to write-ahead logging, for which SQLite does not wait where others do so at once."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)


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
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        database = _reader(address)
    except sqlite3.Error as error:
        if _wants_room(error) and not size_of_wal(path):
            # Nobody writes: on a full or read-only disk it is read without the files by which
            # readers and writers meet, which SQLite can't make there.
            database = _reader(f"{address}&immutable=1")
        else:
            raise DatabaseProblem(_why_unread(path, error)) from error
    database.row_factory = sqlite3.Row
    return database


def _why_unread(path: Path, error: sqlite3.Error) -> str:
    if not path.stat().st_size:
        return f"{path} is empty; crawl a site first, or name another with -s DATABASE=PATH"
    if str(error).startswith("no such table"):
        return (
            f"{path} is a SQLite database, but not one of Warta's; "
            "give another file with -s DATABASE=PATH"
        )
    why = WHAT_TO_DO["SQLITE_IOERR"] if _wants_room(error) else error
    return f"{path} can't be read as a database of Warta's: {why}"


def _reader(address: str) -> sqlite3.Connection:
    database = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)
    database.execute("SELECT 1 FROM articles LIMIT 1")
    return database


def _wants_room(error: sqlite3.Error) -> bool:
    """Whether SQLite could not make a file beside the database."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_READONLY"))


def size_of_wal(path: Path) -> int:
    """The bytes of what was written and is not in the database file itself yet."""
    wal = path.with_name(f"{path.name}-wal")
    return wal.stat().st_size if wal.exists() else 0


def connection(crawler: Crawler) -> sqlite3.Connection:
    """The one connection all writers of a crawl share, to the file the DATABASE setting names.

    Whoever writes commits before giving up control; nobody leaves a transaction open. Raises
    DatabaseProblem when the file can't be opened, or was deleted since.
    """
    path = crawler.settings["DATABASE"]
    if crawler not in _connections:
        _connections[crawler] = connect(path)
    elif not os.path.exists(path):
        raise DatabaseFails(
            f"the database {path} was moved or deleted during the run; put it back and crawl again"
        )
    return _connections[crawler]


def lend(crawler: Crawler, opened: sqlite3.Connection) -> None:
    """Let a crawl write by a connection that somebody else opened, and closes."""
    _connections[crawler] = opened


def take_back(crawler: Crawler) -> None:
    """Let a crawl have no connection any more."""
    _connections.pop(crawler, None)


async def until_writable(crawler: Crawler) -> None:
    """Wait while another program locks the crawl's database, at most DATABASE_WAIT seconds.

    All else goes on meanwhile: delays, downloads, signals. Raises CloseSpider, with the run given
    up, where the lock stays or the file can't be opened.
    """
    from scrapy.exceptions import CloseSpider

    from crawler.stopping import is_ending

    began = monotonic()
    longest = crawler.settings.getfloat("DATABASE_WAIT")
    try:
        while error := locked(connection(crawler)):
            most = min(longest, PATIENCE_AT_THE_END) if is_ending(crawler) else longest
            if monotonic() - began >= most:
                raise error
            await asyncio.sleep(LOOK_AGAIN)
    except (sqlite3.Error, DatabaseProblem) as error:
        give_up(crawler, error)
        raise CloseSpider(STOPPED) from error


def locked(database: sqlite3.Connection) -> sqlite3.OperationalError | None:
    """SQLite's error where another connection holds the lock for writing, without waiting."""
    if database.in_transaction:
        return None
    database.execute("PRAGMA busy_timeout = 0")
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        is_lock = getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")
        return error if is_lock else None  # any other is told by whoever writes
    finally:
        database.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return None


@contextmanager
def transaction(crawler: Crawler) -> Iterator[sqlite3.Connection]:
    """A transaction on the crawl's connection; a database that fails ends the run.

    Raises CloseSpider, by which Scrapy ends a run from a callback, from start() and on opening.
    """
    from scrapy.exceptions import CloseSpider

    try:
        with connection(crawler) as database:
            yield database
    except (sqlite3.Error, DatabaseProblem) as error:
        give_up(crawler, error)
        raise CloseSpider(STOPPED) from error


@asynccontextmanager
async def awaited_transaction(crawler: Crawler) -> AsyncIterator[sqlite3.Connection]:
    """A transaction, once no other program locks the database; raises CloseSpider as well."""
    await until_writable(crawler)
    with transaction(crawler) as database:
        yield database


def give_up(crawler: Crawler, error: Exception) -> DatabaseProblem:
    """End a run whose database fails: one sentence in the log and for the verdict."""
    from crawler.stopping import stop

    if isinstance(error, sqlite3.Error):
        error = database_problem(error, crawler.settings["DATABASE"])
    elif not isinstance(error, DatabaseProblem):
        error = DatabaseProblem(f"storing failed: {error!r}; see the log")
    if not crawler.stats.get_value("warta/database_problem"):
        crawler.stats.set_value("warta/database_problem", str(error))
        crawler.stats.set_value("warta/database_fails", isinstance(error, DatabaseFails))
        logger.error("%s", error)
    stop(crawler, STOPPED)
    return error


def run_statements(database: sqlite3.Connection, statements: str) -> None:
    """Run SQL statements, each ended by a semicolon at the end of a line, in any open transaction.

    ``sqlite3``'s ``executescript`` commits first; that of sqlite-utils 4.2 looks for a statement's
    end at every character, which took 0.3 s to make a database. Raises ValueError for an end that
    is missing, and sqlite3.Error.
    """
    statement = ""
    for line in statements.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            database.execute(statement)
            statement = ""
    if statement.strip():
        raise ValueError(f"no whole statement: {statement.strip()[:80]}")


def close(crawler: Crawler) -> None:
    """Close the crawl's connection; the last writer of a crawl calls it."""
    if opened := _connections.pop(crawler, None):
        opened.close()
