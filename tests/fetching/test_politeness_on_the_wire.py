"""Politeness as the servers see it: the gaps in their log, over several crawls at once.

All hosts of the newsroom lie at one address. Nothing here is held against how fast this machine
is: a slow moment makes gaps longer, never shorter.
"""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.support.faults import RSS, crawl, feed_of, recent  # noqa: F401 a fixture
from tests.support.warm import started

TAKES = 0.15
"""Seconds that the server needs for each answer."""
LATER = 0.15
"""Seconds by which a request may be quicker on its way than the one before."""
WWW, OLD, INDEX = "www.contoh.id", "lama.contoh.id", "indeks.contoh.id"
PAGE = "https://{host}/read/{number}/{slug}"


def gaps(newsroom, host=None):
    """The seconds between one request and the next, of a host or of all."""
    times = [seen.at for seen in newsroom.requests if host in (None, urlsplit(seen.url).hostname)]
    return [after - before for before, after in pairwise(times)]


def published(newsroom, host, count, first_number):
    made = recent(PAGE.replace("{host}", host), count, first_number=first_number)
    newsroom.publish(made)
    return made


def asks_for(newsroom, host, seconds):
    newsroom.page(f"https://{host}/robots.txt", f"User-agent: *\nCrawl-delay: {seconds}\n")


def feed(newsroom, url, articles):
    newsroom.page(url, feed_of(articles), content_type="application/rss+xml")


def test_one_at_a_time_at_any_address_without_a_delay(newsroom, crawl):  # noqa: F811
    """Twelve pages of two names of one server, listed at once, with redirects and retries."""
    listed = published(newsroom, WWW, 8, 101) + published(newsroom, OLD, 4, 201)
    feed(newsroom, RSS, listed)
    newsroom.fault("*", delay=TAKES)
    newsroom.fault(listed[0].url, status=500, delay=TAKES, times=1)
    newsroom.fault(listed[9].url, redirect_to=listed[1].url, delay=TAKES)
    left = crawl.rss("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
    assert left.verdict == "ok", left.sentence
    assert len(newsroom.requests) == 2 + 1 + 12 + 2
    assert min(gaps(newsroom)) > TAKES


@pytest.fixture
def two_crawls(newsroom, tmp_path):
    """Two processes that crawl one host into one database at once, each by a feed of its own."""
    asks_for(newsroom, WWW, 0.6)
    first, second = published(newsroom, WWW, 4, 101), published(newsroom, WWW, 4, 301)
    moved = published(newsroom, OLD, 3, 201)
    feed(newsroom, RSS, [*first, *moved])
    feed(newsroom, f"https://{INDEX}/rss", second)
    for old, new in zip(moved, first, strict=False):
        newsroom.fault(old.url, redirect_to=new.url)
    newsroom.fault(second[0].url, status=502, times=1)
    newsroom.fault(first[1].url, status=429, headers={"Retry-After": "1"}, times=1)
    paths = ("-s", f"DATABASE={tmp_path}/news.db", "-s", f"ARCHIVE={tmp_path}/arsip")
    settings = (*newsroom.arguments, *paths, "-s", "DOWNLOAD_DELAY=0.3", "-s", "RETRY_TIMES=1")
    return [
        started("crawl", "feed", "-a", f"url={url}", *settings, env=newsroom.environment())
        for url in (RSS, f"https://{INDEX}/rss")
    ]


def test_two_processes_share_the_delays_of_a_host_and_of_its_address(newsroom, two_crawls):
    ends = [process.communicate() for process in two_crawls]
    assert [process.returncode for process in two_crawls] == [0, 0], ends
    assert len([seen for seen in newsroom.requests if WWW in seen.url]) >= 2 + 1 + 8 + 3 + 2
    # Both ask for robots.txt first: before one has it, nobody knows what it asks for.
    both_ask, *further = gaps(newsroom, WWW)
    assert both_ask > 0.3 - LATER
    assert min(further) > 0.6 - LATER
    assert min(gaps(newsroom, OLD)) > 0.3 - LATER
    assert min(gaps(newsroom)) > 0.3 - LATER


def test_sites_of_one_process_and_a_backfill_of_another_share_an_address(newsroom, tmp_path):
    """``due`` with two sites, and beside it what ``gaps --fill`` does: days of a third."""
    newsroom.fault("*", delay=TAKES)
    paths = ("-s", f"DATABASE={tmp_path}/news.db", "-s", f"ARCHIVE={tmp_path}/arsip")
    settings = (*newsroom.arguments, *paths, "-s", "RETRY_TIMES=0")
    env = newsroom.environment()
    both = [
        started("due", "-s", "SITES=visimuslim,arrahmah", *settings, env=env),
        started(
            "crawl",
            "kompas",
            "-a",
            "since=2025-06-10",
            "-a",
            "until=2025-06-12",
            *settings,
            env=env,
        ),
    ]
    for process in both:
        process.communicate()
    asked = {urlsplit(seen.url).hostname for seen in newsroom.requests}
    assert len(asked) >= 3
    assert min(gaps(newsroom)) > TAKES
