"""Retry-After, and how long a host is waited for that refuses."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.politeness import Host, seconds_to_wait
from tests.support.rows import every_row


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(b"30", 30), (b" 3 ", 3), (b"0", 0), (b"99999999999999999999999", 1e23)]
    + [(b"30.5", 30.5), (b"120s", 120), (b"5 seconds", 5), (b"5, 10", 10)]
    + [(b"9" * 5000, float("inf")), (b"Fri, 31 Dec 1999 23:59:59 GMT", 0)],
)
def test_retry_after_in_seconds(header, seconds):
    assert seconds_to_wait(header) == seconds


@pytest.mark.parametrize("year", [9999, 2200])
def test_retry_after_in_another_age(year):
    assert seconds_to_wait(b"Sat, 28 Nov %d 00:00:00 GMT" % year) > 10**9


ODD = [
    *(None, b"", b"soon", b"-5", b"1e3", b"0x10", b"nan", b"inf", b"5, soon", b"1.5.2", b"+5"),
    *("٥".encode(), "５".encode(), "²".encode("latin-1"), b"\xff\x00", b"5\x00"),
    b"Mon, 99999999999999999999 Jan 2020 00:00:00 GMT",
    b"Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    b"Mon, 01 Jan 2020 00:00:00 +99999999",
    b"Mon, 01 Jan 2020 99:99:99 GMT",
    b"Mon, 31 Feb 2030 00:00:00 GMT",
]


@every_row("header", ODD)
def test_a_retry_after_that_can_not_be_read_says_nothing(header):
    assert seconds_to_wait(header) is None


PIECES = st.sampled_from(
    ["Mon,", "31", "Feb", "2026", "9" * 20, "00:00:00", "99:99", "GMT", "+9999", "-", ",", "é"]
)


@given(st.binary(max_size=60) | st.lists(PIECES, max_size=8).map(" ".join).map(str.encode))
def test_no_retry_after_raises(header):
    seconds = seconds_to_wait(header)
    assert seconds is None or seconds >= 0


def test_retry_after_as_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < seconds_to_wait(later.encode()) <= 90


def test_a_host_that_names_no_time_is_waited_for_twice_as_long_each_time():
    host = Host()
    assert [host.back_off(f"/{n}", None, 5) for n in range(3)] == [5, 10, 20]
    assert not host.has_had_enough
    host.back_off("/4", None, 5)
    assert host.has_had_enough
    host.answered_well()
    assert host.back_off("/5", None, 5) == 5


def test_the_time_a_host_names_is_kept_and_no_longer_believed_alone_when_it_refuses_again():
    host = Host()
    assert [host.back_off("/1", asked, 5) for asked in (1, 1, 60)] == [1, 10, 60]


def test_one_address_that_is_refused_is_no_refusal_of_the_host():
    host = Host()
    for _ in range(9):
        host.back_off("/1", 1, 0)
    assert not host.has_had_enough
    host.back_off("/2", 1, 0)
    assert host.has_had_enough


@pytest.mark.parametrize("asked", [601, 86400, float("inf")])
def test_a_host_that_asks_for_more_than_ten_minutes_is_left_alone_at_once(asked):
    host = Host()
    host.back_off("/1", asked, 5)
    assert host.has_had_enough
