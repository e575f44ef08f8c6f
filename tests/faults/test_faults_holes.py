"""What becomes of the articles behind a listing page that fails: the next run reaches them."""

from contextlib import closing
from datetime import date, timedelta

import pytest

from crawler.clock import Window
from crawler.crawl.unread_listings import TRIES
from crawler.database import open_for_reading
from crawler.discovery.wordpress import WordPressApi
from crawler.runs.gaps import find_gaps
from tests.support.faults import FROM_RSS, RSS, crawl, documented, feed_of, recent
from tests.support.holey_spiders import INDEX, SITEMAP, Second
from tests.support.newsroom import NEWEST, samples

__all__ = ["crawl"]
PAGE_3 = "https://www.contoh.id/indeks?halaman=3"
FAULTS = {
    "500": {"status": 500},
    "403": {"status": 403},
    "times out": {"delay": 7},
    "names nothing": {"body": b"<html><body><h1>Contoh</h1></body></html>"},
    "breaks off": {"reset_after": 100},
    "is a challenge": {"body": b"<title>Just a moment...</title><div id='cf-challenge'></div>"},
}
UNREAD = "SELECT url, tries, given_up_at IS NOT NULL FROM unread_listings"


@pytest.fixture
def holey(crawl):
    """Crawls of the sites of tests/support/holey_spiders.py."""

    def begin(*arguments, site="paging"):
        spiders = ("-s", "SPIDER_MODULES=tests.support.holey_spiders", "-s", "RETRY_TIMES=0")
        return crawl(*spiders, *arguments, site=site)

    return begin


@pytest.fixture
def fifty(newsroom):
    """Fifty articles on five pages of an index."""
    made = recent(FROM_RSS, 50, every=timedelta(minutes=7))
    newsroom.publish(made)
    newsroom.serve(INDEX, made)
    return made


@pytest.mark.parametrize("fault", FAULTS)
def test_articles_behind_a_listing_page_that_failed_are_reached_by_the_next_run(
    newsroom, crawl, holey, fifty, fault
):
    newsroom.fault(PAGE_3, times=1, **FAULTS[fault])
    left = holey("-s", "DOWNLOAD_TIMEOUT=3")
    assert (left.verdict, left.code) == ("degraded", 10)
    assert " listing pages could not be read; asked again next time" in left.sentence
    assert left.query(UNREAD) == [(PAGE_3, 1, 0)]
    assert left.articles >= 20
    if fault == "500":
        documented("the third page of an index answers 500 once", left)
    left = holey()
    assert (left.verdict, left.articles) == ("ok", 50)
    assert left.query(UNREAD) == []
    newsroom.forget()
    holey()
    assert not newsroom.fetched(PAGE_3), "a run that has nothing to make up for asks page 1"
    if fault == "500":
        documented("the third page of an index answered 500 the last time", left)


def first_page(newsroom):
    """What the index answers for its newest page."""
    (first,) = INDEX.first(Window(), NEWEST)
    return newsroom.get(first)[1]


@pytest.mark.parametrize("how", ["repeats the first", "leads to the first", "is not there"])
def test_a_page_that_once_passes_for_the_end_is_a_hole_where_the_index_goes_on(
    newsroom, holey, fifty, how
):
    if how == "repeats the first":
        newsroom.fault(PAGE_3, times=1, body=first_page(newsroom))
    elif how == "leads to the first":
        newsroom.fault(PAGE_3, times=1, redirect_to="https://www.contoh.id/indeks?halaman=1")
    else:
        newsroom.fault(PAGE_3, times=1, status=404)
    left = holey()
    assert (left.verdict, left.code, left.articles) == ("degraded", 10, 40)
    assert left.query(UNREAD) == [(PAGE_3, 1, 0)]
    if how == "repeats the first":
        documented("the third page of an index repeats its first page once", left)
    left = holey()
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 50, [])


