"""Whether articles that a listing carried whole, and carries no more, are still on the site.

Such an article's page is never read: its markup differs from the listing's and would pass for an
edit. It is asked for only when a listing that reaches back beyond its day leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from crawler.discovery.base import Link, Listing
from crawler.fetching.failures import useless
from crawler.items import Reject

if TYPE_CHECKING:
    from crawler.crawl.plan import Way
    from crawler.news_spider import NewsSpider


def presence_requests(spider: NewsSpider, way: Way, listing: Listing) -> Iterator[Request]:
    """The pages to ask for once a way in was read to its end."""
    for link in spider.plan.left_out(way, listing):
        yield Request(
            link.url,
            callback=partial(parse_presence, spider),
            errback=spider.article_failed,
            cb_kwargs={"link": link},
            dont_filter=True,
        )


def parse_presence(spider: NewsSpider, response: Response, link: Link) -> Iterator[Reject]:
    """Note that a page is there, or why it is none; 404 and 410 come as failures."""
    if refused := useless(response, link.url, spider.allowed_domains):
        yield spider.reject(response, *refused)
    else:
        spider.plan.frontier.still_there(link.url)
