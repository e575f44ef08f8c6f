"""Tribunnews (Jakarta), and 17 papers of its network, which tables/tribun.csv has one by one."""

from crawler.discovery import DatedIndex, Feed, NewsSitemap
from crawler.families.tribun import INDEX, TribunNetwork

PAPERS = (
    *("www", "aceh", "bali", "bangka", "banjarmasin", "jabar", "jakarta", "jateng", "jogja"),
    *("kaltim", "kupang", "medan", "papua", "pekanbaru", "prohaba", "sumsel", "surabaya"),
    "wartakota",
)


class TribunnewsSpider(TribunNetwork):
    name = "tribunnews"
    outlet = "TRIBUNNEWS.COM"
    province = "national"
    verified = "documented 2026-07"
    robots_note = "search, tag and topic pages; refuses clients that are no browser"
    allowed_domains = ["tribunnews.com"]
    discover = [
        DatedIndex(*(f"https://{host}.tribunnews.com{INDEX}" for host in PAPERS)),
        NewsSitemap("https://www.tribunnews.com/news/sitemap-news.xml"),
        Feed("https://www.tribunnews.com/rss"),
    ]
