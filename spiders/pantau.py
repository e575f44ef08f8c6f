"""Pantau (Jakarta, 2017): its lists come as data inside the page."""

from crawler.discovery import JsonListing, Search
from crawler.news_spider import NewsSpider

ARTICLES = JsonListing(
    "https://www.pantau.com/?sort=latest&page={page}",
    items="props.pageProps.articles",
    url="urlDetail",
)


class PantauSpider(NewsSpider):
    name = "pantau"
    outlet = "Pantau"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["pantau.com"]
    discover = [
        ARTICLES,
        Search("https://www.pantau.com/search?q={query}", data=ARTICLES),
    ]
    article_url = r"pantau\.com/(?!search)[\w-]+/(?:[\w-]+/)*[^/?#]+-[^/?#]+/?(?:[?#]|$)"
