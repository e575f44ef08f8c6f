"""Clocks: which dates tell no more than when a page was fetched, and in which zone a feed's are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from crawler.items import DateCandidate
from crawler.parsers.dates.finder import ParsedDate

RUNNING = timedelta(minutes=15)
"""How far a clock may be from the moment of fetching, for it may be off."""
CLOCKS_OFF = timedelta(minutes=15)
"""How far ahead a feed's date may lie that nothing is wrong with; farther, it is a conflict."""
LATELY = timedelta(hours=2)
"""How long before it is seen an article lies whose date is ahead by a zone's own offset."""
OTHER_CLOCKS = ("Asia/Makassar", "Asia/Jayapura")
"""Zones of papers whose site is declared in WIB: a feed may be in its reporters' own."""
FEWEST_AHEAD = 2
"""Times still to come in one listing that are no post put up too early."""
FAR_AHEAD = timedelta(hours=1)
"""How far ahead they must lie, for the clock here may be behind."""
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


def clock_of_fresh(instant: datetime, now: datetime, zone: tzinfo) -> tzinfo | None:
    """The zone on whose clock a time that is printed as UTC and still to come is just past.

    Of the site's ``zone`` and Indonesia's others; None where it is on none of them.
    """
    clocks = (zone, *map(ZoneInfo, OTHER_CLOCKS))
    just_past = (each for each in clocks if _is_fresh(instant.replace(tzinfo=each), now))
    return next(just_past, None)


def _is_fresh(instant: datetime, now: datetime) -> bool:
    return now - LATELY <= instant <= now + CLOCKS_OFF


def clock_of_listing(
    dates: Iterable[ParsedDate | None], now: datetime, timezone: str
) -> str | None:
    """The zone in which a listing's times are that print UTC; None where they may be UTC.

    They are not where some are still to come, and on another clock none is: one of them must be
    just past there, or several be to come. ``timezone`` is the site's, an IANA name.
    """
    times = [each.instant for each in dates if each and each.precision != "day" and each.zone]
    in_utc = [each for each in times if not each.utcoffset()]
    ahead = [each for each in in_utc if each > now + CLOCKS_OFF]
    far = sum(each > now + FAR_AHEAD for each in ahead)
    for name in dict.fromkeys((timezone, *OTHER_CLOCKS)) if ahead else ():
        on_clock = [each.replace(tzinfo=ZoneInfo(name)) for each in ahead]
        is_fresh = any(_is_fresh(each, now) for each in on_clock)
        if max(on_clock) <= now + CLOCKS_OFF and (is_fresh or far >= FEWEST_AHEAD):
            return name
    return None
