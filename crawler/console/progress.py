"""A live line for each crawl on a terminal; nothing under cron, where log lines serve."""

from __future__ import annotations

import logging
import sys
from functools import cache
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.run_record import run_record


class Display:
    """The lines of all crawls of this process; log lines pass above them."""

    def __init__(self) -> None:
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            TextColumn("{task.fields[counts]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.handlers: list[tuple[logging.StreamHandler, TextIO | None]] = []

    def add(self, name: str) -> TaskID:
        """A line for a crawl that begins."""
        if not self.progress.tasks:
            self.progress.start()
            self.handlers = [
                (handler, handler.setStream(sys.stderr))
                for handler in logging.getLogger().handlers
                if isinstance(handler, logging.StreamHandler) and handler.stream is sys.__stderr__
            ]
        return self.progress.add_task(name, total=None, counts="starting")

    def remove(self, line: TaskID) -> None:
        """Take a crawl's line away; with the last one the display ends."""
        self.progress.remove_task(line)
        if not self.progress.tasks:
            self.progress.stop()
            for handler, stream in self.handlers:
                handler.setStream(stream or sys.__stderr__)


@cache
def display() -> Display:
    """This process's one display: a terminal has room for no second."""
    return Display()


class TerminalProgress:
    """Scrapy extension: listed, stored and not stored, kept up to date on standard error."""

    def __init__(self, crawler: Crawler):
        if not sys.stderr.isatty() or crawler.settings["LOG_FILE"]:
            raise NotConfigured
        self.crawler = crawler
        self.stored = self.not_stored = 0

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
        """Draw the line."""
        self.line = display().add(spider.name)

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
        listed = sum(source.listed for source in run_record(self.crawler).sources)
        pages = self.crawler.stats.get_value("response_received_count", 0)
        counts = f"{listed} listed, {pages} pages, {self.stored} read, {self.not_stored} not stored"
        display().progress.update(self.line, counts=counts)

    def spider_closed(self) -> None:
        """Take the line away; the closing sentence follows."""
        display().remove(self.line)
