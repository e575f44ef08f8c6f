"""Alinea (Jakarta, 2018): addresses end in a code, "-b2abc9qrs"."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class AlineaSpider(NewsSpider):
    name = "alinea"
    outlet = "Alinea"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["alinea.id"]
    discover = [
        DatedIndex("https://www.alinea.id/indeks"),
        Search("https://www.alinea.id/search?q={query}&page={page}", links=".hasilcari .box1"),
    ]
    article_url = (
        r"alinea\.id"
        r"/(?:peristiwa|politik|bisnis|kolom|gaya-hidup|nasional|dunia|media|foto-esai)/[^/?#]+-b[\w]{4,}/?(?:[?#]|$)"
    )
    published = "div.frontdate"
    authors = "div.reporter__nama"
