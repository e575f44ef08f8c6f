"""The first pages of a run, read without their site's facts, too: what came of it, counted."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict

from scrapy.http import Response

from crawler.comparison.read_twice import Outcome, compared
from crawler.items import Article
from crawler.parsers.page.encoding import by_server
from crawler.run_record import RunRecord
from crawler.time_limit import TooCostly, within

logger = logging.getLogger(__name__)

COMPARED_PAGES = 3
"""Of a run: 6 ms of CPU each; tried, so that pages too costly to compare don't cost it again."""


class Sample:
    """Counts by field what reading a page with its site's facts and without any came to."""

    def __init__(self, record: RunRecord):
        self.record = record
        self.tried = 0
        self.pages = 0
        self.outcomes: defaultdict[str, Counter[Outcome]] = defaultdict(Counter)

    def add(self, article: Article, response: Response) -> None:
        """Compare an article with its page, unless there were enough; a fault costs that one."""
        if self.tried >= COMPARED_PAGES:
            return
        self.tried += 1
        content_type = response.headers.get("Content-Type", b"").decode("latin-1")
        page = by_server(response.body, content_type), response.url, article.fetched_at
        try:
            found = within(self.record.reading.seconds, compared, article, *page)
        except TooCostly:
            return
        except Exception:
            logger.exception("reading %s without the site's facts failed", response.url)
            return
        self.pages += 1
        for name, field in found.items():
            self.outcomes[name][field.outcome] += 1

    def summary(self) -> dict:
        """What the ledger keeps: pages, and by field how often each outcome came."""
        fields = {name: dict(outcomes) for name, outcomes in self.outcomes.items()}
        return {"pages": self.pages, "fields": fields}
