"""WIB printed as GMT: one article still to come shows it of the whole listing."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.base import Link
from crawler.discovery.listings.listed_clock import on_its_clock

NOW = datetime(2026, 11, 28, 17, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def links(*hours_ahead: float, form: str = "%a, %d %b %Y %H:%M:%S GMT") -> list[Link]:
    """Links whose dates lie so many hours ahead of now."""
    return [
        Link(f"https://www.contoh.example/{ahead}", date=(NOW + ahead * HOUR).strftime(form))
        for ahead in hours_ahead
    ]


def clocks(listed: list[Link], timezone: str = "Asia/Jakarta") -> list[str | None]:
    """The clocks they are told."""
    return [link.clock for link in on_its_clock(listed, NOW, timezone)]


@pytest.mark.parametrize(
    ("ahead", "clock"),
    [
        ([6.8, 4, 1, -3, -90], "Asia/Jakarta"),
        ([6.8], "Asia/Jakarta"),
        ([4, 3, -2], "Asia/Jakarta"),  # nothing came for three hours: two still to come are enough
        ([7.9, 2], "Asia/Makassar"),
        ([8.8, 8.1], "Asia/Jayapura"),
        ([3, -2], None),  # one, and not by a zone's hours: a post put up too early
        ([30, 6.8], None),  # no zone explains all
        ([0.2, -1], None),  # clocks differ
        ([0.8, 0.7, 0.5], None),  # the clock here is behind
        ([-0.1, -8], None),
        ([], None),
    ],
)
def test_times_still_to_come_tell_a_listings_clock(ahead, clock):
    assert clocks(links(*ahead)) == [clock] * len(ahead)
    assert clocks(links(*ahead, form="%Y-%m-%dT%H:%M:%SZ")) == [clock] * len(ahead)
    assert clocks(links(*ahead, form="%Y-%m-%dT%H:%M:%S+00:00")) == [clock] * len(ahead)


def test_a_papers_own_zone_comes_first():
    assert clocks(links(7.9, 6.2), "Asia/Makassar") == ["Asia/Makassar"] * 2


@pytest.mark.parametrize("form", ["%a, %d %b %Y %H:%M:%S +0700", "%Y-%m-%d %H:%M:%S", "%d %B %Y"])
def test_a_listing_that_does_not_print_utc_is_believed(form):
    assert clocks(links(6.8, 4, 1, form=form)) == [None] * 3


def test_only_the_dates_in_utc_are_on_another_clock():
    mixed = [*links(6.8, 1), *links(-9, form="%a, %d %b %Y %H:%M:%S +0700"), Link("https://x.id/9")]
    assert clocks(mixed) == ["Asia/Jakarta", "Asia/Jakarta", None, None]


@pytest.mark.parametrize(
    "date", ["Z", "GMT", "99 Foo 2026 GMT", "0000-00-00T00:00:00Z", "\x00 UTC"]
)
def test_rubbish_is_no_time(date):
    assert clocks([Link("https://www.contoh.example/1", date=date)]) == [None]
