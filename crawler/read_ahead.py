"""Pages read by a process of their own while this one fetches the next.

A polite crawl waits for its site and reads its pages by the way. Where nothing makes it wait (an
archive replayed, DOWNLOAD_DELAY = 0) reading is half of the work, and a second core does it. What
comes of a page is the same whichever process read it; where the reader is behind, slow or dead, or
fails at a page, this one does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

from crawler.cores import cores
from crawler.items import Article
from crawler.parsers.site import Site
from crawler.reader_process import LENGTH, facts
from crawler.stopping import ENDING, leave_for_later

logger = logging.getLogger(__name__)

ARTICLE = "article"
"""Key of ``request.meta`` under which the spider finds the article of its page."""
WORTH_A_PROCESS = 60
"""Pages after which the reader is begun: it takes as long to start as these to be read."""
MOST_WAITING = 10
"""Pages with the reader at once; what comes beyond that is read here."""
PATIENCE = 5.0
"""Seconds without an answer after which no page is left waiting behind the one that is slow."""

PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)  # before anything takes time
from crawler.reader_process import serve
serve()
"""


class ReadAhead:
    """Scrapy downloader middleware: hands article pages on together with what they say."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.reader: Reader | None = None
        self.seen = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadAhead:
        """Made by Scrapy; not where a crawl waits anyway, or has one core."""
        settings = crawler.settings
        waits = settings.getfloat("DOWNLOAD_DELAY") or settings.getbool("AUTOTHROTTLE_ENABLED")
        worth = cores() > 1 and os.name == "posix" and (settings["REPLAY"] or not waits)
        if not (settings.getbool("READ_AHEAD") and worth):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.ending, signal=ENDING)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        """Let an article's page be read; all else passes."""
        if "link" not in request.cb_kwargs or response.status != 200:
            return response
        self.seen += 1
        if self.seen == WORTH_A_PROCESS:
            await self._begin()
        elif self.reader and self.reader.has_room:
            try:
                request.meta[ARTICLE] = await self.reader.read(response.body, response.url)
            except StillBeingRead:
                leave_for_later(request)
                raise
            if request.meta[ARTICLE] is not None:
                self.crawler.stats.inc_value("warta/read_ahead")
        return response

    async def _begin(self) -> None:
        try:
            self.reader = await Reader.begin(self.crawler.spider)
        except (OSError, pickle.PicklingError, AttributeError, TypeError) as error:
            logger.warning("no second process can read pages, this one does: %s", error)

    def ending(self) -> None:
        """The run is being ended: a page that takes long is left for the next."""
        if self.reader:
            self.reader.is_ending = True

    def spider_closed(self) -> None:
        """End the process."""
        if self.reader:
            self.reader.end()


class StillBeingRead(IgnoreRequest):
    """The run ends before a page was read, which takes unusually long."""


class Reader(asyncio.Protocol):
    """The process as seen from here: pages go to it, their articles come back in the same order."""

    def __init__(self, process: subprocess.Popen[bytes]):
        self.process = process
        self.waiting: deque[asyncio.Future[Article | None]] = deque()
        self.received = bytearray()
        self.is_ready = self.is_ending = False
        self.answered_at = 0.0

    @classmethod
    async def begin(cls, spider: Site) -> Reader:
        """Start the process. Raises OSError, and what pickle raises for a spider it can't write."""
        told = pickle.dumps(facts(spider))
        ours, theirs = socket.socketpair()
        with theirs:
            # not forked: this process holds open connections, files and the database
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM],
                stdin=theirs,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                process_group=0,  # Ctrl-C is for the process that hands out the pages
            )
        loop = asyncio.get_running_loop()
        _, reader = await loop.create_connection(lambda: cls(process), sock=ours)
        reader.transport.write(told)
        return reader

    @property
    def has_room(self) -> bool:
        """Whether it can be given a page."""
        return self.is_ready and len(self.waiting) < MOST_WAITING

    def read(self, html: bytes, url: str) -> asyncio.Future[Article | None]:
        """The article of a page; None where this process has to read it."""
        if not self.waiting:
            self.answered_at = time.monotonic()
        self.waiting.append(asyncio.get_running_loop().create_future())
        self.transport.write(pickle.dumps((html, url)))
        return self.waiting[-1]

    def end(self) -> None:
        """End the process; nothing waits for it any more."""
        self.is_ending = True
        self.process.kill()
        self.process.wait()
        self.transport.abort()

    def connection_made(self, transport: Any) -> None:
        """Called by asyncio."""
        self.transport = transport
        self.timer = asyncio.get_running_loop().call_later(1, self._look)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio: each whole answer goes to who waits for it; the first says "ready"."""
        self.received += data
        while len(self.received) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self.received)[0]
            if len(self.received) < end:
                return
            answer = pickle.loads(self.received[LENGTH.size : end])
            del self.received[:end]
            if isinstance(answer, str):
                logger.warning(
                    "the second process could not read a page, this one tries: %s", answer
                )
                answer = None
            if self.is_ready:
                _give(self.waiting.popleft(), answer)
            self.is_ready, self.answered_at = True, time.monotonic()

    def connection_lost(self, error: Exception | None) -> None:
        """Called by asyncio, once: the process died, or was ended."""
        self.timer.cancel()
        if not self.is_ending:
            logger.warning("the process that read pages died; this one does from here on")
        self.is_ready = False
        for article in self.waiting:
            _give(article, None)
        self.waiting.clear()

    def _look(self) -> None:
        """Take back what waits behind a slow page, and that page itself where the run ends."""
        self.timer = asyncio.get_running_loop().call_later(1, self._look)
        if not self.waiting or time.monotonic() - self.answered_at < PATIENCE:
            return
        slow, *behind = self.waiting
        for article in behind:
            _give(article, None)
        if self.is_ending and not slow.done():
            slow.set_exception(StillBeingRead("the run is being ended"))


def _give(waiting: asyncio.Future[Article | None], article: Article | None) -> None:
    if not waiting.done():
        waiting.set_result(article)
