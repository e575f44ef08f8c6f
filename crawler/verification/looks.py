"""Looks at many sites in one process, so many at a time, each told as soon as it is done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.errors import error_in_words
from crawler.fetching.network import OFFLINE
from crawler.news_spider import NewsSpider
from crawler.run_record import run_record
from crawler.stopping import close
from crawler.verification.findings import Findings
from crawler.verification.prober import prober_of

logger = logging.getLogger(__name__)


class Looks:
    """Looks being taken on the running event loop; ``tell`` is called with each one's findings."""

    def __init__(
        self,
        runner: AsyncCrawlerRunner,
        sites: Sequence[type[NewsSpider]],
        sample: int,
        tell: Callable[[Findings], None],
    ):
        self.runner = runner
        self.waiting = list(sites)
        self.sample = sample
        self.tell = tell
        self.running: set[Crawler] = set()
        self.closing: set[asyncio.Task[None]] = set()
        self.stopped: str | None = None

    async def run(self) -> None:
        """Look at all sites, or at those begun before ``stop``."""
        at_once = min(max(1, self.runner.settings.getint("SITES_AT_ONCE")), len(self.waiting))
        await asyncio.gather(*(self._work() for _ in range(at_once)))

    def stop(self, reason: str) -> None:
        """Begin nothing further and break off every look."""
        self.stopped = self.stopped or reason
        for crawler in self.running:
            task = asyncio.ensure_future(close(crawler, reason))
            self.closing.add(task)  # the loop itself keeps no hold of a task
            task.add_done_callback(self.closing.discard)

    async def _work(self) -> None:
        while self.waiting and not self.stopped:
            self.tell(await self._look_at(self.waiting.pop(0)))

    async def _look_at(self, site: type[NewsSpider]) -> Findings:
        findings = Findings(site.name)
        try:
            spider = site()
            findings.declared = spider.declared_facts()
            crawler = self.runner.create_crawler(prober_of(site))
            self.running.add(crawler)
            await self.runner.crawl(crawler, spider, findings, self.sample)
            if run_record(crawler).is_offline:
                findings.was_ended = OFFLINE
                self.stop(OFFLINE)
        except Exception as error:  # it costs this site's look, never the others'
            logger.exception("%s could not be looked at", site.name)
            findings.was_ended = error_in_words(error)
        finally:
            self.running = {each for each in self.running if each.crawling}
        return findings
