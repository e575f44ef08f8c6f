"""``scrapy export OUTPUT``: the articles in one of the formats of analysis/export/formats.py."""

from __future__ import annotations

import argparse
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from analysis.export.data_sheet import count
from analysis.export.formats import FORMATS, endings, named_by
from analysis.export.selection import article_columns, check
from crawler.commands.research.selection_options import add_selection_options, bar, selection_of
from crawler.console.command import WartaCommand
from crawler.console.streams import binary_output
from crawler.database import open_for_reading
from crawler.errors import OutputProblem, UsageProblem
from crawler.files.new_output import new_file, new_folder


class Command(WartaCommand):
    """Writes the selected articles to a file, a folder or standard output."""

    usage = (
        f"OUTPUT [--format {'|'.join(FORMATS)}] [--site SITE] [--since DAY] [--until DAY] "
        "[--search QUERY] [--found-by WORDS] [--where SQL] [--no-body]"
    )
    summary = "Write articles to a file or folder: CSV, JSON lines, Parquet and others"
    help_text = (
        "Writes the newest version of each article to OUTPUT, whose ending tells the format: "
        f"{', '.join(endings())}; news.parquet is a folder with a file for each site and month. "
        "OUTPUT - is standard output (CSV unless --format says otherwise). The file appears "
        "when it is complete. Days are publishing days, both included. In CSV a text that a "
        "spreadsheet would run as a formula gets an apostrophe before it; other formats "
        "hold every text as it is."
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
                beginning = BOM_UTF8 if opts.bom and format == "csv" else b""
                with opened(output, beginning, FORMATS[format].is_folder) as target:
                    written = FORMATS[format].write(database, selection, columns, target, advance)
        where = "standard output" if output == "-" else output
        print(f"scrapy export: {count(written, 'article')} to {where}", file=sys.stderr)


@contextmanager
def opened(output: str, beginning: bytes, is_folder: bool) -> Iterator[BinaryIO | Path]:
    """A file or folder that appears when it is complete, or standard output for the name ``-``."""
    if is_folder:
        with new_folder(Path(output)) as partial:
            yield partial
        return
    if output == "-":
        with binary_output() as file:
            file.write(beginning)
            yield file
        return
    with new_file(Path(output)) as partial, partial.open("wb") as file:
        file.write(beginning)
        yield file


def format_of(output: str, asked: str | None) -> str:
    """The name of a format; raises UsageProblem where neither option nor ending says one."""
    format = asked or named_by(Path(output).suffix.lower())
    if output == "-" and format and FORMATS[format].is_folder:
        raise UsageProblem(f"{format} is a folder of files; name one, as in news.{format}")
    if format:
        return format
    if output == "-":
        return "csv"
    raise UsageProblem(
        f"{output} ends in none of {', '.join(endings())}; add --format {' or '.join(FORMATS)}"
    )


def refuse_existing(output: Path, format: str, overwrite: bool) -> None:
    """Raises OutputProblem for what would be overwritten; a folder never is."""
    if str(output) == "-" or not (output.exists() or output.is_symlink()):
        return
    if FORMATS[format].is_folder:
        raise OutputProblem(f"{output} exists already; remove it or give another name")
    if output.is_file() and not overwrite:
        raise OutputProblem(f"{output} exists already; add --overwrite to replace it")
