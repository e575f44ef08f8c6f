"""The connection itself: in turn, to no address inside a private network, endless headers cut."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadFailedError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolutionReceiver
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web._newclient import Request as TxRequest
from zope.interface import implementer

from crawler.fetching.exceptions import CostlyAnswer, EndlessHeaders, InsideNetwork
from crawler.fetching.networks import is_public_address, is_public_host
from crawler.fetching.politeness import Politeness
from crawler.fetching.turns import Turn, host_of

LARGEST_HEAD = 256 * 1024
"""Bytes before an answer's body, with those of interim answers (103); browsers take as many."""
STATUSES = range(100, 1000)
"""What has three digits; 999 is what some servers say to robots."""
LONGEST_RECEIVING = 3.0
"""CPU seconds that receiving an answer may take: 20 MB take 0.2, a million chunks of a byte 40."""

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


class Downloader(ScrapyDownloader):
    """Scrapy's; a redirect waits with the requests of the host it leads to, not where it began."""

    def get_slot_key(self, request: Request) -> str:
        """The host that a request is for."""
        return host_of(request.url)


class DownloadHandler(HTTP11DownloadHandler):
    """Scrapy's, in turn with all who ask a host or its address, and with an end to headers."""

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.asking: dict[str, tuple[Turn, ...]] = {}
        self._pool._factory = _watched(self._pool._factory, self._sent)
        self._pool.retryAutomatically = False  # Twisted would ask again at once, out of turn

    async def download_request(self, request: Request) -> Response:
        """The answer, in turn; raises InsideNetwork and EndlessHeaders beside what Scrapy does."""
        politeness = self._crawler.get_downloader_middleware(Politeness)
        if politeness is None:
            return await self.answer(request)
        turns = await politeness.turn(request, partial(self.address_of, request))
        host = host_of(request.url)
        self.asking[host] = turns
        try:
            response = await self.answer(request)
            politeness.answered(request, response, turns[0])
            return response
        finally:
            del self.asking[host]
            for turn in turns:
                turn.end()

    def _sent(self, host: bytes) -> None:
        for turn in self.asking.get(host_of(f"//{host.decode('latin-1')}"), ()):
            turn.sent()

    async def address_of(self, request: Request) -> str | None:
        """The IP address that a request is sent to; None for one that goes through a proxy.

        Raises CannotResolveHostError, or InsideNetwork for a name that is not to be asked.
        """
        name = urlsplit(request.url).hostname or ""
        if request.meta.get("proxy") or isIPAddress(name) or isIPv6Address(name):
            return None if request.meta.get("proxy") else name
        from twisted.internet import reactor  # which one is known once the process has begun

        found = Addresses()
        reactor.nameResolver.resolveHostName(found, name)
        if addresses := await maybe_deferred_to_future(found.complete):
            return min(addresses)
        raise _without_address(
            name, CannotResolveHostError(f"no results for hostname lookup: {name}")
        )

    async def answer(self, request: Request) -> Response:
        """The answer at once."""
        try:
            return _with_a_status(await super().download_request(request))
        except CannotResolveHostError as error:
            raise _without_address(urlsplit(request.url).hostname or "", error) from error
        except (DownloadFailedError, ResponseDataLossError) as error:
            for reason in getattr(error.__cause__, "reasons", ()):
                if reason.check(EndlessHeaders, CostlyAnswer):
                    raise reason.value from error
            raise


def _with_a_status(response: Response) -> Response:
    """The answer; raises ResponseDataLossError for a status that HTTP does not have."""
    if response.status in STATUSES:
        return response
    raise ResponseDataLossError(f"the answer has no status of HTTP: {response.status}"[:100])


def _without_address(name: str, error: CannotResolveHostError) -> Exception:
    """What to raise for a name without an address: where it is, if inside a private network."""
    if name not in found_inside:
        return error
    return InsideNetwork(f"{name} is at {found_inside[name]}, inside a private network; not asked")


@implementer(IResolutionReceiver)
class Addresses:
    """What Twisted finds out on a name: ``complete`` gives its IP addresses, which may be none."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.complete: Deferred[list[str]] = Deferred()

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802 Twisted's
        """Called by Twisted."""

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802 Twisted's
        """Called by Twisted, for each."""
        self.found.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 Twisted's
        """Called by Twisted."""
        self.complete.callback(self.found)


def _watched(factory: type, sent: Callable[[bytes], None]) -> type:
    """The factory of connections with a limit to the headers of each answer.

    ``sent`` is called as each request goes out, with its Host header.
    """

    class Factory(factory):
        def buildProtocol(self, addr: object) -> HTTP11ClientProtocol:  # noqa: N802 Twisted's name
            protocol = super().buildProtocol(addr)
            protocol.dataReceived = AnswerLimit(protocol)
            send = protocol.request

            def request(asked: TxRequest) -> Deferred:
                sent(asked.headers.getRawHeaders(b"host", [b""])[0])
                return send(asked)

            protocol.request = request
            return protocol

    return Factory


class AnswerLimit:
    """Stands before a connection's ``dataReceived``.

    It counts the bytes before each body, and the CPU time that receiving an answer takes.
    """

    def __init__(self, protocol: HTTP11ClientProtocol):
        self.protocol = protocol
        self.receive = protocol.dataReceived
        self.parser = None
        self.size, self.seconds = 0, 0.0

    def __call__(self, data: bytes) -> None:
        """Hand data on, or give the answer up."""
        parser = self.protocol._parser
        if parser is not self.parser:
            self.parser, self.size, self.seconds = parser, 0, 0.0
        if parser is not None and parser.state in (STATUS, HEADER):
            self.size += len(data)
            if self.size > LARGEST_HEAD:
                self.protocol._giveUp(Failure(EndlessHeaders(LARGEST_HEAD)))
                return
        began = time.thread_time()
        self.receive(data)
        self.seconds += time.thread_time() - began
        if self.seconds > LONGEST_RECEIVING and parser is self.protocol._parser:
            why = f"receiving it took longer than {LONGEST_RECEIVING:g} s"
            self.protocol._giveUp(Failure(CostlyAnswer(why)))
