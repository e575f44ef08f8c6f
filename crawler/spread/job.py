"""Spans of records worked on elsewhere: a few under way at once, what fails there tried again.

A span whose worker died or raised is tried again, then taken apart, and each part tried alone; a
part that fails time and again is given up with what it failed for, so that it costs itself alone.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from crawler.errors import ClusterFails, WartaError, error_in_words

logger = logging.getLogger(__name__)

TRIES = 3
"""So often a part is tried alone before it is given up."""
LOST = 100
"""So often in a row spans may be lost on the way."""
ALL_FAIL = 20
"""So many given up before anything was read, and it is no fault of theirs."""

Worker = Callable[[Any], Any]
"""From a span to what became of it."""


def one_by_one(span: list[Any]) -> list[list[Any]]:
    """The parts of a span that is a list."""
    return [[record] for record in span]


def whole(span: Any) -> list[Any]:
    """The one part of a span that has no others."""
    return [span]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with each span, wherever that happens.

    Each process that helps makes its own worker from the arguments. ``unread`` is what stands in
    place of a result: called with a part and why it was given up. ``parts`` takes a span apart.
    ``reach`` are folders and files that each worker reads or writes. ``is_long``: a span takes
    minutes, most of them waiting for a network, and reads no page.
    """

    make_worker: Callable[..., Worker]
    arguments: tuple
    unread: Callable[[Any, str], Any]
    parts: Callable[[Any], list] = one_by_one
    reach: tuple[Path, ...] = ()
    is_long: bool = False


class Workers(Protocol):
    """Who works on the spans of one job."""

    def room(self) -> int:
        """How many spans may be under way at once."""

    def submit(self, span: Any) -> Future:
        """Hand a span out. Its future is cancelled where it was lost on the way."""

    def unpacked(self, result: Any) -> Any:
        """A future's result as the worker gave it."""

    def mend(self, future: Future) -> None:
        """See to it that there is somebody to work again after a failure.

        Raises WartaError where there is not.
        """

    def is_final(self, error: BaseException) -> bool:
        """Whether a span that failed so was tried often enough."""


class Executor(Protocol):
    """Where the spans of a job are worked on."""

    def begin(self, job: Job) -> AbstractContextManager[Workers]:
        """Those who work on it, until the context ends. Raises WartaError."""


def over(executor: Executor, job: Job, spans: Iterable[Any]) -> Iterator[Any]:
    """What becomes of each span (of one taken apart: each part), in the order the results come in.

    Raises the WartaError that a worker raises, and ClusterFails where nobody is left to work.
    """
    spans = iter(spans)
    running: dict[Future, Any] = {}
    with executor.begin(job) as workers:
        attempts = _Attempts(workers, job)
        while True:
            for span in islice(spans, max(0, workers.room() - len(running))):
                running[workers.submit(span)] = span
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield from attempts.results(future, running.pop(future))


def over_in_order(executor: Executor, job: Job, spans: Iterable[Any]) -> Iterator[Any]:
    """The same in the order of the spans, for whoever must take one after the other."""
    spans = iter(spans)
    running: deque[tuple[Future, Any]] = deque()
    with executor.begin(job) as workers:
        attempts = _Attempts(workers, job)
        while True:
            for span in islice(spans, max(0, workers.room() - len(running))):
                running.append((workers.submit(span), span))
            if not running:
                return
            yield from attempts.results(*running.popleft())


class _Attempts:
    """Results of spans, those that failed tried again."""

    def __init__(self, workers: Workers, job: Job):
        self.workers = workers
        self.job = job
        self.given_up = self.lost = 0
        self.has_read = False

    def results(self, future: Future, span: Any) -> Iterator[Any]:
        """What became of a span handed out before."""
        future, error = self._outcome(future, span)
        if error is not None and not self.workers.is_final(error):  # it may be another span's fault
            future, error = self._outcome(self.workers.submit(span), span)
        if error is None:
            yield self.workers.unpacked(future.result())
            return
        logger.warning("what failed is tried again, part by part: %s", error_in_words(error))
        for part in self.job.parts(span):
            yield self._alone(part)

    def _outcome(self, future: Future, span: Any) -> tuple[Future, BaseException | None]:
        """Why a span failed, if it did; handed out again where it was lost on the way."""
        while isinstance(error := self._failure(future), CancelledError):
            future = self.workers.submit(span)
        return future, error

    def _failure(self, future: Future) -> BaseException | None:
        """Why a span failed, once there is somebody to work again; raises a worker's WartaError."""
        try:
            error = future.exception()
        except CancelledError as lost:
            error = lost
            self.lost += 1
        if error is None:
            self.has_read, self.lost = True, 0
        elif self.lost > LOST:
            raise ClusterFails(
                f"the scheduler loses what it is given, {LOST} times in a row; see its log, and "
                "call again: it goes on where it stopped"
            )
        elif isinstance(error, WartaError):
            raise error
        else:
            self.workers.mend(future)
        return error

    def _alone(self, part: Any) -> Any:
        """What became of a part, tried until it is given up."""
        for _ in range(TRIES):
            future, error = self._outcome(self.workers.submit(part), part)
            if error is None:
                return self.workers.unpacked(future.result())
            if self.workers.is_final(error):
                break
        return self._give_up(part, error)

    def _give_up(self, part: Any, error: BaseException) -> Any:
        why = error_in_words(error)
        self.given_up += 1
        if self.given_up >= ALL_FAIL and not self.has_read:
            raise ClusterFails(
                f"nothing can be read, the first {self.given_up} records failed alike ({why}); "
                "see to that and call again, it goes on where it stopped"
            )
        logger.error("given up: %s", why)
        return self.job.unread(part, why)
