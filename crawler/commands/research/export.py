"""``scrapy export OUTPUT``: the articles in one of the formats of analysis/export/formats.py."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from analysis.export.data_sheet import count
from analysis.export.formats import FORMATS, endings
from analysis.export.selection import article_columns, check
from crawler.commands.research.output_options import (
    add_output_options,
    beginning,
    format_of,
    opened,
    refuse_existing,
)
from crawler.commands.research.selection_options import add_selection_options, bar, selection_of
from crawler.console.command import WartaCommand
from crawler.database import open_for_reading
from crawler.errors import UsageProblem


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
        add_output_options(parser)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write, then say on standard error how much."""
        if len(args) != 1:
            raise UsageProblem("name one file to write, as in scrapy export news.csv")
        output, format = args[0], format_of(args[0], opts.format)
        selection = selection_of(opts, opts.search)
        refuse_existing(Path(output), format, opts.overwrite)
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            check(database, selection)
            columns = article_columns(database, ["body"] if opts.no_body else [])
            with bar(database, selection) as advance:
                marked = beginning(format, opts.bom)
                with opened(output, marked, FORMATS[format].is_folder) as target:
                    written = FORMATS[format].write(database, selection, columns, target, advance)
        where = "standard output" if output == "-" else output
        print(f"scrapy export: {count(written, 'article')} to {where}", file=sys.stderr)
