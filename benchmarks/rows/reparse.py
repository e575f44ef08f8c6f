"""Reading an archive again on two cores, next to one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.crawls import SITE_FILE, crawl_by_file
from benchmarks.local_site import LocalSite
from benchmarks.measure import Effort, Ran, ratio, run
from benchmarks.row import Row, at_least, not_measured
from crawler.spread.processes import cores

PAGES = 3000


def rows(effort: Effort) -> Iterator[Row]:
    """``scrapy reparse --diff`` over an archive just crawled, wall time of the whole program."""
    pages = effort.of(PAGES, least=20)
    what, baseline = f"`scrapy reparse --diff` of {pages:,} pages, two cores, wall", "one core"
    if cores() < 2:
        yield not_measured(what, baseline, "at least 1.8 x", "there is one core here")
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        with LocalSite(pages) as site:
            crawl_by_file(site, folder / "news.db", folder / "archive")
        ran: dict[int, list[Ran]] = {1: [], 2: []}
        for _ in range(min(effort.rounds, 3)):
            for processes, so_far in ran.items():
                so_far.append(reparse(folder, processes, pages))
    one, two = ([each.wall for each in ran[number]] for number in (1, 2))
    yield at_least(
        1.8,
        ratio(one, two),
        what,
        baseline,
        ours=f"{median(two):.1f} s, {pages / median(two):.0f} pages a second",
        theirs=f"{median(one):.1f} s, {pages / median(one):.0f} pages a second",
    )


def reparse(folder: Path, processes: int, pages: int) -> Ran:
    """One reading of the archive, every page as it is stored; nothing is written."""
    ran = run(
        *("-m", "scrapy", "reparse", str(folder / "archive"), "--diff"),
        *("--processes", str(processes), *SITE_FILE),
        *("-s", f"DATABASE={folder / 'news.db'}", "-s", f"ARCHIVE={folder / 'archive'}"),
    )
    if f"{pages} read as they are stored" not in " ".join(ran.stdout.split()):
        raise RuntimeError(f"not all of {pages} pages read as they are stored: {ran.stdout}")
    return ran
