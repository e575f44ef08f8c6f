"""A crawl from listing to database, by ``scrapy crawl`` against the local newsroom."""

import json
import sqlite3
from datetime import datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from crawler.clock import WIB
from crawler.discovery.base import Window
from crawler.runs.site_lock import site_lock
from spiders.visimuslim import VisimuslimSpider
from tests.support.corpus import CORPUS, needs_corpus
from tests.support.newsroom import samples
from tests.support.warm import scrapy

FEED = VisimuslimSpider.discover[0]
ADDRESS = "https://www.visimuslim.org/2025/06/contoh-{number}.html"


@pytest.fixture
def crawl(newsroom, tmp_path):
    """Run ``scrapy crawl visimuslim`` with more arguments; its result."""

    def run(*arguments, site="visimuslim"):
        command = ["crawl", site, *newsroom.arguments]
        command += ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'arsip'}"]
        command += ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", *arguments]
        return scrapy(*command, env=newsroom.environment())

    return run


@pytest.fixture
def query(tmp_path):
    """The rows a query finds in the crawl's database."""

    def ask(sql, *values):
        with sqlite3.connect(tmp_path / "news.db") as database:
            return database.execute(sql, values).fetchall()

    return ask


def last_line(result):
    return result.stderr.strip().splitlines()[-1]


def test_articles_go_from_a_full_feed_into_the_database_without_fetching_pages(
    newsroom, crawl, query
):
    articles = samples(ADDRESS, 5)
    newsroom.serve(FEED, articles)
    result = crawl()
    assert result.returncode == 0, result.stderr
    assert last_line(result) == "visimuslim: ok - 5 listed, 5 stored, 0 revised, 0 unchanged"
    stored = query("SELECT url, headline, published_source, capture FROM articles ORDER BY url")
    assert [row[0] for row in stored] == sorted(article.url for article in articles)
    assert {row[2] for row in stored} == {"feed"}
    assert all("#" in row[3] for row in stored)
    assert not any(newsroom.fetched(article.url) for article in articles)


def test_a_short_feed_makes_it_fetch_the_pages(newsroom, crawl, query):
    articles = samples(ADDRESS, 3)
    newsroom.publish(articles)
    newsroom.serve(FEED, articles, full=False)
    assert crawl().returncode == 0
    assert query("SELECT count(*) FROM articles") == [(3,)]
    assert all(newsroom.fetched(article.url) == 1 for article in articles)


def test_a_second_run_fetches_no_page_twice_and_stores_nothing_new(newsroom, crawl, query):
    articles = samples(ADDRESS, 3)
    newsroom.publish(articles)
    newsroom.serve(FEED, articles, full=False)
    crawl()
    result = crawl()
    assert last_line(result) == "visimuslim: ok - 3 listed, 0 stored, 0 revised, 0 unchanged"
    assert all(newsroom.fetched(article.url) == 1 for article in articles)
    assert query("SELECT count(*) FROM articles") == [(3,)]
    assert query("SELECT count(*) FROM revisions") == [(0,)]


def test_an_edit_is_a_revision(newsroom, crawl, query):
    articles = samples(ADDRESS, 2)
    newsroom.serve(FEED, articles)
    crawl()
    articles[0].headline = "Contoh: judul yang diperbaiki"
    articles[0].updated = articles[0].published + timedelta(hours=2)
    newsroom.serve(FEED, articles)
    assert "1 revised, 1 unchanged" in last_line(crawl())
    assert query("SELECT new_headline FROM headline_changes") == [
        ("Contoh: judul yang diperbaiki",)
    ]


def test_days_asked_for_are_the_days_stored(newsroom, crawl, query):
    articles = samples(ADDRESS, 200)
    newsroom.serve(FEED, articles)
    wanted = articles[100].published.date().isoformat()
    assert crawl("-a", f"since={wanted}", "-a", f"until={wanted}").returncode == 0
    days = query("SELECT DISTINCT published_day FROM articles")
    assert days == [(wanted,)]
    expected = sum(article.published.date().isoformat() == wanted for article in articles)
    assert query("SELECT count(*) FROM articles") == [(expected,)]


def test_max_is_the_most_articles_asked_for(newsroom, crawl, query):
    articles = samples(ADDRESS, 20)
    newsroom.publish(articles)
    newsroom.serve(FEED, articles, full=False)
    assert crawl("-a", "max=4").returncode == 0
    assert query("SELECT count(*) FROM articles") == [(4,)]


def test_a_site_whose_feed_is_gone_is_broken(newsroom, crawl, query):
    result = crawl()
    assert result.returncode == 20
    assert "discovery gave nothing" in last_line(result)
    (row,) = query("SELECT verdict, exit_code, ended_at IS NOT NULL, http_codes FROM runs")
    assert row[:3] == ("broken", 20, 1)
    assert json.loads(row[3])["404"] >= 1
    assert query("SELECT reason FROM rejects") == [("http-error",)]


def test_a_site_that_refuses_is_blocked(newsroom, crawl, query):
    newsroom.fault("https://www.visimuslim.org/*", status=403)
    result = crawl()
    assert result.returncode == 30
    assert query("SELECT verdict FROM runs") == [("blocked",)]


