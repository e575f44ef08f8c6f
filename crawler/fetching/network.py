"""Whether there is a network here at all: it tells a fault of ours from one of the sites'.

Nobody is asked but the sites' own hosts, by a connection that is closed at once, and the system's
resolver for their names: first the site's own, and only where that does not answer some others.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.asyncio import run_in_thread

from crawler.errors import NetworkDown, UsageProblem
from crawler.fetching.exceptions import Offline
from crawler.parsers.site import Site
from crawler.parsers.urls import host_and_port
from crawler.run_record import run_record
from crawler.stopping import stop

OFFLINE = "offline"
"""Finish reason of a run during which the network here went down."""
OWN_HANDLER = "crawler.fetching.download.DownloadHandler"
OTHERS = 4
"""So many hosts are asked beside the site's own before the network counts as down."""
PATIENCE = 5.0
"""Seconds for a host to answer a connection."""
BELIEVED = 15.0
"""Seconds for which it is believed that there is a network."""
MAY_BE_OURS = (
    *(CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError),
    *(DownloadTimeoutError, OSError),
)
"""Failures of a request that a network that is down brings too."""


def require_network(settings: BaseSettings, own_hosts: Sequence[str]) -> None:
    """Raise NetworkDown where neither a host of the sites to crawl nor another one can be reached.

    ``own_hosts`` have their ports, as in "www.example.com:443".
    """
    if asked := unreachable(hosts_to_probe(settings, own_hosts)):
        named = ", ".join(host.rpartition(":")[0] for host in asked)
        raise NetworkDown(
            f"offline - there is no network here: none of {named} can be reached (no DNS or no "
            "route); nothing was asked and nothing changed"
        )


def hosts_to_probe(settings: BaseSettings, own_hosts: Iterable[str]) -> Iterator[str]:
    """Hosts with their ports, the first to ask first: PROBE_HOSTS, a proxy, or the sites' own.

    None where another download handler than ours carries the requests, who knows where to. The
    files of other sites are loaded only where one of their hosts is wanted.
    """
    if chosen := settings.getlist("PROBE_HOSTS"):
        yield from chosen
        return
    handlers = settings.getdict("DOWNLOAD_HANDLERS")
    if any(handlers.get(scheme, OWN_HANDLER) != OWN_HANDLER for scheme in ("http", "https")):
        return
    proxies = getproxies()
    if proxy := proxies.get("https") or proxies.get("http"):
        yield _proxy_host(proxy)
        return
    own = list(dict.fromkeys(own_hosts))[: 1 + OTHERS]
    yield from own
    loader = get_spider_loader(settings)
    domains = (loader.load(name).allowed_domains or () for name in sorted(loader.list()))
    others = dict.fromkeys(f"{domain[0]}:443" for domain in domains if domain)
    yield from [host for host in others if host not in own][: 1 + OTHERS - len(own)]


def _proxy_host(proxy: str) -> str:
    """A proxy's host with its port. Raises UsageProblem for what names none."""
    try:
        address = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        is_web = address.scheme in ("http", "https") and address.port != 0
        if address.hostname and is_web:
            return host_and_port(address.geturl())
    except ValueError:  # a port that can't be
        pass
    raise UsageProblem(
        "the proxy that http_proxy or https_proxy of the environment names is no address of one; "
        "write for instance https_proxy=http://proxy.example.org:3128"
    )


def unreachable(hosts: Iterable[str]) -> list[str]:
    """The hosts, where none of them can be reached; nothing where one can, or none is given."""
    waiting = iter(hosts)
    first = next(waiting, None)
    if first is None or is_reachable(first):
        return []
    if others := list(waiting):
        with ThreadPoolExecutor(len(others)) as pool:
            if any(pool.map(is_reachable, others)):
                return []
    return [first, *others]


def is_reachable(host: str) -> bool:
    """Whether a host with its port has an address and answers, if only by refusing."""
    name, _, port = host.rpartition(":")
    try:
        socket.create_connection((name, int(port)), PATIENCE).close()
    except ConnectionRefusedError:
        return True
    except (OSError, ValueError, OverflowError):  # no name, no port
        return False
    return True


class NetworkWatch:
    """Scrapy downloader middleware: ends the run where a failed request is the network's here.

    What was fetched is kept, what was not is left for later without a row: it is no fault of the
    site. One probe answers for all requests of some seconds.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.record = run_record(crawler)
        self.well_at = float("-inf")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NetworkWatch:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Ask for nothing more once the network is down."""
        if self.record.is_offline:
            raise Offline("there is no network here")

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise Offline and end the run where there is no network; else let the retries go on."""
        if not isinstance(exception, MAY_BE_OURS) or self.crawler.settings["REPLAY"]:
            return
        if not self.record.is_offline:
            if time.monotonic() - self.well_at < BELIEVED:
                return
            spider = self.crawler.spider
            is_ours = isinstance(spider, Site)
            asked = host_and_port(request.url)
            own = [asked]
            if is_ours and not self.record.asks_archive:
                own = sorted(spider.hosts_named)
            hosts = hosts_to_probe(self.crawler.settings, own)
            if not await run_in_thread(unreachable, hosts):
                self.well_at = time.monotonic()
                return
            self.record.is_offline = True
            stop(self.crawler, OFFLINE)
        raise Offline("there is no network here") from exception
