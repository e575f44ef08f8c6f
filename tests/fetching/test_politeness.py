"""Retry-After and the User-Agent."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.settings import Settings

from crawler.fetching.politeness import LONGEST_WAIT, Contact, seconds_to_wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, 0), (b"", 0), (b"30", 30), (b"99999", LONGEST_WAIT), (b"soon", 0), (b"-5", 0)],
)
def test_retry_after_in_seconds(header, seconds):
    assert seconds_to_wait(header) == seconds


def test_retry_after_as_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < seconds_to_wait(later.encode()) <= 90


def test_the_contact_goes_into_the_user_agent():
    settings = Settings({"CONTACT": "arsip@contoh.example"})
    Contact().update_settings(settings)
    assert settings["USER_AGENT"].startswith("Warta/")
    assert "arsip@contoh.example" in settings["USER_AGENT"]


def test_a_user_agent_given_on_the_command_line_wins():
    settings = Settings({"CONTACT": "arsip@contoh.example"})
    settings.set("USER_AGENT", "Penelitian/1.0", "cmdline")
    Contact().update_settings(settings)
    assert settings["USER_AGENT"] == "Penelitian/1.0"
