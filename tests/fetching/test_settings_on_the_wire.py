"""What settings do, seen by the server: each test is ``scrapy crawl`` as anyone calls it."""

import json
import os
import time
from itertools import pairwise

import pytest

from tests.support.faults import RSS, crawl, feed_of, samples  # noqa: F401 a fixture
from tests.support.ports import listening

PAGE = "https://www.contoh.id/read/{number}/{slug}"
SLOW = ("-s", "DOWNLOAD_DELAY=0.4", "-s", "RANDOMIZE_DOWNLOAD_DELAY=False")


@pytest.fixture
def listed(newsroom):
    made = samples(PAGE, 4)
    newsroom.publish(made)
    newsroom.page(RSS, feed_of(made), content_type="application/rss+xml")
    return made


def sent(crawled, name):
    """The values of a header in all requests of a crawl."""
    assert len(crawled.newsroom.requests) > 2, crawled.output
    return {seen.headers.get(name) for seen in crawled.newsroom.requests}


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ((), "contact not set"),
        (("CONTACT=",), "contact not set"),
        (("CONTACT=you@example.org",), "you@example.org"),
        (("CONTACT= https://example.org/warta ",), "(news archive; https://example.org/warta)"),
        (("CONTACT=you@example.org", "USER_AGENT=Penelitian/1.0"), "Penelitian/1.0"),
    ],
)
def test_the_server_is_told_who_asks(crawl, listed, settings, says):  # noqa: F811
    (told,) = sent(crawl.rss(*(part for one in settings for part in ("-s", one))), "User-Agent")
    assert told.endswith((says, f"{says})"))
    assert told.startswith("Warta/") or "USER_AGENT" in str(settings)


@pytest.mark.parametrize(
    "contact", ["a@b.example\r\nCookie: x=1", "a@b\nX: y", "x) evil (", "a\x01b"]
)
def test_a_contact_that_would_write_headers_is_refused(crawl, listed, contact):  # noqa: F811
    done = crawl.rss("-s", f"CONTACT={contact}")
    assert done.code == 2
    assert "can't stand in a header" in done.sentence
    assert not crawl.newsroom.requests
    assert not crawl.database.exists()


def test_servers_are_asked_for_nothing_that_warc_tools_cannot_read(crawl, listed):  # noqa: F811
    assert sent(crawl.rss(), "Accept-Encoding") == {"gzip, deflate"}


def test_headers_of_the_users_own_are_sent(crawl, listed):  # noqa: F811
    own = json.dumps({"Accept-Language": "id"})
    assert sent(crawl.rss("-s", f"DEFAULT_REQUEST_HEADERS={own}"), "Accept-Language") == {"id"}


def test_no_cookie_is_sent_back(crawl, listed):  # noqa: F811
    crawl.newsroom.fault("https://www.contoh.id/*", headers={"Set-Cookie": "reader=1"})
    assert sent(crawl.rss(), "Cookie") == {None}


@pytest.mark.parametrize(("obey", "stored"), [((), 0), (("-s", "ROBOTSTXT_OBEY=False"), 4)])
def test_robots_txt_is_asked_first_and_obeyed_unless_told_not_to(crawl, listed, obey, stored):  # noqa: F811
    crawl.newsroom.page("https://www.contoh.id/robots.txt", "User-agent: *\nDisallow: /read/")
    assert crawl.rss(*obey).articles == stored
    first = crawl.newsroom.requests[0].url
    assert first == (RSS if obey else "https://www.contoh.id/robots.txt")


def test_a_download_delay_is_kept_and_meanwhile_no_port_is_opened(crawl, listed):  # noqa: F811
    process = crawl.begin("-a", f"url={RSS}", *SLOW, site="feed")
    seen, opened = set(), set()
    while process.poll() is None:
        opened |= listening(process.pid)
        seen.add(len(crawl.newsroom.requests))
        time.sleep(0.02)
    times = [request.at for request in crawl.end(process).newsroom.requests]
    assert min(after - before for before, after in pairwise(times)) > 0.3
    assert len(seen) > 3, "nobody looked while pages were fetched"
    assert opened == set()


def test_a_port_that_is_open_would_be_seen(newsroom):
    assert int(newsroom.address.rpartition(":")[2]) in listening(os.getpid())
