"""KPK (commission against corruption): its press releases."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class KpkSpider(NewsSpider):
    name = "kpk"
    outlet = "KPK"
    province = "national"
    verified = "one list of 2026; addresses guessed, pages not seen"
    allowed_domains = ["kpk.go.id"]
    discover = [DatedIndex("https://www.kpk.go.id/id/berita/siaran-pers")]
    article_url = r"kpk\.go\.id/id/(?:[\w-]+/)*(?!siaran-pers)(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$)"
