"""Log lines a person reads: an address and a reason, never a whole article."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter

from crawler.console.terminal import plain
from crawler.items import Article, Reject
from crawler.parsers.urls import LONGEST_ADDRESS, printable, without_passwords

ENDLESS = re.compile(rf"\S{{{LONGEST_ADDRESS + 1},}}")
"""A word longer than any address that is asked."""


class LogFile(logging.FileHandler):
    """A log file; where it can't be written (a full disk) that is told once, and work goes on."""

    told: ClassVar[set[str]] = set()
    """The files of which it was told: Scrapy opens its own anew for each crawl."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 logging's own name
        """Tell on standard error that a line is lost; called by logging."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif self.baseFilename not in self.told:
            self.told.add(self.baseFilename)
            print(
                f"the log can't be written: {self.baseFilename}: {error.strerror}; lines are lost",
                file=sys.stderr,
            )

    def close(self) -> None:
        """Close the file, also where what is left in memory can't be written."""
        with suppress(OSError):
            super().close()


class ShortRecord(logging.LogRecord):
    """A log line, whoever writes it, without passwords in addresses and without endless words."""

    def getMessage(self) -> str:  # noqa: N802 logging's own name
        """The line as it is written."""
        return without_passwords(ENDLESS.sub(_shortened, super().getMessage()))


def _shortened(word: re.Match) -> str:
    return printable(word[0])


class ShortLog(LogFormatter):
    """Scrapy's log lines with items cut down to their address."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ShortLog:
        """Made by Scrapy; from here on all lines of the process are short records."""
        logging.setLogRecordFactory(ShortRecord)
        return cls()

    def scraped(self, item: Any, response: Any, spider: Spider) -> dict:
        """One stored article."""
        message, args = "stored: %(item)s", {"item": _address(item)}
        return {"level": logging.INFO, "msg": message, "args": args}

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> dict:
        """One page that was not stored, with the reason."""
        args = {"item": _address(item), "exception": plain(str(exception))}
        return {"level": logging.INFO, "msg": "not stored: %(item)s: %(exception)s", "args": args}

    def item_error(
        self, item: Any, exception: BaseException, response: Any, spider: Spider
    ) -> dict:
        """An article whose way through the pipelines failed; the traceback follows."""
        args = {"item": _address(item)}
        return {"level": logging.ERROR, "msg": "error processing %(item)s", "args": args}


def _address(item: Any) -> str:
    return str(item.url) if isinstance(item, Article | Reject) else repr(item)
