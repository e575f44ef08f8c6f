"""Times as everybody writes them: WIB for days, UTC for instants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time, by which days and listings go; it has no summer time."""

AGAIN_AFTER = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""How long after it was first listed an address is asked again that gave no article; after the
last of them it is asked every so many days. Nothing is refused for ever."""


def furthest_look(now: datetime, recheck_hours: Iterable[float]) -> datetime:
    """Until when a look that is still to come can lie, by every rhythm there is.

    What is noted for later than that was noted under a clock that was ahead, and is due.
    """
    longest = max((timedelta(hours=hours) for hours in recheck_hours), default=timedelta())
    return now + max(longest, *AGAIN_AFTER)


def utc(instant: datetime) -> str:
    """An aware instant as the database writes it: UTC, whole seconds, ``Z``.

    The year has four digits, whichever it is: ``0998-03-01T00:00:00Z`` sorts before all others.
    """
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def wib_day(instant: datetime) -> date:
    """The day an aware instant belongs to in WIB."""
    return instant.astimezone(WIB).date()


@dataclass(frozen=True, slots=True)
class Window:
    """The days a crawl asks for, both ends included, as dates in WIB; None leaves an end open."""

    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        """Whether the crawl asks for particular days rather than for the newest."""
        return self.since is not None or self.until is not None

    def contains(self, day: date) -> bool:
        """Whether a day lies in the window."""
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )

    def days(self, today: date) -> list[date]:
        """The window's days, newest first; an open start means the newest day only."""
        last = min(self.until or today, today)
        first = self.since or last
        return [last - timedelta(days=back) for back in range((last - first).days + 1)]
