"""The Jakarta Post (Jakarta, in English): a paywall on part, drop caps in elements of their own."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.sitemap import NewsSitemap, Sitemap
from crawler.news_spider import NewsSpider

SECTIONS = ["indonesia", "business", "world", "opinion", "culture"]


class JakartaPostSpider(NewsSpider):
    name = "jakarta_post"
    outlet = "The Jakarta Post"
    province = "national"
    language = "en"
    verified = "documented 2026-05"
    allowed_domains = ["thejakartapost.com"]
    discover = [
        NewsSitemap("https://www.thejakartapost.com/sitemap.xml"),
        DatedIndex(*(f"https://www.thejakartapost.com/{s}/latest?page={{page}}" for s in SECTIONS)),
        Sitemap("https://www.thejakartapost.com/sitemap.xml", children="/web/sitemap"),
    ]
    article_url = (  # /adv/ is sponsored
        r"thejakartapost\.com/(?!adv/|multimedia/|video/|photo)(?:[\w-]+/){1,3}"
        r"(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/?#]+\.html"
    )
    headline = "h1.tjp-title, h1.tjp-title--single"
    authors = ".tjp-single__head-item .name, .tjp-single__head-item .author"
    body = ".tjp-single__content"
    drop = (".tjp-single__content-list", ".tjp-premium", ".tjp-payment", ".jpx-widget")
