"""Tribratanews (national police): a blog on Odoo."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class TribratanewsSpider(NewsSpider):
    name = "tribratanews"
    outlet = "Tribratanews"
    province = "national"
    verified = "addresses of 2026, pages not seen"
    allowed_domains = ["tribratanews.polri.go.id"]
    discover = [DatedIndex("https://tribratanews.polri.go.id/blog")]
    article_url = r"polri\.go\.id/blog/[\w-]+-\d+/[^/?#]+-(?P<id>\d+)/?(?:[?#]|$)"
