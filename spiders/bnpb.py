"""BNPB (national agency for disasters)."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class BnpbSpider(NewsSpider):
    name = "bnpb"
    outlet = "BNPB"
    province = "national"
    verified = "addresses of 2026, pages not seen"
    robots_note = "refuses addresses of datacentres (2026-06)"
    allowed_domains = ["bnpb.go.id"]
    discover = [DatedIndex("https://bnpb.go.id/berita")]
    article_url = r"bnpb\.go\.id/(?:index\.php/)?berita/(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$)"
