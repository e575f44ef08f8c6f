"""RMOL (Jakarta, Rakyat Merdeka Online, 2007): politics; reporter and editor in capitals."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider


class RmolSpider(NewsSpider):
    name = "rmol"
    outlet = "RMOL"
    verified = "documented 2026-08"
    allowed_domains = ["rmol.id"]
    discover = [
        Feed("https://rmol.id/rss/latest-posts"),
        Feed("https://rmol.id/rss"),
        DatedIndex("https://rmol.id/indeksberita"),
    ]
    article_url = (
        r"\.id/(?!video)(?:[\w-]+/)?read/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)"
        r"/(?P<id>\d+)/[^/?#]+"
    )
    body = "#fontResizableText"
    drop = (".border_black", ".post-tags")
    strip = (r"\s*rmol news logo article\s*$",)
