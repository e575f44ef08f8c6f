"""``scrapy export OUTPUT``: the articles in one of the formats of analysis/export/formats.py."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from analysis.export.data_sheet import count
from analysis.export.formats import FORMATS, endings
from analysis.export.parquet import update_parquet
from analysis.export.selection import Selection, article_columns, check
from crawler.commands.research.output_options import (
    add_output_options,
    beginning,
    format_of,
    opened,
    refuse_existing,
)
from crawler.commands.research.selection_options import (
    add_selection_options,
    bar,
    counting,
    selection_of,
)
from crawler.console.command import WartaCommand
from crawler.errors import UsageProblem
from pipelines.database.schema import open_up_to_date


class Command(WartaCommand):
    """Writes the selected articles to a file, a folder or standard output."""

    usage = (
        f"OUTPUT [--format {'|'.join(FORMATS)}] [--site SITE] [--since DAY] [--until DAY] "
        "[--search QUERY] [--found-by WORDS] [--where SQL] [--no-body] | OUTPUT.parquet --update"
    )
    summary = "Write articles to a file or folder: CSV, JSON lines, Parquet and others"
    help_text = (
        "Writes the newest version of each article to OUTPUT, whose ending tells the format: "
        f"{', '.join(endings())}; news.parquet is a folder with a file for each site and month. "
        "OUTPUT - is standard output (CSV unless --format says otherwise). The file appears "
        "when it is complete. Days are publishing days, both included. In CSV a text that a "
        "spreadsheet would run as a formula gets an apostrophe before it; in xlsx "
        "a text longer than a cell holds is cut, and the column cut says so; other formats "
        "hold every text as it is. --update keeps a Parquet folder up to date: it writes those "
        "months anew in which anything changed, takes out what was deleted or taken down, and the "
        "folder is the former or the new one at any moment."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which articles, which format, what about a file that is there."""
        super().add_options(parser)
        add_selection_options(parser)
        parser.add_argument("--format", choices=FORMATS, help="default: what OUTPUT ends in")
        parser.add_argument("--no-body", action="store_true", help="leave the texts out")
        add_output_options(parser)
        parser.add_argument(
            "--update",
            action="store_true",
            help="bring the Parquet folder OUTPUT up to date, or make it; of all sites, or --site",
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write, then say on standard error how much."""
        if len(args) != 1:
            raise UsageProblem("name one file to write, as in scrapy export news.csv")
        output, format = args[0], format_of(args[0], opts.format)
        selection = selection_of(opts, opts.search)
        if opts.update:
            self._update(Path(output), format, selection, opts)
            return
        refuse_existing(Path(output), format, opts.overwrite)
        with closing(open_up_to_date(self.settings["DATABASE"])) as database:
            check(database, selection)
            columns = article_columns(database, ["body"] if opts.no_body else [])
            with bar(database, selection) as advance:
                marked = beginning(format, opts.bom)
                with opened(output, marked, FORMATS[format].is_folder) as target:
                    written = FORMATS[format].write(database, selection, columns, target, advance)
        where = "standard output" if output == "-" else output
        print(f"scrapy export: {count(written, 'article')} to {where}", file=sys.stderr)

    def _update(
        self, folder: Path, format: str, selection: Selection, opts: argparse.Namespace
    ) -> None:
        """Bring a data set up to date, and say how much of it was written."""
        of_sites = Selection(sites=selection.sites).condition()
        if not FORMATS[format].is_folder or selection.condition() != of_sites:
            raise UsageProblem(
                "--update goes with a folder of Parquet, --site and --no-body alone, as in "
                "scrapy export corpus.parquet --update"
            )
        with closing(open_up_to_date(self.settings["DATABASE"])) as database:
            if not folder.exists():  # its sites may have lost their last article since
                check(database, selection)
            columns = article_columns(database, ["body"] if opts.no_body else [])
            with counting() as advance:
                done = update_parquet(database, selection.sites, columns, folder, advance)
        why = f"; all were, since {done.why_all}" if done.why_all else ""
        print(
            f"scrapy export: {folder} has {count(done.articles, 'article')}; "
            f"{count(done.written, 'month')} written, {done.dropped:,} taken out{why}",
            file=sys.stderr,
        )
