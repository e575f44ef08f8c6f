"""Calls that read over processes and over a cluster: killed, called again, the same in the end."""

import gzip
import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.support.dask_cluster import dask
from tests.support.newsroom import samples
from tests.support.volume import of
from tests.support.warm import scrapy, started

distributed = pytest.importorskip("distributed")
__all__ = ["dask"]
ARTICLES = samples("https://www.contoh.id/read/{number}/{slug}", 200)
HARMLESS = ("-s", "SPIDER_MODULES=tests.support.import_spiders")
KILLING = ("-s", "SPIDER_MODULES=tests.support.killing_spiders")
KILLS = of(2, 6)
WHAT = """
SELECT 'article', id, url, headline, body, published_at, authors, version, capture, first_seen_at
FROM articles UNION ALL
SELECT 'reject', 0, url, site, reason, '', '', 0, capture, seen_at FROM rejects ORDER BY 1, 2, 3
"""


def record(article, status="200 OK"):
    """A page in a gzip member of its own."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n{article.html()}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{article.number:032x}>\r\n"
        f"WARC-Date: 2025-06-18T08:00:00Z\r\nWARC-Target-URI: {article.url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 1)


@pytest.fixture(scope="module")
def warc(tmp_path_factory):
    """A file of 200 pages, five of which are errors."""
    path = tmp_path_factory.mktemp("others") / "pages.warc.gz"
    refused = "403 Forbidden"
    path.write_bytes(
        b"".join(record(each, refused if each.number % 40 == 7 else "200 OK") for each in ARTICLES)
    )
    return path


def call(command, warc, folder, *more):
    """The words of a call into a database of a folder."""
    where = ("-s", f"DATABASE={folder / 'news.db'}", "-s", f"ARCHIVE={warc.parent}")
    return (command, str(warc), *where, *(more or ("--processes", "1")))


def stored(folder):
    """What is in the database, but for when it was written."""
    with closing(sqlite3.connect(folder / "news.db")) as database:
        return database.execute(WHAT).fetchall()


@pytest.fixture(scope="module")
def undisturbed(warc, tmp_path_factory):
    """A folder with what one process reads that nobody disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed")
    done = scrapy(*call("import", warc, folder), *HARMLESS)
    assert "contoh: ok - 200 listed, 195 stored" in done.stdout, done.stderr
    return folder


def test_an_import_over_a_cluster_gives_what_one_process_gives(warc, undisturbed, dask, tmp_path):
    done = scrapy(*call("import", warc, tmp_path, "--scheduler", dask.scheduler_address), *HARMLESS)
    assert done.returncode == 0, done.stderr
    assert stored(tmp_path) == stored(undisturbed)


def test_reparse_over_a_cluster_finds_and_writes_what_differs(warc, undisturbed, dask, tmp_path):
    shutil.copy(undisturbed / "news.db", tmp_path)
    with closing(sqlite3.connect(tmp_path / "news.db")) as database, database:
        database.execute("UPDATE articles SET headline = 'Lama' WHERE id % 7 = 0")
    over = ("--scheduler", dask.scheduler_address)
    done = scrapy(*call("reparse", warc, tmp_path, *over), *HARMLESS)
    assert done.returncode == 0, done.stderr
    assert "168 read as they are stored" in done.stdout
    assert "27 changed (what they read before is in revisions" in done.stdout
    assert [row[:5] for row in stored(tmp_path)] == [row[:5] for row in stored(undisturbed)]


def lines(folder):
    """How many spans the journal of an import holds."""
    journal = folder / "news.db.import"
    return journal.read_bytes().count(b"\n") - 1 if journal.exists() else 0


def test_an_import_that_is_killed_goes_on_where_it_was(warc, undisturbed, tmp_path):
    words = (*call("import", warc, tmp_path, "--processes", "2"), *HARMLESS)
    for moment in sorted(random.sample(range(1, 8), KILLS)):
        process = started(*words, group=True)
        while lines(tmp_path) < moment and process.poll() is None:
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    kept = lines(tmp_path)
    done = scrapy(*words)
    assert done.returncode == 0, done.stderr
    assert f"{25 * kept} were stored before the call was interrupted" in done.stdout
    assert stored(tmp_path) == stored(undisturbed)
    assert not (tmp_path / "news.db.import").exists()


def test_workers_killed_during_an_import_cost_nothing(warc, undisturbed, dask, tmp_path):
    words = call("import", warc, tmp_path, "--scheduler", dask.scheduler_address)
    process, in_time = started(*words, *HARMLESS), 0
    with distributed.Client(dask.scheduler_address) as client:
        for moment in range(1, KILLS + 1):
            while lines(tmp_path) < moment and process.poll() is None:
                time.sleep(0.002)
            in_time += process.poll() is None
            if workers := client.run(os.getpid, on_error="ignore"):
                os.kill(random.choice([*workers.values()]), signal.SIGKILL)
    assert process.wait() == 0
    assert in_time
    assert stored(tmp_path) == stored(undisturbed)


@pytest.mark.parametrize("place", ["processes", "cluster"])
def test_a_page_that_kills_whoever_reads_it_is_a_row(place, warc, undisturbed, dask, tmp_path):
    over = ("--processes", "2")
    if place == "cluster":
        over = ("--scheduler", dask.scheduler_address)
    done = scrapy(*call("import", warc, tmp_path, *over), *KILLING)
    assert done.returncode == 10, done.stderr
    assert "1 that no process could read (they are in rejects as unreadable)" in done.stdout
    (row,) = set(stored(tmp_path)) - set(stored(undisturbed)) - ids(tmp_path)
    assert row[0] == "reject"
    assert "contoh-nomor-1013" in row[2]
    assert row[4] == "unreadable"
    assert len(stored(tmp_path)) == 200


def test_a_page_that_kills_whoever_rereads_it_stays_as_it_is(warc, undisturbed):
    words = call("reparse", warc, undisturbed, "--processes", "2")
    again = scrapy(*words, "--diff", *KILLING)
    assert again.returncode == 10, again.stderr
    assert "1 could not be read" in again.stdout
    assert "194 read as they are stored" in again.stdout


def ids(folder):
    """The articles: their numbers differ by one behind the page that is missing."""
    return {row for row in stored(folder) if row[0] == "article"}
