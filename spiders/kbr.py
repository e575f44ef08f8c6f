"""KBR (Jakarta, radio news agency): addresses hold no number."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class KbrSpider(NewsSpider):
    name = "kbr"
    outlet = "KBR"
    province = "national"
    verified = "documented 2026-08"
    robots_note = "403 to hosted clients (2026-06)"
    allowed_domains = ["kbr.id"]
    discover = [
        DatedIndex("https://kbr.id/articles/indeks?page={page}"),
        Search("https://kbr.id/search?q={query}&page={page}"),
    ]
    article_url = r"kbr\.id/articles/(?!indeks)[\w-]+/[^/?#]+/?(?:[?#]|$)"
    published = "time::attr(datetime)"
    body = ".article-content"
