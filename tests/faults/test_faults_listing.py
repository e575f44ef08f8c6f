"""What a run makes of listings that are broken, hostile, huge, stale or empty."""

import gzip
import json
import logging
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from crawler.clock import WIB
from crawler.crawl.source_state import untried
from crawler.crawl.sources import SourceQueue
from crawler.discovery.base import Fetch, Window
from spiders.kompas import KompasSpider
from tests.support.faults import (
    ADDRESS,
    FEED,
    FROM_RSS,
    RSS,
    articles,
    crawl,
    documented,
    feed_of,
    recent,
)
from tests.support.newsroom import Answer, samples

__all__ = ["articles", "crawl"]
XML = "application/rss+xml; charset=utf-8"
MB = 1 << 20


def test_a_feed_cut_off_gives_what_it_still_holds(newsroom, crawl):
    some = samples(FROM_RSS, 3)
    newsroom.publish(some)
    newsroom.page(RSS, feed_of(some)[:-150], content_type=XML)
    left = crawl.rss()
    assert (left.verdict, left.code) == ("degraded", 10)
    assert left.articles == 2
    documented("a feed that is cut off", left)
    newsroom.page(RSS, feed_of(some), content_type=XML)
    left = crawl.rss()
    assert (left.verdict, left.articles) == ("ok", 3)


def test_a_feed_of_broken_xml_gives_what_it_still_holds(newsroom, crawl):
    some = samples(FROM_RSS, 3)
    newsroom.publish(some)
    broken = feed_of(some).replace("</title>", "& <b></title", 1).replace("<pubDate>", "<pub&;", 1)
    newsroom.page(RSS, broken, content_type=XML)
    left = crawl.rss()
    assert (left.verdict, left.code) == ("ok", 0)
    assert left.articles >= 2
    documented("a feed of broken XML", left)


def test_a_feed_that_is_no_xml_at_all(newsroom, crawl):
    newsroom.page(RSS, "Maaf, sedang ada gangguan.", content_type=XML)
    left = crawl.rss()
    assert (left.verdict, left.code) == ("broken", 20)
    assert (left.articles, left.frontier) == (0, (0, 0))
    assert left.query("SELECT problem FROM listings") != [(None,)]
    documented("a feed that is no XML", left)


def test_an_entity_bomb_is_not_unfolded(newsroom, crawl):
    some = samples(FROM_RSS, 2)
    newsroom.publish(some)
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">{laughs}]>'
    feed = feed_of(some).replace("<channel>", "<channel><description>&l9;&x;</description>")
    newsroom.page(RSS, bomb + feed, content_type=XML)
    left = crawl.rss()
    assert (left.verdict, left.code) == ("ok", 0)
    assert left.articles == 2
    documented("a feed with an entity bomb", left)


def test_a_gzip_bomb_is_not_unfolded(newsroom, crawl):
    bomb = gzip.compress(bytes(100 * MB), 6)
    newsroom.page(RSS, bomb, content_type="application/gzip")
    left = crawl.rss()
    assert (left.verdict, left.code) == ("broken", 20)
    assert "unfolds to more than 64 MB" in left.sentence
    documented("a feed that is a gzip bomb", left)


def test_a_listing_sent_as_a_gzip_bomb_is_not_unfolded(newsroom, crawl):
    bomb = gzip.compress(bytes(100 * MB), 6)
    newsroom.page(RSS, bomb, content_type=XML, headers={"Content-Encoding": "gzip"})
    left = crawl.rss()
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"too-large": 1}
    documented("a feed whose transfer is a gzip bomb", left)


def test_a_feed_of_5000_items_is_remembered_whole(newsroom, crawl):
    many = samples(FROM_RSS, 5000, every=timedelta(minutes=1))
    newsroom.publish(many[:20])
    newsroom.page(RSS, feed_of(many), content_type=XML)
    left = crawl.rss("-a", "max=20")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.frontier) == (20, (5000, 4980))
    documented("a feed of 5,000 items (with max=20)", left)


