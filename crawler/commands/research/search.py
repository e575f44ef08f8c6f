"""``scrapy search QUERY``: how much the database holds on something, and what, best first."""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, replace

from rich.console import Console
from rich.text import Text

from analysis.export.data_sheet import count as in_words
from analysis.export.results import COUNTS, FOUND, Results
from analysis.export.selection import ExportedColumn, check
from analysis.search import (
    BEGIN,
    COUNTED_BY,
    END,
    Found,
    Query,
    count,
    counted_by,
    parse_query,
    search,
)
from analysis.search.forms import forms, held_by
from crawler.commands.research.output_options import add_results_options, results_output
from crawler.commands.research.selection_options import add_conditions, selection_of
from crawler.console.command import LARGEST, WartaCommand
from crawler.console.terminal import plain
from crawler.errors import UsageProblem
from pipelines.database.schema import open_up_to_date

MARKED = re.compile(f"{BEGIN}(.*?){END}", re.DOTALL)


class Command(WartaCommand):
    """Full-text search over headline, summary and text."""

    usage = (
        "QUERY [--site SITE] [--since DAY] [--until DAY] [--limit N] "
        f"[--count-by {'|'.join(COUNTED_BY)}] [-o OUTPUT]"
    )
    summary = "Search the stored articles, count them, show where the words stand"
    help_text = (
        "Says how many articles have the words in headline, summary or text, and shows the best; "
        "capitals and accents make no difference (Erdogan finds Erdoğan). All words must occur. "
        'Understood are OR, brackets, "a phrase", begin*, gempa NEAR/5 cianjur (at most 5 words '
        "apart), -word and NOT word (left out), headline:word, lead:word and body:word (only "
        "there), site:kompas and author:name. Put the query into quotation marks of the shell: "
        "'gempa -headline:banjir'. Without a word, as in site:kompas, the newest come first. "
        "--count-by counts the articles found by day, site or province. Days are publishing days, "
        "both included."
    )
    a_dash_leaves_out = True

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which articles, how many, counts, and where to write them."""
        super().add_options(parser)
        add_conditions(parser)
        parser.add_argument("--limit", type=int, default=20, help="at most so many (default 20)")
        parser.add_argument(
            "--forms",
            action="store_true",
            help="find other forms of each Indonesian word, too (menyerang: diserang, serangan); "
            "a phrase stays as it is",
        )
        parser.add_argument(
            "--count-by", choices=COUNTED_BY, help="how many were found, in place of the articles"
        )
        add_results_options(parser)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Say how many were found, print them; exit code 0 also for none, as with any search."""
        if not args:
            raise UsageProblem("say what to look for, as in scrapy search 'gempa cianjur'")
        if opts.limit < 1:
            raise UsageProblem(f"--limit {opts.limit} finds nothing; give 1 or more")
        typed = " ".join(args)
        output = results_output(opts)
        selection = selection_of(opts, typed)
        with closing(open_up_to_date(self.settings["DATABASE"])) as database:
            check(database, selection)
            query = with_forms(database, typed) if opts.forms else parse_query(typed)
            among = replace(selection, search=None).condition()
            hits = count(database, query, among)
            if opts.count_by:
                rows = counted_by(database, query, opts.count_by, among)
                results, text = counts_table(opts.count_by, rows), as_counts(rows)
                told = articles_in_words(hits)
            else:
                found = list(search(database, query, among=among, limit=min(opts.limit, LARGEST)))
                results, text = Results(FOUND, map(as_row, found)), map(as_text, found)
                told = hits_in_words(hits, len(found), query)
        if output:
            print(f"scrapy search: {told}", file=sys.stderr)
            output.write(results)
            return
        console = Console(highlight=False)
        for part in (Text(told), *text):
            console.print(part, soft_wrap=True)


def with_forms(database: sqlite3.Connection, typed: str) -> Query:
    """A query that finds forms of its words too; which, is said on standard error."""
    holding = held_by(database)

    def also(word: str) -> list[str]:
        _, *others = found = forms(word, holding)
        told = ", ".join(others) or "no other form"
        print(f"scrapy search: {word} and {told}", file=sys.stderr)
        return found

    return parse_query(typed, also)


def articles_in_words(hits: int) -> str:
    """As in "1 article" and "nothing found"."""
    return in_words(hits, "article") if hits else "nothing found"


def hits_in_words(hits: int, shown: int, query: Query) -> str:
    """The line before the articles: "1,204 articles, the best 20 of them:"."""
    first = "best" if query.text else "newest"
    rest = f", the {first} {shown:,} of them" if shown < hits else ""
    return f"{articles_in_words(hits)}{rest}"


def counts_table(by: str, rows: Iterable[tuple[str, int, int]]) -> Results:
    """The counts as a table for programs."""
    first = ExportedColumn(by, "TEXT", "day" if by == "day" else "text", COUNTED_BY[by].meaning)
    return Results((first, *COUNTS), rows)


def as_counts(rows: Sequence[tuple[str, int, int]]) -> Iterator[Text]:
    """The counts as lines; what only searches have named stands beside, where there is any."""
    width = max((len(name) for name, *_ in rows), default=0)
    for name, articles, searched in rows:
        beside = f"  and {searched:,} that only searches named" if searched else ""
        yield Text(f"{plain(name):<{width}}  {articles:>9,}{beside}")


def as_row(article: Found) -> tuple:
    """An article found as values of FOUND; the snippet without marks."""
    *facts, snippet = astuple(article)
    return (*facts, snippet.replace(BEGIN, "").replace(END, ""))


def as_text(article: Found) -> Text:
    """An article found as three lines, what was found in them in bold."""
    place = f", {plain(article.place)}" if article.place else ""
    text = Text.assemble(
        ("\n" + plain(article.headline), "bold cyan"),
        f"\n  {article.site}, {article.published_local[:16].replace('T', ' ')}{place}, ",
        f"id {article.id}, {plain(article.url)}\n  ",
    )
    for position, piece in enumerate(MARKED.split(article.snippet.replace("\n", " "))):
        text.append(plain(piece), "bold yellow" if position % 2 else "")
    return text
