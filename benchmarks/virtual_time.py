"""A clock that leaps over every wait: a day of crawls takes what it computes.

``begin`` sets it, before anything of Warta is imported that takes ``time.monotonic`` by name. Then
``datetime.now``, ``time.time`` and ``time.monotonic`` tell its time, and an event loop of ``Loop``
(Scrapy's ASYNCIO_EVENT_LOOP) moves it on to the next timer whenever nothing is left to do.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from datetime import datetime

import time_machine

LEAST = 0.0005
"""Seconds of the smallest leap: timers that differ by the rounding of a clock are one."""
WORK = 0.00001
"""Seconds that a turn of the loop takes which waits for nothing.

If it took none, two that wait for less than the loop's resolution (1 ns), one a turn after the
other, would wake each other for ever: a timer within it counts as due, and there is always one."""


class Clock:
    """The clock; there is one."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.coordinates: time_machine.Coordinates | None = None

    def begin(self, at: datetime) -> None:
        """Stand still at a moment (aware) until somebody waits."""
        self.coordinates = time_machine.travel(at, tick=False).start()
        time.monotonic = lambda: 1_000_000.0 + self.passed

    def leap(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.passed += seconds
        self.coordinates.shift(seconds)


CLOCK = Clock()


class Selector(selectors.DefaultSelector):
    """Looks for what can be read or written; what it would wait for, the clock leaps over."""

    def select(self, timeout: float | None = None) -> list:
        """What is ready now; a wait without end is a real one."""
        ready = super().select(None if timeout is None else 0)
        waits = not ready and timeout is not None and timeout > 0
        CLOCK.leap(max(timeout, LEAST) if waits else WORK)
        return ready


class Loop(asyncio.SelectorEventLoop):
    """An event loop by that clock."""

    def __init__(self) -> None:
        super().__init__(Selector())
