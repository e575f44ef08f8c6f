"""Times as everybody writes them: WIB for days, UTC for instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time, by which days and listings go; it has no summer time."""


def utc(instant: datetime) -> str:
    """An aware instant as the database writes it: UTC, whole seconds, ``Z``.

    The year has four digits, whichever it is: ``0998-03-01T00:00:00Z`` sorts before all others.
    """
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def wib_day(instant: datetime) -> date:
    """The day an aware instant belongs to in WIB."""
    return instant.astimezone(WIB).date()
