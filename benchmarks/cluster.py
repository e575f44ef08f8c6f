"""Reading WARC over a Dask cluster of processes of this machine, next to processes without one.

    python benchmarks/cluster.py [--pages 20000] [--rounds 4]

The pages are read in so many rounds. In each, the same part of the file is read by one and by two
workers of a cluster, and by one and two processes without; the four take turns, and the median of
the rounds' ratios counts. What came of each part is digested: it must be the same, byte for byte.
CPU time is that of all processes that took part: this one, scheduler, workers, processes.

Then Dask's own figures are taken of tasks that do nothing, from which a table of what a hundred
workers do with 10 TB is worked out.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

import distributed  # noqa: E402
import psutil  # noqa: E402
from scrapy import Request  # noqa: E402
from scrapy.http import Response  # noqa: E402

from benchmarks.local_site import page  # noqa: E402
from crawler.archive.records import exchange, member, warcinfo  # noqa: E402
from crawler.past.others.captured_page import CapturedPages, Wanted, unread  # noqa: E402
from crawler.past.others.wanted import Owners, wanted  # noqa: E402
from crawler.site_files.sites import Sites  # noqa: E402
from crawler.spread.cluster import Cluster  # noqa: E402
from crawler.spread.job import Executor, Job, over_in_order  # noqa: E402
from crawler.spread.processes import Processes  # noqa: E402
from tests.support.free_port import free_port  # noqa: E402

SITES = Sites(("tests.support.import_spiders",))
SPAN = 25
NOTHING = 4000
"""Tasks that do nothing, by which Dask is measured."""
TERABYTES = 10
PACKED = 15_000
"""Bytes of a captured page of 60 kB in a WARC file (docs/archive.md)."""


class Measured(NamedTuple):
    """Seconds of one reading, CPU seconds of all who took part, and a digest of what came of it."""

    wall: float
    cpu: float
    digest: str


def make_warc(folder: Path, pages: int) -> Path:
    """A WARC file of so many different pages."""
    path = folder / "pages.warc.gz"
    with path.open("wb") as file:
        file.write(member(warcinfo(path.name, "2025-06-18T08:00:00Z", {})))
        for number in range(1, pages + 1):
            url = f"https://www.contoh.id/read/{number}/contoh"
            html = page("https://www.contoh.id", number).replace(b"/berita/", b"/read/")
            headers = {"Content-Type": "text/html; charset=utf-8"}
            response = Response(url, headers=headers, body=html)
            asked, answer, _ = exchange(Request(url), response, "2025-06-18T08:00:00Z")
            file.write(member(asked) + member(answer))
    return path


def job_for(folder: Path) -> Job:
    """What ``scrapy import`` hands out."""
    return Job(CapturedPages, (folder, SITES, 10.0), partial(unread, folder), reach=(folder,))


def spans_of(captures: list[Wanted]) -> Iterator[list[Wanted]]:
    """The spans that ``scrapy import`` makes."""
    left = iter(captures)
    while span := list(islice(left, SPAN)):
        yield span


def read(executor: Executor, job: Job, captures: list[Wanted], others: list[int]) -> Measured:
    """Read captures; ``others`` are processes whose CPU time counts beside this one's."""
    digest, number = sha256(), 0
    before, began = cpu_of(others), time.perf_counter()
    for came in over_in_order(executor, job, spans_of(captures)):
        for each in came:
            digest.update(repr(each).encode())
            number += each.problem is None
    wall = time.perf_counter() - began
    if number != len(captures):
        raise RuntimeError(f"{len(captures) - number} of {len(captures)} were not read")
    return Measured(wall, cpu_of(others) - before, digest.hexdigest())


