"""EmitenNews (Jakarta, issuers of the stock exchange): lists of nine, counted by offset."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class EmitennewsSpider(NewsSpider):
    name = "emitennews"
    outlet = "EmitenNews"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["emitennews.com"]
    discover = [DatedIndex("https://www.emitennews.com/category/emiten/{offset}", step=9)]
    article_url = r"emitennews\.com/news/(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$)"
    published = "span.time-posted"
    body = ".news-content"
