"""Komdigi (ministry of communication and digital affairs): releases, bulletins on hoaxes."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider

KINDS = [
    *("berita-kementerian", "siaran-pers", "berita-hoaks", "artikel", "rilis-gpr", "artikel-gpr")
]


class KomdigiSpider(NewsSpider):
    name = "komdigi"
    outlet = "Komdigi"
    province = "national"
    verified = "addresses of 2026, pages not seen"
    allowed_domains = ["komdigi.go.id"]
    discover = [DatedIndex(*(f"https://www.komdigi.go.id/berita/{kind}" for kind in KINDS))]
    article_url = (  # portal.komdigi.go.id counts
        r"komdigi\.go\.id/(?:berita/[\w-]+/detail/[^/?#]+|kanal-publik/berita-kini/(?P<id>\d+))"
        r"/?(?:[?#]|$)"
    )
