"""Hukumonline (Jakarta, law, 2000): part of it is for subscribers."""

from crawler.discovery import Sitemap
from crawler.news_spider import NewsSpider


class HukumonlineSpider(NewsSpider):
    name = "hukumonline"
    outlet = "Hukumonline"
    province = "topical"
    verified = "documented 2026-08"
    robots_note = "part behind a subscription"
    allowed_domains = ["hukumonline.com"]
    discover = [Sitemap("https://www.hukumonline.com/berita/sitemap.xml")]
    article_url = r"hukumonline\.com/berita/a/[^/?#]+/?(?:[?#]|$)"
    published = "time::attr(datetime)"
    drop = (".related", ".promo")
