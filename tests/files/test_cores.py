"""Work over all cores: every batch once, and an end with a sentence."""

import sys

import pytest

from crawler.errors import WartaError
from crawler.files.cores import over_cores


def doubling(factor: int):
    """A worker for ``over_cores``."""
    return lambda number: number * factor


def dying():
    """A worker whose process dies."""
    return lambda number: sys.exit(number) if number < 0 else __import__("os")._exit(9)


@pytest.mark.parametrize("processes", [1, 2])
def test_every_batch_is_worked_on_once(processes):
    results = over_cores(doubling, (2,), range(100), processes)
    assert sorted(results) == [2 * number for number in range(100)]


def test_a_process_that_dies_ends_the_work_with_a_sentence():
    with pytest.raises(WartaError, match="goes on where it stopped"):
        list(over_cores(dying, (), range(3), 2))
