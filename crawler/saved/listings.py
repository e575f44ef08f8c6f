"""A saved listing: which of a site's sources reads it, and what a crawl would follow on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from crawler import discovery
from crawler.discovery.base import Fetch, Form, Listing, Source, Window
from crawler.discovery.feed import FEED_ROOTS
from crawler.discovery.listings.xml_listing import UnreadableListing, decoded, local_name, pieces
from crawler.discovery.sitemap import parse_sitemap
from crawler.news_spider import NewsSpider
from crawler.parsers.page import Page
from crawler.parsers.urls import publisher_id
from crawler.time_limit import TooCostly, within

ALL_DAYS = Window(date.min, date.max)
"""A saved listing is asked for everything it holds, not for the newest."""
SITEMAP_ROOTS = {"urlset", "sitemapindex"}
ANYWHERE = "https://localhost"
"""The address of sources made to read one file: nothing is fetched from it."""


def address_of(content: bytes, site: NewsSpider) -> str:
    """Where a saved file most likely came from: its own statement, else the site's front page."""
    home = f"https://{site.allowed_domains[0]}/" if site.allowed_domains else ""
    if form_of(content) != "web page":
        return home
    page = Page(content)
    stated = page.select("link[rel=canonical]::attr(href)") + page.metas.get("og:url", [])
    return next((url for url in stated if urlsplit(url).hostname), home)


def links_in(
    content: bytes, url: str, site: NewsSpider, seconds: float = 0
) -> tuple[list[dict], str]:
    """What a crawl would follow, as lines to print; and, where that is nothing, why.

    Nothing where reading takes more CPU ``seconds`` than these.
    """
    try:
        return within(seconds, _links_in, content, url, site)
    except TooCostly as error:
        return [], str(error)


def _links_in(content: bytes, url: str, site: NewsSpider) -> tuple[list[dict], str]:
    problems = []
    for source in sources_that_read(content, url, site):
        listing = source.read(content, Fetch(url), ALL_DAYS, site.is_article)
        if lines := list(lines_of(listing, site)):
            return lines, ""
        problems.append(listing.problem or not_followed(listing, site))
    return [], max(problems, key=len)


def sources_that_read(content: bytes, url: str, site: NewsSpider) -> Iterator[Source]:
    """The site's sources that read such a file, those of its host first, then the plain ones."""
    form = form_of(content)
    declared = [source for source in site.discover if form in source.forms]
    host = urlsplit(url).hostname
    yield from sorted(declared, key=lambda source: host not in hosts(source))
    for kind in (getattr(discovery, name) for name in discovery.__all__):
        if form == kind.forms[0]:
            yield kind(ANYWHERE)


def form_of(content: bytes) -> Form:
    """What a file is: told by how it begins, and by an XML file's root."""
    try:
        start = decoded(next(pieces(content), b"")[:1000]).lstrip()
        if start.startswith(("{", "[")):
            return "json"
        root = local_name(parse_sitemap(content).root)
    except UnreadableListing:
        return "web page"
    return "feed" if root in FEED_ROOTS else "sitemap" if root in SITEMAP_ROOTS else "web page"


def hosts(source: Source) -> set[str | None]:
    """The hosts a source asks."""
    addresses = list(getattr(source, "patterns", ())) or [source.url]
    return {urlsplit(address).hostname for address in addresses}


def lines_of(listing: Listing, site: NewsSpider) -> Iterator[dict]:
    """One line for every article, or for every part of an index."""
    for link in listing.links:
        if site.is_article(link.url):
            number = publisher_id(link.url, site.article_url) or link.publisher_id
            yield {"url": link.url, "publisher_id": number, "date": link.date}
    if listing.is_index:
        for part in listing.more:
            yield {"url": part.url, "publisher_id": None, "date": None}


def not_followed(listing: Listing, site: NewsSpider) -> str:
    """Why a listing with links gives nothing to follow."""
    if not listing.links:
        return "it names no article"
    return (
        f"none of its {len(listing.links)} links is an article of {site.name} "
        f"(the first is {listing.links[0].url}); see article_url and allowed_domains"
    )
