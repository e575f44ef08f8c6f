"""WordPress: a feed with dates in UTC, pages with the classes of its default and best sold themes.

The facts are the platform's (WordPress' own themes and feed template; the themes Newspaper and
JNews, which many outlets bought; sites that use it for news print Yoast's JSON-LD): title in
``.entry-title`` or ``.jeg_post_title``, which related stories and menus wear as well, so that only
``h1`` counts; text in ``.entry-content`` or ``.td-post-content``; ``/feed/`` for the newest
articles, paged by ``?paged=N``, and every earlier one through ``/wp-json/wp/v2/posts`` where that
is open. Both search, the feed by ``?s=WORDS&feed=rss2``.
"""

import re
from collections.abc import Sequence

from crawler.discovery.base import Source
from crawler.discovery.feed import Feed
from crawler.discovery.search import Search
from crawler.discovery.wordpress import WordPressApi
from crawler.news_spider import NewsSpider
from crawler.parsers.vocabulary.folders import BESIDE_ARTICLES, OF_SECTIONS, PAGES, SECTIONS

BESIDE = "|".join(map(re.escape, (*BESIDE_ARTICLES, *OF_SECTIONS)))
"""Folders, right behind the host or a language, of what is no article."""
ALONE = "|".join(map(re.escape, (*PAGES, *SECTIONS)))
"""The last part of addresses of pages about the paper, and of sections."""


class WordPress(NewsSpider):
    """A WordPress news site; a site file adds name, outlet, domain, sources and article_url."""

    headline = "h1.entry-title, h1.jeg_post_title, h1.tdb-title-text"
    authors = (
        ".author.vcard a, .entry-meta [rel=author], .jeg_meta_author a, .td-post-author-name a"
    )
    body = ".entry-content, .td-post-content"
    drop = (
        ".sharedaddy",
        ".jp-relatedposts",
        "#comments",
        ".jeg_share_button",
        ".jeg_post_tags",
        ".jnews_inline_related_post",
        ".td-a-rec",
    )


def everything_at(address: str) -> Sequence[Source]:
    """Where any WordPress site lists its articles; its feed is paged where the API is closed."""
    home = f"{address.rstrip('/')}/"
    return [
        WordPressApi(address),
        Feed(f"{home}feed/"),
        Feed(f"{home}feed/?paged={{page}}"),
        Search(f"{home}?s={{query}}&feed=rss2&paged={{page}}"),
    ]


class Paper(WordPress):
    """A paper on WordPress: a row of spiders/tables/wordpress.csv."""

    verified = "platform's defaults, host named 2026"
    article_url = (  # /judul-berita/, /berita/71234/2026/06/18/judul/, /judul-berita/71234/14/05/
        rf"//[^/]+/(?:index\.php/)?(?:(?:id|en)/)?+(?!wp-|(?:{BESIDE})/)(?:[\w%-]+/){{0,7}}"
        rf"(?!(?:{ALONE})/?(?:[?#]|$))(?:(?=[^/?#]*-)(?![^/?#]*\.(?:jpe?g|png|webp|pdf|xml)$)[\w%.~-]+"
        r"|(?<=/\d{4}/\d\d/\d\d/)(?!page|feed)(?=\d*[a-z])\w+)(?:/\d{3,}(?:/\d\d){0,3})?/?"
        r"(?:\?(?!s=|paged?=|cat=)|#|$)"
    )

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """The API and the feed."""
        return everything_at(f"https://{domain}")
