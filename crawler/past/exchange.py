"""The requests of a run that is lived again, and the captured answers they get."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.archive.cdxj import request_digest, request_key
from crawler.errors import DatabaseProblem
from crawler.fetching.politeness import REFUSING
from crawler.news_spider import READ_BEFORE
from crawler.past.answers import Way, answer_of
from crawler.past.reading import Read
from crawler.run_record import run_record
from crawler.stopping import leave_for_later

logger = logging.getLogger(__name__)

NO_PAGE = "Ignoring non-200 response"
CUT_OFF = "the answer was cut off"
FEWEST_REFUSED = 2
"""So many addresses of a host that were refused last, and the run had given the host up."""


class Exchange:
    """What one run has asked and not been answered yet; ``keep`` is given what is read, of what."""

    def __init__(self, crawler: Crawler, keep: Callable[[Any, Response | None], None]):
        self.crawler = crawler
        self.keep = keep
        self.way = Way(crawler)
        self.pending: defaultdict[bytes, list[Request]] = defaultdict(list)
        self.refused: dict[bytes, tuple[Request, Response]] = {}

    @property
    def unanswered(self) -> list[Request]:
        """The requests that wait for an answer."""
        return [request for waiting in self.pending.values() for request in waiting]

    def take(self, results: Iterable[Any], response: Response | None = None) -> None:
        """Ask and keep what a callback of the spider gave for an answer."""
        for result in results:
            if isinstance(result, Request):
                self._ask(result)
            elif result is not None:
                self.keep(result, response)

    def asked(self, key: bytes) -> Request | None:
        """The request that a capture answers; of several the one that was made first."""
        waiting = self.pending.get(key)
        if not waiting:
            return None
        request = waiting.pop(0)
        if not waiting:
            del self.pending[key]
        self.refused.pop(key, None)
        return request

    def deliver(self, request: Request, read: Read) -> None:
        """Give a request its answer, and the spider what it is to read."""
        response = answer_of(request, read)
        try:
            answer = self.way.follow(request, response)
        except Exception as error:  # noqa: BLE001 as in the crawl, whatever a middleware raised
            self._fail(request, error)
            return
        if isinstance(answer, Request):
            if answer.meta.get("retry_times", 0) > request.meta.get("retry_times", 0):
                self.refused[_key(answer)] = request, response
            self._ask(answer)
            return
        answer.request = request
        if not 200 <= answer.status < 300:
            self._fail(request, HttpError(answer, NO_PAGE))
            return
        if read.article is not None:
            request.meta[READ_BEFORE] = read.article
        self.take(self._called(request.callback(answer, **request.cb_kwargs)), answer)

    def learn(self, read: Read) -> None:
        """Take up a captured robots.txt: what it forbids was never asked for."""
        self.way.learn(read)
        for key, waiting in list(self.pending.items()):
            for request in list(waiting):
                try:
                    self.way.judge_by_rules(request)
                except IgnoreRequest as error:
                    waiting.remove(request)
                    self._fail(request, error)
            if not waiting:
                self.pending.pop(key, None)

    def end_refused(self) -> None:
        """What was refused last and never answered: by the host, or as a page's own fault."""
        record = run_record(self.crawler)
        hosts = Counter(_host(request) for request, _ in self.refused.values())
        for key, (request, response) in list(self.refused.items()):
            self.pending.pop(key, None)
            host = _host(request)
            if response.status in REFUSING and hosts[host] >= FEWEST_REFUSED:
                said = f"{host} answers {response.status}, as the last it was asked"
                record.refusing.setdefault(host, said)
                record.left_for_later += 1
                leave_for_later(request)
                continue
            response.request = request
            is_cut = 200 <= response.status < 300
            error = ResponseDataLossError(CUT_OFF) if is_cut else HttpError(response, NO_PAGE)
            self._fail(request, error)

    def _ask(self, request: Request) -> None:
        try:
            self.way.judge(request)
        except IgnoreRequest as error:
            self._fail(request, error)
            return
        self.pending[_key(request)].append(request)

    def _fail(self, request: Request, error: Exception) -> None:
        failure = Failure(error)
        failure.request = request
        if request.errback:
            self.take(self._called(request.errback(failure) or ()))

    def _called(self, results: Iterable[Any]) -> Iterator[Any]:
        """What a callback gives; a fault of ours in it costs that answer, and is in the verdict."""
        try:
            yield from results
        except (CloseSpider, DatabaseProblem, sqlite3.Error):
            raise
        except Exception as error:
            logger.exception("%s: an answer could not be read", self.crawler.spider.name)
            self.crawler.stats.inc_value("spider_exceptions/count")
            self.crawler.stats.inc_value(f"spider_exceptions/{type(error).__name__}")


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc


def _key(request: Request) -> bytes:
    return request_key(request.method, request.url, request_digest(request.method, request.body))
