"""Every site crawled from its listing into the database, by its own sources, against the newsroom.

The newsroom answers the addresses each site declares: listings of seven invented articles at
addresses as in tests/fixtures/<site>/, five of the day asked for and two of the day after, and
their pages. All sites run in one process, as under ``scrapy due``, and then once more.
"""

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from textwrap import dedent

import pytest
from scrapy.utils.project import get_project_settings

from crawler.clock import WIB
from crawler.crawl.paged_stories import on_one_page
from crawler.parsers.urls import canonical_url, publisher_id
from crawler.site_files.loader import SiteLoader
from tests.support.checkout import FIXTURES
from tests.support.newsroom import Newsroom, SampleArticle, samples
from tests.support.warm import python

GENERIC = {"blogger", "wordpress", "page", "feed"}
LOADER = SiteLoader.from_settings(get_project_settings())
SITES = {
    name: LOADER.load(name)
    for name in LOADER.list()
    if name not in GENERIC and any((FIXTURES / name).glob("listing-*.links.json"))
}
"""Those without a listing fail in test_sites.py; of each table a row or more."""
DAY = datetime(2025, 6, 18, 15, 30, tzinfo=WIB)
ASKED_FOR, OTHERS = 5, 2
LAST_DIGITS = re.compile(r"\d+(?=\D*$)")
EXTENSION = re.compile(r"(/?|\.html?)$")

CRAWL_ALL = dedent(
    """
    import sys
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    for argument in sys.argv[2:]:
        settings.set(*argument.split("=", 1), priority="cmdline")
    process = CrawlerProcess(settings)
    for name in sys.argv[1].split(","):
        process.crawl(name, since="2025-06-18", until="2025-06-18")
    process.start()
    """
)


def addresses(name: str) -> list[str]:
    """Seven addresses of different articles, of the form the site's listings print."""
    site = SITES[name]()
    printed = [
        link["url"]
        for file in sorted((FIXTURES / name).glob("listing-*.links.json"))
        for link in json.loads(file.read_text(encoding="utf-8"))["links"]
        if site.is_article(link["url"])
    ]
    made = [another(url, site.article_url, step) for url in printed for step in range(1, 8)]
    told_apart: dict[str, str] = {}
    for url in filter(site.is_article, [*printed, *made]):
        told_apart.setdefault(publisher_id(url, site.article_url) or url, url)
    return list(told_apart.values())[: ASKED_FOR + OTHERS]


def another(url: str, article_url: str, step: int) -> str:
    """The address of another article: its number counted up, else its slug made longer."""
    number = (publisher_id(url, article_url) or "").rpartition(":")[2]  # sulbar:81692
    if number and (digits := LAST_DIGITS.search(number)):
        counted = f"{int(digits[0]) + step:0{len(digits[0])}}"
        return url.replace(number, number[: digits.start()] + counted + number[digits.end() :])
    return EXTENSION.sub(rf"-lagi-{step}\1", url, count=1)


def articles_of(name: str) -> list[SampleArticle]:
    """Five articles of the day asked for, and two of the next."""
    made = samples("{number}", ASKED_FOR + OTHERS, newest=DAY)
    for number, (article, url) in enumerate(zip(made, addresses(name), strict=False)):
        article.url = url
        if number >= ASKED_FOR:
            article.published += timedelta(days=1)
    return made


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The newsroom and the database after all sites were crawled twice, and what was printed."""
    folder = tmp_path_factory.mktemp("crawl")
    database = folder / "news.db"
    with Newsroom() as newsroom:
        for name, site in SITES.items():
            for source in site.discover:
                newsroom.serve(source, articles_of(name))
            for article in articles_of(name):
                newsroom.page(article.url, article.html())
                newsroom.page(on_one_page(article.url, site.whole_article), article.html())
        command = ["-c", CRAWL_ALL, ",".join(SITES)]
        command += [value for value in newsroom.arguments if value != "-s"]
        command += [f"DATABASE={database}", f"ARCHIVE={folder / 'archive'}", "LOG_LEVEL=ERROR"]
        for _ in range(2):
            python(*command, env=newsroom.environment(), check=True)
        with closing(sqlite3.connect(database)) as stored:
            stored.row_factory = sqlite3.Row
            yield newsroom, stored


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_crawled_from_its_listing_into_the_database(crawled, name):
    _, stored = crawled
    rows = stored.execute("SELECT url, published_local FROM articles WHERE site = ?", [name])
    found = {row["url"]: row["published_local"] for row in rows}
    wanted = {
        canonical_url(article.url): article.published.isoformat()
        for article in articles_of(name)[:ASKED_FOR]
    }
    assert found == wanted


@pytest.mark.parametrize("name", SITES)
def test_a_second_run_of_a_site_fetches_no_article_twice(crawled, name):
    newsroom, _ = crawled
    site = SITES[name]()
    asked = {
        article.url: sum(
            map(newsroom.fetched, {article.url, on_one_page(article.url, site.whole_article)})
        )
        for article in articles_of(name)
    }
    assert {url: times for url, times in asked.items() if times > 1} == {}
