"""Joins database files with one, a file at a time, each in one transaction."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.database import connect, database_problem, open_for_reading, size_of_wal
from crawler.errors import DatabaseProblem, UsageProblem
from pipelines.database.schema import is_current, migrate
from pipelines.merging.articles import ArticleJoiner
from pipelines.merging.known import RUN_NAME, Reader
from pipelines.merging.looks import Source
from pipelines.merging.removed import Removed
from pipelines.merging.rows import RowJoiner
from pipelines.merging.runs import join_runs

CHECK = "PRAGMA quick_check(1)"


@dataclass(slots=True)
class Joined:
    """What joining one file came to.

    ``articles`` counts those that were new, joined, alike, taken down, that became one, and the
    versions that came to those joined; ``rows`` the new ones by table. ``taken_out`` articles of
    the database were taken down in the file; ``captures`` are pages of such, here or there.
    """

    articles: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    taken_out: int = 0
    captures: set[str] = field(default_factory=set)


def check_sources(sources: Sequence[Path], database: Path) -> list[Path]:
    """The files to join, each once, when all of them can be; reads them through.

    Raises UsageProblem and DatabaseProblem for the first that can't.
    """
    found: list[Path] = []
    for path in sources:
        if path.is_dir():
            raise UsageProblem(
                f"{path} is a folder; name files (scrapy import takes data sets of Parquet)"
            )
        if not path.is_file():
            raise UsageProblem(f"there is no database {path}")
        if database.exists() and path.samefile(database):
            raise UsageProblem(
                f"{path} is the database that the others are joined into; leave it out"
            )
        if not any(path.samefile(other) for other in found):
            _check(path)
            found.append(path)
    return found


def _check(path: Path) -> None:
    try:
        if not path.stat().st_size:
            raise DatabaseProblem(f"{path} is empty")
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise DatabaseProblem(f"{path} is not a SQLite database")
        with closing(open_for_reading(path)) as database:
            (found,) = database.execute(CHECK).fetchone()
        if found != "ok":
            raise DatabaseProblem(
                f"{path} is damaged ({found.splitlines()[-1]}); recover it first (sqlite3 .recover)"
            )
        is_current(path)
    except DatabaseProblem as problem:
        sentence = str(problem).replace(", or give another file with -s DATABASE=PATH", "")
        raise DatabaseProblem(
            f"{sentence.partition('; give another')[0]}; nothing was joined"
        ) from problem
    except (sqlite3.Error, OSError) as error:
        raise DatabaseProblem(f"{path} can't be read: {error}; nothing was joined") from error


def merge(source: Path, database: str | Path) -> Joined:
    """Join what a file has with what the database has, all or nothing.

    Files may come in any order, and again: only what is new is added. Raises DatabaseProblem.
    """
    migrate(database)
    try:
        with as_it_is_now(source, Path(database)) as path:
            return _merge(path, database)
    except sqlite3.Error as error:
        raise database_problem(error, database) from error


@contextmanager
def as_it_is_now(source: Path, database: Path) -> Iterator[Path]:
    """The file, or a copy of it where it is being written, of an older Warta or read-only."""
    if is_current(source) and not size_of_wal(source) and os.access(source.parent, os.W_OK):
        yield source
        return
    with TemporaryDirectory(dir=database.absolute().parent, prefix=".merge-") as folder:
        copy = Path(folder) / source.name
        with closing(open_for_reading(source)) as opened, closing(sqlite3.connect(copy)) as target:
            opened.backup(target)
        migrate(copy)
        yield copy


def _merge(source: Path, database: str | Path) -> Joined:
    with closing(connect(database)) as here, closing(open_for_reading(source)) as there:
        here.execute("ATTACH DATABASE ? AS other", (str(source),))
        for name in ("run_of", "article_of"):
            here.execute(f"CREATE TEMP TABLE {name} (there INTEGER PRIMARY KEY, here INTEGER)")
        here.commit()
        there.execute("BEGIN")
        here.execute("BEGIN IMMEDIATE")
        try:
            joined = _join(here, there)
            here.execute("COMMIT")
        except BaseException:
            if here.in_transaction:
                here.execute("ROLLBACK")
            raise
    return joined


def _join(here: sqlite3.Connection, there: sqlite3.Connection) -> Joined:
    here.row_factory = sqlite3.Row
    removed = Removed(here)
    runs, new_runs = join_runs(here, there, removed)
    _note(here, "run_of", runs)

    def source(run_id: int | None) -> Source:
        row = here.execute(RUN_NAME, (run_id,)).fetchone()
        return Source(run_id, " ".join(map(str, tuple(row)))) if row else Source()

    reader = Reader(here, "here", source)
    other = Reader(there, "there", lambda run_id: reader.source(runs.get(run_id)))
    articles = ArticleJoiner(reader, other, removed)
    articles.join_all()
    _note(here, "article_of", articles.ids)
    rows = RowJoiner(here, lambda run_id: reader.source(run_id).name).join_all()
    removed.sweep()
    return Joined(articles.counts, {"runs": new_runs, **rows}, removed.taken_out, removed.captures)


def _note(here: sqlite3.Connection, table: str, numbers: Mapping[int, int | None]) -> None:
    here.executemany(f"INSERT INTO temp.{table} VALUES (?, ?)", numbers.items())
