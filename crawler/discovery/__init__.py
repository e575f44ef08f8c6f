"""Where a site lists its articles: one class for each kind of listing.

A saved file that no source of its site reads is tried on them in the order of ``__all__``.
``Search``, beside them, lists nothing until it is asked for words.
"""

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.search import Search as Search
from crawler.discovery.sitemap import NewsSitemap, Sitemap
from crawler.discovery.wordpress import WordPressApi

__all__ = [
    "Feed",
    "Sitemap",
    "NewsSitemap",
    "DatedIndex",
    "BloggerFeed",
    "WordPressApi",
    "JsonListing",
]
