"""``AnySite``: a spider that is told its site when it is called, for sites that have no file.

``scrapy crawl blogger -a site=URL`` crawls as if spiders/ had a file for that blog. Its name, in
the ``site`` column, the run ledger, the archive and the lock, is the host's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.crawl.arguments import PAST, parse_address, refuse_unknown
from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Listing, Source, Window
from crawler.news_spider import NewsSpider
from crawler.parsers.urls import host_and_port, is_of, registered_domain

FEED_SERVICES = ("feedburner.com", "feedproxy.google.com", "feedpress.me")
"""Domains that carry feeds for sites elsewhere: the articles may be on any public host."""
NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")  # the strokes of /contoh/terbaru


class AnySite(NewsSpider):
    """Any site of a kind; a subclass says where such a site lists its articles."""

    argument = "site"
    """What the address is given as: ``-a site=URL``."""
    example = "https://www.contoh.id"
    """An address as it may be given, for the sentences that ask for one."""

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        max: str | None = None,
        query: str | None = None,
        **given: Any,
    ):
        kind, address = type(self).name, given.pop(self.argument, None)
        past = {name: given.pop(name) for name in PAST if name in given}
        refuse_unknown(kind, given, takes=f"{self.argument} (an address), ")
        self.address = parse_address(kind, self.argument, address, self.example)
        self.name = site_name(self.address)
        domain = registered_domain(urlsplit(self.address).hostname)
        self.allowed_domains = [] if is_of(self.address, FEED_SERVICES) else [domain]
        self.discover = self.sources()
        super().__init__(since, until, max, query, **past)
        self.hosts_named |= {host_and_port(self.address)}

    def sources(self) -> Sequence[Source]:
        """Where the site at ``address`` lists its articles, best first."""
        raise NotImplementedError

    def declared_facts(self) -> dict[str, str]:
        """None: its facts are those of a kind of site, which the pages of one need not confirm."""
        return {}


def site_name(address: str) -> str:
    """What a site without a file is called: its host, as in "contoh.blogspot.com".

    The feeds of a feed service are sites of their own: "contoh.feeds.feedburner.com".
    """
    parts = urlsplit(address)
    host = parts.hostname.removeprefix("www.")
    feed = NOT_IN_A_NAME.sub("-", parts.path.lower()).strip("-")
    return f"{feed}.{host}" if feed and is_of(address, FEED_SERVICES) else host


class OnePage:
    """The address of one article, named by whoever calls; there is nothing to list."""

    title = "one page"
    forms = ()
    reaches_back = True

    def __init__(self, url: str):
        self.url = url

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """No listing is fetched."""
        return []

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """A page is no listing."""
        return Listing(problem="the address given is an article's, not a listing's")
