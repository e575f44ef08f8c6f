"""One look at a host: the work that a command carries out."""

from __future__ import annotations

import asyncio

from scrapy.crawler import AsyncCrawlerProcess

from crawler.drafting.answers import Host, Trail
from crawler.drafting.scout import Scout
from crawler.stopping import close


class Look:
    """A scout sent to a host; what it found is in ``trail``."""

    def __init__(self, process: AsyncCrawlerProcess, host: Host):
        self.process = process
        self.trail = Trail(host)
        self.crawler = process.create_crawler(Scout)
        self.closing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Look at all that is worth it, or at what comes before ``stop``."""
        await self.process.crawl(self.crawler, self.trail)

    def stop(self, reason: str) -> None:
        """Begin nothing further."""
        self.closing = asyncio.ensure_future(close(self.crawler, reason))
