"""robots.txt as RFC 9309 reads it: what can't be had forbids, what does not exist allows."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import error_in_words
from crawler.fetching.exceptions import SAYS_NOTHING, RobotsUnreachable


class RobotsTxt(RobotsTxtMiddleware):
    """Scrapy's middleware with what RFC 9309, section 2.3.1, says of answers that are no rules.

    Scrapy reads any answer as rules and takes none for consent. Here a server error or no answer
    at all forbids every page of the host for this run, and an answer of 400 to 499 allows all,
    whatever it holds. In a replay nobody is asked, and only captured rules forbid.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.replaying = bool(crawler.settings["REPLAY"])
        self.unreachable: dict[str, Exception] = {}

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 and not self.replaying:
            raise RobotsUnreachable(f"HTTP {response.status}")
        if not 200 <= response.status < 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        says_nothing = isinstance(exc, SAYS_NOTHING)
        if says_nothing or not isinstance(exc, IgnoreRequest):
            self.unreachable[netloc] = exc
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let a request pass, or raise IgnoreRequest (RobotsUnreachable) where it may not."""
        error = self.unreachable.get(urlparse_cached(request).netloc)
        if error is not None:
            said = str(error) if isinstance(error, IgnoreRequest) else error_in_words(error)
            raise RobotsUnreachable(f"robots.txt can't be had ({said})") from error
        super().process_request_2(rp, request)
