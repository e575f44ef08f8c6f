"""``scrapy stories``: find which articles tell the same story, and print the stories most told."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from contextlib import closing

from rich.console import Console
from rich.progress import Progress

from analysis.stories import compare_new, count_pending, forget_all
from crawler.console.command import LARGEST, WartaCommand
from crawler.console.terminal import plain
from crawler.crawl.arguments import parse_window
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from pipelines.database.schema import migrate

MOST_TOLD = """
SELECT id, headline, first_published_at, articles, outlets, sites, kind, agency, similarity
FROM stories
WHERE (:since IS NULL OR first_published_at >= :since)
    AND (:until IS NULL OR first_published_at < date(:until, '+1 day'))
    AND (:kind IS NULL OR kind = :kind)
ORDER BY outlets DESC, articles DESC, first_published_at DESC LIMIT :limit"""
KINDS = ("wire", "reprint", "independent", "one-outlet")


class Command(WartaCommand):
    """Brings the tables stories and article_stories up to date."""

    usage = "[--since DAY] [--until DAY] [--kind KIND] [--limit N] [--anew] [--json]"
    summary = "Find which articles tell the same story, across outlets"
    help_text = (
        "Compares articles that are new or changed with those of three days around them and "
        "writes the stories they share to the tables stories and article_stories: wire copy "
        "and reprints told from stories each outlet wrote itself. Then prints the stories most "
        "outlets told. Days are UTC days of the first article, both included."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which stories to print."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="begun on this day or later")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="begun on this day or before")
        parser.add_argument("--kind", choices=KINDS, help="only stories of this kind")
        parser.add_argument("--limit", type=int, default=20, help="print so many (default 20)")
        parser.add_argument(
            "--anew", action="store_true", help="take all stories away first, and compare all"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Compare what is new, then print; raises UsageProblem for words and a limit below 0."""
        if args:
            raise UsageProblem("stories takes only options, as in scrapy stories --kind wire")
        if opts.limit < 0:
            raise UsageProblem(f"--limit {opts.limit} prints nothing; give 0 or more")
        window = parse_window(opts.since, opts.until)
        since, until = window.since, window.until
        path = self.settings["DATABASE"]
        open_for_reading(path).close()
        migrate(path)
        with closing(connect(path)) as database:
            if opts.anew:
                forget_all(database)
            compared = with_progress(database)
            database.row_factory = sqlite3.Row
            wanted = {"since": since and str(since), "until": until and str(until)}
            rows = database.execute(
                MOST_TOLD, {**wanted, "kind": opts.kind, "limit": min(opts.limit, LARGEST)}
            ).fetchall()
            (stories,) = database.execute("SELECT count(*) FROM stories").fetchone()
        print(
            f"scrapy stories: {compared:,} articles compared, {stories:,} stories", file=sys.stderr
        )
        for row in rows:
            print(as_json(row) if opts.json else as_line(row))


def with_progress(database: sqlite3.Connection) -> int:
    """Compare what is new with a bar on a terminal; how many articles that were."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("articles", total=count_pending(database))
        return compare_new(database, lambda articles: progress.advance(task, articles))


def as_json(row: sqlite3.Row) -> str:
    """A story as one JSON object."""
    return json.dumps({**dict(row), "sites": json.loads(row["sites"])}, ensure_ascii=False)


def as_line(row: sqlite3.Row) -> str:
    """A story as a line: outlets, articles, kind, day, headline, sites."""
    kind = f"{row['kind']} ({row['agency']})" if row["agency"] else row["kind"]
    sites = ", ".join(json.loads(row["sites"]))
    return "\t".join(
        [
            str(row["id"]),
            f"{row['outlets']} outlets, {row['articles']} articles",
            kind,
            row["first_published_at"][:10],
            plain(row["headline"]),
            plain(sites),
        ]
    )
