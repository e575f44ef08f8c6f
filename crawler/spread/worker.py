"""What runs on a cluster's worker: the same code as here, or nothing."""

from __future__ import annotations

import asyncio
import pickle
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import NamedTuple

from crawler.errors import ClusterProblem
from crawler.spread.job import Job, Worker
from crawler.spread.version import PRIVATE, differences, program

KEPT = 4
"""Calls whose workers stay at hand in one process."""

_made: OrderedDict[str, tuple[Worker, bool]] = OrderedDict()
_loaded: dict[Path | None, dict[str, str]] = {None: program(None)}
"""What this process is made of, as it began and as it met each folder of private sites."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process needs to know before it works on the first span of a call."""

    program: dict[str, str]
    private: Path | None
    """The folder of a user's own sites, where there is one."""
    job: Job


class Told(NamedTuple):
    """The name of a call and its setup, pickled: it goes with each span, and is unpacked once."""

    call: str
    setup: bytes


def check(wanted: dict[str, str], private: Path | None, reach: Sequence[Path]) -> None:
    """Whether this process can do the same as the one that asks.

    Raises ClusterProblem for other code, and for a path that is not there.
    """
    here = gethostname()
    now = program(private)
    if other := differences(now, wanted):
        raise ClusterProblem(
            f"a worker on {here} has other code: {other}; bring the same there and start its "
            "workers again"
        )
    began = {**_loaded[None], PRIVATE: _loaded.setdefault(private, now)[PRIVATE]}
    if other := differences(began, wanted):
        raise ClusterProblem(
            f"a worker on {here} still runs the code it was started with: {other}; start it again"
        )
    for path in reach:
        if not path.exists():
            raise ClusterProblem(
                f"a worker on {here} does not find {path}; workers need the archive under the same "
                "path as here"
            )


async def work(told: Told, span: bytes) -> bytes:
    """What became of a pickled span, pickled. Raises ClusterProblem, see ``check``.

    A coroutine, because these run in a worker's main thread: only there the time that a page may
    take can be limited (crawler/time_limit.py).
    """
    worker, is_long = _made.get(told.call) or _make(told)
    asked = pickle.loads(span)
    result = await asyncio.to_thread(worker, asked) if is_long else worker(asked)
    return pickle.dumps(result, pickle.HIGHEST_PROTOCOL)


def _make(told: Told) -> tuple[Worker, bool]:
    setup: Setup = pickle.loads(told.setup)
    check(setup.program, setup.private, setup.job.reach)
    made = setup.job.make_worker(*setup.job.arguments), setup.job.is_long
    _made[told.call] = made
    while len(_made) > KEPT:
        _made.popitem(last=False)
    return made
