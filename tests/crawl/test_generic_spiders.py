"""Sites without a file: a blog, a WordPress site, a feed, a page, by their addresses alone."""

import json
import sqlite3
from contextlib import closing

import pytest

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import Sitemap
from crawler.discovery.wordpress import WordPressApi
from crawler.errors import UsageProblem
from spiders.blogger import BloggerSpider
from spiders.feed import FeedSpider
from spiders.page import PageSpider
from spiders.wordpress import WordpressSpider
from tests.support.newsroom import samples
from tests.support.warm import scrapy

BLOG = "https://contoh-warga.blogspot.com"
POST = BLOG + "/2025/06/contoh-{number}.html"
PAPER = "https://www.harian-contoh.co.id"
STORY = PAPER + "/{day:%Y/%m/%d}/{slug}/"


@pytest.fixture
def crawl(newsroom, tmp_path):
    """Run ``scrapy crawl SPIDER -a NAME=VALUE...``; exit code and last line."""

    def run(spider, *arguments, **settings):
        command = ["crawl", spider, *newsroom.arguments]
        settings |= {"DATABASE": tmp_path / "news.db", "ARCHIVE": tmp_path / "arsip"}
        for name, value in settings.items():
            command += ["-s", f"{name}={value}"]
        for argument in arguments:
            command += ["-a", argument]
        done = scrapy(*command, env=newsroom.environment())
        return done.returncode, done.stderr.strip().splitlines()[-1]

    return run


@pytest.fixture
def query(tmp_path):
    """The rows a query finds in the crawl's database."""

    def ask(sql):
        with closing(sqlite3.connect(tmp_path / "news.db")) as database:
            return database.execute(sql).fetchall()

    return ask


def day_of(article):
    return article.published.date().isoformat()


# Any blog on Blogger


def test_a_blog_is_crawled_by_its_address_and_called_by_its_host(newsroom, crawl, query, tmp_path):
    posts = samples(POST, 5)
    newsroom.serve(BloggerFeed(BLOG), posts)
    code, said = crawl("blogger", f"site={BLOG}/")
    assert code == 0
    assert said == "contoh-warga.blogspot.com: ok - 5 listed, 5 stored, 0 revised, 0 unchanged"
    stored = query("SELECT url, site, dateline_place IS NOT NULL, extractor FROM articles")
    assert {row[0] for row in stored} == {post.url for post in posts}
    assert {row[1:] for row in stored} == {("contoh-warga.blogspot.com", 1, "site")}
    assert query("SELECT site FROM runs") == [("contoh-warga.blogspot.com",)]
    assert (tmp_path / "arsip/contoh-warga.blogspot.com").is_dir()
    assert (tmp_path / "news.db.locks/contoh-warga.blogspot.com").exists()


def test_a_second_run_of_a_blog_stores_nothing_twice(newsroom, crawl, query):
    posts = samples(POST, 4)
    newsroom.publish(posts)
    newsroom.serve(BloggerFeed(BLOG), posts, full=False)
    crawl("blogger", f"site={BLOG}")
    code, said = crawl("blogger", "site=contoh-warga.blogspot.com")
    assert (code, said.partition(" - ")[2]) == (0, "4 listed, 0 stored, 0 revised, 0 unchanged")
    assert all(newsroom.fetched(post.url) == 1 for post in posts)


def test_days_and_numbers_asked_of_a_blog_are_honoured(newsroom, crawl, query):
    posts = samples(POST, 60)
    newsroom.serve(BloggerFeed(BLOG), posts)
    day = day_of(posts[30])
    assert crawl("blogger", f"site={BLOG}", f"since={day}", f"until={day}")[0] == 0
    wanted = sum(day_of(post) == day for post in posts)
    assert query("SELECT DISTINCT published_day FROM articles") == [(day,)]
    assert query("SELECT count(*) FROM articles") == [(wanted,)]
    assert crawl("blogger", f"site={BLOG}", "max=3")[0] == 0
    assert query("SELECT count(*) FROM articles") == [(wanted + 3,)]


# Any WordPress site


