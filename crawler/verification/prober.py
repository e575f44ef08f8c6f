"""The spider that looks at one site: each source once, then a sample of what they list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice, zip_longest
from statistics import median
from typing import TypeVar

import scrapy
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.clock import WIB
from crawler.comparison.read_twice import compared, published
from crawler.discovery.base import Fetch, Link, Listing, Source
from crawler.discovery.search import Search
from crawler.errors import error_in_words
from crawler.fetching.address_guard import sifted
from crawler.fetching.failures import why
from crawler.items import Article, Reject
from crawler.news_spider import NewsSpider, article_in, article_of, body_of, seen_at
from crawler.parsers.urls import printable
from crawler.time_limit import TooCostly, within
from crawler.verification.findings import Findings, PageFound, Problem, SourceFound
from crawler.verification.listing import NEWEST, count, listed_date, problem_of, read_listing

LISTINGS_OF_A_SOURCE = 3
"""At most: where today's page of an index is empty yesterday's, of a sitemap index one part."""

Result = TypeVar("Result")
Listed = list[tuple[Link, Response]]
"""The links of one source that a crawl would follow, each with the listing that named it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A source that is being asked, what was found of it, and what of that is followed."""

    source: Source
    found: SourceFound
    listed: Listed


class Prober(scrapy.Spider):
    """Fills the ``findings`` of one site; its name makes the archive and the log the site's."""

    custom_settings = {  # noqa: RUF012 Scrapy's own name for it
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {"crawler.fetching.politeness.Politeness": 600},
    }

    def __init__(self, site: NewsSpider, findings: Findings, sample: int):
        super().__init__(site.name)
        self.site = site
        self.allowed_domains = site.allowed_domains  # the address guard asks for both
        self.hosts_named = site.hosts_named
        self.findings = findings
        self.sample = sample
        self.listed: list[Listed] = []
        self.pending = 0
        self.latencies: list[float] = []

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the newest listing of every source but searches, which list nothing unasked."""
        now = datetime.now(WIB)
        for source in self.site.discover:
            if isinstance(source, Search):
                continue
            if fetches := list(islice(source.first(NEWEST, now), LISTINGS_OF_A_SOURCE)):
                found = SourceFound(source.title, fetches[0].url)
                self.findings.sources.append(found)
                self.listed.append([])
                self.pending += 1
                yield self.listing_request(Asked(source, found, self.listed[-1]), fetches)

    def listing_request(self, asked: Asked, fetches: Sequence[Fetch]) -> scrapy.Request:
        """The request for the first of ``fetches``; the others wait until it names nothing."""
        fetch = fetches[0]
        asked.found.url = printable(fetch.url)
        asked.found.asked += 1
        return scrapy.Request(
            fetch.url,
            method=fetch.method,
            body=fetch.body,
            headers=dict(fetch.headers),
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"asked": asked, "fetch": fetch, "then": fetches[1:]},
            dont_filter=True,
        )

    def parse_listing(
        self, response: Response, asked: Asked, fetch: Fetch, then: Sequence[Fetch]
    ) -> Iterator[scrapy.Request]:
        """Count what a listing names, and go on with what is asked next."""
        self._time(response)
        listing = self._in_time(read_listing, self.site, asked.source, fetch, response)
        if not isinstance(listing, Listing):
            asked.found.problem, listing = listing, Listing()
        else:
            asked.found.problem = problem_of(listing, fetch, response)
        followed = count(self.site, listing, asked.found, seen_at(response))
        private_too = self.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        safe, _ = sifted(followed, self.site.hosts_named, private_too=private_too)
        asked.listed.extend((link, response) for link in safe)
        yield from self._go_on(asked, listing.more[:1] if listing.is_index else then)

    def listing_failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """Note why a listing could not be had."""
        asked, then = (failure.request.cb_kwargs[name] for name in ("asked", "then"))
        asked.found.problem = self._why(failure)
        yield from self._go_on(asked, then)

    def _go_on(self, asked: Asked, further: Sequence[Fetch]) -> Iterator[scrapy.Request]:
        """A source's next listing where this one named nothing; after the last one the sample."""
        if further and not asked.found.named and asked.found.asked < LISTINGS_OF_A_SOURCE:
            yield self.listing_request(asked, further)
            return
        self.pending -= 1
        if not self.pending:
            yield from self.look_at_sample()

    def look_at_sample(self) -> Iterator[scrapy.Request]:
        """Articles of all sources in turn; one that its listing holds whole is read there."""
        in_turn = filter(None, chain.from_iterable(zip_longest(*self.listed)))
        chosen = {link.url: (link, response) for link, response in reversed(list(in_turn))}
        for link, listing in islice(reversed(chosen.values()), self.sample):
            if link.html is not None:
                self._look(listing, link)
                continue
            yield scrapy.Request(
                link.url,
                callback=self.parse_article,
                errback=self.article_failed,
                cb_kwargs={"link": link},
                dont_filter=True,
            )

    def parse_article(self, response: Response, link: Link) -> None:
        """Read an article with the site's facts and without."""
        self._time(response)
        self._look(response, link)

    def article_failed(self, failure: Failure) -> None:
        """Note why an article could not be had."""
        url = printable(failure.request.cb_kwargs["link"].url)
        self.findings.pages.append(PageFound(url, self._why(failure)))

    def _look(self, response: Response, link: Link) -> None:
        found = self._in_time(look_at, self.site, response, link)
        if not isinstance(found, PageFound):
            found = PageFound(printable(link.url), found)
        self.findings.pages.append(found)

    def _in_time(self, read: Callable[..., Result], *arguments: object) -> Result | Problem:
        """What reading comes to; a problem where it takes too long, or is a fault of ours."""
        try:
            return within(self.settings.getfloat("READ_SECONDS"), read, *arguments)
        except TooCostly as error:
            return "too-costly", str(error)
        except Exception as error:
            self.logger.exception("reading an answer failed")
            return "unreadable", error_in_words(error)

    def _why(self, failure: Failure) -> Problem:
        if isinstance(failure.value, HttpError):
            self._time(failure.value.response)
        return why(failure, self.settings.getint("DOWNLOAD_MAXSIZE"))

    def _time(self, response: Response) -> None:
        self.latencies.append(response.meta.get("download_latency", 0.0))

    def closed(self, reason: str) -> None:
        """Note what the look cost, and whether it came to its end; called by Scrapy."""
        stats = self.crawler.stats
        self.findings.requests = stats.get_value("downloader/request_count", 0)
        self.findings.seconds_an_answer = median(self.latencies) if self.latencies else 0.0
        if reason != "finished":
            self.findings.was_ended = reason
        elif stats.get_value("spider_exceptions/count"):
            self.findings.was_ended = "the program failed; see the log"


