"""ANTARA (the national news agency): antaranews.com and 32 bureaus on hosts of their own.

One template and one numbering of addresses (``/berita/{id}/{slug}``). Feeds of the bureaus of
Kalimantan and Papua were seen to answer in July 2026, the other names stand in two catalogues of
2025 and 2026.
"""

from collections.abc import Sequence

from crawler.discovery import DatedIndex, Feed, Search
from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider


class Antara(NewsSpider):
    """The agency or one of its bureaus."""

    network = "ANTARA"
    numbers_count = "site"  # desks share one (546643 on www, 546646 on otomotif); bureaus unseen
    robots_note = "terms: no automated taking for AI without written permission"
    article_url = r"/(?:berita|news)/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    body = ".wrap__article-detail-content, div.post-content"
    drop = ("blockquote", "[class^=quote]")  # sentences of the text, printed large


class Paper(Antara):
    """A bureau: a row of spiders/tables/antara.csv."""

    outlet = "ANTARA"
    verified = "catalogues of 2025 and 2026, template of antaranews.com"

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """Its feed of the newest, the pages of its newest, and its search."""
        return [
            Feed(f"https://{domain}/rss/terkini.xml"),
            DatedIndex(f"https://{domain}/terkini?page={{page}}"),
            Search(f"https://{domain}/search?q={{query}}&page={{page}}"),
        ]
