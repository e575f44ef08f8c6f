"""Liputan6 (Jakarta, began as SCTV's news hour): half of its datelines have no dash."""

from crawler.discovery import DatedIndex, Feed
from crawler.families.kly import Kly

DESKS = ("news", "bisnis", "bola", "showbiz", "tekno", "health", "lifestyle", "regional", "global")


class Liputan6Spider(Kly):
    name = "liputan6"
    outlet = "Liputan6.com"
    province = "national"
    verified = "captured page 2016, documented 2026-10"
    allowed_domains = ["liputan6.com"]
    discover = [
        DatedIndex("https://www.liputan6.com/indeks/{day:%Y/%m/%d}?page={page}"),
        Feed(*(f"https://feed.liputan6.com/rss/{desk}" for desk in DESKS)),
    ]
    dateline = "{outlet:Liputan6.com}, {place}"
    visible_date_is_update = True
