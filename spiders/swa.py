"""SWA (Jakarta, management magazine)."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class SwaSpider(NewsSpider):
    name = "swa"
    outlet = "SWA"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["swa.co.id"]
    discover = [
        DatedIndex("https://swa.co.id/latest?page={page}"),
        Search("https://swa.co.id/search?q={query}&page={page}"),
    ]
    article_url = r"swa\.co\.id/read/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    body = ".article-content"
