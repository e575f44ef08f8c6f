"""Suara.com (Jakarta, Arkadia, 2014): the time of publishing stands in the address."""

from crawler.discovery import DatedIndex, Feed, NewsSitemap
from crawler.news_spider import NewsSpider


class SuaraSpider(NewsSpider):
    name = "suara"
    outlet = "Suara.com"
    province = "national"
    verified = "documented 2026-08"
    robots_note = "names the crawlers of AI firms"
    allowed_domains = ["suara.com"]
    discover = [
        NewsSitemap("https://www.suara.com/sitemap.xml"),
        DatedIndex("https://www.suara.com/indeks?page={page}"),
        Feed("https://www.suara.com/rss/news"),
    ]
    article_url = (
        r"\.com/(?!video|foto)(?:[\w-]+/)?\d{4}/\d\d/\d\d/\d{6}/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    whole_article = "page=all"
    authors = ".author-trigger a"
    body = ".article-content"
    drop = (".ten-second", ".article-read")
