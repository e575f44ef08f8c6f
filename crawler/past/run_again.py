"""A run of a crawl lived again: its requests are answered by what it captured, at those times.

The spider, the plan, the frontier, the pipelines and the verdict are the crawl's own. Only the
network is missing, and the clock shows when each answer came.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.statscollectors import MemoryStatsCollector

from crawler.archive.records import from_iso
from crawler.database import lend, take_back
from crawler.items import Article, Reject
from crawler.news_spider import NewsSpider
from crawler.parsers.urls import canonical_url
from crawler.past.answers import came_at, is_robots
from crawler.past.exchange import Exchange
from crawler.past.reading import Read
from crawler.past.told import Told, moment
from crawler.past.unasked import Unasked
from crawler.run_record import run_record
from crawler.runs.ledger import RunLedger, begin_row
from crawler.topics.found_by import mark_stored
from pipelines.prepare import prepare
from pipelines.rows.judgement import strange_texts
from pipelines.store import Keeper

UNANSWERED = "unanswered"
"""Finish reason of a run that wanted more than the archive has answers to."""


class RunAgain:
    """One run; ``begin``, then ``answer`` for each of its captures, then ``end``."""

    def __init__(
        self,
        database: sqlite3.Connection,
        settings: BaseSettings,
        kind: type[NewsSpider],
        told: Told,
    ):
        self.database = database
        self.crawler = Crawler(kind, settings)
        self.crawler.stats = MemoryStatsCollector(self.crawler)
        lend(self.crawler, database)
        self.record = run_record(self.crawler)
        self.record.began = self.record.moment = told.began
        self.spider = kind.from_crawler(self.crawler, **dict(told.arguments))
        self.crawler.spider = self.spider
        self.ledger = RunLedger(self.crawler)
        self.keeper = Keeper(self.crawler)
        self.exchange = Exchange(self.crawler, self._keep)
        self.unasked = Unasked(self.spider)
        self.counts: Counter[str] = Counter()

    def begin(self) -> None:
        """Write the run's row, and ask what it asked first."""
        run_id = begin_row(self.database, self.spider, "rebuilt")
        self.ledger.began(run_id, self.spider)
        self.exchange.take(asyncio.run(_all_of(self.spider.start())))

    def answer(self, capture: str, read: Read) -> None:
        """Give the request that a capture answers its answer."""
        fetched_at = from_iso(read.fields.get("warc-date", ""))
        self.record.moment = max(self.record.moment, fetched_at)
        status = read.place.entry.status
        self.crawler.stats.inc_value("downloader/response_bytes", len(read.block))
        self.crawler.stats.inc_value(f"downloader/response_status_count/{status}")
        if is_robots(read):
            self.exchange.learn(read)
            return
        request = self.exchange.asked(read.place.entry.key) or self.unasked.request_for(read)
        if request is None:
            self.counts["that are of no article and no listing"] += 1
            return
        came_at(request, capture, fetched_at)
        self.exchange.deliver(request, read)

    def refuse(self, capture: str, read: Read) -> None:
        """Write down that no process could read a capture; its request is not answered."""
        self.record.moment = max(self.record.moment, moment(read.place.entry))
        url = read.place.entry.url
        self._keep(Reject(url, self.spider.name, "unreadable", read.given_up, capture), None)

    def end(self) -> None:
        """Write what the run came to."""
        self.exchange.end_refused()
        if self.record.query is not None:
            asked = self.spider.name, self.record.query, self.spider.window
            held = mark_stored(self.database, *asked)
            self.crawler.stats.set_value("warta/holding_words", held)
        strange = strange_texts(self.database, self.record.run_id)
        self.crawler.stats.set_value("warta/strange_texts", strange)
        left = any(map(self._is_wanted, self.exchange.unanswered))
        reason = UNANSWERED if left else "finished"
        self.ledger.end_row(self.database, self.spider, reason)
        take_back(self.crawler)

    def _is_wanted(self, request: Request) -> bool:
        """Whether a request is more than another look, which the crawl may not have been due for.

        Answers came a moment before they were written down.
        """
        if (link := request.cb_kwargs.get("link")) is None:
            return True
        known = "SELECT 1 FROM frontier WHERE url = ? AND fetches > 0"
        return self.database.execute(known, (canonical_url(link.url),)).fetchone() is None

    def _keep(self, item: Article | Reject, response: Response | None) -> None:
        prepared = prepare(item, self.spider.name)
        for outcome in self.keeper.keep([prepared], self.record.moment):
            if isinstance(prepared, Article) and not isinstance(outcome, Reject):
                self.ledger.item_scraped(prepared, response)


async def _all_of(results: Any) -> list[Any]:
    return [each async for each in results]
