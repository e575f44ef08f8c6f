"""Log lines a person reads: an address and a reason, never a whole article."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.logformatter import LogFormatter

from crawler.console.terminal import plain
from crawler.items import Article, Reject


class ShortLog(LogFormatter):
    """Scrapy's log lines with items cut down to their address."""

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