def test_a_wordpress_site_is_read_from_its_api_without_fetching_pages(newsroom, crawl, query):
    stories = samples(STORY, 12)
    newsroom.serve(WordPressApi(PAPER), stories)
    code, said = crawl("wordpress", f"site={PAPER}")
    assert (code, said) == (
        0,
        "harian-contoh.co.id: ok - 12 listed, 12 stored, 0 revised, 0 unchanged",
    )
    assert query("SELECT DISTINCT site FROM articles") == [("harian-contoh.co.id",)]
    assert not any(newsroom.fetched(story.url) for story in stories)


def test_authors_that_an_api_does_not_tell_are_read_on_the_page(newsroom, crawl, query, tmp_path):
    """In a replay of an archive that lacks pages, the API's text stands in for them."""
    stories = samples(STORY, 5)
    newsroom.publish(stories)
    newsroom.serve(WordPressApi(PAPER), stories, embeds=False)
    code, said = crawl("wordpress", f"site={PAPER}", "max=2")
    assert code == 0, said
    assert all(json.loads(names) for (names,) in query("SELECT authors FROM articles"))
    (tmp_path / "news.db").unlink()
    _, said = crawl("wordpress", f"site={PAPER}", REPLAY=tmp_path / "arsip")
    assert query("SELECT count(*), count(authors) FROM articles") == [(5, 2)], said
    (tmp_path / "news.db").unlink()
    code, said = crawl("wordpress", f"site={PAPER}")
    assert (code, query("SELECT count(authors) FROM articles")) == (0, [(5,)]), said


def test_a_closed_api_falls_through_to_the_feed_and_the_ledger_says_so(newsroom, crawl, query):
    stories = samples(STORY, 6)
    newsroom.publish(stories)
    newsroom.serve(WordPressApi(PAPER), stories, is_open=False)
    newsroom.serve(Feed(f"{PAPER}/feed/"), stories)
    code, said = crawl("wordpress", f"site={PAPER}")
    assert code == 0, said
    assert query("SELECT count(*) FROM articles") == [(6,)]
    ((ways,),) = query("SELECT ways_in FROM runs")
    assert [(way["way_in"], way["listed"]) for way in json.loads(ways)] == [
        ("WordPressApi", 0),
        ("Feed", 6),
    ]


def test_days_asked_of_a_wordpress_site_come_from_its_paged_feed_where_the_api_is_closed(
    newsroom, crawl, query
):
    stories = samples(STORY, 60)
    newsroom.publish(stories)
    newsroom.serve(WordPressApi(PAPER), stories, is_open=False)
    newsroom.serve(Feed(f"{PAPER}/feed/?paged={{page}}"), stories, limit=10)
    day = day_of(stories[40])
    assert crawl("wordpress", f"site={PAPER}", f"since={day}", f"until={day}")[0] == 0
    wanted = sum(day_of(story) == day for story in stories)
    assert query("SELECT count(*), min(published_day), max(published_day) FROM articles") == [
        (wanted, day, day)
    ]


# Any feed or sitemap


@pytest.mark.parametrize(("kind", "path"), [(Feed, "/rss.xml"), (Sitemap, "/sitemap-news.xml")])
def test_a_feed_or_sitemap_is_crawled_by_its_address(newsroom, crawl, query, kind, path):
    stories = samples("https://berita.harian-contoh.co.id/read/{number}/{slug}", 8)
    newsroom.publish(stories)
    newsroom.serve(kind(PAPER + path), stories)
    code, said = crawl("feed", f"url={PAPER}{path}", "max=5")
    assert (code, said) == (
        0,
        "harian-contoh.co.id: ok - 8 listed, 5 stored, 0 revised, 0 unchanged",
    )
    assert query("SELECT DISTINCT site FROM articles") == [("harian-contoh.co.id",)]


def test_a_feed_is_asked_for_days(newsroom, crawl, query):
    stories = samples(STORY, 20)
    newsroom.publish(stories)
    newsroom.serve(Feed(f"{PAPER}/rss"), stories)
    day = day_of(stories[-1])
    assert crawl("feed", f"url={PAPER}/rss", f"until={day}")[0] == 0
    assert query("SELECT DISTINCT published_day FROM articles") == [(day,)]


# One page