def test_an_etag_that_never_changes_hides_nothing(newsroom, crawl):
    first, second = samples(FROM_RSS, 2), samples(FROM_RSS, 3)
    newsroom.publish(second)
    same = {"ETag": '"tetap"', "Last-Modified": "Sun, 01 Jun 2025 00:00:00 GMT"}
    newsroom.page(RSS, feed_of(first), content_type=XML, headers=same)
    crawl.rss()
    newsroom.page(RSS, feed_of(second), content_type=XML, headers=same)
    left = crawl.rss()
    assert (left.verdict, left.code) == ("ok", 0)
    assert left.articles == 3
    asked = {name.lower() for seen in newsroom.requests for name in seen.headers}
    assert not asked & {"if-none-match", "if-modified-since"}
    documented("a feed that changes under one ETag", left)


def test_dates_of_tomorrow_are_doubted_and_of_1246_not_believed(newsroom, crawl):
    today = datetime.now(UTC).replace(microsecond=0)
    tomorrow, old, good = samples(FROM_RSS, 3, newest=today)
    tomorrow.published = today + timedelta(days=1)
    old.published = datetime(1246, 5, 4, 10, 0, tzinfo=WIB)
    newsroom.publish([tomorrow, old, good])
    newsroom.page(RSS, feed_of([tomorrow, old, good]), content_type=XML)
    left = crawl.rss()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (2, {"no-date": 1})
    doubts = dict(left.query("SELECT url, doubt FROM articles"))
    assert doubts == {tomorrow.url: "date-under-clock", good.url: None}
    days = dict(left.query("SELECT url, day FROM frontier"))
    assert days[old.url] == str(today.astimezone(WIB).date())
    documented("dates of tomorrow and of the year 1246", left)


def test_a_page_counts_for_the_day_its_listing_gives_it_until_it_is_read(newsroom, crawl):
    some = samples(FROM_RSS, 2)
    newsroom.page(RSS, feed_of(some), content_type=XML)
    left = crawl.rss()
    assert left.rejects == {"http-error": 2}
    published = str(some[0].published.astimezone(WIB).date())
    assert left.query("SELECT DISTINCT day FROM frontier") == [(published,)]


INDEX, NEWS_SITEMAP, _ = KompasSpider.discover
READ = "https://nasional.kompas.com/read/{day:%Y/%m/%d/%H%M}{number:05}/{slug}"
EMPTY_SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'


def quiet_kompas(newsroom, some):
    """Kompas on two days without an article: an index that says so, a news sitemap of none."""
    newsroom.serve(INDEX, some)
    for address in NEWS_SITEMAP.patterns:
        newsroom.page(address, EMPTY_SITEMAP, content_type="application/xml")


def test_an_index_that_says_it_is_empty_is_a_quiet_day(newsroom, crawl):
    quiet_kompas(newsroom, samples(READ, 6))
    left = crawl(site="kompas")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects, left.frontier) == (0, {}, (0, 0))
    assert left.query("SELECT DISTINCT problem FROM listings") == [(None,)]
    documented("a dated index without an article for two days", left)


def test_an_index_whose_articles_are_no_longer_told_apart_is_broken(newsroom, crawl):
    changed = recent("https://nasional.kompas.com/baca/{number}/{slug}", 6)
    quiet_kompas(newsroom, changed)
    left = crawl(site="kompas")
    assert (left.verdict, left.code) == ("broken", 20)
    assert "the index page names no article" in left.sentence
    documented("an index whose addresses `article_url` no longer matches", left)


def test_an_error_of_ours_in_a_listing_is_said(crawl):
    crawl.newsroom.page("https://www.visimuslim.org/feeds/rusak", "{}")
    left = crawl("-s", "SPIDER_MODULES=tests.support.faulty_spiders", site="erring_listing")
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"unreadable": 1}
    assert "KeyError('contoh')" in left.sentence
    assert "Traceback" in left.output
    documented("reading a listing raises an error of ours", left)


