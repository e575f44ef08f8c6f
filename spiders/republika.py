"""Republika (Jakarta, daily since 1993, online since 1995): reporters sign, often by a code."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider


class RepublikaSpider(NewsSpider):
    name = "republika"
    outlet = "Republika"
    province = "national"
    verified = "captured page 2017, documented 2026-08"
    robots_note = "refuses Scrapy by name: a run ends as blocked"
    allowed_domains = ["republika.co.id"]
    custom_settings = {"ROBOTSTXT_USER_AGENT": "Scrapy"}  # what we are, whatever we are called
    discover = [
        Feed("https://www.republika.co.id/rss"),
        DatedIndex("https://republika.co.id/index/{offset}/{day:%Y/%m/%d}", step=50),
    ]
    article_url = (  # until 2019 /berita/nasional/hukum/15/11/05/nxc181330-judul
        r"//(?!visual|video|tv)[\w.]*republika\.co\.id/berita/(?:(?:[\w-]+/)+(?P<year>\d\d)/(?P<month>\d\d)"
        r"/(?P<day>\d\d)/(?P<id>\w+)-|/?(?P<id2>(?=[a-z]*\d)[a-z0-9]{8,12})/)[^/?#]+"
    )
    body = ".article-content article"
    json_ld_author_is_editor = True
