"""Reading a page: pure functions from HTML to facts. No Scrapy, no I/O.

``article.read_article`` is the way in.
"""
