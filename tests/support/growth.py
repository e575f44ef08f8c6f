"""Whether time grows with the size of the material and no faster, on a machine that others use."""

import gc
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 6
"""As often as a measurement that looks too slow is repeated; noise only ever adds to a time."""


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call of `work`, without what sweeping the garbage of other tests costs."""
    gc.disable()
    try:
        begin = time.process_time()
        work()
        return time.process_time() - begin
    finally:
        gc.enable()


def assert_linear(
    read: Callable[[Any], object],
    material: Callable[[int], Any],
    *,
    size: int,
    factor: int = 4,
    margin: float = 2.0,
    blink: float = 0.02,
) -> None:
    """Fail when `factor` times the material takes more than `factor * margin` times as long.

    The least of up to ROUNDS times is taken of each size; a time under `blink` seconds counts as
    `blink`. What is quadratic grows by `factor` squared: `margin` stays well below `factor`.
    """
    small, large = material(size), material(size * factor)
    short = long = float("inf")
    for _ in range(ROUNDS):
        short = min(short, seconds(lambda: read(small)))
        long = min(long, seconds(lambda: read(large)))
        if long <= factor * margin * max(short, blink):
            return
    raise AssertionError(
        f"{factor} times the material ({size:,} -> {size * factor:,}) took {short:.3f} s, "
        f"then {long:.3f} s: {long / short:.1f} times as long"
    )


def assert_within(work: Callable[[], object], most: float) -> None:
    """Fail when `work` takes more than `most` CPU seconds at each of three tries."""
    for _ in range(3):
        took = seconds(work)
        if took < most:
            return
    raise AssertionError(f"took {took:.1f} s of CPU, three times; at most {most} s were allowed")
