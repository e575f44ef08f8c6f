"""Koran Jakarta (Jakarta, daily): the day stands in the address, until 2024 only words."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class KoranJakartaSpider(NewsSpider):
    name = "koran_jakarta"
    outlet = "Koran Jakarta"
    province = "DKI Jakarta"
    verified = "addresses of 2026, pages not seen"
    allowed_domains = ["koran-jakarta.com"]
    discover = [DatedIndex("https://koran-jakarta.com/")]
    article_url = (
        r"koran-jakarta\.com/(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)/"
        r"|(?!\d{4}-|page/)(?=(?:[^/?#]+-){2}))[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    whole_article = "page=all"
