"""Merdeka.com (Jakarta, online since 2012): until 2023 stories opened with "Merdeka.com - "."""

from crawler.discovery import DatedIndex, Feed, NewsSitemap
from crawler.families.kly import Kly

DESKS = ["peristiwa", "politik", "uang", "dunia", "jakarta", "jatim", "jabar"]


class MerdekaSpider(Kly):
    name = "merdeka"
    outlet = "Merdeka.com"
    province = "national"
    verified = "documented 2026-07"
    robots_note = "every address with a query"
    allowed_domains = ["merdeka.com"]
    discover = [
        NewsSitemap("https://www.merdeka.com/sitemap.xml"),
        DatedIndex(*(f"https://www.merdeka.com/{desk}" for desk in DESKS)),
        Feed("https://www.merdeka.com/rss/"),
    ]
