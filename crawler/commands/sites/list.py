"""``scrapy list``: the sites there are, and what is known of each."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from inspect import getdoc
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid

from crawler.commands.sites.site_table import Row, as_markdown, counted, rows
from crawler.console.command import WartaCommand, tell_of_broken_files
from crawler.errors import UsageProblem
from crawler.site_files import left_out
from crawler.site_files.loader import SiteLoader
from crawler.site_files.shards import SHARD_HELP, of_shard, parse_shard

FORMATS = ("table", "markdown", "json")
MADE = {"sites": as_markdown, "statuses": counted, "left-out": lambda _: left_out.as_markdown()}
"""What stands between ``<!-- sites -->`` and ``<!-- /sites -->`` of a page, by the marks' name."""


class Command(WartaCommand):
    """Prints names, or the site table; touches neither network nor database."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 Scrapy's own name for it
    usage = "[--shard 2/5] [--verbose] [--json] [--format table|markdown|json] [--write FILE.md]"
    summary = "Name the sites there are, with --verbose what is known of each"
    help_text = (
        "Names the sites, one a line; four of them (blogger, wordpress, feed, page) are told "
        "their site with -a. --verbose prints the site table instead: outlet, domain, province, "
        "network, sources, what reaches back to past days, what the site file declares, how "
        "datelines look, what robots.txt or terms refuse, what the facts rest on, and whether a "
        "person has seen it work live. --json prints the same as one object a line. "
        "--write docs/sites.md brings the tables there up to date, --write README.md the numbers."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--shard, --verbose and --format."""
        super().add_options(parser)
        parser.add_argument("--shard", metavar="2/5", help=SHARD_HELP)
        parser.add_argument("--verbose", action="store_true", help="print the site table")
        parser.add_argument("--json", action="store_true", help="the table as one object a line")
        parser.add_argument("--format", choices=FORMATS, help="how to print it (implies --verbose)")
        parser.add_argument("--write", metavar="FILE.md", help="put it into a page, at its mark")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the names or the table."""
        if args:
            raise UsageProblem("list takes only options, as in scrapy list --verbose")
        shard = parse_shard(opts.shard)
        if shard and opts.write:
            raise UsageProblem("a page has the table of all sites; leave out --shard")
        loader = SiteLoader.from_settings(self.settings)
        tell_of_broken_files(loader, "list")
        names = of_shard(loader, sorted(loader.list()), shard)
        if not (opts.verbose or opts.json or opts.format or opts.write):
            print("\n".join(names))
            return
        spiders = [loader.load(name) for name in names]
        table = rows(spiders)
        if opts.write:
            write_into(Path(opts.write), table)
        elif opts.json:
            print("\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in table))
        elif opts.format == "markdown":
            print(as_markdown(table), end="")
        elif opts.format == "json":
            print(json.dumps([asdict(row) for row in table], indent=2, ensure_ascii=False))
        else:
            print_table(table)
            for spider in spiders:
                if not spider.allowed_domains:
                    print(f"{spider.name}: {getdoc(sys.modules[spider.__module__])}")


def write_into(page: Path, table: list[Row]) -> None:
    """Put the table, or the statuses, between the marks of a page; UsageProblem without marks."""
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{page} can't be read: {error.strerror}") from error
    written = text
    for name, make in MADE.items():
        before, begin, old = written.partition(f"<!-- {name} -->")
        _, end, after = old.partition(f"<!-- /{name} -->")
        if end:
            written = f"{before}{begin}\n{make(table)}{end}{after}"
    if not any(f"<!-- /{name} -->" in text for name in MADE):
        raise UsageProblem(
            f"{page} has no place for the table: a line <!-- sites --> and a line <!-- /sites -->"
        )
    page.write_text(written, encoding="utf-8")
    print(f"{page}: {len(table)} sites")


def print_table(table: list[Row]) -> None:
    """What is known of one site after the other; so many columns fit on no terminal."""
    console = Console(highlight=False, markup=False)
    for row in table:
        facts = asdict(row)
        name, outlet = facts.pop("site"), facts.pop("outlet")
        grid = Grid.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for heading, fact in facts.items():
            if fact:
                grid.add_row(heading.replace("_", " "), fact)
        console.print(f"{name}: {outlet}", style="bold")
        console.print(Padding(grid, (0, 0, 1, 2)))
