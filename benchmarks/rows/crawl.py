"""A crawl of local pages into SQLite, with and without the archive, next to a bare spider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.crawls import bare_crawl, crawl
from benchmarks.local_site import LocalSite
from benchmarks.measure import Effort, Ran, ratio
from benchmarks.row import Row, at_most, more

PAGES = 3000
BASELINE = "bare Scrapy spider, address and title to JSON Lines"


def rows(effort: Effort) -> Iterator[Row]:
    """Wall time as asked, from starting the program to its end; CPU time beside it."""
    pages = effort.of(PAGES, least=20)
    bare: list[Ran] = []
    ran: dict[str, list[Ran]] = {"on": [], "off": []}
    with LocalSite(pages) as site:
        for number in range(min(effort.rounds, 5)):
            with TemporaryDirectory() as name:
                folder = Path(name)
                bare.append(bare_crawl(site, folder))
                ran["on"].append(crawl(site, folder / "on.db", folder / f"archive-{number}"))
                ran["off"].append(crawl(site, folder / "off.db", None))
    for archive, limit in (("on", 1.35), ("off", 1.2)):
        what = f"crawl of {pages:,} local pages into SQLite, archive {archive}, no delay"
        ours, theirs = [each.wall for each in ran[archive]], [each.wall for each in bare]
        yield at_most(
            limit, ratio(ours, theirs), f"{what}, wall", BASELINE, **_figures(ours, theirs, pages)
        )
        ours, theirs = [each.cpu for each in ran[archive]], [each.cpu for each in bare]
        yield more(ratio(ours, theirs), f"{what}, CPU", BASELINE, **_figures(ours, theirs, pages))


def _figures(ours: list[float], theirs: list[float], pages: int) -> dict[str, str]:
    return {
        name: f"{median(seconds):.1f} s, {median(seconds) / pages * 1000:.2f} ms a page"
        for name, seconds in (("ours", ours), ("theirs", theirs))
    }
