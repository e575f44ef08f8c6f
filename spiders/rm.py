"""Rakyat Merdeka (Jakarta): politics; the printed time stands in a bare span, without a zone."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class RmSpider(NewsSpider):
    name = "rm"
    outlet = "Rakyat Merdeka"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["rm.id"]
    discover = [DatedIndex("https://rm.id/page/{page}/")]
    article_url = r"rm\.id/baca-berita/[\w-]+/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    body = "div.content-berita, [itemprop=articleBody]"
