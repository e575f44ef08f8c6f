"""Rows of ``articles`` as typed Parquet: a column's kind tells its type."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crawler.errors import UsageProblem
from crawler.items import Column, Kind
from pipelines.database.articles import COLUMNS

if TYPE_CHECKING:
    import pyarrow

NO_PYARROW = (
    "Parquet needs pyarrow, which is not installed; run: .venv/bin/pip install 'pyarrow>=16', "
    "or take --format jsonl"
)
ROWS_OF_A_GROUP = 10_000
"""What is compressed together, and in memory at a time: about 30 MB of news."""

OF_THE_OUTLET = {
    "outlet": Column("What readers call the outlet, as in sites.outlet"),
    "province": Column("The outlet's province, as in sites.province"),
}
"""What is handed out with each article, though it is its outlet's."""
IN_PARTS = {name: column for name, column in COLUMNS.items() if name != "site"} | OF_THE_OUTLET
"""The columns of a data set's files, in their order; site and month stand in the paths alone."""

Row = Sequence[Any]
"""Values as SQLite holds them: lists as JSON, truths 0 or 1, times as text, None for none."""

READERS: dict[Kind, Callable[[Any], Any]] = {
    "list": json.loads,
    "truth": bool,
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC),
    "clock": datetime.fromisoformat,
    "day": date.fromisoformat,
}
"""How a value is made of what the database holds, where it is not the same."""


def schema_of(columns: Mapping[str, Column]) -> pyarrow.Schema:
    """The Arrow schema: times are typed, instants in UTC, ``published_wib`` without a zone."""
    arrow = with_pyarrow()
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
        arrow.field(name, types[column.kind], metadata={"description": column.meaning})
        for name, column in columns.items()
    )


def write_rows(path: Path, columns: Mapping[str, Column], rows: Iterable[Sequence[Row]]) -> int:
    """``write_table`` into a new file, all on the disk when this returns."""
    with path.open("wb") as file:
        written = write_table(file, columns, rows)
        file.flush()
        os.fsync(file.fileno())
    return written


def write_table(
    file: BinaryIO, columns: Mapping[str, Column], rows: Iterable[Sequence[Row]]
) -> int:
    """Write Parquet; how many rows it has.

    ``rows`` come many at a time, each time a row group; a row's values are in the order of
    ``columns``. Raises UsageProblem where pyarrow is not installed, and OSError.
    """
    with_pyarrow()
    import pyarrow.parquet

    schema = schema_of(columns)
    readers = [READERS.get(column.kind) for column in columns.values()]
    written = 0
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in rows:
            writer.write_batch(_batch(group, readers, schema))
            written += len(group)
    return written


def table_of(columns: Mapping[str, Column], rows: Iterable[Sequence[Row]]) -> pyarrow.Table:
    """The rows as an Arrow table in memory; they come as for ``write_table``."""
    schema = schema_of(columns)
    readers = [READERS.get(column.kind) for column in columns.values()]
    batches = [_batch(group, readers, schema) for group in rows]
    return with_pyarrow().Table.from_batches(batches, schema)


def with_pyarrow() -> Any:
    """The package pyarrow; raises UsageProblem where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise UsageProblem(NO_PYARROW) from error
    return pyarrow


def _batch(
    rows: Sequence[Row],
    readers: Sequence[Callable[[Any], Any] | None],
    schema: pyarrow.Schema,
) -> pyarrow.RecordBatch:
    arrow = with_pyarrow()
    columns = [
        [None if value is None else reader(value) for value in values] if reader else values
        for values, reader in zip(zip(*rows, strict=True), readers, strict=True)
    ]
    arrays = [
        arrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)
    ]
    return arrow.record_batch(arrays, schema=schema)
