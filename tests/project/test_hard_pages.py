"""No page, listing or date takes a time that grows faster than its size, whatever its shape.

With --deep every slot is filled with every atom.
"""

import time

from crawler.time_limit import within
from tests.support import volume
from tests.support.growth import assert_linear
from tests.support.hard_pages import ATOMS, TELLING, filled, structures
from tests.support.rows import every_row

SIZE = 6_000
QUICK = 0.06
"""CPU seconds within which ``SIZE`` characters need no second look: a square of them takes more."""
ENOUGH = 20.0
"""CPU seconds after which a reading is broken off."""
SLOTS = dict(filled(volume.of(TELLING, ATOMS)))
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


@every_row("name", SLOTS)
def test_no_text_is_hard_to_read_wherever_it_stands(name):
    assert_harmless(SLOTS[name])


@every_row("name", STRUCTURES)
def test_no_structure_is_hard_to_read(name):
    assert_harmless(STRUCTURES[name])
