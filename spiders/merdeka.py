"""Merdeka.com (Jakarta, online since 2012): until 2023 stories opened with "Merdeka.com - "."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import NewsSitemap
from crawler.families.kly import Kly

DESKS = ["peristiwa", "politik", "uang", "dunia", "jakarta", "jatim", "jabar"]


class MerdekaSpider(Kly):
    name = "merdeka"
    outlet = "Merdeka.com"
    verified = "documented 2026-07"
    robots_note = "every address with a query"
    allowed_domains = ["merdeka.com"]
    discover = [
        NewsSitemap("https://www.merdeka.com/sitemap.xml"),
        DatedIndex(*(f"https://www.merdeka.com/{desk}" for desk in DESKS)),
        Feed("https://www.merdeka.com/rss/"),
    ]
    article_url = (
        Kly.article_url
        + r"|merdeka\.com/(?!foto|photo|video|tag)[\w-]+/[\w-]+?(?:-(?P<id2>\d+)-mvk)?\.html$"
    )
    drop = (*Kly.drop, ".articles-content__body .bg-primary-50")
