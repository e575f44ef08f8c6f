"""TIMES Indonesia (Malang): a network of city desks on one host."""

from crawler.discovery import Sitemap
from crawler.news_spider import NewsSpider


class TimesindonesiaSpider(NewsSpider):
    name = "timesindonesia"
    outlet = "TIMES Indonesia"
    province = "Jawa Timur"
    verified = "addresses and robots.txt of 2026, pages not seen"
    robots_note = "its API"
    allowed_domains = ["timesindonesia.co.id"]
    discover = [Sitemap("https://timesindonesia.co.id/sitemap.xml")]
    article_url = r"\.id/(?:read/news|[\w-]+)/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
