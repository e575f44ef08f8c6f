"""NewsSpider: discovers, fetches and reads as a site declares."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Self, TypeVar

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.crawl.arguments import (
    PAST,
    parse_maximum,
    parse_past,
    parse_query,
    parse_window,
    refuse_unknown,
)
from crawler.crawl.assignment import Assignment
from crawler.crawl.listing_requests import Asked
from crawler.crawl.paged_stories import joined, on_one_page, page_failed, story_or_request
from crawler.crawl.plan import CrawlPlan
from crawler.crawl.source_state import SourceState
from crawler.crawl.sources import hosts_of
from crawler.crawl.wayback.plan import PastPlan
from crawler.discovery.base import Fetch, Link, Listing
from crawler.discovery.listings.addresses import is_like
from crawler.discovery.listings.listed_clock import on_its_clock
from crawler.discovery.paging import is_led_away, is_past_the_end
from crawler.discovery.replay_address import beside
from crawler.discovery.search import AskedFor
from crawler.fetching.address_guard import sifted
from crawler.fetching.exceptions import NotInArchive, is_for_later
from crawler.fetching.failures import reject_failure, useless
from crawler.items import Article, DateCandidate, Reject, doubt_of
from crawler.parsers.article import read_article
from crawler.parsers.doubts import is_much_shorter
from crawler.parsers.page.encoding import by_server
from crawler.parsers.reader import Reader
from crawler.parsers.refusals import refusal
from crawler.parsers.urls import canonical_url, is_of, printable, publisher_id, unfit
from crawler.run_record import RunRecord, run_record
from crawler.time_limit import Allowance, Hurried, TooCostly, within

Callback = Callable[..., Iterator[Any]]
Result = TypeVar("Result")

READ_BEFORE = "article"
"""Key in a request's meta: what its answer was read as by another process, for this one to take."""
ARTICLE_PRIORITY = 10
"""Articles before further listings, so that a run cut short has stored what it found."""


