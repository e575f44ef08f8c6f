"""The formats articles can be written in; another one is a writer and a row of this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.export.lines import write_csv, write_json_lines
from analysis.export.parquet import write_parquet, write_parquet_file
from analysis.export.xlsx import write_results_xlsx, write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``endings`` are of output names, the first that of a snapshot.

    ``write(database, selection, columns, target, advance)`` returns how many articles it wrote;
    ``target`` is an empty folder's path where the format is a folder, else a binary file.
    ``described`` is what the data sheet of a snapshot says of it.
    """

    endings: tuple[str, ...]
    is_folder: bool
    write: Callable[..., int]
    described: str
    write_one: Callable[..., int] | None = None
    """Writes results of a command to a binary file, where that is not done as for articles."""


FORMATS = {
    "csv": Format(
        (".csv",),
        False,
        write_csv,
        "the articles, one a row (UTF-8, RFC 4180). Lists are JSON; an empty cell is NULL. A text "
        "that a spreadsheet would run as a formula (it begins with =, +, - or @, perhaps behind "
        "blanks or apostrophes) has an apostrophe put before it: take one away to have it as "
        "published",
    ),
    "jsonl": Format(
        (".jsonl", ".ndjson"),
        False,
        write_json_lines,
        "the articles, one JSON object a line (UTF-8), every text as published",
    ),
    "parquet": Format(
        (".parquet",),
        True,
        write_parquet,
        "the articles, typed, a file for each site and month, which stand in the paths",
        write_parquet_file,
    ),
    "xlsx": Format(
        (".xlsx",),
        False,
        write_xlsx,
        "the articles on the sheet `articles` of a workbook, what each column means on the sheet "
        "`columns`. Dates are typed, `published_at` and other instants in UTC; a text longer than "
        "the 32,767 characters that a cell holds is cut, and the column `cut` says so",
        write_results_xlsx,
    ),
}


def named_by(ending: str) -> str | None:
    """The format that an output's ending names, as in ``.jsonl``; None where none does."""
    return next((name for name, form in FORMATS.items() if ending in form.endings), None)


def endings() -> list[str]:
    """All endings that name a format."""
    return [ending for form in FORMATS.values() for ending in form.endings]
