"""Selected articles as typed Parquet files, a folder for each site and month."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

from analysis.export.lines import Advance, reading, rows_of
from analysis.export.selection import ExportedColumn, Selection
from crawler.errors import UsageProblem
from crawler.items import Kind

if TYPE_CHECKING:
    import pyarrow

NO_PYARROW = (
    "Parquet needs pyarrow, which is not installed; run: .venv/bin/pip install 'pyarrow>=16', "
    "or take --format jsonl"
)

ROWS_OF_A_GROUP = 10_000
"""What is compressed together, and in memory at a time: about 30 MB of news."""

Converter = Callable[[Any], Any]


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
    columns = [column for column in columns if column.name != "site"]
    _parquet()
    written = 0
    for site, month, part in partitions(database, selection):
        path = folder / f"site={quote(site)}" / f"month={month}" / "articles.parquet"
        path.parent.mkdir(parents=True)
        written += write_parquet_file(database, part, columns, path, advance)
    return written


def write_parquet_file(
    database: sqlite3.Connection,
    chosen: Selection,
    columns: Sequence[ExportedColumn],
    file: BinaryIO | Path,
    advance: Advance,
) -> int:
    """One file of all rows chosen; raises UsageProblem where pyarrow is not installed."""
    parquet, schema = _parquet(), schema_of(columns)
    names = [column.name for column in columns]
    readers = [READERS.get(column.kind) for column in columns]
    written = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in rows_of(database, chosen.sql(names), ROWS_OF_A_GROUP):
            writer.write_batch(_batch(rows, readers, schema))
            written += len(rows)
            advance(len(rows))
    return written


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


READERS: dict[Kind, Converter] = {
    "list": json.loads,
    "truth": bool,
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC),
    "clock": datetime.fromisoformat,
    "day": date.fromisoformat,
}
"""How a value is made of what the database holds, where it is not the same."""


def schema_of(columns: Sequence[ExportedColumn]) -> pyarrow.Schema:
    """The Arrow schema: times are typed, instants in UTC, ``published_wib`` without a zone."""
    import pyarrow as arrow

    types = {
        "list": arrow.list_(arrow.string()),
        "truth": arrow.bool_(),
        "instant": arrow.timestamp("us", "UTC"),
        "clock": arrow.timestamp("us"),
        "day": arrow.date32(),
        "number": arrow.int64(),
        "text": arrow.string(),
    }
    return arrow.schema(
        arrow.field(column.name, types[column.kind], metadata={"description": column.meaning})
        for column in columns
    )


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise UsageProblem(NO_PYARROW) from error
    return pyarrow.parquet


def _batch(
    rows: Sequence[tuple], readers: Sequence[Converter | None], schema: pyarrow.Schema
) -> pyarrow.RecordBatch:
    import pyarrow as arrow

    columns = [
        [None if value is None else reader(value) for value in values] if reader else values
        for values, reader in zip(zip(*rows, strict=True), readers, strict=True)
    ]
    arrays = [
        arrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)
    ]
    return arrow.record_batch(arrays, schema=schema)
