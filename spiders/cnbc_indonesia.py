"""CNBC Indonesia (Jakarta, Trans Media): markets and business."""

from crawler.discovery import DatedIndex, Feed
from crawler.families.detik_network import CnnAndCnbc

FEEDS = ["market", "news", "tech", "entrepreneur", "syariah", "lifestyle", "mymoney"]


class CnbcIndonesiaSpider(CnnAndCnbc):
    name = "cnbc_indonesia"
    outlet = "CNBC Indonesia"
    province = "topical"
    verified = "documented 2026-10"
    allowed_domains = ["cnbcindonesia.com"]
    discover = [
        DatedIndex("https://www.cnbcindonesia.com/indeks?date={day:%Y/%m/%d}&page={page}"),
        Feed(*(f"https://www.cnbcindonesia.com/{desk}/rss" for desk in FEEDS)),
    ]
    strip = (r"^TIM RISET CNBC INDONESIA$",)
