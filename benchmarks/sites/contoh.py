"""The local site of benchmarks/local_site.py, whose address the setting SITEMAP holds."""

from crawler.discovery.sitemap import Sitemap
from crawler.news_spider import NewsSpider


class ContohSpider(NewsSpider):
    """A site with a body selector, as most are; without a domain, since its port changes."""

    name = "contoh"
    outlet = "Contoh"
    discover = []
    article_url = r"/berita/(?P<id>\d+)/"
    body = "div.read__content"

    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        """Made by Scrapy; the address is another one each time."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.discover = [Sitemap(crawler.settings["SITEMAP"])]
        return spider
