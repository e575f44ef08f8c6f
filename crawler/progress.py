"""A live line on a terminal while a crawl runs; nothing under cron, where log lines serve."""

from __future__ import annotations

import logging
import sys

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured


class TerminalProgress:
    """Scrapy extension: listed, stored and not stored, kept up to date on standard error."""

    def __init__(self, crawler: Crawler):
        if not sys.stderr.isatty() or crawler.settings["LOG_FILE"]:
            raise NotConfigured
        self.crawler = crawler
        self.stored = self.not_stored = 0
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            TextColumn("{task.fields[counts]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TerminalProgress:
        """Made by Scrapy; raises NotConfigured where there is no terminal to draw on."""
        extension = cls(crawler)
        for handler, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.item_scraped, signals.item_scraped),
            (extension.item_dropped, signals.item_dropped),
            (extension.response_received, signals.response_received),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal=signal)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Draw the line, and let log lines pass above it."""
        self.task = self.progress.add_task(spider.name, total=None, counts="starting")
        self.progress.start()
        self.handlers = [
            (handler, handler.setStream(sys.stderr))
            for handler in logging.getLogger().handlers
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.__stderr__
        ]

    def item_scraped(self) -> None:
        """One more article stored, revised or found unchanged."""
        self.stored += 1
        self.draw()

    def item_dropped(self) -> None:
        """One more page not stored."""
        self.not_stored += 1
        self.draw()

    def response_received(self) -> None:
        """A page came in."""
        self.draw()

    def draw(self) -> None:
        """Write the counts."""
        listed = sum(way.listed for way in self.crawler.spider.plan.tried)
        pages = self.crawler.stats.get_value("response_received_count", 0)
        counts = f"{listed} listed, {pages} pages, {self.stored} read, {self.not_stored} not stored"
        self.progress.update(self.task, counts=counts)

    def spider_closed(self) -> None:
        """Take the line away; the closing sentence follows."""
        self.progress.stop()
        for handler, stream in self.handlers:
            handler.setStream(stream or sys.__stderr__)
