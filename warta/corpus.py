"""The articles of a database file, for Python: records one after the other, or a table."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from analysis.export.lines import rows_of
from analysis.export.selection import Selection, check
from crawler.database import open_for_reading
from crawler.errors import DatabaseProblem, UsageProblem, WartaError
from crawler.whereabouts.program import as_called
from pipelines.database.schema import is_up_to_date, migrate
from pipelines.dataset.typed import ROWS_OF_A_GROUP, table_of
from warta.records import HELD, StoredArticle, record_of

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Day = date | str | None
Names = str | Iterable[str] | None
AT_ONCE = 200
"""Articles in memory while records are made of them."""
IN_A_CALL = " with -s DATABASE=PATH"
"""What sentences of commands say, and does not go for Python."""


def open_corpus(path: str | Path) -> Corpus:
    """The corpus in a database file that Warta wrote; the file is only read.

    A file of an older Warta is read through a copy in the temporary folder, brought up to date;
    any crawl brings the file itself up to date. Raises DatabaseProblem (a WartaError) where there
    is no such file, it is no database of Warta's or was made by a newer Warta.
    """
    try:
        return _opened(Path(path).expanduser())
    except WartaError as problem:
        raise type(problem)(as_called(str(problem)).replace(IN_A_CALL, "")) from None


def _opened(path: Path) -> Corpus:
    database = open_for_reading(path)
    try:
        is_current = is_up_to_date(database, path)
    except WartaError:
        database.close()
        raise
    if is_current:
        return Corpus(path, database)
    folder = TemporaryDirectory(prefix="warta-")
    copy = Path(folder.name, path.name)
    try:
        with closing(database), closing(sqlite3.connect(copy)) as copied:
            database.backup(copied)
        migrate(copy)
    except (sqlite3.Error, WartaError) as problem:
        folder.cleanup()
        raise DatabaseProblem(
            f"{path} was made by an older Warta, and a copy to read it through can't be made in "
            f"{folder.name} ({problem}); scrapy stories brings the file itself up to date"
        ) from None
    return Corpus(path, open_for_reading(copy), folder)


class Corpus:
    """The articles of one file; close it, or use it in a ``with`` statement.

    ``connection`` is a connection of sqlite3 that can't write, for questions in SQL over all
    tables and views (docs/data.md), as in ``pandas.read_sql(query, corpus.connection)``.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, folder: TemporaryDirectory | None = None
    ):
        connection.row_factory = None
        self.path = path
        self.connection = connection
        self._end = weakref.finalize(self, _close, connection, folder)

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return Selection().count(self.connection)

    def __repr__(self) -> str:
        return f"<Corpus {self.path}: {len(self):,} articles>"

    def close(self) -> None:
        """Close the file; called again it does nothing."""
        self._end()

    def articles(
        self,
        *,
        since: Day = None,
        until: Day = None,
        site: Names = None,
        province: Names = None,
        place: Names = None,
        search: str | None = None,
    ) -> Articles:
        """The articles chosen, in the order they came to the file; without a choice all of them.

        ``since`` and ``until`` are publishing days on the outlet's clock, both included: a date or
        a text as "2026-03-01". ``site``, ``province`` (the outlet's) and ``place`` (the dateline's,
        in any spelling, with all that lies there) are a name or several; ``search`` is written as
        for ``warta search``. Raises UsageProblem for what can't be meant, and for a site or
        province that no article is of.
        """
        selection = Selection(
            sites=_names("site", site),
            since=_day("since", since),
            until=_day("until", until),
            search=_query(search),
            provinces=_names("province", province),
            places=_names("place", place),
        )
        if selection.since and selection.until and selection.since > selection.until:
            raise UsageProblem(f"since, {selection.since}, lies after until, {selection.until}")
        try:
            check(self.connection, selection)
        except UsageProblem as problem:
            raise UsageProblem(as_called(str(problem))) from None
        return Articles(self, selection)

    def to_pandas(self, columns: Sequence[str] | None = None, **choice: Any) -> pandas.DataFrame:
        """``articles(**choice).to_pandas(columns)``."""
        return self.articles(**choice).to_pandas(columns)

    def to_polars(self, columns: Sequence[str] | None = None, **choice: Any) -> polars.DataFrame:
        """``articles(**choice).to_polars(columns)``."""
        return self.articles(**choice).to_polars(columns)

    def to_arrow(self, columns: Sequence[str] | None = None, **choice: Any) -> pyarrow.Table:
        """``articles(**choice).to_arrow(columns)``."""
        return self.articles(**choice).to_arrow(columns)


