"""VOA Indonesia (Washington, on Pangea, as RFE/RL is): all but silent since 2025."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.search import Search
from crawler.discovery.sitemap import Sitemap
from crawler.news_spider import NewsSpider

ZONES = ["zmgqoe$moi", "zmgo_e$miy"]


class VoaIndonesiaSpider(NewsSpider):
    name = "voa_indonesia"
    outlet = "VOA Indonesia"
    province = "international"
    verified = "lists of 2018 to 2026, pages by platform knowledge"
    allowed_domains = ["voaindonesia.com"]
    discover = [
        Feed(*(f"https://www.voaindonesia.com/api/{zone}" for zone in ZONES)),
        Sitemap("https://www.voaindonesia.com/sitemap.xml"),
        DatedIndex("https://www.voaindonesia.com/"),
        Search("https://www.voaindonesia.com/s?k={query}"),
    ]
    article_url = r"voaindonesia\.com/(?:a|content)/(?:[^/?#]+/)?(?P<id>\d+)\.html"
    body = ".content-floated-wrap"
    dateline = "{place} ({outlet:VOA}) —"