def cpu_of(others: list[int]) -> float:
    """CPU seconds of this process, of those that it had begun and that ended, and of others."""
    own = os.times()
    total = own.user + own.system + own.children_user + own.children_system
    for process in others:
        times = psutil.Process(process).cpu_times()
        total += times.user + times.system
    return total


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and so many workers, and the processes they are."""
    address = f"tcp://127.0.0.1:{free_port()}"
    here = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    lines = [("scheduler", "--port", address.rpartition(":")[2])]
    lines += [("worker", address, "--nthreads", "1", "--no-nanny")] * workers
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{program}", *more, *here],
            cwd=HERE.parent,
            stderr=subprocess.DEVNULL,
        )
        for program, *more in lines
    ]
    try:
        with distributed.Client(address, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield address, [process.pid for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def nothing(number: int) -> int:
    """A task that costs what a task costs."""
    return number


def dask_alone(address: str, others: list[int]) -> tuple[float, float]:
    """CPU seconds that a task costs the scheduler, and one that asks."""
    with distributed.Client(address, set_as_default=False) as client:
        scheduler = psutil.Process(others[0])
        before, own = sum(scheduler.cpu_times()[:2]), time.process_time()
        for first in range(0, NOTHING, 400):
            client.gather(client.map(nothing, range(first, first + 400), pure=False))
        spent = sum(scheduler.cpu_times()[:2]) - before, time.process_time() - own
    return spent[0] / NOTHING, spent[1] / NOTHING


def schedule(of_page: float, of_scheduler: float, of_call: float, stored: float) -> None:
    """Print what a hundred workers take for so many terabytes; seconds a page, span, article."""
    pages = TERABYTES * 10**12 / PACKED
    spans = pages / SPAN
    print(f"\n{TERABYTES} TB are {pages:,.0f} pages, {spans:,.0f} spans")
    for what, seconds in {
        "reading by 100 workers": pages * of_page / 100,
        "the scheduler": spans * of_scheduler,
        "the call: handing out and taking in": spans * of_call,
        "the call: storing in SQLite": pages * stored,
    }.items():
        print(f"| {what} | {seconds / 3600:,.1f} h |")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    with TemporaryDirectory() as name, cluster(1) as one, cluster(2) as two:
        folder = Path(name)
        file = make_warc(folder, asked.pages)
        captures = list(wanted([file], Owners(SITES, takes_any=False), Counter()))
        job, part = job_for(folder), asked.pages // asked.rounds
        ways: dict[str, Callable[[list[Wanted]], Measured]] = {
            "cluster, 1 worker": lambda some: read(Cluster(one[0]), job, some, one[1]),
            "cluster, 2 workers": lambda some: read(Cluster(two[0]), job, some, two[1]),
            "1 process": lambda some: read(Processes(1), job, some, []),
            "2 processes": lambda some: read(Processes(2), job, some, []),
        }
        done: dict[str, list[Measured]] = {way: [] for way in ways}
        for way in ways.values():
            way(captures[: SPAN * 8])  # begun, and its modules imported
        for number in range(asked.rounds):
            some = captures[number * part : (number + 1) * part]
            for way, reading in ways.items():
                done[way].append(reading(some))
                print(way, *(f"{value:.1f}" for value in done[way][-1][:2]), flush=True)
            if len({each[-1].digest for each in done.values()}) > 1:
                raise RuntimeError("what came of the same pages is not the same")
        told(done, part)
        costs = dask_alone(*two)
        of_page = median(each.cpu for each in done["1 process"]) / part
        print(f"a task: scheduler {costs[0] * 1000:.2f} ms, call {costs[1] * 1000:.2f} ms")
        schedule(of_page, *costs, stored=0.0012)


def told(done: dict[str, list[Measured]], part: int) -> None:
    """Print the ratios."""

    def ratio(one: str, other: str, what: str) -> float:
        pairs: Any = zip(done[one], done[other], strict=True)
        return median(getattr(a, what) / getattr(b, what) for a, b in pairs)

    print("every part came out the same, byte for byte, in all four ways")
    for one, other, what in (
        ("cluster, 1 worker", "cluster, 2 workers", "wall"),
        ("1 process", "2 processes", "wall"),
        ("cluster, 1 worker", "1 process", "cpu"),
        ("cluster, 2 workers", "2 processes", "cpu"),
        ("cluster, 2 workers", "2 processes", "wall"),
    ):
        print(f"| {what} of {one} to that of {other} | {ratio(one, other, what):.2f} |")


if __name__ == "__main__":
    main()
