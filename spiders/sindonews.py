"""SINDOnews (Jakarta, MNC): text without paragraphs, parted by line breaks."""

from crawler.discovery import DatedIndex, Feed, Search
from crawler.families.mnc import Mnc


class SindonewsSpider(Mnc):
    name = "sindonews"
    outlet = "SINDOnews"
    province = "national"
    verified = "documented 2026-07"
    allowed_domains = ["sindonews.com"]
    discover = [
        DatedIndex("https://www.sindonews.com/indeks/0/{offset}?t={day}", step=20),
        Feed("https://www.sindonews.com/feed"),
        Search("https://www.sindonews.com/search/go?q={query}&type=artikel&p={page}"),
    ]
    article_url = r"//\w+\.sindonews\.com/read/(?P<id>\d+)/\d+/[^/?#]+/?(?:[?#]|$)"
    numbers_count = "site"
    whole_article = "showpage=all"
    published = ".detail-date-artikel"
    authors = ".detail-nama-redaksi a[rel=author]"
    body = "#detail-desc, .detail-desc"
    drop = ("#detail-desc [class^=v-]",)
