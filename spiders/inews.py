"""iNews (Jakarta, MNC's television news online) and its regional hosts.

A paged story is cited with /all at its end (2026).
"""

from crawler.discovery import DatedIndex, Feed
from crawler.families.mnc import Mnc


class InewsSpider(Mnc):
    name = "inews"
    outlet = "iNews.id"
    province = "national"
    verified = "documented 2026-06; index by day from older code"
    robots_note = "another crawler's notes (2026-07): only with permission"
    allowed_domains = ["inews.id"]
    discover = [
        Feed("https://www.inews.id/feed"),
        DatedIndex("https://www.inews.id/indeks/news/{day:%d-%m-%Y}/{page}"),
    ]
    article_url = (
        r"inews\.id/(?!multimedia|tag|topic|indeks)(?:[\w-]+/){1,3}\w+-\w+-[\w-]+"
        r"(?:/all)?/?(?:[?#]|$)"
    )
    published = ".createdAt"
