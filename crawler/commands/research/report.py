"""``scrapy report OUTPUT.html``: one page on what the database holds."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from analysis.report.report import report
from analysis.report.span import span_of
from crawler.console.command import WartaCommand
from crawler.crawl.arguments import parse_window
from crawler.errors import UsageProblem
from crawler.files.new_output import new_file
from pipelines.database.schema import open_up_to_date


class Command(WartaCommand):
    """Writes the report as one HTML file."""

    usage = "OUTPUT.html [--since DAY] [--until DAY]"
    summary = "Write one HTML page: volume, gaps, fields, places, edits, stories"
    help_text = (
        "Writes one HTML file that needs no network: articles per day and site with gaps, how "
        "completely fields are filled, a map of datelines, edits after publishing and stories "
        "told more than once (run scrapy stories first). Days are publishing days, both "
        "included; default: the last 60."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The days."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="first day of the report")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="last day of the report")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the page; an earlier one of that name is replaced."""
        if len(args) != 1 or not args[0].endswith((".html", ".htm")):
            raise UsageProblem("name one HTML file to write, as in scrapy report news.html")
        window = parse_window(opts.since, opts.until)
        since, until = window.since, window.until
        with closing(open_up_to_date(self.settings["DATABASE"])) as database:
            page = report(database, span_of(database, since, until), datetime.now(UTC))
        with new_file(Path(args[0])) as partial:
            partial.write_text(page, encoding="utf-8", errors="replace")
        print(f"scrapy report: {args[0]}", file=sys.stderr)
