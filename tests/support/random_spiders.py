"""Sites of every kind of listing, for servers that fail at random (random_server.py)."""

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import Sitemap
from crawler.discovery.wordpress import WordPressApi
from crawler.news_spider import NewsSpider


class Feeding(NewsSpider):
    """A feed of numbered articles."""

    name = outlet = "feeding"
    allowed_domains = ["umpan.id"]
    article_url = r"/read/(?P<id>\d+)"
    discover = [Feed("https://www.umpan.id/rss")]


class Paging(NewsSpider):
    """An index of pages, newest first."""

    name = outlet = "paging"
    allowed_domains = ["indeks.id"]
    article_url = r"/berita/(?P<id>\d+)"
    discover = [DatedIndex("https://www.indeks.id/indeks?halaman={page}")]


class Mapped(NewsSpider):
    """A sitemap of articles without numbers."""

    name = outlet = "mapped"
    allowed_domains = ["peta.id"]
    article_url = r"/(?:20\d\d/\d\d|kabar)/[a-z0-9-]+$"
    discover = [Sitemap("https://www.peta.id/sitemap.xml")]


class Daily(NewsSpider):
    """An index by day, and a feed beside it."""

    name = outlet = "daily"
    allowed_domains = ["harian.id"]
    article_url = r"/baca/(?P<id>\d+)"
    discover = [
        Feed("https://www.harian.id/rss"),
        DatedIndex("https://www.harian.id/indeks?hari={day}&halaman={page}"),
    ]


class Pressed(NewsSpider):
    """A WordPress API that carries whole articles."""

    name = outlet = "pressed"
    allowed_domains = ["pers.id"]
    article_url = r"/20\d\d/\d\d/[a-z0-9-]+"
    discover = [WordPressApi("https://www.pers.id")]


class Blogging(NewsSpider):
    """A blog whose feed carries summaries."""

    name = outlet = "blogging"
    allowed_domains = ["blog.id"]
    article_url = r"/20\d\d/\d\d/[a-z0-9-]+\.html"
    discover = [BloggerFeed("https://www.blog.id")]


ADDRESSES = {
    "feeding": "https://www.umpan.id/read/{number}/{slug}",
    "paging": "https://www.indeks.id/berita/{number}/{slug}",
    "mapped": "https://www.peta.id/{day:%Y/%m}/{slug}",
    "daily": "https://www.harian.id/baca/{number}-{slug}",
    "pressed": "https://www.pers.id/{day:%Y/%m}/{slug}",
    "blogging": "https://www.blog.id/{day:%Y/%m}/{slug}.html",
}
"""Where each site publishes an article."""
MOVED = {
    "feeding": "https://www.umpan.id/read/{number}",
    "paging": "https://indeks.id/berita/{number}/{slug}",
    "mapped": "https://www.peta.id/kabar/{slug}",
    "daily": "https://www.harian.id/baca/{number}",
    "pressed": "https://pers.id/{day:%Y/%m}/{slug}/",
    "blogging": "https://blog.id/{day:%Y/%m}/{slug}.html",
}
"""Where the same article lies after the site changed its addresses."""
SPIDERS = {each.name: each for each in (Feeding, Paging, Mapped, Daily, Pressed, Blogging)}