def test_an_end_that_only_repeated_pages_tell_is_looked_at_once_more_by_the_next_run(
    newsroom, holey, fifty
):
    again = first_page(newsroom)
    for page in range(3, 9):
        newsroom.fault(f"https://www.contoh.id/indeks?halaman={page}", body=again)
    left = holey()
    assert (left.verdict, left.articles) == ("ok", 20)
    assert left.query(UNREAD) == [(PAGE_3, 0, 0)]
    documented("an index repeats its first page from the third on, after two full ones", left)
    newsroom.faults.clear()
    left = holey()
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 50, [])


def test_an_honest_end_behind_a_full_page_is_looked_at_once_more_and_no_further(
    newsroom, holey, fifty
):
    newsroom.serve(INDEX, fifty, repeats_last_page=True)
    left = holey()
    assert (left.verdict, left.articles) == ("ok", 50)
    assert left.query(UNREAD) == [("https://www.contoh.id/indeks?halaman=6", 0, 0)]
    newsroom.forget()
    left = holey()
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 50, [])
    asked = [seen.url for seen in newsroom.requests if "halaman" in seen.url]
    assert [url[-1] for url in asked] == ["1", "6"]
    newsroom.forget()
    holey()
    assert [seen.url[-1] for seen in newsroom.requests if "halaman" in seen.url] == ["1"]


def test_new_articles_that_shift_the_pages_meanwhile_hide_nothing(newsroom, holey, fifty):
    newsroom.fault(PAGE_3, times=1, status=500)
    holey()
    newer = recent(FROM_RSS, 25, every=timedelta(minutes=1), first_number=3001)
    newsroom.publish(newer)
    newsroom.serve(INDEX, [*newer, *fifty])
    left = holey()
    assert (left.verdict, left.articles) == ("ok", 75)


def test_a_fault_healed_by_asking_again_within_the_run_is_no_hole(newsroom, crawl, holey, fifty):
    newsroom.fault(PAGE_3, times=1, status=500)
    left = holey("-s", "RETRY_TIMES=2")
    assert (left.verdict, left.articles) == ("ok", 50)
    assert left.query(UNREAD) == []


def test_the_end_of_an_index_told_by_404_is_no_hole(newsroom, holey, fifty):
    newsroom.fault("https://www.contoh.id/indeks?halaman=6", status=404)
    left = holey()
    assert (left.verdict, left.articles, left.rejects) == ("ok", 50, {})


def test_pages_of_a_backfill_are_asked_again_by_a_run_for_the_newest(newsroom, holey, fifty):
    newsroom.fault(PAGE_3, times=1, status=500)
    left = holey("-a", f"since={fifty[-1].published.date() - timedelta(days=1)}")
    assert (left.verdict, left.articles) == ("degraded", 20)
    assert left.query(UNREAD) == [(PAGE_3, 1, 0)]
    left = holey()
    assert (left.verdict, left.articles) == ("ok", 50)


def index_of_parts(newsroom, made):
    """A sitemap index whose three parts name ten articles each."""
    parts = [SITEMAP.__class__(f"https://www.contoh.id/sitemap-{n}.xml") for n in (1, 2, 3)]
    addresses = [address for part in parts for address in part.patterns]
    named = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    page = f"<sitemapindex>{named}</sitemapindex>"
    newsroom.page("https://www.contoh.id/sitemap.xml", page, content_type="text/xml")
    for number, part in enumerate(parts):
        newsroom.serve(part, made[number * 10 : number * 10 + 10])
    return addresses


def test_a_part_of_a_sitemap_that_failed_is_asked_again(newsroom, holey, fifty):
    _, second, _ = index_of_parts(newsroom, fifty[:30])
    newsroom.fault(second, times=1, status=503)
    left = holey(site="parts")
    assert (left.verdict, left.articles) == ("degraded", 20)
    documented("a part of a sitemap answers 503 once", left)
    left = holey(site="parts")
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 30, [])


EMPTY_PART = b'<?xml version="1.0"?><urlset></urlset>'


