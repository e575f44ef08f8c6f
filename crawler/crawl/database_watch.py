"""No answer reaches a spider while another program locks the database, which it will write to."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from crawler.database import until_writable
from crawler.run_record import run_record
from crawler.stopping import leave_for_later


class DatabaseWatch:
    """Scrapy downloader middleware: holds answers and failures back until it can be written.

    The spider then writes to the frontier at once. Without this SQLite would wait for the lock,
    and with it everything in this process: other sites, their delays, signals.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DatabaseWatch:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer, once it can be worked on; raises IgnoreRequest where the run is given up."""
        await self._wait(request)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Let a failure go on in the same way."""
        await self._wait(request)

    async def _wait(self, request: Request) -> None:
        if run_record(self.crawler).run_id is None:  # no ledger, no database: scrapy fetch
            return
        try:
            await until_writable(self.crawler)
        except CloseSpider as error:
            leave_for_later(request)
            raise IgnoreRequest("the database stays locked") from error
