"""Pantau (Jakarta, 2017): its lists come as data inside the page."""

from crawler.discovery import JsonListing
from crawler.news_spider import NewsSpider


class PantauSpider(NewsSpider):
    name = "pantau"
    outlet = "Pantau"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["pantau.com"]
    discover = [
        JsonListing(
            "https://www.pantau.com/?sort=latest&page={page}",
            items="props.pageProps.articles",
            url="urlDetail",
        )
    ]
    article_url = r"pantau\.com/(?!search)[\w-]+/(?:[\w-]+/)*[^/?#]+-[^/?#]+/?(?:[?#]|$)"
