"""Ending a run before its end: told to, or because what it reads can't be kept any more."""

from __future__ import annotations

import asyncio
from weakref import WeakSet

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure


class BeingEnded(IgnoreRequest):
    """A request that waited while its run was ended."""

    def __init__(self) -> None:
        super().__init__("the run is being ended")


ENDING = object()
"""Signal of Scrapy: a run is being ended before its end, and waits only for what it has begun."""
LOOK_AGAIN = 0.1
"""Seconds between two looks at a spider that is closing."""

_ending: WeakSet[Crawler] = WeakSet()


def is_ending(crawler: Crawler) -> bool:
    """Whether a run is being ended before its end."""
    return crawler in _ending


def stop(crawler: Crawler, reason: str) -> None:
    """Begin to close a crawler's spider, if it has one; returns at once."""
    if crawler.crawling:
        deferred_from_coro(close(crawler, reason))


async def close(crawler: Crawler, reason: str) -> None:
    """Close a crawler's spider: what is being fetched is read, what waits is left for later."""
    while _is_starting(crawler):
        await asyncio.sleep(LOOK_AGAIN)
    if not crawler.crawling or crawler.engine.spider is None:
        return
    _ending.add(crawler)
    crawler.signals.send_catch_log(ENDING)
    closed = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
    while not closed.done():
        give_up_waiting(crawler.engine.downloader)
        await asyncio.wait([closed], timeout=LOOK_AGAIN)


def _is_starting(crawler: Crawler) -> bool:
    has_begun = crawler._started and not crawler.crawling  # and ended again
    return not has_begun and (crawler._engine is None or not crawler._engine.running)


def give_up_waiting(downloader: Downloader) -> None:
    """Take back requests that wait for their turn, which a Crawl-delay may put minutes off.

    Nobody is told: no page is lost, the frontier still holds what was not fetched.
    """
    for slot in downloader.slots.values():
        slot.concurrency = 0  # so that nothing further gets its turn
        while slot.queue:
            request, answer = slot.queue.popleft()
            leave_for_later(request)
            answer.errback(Failure(BeingEnded()))


def leave_for_later(request: Request) -> None:
    """Let a request fail without a word: the frontier still holds it as not fetched."""
    request.errback = _forget


def _forget(failure: Failure) -> None:
    """The errback of a request that is left for later."""
