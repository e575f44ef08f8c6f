"""Where a crawl may go: over HTTP, to the site's own hosts, never into a private network."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from crawler.discovery.base import Link
from crawler.fetching.exceptions import LedAway, UnfitAddress
from crawler.fetching.networks import is_public
from crawler.fetching.wayback.chosen import archive_hosts
from crawler.parsers.urls import host_and_port, is_of, printable, registered_domain, unfit
from crawler.run_record import run_record

INSIDE = "inside a private network"
NAMED_IN_CALL = "named_in_call"
"""Key in a request's meta that says that whoever called named its address."""
ELSEWHERE = "on a host that is not the site's"


class AddressGuard:
    """Scrapy downloader middleware: judges every address before it is asked, whatever named it.

    Start, listing, article, further page, part of a sitemap, redirect, meta refresh and robots.txt
    all come by here, and what is refused ends as a reject with its reason. An article lies on a
    host of the site's, a listing also on one that is declared or was named in the call; a redirect
    of a listing may lead to any public host (feed services). A private host is asked only where it
    is itself declared or named in the call, with its port, or with ALLOW_PRIVATE_ADDRESSES. A run
    that asks an archive of the web asks that beside. Names
    are judged as they stand; what they resolve to is judged where the connection is made.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.private_too = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        self.record = run_record(crawler)
        self.archive = archive_hosts(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass; raises UnfitAddress or LedAway for one that may not be made."""
        if refused := unfit(request.url):
            raise UnfitAddress(*refused)
        redirected = bool(request.meta.get("redirect_urls"))
        named, domains = self._reach(request, redirected=redirected)
        if why := out_of_reach(request.url, named, domains, private_too=self.private_too):
            raise LedAway(in_words(request.url, why, redirected=redirected))

    def _reach(self, request: Request, *, redirected: bool) -> tuple[frozenset[str], Sequence[str]]:
        """The hosts that were named and the domains that a request may go to; () for any."""
        is_article, is_listing = ("link" in request.cb_kwargs, "fetch" in request.cb_kwargs)
        if not is_article and not is_listing:  # robots.txt is asked for of a host that has passed
            first = (request.meta.get("redirect_urls") or [request.url])[0]
            has_passed = request.meta.get("dont_obey_robotstxt") or request.meta.get(NAMED_IN_CALL)
            return frozenset([host_and_port(first)] if has_passed else ()), ()
        spider = self.crawler.spider
        if self.record.asks_archive:
            return spider.hosts_named | self.archive, tuple(spider.allowed_domains or ())
        own = tuple(spider.allowed_domains or ())
        if is_listing:
            own = () if redirected else (*own, *map(domain_of, spider.hosts_named))
        return spider.hosts_named, own


class Redirects(RedirectMiddleware):
    """Scrapy's middleware, which raises a ValueError for a Location that is no address."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request that a redirect leads to, or the answer; raises LedAway where it can't be."""
        try:
            return super().process_response(request, response)
        except ValueError as error:  # javascript:x, http://[, a port above 65535
            location = printable(response.headers["Location"].decode("latin-1"))
            sentence = f"redirected to {location}, which is no web address; not followed"
            raise LedAway(sentence) from error


def out_of_reach(
    url: str, named: frozenset[str], domains: Sequence[str], *, private_too: bool = False
) -> str | None:
    """Where an address lies that may not be asked, in words; None for one that may.

    ``named`` are hosts with their ports that are asked wherever they are, ``domains`` those whose
    hosts are asked; any where there is none.
    """
    if host_and_port(url) in named:
        return None
    if not private_too and not is_public(url):
        return INSIDE
    return ELSEWHERE if domains and not is_of(url, domains) else None


def in_words(url: str, why: str, *, redirected: bool) -> str:
    """The sentence on an address that is out of reach."""
    if redirected:
        inside = f", {why}" if why == INSIDE else ""
        return f"redirected to {printable(url)}{inside}; not followed"
    return f"{printable(url)} is {why}; not asked"


def domain_of(host: str) -> str:
    """The registered domain of a host with its port."""
    return registered_domain(host.rpartition(":")[0])


def sifted(
    links: Sequence[Link],
    named: frozenset[str],
    domains: Sequence[str] = (),
    *,
    private_too: bool = False,
) -> tuple[list[Link], list[tuple[str, str, str]]]:
    """The links of a listing that may be asked, and address, reason and detail of the others.

    Without ``domains`` those of other hosts are among the first.
    """
    kept, refused = [], []
    for link in links:
        problem = unfit(link.url)
        why = None if problem else out_of_reach(link.url, named, domains, private_too=private_too)
        if why:
            problem = "off-site", in_words(link.url, why, redirected=False)
        if problem:
            refused.append((printable(link.url), *problem))
        else:
            kept.append(link)
    return kept, refused
