"""Tempo in English (Jakarta): its own host, numbers and feed."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class TempoEnglishSpider(NewsSpider):
    name = "tempo_english"
    outlet = "Tempo English"
    province = "national"
    language = "en"
    verified = "feed listed 2026, pages not seen"
    allowed_domains = ["en.tempo.co"]
    discover = [Feed("https://en.tempo.co/rss")]
    article_url = (
        r"en\.tempo\.co/read/(?:news/(?P<year>\d{4})/(?P<month>\d\d)/"
        r"(?P<day>\d\d)/)?(?P<id>\d+)/[^/?#]+"
    )
