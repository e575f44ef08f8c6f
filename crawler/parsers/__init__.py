"""Reading a page: pure functions from HTML to facts. No Scrapy, no I/O."""

from crawler.parsers.article import read_article

__all__ = ["read_article"]
