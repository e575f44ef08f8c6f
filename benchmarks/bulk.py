"""A file of ten million short articles, for what only shows at that size.

    python -m benchmarks.bulk --articles 10000000 --database ten.db

Storing them one by one by the real steps would take hours, so that rows are put into the tables
at once: what a crawl leaves of an article (its row, its address in the frontier, author, tags,
search index), made of a few recombined sentences. They come in the order of publishing, a million a
year of forty sites, in transactions of 10,000; the search index is filled at the end. Called again,
it goes on.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from benchmarks.recombined import SECTIONS, SITES, address, printed
from crawler.clock import WIB
from pipelines.database.schema import migrate
from pipelines.rows.article_rows import INSERT, INSERTED

FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
A_MILLION = timedelta(days=365)
BATCH = 10_000
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


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000_000)
    parser.add_argument("--database", type=Path, default=Path("ten.db"))
    options = parser.parse_args()
    fill(options.database, options.articles)


if __name__ == "__main__":
    main()
