"""Beritasatu.com (Jakarta, B-Universe, 2011): writer and editor stand in the statistics' data."""

from crawler.discovery import DatedIndex, NewsSitemap
from crawler.news_spider import NewsSpider


class BeritasatuSpider(NewsSpider):
    name = "beritasatu"
    outlet = "Beritasatu.com"
    province = "national"
    verified = "documented 2026-08"
    robots_note = "CloudFront refuses user agents that are no browser's"
    allowed_domains = ["beritasatu.com"]
    discover = [
        NewsSitemap("https://www.beritasatu.com/sitemap.xml"),
        DatedIndex("https://www.beritasatu.com/terkini/indeks/{page}"),
    ]
    article_url = (
        r"\.com/(?!foto|photo|video|multimedia|tag)(?:[\w-]+/){1,2}(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    )
    body = "div.b1-article.body-content"
