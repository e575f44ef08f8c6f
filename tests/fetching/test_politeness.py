"""Retry-After."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawler.fetching.politeness import LONGEST_WAIT, seconds_to_wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, 0), (b"", 0), (b"30", 30), (b"99999", LONGEST_WAIT), (b"soon", 0), (b"-5", 0)],
)
def test_retry_after_in_seconds(header, seconds):
    assert seconds_to_wait(header) == seconds


def test_retry_after_as_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < seconds_to_wait(later.encode()) <= 90
