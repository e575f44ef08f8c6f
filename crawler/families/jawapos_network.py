"""The Jawa Pos network: regional papers on hosts of jawapos.com, one system since 2026.

Their listings carry the articles as JSON in an attribute ``data-page`` (radarmalang, October 2026:
``props.news.data[]`` with ``article_id``, ``slug``, ``category.slug``, ``date``). Addresses are
``/{section}/{id}/{slug}``; since about January 2026 the number begins with the day (2601260013 is
of 26 January 2026), before with the paper's own digits (146... in Pontianak, 238... in Kalimantan
Timur), which are no day.
"""

from collections.abc import Sequence

from crawler.discovery import JsonListing, Search
from crawler.discovery.base import Source
from crawler.families.promedia import Promedia


class Paper(Promedia):
    """A regional paper: a row of spiders/tables/jawapos_network.csv."""

    network = "Jawa Pos"
    verified = "listing of one paper 2026-10, addresses of four 2026"
    article_url = (
        r"\.com/(?!foto|video|tag|search)[\w-]+/"
        r"(?P<id>(?P<year>2[6-9]|3\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])\d{4})"
        r"/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
        r"|\.com/(?!foto|video|tag|search)[\w-]+/(?P<id2>\d{8,11})/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """The data of the front page, and of its search."""
        address = f"https://{domain}/{{category.slug}}/{{article_id}}/{{slug}}"
        listing = JsonListing(f"https://{domain}/", items="props.**", url=address)
        return [
            listing,
            Search(f"https://{domain}/search?q={{query}}&page={{page}}", data=listing),
        ]
