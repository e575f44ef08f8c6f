"""The limit on the time a reading may take."""

import re
import signal
import threading
import time
from contextlib import suppress

import pytest
from scrapy.settings import BaseSettings

from crawler import time_limit
from crawler.time_limit import Allowance, Hurried, TooCostly, hurry_after, within
from tests.support.growth import seconds

SHORT = 0.05


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A process that nobody told to end."""
    monkeypatch.setattr(time_limit, "_watch", time_limit._Watch())


def circles(*arguments):
    """Python code without an end."""
    while True:
        hash(arguments)


def one_search():
    """One call into C: a regular expression that needs 2 ** 40 steps."""
    return re.search("(?:a|a)*b", "a" * 40)


def catching():
    """Code that takes every Exception for a fault in what it reads."""
    while True:
        with suppress(Exception):
            circles()


@pytest.mark.parametrize("reading", [circles, one_search, catching])
def test_a_reading_is_broken_off(reading):
    def read():
        with pytest.raises(TooCostly, match="longer than 0.05 s"):
            within(SHORT, reading)

    assert seconds(read) < 20 * SHORT


def test_what_is_read_in_time_comes_back():
    assert within(10, sorted, [2, 1]) == [1, 2]
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_the_answer_to_the_signal_is_what_it_was_before():
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(TooCostly):
        within(SHORT, circles)
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_waiting_costs_nothing():
    assert within(SHORT, lambda: time.sleep(4 * SHORT) or "read") == "read"


def test_another_threads_work_is_not_counted():
    other = threading.Thread(target=lambda: hash(b"a" * 400_000_000))
    other.start()
    assert within(SHORT, lambda: other.join() or "read") == "read"


def test_the_outer_of_two_limits_holds():
    with pytest.raises(TooCostly, match="longer than 0.05 s"):
        within(SHORT, within, 600, circles)


def test_in_another_thread_nothing_is_limited():
    came = []
    thread = threading.Thread(target=lambda: came.append(within(0.001, sum, range(300_000))))
    thread.start()
    thread.join()
    assert came == [sum(range(300_000))]


def test_a_reading_under_way_is_hurried():
    def told(number, frame):
        hurry_after(0)

    before = signal.signal(signal.SIGUSR1, told)
    timer = threading.Timer(SHORT, signal.raise_signal, [signal.SIGUSR1])
    try:
        timer.start()
        with pytest.raises(Hurried):
            within(600, circles)
    finally:
        timer.join()
        signal.signal(signal.SIGUSR1, before)


def test_a_reading_is_hurried_at_a_set_time():
    hurry_after(SHORT)
    with pytest.raises(Hurried):
        within(600, circles)


def test_nothing_is_hurried_before_its_time():
    hurry_after(600)
    assert within(SHORT, len, "read") == 4
    with pytest.raises(TooCostly, match="longer than 0.05 s") as raised:
        within(SHORT, circles)
    assert raised.type is TooCostly


def test_once_hurried_nothing_has_long():
    hurry_after(0)
    assert within(600, len, "read") == 4
    with pytest.raises(Hurried):
        within(600, circles)


def test_an_allowance_shrinks_to_a_second():
    allowance = Allowance()
    allowance.halve()
    assert allowance.seconds == 0
    allowance.allow(BaseSettings({"READ_SECONDS": 10}))
    seen = []
    for _ in range(5):
        allowance.halve()
        seen.append(allowance.seconds)
    assert seen == [5, 2.5, 1.25, 1, 1]
