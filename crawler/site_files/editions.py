"""Listings of papers that are sites of their own: asked for once, where several sites are crawled.

A national site may ask the hosts of its papers too, each of them a row of a table: called by its
name it does (``scrapy crawl tribunnews``). Crawled beside them it leaves them their listings.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from copy import copy

from crawler.discovery import DatedIndex, Feed, JsonListing, Sitemap
from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider

PATTERNED = (DatedIndex, Feed, JsonListing, Sitemap)
"""The sources that hold several addresses."""


def beside_its_papers(
    site: type[NewsSpider], domains: Mapping[str, str], crawled: Container[str]
) -> type[NewsSpider]:
    """The site without the listings of others that are ``crawled`` too; itself where it has none.

    ``domains`` tell the site of a host, or of what lies below a path (``www.detik.com/jatim``), as
    the rows of tables declare it. A site of whose listings none would be left keeps them.
    """

    def is_anothers(address: str) -> bool:
        owner = owner_of(address, domains)
        return owner is not None and owner != site.name and owner in crawled

    addresses = [address for source in site.discover for address in addresses_of(source)]
    if not any(map(is_anothers, addresses)) or all(map(is_anothers, addresses)):
        return site
    discover = own_listings(site.discover, is_anothers)
    facts = {"__module__": site.__module__, "__doc__": site.__doc__, "discover": discover}
    return type(site.__name__, (site,), facts)


def owner_of(address: str, domains: Mapping[str, str]) -> str | None:
    """The site below whose host and path an address lies, the longest such; None for no row's."""
    place = address.partition("://")[2].partition("?")[0]
    parts = place.split("/")
    below = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((domains[each] for each in below if each in domains), None)


def own_listings(sources: Sequence[Source], is_anothers: Callable[[str], bool]) -> list[Source]:
    """The sources with the addresses that are nobody else's; without those that have none left."""
    kept: list[Source] = []
    for source in sources:
        own = copy(source)
        if isinstance(own, PATTERNED):
            own.patterns = {
                template: pattern
                for template, pattern in own.patterns.items()
                if not is_anothers(template)
            }
        if addresses_of(own):
            kept.append(own)
    return kept


def addresses_of(source: Source) -> Sequence[str]:
    """The addresses that a source is declared with; of an API or a blog only that there is one."""
    return list(source.patterns) if isinstance(source, PATTERNED) else [""]
