"""A file of ten million short articles, for what only shows at that size.

    python -m benchmarks.bulk --articles 10000000 --database ten.db
    python -m benchmarks.bulk --database ten.db --ask

Storing them one by one by the real steps would take hours, so that rows are put into the tables
at once: what a crawl leaves of an article (its row, its address in the frontier, author, tags,
search index), made of a few recombined sentences. They come in the order of publishing, a million a
year of forty sites, in transactions of 10,000; the search index is filled at the end. Called again,
it goes on. ``--ask`` makes a data set of it where there is none, asks both what analysts ask, and
prints a table: seconds of process time, all threads together, the median of answers to other values
after a first one. Then it adds a day and brings the data set up to date.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import duckdb

from analysis.export.parquet import Updated, update_parquet
from analysis.export.selection import article_columns
from benchmarks.recombined import SECTIONS, SITES, address, printed
from crawler.clock import WIB
from crawler.database import open_for_reading
from pipelines.database.schema import migrate
from pipelines.rows.article_rows import INSERT, INSERTED

FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
A_MILLION = timedelta(days=365)
BATCH = 10_000
A_DAY = 2740
ARTICLES = (
    "CREATE VIEW articles AS SELECT * FROM "
    "read_parquet('{}/*/*/*.parquet', hive_partitioning = true)"
)
DAYS = [f"2016-{month:02}-15" for month in range(2, 7)]
BY_SITE = "SELECT site, count(*) FROM articles WHERE published_day = ? GROUP BY site"
IN_MONTH = "month = substr(?, 1, 7)"
COUNTED = "SELECT site, published_day, count(*) FROM articles GROUP BY 1, 2"
QUESTIONS = [
    (
        "search for a word, newest 20",
        "SELECT id, headline FROM articles WHERE id IN (SELECT rowid FROM articles_fts "
        "WHERE articles_fts MATCH ?) ORDER BY published_at DESC LIMIT 20",
        r"SELECT id, headline FROM articles WHERE regexp_matches(body, '\b' || ? || '\b', 'i') "
        "ORDER BY published_at DESC LIMIT 20",
        ["gempa", "lewotobi", "kejaksaan", "cianjur"],
    ),
    ("a day's volume, by site", BY_SITE, BY_SITE.replace("WHERE", f"WHERE {IN_MONTH} AND"), DAYS),
    ("all days' volume, by site", COUNTED, COUNTED, [None] * 3),
    ("view coverage_daily", "SELECT * FROM coverage_daily", COUNTED, [None] * 2),
]
"""Name, question to SQLite, the same to DuckDB, values. Of ``coverage_daily`` the data set knows
only how many articles are stored."""
WRITERS, TOPICS = 500, 1000


def rows(first: int, number: int) -> Iterator[dict[str, object]]:
    """So many articles from the first on, as rows of ``articles``."""
    headlines, sentences, places = printed()
    chance = random.Random(first)
    for count in range(first, first + number):
        moment = FIRST_DAY + A_MILLION * (count / 1_000_000)
        local = moment.astimezone(WIB)
        site = SITES[int(chance.random() * len(SITES))]
        told = chance.choices(sentences, k=3 + count % 2)
        body, at = " ".join(told), f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        yield {
            "site": site,
            "publisher_id": f"{count:08}",
            "url": address(site, f"{count:08}"),
            "headline": headlines[int(chance.random() * len(headlines))],
            "dateline_place": places[int(chance.random() * len(places))] if count % 5 < 2 else None,
            "published_at": at,
            "published_local": f"{local:%Y-%m-%dT%H:%M:%S}+07:00",
            "published_wib": f"{local:%Y-%m-%d %H:%M:%S}",
            "published_day": f"{local:%Y-%m-%d}",
            "published_precision": "second",
            "published_source": "json-ld",
            "published_conflict": 0,
            "section": SECTIONS[count % len(SECTIONS)],
            "body": body,
            "word_count": body.count(" ") + 1,
            "content_hash": blake2b(f"{count} {body}".encode(), digest_size=16).hexdigest(),
            "version_seen_at": at,
            "first_seen_at": at,
            "last_seen_at": at,
        }


def fill(path: Path, number: int) -> None:
    """Add what is missing of so many articles, then fill the search index."""
    migrate(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -1000000")
        database.execute("PRAGMA wal_autocheckpoint = 64000")
        (known,) = database.execute("SELECT ifnull(max(id), 0) FROM articles").fetchone()
        if not known:
            add_people_and_topics(database)
        began = time.process_time()
        for first in range(known, number, BATCH):
            add(database, list(rows(first, min(BATCH, number - first))), first)
            if (first + BATCH) % 500_000 == 0:
                took = time.process_time() - began
                print(f"{first + BATCH:,} stored, {took:,.0f} s of process time", flush=True)
        database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        print(f"indexed, {time.process_time() - began:,.0f} s of process time", flush=True)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def add_people_and_topics(database: sqlite3.Connection) -> None:
    """Authors of every site, and the tags."""
    database.executemany(
        "INSERT INTO authors (id, site, name) VALUES (?, ?, ?)",
        [
            (place * WRITERS + number + 1, site, f"Penulis {number}")
            for place, site in enumerate(SITES)
            for number in range(WRITERS)
        ],
    )
    topics = [(number + 1, f"topik {number}") for number in range(TOPICS)]
    database.executemany("INSERT INTO tags (id, name) VALUES (?, ?)", topics)


def add(database: sqlite3.Connection, made: list[dict[str, object]], first: int) -> None:
    """One transaction."""
    chance = random.Random(-first - 1)
    ids = range(first + 1, first + 1 + len(made))
    values = [
        [row.get(name, 0 if name == "search_only" else None) for name in INSERTED] for row in made
    ]
    authors = [
        (SITES.index(row["site"]) * WRITERS + int(chance.random() * WRITERS) + 1) for row in made
    ]
    tags = [(each, int(chance.paretovariate(1)) % TOPICS + 1) for each in ids for _ in range(2)]
    database.execute("BEGIN")
    database.execute("UPDATE search_feed SET paused = 1")
    database.executemany(INSERT, values)
    database.executemany(
        "INSERT INTO article_authors VALUES (?, ?, 'author', 0)", zip(ids, authors, strict=True)
    )
    database.executemany("INSERT OR IGNORE INTO article_tags VALUES (?, ?, 0)", tags)
    database.execute(
        "INSERT INTO frontier (url, site, day, discovered_at, discovered_by, last_listed_at, "
        "last_fetched_at, fetches, last_status, outcome, article_id, read_from, listed_by) "
        "SELECT url, site, published_day, first_seen_at, 'Feed', first_seen_at, first_seen_at, 1, "
        "200, 'stored', id, 'page', 'Feed' FROM articles WHERE id BETWEEN ? AND ?",
        (ids[0], ids[-1]),
    )
    database.execute("UPDATE search_feed SET paused = 0")
    database.execute("COMMIT")


def ask(path: Path) -> None:
    """Print how large both are, what questions, a day's update and a backup take."""
    parquet = path.with_suffix(".parquet")
    with closing(open_for_reading(path)) as database:
        articles = database.execute("SELECT count(*) FROM articles").fetchone()[0]
        print(f"data set made: {update(path, parquet)}", flush=True)
        print("| | SQLite | the data set, DuckDB |\n| --- | ---: | ---: |")
        line("GB", path.stat().st_size / 1e9, size(parquet) / 1e9)
        line("bytes an article", path.stat().st_size / articles, size(parquet) / articles)
        with closing(duckdb.connect()) as duck:
            duck.execute(ARTICLES.format(parquet))
            for name, sql, of_duck, values in QUESTIONS:
                answer = partial(answered, database, sql)
                line(name, cpu(answer, values), cpu(partial(answered, duck, of_duck), values))
    line("a backup", cpu(partial(back_up, path), [None] * 2))
    add_a_day(path)
    line("a day's 2,740 articles into it", None, update(path, parquet)[1])


