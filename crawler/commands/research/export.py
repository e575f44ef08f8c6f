"""``scrapy export OUTPUT``: the articles as CSV, JSON Lines or Parquet."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from analysis.export.data_sheet import count
from analysis.export.lines import WRITERS, Advance
from analysis.export.parquet import write_parquet
from analysis.export.selection import Column, Selection, article_columns, check
from crawler.commands.research.selection_options import add_selection_options, bar, selection_of
from crawler.console.command import WartaCommand
from crawler.database import open_for_reading
from crawler.errors import OutputProblem, UsageProblem
from crawler.files.new_output import new_file, new_folder
from pipelines.database.dictionary import read_dictionary

ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
FORMATS = ("csv", "jsonl", "parquet")


class Command(WartaCommand):
    """Writes the selected articles to a file, a folder of Parquet files or standard output."""

    usage = (
        "OUTPUT [--format csv|jsonl|parquet] [--site SITE] [--since DAY] [--until DAY] "
        "[--search QUERY] [--where SQL] [--no-body]"
    )
    summary = "Write articles as CSV, JSON Lines or Parquet"
    help_text = (
        "Writes the newest version of each article to OUTPUT, whose ending tells the format: "
        "news.csv, news.jsonl, or news.parquet, a folder with a file for each site and month. "
        "OUTPUT - is standard output (CSV unless --format says otherwise). The file appears "
        "when it is complete. Days are publishing days, both included. In CSV a text that a "
        "spreadsheet would run as a formula gets an apostrophe before it; JSON Lines and "
        "Parquet hold every text as it is."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which articles, which format, what about a file that is there."""
        super().add_options(parser)
        add_selection_options(parser)
        parser.add_argument("--format", choices=FORMATS, help="default: what OUTPUT ends in")
        parser.add_argument("--no-body", action="store_true", help="leave the texts out")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace OUTPUT where it is a file"
        )
        parser.add_argument(
            "--bom", action="store_true", help="mark a CSV as UTF-8, as Excel needs it"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write, then say on standard error how much."""
        if len(args) != 1:
            raise UsageProblem("name one file to write, as in scrapy export news.csv")
        output, format = args[0], format_of(args[0], opts.format)
        selection = selection_of(opts)
        refuse_existing(Path(output), format, opts.overwrite)
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            check(database, selection)
            columns = article_columns(database, ["body"] if opts.no_body else [])
            with bar(database, selection) as advance:
                if format == "parquet":
                    written = to_folder(database, selection, columns, Path(output), advance)
                else:
                    beginning = BOM_UTF8 if opts.bom and format == "csv" else b""
                    with opened(output, beginning) as file:
                        written = WRITERS[format](database, selection, columns, file, advance)
        where = "standard output" if output == "-" else output
        print(f"scrapy export: {count(written, 'article')} to {where}", file=sys.stderr)


@contextmanager
def opened(output: str, beginning: bytes) -> Iterator[BinaryIO]:
    """A file that appears when it is complete, or standard output for the name ``-``."""
    if output == "-":
        with open(os.dup(sys.stdout.fileno()), "wb") as file:
            file.write(beginning)
            yield file
        return
    with new_file(Path(output)) as partial, partial.open("wb") as file:
        file.write(beginning)
        yield file


def to_folder(
    database: sqlite3.Connection,
    selection: Selection,
    columns: Sequence[Column],
    folder: Path,
    advance: Advance,
) -> int:
    """Write Parquet, each column with its meaning; how many articles there were."""
    with new_folder(folder) as partial:
        meanings = meanings_of_columns(database)
        return write_parquet(database, selection, columns, partial, meanings, advance)


def meanings_of_columns(database: sqlite3.Connection) -> dict[str, str]:
    """What the database says of each column of ``articles``."""
    (articles,) = (table for table in read_dictionary(database) if table.name == "articles")
    return {column.name: column.meaning for column in articles.columns}


def format_of(output: str, asked: str | None) -> str:
    """csv, jsonl or parquet; raises UsageProblem where neither option nor ending says."""
    format = asked or ENDINGS.get(Path(output).suffix.lower())
    if output == "-" and format == "parquet":
        raise UsageProblem("Parquet is a folder of files; name one, as in news.parquet")
    if format:
        return format
    if output == "-":
        return "csv"
    raise UsageProblem(
        f"{output} ends in none of .csv, .jsonl and .parquet; add --format csv, jsonl or parquet"
    )


def refuse_existing(output: Path, format: str, overwrite: bool) -> None:
    """Raises OutputProblem for what would be overwritten; a folder of Parquet never is."""
    if str(output) == "-" or not (output.exists() or output.is_symlink()):
        return
    if format == "parquet":
        raise OutputProblem(f"{output} exists already; remove it or give another name")
    if output.is_file() and not overwrite:
        raise OutputProblem(f"{output} exists already; add --overwrite to replace it")