def test_an_error_of_ours_in_a_listing_leads_to_the_next_source(newsroom, crawl, articles):
    newsroom.page("https://www.visimuslim.org/feeds/rusak", "{}")
    left = crawl("-s", "SPIDER_MODULES=tests.support.faulty_spiders", site="erring_listing_of_two")
    assert (left.verdict, left.articles) == ("ok", 4)
    assert left.rejects == {"unreadable": 1}


def with_history(left, runs=5):
    """Earlier runs of the site like its last one."""
    with closing(sqlite3.connect(left.database)) as database, database:
        names = [row[1] for row in database.execute("PRAGMA table_info(runs)")][1:]
        columns = ", ".join(names)
        for _ in range(runs):
            database.execute(f"INSERT INTO runs ({columns}) SELECT {columns} FROM runs LIMIT 1")


def test_a_field_that_stops_being_read_half_way_through_history(newsroom, crawl):
    before = samples(ADDRESS, 12)
    newsroom.publish(before)
    newsroom.serve(FEED, before, full=False)
    with_history(crawl())
    after = samples(ADDRESS, 12, first_number=2001)
    for article in after:
        page = article.html().replace('"author"', '"penulis"')
        page = page.replace("byline post-author", "contoh")
        newsroom.page(article.url, page.replace(f">{article.author}<", "><"))
    newsroom.serve(FEED, after, full=False)
    left = crawl()
    assert (left.verdict, left.code) == ("degraded", 10)
    assert "0% of the articles have authors (usually 100%)" in left.sentence
    assert left.articles == 24
    documented("authors are no longer found, half-way through history", left)


def test_a_text_that_stops_being_read_half_way_through_history(newsroom, crawl):
    before = samples(ADDRESS, 12)
    newsroom.publish(before)
    newsroom.serve(FEED, before, full=False)
    with_history(crawl())
    after = samples(ADDRESS, 12, first_number=2001)
    newsroom.publish(after[:4])
    for article in after[4:]:
        newsroom.page(article.url, f"<h1>{article.headline}</h1>{json.dumps('contoh')}")
    newsroom.serve(FEED, after, full=False)
    left = crawl()
    assert (left.verdict, left.code) == ("degraded", 10)
    assert left.rejects == {"no-body": 8}
    documented("the text is no longer found, half-way through history", left)


def two_days_later(left):
    """Put what the frontier remembers two days back."""
    with closing(sqlite3.connect(left.database)) as database, database:
        for column in ("last_listed_at", "last_fetched_at", "due_at"):
            back = f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-2 days')"
            database.execute(f"UPDATE frontier SET {column} = {back}")