@pytest.mark.parametrize("bad", ["empty", "the second", "the third"])
def test_a_part_of_a_sitemap_that_is_empty_or_another_one_is_asked_twice(
    newsroom, holey, fifty, bad
):
    parts = index_of_parts(newsroom, fifty[:30])
    others = {"empty": EMPTY_PART, "the second": part_of(fifty[10:20])}
    body = others.get(bad, part_of(fifty[20:30]))
    newsroom.fault(parts[0], times=1, body=body)
    left = holey(site="parts")
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 30, [])
    assert newsroom.fetched(parts[0]) == 2


def part_of(articles):
    """A sitemap that names articles."""
    named = "".join(f"<url><loc>{article.url}</loc></url>" for article in articles)
    return f'<?xml version="1.0"?><urlset>{named}</urlset>'.encode()


def test_a_part_that_is_another_one_all_through_a_run_is_a_hole(newsroom, holey, fifty):
    parts = index_of_parts(newsroom, fifty[:30])
    newsroom.fault(parts[0], times=2, body=part_of(fifty[10:20]))
    left = holey(site="parts")
    assert (left.verdict, left.articles) == ("degraded", 20)
    assert "1 of 6 listing pages could not be read" in left.sentence
    left = holey(site="parts")
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 30, [])


def test_a_part_that_named_articles_and_is_empty_is_a_hole(newsroom, holey, fifty):
    parts = index_of_parts(newsroom, fifty[:30])
    assert holey(site="parts").articles == 30
    newsroom.fault(parts[0], times=2, body=EMPTY_PART)
    left = holey(site="parts")
    assert (left.verdict, left.query(UNREAD)) == ("degraded", [(parts[0], 1, 0)])
    left = holey(site="parts")
    assert (left.verdict, left.query(UNREAD)) == ("ok", [])


def test_an_empty_part_and_two_names_of_one_part_are_no_fault(newsroom, holey, fifty):
    parts = index_of_parts(newsroom, fifty[:30])
    newsroom.fault(parts[0], body=EMPTY_PART)
    left = holey(site="parts")
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 20, [])


def test_a_sitemap_of_which_no_part_can_be_read_is_broken(newsroom, holey, fifty):
    index_of_parts(newsroom, fifty[:30])
    newsroom.fault("https://www.contoh.id/sitemap-*", status=500)
    assert holey(site="parts").verdict == "broken"


def test_a_page_that_can_never_be_read_is_given_up_and_said_so(newsroom, crawl, holey, fifty):
    _, second, _ = index_of_parts(newsroom, fifty[:30])
    newsroom.fault(second, status=500)
    left = holey(site="parts")
    crawl.change(f"UPDATE unread_listings SET tries = {TRIES - 1}")
    assert holey(site="parts").query(UNREAD) == [(second, TRIES, 0)], "three days are not over"
    crawl.change("UPDATE unread_listings SET wanted_at = '2025-01-01T00:00:00Z'")
    left = holey(site="parts")
    assert left.verdict == "degraded"
    assert "given up" in left.sentence
    documented("a part of a sitemap could not be read by ten runs in three days", left)
    left = holey(site="parts")
    assert (left.verdict, left.query(UNREAD)) == ("ok", [(second, TRIES + 2, 1)])
    newsroom.faults.clear()
    left = holey(site="parts")
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 30, [])


def test_a_run_told_to_stop_in_its_paging_leaves_the_rest_to_the_next(newsroom, holey, fifty):
    newsroom.fault("https://www.contoh.id/indeks*", delay=0.6)
    left = holey("-s", "CLOSESPIDER_TIMEOUT=1", "-s", "CLOSESPIDER_PAGECOUNT=0")
    assert left.verdict != "ok"
    assert left.query(UNREAD)
    newsroom.faults.clear()
    left = holey()
    assert (left.verdict, left.articles, left.query(UNREAD)) == ("ok", 50, [])


