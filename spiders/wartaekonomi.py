"""Warta Ekonomi (Jakarta, business): its index goes back to any day."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class WartaekonomiSpider(NewsSpider):
    name = "wartaekonomi"
    outlet = "Warta Ekonomi"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["wartaekonomi.co.id"]
    discover = [DatedIndex("https://wartaekonomi.co.id/indeks/{day:%Y%m%d}?page={page}")]
    article_url = r"wartaekonomi\.co\.id/read(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    headline = "article h1, .articlePostHeader h1"
    published = "time::attr(datetime)"
    body = ".articlePostContent"
    drop = (".adInArticle", ".articleListShare")
    reaches_back_to = "2025-01-05"
