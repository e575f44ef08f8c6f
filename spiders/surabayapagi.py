"""Surabaya Pagi (Surabaya, daily)."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class SurabayapagiSpider(NewsSpider):
    name = "surabayapagi"
    outlet = "Surabaya Pagi"
    province = "Jawa Timur"
    verified = "feed and page documented 2026-07"
    robots_note = "flaky for hosted clients"
    allowed_domains = ["surabayapagi.com"]
    discover = [Feed("https://surabayapagi.com/feed")]
    article_url = r"surabayapagi\.com/news-(?P<id>\d+)-[^/?#]+/?(?:[?#]|$)"