def test_a_dead_second_source_is_told_once_and_then_by_health(newsroom, crawl, holey, fifty):
    index, sitemap = Second.discover
    newsroom.serve(index, [])
    newsroom.serve(sitemap, fifty[:5])
    left = holey(site="second")
    assert (left.verdict, left.articles) == ("ok", 5)
    newsroom.fault("https://www.contoh.id/sitemap.xml", status=404)
    left = holey(site="second")
    assert (left.verdict, left.code) == ("degraded", 10)
    assert "Sitemap can no longer be read" in left.sentence
    documented("the second listing of a site answers 404, the first is well", left)
    left = holey(site="second")
    assert (left.verdict, left.code) == ("ok", 0)
    documented("the second listing of a site answered 404 the last time, too", left)


def test_a_second_source_that_is_empty_does_not_hide_an_index_that_has_changed(newsroom, holey):
    newsroom.serve(SITEMAP, [])
    newsroom.fault("https://www.contoh.id/indeks?hari=*", status=200, body=b"<h1>Contoh</h1>")
    left = holey(site="second")
    assert (left.verdict, left.code) == ("broken", 20)


def test_a_host_that_caps_the_posts_on_a_page_gives_the_whole_archive(newsroom, crawl):
    site = "https://www.contoh.id"
    posts = recent(site + "/{day:%Y/%m}/{slug}/", 45, every=timedelta(minutes=7))
    newsroom.serve(WordPressApi(site), posts, cap=10)
    left = crawl("-a", f"site={site}", site="wordpress")
    assert (left.verdict, left.articles) == ("ok", 45)
    assert len(newsroom.requests) == 6, "robots.txt and the five pages that the header counts"
    documented("WordPress gives ten posts a page for the hundred asked for", left)


def test_pages_that_repeat_others_are_listed_once(newsroom, crawl):
    """An API that ignores the page asked for, its articles in the answer itself."""
    site = "https://www.contoh.id"
    posts = recent(site + "/{day:%Y/%m}/{slug}/", 5, every=timedelta(minutes=7))
    newsroom.serve(WordPressApi(site), posts, counts=False)
    ((status, body, _),) = [newsroom.get(WordPressApi(site).first(Window(), NEWEST)[0])]
    newsroom.fault(f"{site}/wp-json/*", status=status, body=body)
    left = crawl("-a", f"site={site}", site="wordpress")
    assert (left.verdict, left.articles) == ("ok", 5)
    assert left.query("SELECT listed, new, stored FROM runs") == [(5, 5, 5)]
    assert left.query("SELECT links, new FROM listings") == [(5, 5), (5, 0), (5, 0)]


def rss_of(newsroom, made):
    """A feed of the newest articles."""
    newsroom.publish(made)
    newsroom.page(RSS, feed_of(made), content_type="text/xml")


def gaps_in(left):
    """The gaps of the days asked for, as ``scrapy gaps`` finds them."""
    with closing(open_for_reading(str(left.database))) as database:
        return find_gaps(database)


def test_days_that_a_feed_does_not_reach_are_told(newsroom, crawl):
    rss_of(newsroom, samples(FROM_RSS, 4))  # of 18 June
    left = crawl.rss("-a", "since=2025-05-01", "-a", "until=2025-06-30")
    assert (left.verdict, left.code, left.articles) == ("degraded", 10, 4)
    said = "no listing reaches back to 2025-05-01: the oldest article named is of 2025-06-18"
    assert said in left.sentence
    assert [each.day for each in gaps_in(left)] == [
        date(2025, 5, 1) + timedelta(days=number) for number in range(31 + 17)
    ]
    left = crawl.rss("-a", "since=2025-05-01", "-a", "until=2025-05-31")
    assert (left.verdict, left.code) == ("degraded", 10)
    assert said in left.sentence
    documented("a feed of one day is asked for the month before", left)


def test_days_that_a_feed_reaches_are_no_alarm(newsroom, crawl):
    rss_of(newsroom, samples(FROM_RSS, 40))  # of 17 and 18 June
    left = crawl.rss("-a", "since=2025-06-17", "-a", "until=2025-06-18")
    assert (left.verdict, left.code) == ("ok", 0)
    left = crawl.rss("-a", "since=2025-06-18", "-a", "max=2")
    assert (left.verdict, left.code) == ("ok", 0)
