"""How quick a file of many articles answers, next to the same SQLite without Warta's indexes.

    python -m benchmarks.million [--articles 1000000] [--database million.db] [--keep]

The articles are made by recombining the paragraphs, headlines and datelines of the corpus' tables
over two years and forty sites. Each question is asked with other values each time; what is printed
is the median. "plain" is the same query with ``NOT INDEXED``, LIKE in place of the search index.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.corpus_tables import CORPUS, articles
from crawler.database import connect, open_for_reading
from crawler.items import Article
from crawler.search import search
from crawler.stories import compare_new
from pipelines.identity import Identity
from pipelines.schema import migrate
from pipelines.store import save
from pipelines.writer import Names

SITES = [f"outlet_{number:02}" for number in range(40)]
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
SPAN_DAYS = 730
BATCH = 1000
WIB = timedelta(hours=7)
COLUMNS = "id, site, headline, published_local"


def recombined(number: int, seed: int = 1) -> Iterator[Article]:
    """So many articles: each the headline of one and paragraphs of three others, any place."""
    chance = random.Random(seed)
    known = list(articles())
    lines = (CORPUS / "datelines.tsv").read_text("utf-8").splitlines()
    place_column = lines[0].split("\t").index("place")
    places = [place for line in lines[1:] if (place := line.split("\t")[place_column])]
    paragraphs = [article.body.split("\n\n") for article in known]
    for count in range(number):
        moment = FIRST_DAY + timedelta(seconds=chance.random() ** 0.9 * SPAN_DAYS * 86400)
        body = "\n\n".join(
            "\n\n".join(chance.choice(paragraphs)[:4]) for _ in range(chance.randint(2, 4))
        )
        site = chance.choice(SITES)
        yield Identity().process_item(
            Article(
                url=f"https://www.{site}.example/read/{count}/contoh",
                site=site,
                headline=chance.choice(known).headline,
                dateline_place=chance.choice(places) if chance.random() < 0.4 else None,
                authors=[f"Penulis {chance.randint(1, 500)}"],
                published_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
                published_local=f"{moment + WIB:%Y-%m-%dT%H:%M:%S}+07:00",
                published_precision="second",
                published_source="json-ld",
                body=body,
                word_count=len(body.split()),
                fetched_at=moment + timedelta(minutes=30),
            )
        )


def fill(path: Path, number: int) -> float:
    """Store so many recombined articles; the seconds that took."""
    migrate(path)
    began, names = time.perf_counter(), Names()
    with closing(connect(path)) as database:
        batch: list[Article] = []
        for article in recombined(number):
            batch.append(article)
            if len(batch) == BATCH:
                save(database, batch, names=names)
                batch = []
        save(database, batch, names=names)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return time.perf_counter() - began


def questions(database: sqlite3.Connection) -> list[tuple[str, list, Callable, Callable]]:
    """What is asked: a name, values to ask with, the answer with Warta's indexes and without."""
    days = [f"2025-{month:02}-15" for month in range(1, 9)]
    places = [
        place
        for (place,) in database.execute(
            "SELECT dateline_place FROM articles WHERE dateline_place IS NOT NULL LIMIT 8"
        )
    ]
    stories = [s for (s,) in database.execute("SELECT id FROM stories ORDER BY articles LIMIT 8")]
    words = "gempa cianjur|kejaksaan agung|harga emas|timnas indonesia|lewotobi erupsi".split("|")
    volume = "SELECT site, count(*) FROM articles {} WHERE published_day = ? GROUP BY site"
    place = f"SELECT {COLUMNS} FROM articles {{}} WHERE dateline_place = ? "
    place += "ORDER BY published_day DESC LIMIT 50"
    story = (
        f"SELECT {COLUMNS} FROM articles JOIN article_stories {{}} ON article_id = id "
        "WHERE story_id = ?"
    )
    daily = "SELECT sum(stored) FROM (SELECT published_day, count(*) AS stored FROM articles {} "
    daily += "WHERE site = ? GROUP BY published_day)"

    def ask(sql: str) -> Callable:
        return lambda value: database.execute(sql, (value,)).fetchall()

    def like(query: str) -> list:
        both = [f"%{word}%" for word in query.split()]
        return database.execute(
            f"SELECT {COLUMNS} FROM articles WHERE body LIKE ? AND body LIKE ? LIMIT 1000000", both
        ).fetchall()

    return [
        ("search, best 20", words, lambda words: list(search(database, words)), like),
        ("a day's volume, all sites", days, ask(volume.format("")),
         ask(volume.format("NOT INDEXED"))),
        ("a site's volume, all days", SITES[:8], ask(daily.format("")),
         ask(daily.format("NOT INDEXED"))),
        ("a place's articles, newest 50", places, ask(place.format("")),
         ask(place.format("NOT INDEXED"))),
        ("one story", stories, ask(story.format("")), ask(story.format("NOT INDEXED"))),
    ]  # fmt: skip


def median_ms(answer: Callable, values: list) -> float:
    """Median of the times answers take, in milliseconds; the first value warms the cache."""
    took = []
    for value in values:
        began = time.perf_counter()
        answer(value)
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:] or took) * 1000


def main() -> None:
    """Make the file, ask, print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--database", type=Path, default=Path("million.db"))
    parser.add_argument("--keep", action="store_true", help="leave the file, use one that is there")
    options = parser.parse_args()
    if not (options.keep and options.database.exists()):
        options.database.unlink(missing_ok=True)
        seconds = fill(options.database, options.articles)
        print(f"{options.articles / seconds:,.0f} articles a second made and stored\n")
        began = time.perf_counter()
        with closing(connect(options.database)) as database:
            compared = compare_new(database)
        print(f"{compared / (time.perf_counter() - began):,.0f} articles a second compared\n")
    with closing(open_for_reading(options.database)) as database:
        size, stored = options.database.stat().st_size, "SELECT count(*), sum(length(body)) "
        number, text = database.execute(f"{stored} FROM articles").fetchone()
        print(f"{number:,} articles, {size / number:,.0f} bytes each, {text / number:,.0f} of text")
        print("\n| question | with Warta's indexes, ms | plain, ms |\n|---|---:|---:|")
        for name, values, indexed, plain in questions(database):
            slow = median_ms(plain, values[:3])
            print(f"| {name} | {median_ms(indexed, values):,.2f} | {slow:,.2f} |", flush=True)
    if not options.keep:
        options.database.unlink()


if __name__ == "__main__":
    main()
