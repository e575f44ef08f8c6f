"""AJNN (Banda Aceh): addresses end in /index.html and are articles all the same."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class AjnnSpider(NewsSpider):
    name = "ajnn"
    outlet = "AJNN"
    province = "Aceh"
    verified = "addresses of 2026, pages not seen"
    allowed_domains = ["ajnn.net"]
    discover = [DatedIndex("https://www.ajnn.net/")]
    article_url = r"ajnn\.net/news/[^/?#]+/index\.html(?:[?#]|$)"
