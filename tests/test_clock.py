"""Instants as the database writes them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.clock import WIB, utc


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2025, 6, 18, 22, 2, tzinfo=WIB), "2025-06-18T15:02:00Z"),
        (datetime(2025, 6, 18, 15, 2, 9, 999_999, tzinfo=UTC), "2025-06-18T15:02:09Z"),
        (datetime(2025, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))), "2024-12-31T15:30:00Z"),
        # strftime would write three digits, which sort after every other year
        (datetime(998, 3, 1, tzinfo=UTC), "0998-03-01T00:00:00Z"),
    ],
)
def test_an_instant_is_written_in_utc_to_the_second(instant, written):
    assert utc(instant) == written
