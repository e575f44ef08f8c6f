"""No page, listing or date takes a time that grows faster than its size, whatever its shape.

HARD=all fills every slot with every atom, in four minutes.
"""

import os
import time

import pytest

from crawler.time_limit import TooCostly, within
from tests.support.growth import assert_linear
from tests.support.hard_pages import ATOMS, TELLING, filled, structures

SIZE = 6_000
QUICK = 0.06
"""CPU seconds within which ``SIZE`` characters need no second look: a square of them takes more."""
ENOUGH = 20.0
"""CPU seconds after which a reading is broken off."""
SLOTS = dict(filled(ATOMS if os.environ.get("HARD") == "all" else TELLING))
STRUCTURES = dict(structures())


def assert_harmless(shape):
    """Fail when four times the material takes more than eight times as long."""

    def read(material):
        within(ENOUGH, shape.read, material)

    material = shape.make(SIZE)
    begin = time.process_time()
    read(material)
    if time.process_time() - begin > QUICK:
        assert_linear(read, shape.make, size=SIZE, blink=QUICK / 4)


@pytest.mark.parametrize("place", sorted({name.rpartition(", ")[0] for name in SLOTS}))
def test_no_text_is_hard_to_read_wherever_it_stands(place):
    for name, shape in SLOTS.items():
        if name.rpartition(", ")[0] == place:
            try:
                assert_harmless(shape)
            except (AssertionError, TooCostly) as error:
                raise AssertionError(f"{name}: {error}") from error


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_structure_is_hard_to_read(name):
    assert_harmless(STRUCTURES[name])
