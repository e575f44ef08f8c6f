"""Harian Jogja (Yogyakarta, Bisnis group): desks on hosts."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider

DESKS = ["news", "jogjapolitan", "ekbis", "jateng"]


class HarianjogjaSpider(NewsSpider):
    name = "harianjogja"
    outlet = "Harian Jogja"
    province = "DI Yogyakarta"
    verified = "documented 2026-08"
    allowed_domains = ["harianjogja.com"]
    discover = [
        DatedIndex(*(f"https://{desk}.harianjogja.com/" for desk in DESKS)),
        Search("https://www.harianjogja.com/search?q={query}&page={page}"),
    ]
    article_url = (
        r"harianjogja\.com/(?:r-(?P<id>\d+)|read/(?P<year>\d{4})/"
        r"(?P<month>\d\d)/(?P<day>\d\d)/\d+/(?P<id2>\d+))/[^/?#]+/?(?:[?#]|$)"
    )
    body = ".article-content"
    drop = (".recommended", ".tag")