def test_one_page_is_read_by_its_address(newsroom, crawl, query):
    (story,) = samples(STORY, 1)
    newsroom.publish([story])
    code, said = crawl("page", f"url={story.url}")
    assert (code, said) == (
        0,
        "harian-contoh.co.id: ok - 1 listed, 1 stored, 0 revised, 0 unchanged",
    )
    assert query("SELECT url, site, headline FROM articles") == [
        (story.url, "harian-contoh.co.id", story.headline)
    ]
    assert query("SELECT site, fetches, outcome FROM frontier") == [
        ("harian-contoh.co.id", 1, "stored")
    ]
    assert crawl("page", f"url={story.url}")[1].endswith("0 stored, 0 revised, 1 unchanged")


def test_a_page_says_nothing_of_how_its_site_stands(newsroom, crawl, query):
    stories = samples(STORY, 3)
    newsroom.publish(stories)
    newsroom.serve(Feed(f"{PAPER}/rss"), stories)
    crawl("page", f"url={stories[0].url}")
    assert query("SELECT count(*) FROM site_health") == [(0,)]
    assert "3 listed, 2 stored" in crawl("feed", f"url={PAPER}/rss")[1]


def test_a_page_that_can_not_be_had_is_a_row_that_says_why(newsroom, crawl, query):
    (story,) = samples(STORY, 1)
    newsroom.page(story.url, "<title>Halaman tidak ditemukan</title><p>Contoh")
    code, said = crawl("page", f"url={story.url}")
    assert (code, said.partition(":")[2].split()[0]) == (20, "broken")
    assert query("SELECT url, reason FROM rejects") == [(story.url, "soft-404")]


# How they are called

CALLS = [
    (BloggerSpider, "site"),
    (WordpressSpider, "site"),
    (FeedSpider, "url"),
    (PageSpider, "url"),
]
every_call = pytest.mark.parametrize(("spider", "argument"), CALLS)


@every_call
def test_a_missing_address_is_asked_for_with_an_example(spider, argument):
    with pytest.raises(UsageProblem, match=rf"{spider.name} needs .* -a {argument}=https://"):
        spider()


@every_call
@pytest.mark.parametrize(
    "address", ["contoh", "https://contoh", "ftp://contoh.id", "http://[", " "]
)
def test_what_is_no_web_address_is_refused_with_an_example(spider, argument, address):
    with pytest.raises(UsageProblem, match=rf"{argument}=.* is not a web address; .*=https://"):
        spider(**{argument: address})


@every_call
def test_an_argument_nobody_reads_is_refused(spider, argument):
    with pytest.raises(
        UsageProblem, match=f"{spider.name} has no argument tanggal; it takes .*url|site"
    ):
        spider(**{argument: "https://www.contoh.id", "tanggal": "2025-06-18"})


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://contoh.blogspot.com", "contoh.blogspot.com"),
        ("http://www.Contoh.co.id/blog/", "contoh.co.id"),
        ("contoh.id", "contoh.id"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
    ],
)
def test_a_site_without_a_file_is_called_by_its_host(address, name):
    assert WordpressSpider(site=address).name == name


def test_two_of_a_kind_do_not_share_their_site():
    one, two = BloggerSpider(site="https://satu.id"), BloggerSpider(site="https://dua.id")
    assert (one.name, two.name, BloggerSpider.name) == ("satu.id", "dua.id", "blogger")
    assert one.discover[0].url != two.discover[0].url


def test_a_call_without_an_address_is_one_sentence_and_writes_nothing(crawl, tmp_path):
    code, said = crawl("blogger")
    assert code == 2
    assert said == (
        "scrapy crawl: blogger needs an address, for instance -a site=https://contoh.blogspot.com"
    )
    assert not list(tmp_path.iterdir())


def test_a_saved_listing_of_a_site_without_a_file_is_read(newsroom, tmp_path):
    posts = samples(POST, 3)
    newsroom.serve(BloggerFeed(BLOG), posts)
    saved = tmp_path / "feed.json"
    (first,) = BloggerFeed(BLOG).first(BloggerSpider(site=BLOG).window, posts[0].published)
    saved.write_bytes(newsroom.get(first)[1])
    done = scrapy("links", saved, "--site", "blogger")
    assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == [
        post.url for post in posts
    ]
