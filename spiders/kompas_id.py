"""Harian Kompas (Jakarta, daily since 1965): most articles show their opening only."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider

DESKS = ["politik-dan-hukum", "ekonomi", "nusantara", "metropolitan", "kriminalitas"]


class KompasIdSpider(NewsSpider):
    name = "kompas_id"
    outlet = "Kompas"
    province = "national"
    verified = "addresses of 2025 and 2026, pages not seen"
    robots_note = "part behind a subscription"
    allowed_domains = ["kompas.id"]
    discover = [DatedIndex(*(f"https://www.kompas.id/kategori/{desk}" for desk in DESKS))]
    article_url = (
        r"kompas\.id/(?:artikel/(?!en-)|baca/[\w-]+/(?P<year>\d{4})/"
        r"(?P<month>\d\d)/(?P<day>\d\d)/)[^/?#]+/?(?:[?#]|$)"
    )
