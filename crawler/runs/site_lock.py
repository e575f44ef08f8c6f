"""One run of a site at a time: a lock the system takes back when its process dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from crawler.errors import DatabaseFails, WartaError
from crawler.files.file_lock import being_written, folder_of_locks, lock


class SiteIsBeingCrawled(WartaError):
    """Another process is crawling this site into this database."""


@contextmanager
def site_lock(database: str | Path, site: str) -> Iterator[None]:
    """Hold the site's lock beside the database; raises SiteIsBeingCrawled, naming who holds it.

    The lock file stays, with the last holder in it: only whoever lives can hold it. Raises
    DatabaseProblem where nothing can be written beside the database.
    """
    folder = folder_of_locks(database)
    try:
        folder.mkdir(exist_ok=True)
        file = (folder / site).open("a+b", buffering=0)
    except OSError as error:
        raise _no_lock(folder, error) from error
    with file:
        if not lock(file):
            file.seek(0)
            holder = file.read().decode() or "another process"
            raise SiteIsBeingCrawled(f"the site is being crawled already, by {holder}")
        try:
            file.truncate(0)
            file.write(f"process {os.getpid()} since {datetime.now():%Y-%m-%d %H:%M}".encode())
        except OSError as error:
            raise _no_lock(folder, error) from error
        yield


@contextmanager
def all_sites_locked(database: str | Path, site: str) -> Iterator[None]:
    """Hold the locks of a site and of all that were ever crawled into a database.

    Raises SiteIsBeingCrawled, naming the site and who crawls it, and DatabaseProblem.
    """
    folder = folder_of_locks(database)
    known = [file.name for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
    with ExitStack() as stack:
        for each in sorted({site, *known}):
            try:
                stack.enter_context(site_lock(database, each))
            except SiteIsBeingCrawled as problem:
                raise SiteIsBeingCrawled(f"{each}: {problem}; wait for its end") from problem
        yield


def _no_lock(folder: Path, error: OSError) -> DatabaseFails:
    return DatabaseFails(
        f"no lock can be made in {folder}: {error.strerror}; the database's folder must be "
        "writable and its disk not full, or give another database with -s DATABASE=PATH"
    )


def is_being_crawled(database: str | Path, site: str) -> bool:
    """Whether a living process holds the site's lock."""
    file = folder_of_locks(database) / site
    return file.exists() and being_written(file)
