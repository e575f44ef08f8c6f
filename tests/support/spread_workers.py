"""Workers for the tests of spreading: other processes find them by this module's name."""

import os
import threading
import time
from pathlib import Path


def doubling(factor):
    """A worker for a job."""
    return lambda span: [number * factor for number in span]


def dying_at(bad, how):
    """One whose process dies, or which raises, at some numbers."""

    def work(span):
        for number in span:
            if number in bad:
                os._exit(9) if how == "dies" else int("no number")
        return span

    return work


def slow():
    """One that takes a while, and says where it was."""

    def work(span):
        time.sleep(0.05)
        return span

    return work


def dying_once(folder):
    """One whose process dies the first time that it meets a number."""

    def work(span):
        if 42 in span and not (Path(folder) / "died").exists():
            (Path(folder) / "died").touch()
            os._exit(9)
        return span

    return work


def dying_always():
    """One whose process dies whatever it gets."""
    return lambda span: os._exit(9)


def in_main_thread():
    """One that tells whether it could be broken off (crawler/time_limit.py)."""
    return lambda span: [threading.current_thread() is threading.main_thread()]


def unread(span, why):
    """What stands in place of a result."""
    return [(number, why) for number in span]


def flat(results):
    """The numbers of all results."""
    return [number for result in results for number in result]