def test_every_page_not_stored_is_a_row_that_says_why(newsroom, crawl, query):
    articles = samples(ADDRESS, 8)
    newsroom.publish(articles)
    newsroom.serve(FEED, articles, full=False)
    newsroom.fault(articles[0].url, status=404)
    newsroom.page(articles[1].url, b"\x00\x01" * 99, content_type="application/pdf")
    newsroom.page(articles[2].url, "<title>Halaman tidak ditemukan</title><p>Contoh")
    newsroom.page(articles[3].url, f"<h1>{articles[3].headline}</h1>")
    result = crawl()
    assert result.returncode == 0, result.stderr
    reasons = dict(query("SELECT url, reason FROM rejects"))
    assert [reasons[article.url] for article in articles[:4]] == [
        "http-error",
        "not-html",
        "soft-404",
        "no-body",
    ]
    assert query("SELECT count(*) FROM articles") == [(4,)]
    (counted,) = query("SELECT stored, rejected FROM runs")
    assert counted == (4, 4)


def test_robots_txt_is_obeyed(newsroom, crawl, query):
    newsroom.page(
        "https://www.visimuslim.org/robots.txt",
        "User-agent: *\nDisallow: /",
        content_type="text/plain",
    )
    newsroom.serve(FEED, samples(ADDRESS, 3))
    result = crawl()
    assert result.returncode == 30
    assert query("SELECT reason FROM rejects") == [("robots",)]


def test_a_run_replayed_from_its_archive_gives_the_same_articles(newsroom, crawl, query, tmp_path):
    articles = samples(ADDRESS, 3)
    newsroom.publish(articles)
    newsroom.serve(FEED, articles, full=False)
    crawl()
    read = (
        "SELECT url, headline, body, published_at, first_seen_at, capture "
        "FROM articles ORDER BY url"
    )
    live = query(read)
    (tmp_path / "news.db").unlink()
    newsroom.forget()
    result = crawl("-s", f"REPLAY={tmp_path / 'arsip'}")
    assert result.returncode == 0, result.stderr
    assert query(read) == live
    assert not newsroom.requests


def test_two_runs_of_one_site_do_not_overlap(newsroom, crawl, tmp_path):
    with site_lock(tmp_path / "news.db", "visimuslim"):
        result = crawl()
    assert result.returncode == 40
    assert last_line(result).startswith("visimuslim: overlapping - the site is being crawled")


@needs_corpus
def test_the_captured_feed_gives_the_captured_article(newsroom, crawl, query):
    feed = (CORPUS / "pages/visimuslim.org/rebuilt-feed.json").read_bytes()
    (first,) = FEED.first(Window(), datetime.now(WIB))
    newsroom.page(first.url, feed)
    assert crawl().returncode == 0
    (article,) = query(
        "SELECT headline, dateline_place, dateline_outlet, published_local, signature, body "
        "FROM articles"
    )
    gold = json.loads((CORPUS / "gold/visimuslim.org/rebuilt-classic.json").read_text())
    place, outlet = gold["dateline"]["place"], gold["dateline"]["outlet"]
    assert article[:3] == (gold["headline"], place, outlet)
    assert article[3:5] == (gold["published"]["iso"], gold["signature"])
    paragraphs = article[5].split("\n\n")
    assert paragraphs[1:] == gold["body"][1:]
    assert paragraphs[0] == gold["body"][0].removeprefix(gold["dateline"]["raw"])


def as_asked_before(archive, addresses):
    """Rewrite an archive as it was made while a Blogger feed was asked without redirect=false."""
    for file in sorted(archive.rglob("*.warc.gz")):
        with (archive.parent / file.name).open("wb") as made, file.open("rb") as read:
            writer = WARCWriter(made, gzip=True)
            for record in ArchiveIterator(read):
                headers = record.rec_headers
                if address := headers.get_header("WARC-Target-URI"):
                    before = address.replace("redirect=false&", "")
                    addresses += [before] if before != address else []
                    headers.replace_header("WARC-Target-URI", before)
                writer.write_record(record)
        yield archive.parent / file.name


def test_a_replay_finds_a_feed_under_the_address_it_was_asked_by_before(
    newsroom, crawl, query, tmp_path
):
    newsroom.serve(FEED, samples(ADDRESS, 3))
    crawl()
    addresses = []
    (before,) = as_asked_before(tmp_path / "arsip", addresses)
    assert any("/feeds/posts/default" in address for address in addresses)
    (tmp_path / "news.db").unlink()
    replayed = crawl("-s", f"REPLAY={before}")
    assert last_line(replayed) == "visimuslim: ok - 3 listed, 3 stored, 0 revised, 0 unchanged"
    assert query("SELECT count(*) FROM articles") == [(3,)]


def test_the_file_says_what_the_site_is_and_where_it_belongs(newsroom, crawl, query):
    articles = samples(ADDRESS, 2)
    newsroom.serve(FEED, articles)
    crawl()
    facts = "outlet, domain, province, scope, language, status"
    (before,) = query(f"SELECT {facts}, first_run_at, last_run_at FROM sites")
    assert before[:6] == ("VisiMuslim", "visimuslim.org", None, "topical", "id", "unproven")
    assert before[6] == before[7] == query("SELECT started_at FROM runs")[0][0]
    assert query("SELECT DISTINCT outlet FROM articles_daily") == [("VisiMuslim",)]
    assert query("SELECT province, scope, sum(articles) FROM provinces_daily") == [
        (None, "topical", 2)
    ]
    crawl()
    started = [at for (at,) in query("SELECT started_at FROM runs ORDER BY id")]
    assert query("SELECT first_run_at, last_run_at FROM sites") == [tuple(started)]
