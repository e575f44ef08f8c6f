"""Work over processes of this machine: every span once, what always fails costs itself alone."""

import pytest

from crawler.errors import ClusterFails
from crawler.spread.job import Job, over, over_in_order
from crawler.spread.processes import Processes
from tests.support.spread_workers import doubling, dying_always, dying_at, dying_once, flat, unread

SPANS = [list(range(start, start + 10)) for start in range(0, 100, 10)]


@pytest.mark.parametrize("spread", [over, over_in_order])
@pytest.mark.parametrize("processes", [1, 2])
def test_every_span_is_worked_on_once(spread, processes):
    results = flat(spread(Processes(processes), Job(doubling, (2,), unread), SPANS))
    assert sorted(results) == [2 * number for number in range(100)]
    if spread is over_in_order:
        assert results == sorted(results)


@pytest.mark.parametrize("spread", [over, over_in_order])
@pytest.mark.parametrize(
    ("processes", "how", "said"),
    [(1, "raises", "ValueError"), (2, "raises", "ValueError"), (2, "dies", "terminated abruptly")],
)
def test_what_always_fails_costs_itself_alone(spread, processes, how, said):
    job = Job(dying_at, ((7, 55), how), unread)
    results = flat(spread(Processes(processes), job, SPANS))
    failed = {each[0]: each[1] for each in results if isinstance(each, tuple)}
    assert set(failed) == {7, 55}
    assert all(said in why for why in failed.values())
    numbers = [each[0] if isinstance(each, tuple) else each for each in results]
    assert sorted(numbers) == list(range(100))
    if spread is over_in_order:
        assert numbers == sorted(numbers)


def test_a_process_that_dies_once_costs_nothing(tmp_path):
    job = Job(dying_once, (tmp_path,), unread)
    assert flat(over_in_order(Processes(2), job, SPANS)) == list(range(100))
    assert (tmp_path / "died").exists()


def test_where_all_fail_it_ends_with_a_sentence():
    with pytest.raises(ClusterFails, match=r"nothing can be read.*goes on where it stopped"):
        list(over(Processes(2), Job(dying_always, (), unread), SPANS))
