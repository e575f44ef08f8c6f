"""Okezone (Jakarta, MNC): a host for each desk; soft pieces open with one word in capitals."""

from crawler.discovery import DatedIndex, Feed
from crawler.families.mnc import Mnc

DESKS = ("news", "bola", "sports", "economy", "celebrity", "women", "ototekno", "muslim", "edukasi")


class OkezoneSpider(Mnc):
    name = "okezone"
    outlet = "Okezone"
    province = "national"
    verified = "captured page 2020, documented 2026-07"
    robots_note = "addresses under /more/"
    allowed_domains = ["okezone.com"]
    discover = [
        DatedIndex("https://index.okezone.com/bydate/index/{day:%Y/%m/%d}/{offset}/", step=15),
        DatedIndex(
            *(f"https://{desk}.okezone.com/indeks/{{day:%Y/%m/%d}}/{{offset}}" for desk in DESKS),
            step=10,
        ),
        Feed("https://sindikasi.okezone.com/index.php/rss/0/RSS2.0"),
    ]
    article_url = r"/read/\d{4}/\d\d/\d\d/\d+/(?P<id>\d+)/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    numbers_count = "site"
    whole_article = "page=all"
    published = ".journalist span, .namerep b, .meta-post .tgl"
    authors = ".journalist a::attr(title), .reporter .namerep a"
    body = ".c-detail.read, #contentx"
    distrust = (*Mnc.distrust, "url")  # addresses keep the day a story was begun
    drop = ("#baca-juga", ".vicon", "[id^=_popIn]")