class Articles(Iterator[StoredArticle]):
    """Chosen articles, to go through once as records, or to have as a table.

    A table holds all of them, whatever was gone through. ``columns`` are those wanted, by default
    all: leave ``body`` out where a million of them don't fit into memory. In tables instants are
    in UTC, ``published_wib`` is in WIB (Asia/Jakarta), ``published_local`` a text with its offset,
    since its offsets differ.
    """

    def __init__(self, corpus: Corpus, selection: Selection):
        self.corpus = corpus  # which closes its file when nobody has it any more
        self.selection = selection
        self._records: Iterator[StoredArticle] | None = None

    def __next__(self) -> StoredArticle:
        if self._records is None:
            groups = rows_of(self.corpus.connection, self.selection.sql(list(HELD)), AT_ONCE)
            self._records = (record_of(row) for rows in groups for row in rows)
        return next(self._records)

    def count(self) -> int:
        """How many there are, without going through them."""
        return self.selection.count(self.corpus.connection)

    def to_arrow(self, columns: Sequence[str] | None = None) -> pyarrow.Table:
        """An Arrow table, each column's meaning in its metadata.

        Raises UsageProblem where pyarrow is not installed, or there is no such column or none.
        """
        _need("to_arrow", "pyarrow")
        import pyarrow.compute

        wanted = list(HELD) if columns is None else list(columns)
        if isinstance(columns, str) or not wanted:
            raise UsageProblem("columns is a list of names, as in ['site', 'headline']")
        if unknown := [name for name in wanted if name not in HELD]:
            raise UsageProblem(f"there is no column {unknown[0]}; docs/data.md names them")
        sql = self.selection.sql(wanted)
        rows = rows_of(self.corpus.connection, sql, ROWS_OF_A_GROUP)
        table = table_of({name: HELD[name] for name in wanted}, rows)
        for place, field in enumerate(table.schema):
            if HELD[field.name].kind == "clock":
                times = pyarrow.compute.assume_timezone(table[place], "Asia/Jakarta")
                table = table.set_column(place, field.with_type(times.type), times)
        return table

    def to_pandas(self, columns: Sequence[str] | None = None) -> pandas.DataFrame:
        """A data frame: whole numbers and truths that may be missing, days as datetime64.

        Raises UsageProblem as ``to_arrow`` does, and where pandas is not installed.
        """
        _need("to_pandas", "pandas", "pyarrow")
        import pandas
        import pyarrow

        kept = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
        return self.to_arrow(columns).to_pandas(types_mapper=kept.get, date_as_object=False)

    def to_polars(self, columns: Sequence[str] | None = None) -> polars.DataFrame:
        """A data frame of Polars. Raises UsageProblem as ``to_arrow`` does, and without Polars."""
        _need("to_polars", "polars", "pyarrow")
        import polars

        return polars.from_arrow(self.to_arrow(columns))


def _need(what: str, *packages: str) -> None:
    """Raises UsageProblem where one of the packages is not installed."""
    from importlib.util import find_spec

    if missing := [package for package in packages if find_spec(package) is None]:
        raise UsageProblem(
            f"{what} needs {' and '.join(missing)}, which this Python has not; run: "
            f"pip install {' '.join(missing)}"
        )


def _names(argument: str, value: Names) -> tuple[str, ...]:
    """One name or several as a tuple."""
    names = [value] if isinstance(value, str) else () if value is None else value
    is_several = isinstance(names, Iterable) and not isinstance(names, bytes)
    names = tuple(names) if is_several else (names,)
    if wrong := [name for name in names if not isinstance(name, str) or not name]:
        raise UsageProblem(f"{argument} is a name or a list of names, not {wrong[0]!r}")
    return names


def _query(search: str | None) -> str | None:
    if search is not None and (not isinstance(search, str) or not search.strip()):
        raise UsageProblem(f"search is some words, as in 'gempa cianjur', not {search!r}")
    return search


def _day(argument: str, value: Day) -> date | None:
    """A day as given; a datetime counts only where it is midnight, as those of pandas are."""
    how = f"{argument} is a day, as in date(2026, 3, 1) or '2026-03-01', not {value!r}"
    if isinstance(value, datetime):
        if value.time() != time():
            raise UsageProblem(how)
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageProblem(how) from None


def _close(connection: sqlite3.Connection, folder: TemporaryDirectory | None) -> None:
    connection.close()
    if folder:
        folder.cleanup()
