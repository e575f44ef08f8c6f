"""Months of CC-NEWS taken one after the other, their files spread over whoever reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.past.ccnews.taking import File, Taken, Taker, files_of, folder_for, months, of_days
from crawler.spread.job import Executor, Job, over_in_order, whole

Told = Callable[[Taken, int, int], None]
"""Hears of a file: what came of it, which it is of how many of its month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files of CC-NEWS are wanted, of which hosts, and where what is kept of them goes.

    ``since`` and ``until`` are months or days as ``months`` reads them, ``base`` where the bucket
    is, ``limit`` how many files of each month; None for all.
    """

    since: str | None
    until: str | None
    limit: int | None
    base: str
    agent: str
    archive: Path
    hosts: frozenset[str]


def take_months(asked: Asked, executor: Executor, told: Told) -> Iterator[tuple[date, list[Taken]]]:
    """What came of the files of each month. Raises UsageProblem, and NotHad for a month's list."""
    named = months(asked.since, asked.until)
    folder = folder_for(asked.archive, sorted(asked.hosts))
    folder.mkdir(parents=True, exist_ok=True)
    job = Job(Taker, (asked.hosts, asked.agent), not_taken, whole, (folder,), is_long=True)
    for month in named:
        files = files_of(month, asked.base, asked.agent, folder)
        files = of_days(files, asked.since, asked.until)[: asked.limit]
        taken: list[Taken] = []
        for each in over_in_order(executor, job, files):
            taken.append(each)
            told(each, len(taken), len(files))
        yield month, taken


def not_taken(file: File, why: str) -> Taken:
    """What came of a file that no process could stream: nothing, until the next call."""
    return Taken(file, problem=why)
