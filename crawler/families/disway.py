"""Disway (Dahlan Iskan's group, since 2020): disway.id and some forty city papers on its hosts.

``/read/{id}/{slug}``, whole by ``?page=all``; the printed line is "Jumat 16 Mei 2025 | 11:41 WIB".
The sitemaps of three papers listed nothing younger than three days when a register of outlets
looked (September 2026), so that the front page is asked, and the feed of a desk where one is known.
"""

from collections.abc import Sequence

from crawler.discovery import DatedIndex
from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider


class Paper(NewsSpider):
    """A paper: a row of spiders/tables/disway.csv."""

    network = "Disway"
    verified = "addresses of 2025 and 2026, pages not seen"
    article_url = r"/read/(?P<id>\d+)/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    whole_article = "page=all"

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """The front page."""
        return [DatedIndex(f"https://{domain}/")]
