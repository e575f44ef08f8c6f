"""The store inside Scrapy: scraped means committed, and trouble with the file ends the crawl."""

import asyncio
import logging
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from crawler import database
from crawler.database import connect
from crawler.items import Reject
from pipelines import store
from pipelines.store import NotStored, Store, save
from tests.support.sample_articles import new_database, sample
from tests.support.warm import begun, forked, python


@pytest.fixture
def path(tmp_path) -> Path:
    """A new database."""
    return new_database(tmp_path / "news.db")


@pytest.fixture
def pipeline(path):
    """The store of a crawl."""
    crawler = get_crawler(
        settings_dict={"DATABASE": str(path), "RECHECK_HOURS": "1,6", "DATABASE_WAIT": 0.3}
    )
    yield Store.from_crawler(crawler)
    database.close(crawler)


def stored(path: Path) -> list[str]:
    """Headlines another program sees in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return [text for (text,) in connection.execute("SELECT headline FROM articles ORDER BY id")]


def process(pipeline: Store, *items) -> list:
    """What comes of items that reach the store at the same time."""

    async def gather():
        return await asyncio.gather(
            *(pipeline.process_item(item) for item in items), return_exceptions=True
        )

    return asyncio.run(gather())


def test_an_article_leaves_the_store_when_others_can_see_it(pipeline, path):
    article = sample(1)

    async def one() -> list[str]:
        assert await pipeline.process_item(article) is article
        return stored(path)

    assert asyncio.run(one()) == [article.headline]
    assert pipeline.crawler.stats.get_value("warta/stored") == 1


def test_what_arrives_together_is_committed_together(pipeline, path, monkeypatch):
    batches = []
    monkeypatch.setattr(
        store, "save", lambda *args, **options: batches.append(args[1]) or save(*args, **options)
    )
    articles = [sample(number) for number in range(30)]
    assert process(pipeline, *articles) == articles
    assert [len(batch) for batch in batches] == [30]
    monkeypatch.setattr(store, "GATHER_ITEMS", 4)
    process(pipeline, *[sample(number) for number in range(30, 40)])
    assert [len(batch) for batch in batches] == [30, 4, 4, 2]
    assert len(stored(path)) == 40


def test_no_transaction_is_open_while_the_store_waits(pipeline, path, monkeypatch):
    monkeypatch.setattr(store, "GATHER_SECONDS", 30)

    async def wait() -> bool:
        waiting = asyncio.ensure_future(pipeline.process_item(sample(1)))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        busy = database.connection(pipeline.crawler).in_transaction
        await pipeline.close_spider()
        await waiting
        return busy

    assert asyncio.run(wait()) is False
    assert len(stored(path)) == 1


def test_outcomes_are_counted(pipeline):
    edited = sample(1, headline="Judul yang diubah (contoh)")
    edited.fetched_at = sample(1).fetched_at.replace(hour=9)
    reject = Reject("https://www.contoh.example/9", "contoh", "no-date", "none found")
    for items in ([sample(1)], [sample(1)], [edited], [reject]):
        process(pipeline, *items)
    counts = pipeline.crawler.stats.get_stats()
    assert {name: counts[name] for name in counts if name.startswith("warta/")} == {
        "warta/stored": 1,
        "warta/unchanged": 1,
        "warta/revised": 1,
        "warta/rejected/no-date": 1,
    }


def test_a_reject_is_written_down_and_ends_there(pipeline, path):
    reject = Reject("https://www.contoh.example/9", "contoh", "no-date", "none found")
    (outcome,) = process(pipeline, reject)
    assert isinstance(outcome, DropItem)
    assert str(outcome) == "no-date - none found"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT reason FROM rejects").fetchall() == [("no-date",)]


def test_items_of_other_kinds_pass(pipeline):
    assert process(pipeline, {"not": "ours"}) == [{"not": "ours"}]


def test_one_item_the_database_will_not_take_does_not_harm_the_others(pipeline, path):
    bad = sample(2)
    bad.published_precision = "century"
    first, refused, third = process(pipeline, sample(1), bad, sample(3))
    assert (first, third) == (sample(1), sample(3))
    assert isinstance(refused, DropItem)
    assert len(stored(path)) == 2
    with closing(sqlite3.connect(path)) as connection:
        ((url, reason, detail),) = connection.execute("SELECT url, reason, detail FROM rejects")
    assert (url, reason) == (bad.url, "unreadable")
    assert "CHECK constraint failed" in detail
    assert pipeline.crawler.stats.get_value("warta/rejected/unreadable") == 1


# Trouble with the file


def fill_the_disk(connection: sqlite3.Connection) -> None:
    """Let the file grow no more."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")


def forbid_writing(connection: sqlite3.Connection) -> None:
    """As if the file were read-only."""
    connection.execute("PRAGMA query_only = ON")


def lock_for_ever(connection: sqlite3.Connection) -> None:
    """Another program that never ends its transaction."""
    connection.execute("PRAGMA busy_timeout = 100")
    ((_, _, path),) = connection.execute("PRAGMA database_list").fetchall()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    lock_for_ever.others.append(other)


