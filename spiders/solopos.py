"""Solopos (Surakarta, daily since 1997): on WordPress before."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class SoloposSpider(NewsSpider):
    name = "solopos"
    outlet = "Solopos"
    province = "Jawa Tengah"
    verified = "feed listed 2026; addresses guessed, pages not seen"
    allowed_domains = ["solopos.com"]
    former_domains = ("solopos.espos.id",)
    discover = [Feed("https://www.solopos.com/feed")]
    article_url = (
        r"(?:solopos\.com|solopos\.espos\.id)/(?!tag|topik|author|feed)(?:[\w-]+/)?(?=[^/?#]*-)[^/?#]"
        r"+"
    )
