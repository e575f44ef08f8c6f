"""Suara Muhammadiyah (Yogyakarta, magazine since 1915): the years on WordPress stay on web."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class SuaramuhammadiyahSpider(NewsSpider):
    name = "suaramuhammadiyah"
    outlet = "Suara Muhammadiyah"
    province = "topical"
    verified = "addresses of 2024 to 2026, pages not seen"
    allowed_domains = ["suaramuhammadiyah.id"]
    discover = [DatedIndex("https://www.suaramuhammadiyah.id/")]
    article_url = r"//(?:www\.)?suaramuhammadiyah\.id/read/[^/?#]+/?(?:[?#]|$)"
