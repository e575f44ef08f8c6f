"""Metrotvnews (Jakarta, Media Group, the news of Metro TV): a code of eight signs is the id."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class MetrotvnewsSpider(NewsSpider):
    name = "metrotvnews"
    outlet = "Metrotvnews.com"
    province = "national"
    verified = "captured page 2016, documented 2026-08"
    allowed_domains = ["metrotvnews.com"]
    discover = [
        DatedIndex("https://www.metrotvnews.com/index"),
        DatedIndex("https://www.metrotvnews.com/search?query=&page={page}"),
        Search("https://www.metrotvnews.com/search?query={query}&page={page}"),
    ]
    article_url = (
        r"//(?!video|foto)[\w.]*\.com/(?!play/|tag/|topic/)[\w-]+/(?:(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)"
        r"/(?P<id>\d+)/|(?P<id2>(?=\w*[\dA-Z])\w{8})-)[^/?#]+"
    )
    body = ".news-text"
