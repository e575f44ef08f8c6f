"""The local newsroom itself: real addresses asked for, every answer and fault as on the web."""

import json
import re
import sqlite3
from contextlib import closing
from textwrap import dedent

import pytest
from scrapy.utils.project import get_project_settings

from crawler.discovery.base import Window
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.feed import Feed
from crawler.site_files.loader import SiteLoader
from tests.support.newsroom import NEWEST, NO_WINDOW, Newsroom, Seen, samples
from tests.support.warm import python, scrapy

HOME = "https://www.contoh.id"
ARTICLES = samples(HOME + "/read/{number}/{slug}", 3)

FETCH_ALL = dedent(
    """
    import json, sys
    import scrapy
    from scrapy.crawler import CrawlerProcess

    class FetchAll(scrapy.Spider):
        name = "fetch_all"

        async def start(self):
            for url in json.loads(sys.argv[2]):
                yield scrapy.Request(
                    url, self.parse, errback=self.failed, cb_kwargs={"asked": url},
                    dont_filter=True,  # a page that redirects to itself would vanish as a duplicate
                )

        def parse(self, response, asked):
            print(json.dumps([asked, response.status, response.url, len(response.body)]))

        def failed(self, failure):
            asked = failure.request.cb_kwargs["asked"]
            response = getattr(failure.value, "response", None)
            name = type(failure.value).__name__
            print(json.dumps([asked, response.status if response else name, None, None]))

    process = CrawlerProcess({
        **json.loads(sys.argv[1]), "LOG_LEVEL": "ERROR", "RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 2,
        "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False, "REDIRECT_MAX_TIMES": 5,
    })
    process.crawl(FetchAll)
    process.start()
    """
)


@pytest.fixture(scope="module")
def crawl():
    """What Scrapy got for each address, by address, and the newsroom's log."""
    with Newsroom() as newsroom:
        newsroom.publish(ARTICLES)
        newsroom.serve(Feed(HOME + "/rss"), ARTICLES)
        newsroom.page(
            "http://lain.example/robots.txt",
            "User-agent: *\nDisallow: /",
            content_type="text/plain",
        )
        for name in ("gone", "once", "slow", "cut", "loop", "moved", "bytes", "wait", "drip"):
            newsroom.page(f"{HOME}/{name}", f"<p>{name}, sebuah halaman contoh</p>" * 20)
        newsroom.fault(HOME + "/gone", status=410)
        newsroom.fault(HOME + "/once", status=503, times=1)
        newsroom.fault(HOME + "/slow", delay=3)
        newsroom.fault(HOME + "/cut", reset_after=10)
        newsroom.fault(HOME + "/loop", redirect_to=HOME + "/loop")
        newsroom.fault(HOME + "/moved", redirect_to="/read/pindah")
        newsroom.fault(HOME + "/read/pindah*", redirect_to=ARTICLES[0].url)
        newsroom.fault(HOME + "/bytes", body=b"\xff\xfe\x00\x81rusak")
        newsroom.fault(HOME + "/wait", status=429, headers={"Retry-After": "7"})
        newsroom.fault(HOME + "/drip", drip=0.05)
        asked = [ARTICLES[1].url, HOME + "/rss", "http://lain.example/read/1"]
        asked += [f"{HOME}/{name}" for name in ("gone", "once", "slow", "cut", "loop", "moved")]
        asked += [f"{HOME}/{name}" for name in ("bytes", "wait", "drip", "tidak-ada")]
        work = [json.dumps(newsroom.settings), json.dumps(asked)]
        run = python("-c", FETCH_ALL, *work, env=newsroom.environment(), check=True)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        yield {line[0].removeprefix(HOME): line[1:] for line in lines}, newsroom


def test_real_addresses_are_answered_under_their_own_name(crawl):
    got, newsroom = crawl
    url = ARTICLES[1].url
    assert got[url.removeprefix(HOME)] == [200, url, len(ARTICLES[1].html().encode())]
    assert got["/rss"][0] == 200
    assert newsroom.fetched(url) == 1


def test_the_log_holds_what_was_asked_with_its_host(crawl):
    seen = {seen.url: seen for seen in crawl[1].requests}
    assert seen[HOME + "/robots.txt"].headers["Host"] == "www.contoh.id"
    assert seen[HOME + "/rss"].method == "GET"
    assert "http://lain.example/robots.txt" in seen


def test_robots_are_obeyed_host_by_host(crawl):
    got, newsroom = crawl
    assert got["http://lain.example/read/1"][0] == "IgnoreRequest"
    assert newsroom.fetched("http://lain.example/read/1") == 0


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/gone", 410),
        ("/once", 200),
        ("/slow", "DownloadTimeoutError"),
        ("/cut", "ResponseDataLossError"),
        ("/loop", "IgnoreRequest"),
        ("/moved", 200),
        ("/bytes", 200),
        ("/wait", 429),
        ("/drip", 200),
        ("/tidak-ada", 404),
    ],
)
def test_every_fault_is_what_scrapy_sees(crawl, path, outcome):
    assert crawl[0][path][0] == outcome


def test_a_fault_may_pass(crawl):
    assert crawl[1].fetched(HOME + "/once") == 2


def test_redirects_lead_on_under_the_real_addresses(crawl):
    assert crawl[0]["/moved"][1] == ARTICLES[0].url


def test_samples_are_newest_first_and_say_what_they_are():
    dates = [article.published for article in ARTICLES]
    assert dates == sorted(dates, reverse=True)
    assert all("contoh" in paragraph.lower() for paragraph in ARTICLES[0].paragraphs[:2])
    assert len({article.url for article in ARTICLES}) == 3


def test_a_sites_own_spider_crawls_the_newsroom_from_the_command_line(tmp_path):
    posts = samples("https://www.visimuslim.org/{day:%Y/%m}/{slug}.html", 12)
    with Newsroom() as newsroom:
        newsroom.serve(BloggerFeed("https://www.visimuslim.org"), posts, cap=5)
        files = [f"DATABASE={tmp_path / 'news.db'}", f"ARCHIVE={tmp_path / 'archive'}"]
        run = scrapy(
            *("crawl", "visimuslim", *newsroom.arguments),
            *(part for file in files for part in ("-s", file)),
            env=newsroom.environment(),
        )
        assert run.returncode == 0, run.stderr
        starts = re.findall(r"start-index=(\d+)", " ".join(seen.url for seen in newsroom.requests))
    assert starts == ["1", "6", "11"]
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        stored = database.execute("SELECT url, published_local FROM articles").fetchall()
    assert sorted(stored) == sorted((post.url, post.published.isoformat()) for post in posts)


def test_every_first_address_of_every_site_is_answered():
    loader = SiteLoader.from_settings(get_project_settings())
    newsroom, unanswered = Newsroom(), []
    for source in [source for name in loader.list() for source in loader.load(name).discover]:
        newsroom.listings.clear()
        newsroom.serve(source, [])
        for window in (NO_WINDOW, Window(NEWEST.date(), NEWEST.date())):
            for fetch in source.first(window, NEWEST):
                seen = Seen(fetch.url, fetch.method, fetch.headers, fetch.body or b"", 0.0)
                if newsroom.answer(seen)[0].status != 200:
                    unanswered.append(fetch.url)
    assert len(newsroom.requests) > len(loader.list())
    assert unanswered == []
