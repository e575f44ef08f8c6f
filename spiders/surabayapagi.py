"""Surabaya Pagi (Surabaya, daily)."""

from crawler.discovery import Feed, Search
from crawler.news_spider import NewsSpider


class SurabayapagiSpider(NewsSpider):
    name = "surabayapagi"
    outlet = "Surabaya Pagi"
    province = "Jawa Timur"
    verified = "feed and page documented 2026-07"
    robots_note = "flaky for hosted clients"
    allowed_domains = ["surabayapagi.com"]
    discover = [
        Feed("https://surabayapagi.com/feed"),
        Search("https://surabayapagi.com/search/{query}/{page}", links=".category-text-wrap h2 a"),
    ]
    article_url = r"surabayapagi\.com/news-(?P<id>\d+)-[^/?#]+/?(?:[?#]|$)"
