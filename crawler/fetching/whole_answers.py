"""Whether an answer came whole: one that was cut off is no page but a fault of the network."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_meta_refresh

from crawler.fetching.exceptions import CostlyAnswer
from crawler.parsers.urls import same_address
from crawler.run_record import run_record
from crawler.stopping import BeingEnded, leave_for_later
from crawler.time_limit import Hurried, TooCostly, within

GZIP = b"\x1f\x8b"
SLICE = 4096
"""Bytes that zlib is given at once: at each end of a member it copies what is left of them."""
WINDOW = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
"""How zlib is told of each encoding (its ``wbits``)."""
PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|[{\[]\s*[\"{\[])", re.IGNORECASE)
"""How a body begins that is not compressed, whatever its header says: ``<!DOCTYPE html>``, ``{"``.

Of servers that lie, and of archives whose tools unpacked bodies and left the headers."""
BEGINS = re.compile(rb"<html\b", re.IGNORECASE)
"""``<!DOCTYPE html><html lang="id">``"""
ENDS = re.compile(rb"</(?:body|html)\b", re.IGNORECASE)
"""``</article></body>``"""


class WholeAnswers(HttpCompressionMiddleware):
    """Scrapy's middleware that unpacks answers, which takes what there is of a cut stream.

    Here such an answer is asked for again like any failure of the network, and in the end is one.
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
        if why is None:
            return unpacked
        again = get_retry_request(request, spider=self.crawler.spider, reason=f"cut off: {why}")
        if again is None:
            raise ResponseDataLossError(f"the answer was cut off: {why}")
        return again

    def _unpacked(self, request: Request, response: Response) -> tuple[Response, str | None]:
        """The unpacked answer, and why it is not whole."""
        encoding = response.headers.get("Content-Encoding", b"").strip().lower()
        if encoding and PLAIN.match(response.body):
            del response.headers["Content-Encoding"]
            encoding = b""
        unpacked = super().process_response(request, response)  # takes the header away
        why = "its compressed stream has no end" if is_cut(response.body, encoding) else None
        if why is None and stops_within(unpacked):
            why = "the connection was closed in the middle of the page"
        return unpacked, why


def is_cut(body: bytes, encoding: bytes) -> bool:
    """Whether a compressed body ends before its stream does, or is damaged on the way.

    What is no such stream at all is not cut: some servers name an encoding and use none. Only for
    bodies that are known to unfold to a bearable size.
    """
    if not body:
        return False
    if encoding == b"br":
        return _is_brotli_cut(body)
    if encoding not in WINDOW or (encoding != b"deflate" and not body.startswith(GZIP)):
        return False
    stream, place = zlib.decompressobj(WINDOW[encoding]), 0
    try:
        while place < len(body) and (not stream.eof or body.startswith(GZIP, place)):
            stream = zlib.decompressobj(31) if stream.eof else stream
            data = body[place : place + SLICE]
            stream.decompress(data)
            place += len(data) - len(stream.unused_data)
    except zlib.error:
        return encoding != b"deflate" or _is_raw_cut(body)
    return not stream.eof


def _is_raw_cut(body: bytes) -> bool:
    """The same of a deflate stream without zlib's frame, which many servers send."""
    stream = zlib.decompressobj(-15)
    with suppress(zlib.error):
        stream.decompress(body)
        return not stream.eof
    return False


def _is_brotli_cut(body: bytes) -> bool:
    import brotli  # what unpacked the body

    stream = brotli.Decompressor()
    with suppress(brotli.error):
        stream.process(body)
        return not stream.is_finished()
    return False


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

        One to what is no address leads nowhere: the page is taken as it is.
        """
        try:
            if isinstance(response, TextResponse):
                _, url = get_meta_refresh(response, ignore_tags=self._ignore_tags)
                if url and same_address(url, response.url):
                    return response
            return super().process_response(request, response)
        except ValueError:
            return response
