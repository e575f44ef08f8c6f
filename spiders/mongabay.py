"""Mongabay Indonesia (environment, WordPress): no datelines, writers in a taxonomy of their own."""

from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class MongabaySpider(WordPress):
    name = "mongabay"
    outlet = "Mongabay Indonesia"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["mongabay.co.id"]
    discover = [WordPressApi("https://mongabay.co.id"), Feed("https://mongabay.co.id/feed/")]
    article_url = (
        r"mongabay\.co\.id/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/?#]+/?(?:[?#]|$)"
    )
    headline = ".article-headline h1, h1.entry-title"
    authors = ".single-article-meta a[href*='/by'], .author.vcard a"
    body = "#main article, .entry-content"
    drop = (*WordPress.drop, ".bulletpoints", "#single-article-footer")
