"""Dandapala (Supreme Court, directorate of the general courts): news of the courts."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class DandapalaSpider(NewsSpider):
    name = "dandapala"
    outlet = "Dandapala"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["dandapala.com"]
    discover = [DatedIndex("https://dandapala.com/", links="h3 a[href*='/article/detail/']")]
    article_url = r"dandapala\.com/article/detail/[^/?#]+/?(?:[?#]|$)"
    body = "#article-content"
    drop = ("p.mt-2",)
