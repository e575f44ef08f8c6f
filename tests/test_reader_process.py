"""Pages read by a second process: the same articles, and whatever befalls it none is lost."""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from newsroom import samples
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from crawler import read_ahead
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.feed import Feed
from crawler.news_spider import NewsSpider
from crawler.parsers import read_article
from crawler.parsers.headline import read_headline
from crawler.read_ahead import ReadAhead, Reader, StillBeingRead
from spiders.blogger import BloggerSpider

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="no /proc: processes can't be found here"
)
PAGES = 400
HOST = "https://contoh.example"
BLOG = "https://www.visimuslim.org"
DIED = "the process that read pages died"
RUN_TIME_ONLY = {"id", "run_id", "first_seen_at", "last_seen_at"}
PAGE = samples(f"{HOST}/read/{{number}}", 1)[0]


@pytest.fixture
def newsroom(newsroom):
    """A site of 400 articles, whose pages take a while."""
    articles = samples(HOST + "/read/{number}/{slug}", PAGES)
    newsroom.publish(articles)
    newsroom.serve(Feed(f"{HOST}/rss"), articles, limit=PAGES)
    newsroom.fault(f"{HOST}/read/*", delay=0.1)
    return newsroom


@pytest.fixture
def start(newsroom, tmp_path):
    """Begin a crawl; settings by name."""

    def begin(*arguments, **settings):
        line = [sys.executable, "-m", "scrapy", "crawl", *arguments, *newsroom.arguments]
        settings = {"DATABASE": "news.db", "ARCHIVE": "arsip"} | settings
        for name, value in settings.items():
            place = tmp_path / value if name in ("DATABASE", "ARCHIVE", "REPLAY") else value
            line += ["-s", f"{name}={place}"]
        return subprocess.Popen(line, env=newsroom.environment(), stderr=subprocess.PIPE, text=True)

    return begin


FEED = ("feed", "-a", f"url={HOST}/rss")


def end(crawl):
    """Exit code and standard error of a crawl, at its end."""
    said = crawl.communicate(timeout=120)[1]
    return crawl.returncode, said


def read_ahead_of(said):
    """How many pages the second process read."""
    found = re.search(r"'warta/read_ahead': (\d+)", said)
    return int(found[1]) if found else 0


def readers(parent):
    """The processes of a crawl that read pages."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        if int(stat[1]) == parent and "reader_process" in command and stat[0] != "Z":
            found.append(int(folder.name))
    return found


def until(come, seconds=20):
    """Wait for something to become true."""
    last = time.monotonic() + seconds
    while not (come_of_it := come()):
        assert time.monotonic() < last
        time.sleep(0.01)
    return come_of_it


def rows(path, sql):
    """Rows of a database, as dicts."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql)]


def addresses(path):
    """The articles' addresses, each as often as it is stored."""
    return [row["url"] for row in rows(path, "SELECT url FROM articles")]


def test_the_database_is_the_same_whichever_process_read(start, tmp_path):
    assert end(start(*FEED))[0] == 0
    one = end(start(*FEED, REPLAY="arsip", DATABASE="one.db", READ_AHEAD="0"))
    two = end(start(*FEED, REPLAY="arsip", DATABASE="two.db"))
    assert one[0] == two[0] == 0
    assert read_ahead_of(one[1]) == 0
    assert read_ahead_of(two[1]) > 20

    def of(name, table, key):
        kept = rows(tmp_path / name, f"SELECT * FROM {table} ORDER BY {key}")
        return [{k: v for k, v in row.items() if k not in RUN_TIME_ONLY} for row in kept]

    assert len(of("one.db", "articles", "url")) == PAGES
    for table, key in (("articles", "url"), ("rejects", "url"), ("revisions", "id")):
        assert of("one.db", table, key) == of("two.db", table, key)
    named = "SELECT a.url, d.raw, d.iso FROM articles a JOIN date_mentions d ON a.id = article_id"
    assert rows(tmp_path / "one.db", f"{named} ORDER BY 1, 2") == rows(
        tmp_path / "two.db", f"{named} ORDER BY 1, 2"
    )


def test_a_reader_that_is_killed_costs_one_warning_and_no_article(start, tmp_path):
    crawl = start(*FEED)
    (reader,) = until(lambda: readers(crawl.pid))
    time.sleep(0.5)
    os.kill(reader, signal.SIGKILL)
    code, said = end(crawl)
    assert code == 0, said
    assert said.count(DIED) == 1
    assert "Traceback" not in said
    assert (
        len(addresses(tmp_path / "news.db")) == len(set(addresses(tmp_path / "news.db"))) == PAGES
    )


def test_a_page_that_raises_becomes_its_row_once(newsroom, start, tmp_path):
    posts = samples(BLOG + "/2025/06/contoh-{number}.html", PAGES)
    newsroom.publish(posts)
    newsroom.serve(BloggerFeed(BLOG), posts, full=False)
    code, said = end(start("erring_page", SPIDER_MODULES="faulty_spiders"))
    assert read_ahead_of(said) > 20, said
    (reject,) = rows(tmp_path / "news.db", "SELECT * FROM rejects")
    assert (reject["reason"], reject["detail"]) == ("unreadable", "ZeroDivisionError('contoh')")
    assert len(addresses(tmp_path / "news.db")) == PAGES - 1