def test_an_article_that_a_full_listing_leaves_out_is_asked_for_and_found_gone(newsroom, crawl):
    all_of_them = samples(ADDRESS, 5, every=timedelta(days=1))
    newest, deleted, left_out, listed, fallen_off = all_of_them
    newsroom.publish([newest, left_out, listed])
    newsroom.serve(FEED, all_of_them)
    two_days_later(crawl())
    assert not newsroom.fetched(left_out.url)
    newsroom.serve(FEED, [newest, listed])
    left = crawl()
    assert (left.verdict, left.rejects) == ("ok", {"http-error": 1})
    assert left.query("SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(0,)]
    crawl()
    asked = [newsroom.fetched(article.url) for article in all_of_them]
    assert asked == [0, 1, 1, 0, 0]
    two_days_later(left)
    left = crawl()
    assert left.query("SELECT url FROM articles WHERE gone_at IS NOT NULL") == [(deleted.url,)]
    assert left.query("SELECT count(*) FROM revisions") == [(0,)]
    documented("an article that a listing of whole articles names no more", left)


def test_a_gzipped_listing_of_nothing_but_tags(newsroom, crawl):
    some = samples(FROM_RSS, 2)
    newsroom.publish(some)
    content = feed_of(some, "<a/>" * 15_000_000).encode()
    newsroom.page(RSS, gzip.compress(content, 1), content_type="application/gzip")
    left = crawl.rss()
    assert (left.articles, left.rejects) == (2, {})
    problem = "it holds more than 1,000,000 tags and was read no further"
    assert left.query("SELECT problem FROM listings") == [(problem,)]
    documented("a gzipped feed of 15 million tags", left)


def endless_indexes(newsroom, parts):
    """A sitemap index of which each part is an index again."""

    def index(seen):
        here = seen.url.removesuffix(".xml")
        named = "".join(f"<sitemap><loc>{here}/{n}.xml</loc></sitemap>" for n in range(parts))
        return Answer(f"<sitemapindex>{named}</sitemapindex>".encode(), content_type=XML)

    newsroom.listings.append((re.compile(r"https://www\.contoh\.id/s[\d/]*\.xml"), index))
    return "https://www.contoh.id/s.xml"


def test_sitemap_indexes_without_end_are_followed_so_far_and_no_further(newsroom, crawl):
    url = endless_indexes(newsroom, 60)
    left = crawl("-a", f"url={url}", "-s", "LISTING_REQUESTS=100", site="feed")
    assert (left.verdict, left.articles) == ("broken", 0)
    assert len(newsroom.requests) == 102  # robots.txt and the index itself
    cut = "SELECT count(*) FROM listings WHERE problem LIKE 'listings without end? 100 were%'"
    assert left.query(cut) == [(1,)]
    documented("a sitemap index whose parts are indexes, without end", left)


def test_sitemap_indexes_are_not_followed_deeper_than_any_site_has_them(newsroom, crawl):
    left = crawl("-a", f"url={endless_indexes(newsroom, 1)}", site="feed")
    assert (left.verdict, len(newsroom.requests)) == ("broken", 5)
    assert "sitemap indexes name each other 3 deep" in left.sentence


@pytest.mark.parametrize(
    ("days", "is_index", "most"), [(0, False, 7), (0, True, 7), (3, False, 67), (3, True, 10)]
)
def test_a_source_may_cost_more_the_more_days_are_asked_for(days, is_index, most):
    queue = SourceQueue.__new__(SourceQueue)
    queue.now = datetime(2025, 6, 18, tzinfo=WIB)
    queue.window = Window(since=queue.now.date() - timedelta(days=days - 1)) if days else Window()
    settings = Settings({"LISTING_REQUESTS": 10})
    queue.assignment = SimpleNamespace(settings=settings, logger=logging.getLogger())
    state = untried(FEED, 0)
    state.followed = 3
    endless = [Fetch(f"{RSS}?page={n}") for n in range(1000)]
    assert queue.within_reason(state, endless[:5], is_index=is_index) == (endless[:5], None)
    further, (url, listing) = queue.within_reason(state, endless, is_index=is_index)
    assert further == endless[: most - 5]
    assert url == endless[most - 5].url
    assert "listings without end?" in listing.problem
    assert queue.within_reason(state, endless, is_index=is_index) == ([], None)


def test_a_search_that_answers_any_word_is_not_used(newsroom, crawl, articles):
    newsroom.serve(FEED, articles, is_furniture=True)
    left = crawl("-a", "query=banjir")
    assert (left.verdict, left.code, left.articles) == ("degraded", 10, 0)
    documented("asked for words, the search answers any word", left)


def test_a_search_that_robots_txt_forbids_is_not_asked(newsroom, crawl, articles):
    newsroom.page("https://www.visimuslim.org/robots.txt", "User-agent: *\nDisallow: /feeds\n")
    left = crawl("-a", "query=banjir")
    assert (left.verdict, left.code, left.articles) == ("blocked", 30, 0)
    documented("asked for words, robots.txt forbids the search", left)
