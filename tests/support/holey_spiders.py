"""Sites whose listings break, for what becomes of the articles behind."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.sitemap import Sitemap
from crawler.news_spider import NewsSpider

INDEX = DatedIndex("https://www.contoh.id/indeks?halaman={page}")
SITEMAP = Sitemap("https://www.contoh.id/sitemap.xml")


class Paging(NewsSpider):
    """A site with one index, newest articles first."""

    name = outlet = "paging"
    allowed_domains = ["contoh.id"]
    article_url = r"/read/(?P<id>\d+)/"
    discover = [INDEX]


class Parts(Paging):
    """A site with a sitemap of parts."""

    name = outlet = "parts"
    discover = [SITEMAP]


class Second(Paging):
    """A site with an index by day, and a sitemap beside it."""

    name = outlet = "second"
    discover = [DatedIndex("https://www.contoh.id/indeks?hari={day}&halaman={page}"), SITEMAP]
