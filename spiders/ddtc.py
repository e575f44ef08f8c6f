"""DDTCNews (Jakarta, tax)."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class DdtcSpider(NewsSpider):
    name = "ddtc"
    outlet = "DDTCNews"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["news.ddtc.co.id"]
    discover = [DatedIndex("https://news.ddtc.co.id/")]
    article_url = (
        r"news\.ddtc\.co\.id/(?:berita|review|literasi|komunitas)/(?:[\w-]+/)*"
        r"(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    )
    published = "#publish-news"
    body = "div.contentArticle"
