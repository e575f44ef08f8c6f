"""``scrapy snapshot FOLDER``: selected articles frozen into a folder that can be cited."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from analysis.export.data_sheet import count
from analysis.export.formats import FORMATS
from analysis.export.selection import check
from analysis.export.snapshot import Order, write_snapshot
from crawler.commands.research.selection_options import add_selection_options, bar, selection_of
from crawler.console.command import WartaCommand
from crawler.errors import OutputProblem, UsageProblem
from crawler.files.new_output import new_folder
from crawler.site_files.loader import SiteLoader
from pipelines.database.schema import open_up_to_date


class Command(WartaCommand):
    """Writes a folder with the articles and all that a reader must know of them."""

    usage = (
        f"FOLDER [--title TEXT] [--format {'|'.join(FORMATS)} | --identifiers] [--site SITE] "
        "[--since DAY] [--until DAY] [--search QUERY] [--found-by WORDS] [--where SQL]"
    )
    summary = "Freeze articles into a folder that can be cited"
    help_text = (
        "Writes a new FOLDER with the selected articles, the query, the sites, a table of "
        "coverage with its gaps, the meaning of each column, hashes, versions, and a data "
        "sheet (README.md). --identifiers leaves out all texts: only ids, addresses and "
        "hashes, to be published beside figures. Days are publishing days, both included."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which articles, in which form, under which title."""
        super().add_options(parser)
        add_selection_options(parser)
        parser.add_argument("--title", help="title of the data set (default: the folder's name)")
        form = parser.add_mutually_exclusive_group()
        form.add_argument(
            "--format",
            choices=FORMATS,
            default="csv",
            help="form of the articles (default csv)",
        )
        form.add_argument(
            "--identifiers",
            dest="format",
            action="store_const",
            const="identifiers",
            help="no texts: ids, addresses and hashes only",
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the folder, then say on standard error what it holds."""
        if len(args) != 1:
            raise UsageProblem("name a folder to write, as in scrapy snapshot gempa-2025")
        folder = Path(args[0])
        if folder.exists():
            raise OutputProblem(
                f"{folder} exists already; a snapshot is written once, name another"
            )
        loader = SiteLoader.from_settings(self.settings)
        with closing(open_up_to_date(self.settings["DATABASE"])) as database:
            order = Order(
                title=" ".join((opts.title or folder.resolve().name).split()),
                selection=selection_of(opts, opts.search),
                format=opts.format,
                sites={name: loader.load(name) for name in loader.list()},
            )
            check(database, order.selection)
            with new_folder(folder) as partial, bar(database, order.selection) as advance:
                facts = write_snapshot(database, order, partial, advance)
        held = f"{count(facts.articles, 'article')} and {count(len(facts.gaps), 'gap')}"
        print(
            f"scrapy snapshot: {held} in {folder}, fingerprint sha256:{facts.fingerprint}",
            file=sys.stderr,
        )
