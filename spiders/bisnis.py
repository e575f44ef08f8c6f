"""Bisnis.com (Jakarta, sister of the daily Bisnis Indonesia): markets and the economy."""

from crawler.discovery import DatedIndex, NewsSitemap
from crawler.news_spider import NewsSpider


class BisnisSpider(NewsSpider):
    name = "bisnis"
    outlet = "Bisnis.com"
    province = "topical"
    verified = "documented 2026-08"
    robots_note = "the newest listing is guarded against robots; desks blocked an audit of 2026-10"
    allowed_domains = ["bisnis.com"]
    discover = [
        DatedIndex("https://www.bisnis.com/index?categoryId=0&type=indeks&date={day}&page={page}"),
        NewsSitemap("https://www.bisnis.com/sitemap-news.xml"),
    ]
    article_url = (
        r"//(?!epaper|foto|video|infografi)[\w.]*bisnis\.com/read/\d{8}/\d+/(?P<id>\d+)/[^/?#]+"
    )
    body = ".detailsContent"
