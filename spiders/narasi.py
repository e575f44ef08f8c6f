"""Narasi (Jakarta, 2018): investigation and video; its lists are an API on a host of their own."""

from crawler.discovery import JsonListing
from crawler.news_spider import NewsSpider


class NarasiSpider(NewsSpider):
    name = "narasi"
    outlet = "Narasi"
    province = "topical"
    verified = "API documented 2026-08, pages not seen"
    robots_note = "403 to hosted clients (2026-06)"
    allowed_domains = ["narasi.tv"]
    discover = [
        JsonListing(
            "https://gateway.narasi.tv/core/api/articles/navbar/news"
            "?sort=publishDate&dir=DESC&limit=50",
            items="data",
            url="https://narasi.tv/read/{channel.slug}/{slug}",
            date="publishDate",
        )
    ]
    article_url = r"narasi\.tv/read/[\w-]+/[^/?#]+/?(?:[?#]|$)"
