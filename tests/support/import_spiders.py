"""One site that other tools have captured."""

from crawler.any_site import AnySite, OnePage
from crawler.news_spider import NewsSpider


class ContohSpider(NewsSpider):
    """Its articles are told by their addresses; nothing is listed."""

    name = outlet = "contoh"
    allowed_domains = ["contoh.id"]
    article_url = r"/read/(?P<id>\d+)"
    discover = []


class PageSpider(AnySite):
    """Any page, as ``scrapy crawl page`` reads it."""

    name = "page"
    argument = "url"

    def sources(self):
        """Nothing is listed."""
        return [OnePage(self.address)]
