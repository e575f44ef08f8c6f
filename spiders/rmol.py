"""RMOL (Jakarta, Rakyat Merdeka Online, 2007): politics; reporter and editor in capitals."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider


class RmolSpider(NewsSpider):
    name = "rmol"
    outlet = "RMOL"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["rmol.id"]
    discover = [
        Feed("https://rmol.id/rss/latest-posts"),
        DatedIndex("https://rmol.id/indeksberita"),
    ]
    article_url = r"\.id/(?!video)(?:[\w-]+/)?read/\d{4}/\d\d/\d\d/(?P<id>\d+)/[^/?#]+"
    body = "#fontResizableText"
    drop = (".border_black",)
    strip = (r"\s*rmol news logo article\s*$",)
