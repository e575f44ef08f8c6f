"""Where a site lists its articles: one class for each kind of listing."""

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.sitemap import NewsSitemap, Sitemap
from crawler.discovery.wordpress import WordPressApi

__all__ = [
    "BloggerFeed",
    "DatedIndex",
    "Feed",
    "JsonListing",
    "NewsSitemap",
    "Sitemap",
    "WordPressApi",
]
