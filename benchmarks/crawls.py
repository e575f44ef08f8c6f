"""Crawls of the local site, each by a program of its own: Warta's and the bare spider's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.local_site import LocalSite
from benchmarks.measure import ROOT, Ran, run

ON_THIS_MACHINE = {
    "ALLOW_PRIVATE_ADDRESSES": "True",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
}
SITE_FILE = ("-s", "SPIDER_MODULES=benchmarks.sites")
BARE = ROOT / "benchmarks" / "bare_spider.py"


def crawl(
    site: LocalSite,
    database: Path,
    archive: Path | None,
    *,
    watch: Callable[[int], None] | None = None,
) -> Ran:
    """``scrapy crawl feed`` of the whole site into a database; every page is in it afterwards."""
    spider = ["feed", "-a", f"url={site.sitemap}"]
    return _crawl(spider, site, database, archive, watch)


def crawl_by_file(site: LocalSite, database: Path, archive: Path) -> Ran:
    """``scrapy crawl contoh``, by a file that declares the site, as ``scrapy reparse`` wants it."""
    return _crawl(["contoh", *SITE_FILE, "-s", f"SITEMAP={site.sitemap}"], site, database, archive)


def _crawl(
    spider: list[str],
    site: LocalSite,
    database: Path,
    archive: Path | None,
    watch: Callable[[int], None] | None = None,
) -> Ran:
    settings = {**ON_THIS_MACHINE, "DATABASE": str(database), "ARCHIVE": str(archive or "")}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    ran = run("-m", "scrapy", "crawl", *spider, *options, watch=watch)
    with closing(sqlite3.connect(database)) as news:
        (stored,) = news.execute("SELECT count(*) FROM articles").fetchone()
    if stored != site.pages:
        raise RuntimeError(f"{stored} of {site.pages} pages were stored: {ran.stderr[-2000:]}")
    return ran


def bare_crawl(site: LocalSite, folder: Path, *, watch: Callable[[int], None] | None = None) -> Ran:
    """The bare spider over the same site, into JSON Lines, outside this project."""
    lines = folder / "titles.jsonl"
    ran = run(
        *("-m", "scrapy", "runspider", str(BARE), "-a", f"sitemap={site.sitemap}"),
        *("-O", str(lines)),
        folder=folder,
        watch=watch,
    )
    found = len(lines.read_bytes().splitlines())
    if found != site.pages:
        raise RuntimeError(f"{found} of {site.pages} pages were found: {ran.stderr[-2000:]}")
    return ran
