"""Deutsche Welle Indonesia (Bonn): no datelines; closes with the writers' initials and agencies."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.news_spider import NewsSpider


class DwIndonesiaSpider(NewsSpider):
    name = "dw_indonesia"
    outlet = "DW Indonesia"
    province = "international"
    verified = "lists of 2023 to 2026 that contradict each other, pages by platform knowledge"
    allowed_domains = ["dw.com"]
    discover = [
        Feed("https://rss.dw.com/xml/rss-id-all"),
        Feed("https://www.dw.com/id/rss"),
        Feed("https://rss.dw.com/xml/rss-indon-all"),
        DatedIndex("https://www.dw.com/id"),
    ]
    article_url = r"dw\.com/id/[^/?#]+/a-(?P<id>\d+)"
    body = ".content-area, .longText"
