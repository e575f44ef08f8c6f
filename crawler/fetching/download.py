"""The connection itself: made to no address inside a private network, headers without end cut."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol

from crawler.fetching.exceptions import EndlessHeaders, InsideNetwork
from crawler.fetching.networks import is_public_address, is_public_host

LARGEST_HEAD = 256 * 1024
"""Bytes before an answer's body, with those of interim answers (103); browsers take as many."""

found_inside: LocalCache[str, str] = LocalCache(1000)
"""Public names that turned out to be inside a private network, and where."""


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver; a public name that points into a private network has no address.

    The connection is made to what is judged here, so that a second look-up can't give another
    answer (DNS rebinding). A name that is itself of a private network was named in the call or a
    site file, or the address guard would have refused it; a proxy may be inside.
    """

    private_too = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Made by Scrapy once for the process."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.private_too = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        return resolver

    def getHostByName(self, name: str, timeout: tuple = ()) -> Deferred:  # noqa: N802 Twisted's
        """The IPv4 address of a name; DNSLookupError for one inside a private network."""
        found = self.look_up(name)
        if self.private_too or not is_public_host(name) or name in proxies():
            return found
        return found.addCallback(judged, name)

    def look_up(self, name: str) -> Deferred:
        """The IPv4 address of a name, wherever it is."""
        return super().getHostByName(name)


def judged(address: str, name: str) -> str:
    """The address of a name; raises DNSLookupError where it is inside a private network."""
    if is_public_address(address):
        return address
    found_inside[name] = address
    raise DNSLookupError(f"{name} is at {address}, inside a private network")


def proxies() -> set[str | None]:
    """The hosts of the proxies that the environment names."""
    return {urlsplit(url).hostname for url in urllib.request.getproxies().values()}


class DownloadHandler(HTTP11DownloadHandler):
    """Scrapy's, with an end to headers and a word on names inside private networks."""

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._pool._factory = _with_an_end(self._pool._factory)

    async def download_request(self, request: Request) -> Response:
        """The answer; raises InsideNetwork and EndlessHeaders beside what Scrapy raises."""
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            name = urlsplit(request.url).hostname or ""
            if name not in found_inside:
                raise
            sentence = f"{name} is at {found_inside[name]}, inside a private network; not asked"
            raise InsideNetwork(sentence) from error
        except DownloadFailedError as error:
            for reason in getattr(error.__cause__, "reasons", ()):
                if reason.check(EndlessHeaders):
                    raise reason.value from error
            raise


def _with_an_end(factory: type) -> type:
    """The factory of connections with a limit to the headers of each answer."""

    class Factory(factory):
        def buildProtocol(self, addr: object) -> HTTP11ClientProtocol:  # noqa: N802 Twisted's name
            protocol = super().buildProtocol(addr)
            protocol.dataReceived = HeadLimit(protocol)
            return protocol

    return Factory


class HeadLimit:
    """Stands before a connection's ``dataReceived`` and counts what comes before each body."""

    def __init__(self, protocol: HTTP11ClientProtocol):
        self.protocol = protocol
        self.receive = protocol.dataReceived
        self.parser = None
        self.size = 0

    def __call__(self, data: bytes) -> None:
        """Hand data on, or give the answer up."""
        parser = self.protocol._parser
        if parser is not self.parser:
            self.parser, self.size = parser, 0
        if parser is not None and parser.state in (STATUS, HEADER):
            self.size += len(data)
            if self.size > LARGEST_HEAD:
                self.protocol._giveUp(Failure(EndlessHeaders(LARGEST_HEAD)))
                return
        self.receive(data)
