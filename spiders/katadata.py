"""Katadata (Jakarta, 2012): economy and data; its clock prints no zone and means WIB."""

from crawler.discovery import Feed, Sitemap
from crawler.news_spider import NewsSpider


class KatadataSpider(NewsSpider):
    name = "katadata"
    outlet = "Katadata"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["katadata.co.id"]
    discover = [
        Feed("https://katadata.co.id/rss"),
        Sitemap("https://katadata.co.id/sitemap/post/{year}-{month}.xml"),
    ]
    article_url = r"\.id/(?!video|foto)(?:[\w-]+/){1,3}(?P<id>[0-9a-f]{13,14})/[^/?#]+"
    body = "div.detail-body"
    strip = ("^Dapatkan pengalaman membaca.*",)
