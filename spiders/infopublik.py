"""InfoPublik (ministry of communication, with the regions): opens with "Blora, InfoPublik - "."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class InfopublikSpider(NewsSpider):
    name = "infopublik"
    outlet = "InfoPublik"
    province = "national"
    verified = "addresses and openings of 2026, pages not seen"
    allowed_domains = ["infopublik.id"]
    discover = [DatedIndex("https://infopublik.id/")]
    article_url = r"infopublik\.id/kategori/[\w-]+/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    dateline = "{place}, {outlet:InfoPublik} -"