def look_at(site: NewsSpider, response: Response, link: Link) -> PageFound:
    """One article of the sample, read as a crawl would and without any facts.

    Of a ``link`` whose listing holds the article whole ``response`` is the listing's.
    """
    page = PageFound(printable(link.url))
    if link.html is None:
        read = article_in(site, response, link)
    else:
        read = article_of(site, link.html, link.url, link, response)
    if isinstance(read, Reject):
        page.problem = read.reason, read.detail
        return page
    html, now = link.html or body_of(response), seen_at(response)
    page.fields = compared(read, html, link.url, now)
    page.confirmed = read.confirmed if link.html is None else ()
    page.is_entry = link.html is not None
    page.doubt = read.doubt
    page.hours_off = hours_off(site, read, link, now)
    return page


def hours_off(site: NewsSpider, read: Article, link: Link, now: datetime) -> float | None:
    """By how many hours a page's own time is from its listing's; None where one is missing."""
    listed = listed_date(site, link)
    own = [each for each in read.date_candidates if each.source != "feed"]
    printed = published(read, now, own)
    if listed is None or listed.precision == "day" or printed is None or "T" not in printed:
        return None
    return (datetime.fromisoformat(printed) - listed.instant) / timedelta(hours=1)


def prober_of(site: type[NewsSpider]) -> type[Prober]:
    """The prober with the settings that the site's own spider has."""
    settings = {**(site.custom_settings or {}), **Prober.custom_settings}
    return type("Prober", (Prober,), {"custom_settings": settings})
