"""Betahita (Jakarta, environment): days without a time; opens with "BETAHITA.ID - "."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class BetahitaSpider(NewsSpider):
    name = "betahita"
    outlet = "Betahita"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["betahita.id"]
    discover = [
        DatedIndex("https://www.betahita.id/"),
        Search("https://www.betahita.id/search?query={query}&pagenum={page}"),
    ]
    article_url = r"betahita\.id/(?:news/)?(?:berita|opini|sorot|lipsus)/(?P<id>\d+)/[^/?#]+"
    headline = "div.judul-artikel h1"
    published = "div.judul-artikel h5.margin-bottom-sm"
    authors = "div.box-sumber h5.title a"
    body = "div.detail-in"
    dateline = "{outlet:BETAHITA.ID} -"
    drop = ("div.box-foto-artikel",)
