"""Pasardana (Jakarta, markets)."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class PasardanaSpider(NewsSpider):
    name = "pasardana"
    outlet = "Pasardana"
    province = "topical"
    verified = "addresses of 2026, pages not seen"
    allowed_domains = ["pasardana.id"]
    discover = [DatedIndex("https://pasardana.id/news", "https://pasardana.id/market-analysis")]
    article_url = (
        r"pasardana\.id/(?:news/(?P<year>\d{4})/(?P<month>\d\d?)/(?P<day>\d\d?)/[^/?#]+"
        r"|market-analysis/(?=[^?#]*-)[^?#]+)/?(?:[?#]|$)"
    )
