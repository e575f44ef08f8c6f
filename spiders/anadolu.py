"""Anadolu in Indonesian (Ankara, the state agency of Turkey): below /id/ of its host."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class AnadoluSpider(NewsSpider):
    name = "anadolu"
    outlet = "Anadolu"
    province = "international"
    verified = "feed by platform, pages not seen"
    allowed_domains = ["aa.com.tr"]
    discover = [Feed("https://www.aa.com.tr/id/rss/default?cat=live")]
    article_url = r"aa\.com\.tr/id/[\w-]+/[^/?#]+/(?P<id>\d+)/?(?:[?#]|$)"
