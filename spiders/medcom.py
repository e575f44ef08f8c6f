"""Medcom (Jakarta, Media Group): sister of Metro TV and Media Indonesia."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class MedcomSpider(NewsSpider):
    name = "medcom"
    outlet = "Medcom"
    province = "national"
    verified = "feed listed 2026, one selector listed; addresses guessed"
    allowed_domains = ["medcom.id"]
    discover = [Feed("https://www.medcom.id/rss")]
    article_url = (
        r"medcom\.id/(?!tag|rss|foto|video)(?:[\w-]+/)+(?=[^/?#]*-)[^/?#]+/?(?:\?(?!page=\d)|#|$"
        r")"
    )
    body = "div.article-content"
