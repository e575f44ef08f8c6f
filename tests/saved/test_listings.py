"""A saved listing: what a crawl would follow on it, and why where that is nothing."""

import pytest

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.sitemap import NewsSitemap
from crawler.discovery.wordpress import WordPressApi
from crawler.news_spider import NewsSpider
from crawler.saved.listings import links_in
from tests.support.newsroom import NO_WINDOW, Newsroom, samples

HOME = "https://www.contoh.id"
ARTICLES = samples(HOME + "/read/{number}/{slug}", 12)


class ContohSpider(NewsSpider):
    name = "contoh"
    allowed_domains = ["contoh.id"]
    article_url = r"/read/(?P<id>\d+)/"
    discover = [
        Feed(HOME + "/rss"),
        NewsSitemap(HOME + "/sitemap.xml"),
        DatedIndex(HOME + "/indeks?date={day}&page={page}"),
    ]


class ContohBlogSpider(ContohSpider):
    name = "contoh_blog"
    discover = [BloggerFeed(HOME), WordPressApi(HOME), JsonListing(HOME + "/api?page={page}")]


def saved(source, articles=ARTICLES):
    """A listing as the newsroom serves it, saved."""
    with Newsroom() as newsroom:
        newsroom.serve(source, articles)
        fetch = list(source.first(NO_WINDOW, articles[0].published))[0]
        return newsroom.get(fetch)[1], fetch.url


@pytest.mark.parametrize(
    ("spider", "source"),
    [(ContohSpider, source) for source in ContohSpider.discover]
    + [(ContohBlogSpider, source) for source in ContohBlogSpider.discover[:2]],
    ids=lambda value: type(value).__name__ if not isinstance(value, type) else "",
)
def test_every_kind_of_file_is_recognised_and_read_in_order(spider, source):
    content, url = saved(source)
    lines, problem = links_in(content, url, spider())
    wanted = ARTICLES[: len(lines)]
    assert len(lines) >= 10 and problem == ""
    assert [line["url"] for line in lines] == [article.url for article in wanted]
    assert [line["publisher_id"] for line in lines] == [str(a.number) for a in wanted]
    assert all(line["date"] for line in lines)
    assert list(lines[0]) == ["url", "publisher_id", "date"]


def test_a_kind_of_file_the_site_never_declared_is_read_all_the_same():
    content, url = saved(Feed(HOME + "/rss"))
    assert len(links_in(content, url, ContohBlogSpider())[0]) == 12


def test_the_parts_of_a_sitemap_index_are_printed():
    index = "<sitemapindex><sitemap><loc>https://www.contoh.id/a.xml</loc></sitemap></sitemapindex>"
    lines, _ = links_in(index.encode(), HOME + "/sitemap.xml", ContohSpider())
    assert [line["url"] for line in lines] == [HOME + "/a.xml"]


def test_a_listing_of_other_pages_names_the_first_and_says_where_to_look():
    page = b"<a href='/politik/satu-dua-tiga-empat'>x</a>"
    lines, problem = links_in(page, HOME + "/", ContohSpider())
    assert lines == [] and problem
    feed = "<rss><channel><item><link>https://www.contoh.id/video/1</link></item></channel></rss>"
    lines, problem = links_in(feed.encode(), HOME + "/rss", ContohSpider())
    assert lines == [] and "none of its 1 links" in problem and "article_url" in problem
