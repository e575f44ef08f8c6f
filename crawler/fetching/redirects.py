"""Where a redirect may lead: never into a private network, for an article never off its site."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.url import url_is_from_any_domain

from crawler.fetching.exceptions import LedAway

LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home.arpa", "intranet")
"""Last labels of names that mean something only inside a network (RFC 6761, 6762, 8375)."""


class RedirectGuard:
    """Scrapy downloader middleware: looks at every address a redirect leads to before it is asked.

    A public site that leads into a private network is out to read what only this machine can
    reach. An article of another host is none of the site's. Listings may lie elsewhere (feed
    services), and a site that is itself in a private network may redirect there.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RedirectGuard:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass; raises LedAway for one that a redirect made and that may not be."""
        asked = request.meta.get("redirect_urls")
        if not asked:
            return
        if is_public(asked[0]) and not is_public(request.url):
            raise LedAway(f"redirected to {request.url}, inside a private network; not followed")
        domains = self.crawler.spider.allowed_domains if "link" in request.cb_kwargs else None
        if domains and not url_is_from_any_domain(request.url, domains):
            raise LedAway(f"redirected to {request.url}; not followed")


def is_public(url: str) -> bool:
    """Whether an address names a host of the open internet, as far as the name itself tells.

    Also in the forms that only browsers and C libraries read: http://2130706433/, http://0x7f.1/.
    Names are not looked up.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if address := _ip_address(host):
        mapped = getattr(address, "ipv4_mapped", None)
        return (mapped or address).is_global
    return "." in host and not host.endswith(tuple(f".{name}" for name in LOCAL_NAMES))


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None
