"""The spider that looks at a new host: front page, robots.txt, listings, a few articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.sources import hosts_of
from crawler.discovery import Feed
from crawler.drafting.answers import Answer, Host, Trail, home_of
from crawler.drafting.draft import ARTICLES, article_addresses
from crawler.drafting.signs import parts_of_sitemaps, worth_asking
from crawler.fetching.failures import why
from crawler.parsers.urls import printable

MOST_REQUESTS = 20


class Scout(scrapy.Spider):
    """Asks one address after the other; what was answered is in its ``trail``."""

    name = "genspider"
    custom_settings = {  # noqa: RUF012 Scrapy's own name for it
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {"crawler.fetching.politeness.Politeness": 600},
    }

    def __init__(self, trail: Trail):
        super().__init__()
        self.trail = trail
        self.allowed_domains = [trail.host.domain]  # the address guard asks for both
        self.hosts_named = hosts_of([Feed(trail.host.home)])
        self.asked: set[str] = set()

    @property
    def host(self) -> Host:
        """The host with what it answered so far."""
        return self.trail.host

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Begin with the front page."""
        yield self._request(self.host.home)

    def _request(self, url: str) -> scrapy.Request:
        self.asked.add(url)
        return scrapy.Request(url, self.parse, errback=self.not_answered, dont_filter=True)

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Keep an answer and ask for the next."""
        answer = Answer(response.url, response.body, datetime.now(UTC))
        home = self.host.home
        if not self.host.answers:  # the front page, wherever its host sends to
            home = home_of(response.url) if self.host.is_own(response.url) else home
            answer = replace(answer, url=home)
        self.trail.host = Host(home, (*self.host.answers, answer))
        yield from self._next()

    def not_answered(self, failure: Failure) -> Iterator[scrapy.Request]:
        """Note why an address gave nothing and ask for the next."""
        reason, detail = why(failure, self.settings.getint("DOWNLOAD_MAXSIZE"))
        self.trail.failed[printable(failure.request.url)] = f"{reason}, {detail}"
        if not self.host.answers and len(self.asked) == 1 and "://www." not in self.host.home:
            self.trail.host = Host(self.host.home.replace("://", "://www.", 1), ())
            yield self._request(self.host.home)
            return
        yield from self._next()

    def _next(self) -> Iterator[scrapy.Request]:
        """The next address that is worth asking; none where the front page did not answer."""
        if not self.host.front_page or len(self.asked) >= MOST_REQUESTS:
            return
        for url in self._wanted():
            if url not in self.asked:
                yield self._request(url)
                return

    def _wanted(self) -> Iterator[str]:
        yield urljoin(self.host.home, "robots.txt")
        yield from worth_asking(self.host)
        yield from parts_of_sitemaps(self.host)
        yield from article_addresses(self.host)[:ARTICLES]
