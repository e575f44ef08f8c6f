"""CNN Indonesia (Jakarta, Trans Media): bylines name only the desk, closing initials the writer."""

from crawler.discovery import DatedIndex, Feed
from crawler.families.detik_network import CnnAndCnbc


class CnnIndonesiaSpider(CnnAndCnbc):
    name = "cnn_indonesia"
    outlet = "CNN Indonesia"
    province = "national"
    verified = "documented 2026-10"
    allowed_domains = ["cnnindonesia.com"]
    discover = [
        DatedIndex("https://www.cnnindonesia.com/indeks/2?date={day:%Y/%m/%d}&page={page}"),
        Feed("https://www.cnnindonesia.com/rss"),
    ]