lock_for_ever.others = []


@pytest.mark.parametrize(
    ("trouble", "advice"),
    [
        (fill_the_disk, "the disk is full; make room"),
        (forbid_writing, "it may not be written; see to the permissions"),
        (lock_for_ever, "another program keeps it locked"),
    ],
)
def test_a_database_that_cannot_be_written_is_said_once_and_no_item_seems_stored(
    pipeline, path, caplog, trouble, advice
):
    process(pipeline, sample(1))
    trouble(database.connection(pipeline.crawler))
    with caplog.at_level(logging.ERROR):
        outcomes = process(pipeline, *[sample(number) for number in range(2, 50)])
        outcomes += process(pipeline, sample(50))
    assert all(isinstance(outcome, NotStored) for outcome in outcomes)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert advice in caplog.text
    assert caplog.records[0].exc_info is None
    assert len(stored(path)) == 1
    assert advice in pipeline.crawler.stats.get_value("warta/database_problem")
    for other in lock_for_ever.others:
        other.close()


CRAWL_ON_A_FULL_DISK = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess
from crawler import database
from tests.support.sample_articles import sample

class Contoh(scrapy.Spider):
    name = "contoh"
    async def start(self):
        for number in range(2000):
            yield scrapy.Request(f"data:,{number}")
    def parse(self, response):
        yield sample(int(response.text))

process = CrawlerProcess({
    "DATABASE": sys.argv[1], "ITEM_PIPELINES": {"pipelines.store.Store": 400},
    "LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
})
crawler = process.create_crawler(Contoh)
process.crawl(crawler)
connect = database.connect
def connect_to_a_small_disk(path):
    connection = connect(path)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 60}")
    return connection
database.connect = connect_to_a_small_disk
process.start()
stats = crawler.stats.get_stats()
print(stats["finish_reason"], stats["item_scraped_count"], stats.get("item_error_count", 0))
"""


def test_a_full_disk_ends_the_crawl_and_keeps_what_was_scraped(path):
    ran = python("-c", CRAWL_ON_A_FULL_DISK, path, check=True)
    reason, scraped, errors = ran.stdout.split()
    assert (reason, errors) == ("database-problem", "0")
    assert len(stored(path)) == int(scraped) > 0
    assert ran.stderr.count("the disk is full") == 1
    assert "Traceback" not in ran.stderr
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# Several processes, and processes that die


def write_articles(path: Path, writer: int, together: int) -> list[str]:
    """Store 120 articles of one's own and 30 that all writers store; in a process of its own."""
    outcomes = []
    with closing(connect(path)) as connection:
        own = [sample(1000 * writer + n, tags=[f"t{n % 7}"], authors=["rin"]) for n in range(120)]
        shared = [sample(n, tags=["bersama"]) for n in range(30)]
        queue = [item for pair in zip(own, shared * 4, strict=True) for item in pair]
        for start in range(0, len(queue), together):
            outcomes += save(connection, queue[start : start + together])
    return outcomes


def test_four_processes_write_to_one_file_and_nothing_is_lost_or_doubled(path):
    work = [(path, 1, 1), (path, 2, 5), (path, 3, 40), (path, 4, 240)]
    with forked.Pool(4) as pool:
        outcomes = sum(pool.starmap(write_articles, work), start=[])
    assert outcomes.count("stored") == 4 * 120 + 30
    assert set(outcomes) == {"stored", "unchanged"}
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (510,)
        assert connection.execute("SELECT count(*) FROM article_tags").fetchone() == (510,)
        assert connection.execute("SELECT name FROM tags").fetchall().count(("bersama",)) == 1
        assert connection.execute("SELECT count(*) FROM authors").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM frontier").fetchone() == (510,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'contoh'"
        assert connection.execute(found).fetchone() == (510,)


WRITE_UNTIL_KILLED = """
import sys
from crawler.database import connect
from pipelines.store import save
from tests.support.sample_articles import sample

connection = connect(sys.argv[1])
for number in range(0, 100000, 7):
    for headline in ("pertama", "kedua"):
        batch = [sample(n, headline=f"Judul {headline} {n}", tags=[f"t{n}"]) for n in
                 range(number, number + 7)]
        save(connection, batch)
    print(number, flush=True)
"""


def test_killed_at_any_moment_the_file_holds_what_was_committed_and_nothing_half(path):
    for moment in (0.05, 0.11, 0.23, 0.37):
        writer = begun(["python", "-c", WRITE_UNTIL_KILLED, path])
        writer.has_printed(lines=1)
        time.sleep(moment)
        writer.kill()
        committed = int(writer.communicate()[0].split()[-1])
        with closing(connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
            assert articles >= committed + 7
            assert articles % 7 == 0
            for table in ("article_tags", "frontier", "articles_fts_docsize"):
                query = f"SELECT count(*) FROM {table}"
                assert connection.execute(query).fetchone() == (articles,), table
            with connection:
                connection.execute(
                    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
                )
            assert connection.execute("SELECT paused FROM search_feed").fetchall() == [(0,)]
