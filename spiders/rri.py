"""RRI (public radio, 1945): a hundred stations, each with a section of its own."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class RriSpider(NewsSpider):
    name = "rri"
    outlet = "RRI"
    province = "national"
    verified = "documented 2026-08; texts of 145 to 180 characters seen by one project"
    allowed_domains = ["rri.co.id"]
    discover = [
        DatedIndex("https://rri.co.id/"),
        Search("https://rri.co.id/search?q={query}&page={page}"),
    ]
    article_url = r"rri\.co\.id/(?!search|tag)[\w-]+/[\w-]+/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    body = ".post_details_inner, .main-content"
