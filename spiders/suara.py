"""Suara.com (Jakarta, Arkadia, 2014): the time of publishing stands in the address."""

from crawler.discovery import DatedIndex, Feed, NewsSitemap
from crawler.families.suara import Suara


class SuaraSpider(Suara):
    name = "suara"
    outlet = "Suara.com"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["suara.com"]
    discover = [
        NewsSitemap("https://www.suara.com/sitemap.xml"),
        DatedIndex("https://www.suara.com/indeks?page={page}"),
        Feed("https://www.suara.com/rss/news"),
    ]
