"""The options by which ``scrapy export`` and ``scrapy snapshot`` choose articles, and progress."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from analysis.export.lines import Advance, reading
from analysis.export.selection import Selection
from crawler.crawl.arguments import parse_window
from crawler.parsers.vocabulary.provinces import province_called


def add_selection_options(parser: argparse.ArgumentParser) -> None:
    """--site, --province, --place, --since, --until, --found-by, --where and --search."""
    add_conditions(parser)
    parser.add_argument(
        "--search", metavar="QUERY", help="only what this finds, written as for scrapy search"
    )


def add_conditions(parser: argparse.ArgumentParser) -> None:
    """--site, --province, --place, --since, --until, --found-by and --where."""
    parser.add_argument(
        "--site", action="append", default=[], help="only this site; may be given several times"
    )
    parser.add_argument(
        "--province",
        action="append",
        default=[],
        help="only outlets of this province, as in --province Maluku; may be given several times",
    )
    parser.add_argument(
        "--place",
        action="append",
        default=[],
        help="only articles filed from there by their datelines, in any spelling, with all that "
        "lies in it: --place Solo, --place NTB, --place Mesir; may be given several times",
    )
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="published on this day or later")
    parser.add_argument("--until", metavar="YYYY-MM-DD", help="published on this day or before")
    parser.add_argument(
        "--found-by",
        metavar="WORDS",
        help="only what sites' own searches found by these words (scrapy topic)",
    )
    parser.add_argument(
        "--where",
        metavar="SQL",
        help="only articles for which this holds, as in \"dateline_place = 'Jayapura'\"; the "
        "columns are those of scrapy describe articles",
    )


def selection_of(opts: argparse.Namespace, search: str | None) -> Selection:
    """What the options ask for, and a query; raises UsageProblem for what is no day.

    Raises it for a reversed order of days too.
    """
    window = parse_window(opts.since, opts.until)
    days = window.since, window.until
    provinces = [province_called(name) for name in opts.province]
    chosen = opts.site, *days, search, opts.where, provinces, opts.found_by
    return Selection(*chosen, places=opts.place)


@contextmanager
def bar(database: sqlite3.Connection, selection: Selection) -> Iterator[Advance]:
    """How far the work is, on standard error where that is a terminal; nothing under cron."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    with reading():
        articles = selection.count(database)
    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with shown(*columns, total=articles) as advance:
        yield advance


@contextmanager
def counting() -> Iterator[Advance]:
    """How many articles were written, where nobody knows how many there will be."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    with shown(TextColumn("{task.completed:,}"), total=None) as advance:
        yield advance


@contextmanager
def shown(*columns: ProgressColumn, total: int | None) -> Iterator[Advance]:
    """A line on the terminal that goes away at the end."""
    console = Console(stderr=True)
    with Progress(TextColumn("articles"), *columns, console=console, transient=True) as progress:
        line = progress.add_task("articles", total=total)
        yield lambda rows: progress.update(line, advance=rows)
