"""NU Online (Jakarta, Nahdlatul Ulama): "Jakarta, NU Online" stands on a line of its own."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.news_spider import NewsSpider


class NuOnlineSpider(NewsSpider):
    name = "nu_online"
    outlet = "NU Online"
    province = "topical"
    verified = "lists of 2026, pages by platform knowledge"
    allowed_domains = ["nu.or.id"]
    discover = [
        Feed("https://www.nu.or.id/rss/feed.rss"),
        Feed("https://www.nu.or.id/rss"),
        JsonListing("https://nuonline.cms.nu.or.id/api/v3/articles?lang=id&limit=99", items="data"),
        DatedIndex("https://www.nu.or.id/indeks"),
    ]
    article_url = (  # until 2021 under /post/read/ with a number
        r"nu\.or\.id/(?:post/read/(?P<id2>\d+)/|(?:amp/)?(?!tag|topi[ck]|penulis|author|search|video|foto)"
        r"[\w-]+/[^/?#]+-(?P<id>\w{5})/?(?:[?#]|$))"
    )
    dateline = "{place}, {outlet:NU Online}"
