"""Several runs at once: one database, many writers and readers, one run of a site at a time."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from crawler.database import open_for_reading
from crawler.discovery.feed import Feed
from crawler.runs.site_lock import site_lock
from spiders.visimuslim import VisimuslimSpider
from tests.support.newsroom import Newsroom, samples
from tests.support.warm import started

SITES, EACH = 6, 15
DELAYED = 40
ONE_PAGE_AT_A_TIME = ("-s", "DOWNLOAD_DELAY=0.01")
"""Without any delay Scrapy 2.19 sends all that waits for a host at once."""


@pytest.fixture
def newsroom():
    """Six sites with a feed each; their pages take a while."""
    with Newsroom() as running:
        for number in range(SITES):
            host = f"https://contoh{number}.example"
            articles = samples(host + "/read/{number}/{slug}", EACH)
            running.publish(articles)
            running.serve(Feed(f"{host}/rss"), articles)
        running.fault("https://contoh*", delay=0.02)
        yield running


@pytest.fixture
def start(newsroom, tmp_path):
    """Begin ``scrapy`` with arguments, on one database and one archive."""

    def begin(*arguments, settings=()):
        line = [*arguments, "-L", "WARNING", *newsroom.arguments]
        line += ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'arsip'}"]
        line += settings
        return started(*line, env=newsroom.environment())

    return begin


def site(number):
    """The arguments of a crawl of one of the six."""
    return ("crawl", "feed", "-a", f"url=https://contoh{number}.example/rss")


def end(process):
    """Exit code, standard output and standard error of a process, at its end."""
    out, said = process.communicate(timeout=120)
    return process.returncode, out, said


def query(tmp_path, sql):
    """Rows of the database."""
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        return database.execute(sql).fetchall()


def until(come, seconds=60):
    """Wait for something to become true."""
    last = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < last
        time.sleep(0.01)


def test_six_crawls_and_a_reader_share_a_database_that_was_not_there(start, tmp_path):
    crawls = [start(*site(number)) for number in range(SITES)]
    seen = []
    while any(crawl.poll() is None for crawl in crawls):
        if (tmp_path / "news.db").exists() and query(tmp_path, "SELECT * FROM sqlite_schema"):
            with closing(open_for_reading(tmp_path / "news.db")) as reader:
                seen.append(reader.execute("SELECT count(*) FROM articles").fetchone()[0])
        time.sleep(0.05)
    for code, _, said in map(end, crawls):
        assert code == 0, said
        assert "locked" not in said and "Traceback" not in said
        assert said.strip().endswith(f"{EACH} listed, {EACH} stored, 0 revised, 0 unchanged")
    assert seen == sorted(seen)
    assert query(tmp_path, "SELECT site, count(*) FROM articles GROUP BY site") == [
        (f"contoh{number}.example", EACH) for number in range(SITES)
    ]
    counted = query(tmp_path, "SELECT sum(stored), count(*), count(ended_at) FROM runs")
    assert counted == [(SITES * EACH, SITES, SITES)]
    assert query(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert query(tmp_path, "SELECT count(*) FROM frontier WHERE fetches = 1") == [(SITES * EACH,)]


def test_search_and_export_read_while_a_crawl_writes(start, newsroom, tmp_path):
    assert end(start(*site(0)))[0] == 0
    newsroom.fault("https://contoh1*", delay=0.3)
    crawl = start(*site(1))
    until(lambda: any("contoh1.example/read" in seen.url for seen in newsroom.requests))
    searching = start("search", "contoh", "--json", "--limit", "99")
    exporting = start("export", str(tmp_path / "semua.jsonl"))
    code, found, said = end(searching)
    assert code == 0, said
    assert len([json.loads(line) for line in found.splitlines()]) >= EACH
    assert end(exporting)[0] == 0
    assert len((tmp_path / "semua.jsonl").read_text().splitlines()) >= EACH
    assert end(crawl)[0] == 0


def test_two_calls_of_due_at_once_crawl_every_site_once(start, newsroom, tmp_path):
    due = ("due", "-s", "SITES=visimuslim,arrahmah", "-s", "RETRY_TIMES=0")
    articles = samples("https://www.visimuslim.org/2025/06/contoh-{number}.html", DELAYED)
    newsroom.publish(articles)
    newsroom.page("https://www.visimuslim.org/robots.txt", "", content_type="text/plain")
    newsroom.serve(VisimuslimSpider.discover[0], articles, full=False)
    for code, _, said in map(end, [start(*due), start(*due)]):
        assert code in (0, 20, 40), said
        assert "Traceback" not in said
    assert query(tmp_path, "SELECT count(*) FROM articles") == [(DELAYED,)]
    assert all(newsroom.fetched(article.url) == 1 for article in articles)
    assert query(tmp_path, "SELECT count(*) FROM runs WHERE ended_at IS NULL") == [(0,)]


def test_the_second_run_of_a_site_ends_with_40_and_one_sentence(start, tmp_path):
    with site_lock(tmp_path / "news.db", "contoh0.example"):
        code, _, said = end(start(*site(0)))
    assert code == 40
    assert said.startswith("contoh0.example: overlapping - the site is being crawled already, by")
    assert f"process {os.getpid()} since" in said
    assert len(said.splitlines()) == 1
    assert query(tmp_path, "SELECT count(*) FROM runs") == [(0,)]


def test_a_lock_file_of_a_dead_process_whose_number_lives_on_does_not_count(start, tmp_path):
    locks = tmp_path / "news.db.locks"
    locks.mkdir()
    (locks / "contoh0.example").write_text(f"process {os.getpid()} since 2025-06-01 04:00")
    assert end(start(*site(0)))[0] == 0
    assert query(tmp_path, "SELECT count(*) FROM articles") == [(EACH,)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_a_crawl_stores_what_is_in_flight_and_says_so(start, newsroom, tmp_path, how):
    newsroom.fault("https://contoh0.example/read/*", delay=0.3)
    crawl = start(*site(0), settings=ONE_PAGE_AT_A_TIME)
    until(lambda: sum("/read/" in seen.url for seen in newsroom.requests) > 2)
    crawl.send_signal(how)
    code, _, said = end(crawl)
    assert code == 0, said
    assert said.strip().endswith("it was told to stop")
    assert len(said.splitlines()) == 1
    asked = sum("/read/" in seen.url for seen in newsroom.requests)
    assert asked < EACH
    assert query(tmp_path, "SELECT count(*) FROM articles") == [(asked,)]
    ended = query(tmp_path, "SELECT verdict, finish_reason, exit_code FROM runs")
    assert ended == [("ok", "shutdown", 0)]
    assert query(tmp_path, "SELECT count(*) FROM rejects") == [(0,)]


def test_a_second_signal_ends_a_crawl_at_once(start, newsroom, tmp_path):
    newsroom.fault("https://contoh0.example/read/*", delay=30)
    crawl = start(*site(0))
    until(lambda: any("/read/" in seen.url for seen in newsroom.requests))
    crawl.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    assert crawl.poll() is None
    crawl.send_signal(signal.SIGTERM)
    assert end(crawl)[0] == -signal.SIGTERM
    newsroom.faults.clear()
    code, _, said = end(start(*site(0)))
    assert code == 0
    assert query(tmp_path, "SELECT finish_reason FROM runs") == [("died",), ("finished",)]
    assert query(tmp_path, "SELECT count(*) FROM articles") == [(EACH,)]
