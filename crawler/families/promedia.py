"""Promedia: pikiran-rakyat.com with its local editions, suaramerdeka.com, and jawapos.com before
its own site of 2025.

One template (scrapers of 2021 to 2026): headline ``.read__title``, above the text
``.read__info__date`` ("- 25 November 2024, 14:05 WIB", a "|" before the time) and
``.read__info__author``, the text in ``.read__content`` with ``.read__others`` between its
paragraphs, paged; ``?page=all`` shows it whole. Some editions tell the date as
``content_PublishedDate`` too, WIB without a zone.
"""

from collections.abc import Sequence

from crawler.discovery import DatedIndex, Feed, Search
from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider
from crawler.parsers.urls import registered_domain


class Promedia(NewsSpider):
    """A news site on Promedia's system."""

    whole_article = "page=all"
    headline = ".read__title"
    body = ".read__content, div.read__article, [itemprop=articleBody]"
    drop = ("[class^=read__others]", ".paging__item", ".readmore", "p.page")


class Paper(Promedia):
    """A paper: a row of spiders/tables/promedia.csv."""

    verified = "template documented 2026-08"
    article_url = (
        r"/(?!video|foto|tag|topik|search|indeks)[\w-]+/(?:pr-)?(?P<id>\d{5,11})/[^/?#]+/?"
        r"(?:\?(?!page=\d)|#|$)"
    )

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """Index, feed and search, on ``www`` where the paper has no host below another's."""
        host = f"www.{domain}" if registered_domain(domain) == domain else domain
        return [
            DatedIndex(f"https://{host}/indeks-berita?daterange=&page={{page}}"),
            Feed(f"https://{host}/rss"),
            Search(f"https://{host}/search?q={{query}}&page={{page}}"),
        ]
