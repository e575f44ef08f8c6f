"""Kompas TV (Jakarta, television): its feed stands in six projects of 2025 and 2026."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class KompasTvSpider(NewsSpider):
    name = "kompas_tv"
    outlet = "Kompas TV"
    province = "national"
    verified = "feed listed 2026; addresses guessed, pages not seen"
    allowed_domains = ["kompas.tv"]
    discover = [Feed("https://www.kompas.tv/rss")]
    article_url = (
        r"kompas\.tv/(?!rss|tag|indeks|live)(?:[\w-]+/)+(?=[^/?#]*-)[^/?#]+/?(?:\?(?!page=\d)|#|$"
        r")"
    )
    whole_article = "page=all"
