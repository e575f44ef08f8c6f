"""Spiders that err, for what a run makes of errors of the program itself."""

import re
from contextlib import suppress

from scrapy.exceptions import CannotResolveHostError

from crawler.discovery.base import Fetch
from crawler.discovery.blogger import BloggerFeed
from crawler.fetching import network
from crawler.news_spider import NewsSpider


class NetworkGoesDown:
    """A downloader middleware after which nothing is reached any more, two articles on."""

    def __init__(self):
        self.articles = 0

    def process_request(self, request):
        """Let listings and two articles pass."""
        self.articles += "link" in request.cb_kwargs
        if self.articles > 2:
            network.is_reachable = lambda host: False
            raise CannotResolveHostError("contoh")


class ErringPipeline:
    """An item pipeline with a fault."""

    def process_item(self, item):
        """Err on the article of number 1002."""
        if "1002" in item.url:
            raise ZeroDivisionError("contoh")
        return item


class ErringWay(BloggerFeed):
    """A source whose reader has a fault."""

    def read(self, content, fetch, window, is_article=None, headers=None):
        """Err on every listing."""
        raise KeyError("contoh")

    def first(self, window, now):
        """A listing of its own address."""
        return [Fetch("https://www.visimuslim.org/feeds/rusak")]


class ErringListing(NewsSpider):
    """A site of which no listing can be read."""

    name = outlet = "erring_listing"
    allowed_domains = ["visimuslim.org"]
    discover = [ErringWay("https://www.visimuslim.org")]


class ErringListingOfTwo(ErringListing):
    """A site whose second source can be read."""

    name = outlet = "erring_listing_of_two"
    discover = [*ErringListing.discover, BloggerFeed("https://www.visimuslim.org")]


class ErringPage(NewsSpider):
    """A site of which one page can't be read."""

    name = outlet = "erring_page"
    allowed_domains = ["visimuslim.org"]
    discover = [BloggerFeed("https://www.visimuslim.org")]

    def read_headline(self, page):
        """Err on the page of number 1002."""
        if "1002" in page.url:
            raise ZeroDivisionError("contoh")
        return super().read_headline(page)


class CostlyPage(ErringPage):
    """A site of which one page takes for ever to read."""

    name = outlet = "costly_page"

    def read_headline(self, page):
        """Go round in circles on the page of number 1002; no parser's own handlers stop that."""
        while "1002" in page.url:
            with suppress(Exception):
                re.search("(?:a|a)*b", "a" * 40)
        return NewsSpider.read_headline(self, page)


class CostlyWay(ErringWay):
    """A source of which reading takes for ever."""

    def read(self, content, fetch, window, is_article=None, headers=None):
        """Go round in circles on every listing."""
        while True:
            hash(content)


class CostlyListing(ErringListing):
    """A site whose first source takes for ever to read."""

    name = outlet = "costly_listing"
    discover = [CostlyWay("https://www.visimuslim.org"), *ErringListingOfTwo.discover[1:]]


class ErringCallback(NewsSpider):
    """A site whose spider errs outside of all reading."""

    name = outlet = "erring_callback"
    allowed_domains = ["visimuslim.org"]
    discover = [BloggerFeed("https://www.visimuslim.org")]

    def parse_article(self, response, link):
        """Err on the page of number 1002."""
        if "1002" in response.url:
            raise ZeroDivisionError("contoh")
        yield from super().parse_article(response, link)
