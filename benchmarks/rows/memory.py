"""Memory of a long crawl next to a bare spider's: its peak, and whether it grows with the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawls import bare_crawl, crawl
from benchmarks.local_site import LocalSite
from benchmarks.measure import Effort, memory
from benchmarks.row import Row, at_most, not_measured

PAGES = 20_000
MEGABYTE = 1_000_000
BASELINE = "bare Scrapy spider, address and title to JSON Lines"


def rows(effort: Effort) -> Iterator[Row]:
    """One crawl of each, with the archive, since a peak is a peak."""
    pages = effort.of(PAGES, least=40)
    marks = [pages // 4, pages // 2, pages - 1]
    with TemporaryDirectory() as name:
        folder = Path(name)
        with LocalSite(pages) as site:
            theirs, bare_peak = watched(marks, site, lambda w: bare_crawl(site, folder, watch=w))
        with LocalSite(pages) as site:
            ours, peak = watched(
                marks, site, lambda w: crawl(site, folder / "news.db", folder / "archive", watch=w)
            )
    what = f"peak memory over {pages:,} pages"
    if not (peak and bare_peak):
        yield not_measured(what, BASELINE, "at most 1.3 x", "no /proc on this system")
    else:
        yield at_most(
            1.3,
            peak / bare_peak,
            what,
            BASELINE,
            ours=f"{peak / MEGABYTE:.0f} MB",
            theirs=f"{bare_peak / MEGABYTE:.0f} MB",
        )
    what = f"memory at {marks[2] + 1:,} pages against that at {marks[1]:,}"
    if len(ours) < 3 or not all(ours.values()):
        yield not_measured(what, "itself", "at most 1.05 x", "too quick, or no /proc here")
        return
    yield at_most(
        1.05, ours[marks[2]] / ours[marks[1]], what, "itself", ours=told(ours), theirs=told(theirs)
    )


def watched(marks: list[int], site: LocalSite, work: Callable) -> tuple[dict[int, int], int]:
    """Memory when so many pages had been served, and the most there was, ten times a second."""
    held: dict[int, int] = {}
    peak = 0

    def look(process: int) -> None:
        nonlocal peak
        now = memory(process)
        peak = max(peak, now)
        for mark in site.milestones(marks):
            held.setdefault(mark, now)

    work(look)
    return held, peak


def told(held: dict[int, int]) -> str:
    """As in "95 MB at 5,000, 97 MB at 10,000"."""
    return ", ".join(f"{size / MEGABYTE:.0f} MB at {mark:,}" for mark, size in held.items())
