"""A limit on the time that reading one page or listing may take, so that it costs itself alone.

A timer of this process's CPU time rings in the middle of the reading. Python answers between two
steps of the program, and CPython within a regular expression too, every 4,096 steps of it. One
call into libxml2, json or zlib is not broken off: what is asked of them takes a time in proportion
to an answer's size, which DOWNLOAD_MAXSIZE limits. Where there are no such timers (Windows), or
outside of the main thread, nothing is limited.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

Result = TypeVar("Result")

HURRIED = 0.25
"""CPU seconds that a reading may still take once this process was told to end."""
AGAIN = 0.1
"""CPU seconds after which it rings again where nobody could hear it (in a finalizer)."""


SHORTEST = 1.0
"""CPU seconds that an answer may always take, whatever those of its site took before it."""


class TooCostly(BaseException):
    """Reading takes too long; no Exception, so that no parser takes it for a fault of its own."""


class Hurried(TooCostly):
    """This process was told to end while it read: what was read is left for the next run."""


class Allowance:
    """How many CPU ``seconds`` one answer of a site may take to read; 0 for no limit."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def allow(self, settings: BaseSettings) -> Allowance:
        """Set it to a crawl's READ_SECONDS, and give it back."""
        self.seconds = settings.getfloat("READ_SECONDS")
        return self

    def halve(self) -> None:
        """Less time for what comes behind an answer that took too long: other sites wait."""
        self.seconds = max(self.seconds / 2, min(self.seconds, SHORTEST))


class _Watch:
    """What is being read, and until when, in CPU seconds of its thread."""

    def __init__(self) -> None:
        self.until: float | None = None
        self.seconds = 0.0
        self.hurry_at = float("inf")

    @property
    def is_hurried(self) -> bool:
        return time.monotonic() >= self.hurry_at

    def begin(self, seconds: float) -> None:
        self.seconds = min(seconds, HURRIED) if self.is_hurried else seconds
        self.until = time.thread_time() + self.seconds
        self.wind()

    def wind(self) -> None:
        """Let it ring when the time is up; other threads' time runs too, so maybe earlier.

        And earlier again where the clock on the wall has to be looked at meanwhile.
        """
        left = self.until - time.thread_time()
        if not self.is_hurried and self.hurry_at != float("inf"):
            left = min(left, AGAIN)
        signal.setitimer(signal.ITIMER_PROF, max(left, 0.001), AGAIN)

    def end(self) -> None:
        self.until = None
        signal.setitimer(signal.ITIMER_PROF, 0)

    def hurry_after(self, seconds: float) -> None:
        self.hurry_at = min(self.hurry_at, time.monotonic() + seconds)
        if self.until is not None:
            signal.setitimer(signal.ITIMER_PROF, 0.001, AGAIN)  # rings, and winds itself anew

    def ring(self, number: int, frame: Any) -> None:
        """The answer to the timer's signal."""
        if self.until is None:
            return
        if self.is_hurried and self.seconds > HURRIED:
            self.seconds = HURRIED
            self.until = min(self.until, time.thread_time() + HURRIED)
        if time.thread_time() < self.until:
            self.wind()
        else:
            kind = Hurried if self.is_hurried else TooCostly
            raise kind(f"reading it took longer than {self.seconds:g} s (READ_SECONDS)")


_watch = _Watch()


def within(seconds: float, read: Callable[..., Result], *arguments: Any) -> Result:
    """What ``read`` returns; raises TooCostly once it has taken so many CPU seconds.

    Zero is no limit, and within a reading that is limited already there is no other. Raises
    Hurried in place of TooCostly where this process was told to end.
    """
    can_ring = hasattr(signal, "setitimer")
    in_main_thread = threading.current_thread() is threading.main_thread()
    if not (seconds and can_ring and in_main_thread) or _watch.until is not None:
        return read(*arguments)
    answered = signal.signal(signal.SIGPROF, _watch.ring)
    try:
        try:
            _watch.begin(seconds)
            return read(*arguments)
        finally:
            _watch.end()
    finally:
        _watch.end()  # it may have rung in the line above
        signal.signal(signal.SIGPROF, answered)


def hurry_after(seconds: float) -> None:
    """This process is to end in so many seconds of the clock on the wall, 0 for now.

    Nothing is read for longer than ``HURRIED`` from then on, what is being read included. Safe in a
    signal's handler, which Python runs in the middle of a reading.
    """
    _watch.hurry_after(seconds)
