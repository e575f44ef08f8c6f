"""What becomes of a captured answer on its way to the spider, as it did in the crawl."""

from __future__ import annotations

from datetime import datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware, get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.httpobj import urlparse_cached

from crawler.archive.reading import http_answer
from crawler.fetching.address_guard import AddressGuard, Redirects
from crawler.fetching.exceptions import RobotsUnreachable
from crawler.fetching.politeness import IN_A_ROW, REFUSING
from crawler.fetching.robots import TOO_MANY, RobotRules
from crawler.fetching.whole_answers import MetaRefresh, WholeAnswers
from crawler.past.reading import Read

FORBIDDEN = "Forbidden by robots.txt"
CUT = "disconnect"
"""What ``WARC-Truncated`` says of an answer whose connection was closed before its end."""


class Way:
    """The crawl's own downloader middlewares, as far as an answer shows what they did."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.guard = AddressGuard.from_crawler(crawler)
        self.redirects = Redirects.from_crawler(crawler)
        self.whole = WholeAnswers.from_crawler(crawler)
        self.refresh = MetaRefresh.from_crawler(crawler)
        self.retry = RetryMiddleware.from_crawler(crawler)
        self.rules: dict[str, RobotRules | RobotsUnreachable] = {}
        settings = crawler.settings
        self.user_agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self.obeys = settings.getbool("ROBOTSTXT_OBEY")

    def judge(self, request: Request) -> None:
        """Let a request pass that was made; raises what kept another one from being made."""
        self.guard.process_request(request)
        self.judge_by_rules(request)

    def judge_by_rules(self, request: Request) -> None:
        """The same by what is known of robots.txt so far."""
        rules = self.rules.get(urlparse_cached(request).netloc)
        if not self.obeys or rules is None:
            return
        if isinstance(rules, RobotsUnreachable):
            raise RobotsUnreachable(str(rules)) from rules
        if not rules.allowed(request.url, self.user_agent):
            raise IgnoreRequest(FORBIDDEN)

    def learn(self, read: Read) -> None:
        """Take up a captured robots.txt, of which the last answer counts."""
        url = read.place.entry.url
        response = answer_of(Request(url), read)
        if response.status in range(300, 400):
            return  # where it leads is a capture of its own
        host = urlparse_cached(Request(url)).netloc
        if response.status >= 500 or response.status == TOO_MANY:
            why = RobotsUnreachable(f"HTTP {response.status}")
            unreachable = RobotsUnreachable(f"robots.txt can't be had ({why})")
            unreachable.__cause__ = why
            self.rules[host] = unreachable
            return
        unpacked = self.whole.process_response(Request(url), response)
        is_had = 200 <= response.status < 300 and isinstance(unpacked, Response)
        self.rules[host] = RobotRules(unpacked.body if is_had else b"", self.crawler.spider)

    def follow(self, request: Request, response: Response) -> Request | Response:
        """The answer for the spider, or the request that the crawl made after it.

        Raises what the crawl raised: a redirect loop, an address out of reach, a cut answer.
        """
        answer = self.redirects.process_response(request, response)
        for middleware in (self.whole, self.refresh):
            if isinstance(answer, Request):
                return answer
            answer = middleware.process_response(request, answer)
        if isinstance(answer, Request):
            return answer
        if answer.status in REFUSING:
            again = get_retry_request(
                request,
                spider=self.crawler.spider,
                reason=f"HTTP {answer.status}",
                max_retry_times=IN_A_ROW,
            )
            return again or answer
        return self.retry.process_response(request, answer)


def is_robots(read: Read) -> bool:
    """Whether a capture is of a host's rules for robots."""
    return urlparse_cached(Request(read.place.entry.url)).path == "/robots.txt"


def answer_of(request: Request, read: Read) -> Response:
    """A capture as the downloader gave it; raises ArchiveProblem for what is no HTTP answer."""
    status, headers, body = http_answer(read.fields, read.block)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    flags = ["partial"] if read.fields.get("warc-truncated") == CUT else []
    return kind(request.url, status=status, headers=headers, body=body, flags=flags)


def came_at(request: Request, capture: str, fetched_at: datetime) -> None:
    """Note on a request which capture answers it."""
    request.meta["capture"], request.meta["fetched_at"] = capture, fetched_at
