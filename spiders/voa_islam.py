"""Voa-Islam (Bekasi): "HODEIDAH, YAMAN (voa-islam.com) - ", city and country before the outlet."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.news_spider import NewsSpider


class VoaIslamSpider(NewsSpider):
    name = "voa_islam"
    outlet = "voa-islam.com"
    province = "topical"
    verified = "captured home page 2018"
    allowed_domains = ["voa-islam.com"]
    discover = [Feed("https://www.voa-islam.com/rss"), DatedIndex("https://www.voa-islam.com/")]
    article_url = r"/read/[\w-]+/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<id>\d+)/[^/?#;]+"
    dateline = "{place} ({outlet:voa-islam.com}) -"
