"""VOI (Jakarta, 2019): its machine-translated twins under /en/ are no articles of it."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class VoiSpider(NewsSpider):
    name = "voi"
    outlet = "VOI"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["voi.id"]
    discover = [
        DatedIndex("https://voi.id/artikel/indeks?page={page}"),
        Search("https://voi.id/artikel/cari?q={query}&page={page}"),
    ]
    article_url = (
        r"voi\.id/(?!en/|artikel/(?:indeks|cari))[\w-]+/(?P<id>\d+)"
        r"/[^/?#]+/?(?:[?#]|$)"
    )
    authors = ".single-post-author a"
    body = "div.single-post-content"
    drop = ("[class*=related]", "[class*=popular]", "[class*=see-also]")