class NewsSpider(Reader, scrapy.Spider):
    """A site's spider. Arguments: since, until (days, WIB), max, query, past, versions."""

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        max: str | None = None,
        query: str | None = None,
        **given: Any,
    ):
        refuse_unknown(self.name, given.keys() - PAST)
        super().__init__()
        self.window = parse_window(since, until)
        self.maximum = parse_maximum(max)
        self.query = parse_query(query)
        self.past = parse_past(given, self.window, self.query)
        self.hosts_named = hosts_of(self.discover)
        self.reading = Allowance()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *arguments: Any, **named: Any) -> Self:
        """Made by Scrapy for a crawl."""
        spider = super().from_crawler(crawler, *arguments, **named)
        note_call(spider, run_record(crawler), named)
        return spider

    @cached_property
    def plan(self) -> CrawlPlan | PastPlan:
        """What this run has listed, asked for and still wants."""
        return (PastPlan if self.past else CrawlPlan)(assignment_of(self))

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first listings, and for stored articles whose time to be checked has come."""
        for request in self.listing_requests(self.plan.begin()):
            yield request
        for link in self.plan.due_for_another_look():
            yield self.article_request(link)

    def is_article(self, url: str) -> bool:
        """Whether an address is an article's on this site, judged by host and ``article_url``."""
        is_own = not self.allowed_domains or is_of(url, self.allowed_domains)
        return is_own and (self.article_url is None or is_like(url, self.article_url))

    def listing_requests(self, asked: Asked) -> Iterator[scrapy.Request]:
        """The requests for listing pages; never filtered, since a listing changes."""
        return (listing_request(self, state, fetch) for state, fetch in asked)

    def article_request(self, link: Link) -> scrapy.Request:
        """The request for one article, whole where the site pages its stories, or its capture."""
        url = link.captured or on_one_page(link.url, self.whole_article)
        return self.page_request(url, self.parse_article, link=link)

    def page_request(
        self, url: str, callback: Callback, priority: int = ARTICLE_PRIORITY, **arguments: Any
    ) -> scrapy.Request:
        """The request for a page, with the arguments of its callback."""
        return scrapy.Request(
            url,
            callback=callback,
            errback=self.article_failed,
            cb_kwargs=arguments,
            priority=priority,
            dont_filter=True,  # the plan asks for each once; a filtered redirect leaves no row
        )

    def parse_listing(self, response: Response, state: SourceState, fetch: Fetch) -> Iterator[Any]:
        """Follow what a listing names that is wanted, and its further pages."""
        listing = read_listing(self, response, state, fetch)
        if listing is None:
            return
        if isinstance(listing, Reject):
            yield from self.give_up_listing(state, fetch, listing)
            return
        yield from refused_links(self, response, listing)
        for link in self.plan.wanted(state, fetch, response, listing):
            if link.html is None or link.is_untold:
                yield page_of(self, link, response)
            else:
                yield self.read(link.html, link.url, link, response)
        for link in self.plan.left_out(state, listing):
            yield self.page_request(link.url, self.parse_presence, priority=0, link=link)
        yield from self.listing_requests(self.plan.further(state, listing))

    def listing_failed(self, failure: Failure) -> Iterator[Any]:
        """Write down that a listing could not be had; not where it was the network here."""
        if run_record(self.crawler).is_offline:
            return
        state, fetch = (failure.request.cb_kwargs[key] for key in ("state", "fetch"))
        if status := past_the_end(failure, fetch):
            yield from self.listing_requests(self.plan.ended(state, fetch, status))
        else:
            yield from self.give_up_listing(state, fetch, reject_failure(failure, self))

    def give_up_listing(self, state: SourceState, fetch: Fetch, reject: Reject) -> Iterator[Any]:
        """Write it down, but where only an archive lacks it: its row in ``listings`` says so."""
        if reject.reason != "not-in-archive":
            yield reject
        yield from self.listing_requests(self.plan.failed(state, fetch, reject))

    def parse_article(self, response: Response, link: Link) -> Iterator[Any]:
        """Read an article page, or say why it is none."""
        if isinstance(read := self.read_answer(response, link), Article):
            read = story_or_request(self, response, read, read, pages=1)
        yield read

    def further_page_request(self, url: str, **arguments: Any) -> scrapy.Request:
        """The request for a further page of a story."""
        told = {"way": "declared", **arguments}
        address = beside(told["link"].captured, url)
        request = self.page_request(address, self.parse_further_page, **told)
        return request.replace(errback=self.further_page_failed)

    def parse_further_page(self, response: Response, **told: Any) -> Iterator[Any]:
        """Join a further page to its story."""
        yield joined(self, response, **told)

    def further_page_failed(self, failure: Failure) -> Iterator[Any]:
        """Store a story without a further page, or leave it for later with all of its pages."""
        if not left_for_later(self, failure):
            yield page_failed(self, failure)

    def parse_presence(self, response: Response, link: Link) -> Iterator[Reject]:
        """Note that a page is there, or why it is none; 404 and 410 come as failures."""
        seen = read_in_time(self, response, link, article_page, self, response, link)
        if isinstance(seen, Reject):
            yield seen
        elif seen:
            self.plan.frontier.still_there(link.url)

    def article_failed(self, failure: Failure) -> Iterator[Any]:
        """Write down why an article could not be fetched, unless that says nothing of it."""
        if not left_for_later(self, failure):
            yield in_place_of_its_page(self, failure) or reject_failure(failure, self)

    def reject(self, response: Response, reason: str, detail: str) -> Reject:
        """A page that was fetched and is not stored."""
        listed_as = response.request.cb_kwargs["link"].url
        return Reject(listed_as, self.name, reason, detail, response.meta.get("capture"))

    def read_answer(self, response: Response, link: Link) -> Article | Reject | None:
        """The article that was fetched; a Reject where the answer is no article's page."""
        return read_in_time(self, response, link, article_in, self, response, link)

    def read(
        self, html: bytes | str, url: str, link: Link, response: Response
    ) -> Article | Reject | None:
        """The article a page or a listing's entry holds."""
        return read_in_time(self, response, link, article_of, self, html, url, link, response)


def page_of(spider: NewsSpider, link: Link, response: Response) -> scrapy.Request:
    """The request for the page of an article, which keeps what the listing has of it."""
    request = spider.article_request(replace(link, html=None, is_untold=False))
    if link.html is not None:
        request.meta["untold"] = link, response
    return request


def in_place_of_its_page(spider: NewsSpider, failure: Failure) -> Article | Reject | None:
    """The article as its listing has it, where an archive holds no page: none was asked for."""
    untold = failure.request.meta.get("untold")
    if untold is None or not failure.check(NotInArchive):
        return None
    link, response = untold
    return spider.read(link.html, link.url, link, response)


