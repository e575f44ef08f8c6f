"""ANTARA (Jakarta, the national news agency, 1937); its bureaus are in tables/antara.csv."""

from crawler.discovery import DatedIndex, Feed, Search
from crawler.families.antara import Antara

DESKS = ["terkini", "politik", "hukum", "ekonomi", "metro", "olahraga", "humaniora", "dunia"]


class AntaraSpider(Antara):
    name = "antara"
    outlet = "ANTARA"
    province = "national"
    verified = "captured page 2016, documented 2026-08"
    allowed_domains = ["antaranews.com"]
    discover = [
        Feed(*(f"https://www.antaranews.com/rss/{desk}.xml" for desk in DESKS)),
        DatedIndex("https://www.antaranews.com/indeks/{day}"),
        DatedIndex("https://www.antaranews.com/terkini?page={page}"),
        Search("https://www.antaranews.com/search?q={query}&page={page}"),
    ]
