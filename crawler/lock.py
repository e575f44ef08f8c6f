"""One run of a site at a time: a lock the system takes back when its process dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.errors import WartaError


class SiteIsBeingCrawled(WartaError):
    """Another process is crawling this site into this database."""


@contextmanager
def site_lock(database: str | Path, site: str) -> Iterator[None]:
    """Hold the site's lock beside the database; raises SiteIsBeingCrawled, naming who holds it."""
    folder = Path(f"{database}.locks")
    folder.mkdir(exist_ok=True)
    holder = folder / f"{site}.txt"
    lock = FileLock(folder / f"{site}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        by = holder.read_text() if holder.exists() else "another process"
        raise SiteIsBeingCrawled(f"the site is being crawled already, by {by}") from error
    try:
        holder.write_text(f"process {os.getpid()} since {datetime.now():%Y-%m-%d %H:%M}")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
