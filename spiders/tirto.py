"""Tirto (Jakarta, 2016): long explanatory pieces beside the news; no JSON-LD of the article."""

from crawler.discovery import DatedIndex, Feed, Sitemap
from crawler.news_spider import NewsSpider


class TirtoSpider(NewsSpider):
    name = "tirto"
    outlet = "tirto.id"
    province = "national"
    verified = "documented 2026-07"
    robots_note = "further pages of the index; Cloudflare refuses short user agents"
    allowed_domains = ["tirto.id"]
    discover = [
        Feed("https://tirto.id/sitemap/r/google-discover"),
        DatedIndex("https://tirto.id/indeks"),
        Sitemap("https://tirto.id/sitemap.xml"),
    ]
    article_url = r"tirto\.id/(?:\w+-){2,}(?P<id>[0-9A-Za-z]{4})/?(?:[?#]|$)"
    body = ".content-text-editor"