def test_a_killed_crawl_leaves_no_reader(start):
    crawl = start(*FEED)
    (reader,) = until(lambda: readers(crawl.pid))
    crawl.kill()
    end(crawl)
    until(lambda: not Path(f"/proc/{reader}").exists(), seconds=10)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_a_crawl_ends_as_without_a_reader(start, tmp_path, how):
    crawl = start(*FEED)
    (reader,) = until(lambda: readers(crawl.pid))
    time.sleep(0.3)
    os.kill(reader, signal.SIGINT)  # as a terminal's Ctrl-C might
    crawl.send_signal(how)
    code, said = end(crawl)
    assert code == 0, said
    assert said.strip().endswith("it was told to stop")
    assert DIED not in said and "Traceback" not in said
    assert not Path(f"/proc/{reader}").exists()
    assert rows(tmp_path / "news.db", "SELECT count(*) AS n FROM rejects") == [{"n": 0}]


class Slow(NewsSpider):
    """A site of which the page of number 1 takes long, and that of number 0 can't be read."""

    name = "slow"

    def read_headline(self, page):
        """Wait on one page, run out of memory on another."""
        time.sleep(20 if page.url.endswith("/1") else 0)
        if page.url.endswith("/0"):
            raise MemoryError
        return read_headline(page, self)


def with_reader(spider, work):
    """What a coroutine function makes of a spider's reader."""

    async def run():
        reader = await Reader.begin(spider)
        try:
            while not reader.is_ready:
                await asyncio.sleep(0.01)
            return await asyncio.wait_for(work(reader), 30)
        finally:
            reader.end()

    return asyncio.run(run())


def test_pages_behind_a_slow_one_are_taken_back_and_it_keeps_no_run_from_ending(monkeypatch):
    monkeypatch.setattr(read_ahead, "PATIENCE", 0.5)
    page = PAGE.html().encode()

    async def work(reader):
        slow, behind = (reader.read(page, f"{HOST}/read/{number}") for number in (1, 2))
        assert await asyncio.wait_for(behind, 5) is None
        assert not slow.done()
        reader.is_ending = True
        with pytest.raises(StillBeingRead):
            await slow

    with_reader(Slow(), work)


def test_a_page_that_only_the_reader_fails_at_is_named_and_left_to_the_crawl(caplog):
    page = PAGE.html().encode()

    async def work(reader):
        failed, next_one = (reader.read(page, f"{HOST}/read/{number}") for number in (0, 2))
        return await failed, (await next_one).headline

    assert with_reader(Slow(), work) == (None, PAGE.headline)
    assert f"{HOST}/read/0: MemoryError" in caplog.text
    assert caplog.text.count("could not read a page") == 1


def test_no_more_pages_wait_than_keep_the_reader_busy():
    page = PAGE.html().encode()

    async def work(reader):
        reading = []
        while reader.has_room:
            reading.append(reader.read(page, f"{HOST}/read/{len(reading) + 2}"))
        assert len(reading) == read_ahead.MOST_WAITING
        return [article.headline for article in await asyncio.gather(*reading)]

    assert with_reader(Slow(), work) == [PAGE.headline] * read_ahead.MOST_WAITING


def test_what_a_spider_knows_only_at_run_time_reaches_the_reader():
    spider = BloggerSpider(site="https://contoh-warga.blogspot.com")
    page = PAGE.html().encode()

    async def work(reader):
        return await reader.read(page, PAGE.url)

    article = with_reader(spider, work)
    assert article.site == "contoh-warga.blogspot.com"
    assert article == read_article(page, PAGE.url, spider)


NO_WAIT = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "READ_AHEAD": True}


@pytest.mark.parametrize(
    "settings, cores",
    [
        ({"DOWNLOAD_DELAY": 1}, 2),
        ({"AUTOTHROTTLE_ENABLED": True}, 2),
        ({"READ_AHEAD": False}, 2),
        ({}, 1),
    ],
)
def test_a_polite_crawl_and_a_single_core_have_none(monkeypatch, settings, cores):
    monkeypatch.setattr(read_ahead, "cores", lambda: cores)
    with pytest.raises(NotConfigured):
        ReadAhead.from_crawler(get_crawler(settings_dict=NO_WAIT | settings))


@pytest.mark.parametrize("settings", [{}, {"DOWNLOAD_DELAY": 1, "REPLAY": "arsip"}])
def test_a_crawl_that_nothing_makes_wait_has_one(monkeypatch, settings):
    monkeypatch.setattr(read_ahead, "cores", lambda: 2)
    assert ReadAhead.from_crawler(get_crawler(settings_dict=NO_WAIT | settings))
