"""Selected articles as typed Parquet files, a folder for each site and month."""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from analysis.export.lines import Advance, reading, rows_of
from analysis.export.selection import ExportedColumn, Selection
from crawler.errors import OutputProblem
from crawler.items import Column
from pipelines.database.months import month_marks, source_of
from pipelines.dataset.changing import next_state
from pipelines.dataset.state import State, part_name
from pipelines.dataset.typed import ROWS_OF_A_GROUP, Row, write_rows, write_table


def write_parquet(
    database: sqlite3.Connection,
    selection: Selection,
    columns: Sequence[ExportedColumn],
    folder: Path,
    advance: Advance,
) -> int:
    """Fill a folder with ``site=kompas/month=2025-06/articles.parquet`` and so on.

    Site and month (of the outlet's publishing day) stand in the paths alone, as Hive, DuckDB,
    pandas and Spark read them. Each column's meaning is in its metadata. Returns how many
    articles were written; raises UsageProblem where pyarrow is not installed.
    """
    typed = typed_columns(columns)
    written = 0
    for site, month, part in partitions(database, selection):
        path = folder / part_name(site, month) / "articles.parquet"
        path.parent.mkdir(parents=True)
        written += write_rows(path, typed, groups(database, part, typed, advance))
    return written


def write_parquet_file(
    database: sqlite3.Connection,
    chosen: Selection,
    columns: Sequence[ExportedColumn],
    file: BinaryIO,
    advance: Advance,
) -> int:
    """One file of all rows chosen; raises UsageProblem where pyarrow is not installed."""
    typed = {column.name: Column(column.meaning, column.kind) for column in columns}
    return write_table(file, typed, groups(database, chosen, typed, advance))


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: months written anew and taken out, and why all were, if they were."""

    articles: int
    written: int
    dropped: int
    why_all: str | None = None


def update_parquet(
    database: sqlite3.Connection,
    sites: Sequence[str],
    columns: Sequence[ExportedColumn],
    folder: Path,
    advance: Advance,
) -> Updated:
    """Bring a data set up to date with the database, or make it where there is none.

    Only months are written whose articles have changed since its last state; ``sites`` are those
    it is of (none: all). What was deleted or taken down is gone from it, also from the disk.
    Raises OutputProblem for a folder that is no data set, or that was made of another database.
    """
    typed = typed_columns(columns)
    with reading():
        database.execute("BEGIN")
        source, outlets = source_of(database), outlets_of(database)
        marks = {
            part_name(site, month): (site, month, mark)
            for (site, month), mark in month_marks(database).items()
            if not sites or site in sites
        }
    with next_state(folder) as coming:
        _check_source(coming.before, folder, source, sites)
        why_all = _why_all(coming.before, typed)
        coming.describe(
            source=source,
            chosen=sorted(sites),
            columns={name: column.kind for name, column in typed.items()},
            outlets=outlets,
        )
        known, written = coming.before.parts, 0
        for name, (site, month, mark) in marks.items():
            is_outlet_same = coming.before.outlets.get(site) == outlets.get(site)
            if name in known and known[name].mark == mark and is_outlet_same and not why_all:
                continue
            part = of_month(site, month)
            rows = groups(database, part, typed, advance)
            written += bool(coming.replace(site, month, typed, rows, mark))
        for name in known.keys() - marks.keys():
            coming.drop(name)
    dropped = len(known.keys() - coming.state.parts.keys())
    return Updated(coming.state.articles, written, dropped, why_all)


def _check_source(before: State, folder: Path, source: str, sites: Sequence[str]) -> None:
    """Raises OutputProblem where a data set is not of this database and these sites."""
    if not before.number:
        return
    if before.source != source:
        made = "from another database" if before.source else "without a database"
        raise OutputProblem(f"{folder} was made {made}; give another name, or move it away")
    if sorted(before.chosen) != sorted(sites):
        asked = " ".join(f"--site {site}" for site in before.chosen) or "all sites"
        raise OutputProblem(f"{folder} was made of {asked}; say the same, or give another name")


def _why_all(before: State, columns: Mapping[str, Column]) -> str | None:
    """Why all months are written anew, in words; None where they are not."""
    kinds = {name: column.kind for name, column in columns.items()}
    if not before.number or before.columns == kinds:
        return None
    differing = sorted({name for name, _ in before.columns.items() ^ kinds.items()})
    return f"its columns differ in {', '.join(differing)}"


def typed_columns(columns: Sequence[ExportedColumn]) -> dict[str, Column]:
    """The columns of the files, by name: all but the site, which stands in the paths."""
    return {
        column.name: Column(column.meaning, column.kind)
        for column in columns
        if column.name != "site"
    }


def groups(
    database: sqlite3.Connection,
    selection: Selection,
    columns: Mapping[str, Column],
    advance: Advance,
) -> Iterator[Sequence[Row]]:
    """The selected articles, a row group at a time."""
    for rows in rows_of(database, selection.sql([*columns]), ROWS_OF_A_GROUP):
        yield rows
        advance(len(rows))


def of_month(site: str, month: str) -> Selection:
    """A site's articles of a month, as in 2025-06."""
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return Selection(sites=[site], since=first, until=last)


def outlets_of(database: sqlite3.Connection) -> dict[str, list[str | None]]:
    """Of each site that has either, what stands in all its rows: outlet and province."""
    rows = database.execute("SELECT site, outlet, province FROM sites").fetchall()
    return {site: facts for site, *facts in map(tuple, rows) if any(facts)}


def partitions(
    database: sqlite3.Connection, selection: Selection
) -> Iterator[tuple[str, str, Selection]]:
    """Site, month (as in 2025-06) and the part of the selection that falls into both."""
    months = (
        "SELECT site, substr(published_day, 1, 7), min(published_day), max(published_day) "
        f"FROM articles WHERE {selection.condition()} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    with reading():
        found = database.execute(months).fetchall()
    for site, month, *days in found:
        since, until = map(date.fromisoformat, days)
        yield site, month, replace(selection, sites=[site], since=since, until=until)
