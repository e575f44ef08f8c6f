"""Manners on the wire: robots.txt's Crawl-delay and a server's Retry-After."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)

LONGEST_WAIT = 600.0
"""Seconds; a Crawl-delay or Retry-After above it is cut to it, so that a run still ends."""


class Politeness:
    """Scrapy extension: slows a host down to its Crawl-delay, and for as long as it asks."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.user_agent = crawler.settings["USER_AGENT"]
        self.crawl_delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Politeness:
        """Made by Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember a host's Crawl-delay in seconds."""
        if delay := robotparser.crawl_delay(self.user_agent):
            host = urlparse_cached(request).hostname or ""
            self.crawl_delays[host] = min(delay, LONGEST_WAIT)
            logger.info("%s asks for %s s between requests", host, delay)
            self._widen(request, self.crawl_delays[host])

    def response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        """Widen the slot's delay after AutoThrottle set it."""
        host = urlparse_cached(request).hostname or ""
        wait = self.crawl_delays.get(host, 0.0)
        if response.status in (429, 503):
            asked = seconds_to_wait(response.headers.get("Retry-After"))
            # Scrapy counts from when a request was sent, the server from its answer.
            wait = max(wait, asked and asked + request.meta.get("download_latency", 0.0))
        self._widen(request, wait)

    def _widen(self, request: Request, wait: float) -> None:
        """Leave at least so many seconds between two requests to a host."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is None or not wait:
            return
        slot.delay = max(slot.delay, wait)
        slot.jitter = 0.0  # half to one and a half of it, as Scrapy would wait, is often too little


def seconds_to_wait(retry_after: bytes | None) -> float:
    """A Retry-After header (RFC 9110: seconds or a date) as seconds from now, 0 to LONGEST_WAIT."""
    if not retry_after:
        return 0.0
    text = retry_after.decode("latin-1").strip()
    if text.isdecimal():
        return min(float(text), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT)
