"""inilah.com (Jakarta): addresses are a slug at the root, without a number."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider

DESKS = ["ekonomi", "nasional", "news"]


class InilahSpider(NewsSpider):
    name = "inilah"
    outlet = "inilah.com"
    province = "national"
    verified = "feed verified by others 2026-10, pages not seen"
    allowed_domains = ["inilah.com"]
    discover = [
        Feed(*(f"https://www.inilah.com/rss/{desk}" for desk in DESKS)),
        Feed("https://www.inilah.com/rss"),
    ]
    article_url = r"inilah\.com/(?!rss|tag|indeks|kanal)(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$)"
