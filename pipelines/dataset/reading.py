"""A data set read back: its articles as rows of the database, a thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.clock import utc
from crawler.errors import ArchiveProblem, UsageProblem
from crawler.items import Column
from pipelines.database.articles import COLUMNS
from pipelines.dataset.state import STATE, read_state
from pipelines.dataset.typed import with_pyarrow

AT_ONCE = 1000
WANTED = ("url", "headline", "published_at", "published_local", "published_precision", "body")
"""Without these nothing is an article."""


def is_data_set(path: Path) -> bool:
    """Whether a folder is a data set, kept up to date or exported once."""
    return path.is_dir() and ((path / STATE).exists() or any(path.glob("site=*/month=*/*.parquet")))


def rows_of(
    path: Path, sites: Sequence[str] = (), since: date | None = None, until: date | None = None
) -> Iterator[list[dict[str, Any]]]:
    """The articles of some sites (none: all) and publishing days, both included, by site.

    Values are as the database holds them, lists as JSON. Raises OutputProblem for a data set that
    is damaged, UsageProblem for one without texts or without these sites, ArchiveProblem for files
    that can't be read.
    """
    arrow = with_pyarrow()
    from pyarrow.dataset import dataset, field, partitioning

    if (path / STATE).exists():
        read_state(path)
    folders = arrow.schema([("site", arrow.string()), ("month", arrow.string())])
    try:
        found = dataset(path, format="parquet", partitioning=partitioning(folders, flavor="hive"))
        _check_columns(path, found.schema.names)
        for file in found.get_fragments():  # before anything is stored of the others
            file.ensure_complete_metadata()
        there = sorted({folder.name.partition("=")[2] for folder in path.glob("site=*")})
        for site in sorted(sites) or there:
            if site not in there:
                raise UsageProblem(
                    f"{path} holds no article of {site}; it has {', '.join(there) or 'none at all'}"
                )
            chosen = _chosen(field, site, since, until)
            for batch in found.to_batches(filter=chosen, batch_size=AT_ONCE):
                yield [_row(each) for each in batch.to_pylist()]
    except (arrow.ArrowException, OSError) as error:
        raise ArchiveProblem(f"the data set {path} can't be read: {error}") from error


def _check_columns(path: Path, names: Sequence[str]) -> None:
    if missing := [name for name in WANTED if name not in names]:
        raise UsageProblem(
            f"{path} has no column {', '.join(missing)}, without which nothing is an article; "
            "export it without --no-body"
        )


def _chosen(field: Any, site: str, since: date | None, until: date | None) -> Any:
    chosen = field("site") == site
    if since is not None:
        chosen &= (field("published_day") >= since) & (field("month") >= f"{since:%Y-%m}")
    if until is not None:
        chosen &= (field("published_day") <= until) & (field("month") <= f"{until:%Y-%m}")
    return chosen


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of ``articles``; columns that the data set has not are None."""
    return as_stored(values, COLUMNS)


def as_stored(values: Mapping[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    """These columns' values as SQLite holds them; None for those that are not there."""
    return {name: _stored(column.kind, values.get(name)) for name, column in columns.items()}


def rows_of_file(file: Path, columns: Mapping[str, Column]) -> Iterator[dict[str, Any]]:
    """The rows of one file of a data set, these columns of them, as SQLite holds the values.

    Raises ArchiveProblem for a file that can't be read.
    """
    arrow = with_pyarrow()
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(file) as opened:
            there = [name for name in opened.schema_arrow.names if name in columns]
            for batch in opened.iter_batches(AT_ONCE, columns=there):
                for values in batch.to_pylist():
                    yield as_stored(values, columns)
    except (arrow.ArrowException, OSError) as error:
        raise ArchiveProblem(f"{file} of the data set can't be read: {error}") from error


def _stored(kind: str, value: Any) -> Any:
    """A value as SQLite holds it."""
    if value is None:
        return None
    if kind == "list":
        return json.dumps(value, ensure_ascii=False)
    if kind == "truth":
        return int(value)
    if isinstance(value, datetime):
        return utc(value) if kind == "instant" else str(value)
    return str(value) if isinstance(value, date) else value
