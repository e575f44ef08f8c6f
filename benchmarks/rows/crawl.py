"""CPU of a crawl of local pages into SQLite, with the archive and without, next to a bare spider's.

CPU, since the wall time of a polite crawl is its site's. Without delay the two are nearly the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.crawls import bare_crawl, crawl
from benchmarks.local_site import LocalSite
from benchmarks.measure import Effort, ratio
from benchmarks.row import Row, at_most, more

PAGES = 3000
LIMIT = 1.6
BASELINE = "bare Scrapy spider, address and title to JSON Lines"


def rows(effort: Effort) -> Iterator[Row]:
    """CPU time of the whole program, from its start to its end."""
    pages = effort.of(PAGES, least=20)
    bare: list[float] = []
    ran: dict[str, list[float]] = {"on": [], "off": []}
    with LocalSite(pages) as site:
        for number in range(min(effort.rounds, 5)):
            with TemporaryDirectory() as name:
                folder = Path(name)
                bare.append(bare_crawl(site, folder).cpu)
                ran["on"].append(crawl(site, folder / "on.db", folder / f"archive-{number}").cpu)
                ran["off"].append(crawl(site, folder / "off.db", None).cpu)
    what = f"crawl of {pages:,} local pages into SQLite, archive {{}}, no delay, CPU"
    figures = {archive: _figures(times, bare, pages) for archive, times in ran.items()}
    yield at_most(LIMIT, ratio(ran["on"], bare), what.format("on"), BASELINE, **figures["on"])
    yield more(ratio(ran["off"], bare), what.format("off"), BASELINE, **figures["off"])


def _figures(ours: list[float], theirs: list[float], pages: int) -> dict[str, str]:
    return {
        name: f"{median(seconds):.1f} s, {median(seconds) / pages * 1000:.2f} ms a page"
        for name, seconds in (("ours", ours), ("theirs", theirs))
    }
