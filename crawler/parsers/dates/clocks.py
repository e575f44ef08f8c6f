"""Clocks: which dates tell no more than when a page was fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.items import DateCandidate
from crawler.parsers.dates.finder import ParsedDate

RUNNING = timedelta(minutes=15)
"""How far a clock may be from the moment of fetching, for it may be off."""
CACHED = timedelta(hours=1)
"""How long a page with a clock lies in a server's cache."""


def is_clock(
    candidate: DateCandidate, parsed: ParsedDate, now: datetime, others: Sequence[ParsedDate]
) -> bool:
    """Whether a date that may be a clock's tells when the page was fetched, ``now``.

    A time within minutes of it always does. So does one within the hour or one with seconds, and
    today's date alone, unless one of the ``others``, dates from other places, names the same day.
    """
    if not candidate.is_above_article:
        return False
    if parsed.precision != "day" and abs(parsed.instant - now) <= RUNNING:
        return True
    if not is_of_today(parsed, now) or any(_are_same_day(parsed, other) for other in others):
        return False
    return parsed.precision != "minute" or now - CACHED <= parsed.instant <= now


def is_of_today(parsed: ParsedDate, now: datetime) -> bool:
    """Whether a date is of the day on which the page was fetched."""
    return parsed.instant.date() == now.astimezone(parsed.instant.tzinfo).date()


def _are_same_day(one: ParsedDate, other: ParsedDate) -> bool:
    return one.instant.date() == other.instant.astimezone(one.instant.tzinfo).date()
