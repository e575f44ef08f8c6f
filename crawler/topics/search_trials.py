"""What trials of a site's searches showed: kept for a day, so that not each run makes its own."""

from __future__ import annotations

import json
from datetime import timedelta

from scrapy.crawler import Crawler

from crawler.clock import utc
from crawler.database import transaction
from crawler.discovery.base import Trial
from crawler.run_record import now_in

BELIEVED_FOR = timedelta(days=1)
BOXES_LAST = timedelta(hours=1)
"""Lists of the newest stand on many pages of results, and change."""


class SearchTrials:
    """One site's part of the ``search_trials`` table. Every call may raise CloseSpider."""

    def __init__(self, crawler: Crawler, site: str):
        self.crawler = crawler
        self.site = site

    def known(self, search: str) -> Trial | None:
        """What the last day's trial of a search, by its address, showed; None where none was."""
        now = now_in(self.crawler)
        with transaction(self.crawler) as database:
            row = database.execute(
                "SELECT believed, beside FROM search_trials WHERE site = ? AND search = ? "
                "AND tried_at BETWEEN iif(beside = '[]', ?, ?) AND ?",
                (self.site, search, utc(now - BELIEVED_FOR), utc(now - BOXES_LAST), utc(now)),
            ).fetchone()
        return Trial(bool(row[0]), frozenset(json.loads(row[1]))) if row else None

    def note(self, search: str, trial: Trial) -> None:
        """Write down what a trial has shown."""
        with transaction(self.crawler) as database:
            database.execute(
                "INSERT OR REPLACE INTO search_trials (site, search, tried_at, believed, beside) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    *(self.site, search, utc(now_in(self.crawler))),
                    *(int(trial.is_believed), json.dumps(sorted(trial.beside))),
                ),
            )
