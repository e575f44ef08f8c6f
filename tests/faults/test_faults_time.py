"""What a run makes of pages and listings that take too long to read."""

import signal
import sqlite3
import time
from contextlib import closing

from tests.support.faults import articles, crawl, documented
from tests.support.warm import started

__all__ = ["articles", "crawl"]
FAULTY = ("-s", "SPIDER_MODULES=tests.support.faulty_spiders")
LIMIT = ("-s", "READ_SECONDS=0.3")


def test_a_page_that_takes_too_long_costs_that_page(crawl, articles):
    left = crawl(*FAULTY, *LIMIT, site="costly_page")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"too-costly": 1})
    assert left.details == ["reading it took longer than 0.3 s (READ_SECONDS)"]
    documented("reading a page takes too long", left)


def test_a_listing_that_takes_too_long_leads_to_the_next_source(newsroom, crawl, articles):
    newsroom.page("https://www.visimuslim.org/feeds/rusak", "{}")
    left = crawl(*FAULTY, *LIMIT, site="costly_listing")
    assert (left.verdict, left.articles) == ("ok", 4)
    assert left.rejects == {"too-costly": 1}
    documented("reading a listing takes too long", left)


def test_a_signal_breaks_a_reading_off_and_leaves_the_page_for_the_next_run(
    newsroom, articles, tmp_path
):
    database = tmp_path / "news.db"
    line = ["crawl", "costly_page", *FAULTY, "-s", "READ_SECONDS=600", *newsroom.arguments]
    line += ["-s", f"DATABASE={database}", "-s", f"ARCHIVE={tmp_path / 'arsip'}"]
    run = started(*line, env=newsroom.environment())
    while not any("1002" in seen.url for seen in newsroom.requests):
        assert run.poll() is None
        time.sleep(0.02)
    time.sleep(0.5)  # it reads
    assert run.poll() is None
    run.send_signal(signal.SIGTERM)
    said = run.communicate(timeout=30)[1]
    assert "Traceback" not in said
    with closing(sqlite3.connect(database)) as rows:
        assert rows.execute("SELECT ended_at IS NOT NULL, finish_reason FROM runs").fetchall() == [
            (1, "shutdown")
        ]
        left = "SELECT fetches, outcome FROM frontier WHERE url LIKE '%1002%'"
        assert rows.execute(left).fetchall() == [(0, None)]
        assert rows.execute("SELECT count(*) FROM rejects").fetchone() == (0,)
