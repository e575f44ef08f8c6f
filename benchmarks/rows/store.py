"""Storing articles with all that belongs to them, next to one executemany into each same table."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.corpus_tables import CORPUS
from benchmarks.local_site import PLACES, WORDS, page
from benchmarks.measure import Effort, in_turns, milliseconds, ratio
from benchmarks.recombined import recombined
from benchmarks.row import Row, at_least
from crawler.database import connect
from crawler.items import Article
from crawler.parsers.article import read_article
from pipelines.database.schema import migrate
from pipelines.identity import identified
from pipelines.rows.people_and_tags import Names
from pipelines.store import save

ARTICLES = 10_000
EDITED = 20
"""One article of so many comes a second time, edited."""
TOGETHER = 1000
"""Articles a crawl stores in one transaction at most (pipelines.store.GATHER_ITEMS)."""
TABLES = (
    "articles authors article_authors tags article_tags date_mentions aliases revisions frontier"
).split()


def rows(effort: Effort) -> Iterator[Row]:
    """CPU time for storing the same rows; the transactions are Warta's, and one."""
    articles = to_store(effort.of(ARTICLES, least=60))
    with TemporaryDirectory() as name:
        folder = Path(name)
        store(articles, folder / "read.db")
        tables = contents(folder / "read.db")
        new = iter(range(10_000))
        ours, theirs = in_turns(
            effort.rounds,
            lambda: store(articles, folder / f"{next(new)}.db"),
            lambda: insert(tables, folder / f"{next(new)}.db"),
        )
    number = len(tables["articles"][1])
    kind = "recombined from the corpus" if CORPUS.is_dir() else "of our own"
    yield at_least(
        0.6,
        ratio(theirs, ours),
        f"storing {number:,} articles {kind}, {len(tables['revisions'][1]):,} of them edited, with "
        "authors, tags, frontier, search index: rate, CPU",
        "one `executemany` into each of the same tables, one transaction",
        ours=f"{milliseconds(median(ours), number)} an article",
        theirs=f"{milliseconds(median(theirs), number)} an article",
    )


def to_store(number: int) -> list[Article]:
    """So many articles, and after them some again with an edited text."""
    chance = random.Random(3)
    articles = list(recombined(number) if CORPUS.is_dir() else _own(number))
    for article in articles:
        article.tags = chance.sample(WORDS, 4)
        article.editors = [f"Editor {chance.randint(1, 50)}"]
    edits = [deepcopy(article) for article in articles[::EDITED]]
    for edit in edits:
        edit.body += "\n\nRalat: kalimat contoh ini ditambahkan kemudian."
        edit.fetched_at += timedelta(hours=3)
        identified(edit)
    return articles + edits


def _own(number: int) -> Iterator[Article]:
    """Articles of invented words, where there is no corpus."""
    moment = datetime(2025, 6, 1, tzinfo=UTC)
    for count in range(number):
        address = "https://www.contoh.example"
        article = read_article(page(address, count), f"{address}/berita/{count}/contoh")
        article.site, article.fetched_at = f"contoh_{count % 40}", moment + timedelta(days=2)
        published = moment + timedelta(seconds=count)
        article.dateline_place = PLACES[count % len(PLACES)]
        article.published_at = f"{published:%Y-%m-%dT%H:%M:%SZ}"
        article.published_local = published.isoformat()
        article.published_precision, article.published_source = "second", "json-ld"
        yield identified(article)


def store(articles: list[Article], path: Path) -> None:
    """As the last pipeline does it, into a new file."""
    names = Names()
    with closing(connect(new_database(path))) as database:
        for start in range(0, len(articles), TOGETHER):
            save(database, articles[start : start + TOGETHER], names=names)


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as name:
        path = Path(name) / "empty.db"
        migrate(path)
        return path.read_bytes()


def new_database(path: Path) -> Path:
    """A new database at a path: a copy, since making one takes as long as 1,000 articles."""
    path.write_bytes(_empty())
    return path


def contents(path: Path) -> dict[str, tuple[list[str], list[tuple]]]:
    """Columns and rows of every table that storing wrote, and what stands in the search index."""
    with closing(sqlite3.connect(path)) as database:
        found = {}
        for table in TABLES:
            # table_info leaves out what SQLite computes itself
            columns = [row[1] for row in database.execute(f"PRAGMA table_info ({table})")]
            rows = database.execute(f"SELECT {', '.join(columns)} FROM {table}")
            found[table] = columns, rows.fetchall()
        searched = "SELECT id, headline, lead, body FROM articles"
        columns = ["rowid", "headline", "lead", "body"]
        found["articles_fts"] = columns, database.execute(searched).fetchall()
    return found


def insert(tables: dict[str, tuple[list[str], list[tuple]]], path: Path) -> None:
    """The same rows into the same tables of a new file, each table at once."""
    with closing(connect(new_database(path))) as database, database:
        database.execute("UPDATE search_feed SET paused = 1")
        for table, (columns, rows) in tables.items():
            marks = ", ".join("?" * len(columns))
            database.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows
            )
        database.execute("UPDATE search_feed SET paused = 0")
