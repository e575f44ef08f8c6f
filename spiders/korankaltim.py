"""Koran Kaltim (Samarinda): serves a client that asks for one page, blocks one that guesses."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class KorankaltimSpider(NewsSpider):
    name = "korankaltim"
    outlet = "Koran Kaltim"
    province = "Kalimantan Timur"
    verified = "addresses of 2026, pages not seen"
    robots_note = "blocked a client that guessed nine addresses (2026-09)"
    allowed_domains = ["korankaltim.com"]
    discover = [DatedIndex("https://korankaltim.com/")]
    article_url = r"korankaltim\.com/read/[\w-]+/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    timezone = "Asia/Makassar"
