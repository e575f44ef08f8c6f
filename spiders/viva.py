"""VIVA (Jakarta, 2008 as vivanews.com): stories open with its name, never with a place."""

from crawler.discovery import DatedIndex, Feed, NewsSitemap
from crawler.news_spider import NewsSpider


class VivaSpider(NewsSpider):
    name = "viva"
    outlet = "VIVA"
    province = "national"
    verified = "captured page 2019, documented 2026-08"
    allowed_domains = ["viva.co.id"]
    discover = [
        NewsSitemap("https://www.viva.co.id/sitemap/news/news-sitemap.xml"),
        DatedIndex("https://www.viva.co.id/indeks?page={page}"),
        Feed("https://www.viva.co.id/get/all"),
    ]
    article_url = (
        r"\.id/(?!video|foto|galeri)(?:[\w-]+/){1,3}(?P<id>\d{4,})-[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    whole_article = "page=all"
    authors = ".main-content-author"
    body = ".main-content-detail"
