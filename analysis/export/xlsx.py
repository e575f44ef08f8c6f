"""Rows as a workbook of Excel: a sheet of them, and a sheet that says what each column means."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.export.lines import Advance, reading, rows_of
from analysis.export.selection import ExportedColumn, Selection
from crawler.errors import UsageProblem
from crawler.items import Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NO_XLSXWRITER = (
    "xlsx needs XlsxWriter, which is not installed; run: .venv/bin/pip install 'xlsxwriter>=3.2', "
    "or take --format csv"
)

MOST_ROWS = 1_048_575
"""Rows of a sheet below its names (Excel's specifications and limits)."""
MOST_UNITS = 32_767
"""Characters of a cell, counted as Excel does: what lies outside of the basic plane is two."""
FIRST_DAY = date(1900, 3, 1)
"""Excel's days before it are a day off, and there is none before 1900."""

CUT = ExportedColumn(
    "cut",
    "TEXT",
    "text",
    "Columns of this row whose text was cut at the end of what a cell holds; empty: none was",
)

IN_A_CELL: Mapping[Kind, str] = {
    "text": "text",
    "number": "number",
    "truth": "TRUE or FALSE",
    "list": "text, a JSON list",
    "instant": "date and time in UTC (a cell knows no zone)",
    "clock": "date and time on the clock that the meaning names (a cell knows no zone)",
    "day": "date",
}

LOOKS: Mapping[Kind, str] = {
    "instant": "yyyy-mm-dd hh:mm:ss",
    "clock": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
"""How dates are shown, by Excel's own codes."""

READERS: Mapping[Kind, Callable[[str], datetime]] = {
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None),
    "clock": datetime.fromisoformat,
    "day": datetime.fromisoformat,
}


def write_xlsx(
    database: sqlite3.Connection,
    selection: Selection,
    columns: Sequence[ExportedColumn],
    file: BinaryIO,
    advance: Advance,
    name: str = "articles",
) -> int:
    """A workbook with a sheet of the name and the sheet ``columns``; how many rows were written.

    No text is run as a formula or made a link. One longer than a cell holds is cut, and the column
    ``cut`` names its column. Raises UsageProblem for more rows than a sheet holds, and where
    XlsxWriter is not installed.
    """
    xlsxwriter = _xlsxwriter()
    _refuse_too_many(database, selection)
    written = 0
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(name)
        _names(book, sheet, [*columns, CUT])
        looks = {kind: book.add_format({"num_format": look}) for kind, look in LOOKS.items()}
        for rows in rows_of(database, selection.sql([column.name for column in columns])):
            for row in rows:
                written += 1
                _write_row(sheet, written, row, columns, looks)
            advance(len(rows))
        sheet.autofilter(0, 0, written, len(columns))
        _write_dictionary(book, [*columns, CUT])
    return written


def write_results_xlsx(
    database: sqlite3.Connection,
    chosen: Selection,
    columns: Sequence[ExportedColumn],
    file: BinaryIO,
    advance: Advance,
) -> int:
    """The same of results of a command, whose sheet is ``results``."""
    return write_xlsx(database, chosen, columns, file, advance, name="results")


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ImportError as error:
        raise UsageProblem(NO_XLSXWRITER) from error
    return xlsxwriter


def _refuse_too_many(database: sqlite3.Connection, selection: Selection) -> None:
    with reading():
        (rows,) = database.execute(f"SELECT count(*) FROM ({selection.sql(['1'])})").fetchone()
    if rows > MOST_ROWS:
        raise UsageProblem(
            f"a sheet of Excel holds {MOST_ROWS:,} rows, and these are {rows:,}; narrow them by "
            "--since and --until, or take --format parquet"
        )


def _names(book: Workbook, sheet: Worksheet, columns: Sequence[ExportedColumn]) -> None:
    bold = book.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, bold)
        is_date = column.kind in LOOKS
        sheet.set_column(place, place, 19 if is_date else 12 if column.kind != "text" else 22)
    sheet.freeze_panes(1, 0)


def _write_row(
    sheet: Worksheet,
    number: int,
    row: Sequence[Any],
    columns: Sequence[ExportedColumn],
    looks: Mapping[Kind, Format],
) -> None:
    """One row; nothing is written into the cell of a NULL."""
    cut = []
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        if value is None:
            continue
        if column.kind == "number":
            sheet.write_number(number, place, value)
        elif column.kind == "truth":
            sheet.write_boolean(number, place, bool(value))
        elif moment := _moment(column.kind, value):
            sheet.write_datetime(number, place, moment, looks[column.kind])
        elif not _write_text(sheet, number, place, value):
            cut.append(column.name)
    if cut:
        sheet.write_string(number, len(columns), ", ".join(cut))


def _moment(kind: Kind, value: str) -> datetime | None:
    """A value as Excel keeps dates; None for what is none, or lies before they begin."""
    moment = READERS[kind](value) if kind in READERS else None
    return moment if moment and moment.date() >= FIRST_DAY else None


def _write_text(sheet: Worksheet, number: int, place: int, text: str) -> bool:
    """Write a text, whole or as much as a cell holds; whether it was whole.

    Control characters become ``_x0001_`` and so on, as Excel itself keeps them.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # else XlsxWriter takes it for markup of its own
    units = len(text) if len(text) <= MOST_UNITS // 2 else len(text.encode("utf-16-le")) // 2
    if units > MOST_UNITS:
        cut = text.encode("utf-16-le")[: 2 * MOST_UNITS]
        text = cut.decode("utf-16-le", "ignore")  # without half a character at its end
    sheet.write_string(number, place, text)
    return units <= MOST_UNITS


def _write_dictionary(book: Workbook, columns: Sequence[ExportedColumn]) -> None:
    """The sheet ``columns``: what stands in each column."""
    sheet = book.add_worksheet("columns")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for place, (name, width) in enumerate((("column", 22), ("in a cell", 30), ("meaning", 100))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns, start=1):
        sheet.write_string(number, 0, column.name)
        sheet.write_string(number, 1, IN_A_CELL[column.kind])
        sheet.write_string(number, 2, column.meaning, wrapped)
