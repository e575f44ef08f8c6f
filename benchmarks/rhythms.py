"""When newsrooms publish: times of a made-up week, for simulations."""

from __future__ import annotations

import random


def hours_of(start: int, end: int, an_hour: int) -> list[float]:
    """A week's publishing times, in hours from its beginning, the same at every call.

    The newsroom is awake between two hours of the day and publishes ``an_hour`` articles in each;
    by night a fifth of that.
    """
    chance = random.Random(5)
    return sorted(
        day * 24 + hour + chance.random()
        for day in range(7)
        for hour in range(24)
        for _ in range(an_hour if start <= hour < end else an_hour // 5)
    )
