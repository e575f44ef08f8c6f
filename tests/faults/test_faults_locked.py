"""Another program holds the database's lock for long: it is waited for, and nothing else is."""

import signal
import sqlite3
import time
from contextlib import closing, contextmanager

import pytest

from tests.support.faults import ADDRESS, FEED, SITE, crawl, documented
from tests.support.newsroom import samples
from tests.support.warm import LONGEST

__all__ = ["crawl"]
DELAYED = ("-s", "DOWNLOAD_DELAY=0.1")


@pytest.fixture
def eight(newsroom, crawl):  # noqa: F811
    """Eight articles, beside one that is stored."""
    made = samples(ADDRESS, 9)
    newsroom.publish(made)
    newsroom.serve(FEED, made[8:], full=False)
    assert crawl().articles == 1
    newsroom.serve(FEED, made, full=False)
    newsroom.forget()
    return made[:8]


@contextmanager
def locked(path):
    """Another program in the middle of a transaction that writes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


def until(what):
    """Wait until something is so."""
    end = time.monotonic() + LONGEST
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def articles_asked(newsroom):
    return sum(f"{SITE}/2025/" in seen.url for seen in newsroom.requests)


def test_a_lock_is_waited_for_while_all_else_goes_on(newsroom, crawl, eight):  # noqa: F811
    process = crawl.begin(*DELAYED)
    until(lambda: articles_asked(newsroom))
    with locked(crawl.database):
        until(lambda: articles_asked(newsroom) == 8)
        assert process.poll() is None
    left = crawl.end(process)
    assert (left.verdict, left.articles, left.rejects) == ("ok", 9, {})
    documented("another program locks the database for a while", left)


def test_a_run_that_waits_for_a_lock_hears_signals(newsroom, crawl, eight):  # noqa: F811
    process = crawl.begin(*DELAYED)
    until(lambda: articles_asked(newsroom))
    with locked(crawl.database):
        process.send_signal(signal.SIGTERM)
        until(lambda: "ending all runs (shutdown)" in (crawl.folder / "output.txt").read_text())
    left = crawl.end(process)
    assert (left.verdict, left.rejects) == ("ok", {})
    assert "it was told to stop" in left.sentence


def test_a_lock_that_stays_ends_the_run(newsroom, crawl, eight):  # noqa: F811
    process = crawl.begin(*DELAYED, "-s", "DATABASE_WAIT=0.5")
    until(lambda: articles_asked(newsroom))
    with locked(crawl.database):
        left = crawl.end(process)
    assert left.code == 1
    assert "another program keeps it locked; end that program and crawl again" in left.sentence
    assert "Traceback" not in left.output
    again = crawl()
    assert (again.verdict, again.articles) == ("ok", 9)
