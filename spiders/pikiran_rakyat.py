"""Pikiran Rakyat (Bandung, daily since 1966): local editions on dozens of hosts."""

from crawler.discovery import DatedIndex, Feed, Sitemap
from crawler.families.promedia import Promedia


class PikiranRakyatSpider(Promedia):
    name = "pikiran_rakyat"
    outlet = "PIKIRAN RAKYAT"
    province = "Jawa Barat"
    verified = "documented 2026-08"
    robots_note = "Cloudflare; every article answered 403 to a register of outlets (2026-09)"
    allowed_domains = ["pikiran-rakyat.com"]
    discover = [
        Sitemap("https://www.pikiran-rakyat.com/sitemap.xml"),
        DatedIndex("https://www.pikiran-rakyat.com/indeks-berita?page={page}"),
        Feed("https://www.pikiran-rakyat.com/feed"),
    ]
    article_url = r"\.com/(?:[\w-]+/){1,2}pr-(?P<id>\d+)/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    dateline = ("{outlet:PIKIRAN RAKYAT} -", "{outlet:DESKJABAR} -", "{outlet:GALAMEDIA} -")
