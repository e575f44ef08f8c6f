"""Whether an answer came whole: one that was cut off is no page but a fault of the network."""

from __future__ import annotations

import logging
import re

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_meta_refresh

from crawler.fetching.exceptions import CostlyAnswer
from crawler.files.unpacking import DAMAGED, Unpacking
from crawler.parsers.urls import same_address
from crawler.run_record import run_record
from crawler.stopping import BeingEnded, leave_for_later
from crawler.time_limit import Hurried, TooCostly, within

logger = logging.getLogger(__name__)

BEGINS = re.compile(rb"<html\b", re.IGNORECASE)
"""``<!DOCTYPE html><html lang="id">``"""
ENDS = re.compile(rb"</(?:body|html)\b", re.IGNORECASE)
"""``</article></body>``"""


class WholeAnswers(Unpacking):
    """Unpacks answers; one whose stream is cut or damaged is none.

    It is asked for again like any failure of the network, and in the end is one.
    Scrapy itself sees to Content-Length and to the last chunk.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholeAnswers:
        """Made by Scrapy."""
        middleware = super().from_crawler(crawler)
        middleware.crawler = crawler
        return middleware

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The unpacked answer, or the request to ask again.

        Raises ResponseDataLossError, and CostlyAnswer for one that takes too long to unpack.
        """
        reading = run_record(self.crawler).reading
        try:
            unpacked, why = within(reading.seconds, self._unpacked, request, response)
        except Hurried:
            leave_for_later(request)
            raise BeingEnded from None
        except TooCostly as error:
            reading.halve()
            raise CostlyAnswer(str(error)) from error
        if why is None or response.status >= 400:  # what a refusal says is read as far as it came
            return unpacked
        again = get_retry_request(request, spider=self.crawler.spider, reason=why)
        if again is None:
            raise ResponseDataLossError(f"the answer did not come whole: {why}")
        return again

    def _unpacked(self, request: Request, response: Response) -> tuple[Response, str | None]:
        """The unpacked answer, and why it is not whole."""
        try:
            unpacked = super().process_response(request, response)
        except IgnoreRequest:
            raise
        except Exception:  # noqa: BLE001 every decoder raises a class of its own
            logger.debug("unpacking %s failed", response.url, exc_info=True)
            return response, self.why or DAMAGED
        why = self.why
        if why is None and stops_within(unpacked):
            why = "the connection was closed in the middle of the page"
        return unpacked, why


def stops_within(response: Response) -> bool:
    """Whether a page whose length nobody declared stops before its end.

    Its end is then told by nothing but the closed connection ("partial", as Scrapy calls it).
    """
    if "partial" not in response.flags or not isinstance(response, TextResponse):
        return False
    return bool(BEGINS.search(response.body[:4096])) and not ENDS.search(response.body)


class MetaRefresh(MetaRefreshMiddleware):
    """Scrapy's middleware without a page's refresh to itself, which is none."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Follow a refresh that leads to another page and is not a timer for readers.

        One to what is no address leads nowhere, and of a page in an encoding that is none (an
        answer may say ``charset=zlib``) none is read: the page is taken as it is.
        """
        try:
            if isinstance(response, TextResponse):
                _, url = get_meta_refresh(response, ignore_tags=self._ignore_tags)
                if url and same_address(url, response.url):
                    return response
            return super().process_response(request, response)
        except (ValueError, LookupError):
            return response