def note_call(spider: NewsSpider, record: RunRecord, told: dict[str, Any]) -> None:
    """Let the other parts of a run know what its spider was told, what reading may cost, and who
    is asked.
    """
    record.reading, record.call = spider.reading.allow(spider.settings), told
    record.asks_archive = spider.past is not None


def listing_request(spider: NewsSpider, state: SourceState, fetch: Fetch) -> scrapy.Request:
    """The request for one page of a listing."""
    return scrapy.Request(
        fetch.url,
        method=fetch.method,
        body=fetch.body,
        headers=dict(fetch.headers),
        callback=spider.parse_listing,
        errback=spider.listing_failed,
        cb_kwargs={"state": state, "fetch": fetch},
        meta={"formerly": fetch.formerly} if fetch.formerly else None,
        dont_filter=True,
    )


def left_for_later(spider: NewsSpider, failure: Failure) -> bool:
    """Whether it was the network here, or a host that is given up; counts the pages of such."""
    record = run_record(spider.crawler)
    is_hosts = is_for_later(failure.value)
    record.left_for_later += is_hosts
    return is_hosts or record.is_offline


def past_the_end(failure: Failure, fetch: Fetch) -> int | None:
    """The status of an answer that says that a listing has no such page; None for any other."""
    if not failure.check(HttpError):
        return None
    answer = failure.value.response
    return answer.status if is_past_the_end(fetch, answer.status, answer.body) else None


def read_in_time(
    spider: NewsSpider,
    response: Response,
    link: Link,
    read: Callable[..., Result],
    *arguments: Any,
) -> Result | Reject | None:
    """What reading an answer comes to.

    A fault of ours costs that one alone, and so does one that takes too long; what comes behind
    it from the same site has half the time. None where the run is being ended: the next reads it.
    """
    try:
        return within(spider.reading.seconds, read, *arguments)
    except Hurried:
        return None
    except TooCostly as error:
        refused = "too-costly", told_to_hurry(spider, response.url, error)
    except Exception as error:
        spider.logger.exception("reading %s failed", response.url)
        refused = "unreadable", repr(error)
    return Reject(link.url, spider.name, *refused, response.meta.get("capture"))


def told_to_hurry(spider: NewsSpider, url: str, error: TooCostly) -> str:
    """What is told of an answer that took too long; the site's next ones have half the time."""
    spider.logger.warning("%s was given up: %s", printable(url), error)
    spider.reading.halve()
    return str(error)


def article_in(spider: NewsSpider, response: Response, link: Link) -> Article | Reject:
    """The article of an answer, or why it is none."""
    page = article_page(spider, response, link)
    if page is not response:
        return page
    article = page.meta.pop(READ_BEFORE, None) or read_article(body_of(page), page.url, spider)
    return with_circumstances(article, link, page, spider)


def article_of(
    spider: NewsSpider, html: bytes | str, url: str, link: Link, response: Response
) -> Article:
    """The article that markup holds, with where and when it was fetched."""
    html = body_of(response) if html is response.body else html
    return with_circumstances(read_article(html, url, spider), link, response, spider)


def body_of(response: Response) -> bytes:
    """An answer's body, in UTF-8 where only the server says what else it is in."""
    return by_server(response.body, response.headers.get("Content-Type", b"").decode("latin-1"))


def article_page(spider: NewsSpider, response: Response, link: Link) -> Response | Reject:
    """The answer; or why it is no page of the site, or of no article any more."""
    is_article = spider.is_article if spider.article_url else None
    refused = useless(response, link.url, spider.allowed_domains, is_article)
    return spider.reject(response, *refused) if refused else response


def assignment_of(spider: NewsSpider) -> Assignment:
    """What a spider's plan is told of it."""
    return Assignment(
        site=spider.name,
        timezone=spider.timezone,
        sources=spider.discover,
        is_article=spider.is_article,
        article_url=spider.article_url,
        window=spider.window,
        maximum=spider.maximum,
        query=spider.query,
        past=spider.past,
        domains=tuple(spider.allowed_domains or ()),
        crawler=spider.crawler,
        logger=spider.logger,
    )


