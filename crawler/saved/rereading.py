"""Reading an archived page again with today's parsers, as a crawl would read it.

A capture goes through the spider's own callbacks: challenges and pages of other hosts are refused,
a paged story is put together. An article that came out of a listing (a full Blogger feed, the
WordPress API) is looked up in that listing again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.archive.captures import Capture, capture_index, capture_name, read_capture
from crawler.archive.cdxj import request_key
from crawler.crawl.paged_stories import without_page
from crawler.discovery.base import Fetch, Link, Window
from crawler.discovery.replay_address import beside, captured_when, is_shown, page_shown
from crawler.errors import ArchiveProblem
from crawler.items import Article, Reject
from crawler.parsers.urls import canonical_url

if TYPE_CHECKING:
    from crawler.news_spider import NewsSpider

JSON = (b"{", b"[")
"""How an answer begins that is a listing, whatever type the server declares."""


class CaptureFinder:
    """The captures below a folder: by their names, and further pages of a story by address."""

    def __init__(self, root: Path):
        self.root = root
        self.listing: tuple[str, list[Link]] = ("", [])

    def read(self, name: str) -> Capture:
        """A capture; raises ArchiveProblem when it is not there or holds no body."""
        capture = self._shown(name) if is_shown(name) else read_capture(self.root, name)
        if not capture.body:
            raise ArchiveProblem(f"the capture {name} holds no body")
        return capture

    def further_page(self, url: str, capture: Capture) -> Capture:
        """The first capture of a story's further page made after that of the page before.

        Raises ArchiveProblem when there is none.
        """
        since = f"{capture.fetched_at:%Y%m%d%H%M%S}"
        asked = beside(capture.capture, url) if is_shown(capture.capture) else url
        found = self._by_address.get(request_key("GET", asked), ())
        later = [place for place in found if place[0] >= since]
        if not later:
            raise ArchiveProblem(f"the archive holds no capture of {url}, where the story goes on")
        further = read_capture(self.root, min(later)[1])
        return as_its_page(further, asked) if is_shown(capture.capture) else further

    def _shown(self, name: str) -> Capture:
        """What a Wayback Machine showed, as the page it is of."""
        found = self._by_address.get(request_key("GET", name), ())
        if not found:
            raise ArchiveProblem(f"what the archive of the web showed is not kept here: {name}")
        return as_its_page(read_capture(self.root, max(found)[1]), name)

    @cached_property
    def _by_address(self) -> dict[bytes, list[tuple[str, str]]]:
        """Time (14 digits, UTC) and name of every address's captures."""
        found: dict[bytes, list[tuple[str, str]]] = {}
        for file, entry in capture_index(self.root):
            if entry.method == "GET" and not entry.revisit_of:
                name = capture_name(self.root, file, entry.place)
                found.setdefault(entry.key, []).append((entry.timestamp, name))
        return found

    def links(self, spider: NewsSpider, capture: Capture) -> list[Link]:
        """The whole articles that a captured listing holds; the latest stays at hand."""
        if self.listing[0] != capture.capture:
            is_article = spider.is_article if spider.article_url else None
            fetch = Fetch(capture.url)
            listings = [
                source.read(capture.body, fetch, Window(), is_article) for source in spider.discover
            ]
            links = [link for each in listings for link in each.links if link.html is not None]
            self.listing = (capture.capture, links)
        return self.listing[1]


def as_its_page(capture: Capture, name: str) -> Capture:
    """An answer of a Wayback Machine as the page it shows, of when that was captured."""
    return replace(capture, url=page_shown(name), fetched_at=captured_when(name), capture=name)


def reread(spider: NewsSpider, captures: CaptureFinder, name: str, link: Link) -> Article | Reject:
    """What today's parsers make of the article that a capture holds.

    ``link`` is the article as its listing named it. Raises ArchiveProblem when the capture, or
    that of a further page, can't be had, and when it is a listing without the article.
    """
    capture = captures.read(name)
    if capture.status >= 400:
        detail = f"HTTP {capture.status}"
        return Reject(link.url, spider.name, "http-error", detail, name, capture.status)
    if capture.body.lstrip().startswith(JSON):
        listed = _listed(captures.links(spider, capture), link)
        return spider.read(listed.html, listed.url, listed, response_of(capture, link=listed))
    (result,) = spider.parse_article(response_of(capture, link=link), link)
    while isinstance(result, Request):
        try:
            capture = captures.further_page(result.url, capture)
        except ArchiveProblem:
            if result.cb_kwargs["way"] == "declared":
                raise
            result = without_page(spider, result)
            continue
        arguments = {**result.cb_kwargs, "link": link}
        (result,) = result.callback(response_of(capture, **arguments), **arguments)
    return result


class Rereader:
    """What a crawl's archive holds of an article, read today."""

    def __init__(self, spider: NewsSpider, root: Path):
        self.spider = spider
        self.captures = CaptureFinder(root)

    def __call__(self, name: str, url: str) -> Article | Reject | None:
        """The article of a capture; None where it can't be had."""
        try:
            return reread(self.spider, self.captures, name, Link(url))
        except ArchiveProblem as problem:
            self.spider.logger.debug("%s can't be read again: %s", url, problem)
            return None


def _listed(links: list[Link], wanted: Link) -> Link:
    """The entry of a listing that is the article wanted, by the publisher's number or address."""
    address = canonical_url(wanted.url)
    for link in links:
        if link.publisher_id and link.publisher_id == wanted.publisher_id:
            return link
        if canonical_url(link.url) == address:
            return link
    raise ArchiveProblem(f"the listing it was read from does not hold {wanted.url}")


def response_of(capture: Capture, **arguments: object) -> Response:
    """A capture as a crawl's callbacks take it."""
    meta = {"capture": capture.capture, "fetched_at": capture.fetched_at}
    request = Request(capture.url, meta=meta, cb_kwargs=arguments)
    kind = responsetypes.from_args(headers=capture.headers, url=capture.url, body=capture.body)
    return kind(
        capture.url,
        status=capture.status,
        headers=capture.headers,
        body=capture.body,
        request=request,
    )
