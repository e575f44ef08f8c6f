"""Tribunnews and the Tribun Network: Jakarta and some sixty regional papers on own hosts."""

from crawler.discovery import DatedIndex, Feed, NewsSitemap
from crawler.families.kompas_gramedia import TribunNetwork

PAPERS = (
    *("www", "aceh", "bali", "bangka", "banjarmasin", "jabar", "jakarta", "jateng", "jogja"),
    *("kaltim", "kupang", "medan", "papua", "pekanbaru", "prohaba", "sumsel", "surabaya"),
    "wartakota",
)
INDEX = "/index-news?date={day}&page={page}"


class TribunnewsSpider(TribunNetwork):
    name = "tribunnews"
    outlet = "TRIBUNNEWS.COM"
    verified = "documented 2026-07"
    robots_note = "search, tag and topic pages; refuses clients that are no browser"
    allowed_domains = ["tribunnews.com"]
    discover = [
        DatedIndex(*(f"https://{host}.tribunnews.com{INDEX}" for host in PAPERS)),
        NewsSitemap("https://www.tribunnews.com/news/sitemap-news.xml"),
        Feed("https://www.tribunnews.com/rss"),
    ]
