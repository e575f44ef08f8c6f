"""What the columns of an exported file mean: CSV, JSON Lines, Parquet or a workbook."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from lxml import etree

from analysis.export.results import COUNTS, FOUND, TOPIC
from analysis.export.selection import ExportedColumn
from analysis.export.xlsx import CUT
from analysis.search import COUNTED_BY
from crawler.errors import UsageProblem
from pipelines.database.dictionary import Table, TableColumn
from pipelines.dataset.typed import OF_THE_OUTLET, with_pyarrow

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_LINES = 100
"""Lines of JSON whose keys are the columns."""
NAMED = 12
"""Columns that an error names."""

UNREADABLE = (ValueError, LookupError, OSError, csv.Error, zipfile.BadZipFile, etree.XMLSyntaxError)
"""What readers raise for a file that is not what its name says."""

MONTH = TableColumn("month", "", "Month of the publishing day, as it stands in the paths")
UNKNOWN = "No column of this table in the database: what wrote the file knows"

IN_FILES = {
    "articles": "Articles written by scrapy export.",
    "search": "What scrapy search found.",
    "search --count-by": "Counts of what scrapy search found.",
    "topic": "What came of each site that scrapy topic asked.",
}


def described_file(path: Path, tables: Sequence[Table]) -> Table:
    """The columns of a file or a folder of Parquet, with what each means.

    ``tables`` are those of the database: a file of any of them is known by its columns. What a file
    says of itself (Parquet, a workbook) is believed. Raises UsageProblem where it can't be read or
    has no column of Warta's.
    """
    if not path.exists():
        raise UsageProblem(f"there is no file {path}")
    own = _columns_of(path)
    known = _known(tables)
    name = max(known, key=lambda table: len(known[table].keys() & own.keys()))
    if not known[name].keys() & own.keys():
        shown = ", ".join(islice(own, NAMED)) or "nothing at all"
        raise UsageProblem(f"{path} has no column that Warta writes; its columns are {shown}")
    columns = []
    for column, said in own.items():
        meant = known[name].get(column, TableColumn(column, "", UNKNOWN))
        columns.append(TableColumn(column, meant.type, said or meant.meaning))
    table = next((table.meaning for table in tables if table.name == name), "")
    return Table(path.name, "file", IN_FILES.get(name) or f"Rows of {name}: {table}", columns)


def _known(tables: Sequence[Table]) -> dict[str, dict[str, TableColumn]]:
    """By table or result, its columns by name; where two fit as well, the first is meant."""
    by_name = {table.name: {column.name: column for column in table.columns} for table in tables}
    counted = [ExportedColumn(name, "TEXT", "text", by.meaning) for name, by in COUNTED_BY.items()]
    of_outlets = [
        ExportedColumn(name, "TEXT", column.kind, column.meaning)
        for name, column in OF_THE_OUTLET.items()
    ]
    articles = by_name.pop("articles", {}) | _by_name([*of_outlets, CUT]) | {"month": MONTH}
    return {
        "articles": articles,
        "search": _by_name([*FOUND, CUT]),
        "search --count-by": _by_name([*counted, *COUNTS, CUT]),
        "topic": _by_name([*TOPIC, CUT]),
        **by_name,
    }


def _by_name(columns: Iterable[ExportedColumn]) -> dict[str, TableColumn]:
    return {
        column.name: TableColumn(column.name, column.type, column.meaning) for column in columns
    }


def _columns_of(path: Path) -> Mapping[str, str]:
    """A file's columns, in order, with what it says of them itself; empty where it says nothing."""
    read = {
        ".csv": _of_csv,
        ".jsonl": _of_json_lines,
        ".ndjson": _of_json_lines,
        ".parquet": _of_parquet,
        ".xlsx": _of_xlsx,
    }
    ending = ".parquet" if path.is_dir() else path.suffix.lower()
    if ending not in read:
        raise UsageProblem(f"{path} ends in none of {', '.join(read)}")
    try:
        return read[ending](path)
    except (
        ValueError,
        KeyError,
        OSError,
        csv.Error,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
    ) as e:
        raise UsageProblem(f"{path} can't be read as {ending[1:]}: {e}") from e


def _of_csv(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return dict.fromkeys(next(csv.reader(file), ()), "")


def _of_json_lines(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, FIRST_LINES) if line.strip()]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("a line is no JSON object")
    return {name: "" for row in rows for name in row}


def _of_parquet(path: Path) -> dict[str, str]:
    """Of a folder its first file, with site and month that stand in the paths."""
    arrow = with_pyarrow()
    import pyarrow.parquet as parquet

    below = sorted(each for each in path.rglob("*.parquet") if each.is_file())
    file = next(iter(below), None) if path.is_dir() else path
    if file is None:
        raise ValueError("there is no Parquet file in it")
    try:
        schema = parquet.read_schema(file)
    except arrow.ArrowException as error:
        raise ValueError(str(error)) from error
    in_path = [part.partition("=")[0] for part in file.relative_to(path).parts if "=" in part]
    said = {field.name: (field.metadata or {}).get(b"description", b"") for field in schema}
    return dict.fromkeys(in_path, "") | {name: text.decode() for name, text in said.items()}


def _of_xlsx(path: Path) -> dict[str, str]:
    """The names of the first sheet, and what the sheet ``columns`` says of them."""
    with zipfile.ZipFile(path) as book:
        names = next(_rows(book, 1), [])
        with book.open("xl/workbook.xml") as file:
            listed = etree.iterparse(file, tag=f"{SHEET}sheet", resolve_entities=False)
            sheets = [sheet.get("name") for _, sheet in listed]
        place = sheets.index("columns") + 1 if "columns" in sheets else 0
        said = {row[0]: row[-1] for row in _rows(book, place) if row} if place else {}
    return {name: said.get(name, "") for name in names}


def _rows(book: zipfile.ZipFile, number: int) -> Iterator[list[str]]:
    """The texts of a sheet's rows, also where Excel has saved them as shared ones."""
    shared: list[str] = []
    if "xl/sharedStrings.xml" in book.namelist():
        with book.open("xl/sharedStrings.xml") as file:
            for _, item in etree.iterparse(file, tag=f"{SHEET}si", resolve_entities=False):
                shared.append("".join(item.itertext()))
    with book.open(f"xl/worksheets/sheet{number}.xml") as file:
        for _, row in etree.iterparse(file, tag=f"{SHEET}row", resolve_entities=False):
            told = [("".join(cell.itertext()), cell.get("t") == "s") for cell in row]
            yield [shared[int(text)] if is_shared else text for text, is_shared in told]
            row.clear()
