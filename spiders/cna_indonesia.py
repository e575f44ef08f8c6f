"""CNA Indonesia (Mediacorp, Singapore): Southeast Asia and the world, on Drupal."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider


class CnaIndonesiaSpider(NewsSpider):
    name = "cna_indonesia"
    outlet = "CNA Indonesia"
    province = "international"
    verified = "documented 2026-08"
    allowed_domains = ["cna.id"]
    discover = [
        Feed("https://www.cna.id/api/v1/rss-outbound-feed?_format=xml&category=3321"),
        DatedIndex("https://www.cna.id/terbaru"),
    ]
    article_url = r"cna\.id/(?!topic|terbaru|api)[\w-]+/[^/?#]+-(?P<id>\d{4,})/?(?:[?#]|$)"
    body = ".field--name-body"
