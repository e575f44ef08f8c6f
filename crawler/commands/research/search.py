"""``scrapy search QUERY``: what the database holds on something, best first."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from analysis.export.selection import Selection, check
from analysis.search import BEGIN, END, Found, search
from crawler.console.command import LARGEST, WartaCommand
from crawler.console.terminal import plain
from crawler.crawl.arguments import parse_window
from crawler.database import open_for_reading
from crawler.errors import UsageProblem

MARKED = re.compile(f"{BEGIN}(.*?){END}", re.DOTALL)


class Command(WartaCommand):
    """Full-text search over headline, summary and text."""

    usage = "QUERY [--site SITE] [--since DAY] [--until DAY] [--limit N] [--json]"
    summary = "Search the stored articles and show where the words stand"
    help_text = (
        "Searches headline, summary and text, best first; capitals and accents make no "
        'difference (Erdogan finds Erdoğan). All words must occur; OR, NOT, "a phrase", '
        "begin* and gempa NEAR/5 cianjur (at most 5 words apart) are understood. Days are "
        "publishing days, both included."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Site, days, how many, and JSON Lines."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site, as scrapy list names it")
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="published on this day or later")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="published on this day or before")
        parser.add_argument("--limit", type=int, default=20, help="at most so many (default 20)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print what was found; exit code 0 also when nothing was, as with any search."""
        if not args:
            raise UsageProblem("say what to look for, as in scrapy search 'gempa cianjur'")
        if opts.limit < 1:
            raise UsageProblem(f"--limit {opts.limit} finds nothing; give 1 or more")
        window = parse_window(opts.since, opts.until)
        database = open_for_reading(self.settings["DATABASE"])
        check(database, Selection(sites=[opts.site] if opts.site else []))
        found = search(
            database,
            " ".join(args),
            site=opts.site,
            since=window.since,
            until=window.until,
            limit=min(opts.limit, LARGEST),
        )
        if opts.json:
            for article in found:
                line = asdict(article)
                line["snippet"] = line["snippet"].replace(BEGIN, "").replace(END, "")
                print(json.dumps(line, ensure_ascii=False))
            return
        console = Console(highlight=False)
        articles = list(found)
        for article in articles:
            console.print(as_text(article), soft_wrap=True)
        if not articles:
            console.print("nothing found")


def as_text(article: Found) -> Text:
    """An article found as three lines, what was found in them in bold."""
    place = f", {plain(article.place)}" if article.place else ""
    text = Text.assemble(
        (plain(article.headline), "bold cyan"),
        f"\n  {article.site}, {article.published_local[:16].replace('T', ' ')}{place}, ",
        f"id {article.id}, {plain(article.url)}\n  ",
    )
    for position, piece in enumerate(MARKED.split(article.snippet.replace("\n", " "))):
        text.append(plain(piece), "bold yellow" if position % 2 else "")
    text.append("\n")
    return text
