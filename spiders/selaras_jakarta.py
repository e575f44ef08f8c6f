"""Selaras (Jakarta edition)."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class SelarasJakartaSpider(NewsSpider):
    name = "selaras_jakarta"
    outlet = "Selaras Jakarta"
    province = "DKI Jakarta"
    verified = "documented 2026-08"
    allowed_domains = ["jakarta.selaras.co.id"]
    discover = [Feed("https://jakarta.selaras.co.id/rss")]
    article_url = r"selaras\.co\.id/detail/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    body = ".post_content, .endmark"