def answered(database: sqlite3.Connection | Any, sql: str, value: str | None) -> list:
    """All rows of an answer."""
    return database.execute(sql, [value] * (sql.count("?"))).fetchall()


def update(path: Path, parquet: Path) -> tuple[Updated, float]:
    """Bring the data set up to date; what that did and its seconds."""
    began = time.process_time()
    with closing(open_for_reading(path)) as database:
        columns = article_columns(database)
        done = update_parquet(database, (), columns, parquet, lambda rows: None)
    return done, time.process_time() - began


def back_up(path: Path, _: None) -> None:
    """A copy by SQLite's backup, which may run beside a crawl."""
    copy = path.with_suffix(".backup")
    with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(copy)) as other:
        database.backup(other, pages=10_000)
    copy.unlink()


def add_a_day(path: Path) -> None:
    """The articles of one more day."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        (known,) = database.execute("SELECT max(id) FROM articles").fetchone()
        add(database, list(rows(known, A_DAY)), known)


def cpu(answer: Callable[[str | None], object], values: Sequence[str | None]) -> float:
    """Median of the seconds of process time; the first answer warms up and is not counted."""
    took = []
    for value in values:
        began = time.process_time()
        answer(value)
        took.append(time.process_time() - began)
    return statistics.median(took[1:])


def line(name: str, *cells: float | None) -> None:
    """A row of the table."""
    shown = ["" if cell is None else f"{cell:,.4g}" for cell in cells]
    print(f"| {name} | {' | '.join(shown)} |", flush=True)


def size(folder: Path) -> int:
    """Bytes of a data set."""
    return sum(file.stat().st_size for file in folder.rglob("*.parquet"))


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000_000)
    parser.add_argument("--database", type=Path, default=Path("ten.db"))
    parser.add_argument("--ask", action="store_true", help="of a file that is there")
    options = parser.parse_args()
    if options.ask:
        ask(options.database)
        return
    fill(options.database, options.articles)


if __name__ == "__main__":
    main()
