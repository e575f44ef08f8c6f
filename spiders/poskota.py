"""Poskota (Jakarta, 1970): its meta date ends in a false +00:00 (2026); the printed line is WIB."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider


class PoskotaSpider(NewsSpider):
    name = "poskota"
    outlet = "Poskota"
    province = "DKI Jakarta"
    verified = "documented 2026-08"
    allowed_domains = ["poskota.co.id"]
    former_domains = ("poskotanews.com",)
    discover = [
        Feed("https://www.poskota.co.id/rss"),
        DatedIndex("https://www.poskota.co.id/jakarta-raya?page={page}"),
    ]
    article_url = (
        r"/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)"
        r"/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    body = "div[itemprop=articleBody], .article-content"
    distrust = ("meta:article:published_time",)
