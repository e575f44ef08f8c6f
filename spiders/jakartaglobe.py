"""Jakarta Globe (Jakarta, in English): a title of B Universe."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class JakartaglobeSpider(NewsSpider):
    name = "jakartaglobe"
    outlet = "Jakarta Globe"
    province = "national"
    language = "en"
    verified = "documented 2026-08"
    allowed_domains = ["jakartaglobe.id"]
    discover = [
        DatedIndex("https://jakartaglobe.id/newsindex/page/{page}"),
        Search("https://jakartaglobe.id/search/{query}/{page}"),
    ]
    article_url = (
        r"jakartaglobe\.id/(?!newsindex|search|tag|rss)[\w-]+/(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$"
        r")"
    )
    body = ".content-body"
    drop = (".related-article", ".tags-list")
