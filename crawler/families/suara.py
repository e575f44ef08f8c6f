"""Suara.com (Arkadia) and its regional editions on hosts: the time of publishing is in the address.

``/read/2026/04/23/202503/{slug}`` on regional hosts (April 2026), WIB everywhere.
"""

from collections.abc import Sequence

from crawler.discovery import DatedIndex, Sitemap
from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider


class Suara(NewsSpider):
    """Suara.com or one of its regional editions."""

    network = "Suara"
    robots_note = "names the crawlers of AI firms"
    article_url = (
        r"\.com/(?!video|foto)(?:[\w-]+/)?\d{4}/\d\d/\d\d/\d{6}/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    whole_article = "page=all"
    authors = ".author-trigger a"
    body = ".article-content"
    drop = (".ten-second", ".article-read")


class Paper(Suara):
    """A regional edition: a row of spiders/tables/suara.csv."""

    timezone = "Asia/Jakarta"
    verified = "template of suara.com 2026-08, address of one edition 2026-04"

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """The index, as on suara.com, and the sitemap of older lists."""
        region = domain.partition(".")[0]
        return [
            DatedIndex(f"https://{domain}/indeks?page={{page}}"),
            Sitemap(f"https://{domain}/static/news/{region}-sitemap.xml"),
        ]
