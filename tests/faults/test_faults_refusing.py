"""What a run makes of servers that ask for fewer requests: it waits, then leaves them alone."""

from itertools import pairwise

import pytest

from tests.support.faults import ADDRESS, FEED, SITE, articles, crawl, documented
from tests.support.newsroom import samples

__all__ = ["articles", "crawl"]
LISTING = f"{SITE}/feeds/*"
ROBOTS = f"{SITE}/robots.txt"
ARTICLES = f"{SITE}/2025/*"


@pytest.fixture
def eight(newsroom):
    """Eight articles on pages of their own."""
    made = samples(ADDRESS, 8)
    newsroom.publish(made)
    newsroom.serve(FEED, made, full=False)
    return made


def asked_for(newsroom, part="/2025/"):
    """When the addresses that hold ``part`` were asked for, in seconds."""
    return [seen.at for seen in newsroom.requests if part in seen.url]


def test_429_for_ever_is_waited_for_twice_as_long_each_time_and_then_left_alone(
    newsroom, crawl, eight
):
    newsroom.fault(ARTICLES, status=429)
    left = crawl("-s", "BACK_OFF=0.3")
    assert (left.verdict, left.code) == ("blocked", 30)
    assert (left.articles, left.rejects, left.frontier) == (0, {}, (8, 8))
    assert "answers 429, 4 times in a row; 8 pages left for the next run" in left.sentence
    gaps = [after - before for before, after in pairwise(asked_for(newsroom))]
    assert len(gaps) == 3
    for gap, least in zip(gaps, (0.3, 0.6, 1.2), strict=True):
        assert gap > least - 0.02
    documented("429 for ever", left)
    newsroom.faults.clear()
    left = crawl()
    assert (left.verdict, left.articles) == ("ok", 8)
    documented("429 for ever, the next run is well", left)


@pytest.mark.parametrize("status", [429, 503])
def test_retries_are_no_way_round(newsroom, crawl, eight, status):
    newsroom.fault(ARTICLES, status=status)
    left = crawl("-s", "RETRY_TIMES=9")
    assert (left.verdict, left.rejects) == ("blocked", {})
    assert len(asked_for(newsroom)) == 4
    if status == 503:
        documented("503 for every article", left)


def test_a_server_that_asks_for_a_day_is_asked_once(newsroom, crawl, eight):
    newsroom.fault(ARTICLES, status=503, headers={"Retry-After": "86400"})
    left = crawl()
    assert (left.verdict, left.rejects) == ("blocked", {})
    assert "asks for more than 10 minutes" in left.sentence
    assert len(asked_for(newsroom)) == 1
    documented("503 for every page with Retry-After of a day", left)


@pytest.mark.parametrize(("status", "which"), [(429, 0), (503, 4)])  # asked last, in the middle
def test_one_page_that_is_refused_beside_others_that_are_not_is_a_row(
    newsroom, crawl, eight, status, which
):
    newsroom.fault(eight[which].url, status=status)
    left = crawl("-s", "RETRY_TIMES=2")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (7, {"http-error": 1})
    assert newsroom.fetched(eight[which].url) == 3
    if status == 503:
        documented("503 for ever, one article", left)


def test_a_server_that_refuses_half_way_degrades_the_run(newsroom, crawl, eight):
    for article in eight[:3]:  # the last to be asked for
        newsroom.fault(article.url, status=429)
    left = crawl()
    assert (left.verdict, left.code) == ("degraded", 10)
    assert (left.articles, left.rejects, left.frontier) == (5, {}, (8, 3))
    documented("429 after half of the articles", left)


def test_a_listing_that_is_refused_is_a_row_and_asked_again(newsroom, crawl, eight):
    newsroom.fault(LISTING, status=429)
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"http-error": 1}
    assert len(newsroom.requests) == 1 + 2
    documented("429 for the listing", left)


def test_robots_txt_that_is_refused_forbids_everything(newsroom, crawl, eight):
    newsroom.fault(ROBOTS, status=429)
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert [seen.url for seen in newsroom.requests] == [ROBOTS, ROBOTS]
    documented("429 for robots.txt", left)


def test_a_run_that_waits_ends_when_told_to(newsroom, crawl, eight, tmp_path):
    newsroom.fault(ARTICLES, status=429, headers={"Retry-After": "500"})
    left = crawl.stopped(lambda: asked_for(newsroom))
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects, left.frontier) == (0, {}, (8, 8))
    assert len(asked_for(newsroom)) == 1
