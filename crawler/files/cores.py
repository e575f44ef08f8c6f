"""Work handed to all cores, batch by batch, that ends well when it is interrupted."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import parent_process
from typing import Any

from crawler.errors import WartaError

IN_FLIGHT = 4
"""Batches handed out for each process: none waits for work, and few results lie in memory."""

Worker = Callable[[Any], Any]

_worker: Worker


def cores() -> int:
    """How many processes may run at once here."""
    if hasattr(os, "sched_getaffinity"):  # fewer than the machine has, in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def over_cores(
    make_worker: Callable[..., Worker],
    arguments: tuple,
    batches: Iterable[Any],
    processes: int,
) -> Iterator[Any]:
    """What a worker makes of each batch, in the order the results come in.

    Each process makes its own worker from the arguments; with one process, this one does. Raises
    WartaError when a process dies.
    """
    if processes == 1:
        yield from map(make_worker(*arguments), batches)
        return
    batches = iter(batches)
    running: set[Future] = set()
    with _pool(make_worker, arguments, processes) as pool:
        while True:
            room = processes * IN_FLIGHT - len(running)
            running |= {pool.submit(_work, batch) for batch in islice(batches, room)}
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


def over_cores_in_order(
    make_worker: Callable[..., Worker],
    arguments: tuple,
    batches: Iterable[Any],
    processes: int,
) -> Iterator[Any]:
    """The same in the order of the batches, for whoever must take one after the other."""
    if processes == 1:
        yield from map(make_worker(*arguments), batches)
        return
    batches = iter(batches)
    running: deque[Future] = deque()
    with _pool(make_worker, arguments, processes) as pool:
        while True:
            room = processes * IN_FLIGHT - len(running)
            running.extend(pool.submit(_work, batch) for batch in islice(batches, room))
            if not running:
                return
            yield running.popleft().result()


@contextmanager
def _pool(
    make_worker: Callable[..., Worker], arguments: tuple, processes: int
) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(processes, initializer=_begin, initargs=(make_worker, arguments))
    try:
        yield pool
    except BrokenProcessPool as error:
        raise WartaError(
            "one of its processes died (the log above may say why; else memory ran out); "
            "called again, it goes on where it stopped"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(make_worker: Callable[..., Worker], arguments: tuple) -> None:
    """Ctrl-C is for the process that hands out the work; where that dies, so does this one."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = make_worker(*arguments)


def _work(batch: Any) -> Any:
    return _worker(batch)


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)
