"""tvOne (VIVA group, television): desks below the one host."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class TvonenewsSpider(NewsSpider):
    name = "tvonenews"
    outlet = "tvOnenews"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["tvonenews.com"]
    discover = [DatedIndex("https://www.tvonenews.com/")]
    article_url = (
        r"\.com"
        r"/(?:ekonomi|nasional|internasional|daerah|sport|lifestyle|opini|investigasi|berita|channel/news)/(?:[\w-]+/)?(?P<id>\d+)-[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    published = ".detail-date"
    authors = ".detail-author"
    body = ".detail-content"
