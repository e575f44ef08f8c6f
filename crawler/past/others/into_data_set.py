"""Captures of other tools into a data set of Parquet, without a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler.archive.taken_down import KEPT, kept_marks
from crawler.database import open_for_reading
from crawler.files.journal import journal
from crawler.past.others.captured_page import ANY
from crawler.past.others.importing import Imported, Importing, by_site, captures_read
from crawler.past.which_spider import Spiders
from crawler.site_row import site_row
from pipelines.gathering.spool import Spool


@contextmanager
def spool_of(path: Path, head: dict[str, Any]) -> Iterator[Spool]:
    """What a call reads for a data set, in a hidden file beside it until it is taken in.

    It is taken up where an interrupted call with the same ``head`` stopped. Raises UsageProblem
    where another process is at it, DatabaseProblem where it can't be written.
    """
    path = path.expanduser().resolve()
    with journal(path.with_name(f".{path.name}.import"), head) as so_far:
        spool = Spool(so_far)
        try:
            yield spool
        finally:
            spool.close()


def gather_captures(work: Importing, spool: Spool) -> Imported:
    """Read all captures of articles, and keep what they hold for the data set."""
    done, part = Imported(), work.part()
    for all_that_came in captures_read(work, done.counts, spool.stored(part)):
        items = [(came.item or came.lost, came.fetched_at) for came in all_that_came]
        spool.add(part, items, len(all_that_came))
        by_site(all_that_came, done.counts)
        work.told(done.counts)
    return done


def marks_of_taken_down(settings: BaseSettings) -> tuple[frozenset[str], bool]:
    """Marks of what was taken down, as database and archive know it, and whether either is there.

    Nothing is written. Raises DatabaseProblem and ArchiveProblem where they can't be read: what
    was taken down would come back.
    """
    marks: set[str] = set()
    database = Path(settings["DATABASE"] or "").expanduser()
    is_told = bool(settings["DATABASE"]) and database.exists() and bool(database.stat().st_size)
    if is_told:
        with closing(open_for_reading(database)) as opened:
            marks.update(_stored_marks(opened))
    if settings["ARCHIVE"]:
        archive = Path(settings["ARCHIVE"]).expanduser()
        is_told |= (archive / KEPT).exists()
        marks.update(mark for mark, *_ in kept_marks(archive))
    return frozenset(marks), is_told


def _stored_marks(database: sqlite3.Connection) -> list[str]:
    """None where the file is of a Warta that took nothing down yet."""
    there = "SELECT 1 FROM sqlite_schema WHERE name = 'taken_down'"
    if database.execute(there).fetchone() is None:
        return []
    return [mark for (mark,) in map(tuple, database.execute("SELECT mark FROM taken_down"))]


def outlets_by(spiders: Spiders) -> Callable[[str, str], list[str | None]]:
    """From a site and an address of it to outlet and province, as in ``sites``."""

    def told(site: str, url: str) -> list[str | None]:
        kind = spiders.get(site)
        row = site_row(kind() if kind is not None else spiders[ANY](url=url))
        return [row["outlet"], row["province"]]

    return told