def read_listing(
    spider: NewsSpider, response: Response, state: SourceState, fetch: Fetch
) -> Listing | Reject | None:
    """What a listing holds; a Reject in place of a challenge or a soft 404.

    A fault of ours in reading it costs that listing, with a row that names the fault, and so does
    a listing that takes too long. None where the run is being ended.
    """
    try:
        listing, refused = within(
            spider.reading.seconds, listing_in, spider, response, state, fetch
        )
    except Hurried:
        return None
    except TooCostly as error:
        refused = "too-costly", told_to_hurry(spider, fetch.url, error)
    except Exception as error:
        spider.logger.exception("reading the listing %s failed", response.url)
        refused = "unreadable", f"reading the listing raised {error!r}"
    if refused:
        return Reject(fetch.url, spider.name, *refused, response.meta.get("capture"))
    listing.links = on_its_clock(listing.links, seen_at(response), spider.timezone)
    return listing


def listing_in(
    spider: NewsSpider, response: Response, state: SourceState, fetch: Fetch
) -> tuple[Listing, tuple[str, str] | None]:
    """What a listing holds, and reason and detail where an empty one is a challenge or the like."""
    is_article = spider.is_article if spider.article_url else None
    named = response.headers.to_unicode_dict()
    headers = {name.lower(): value for name, value in named.items()}
    is_led = response.url != fetch.url and is_article is not None and is_article(response.url)
    if is_led and isinstance(state.source, AskedFor):
        return state.source.led_to(response.url, fetch), None
    if is_led_away(fetch, response.url):
        listing = state.source.ended(fetch)
        listing.note = f"{printable(fetch.url)} was redirected to it"
    else:
        listing = state.source.read(body_of(response), fetch, state.window, is_article, headers)
    refused = None if listing.links or listing.more else refusal(response.body)
    return listing, refused


def refused_links(spider: NewsSpider, response: Response, listing: Listing) -> Iterator[Reject]:
    """Take out of a listing what it names that may not be asked, and say why, each in a row.

    Links to other hosts are no articles of the site, and only where all that is listed is taken
    for one does each get a row.
    """
    unfit_pages = [(fetch, problem) for fetch in listing.more if (problem := unfit(fetch.url))]
    listing.more = [fetch for fetch in listing.more if not unfit(fetch.url)]
    takes_all = spider.article_url is None
    private_too = spider.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
    domains = tuple(spider.allowed_domains or ()) if takes_all else ()
    listing.links, refused = sifted(
        listing.links, spider.hosts_named, domains, private_too=private_too
    )
    refused += [(printable(fetch.url), *problem) for fetch, problem in unfit_pages]
    for url, reason, detail in refused:
        yield Reject(url, spider.name, reason, detail, response.meta.get("capture"))


def with_circumstances(
    article: Article, link: Link, response: Response, site: NewsSpider
) -> Article:
    """An article with what its page can't say: capture, time, listed dates, where it was fetched.

    The address that answered comes first, unless only the one asked for is an article's.
    """
    article.capture = response.meta.get("capture")
    read_from = "page" if link.html is None else "listing"
    article.read_from = "wayback" if link.captured else read_from
    article.found_by = [link.found_by] if link.found_by else []
    article.fetched_at = seen_at(response)
    seen = [response.url, link.url] if link.html is None else [link.url]
    seen.sort(key=lambda url: not site.is_article(url))
    article.fetched_from = list(dict.fromkeys(map(canonical_url, seen)))
    numbers = [publisher_id(url, site.article_url) for url in seen]
    numbers += [link.publisher_id, article.publisher_id]
    article.publisher_id = next(filter(None, numbers), None)
    article.aliases = list(dict.fromkeys([*article.aliases, *article.fetched_from]))
    if link.guid:
        article.aliases.append(link.guid)
    if is_much_shorter(article.word_count, link.words):
        article.doubt = doubt_of({*(article.doubt or "").split(), "shorter-than-declared"})
    article.date_candidates = with_listed_dates(article.date_candidates, link)
    return article


def seen_at(response: Response) -> datetime:
    """When an answer came, as its capture says in a replay."""
    return response.meta.get("fetched_at") or datetime.now(UTC)


def with_listed_dates(candidates: list[DateCandidate], link: Link) -> list[DateCandidate]:
    """A page's date candidates with the listing's put in: below the page's data, above its text."""
    listed = [DateCandidate(link.date, "feed", clock=link.clock)] if link.date else []
    if link.modified:
        listed.append(DateCandidate(link.modified, "feed", "modified"))
    trusted = [found for found in candidates if found.source in ("json-ld", "meta")]
    visible = [found for found in candidates if found.source not in ("json-ld", "meta")]
    return [*trusted, *listed, *visible]
