"""Tempo (Jakarta, weekly since 1971): desks on hosts until 2025, then on paths.

The feed of a desk was three weeks old in October 2026: the index of the day comes first.
"""

from crawler.discovery import DatedIndex, Feed, JsonListing
from crawler.news_spider import NewsSpider

DESKS = ["nasional", "bisnis", "metro", "dunia", "bola", "sport", "tekno", "otomotif", "nusantara"]


class TempoSpider(NewsSpider):
    name = "tempo"
    outlet = "Tempo"
    province = "national"
    verified = "captured page 2015, documented 2026-08"
    allowed_domains = ["tempo.co"]
    discover = [
        DatedIndex("https://www.tempo.co/indeks?page={page}&start_date={day}&end_date={day}"),
        Feed(*(f"https://rss.tempo.co/{desk}" for desk in DESKS)),
        JsonListing(
            *(f"https://www.tempo.co/{desk}/_payload.json" for desk in DESKS),
            items="**.latest.data",
            url="https://www.tempo.co/{canonical_url}",
        ),
    ]
    article_url = (  # majalah.tempo.co/read/opini/170001/judul, /hukum/judul-2170001
        r"//(?!foto|video|grafis)[\w.]*tempo\.co/"
        r"(?:read/(?:news/\d{4}/\d\d/\d\d/|(?!beritafoto)[a-z-]+/)?(?P<id>\d+)/[^/?#]+"
        r"|(?:(?!foto|video|tag)[\w-]+/){1,2}[\w-]+-(?P<id2>\d{5,9}))/?(?:[?#]|$)"
    )
    body = "#content-wrapper, .detail-content"
