"""Reading spread over the workers of a ``dask.distributed`` cluster."""

from __future__ import annotations

import logging
import pickle
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

import distributed
from distributed import Client, KilledWorker
from distributed.client import ClosedClientError

from crawler.errors import ClusterFails, ClusterProblem, error_in_words
from crawler.spread.job import Job, Workers
from crawler.spread.processes import IN_FLIGHT
from crawler.spread.version import program
from crawler.spread.worker import Setup, Told, check, work
from crawler.whereabouts.private_sites import imported_folder

logger = logging.getLogger(__name__)

FIRST_PATIENCE = 10
"""Seconds for a scheduler to answer at the beginning."""
PATIENCE = 120
"""Seconds for one to come back that was there."""
LOOK_AGAIN = 2.0
"""Seconds after which the workers are counted again."""


class Cluster:
    """The workers of the scheduler at an address."""

    def __init__(self, address: str):
        self.address = address

    @contextmanager
    def begin(self, job: Job) -> Iterator[Workers]:
        """Workers that have the same code; what is under way is called off at the end.

        Raises ClusterProblem where no scheduler answers or a worker has other code.
        """
        with suppressed_logs():
            workers = ClusterWorkers(self.address, job)
            try:
                yield workers
            finally:
                workers.end()


@contextmanager
def suppressed_logs() -> Iterator[None]:
    """Without what ``distributed`` logs of connections that break: a sentence here says so."""
    logs = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


class ClusterWorkers:
    """Hands spans to the scheduler; one that goes away is waited for, and connected to anew."""

    def __init__(self, address: str, job: Job):
        self.address = address
        self.setup = Setup(program(imported_folder()), imported_folder(), job)
        self.told = Told(uuid4().hex, pickle.dumps(self.setup))
        self.counted_at, self.threads = 0.0, 1
        self.under_way: WeakKeyDictionary[Future, distributed.Future] = WeakKeyDictionary()
        self._connect(FIRST_PATIENCE)

    def _connect(self, patience: float) -> None:
        try:
            self.client = Client(self.address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            raise ClusterProblem(
                f"no scheduler answers at {self.address} ({error}); give the address that dask "
                "scheduler prints, as in --scheduler tcp://10.0.0.5:8786"
            ) from error
        try:
            self._begin()
        except BaseException:
            self.client.close()
            raise

    def _begin(self) -> None:
        """Check the workers that are there, and tell them what is to be done."""
        if not self.client.nthreads():
            print(f"waiting for a worker of {self.address}", file=sys.stderr)
            self.client.wait_for_workers(1)
        wanted = self.setup.program, self.setup.private
        checked = self.client.run(check, *wanted, self.setup.job.reach, on_error="return")
        try:
            self.client.run_on_scheduler(check, *wanted, ())
        except Exception as error:  # noqa: BLE001 told below, whatever its class
            checked = {f"scheduler {self.address}": error, **checked}
        for address, problem in checked.items():
            if isinstance(problem, ClusterProblem):
                raise problem
            if problem is not None:
                raise ClusterProblem(
                    f"the {address} has no Warta, or an older one ({error_in_words(problem)}); "
                    "install the same there and start it again"
                )

    def room(self) -> int:
        """A few for each thread of a worker."""
        if time.monotonic() - self.counted_at > LOOK_AGAIN:
            with suppress(OSError):
                self.threads = sum(self.client.nthreads().values())
            self.counted_at = time.monotonic()
        return max(1, self.threads) * IN_FLIGHT

    def submit(self, span: Any) -> Future:
        """Hand it to the scheduler; cancelled at once where that has gone."""
        future: Future = Future()
        packed = pickle.dumps(span, pickle.HIGHEST_PROTOCOL)
        try:
            task = self.client.submit(work, self.told, packed, pure=False)
        except ClosedClientError:
            call_off(future)
            return future
        self.under_way[future] = task
        task.add_done_callback(partial(hand_on, future))
        if self.client.status != "running":
            call_off(future)
        return future

    def unpacked(self, result: bytes) -> Any:
        """What a worker sent."""
        return pickle.loads(result)

    def mend(self, future: Future) -> None:
        """Wait for a scheduler that has gone; raises ClusterFails where it does not come back.

        What had been handed out is lost with it, one span after the other.
        """
        if self.client.status == "running" or not future.cancelled():
            return
        print(f"the scheduler at {self.address} has gone; waiting for it", file=sys.stderr)
        self._close()
        try:
            self._connect(PATIENCE)
        except ClusterProblem as problem:
            raise ClusterFails(
                f"the scheduler at {self.address} went away and did not come back within "
                f"{PATIENCE} s; called again, it goes on where it stopped"
            ) from problem

    def is_final(self, error: BaseException) -> bool:
        """Whether several workers died of it: the scheduler has tried it that often."""
        return isinstance(error, KilledWorker)

    def end(self) -> None:
        """Call off what is under way, and leave the cluster to others."""
        with suppress(Exception):
            self.client.cancel(list(self.under_way.values()))
        self._close()

    def _close(self) -> None:
        with suppress(Exception):
            self.client.close(timeout=5)
        for future in list(self.under_way):
            call_off(future)
        self.under_way.clear()


def hand_on(future: Future, task: distributed.Future) -> None:
    """Make what became of a task known; what its scheduler or its worker took along is lost."""
    try:
        result = task.result(timeout=PATIENCE)
    except Exception as error:  # noqa: BLE001 a worker's own, or any that a broken connection has
        if task.status != "error":
            call_off(future)
        elif future.set_running_or_notify_cancel():
            future.set_exception(error)
    else:
        if future.set_running_or_notify_cancel():
            future.set_result(result)


def call_off(future: Future) -> None:
    """Let nobody wait for a span that nobody works on any more."""
    if not future.done() and future.cancel():
        with suppress(RuntimeError):  # told by the other thread at this moment
            future.set_running_or_notify_cancel()
