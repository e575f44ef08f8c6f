"""Timing one thing against another: rounds that take turns, medians, the means of this machine."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from crawler.spread.processes import cores

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: ``scale`` 1 is what the table shows, tests take a sliver of it."""

    scale: float = 1
    rounds: int = 5

    def of(self, number: int, least: int = 1) -> int:
        """So many of a number of pages or items."""
        return max(least, round(number * self.scale))


def in_turns(
    rounds: int, *works: Callable[[], object], clock: Callable[[], float] = time.process_time
) -> list[list[float]]:
    """Seconds each work took in each round; all works take part in every round, one by one.

    What the neighbours on the machine do then weighs on all of them alike.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            gc.freeze()  # what the benchmark has prepared is no work of the garbage collector's
            began = clock()
            work()
            taken.append(clock() - began)
            gc.unfreeze()
    return times


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished program: seconds by the clock, seconds of CPU, most memory (bytes), its output."""

    wall: float
    cpu: float
    peak: int
    stdout: str
    stderr: str


def run(
    *command: str, folder: Path = ROOT, watch: Callable[[int], None] | None = None, wanted: int = 0
) -> Ran:
    """Run a program of this Python to its end, in a folder, whose own Scrapy project it finds.

    ``watch`` is called with its process number ten times a second. Raises RuntimeError where it
    ends with another code than ``wanted``.
    """
    with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
        began = time.perf_counter()
        arguments = [sys.executable, *command]
        # Scrapy notes here which project this process reads settings of.
        told = {name: value for name, value in os.environ.items() if "SCRAPY_" not in name}
        process = subprocess.Popen(arguments, cwd=folder, env=told, stdout=stdout, stderr=stderr)
        waiting = os.WNOHANG if watch else 0
        while not (ended := os.wait4(process.pid, waiting))[0]:
            watch(process.pid)
            time.sleep(0.1)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        stdout.seek(0), stderr.seek(0)
        output, errors = stdout.read(), stderr.read()
    if process.returncode != wanted:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {errors[-2000:]}")
    usage = ended[2]
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Ran(wall, usage.ru_utime + usage.ru_stime, peak, output, errors)


def memory(process: int) -> int:
    """Bytes of memory a process and those it began hold now; 0 where the system has no /proc."""
    folder = Path(f"/proc/{process}")
    try:
        pages = (folder / "statm").read_text().split()[1]
        begun = (folder / f"task/{process}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") + sum(map(memory, map(int, begun)))


def machine() -> str:
    """What a figure was measured on."""
    parts = [f"{name} {version(name)}" for name in ("lxml", "Scrapy")]
    return f"{cores()} cores, Python {python_version()}, {', '.join(parts)}"


def milliseconds(seconds: float, number: int = 1) -> str:
    """A time for each of so many things, in a unit that reads well."""
    each = seconds / number
    return f"{each * 1000:.2f} ms" if each >= 0.0005 else f"{each * 1e6:.2f} µs"
