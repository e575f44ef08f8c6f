"""Reading spread over the cores of this machine."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import parent_process
from typing import Any
from weakref import WeakSet

from crawler.spread.job import Job, Worker, Workers

IN_FLIGHT = 4
"""Spans handed out for each process: none waits for work, and few results lie in memory."""

_worker: Worker


def cores() -> int:
    """How many processes may run at once here."""
    if hasattr(os, "sched_getaffinity"):  # fewer than the machine has, in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes:
    """So many processes of this machine; with one, it is this one."""

    def __init__(self, number: int):
        self.number = number

    @contextmanager
    def begin(self, job: Job) -> Iterator[Workers]:
        """Processes that end with the context, also where it is interrupted."""
        if self.number == 1:
            yield ThisProcess(job)
            return
        pool = Pool(job, self.number)
        try:
            yield pool
        finally:
            pool.end()


class ThisProcess:
    """Works on each span as it is handed out."""

    def __init__(self, job: Job):
        self.worker = job.make_worker(*job.arguments)

    def room(self) -> int:
        """One span at a time."""
        return 1

    def submit(self, span: Any) -> Future:
        """A future that is done already."""
        future: Future = Future()
        try:
            future.set_result(self.worker(span))
        except Exception as error:  # noqa: BLE001 whatever it is, it is told of this span
            future.set_exception(error)
        return future

    def unpacked(self, result: Any) -> Any:
        """As it is."""
        return result

    def mend(self, future: Future) -> None:
        """This process is still there."""

    def is_final(self, error: BaseException) -> bool:
        """What failed here fails again."""
        return True


class Pool:
    """Processes of this machine; where one has died, which ends all, others are begun."""

    def __init__(self, job: Job, number: int):
        self.job = job
        self.number = number
        self._begin()

    def _begin(self) -> None:
        arguments = self.job.make_worker, self.job.arguments
        self.executor = ProcessPoolExecutor(self.number, initializer=_begin, initargs=arguments)
        self.handed_out: WeakSet[Future] = WeakSet()

    def room(self) -> int:
        """A few for each process."""
        return self.number * IN_FLIGHT

    def submit(self, span: Any) -> Future:
        """Hand it to a process."""
        try:
            future = self.executor.submit(_work, span)
        except BrokenProcessPool:  # by a span that nobody has asked after yet
            self.end()
            self._begin()
            future = self.executor.submit(_work, span)
        self.handed_out.add(future)
        return future

    def unpacked(self, result: Any) -> Any:
        """As it is."""
        return result

    def mend(self, future: Future) -> None:
        """Begin other processes where one of these has died."""
        if future in self.handed_out and isinstance(future.exception(), BrokenProcessPool):
            self.end()
            self._begin()

    def is_final(self, error: BaseException) -> bool:
        """A process may have died of another's span, and an error may pass."""
        return False

    def end(self) -> None:
        """End the processes; what waits is not begun any more."""
        self.executor.shutdown(cancel_futures=True)


def _begin(make_worker: Any, arguments: tuple) -> None:
    """Ctrl-C is for the process that hands out the work; where that dies, so does this one."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = make_worker(*arguments)


def _work(span: Any) -> Any:
    return _worker(span)


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)
