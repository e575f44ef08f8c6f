"""A run that finds nothing new, as cron makes most of them, next to Scrapy's start-up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.crawls import crawl
from benchmarks.local_site import LocalSite
from benchmarks.measure import Effort, Ran, run
from benchmarks.row import Row

PAGES = 40
SECONDS_MORE = 1.5
LISTINGS = 2
"""The sitemap's index and its one part."""


def rows(effort: Effort) -> Iterator[Row]:
    """Wall and CPU time beyond ``scrapy version``, and what the run asked the site for."""
    empty: list[Ran] = []
    idle: list[Ran] = []
    with LocalSite(PAGES) as site, TemporaryDirectory() as name:
        database, archive = Path(name) / "news.db", Path(name) / "archive"
        crawl(site, database, archive)
        before = site.counts()
        for _ in range(effort.rounds):
            empty.append(run("-m", "scrapy", "version"))
            idle.append(crawl(site, database, archive))
        asked = site.counts() - before
    for clock in ("wall", "cpu"):
        ours, theirs = ([getattr(each, clock) for each in ran] for ran in (idle, empty))
        more = median(a - b for a, b in zip(ours, theirs, strict=True))
        yield Row(
            f"a run that finds nothing new on one site, {clock}",
            "`scrapy version`",
            f"at most {SECONDS_MORE} s more",
            f"{more:.2f} s more",
            more <= SECONDS_MORE,
            f"{median(ours):.2f} s",
            f"{median(theirs):.2f} s",
        )
    runs = effort.rounds
    yield Row(
        f"what {runs} such runs ask a site with {LISTINGS} listings for",
        "one request a listing, robots.txt once a run",
        f"{LISTINGS} listings, no page",
        f"{asked['listing'] / runs:g} listings, {asked['page'] / runs:g} pages, "
        f"{asked['robots'] / runs:g} robots.txt a run",
        asked["listing"] == LISTINGS * runs and not asked["page"] and asked["robots"] <= runs,
    )
