"""TrenAsia (Jakarta, business): trenasia.com before."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class TrenasiaSpider(NewsSpider):
    name = "trenasia"
    outlet = "TrenAsia"
    province = "topical"
    verified = "feed listed 2026, pages not seen"
    allowed_domains = ["trenasia.id"]
    former_domains = ("trenasia.com",)
    discover = [Feed("https://www.trenasia.id/rss")]
    article_url = (
        r"trenasia\.(?:id|com)/(?!tag|search|rss)[\w-]+/(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$"
        r")"
    )
