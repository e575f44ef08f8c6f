"""Times told from the moment of reading: "3 jam yang lalu", "Kemarin, 14:05 WIB"."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from crawler.parsers.dates import patterns
from crawler.parsers.dates.finder import FoundDay, ParsedDate, add_time, midnight
from crawler.parsers.dates.words import NUMBER_WORDS, UNITS
from crawler.parsers.vocabulary.calendar import WEEKDAYS

WEEK = timedelta(weeks=1)
CLOCK = re.compile(r"\d[:.]\d\d")
"""``14:05`` has one, ``08:00 - 20:00`` two."""


def read_relative(text: str, folded: str, now: datetime) -> ParsedDate | None:
    """The instant a text tells from ``now``, in the zone of ``now``; None where it tells none.

    A relative time inside a sentence tells when something happened, not when the text was
    published, and is not read. Hours and minutes give the precision ``minute``, days and more
    the precision ``day``. Raises OverflowError before the first year of the calendar.
    """
    match = patterns.RELATIVE.search(folded)
    if match is None:
        return None
    if match["now"]:
        is_alone = _stands_alone(folded, match.start(), match.end())
        return ParsedDate(_to_the_minute(now), "minute") if is_alone else None
    if match["steps"]:
        is_indonesian = not match[0].endswith("ago")
        parsed = _step_back(match["steps"], now, is_indonesian)
    elif match["weekday_alone"]:
        return _weekday_alone(match, text, folded, now)
    elif match["weekday"]:
        parsed = _weekday_before(match["weekday"], now)
    else:
        days = 2 if match["before"] else 1 if match["yesterday"] else 0
        parsed = ParsedDate(midnight(now.date() - timedelta(days=days), now.tzinfo), "day")
    start, end = match.span()
    if parsed.precision == "day":
        found = FoundDay(parsed.instant.date(), start, end)
        dated = add_time(found, text, folded, now.tzinfo)
        parsed, start, end = dated.parsed, dated.start, dated.end
    return parsed if _stands_alone(folded, start, end) else None


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether only labels and separators stand around a stretch of text."""
    return bool(
        patterns.BEFORE_RELATIVE.fullmatch(folded, 0, start)
        and patterns.AFTER_RELATIVE.match(folded, end)
    )


def _weekday_alone(
    match: re.Match[str], text: str, folded: str, now: datetime
) -> ParsedDate | None:
    """The latest such day and time not to come: "Rabu, 14:05 WIB", but no opening hours."""
    back = (now.weekday() - WEEKDAYS[match["weekday_alone"]]) % 7
    day = FoundDay(now.date() - timedelta(days=back), *match.span())
    dated = add_time(day, text, folded, now.tzinfo)
    parsed, rest = dated.parsed, folded[dated.end :]
    clocks = CLOCK.findall(folded[: dated.end])
    if parsed.precision == "day" or len(clocks) > 1 or not patterns.AFTER_RELATIVE.match(rest):
        return None
    if not patterns.LABELS_ONLY.fullmatch(folded, 0, dated.start):
        return None
    return replace(parsed, instant=parsed.instant - WEEK) if parsed.instant > now else parsed


def _weekday_before(weekday: str, now: datetime) -> ParsedDate:
    """The latest such day before that of ``now``: "sabtu kemarin"."""
    back = (now.weekday() - WEEKDAYS[weekday]) % 7 or 7
    return ParsedDate(midnight(now.date() - timedelta(days=back), now.tzinfo), "day")


def _step_back(steps: str, now: datetime, is_indonesian: bool) -> ParsedDate:
    """``now`` less what "1 jam 5 menit" or "sebulan" says. Raises OverflowError before year 1.

    "2 h" are days where the words around it are Indonesian (hari), else hours.
    """
    amounts = dict.fromkeys(UNITS.values(), 0.0)
    for step in patterns.STEP.finditer(steps):
        is_days = is_indonesian and step["unit"] == "h"
        amounts["days" if is_days else UNITS[step["unit"]]] += _count(step)
    months = int(amounts["months"] + 12 * amounts["years"])
    clock = {unit: amounts[unit] for unit in ("weeks", "days", "hours", "minutes", "seconds")}
    then = _months_back(now, months) - timedelta(**clock)
    if amounts["seconds"]:
        return ParsedDate(then.replace(microsecond=0), "second")
    if amounts["hours"] or amounts["minutes"]:
        return ParsedDate(_to_the_minute(then), "minute")
    return ParsedDate(midnight(then.date(), now.tzinfo), "day")


def _count(step: re.Match[str]) -> float:
    """How many units one step counts: "3", "1,5", "se", "setengah", "dua"."""
    word = step["count"].strip()
    if word[0].isdigit():
        return float(word.replace(",", "."))
    return {"se": 1, "setengah": 0.5}.get(word) or NUMBER_WORDS.get(word, 0.5)


def _months_back(now: datetime, months: int) -> datetime:
    """The same day some months ago, or the last day of a month that is too short."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    if year < date.min.year:
        raise OverflowError("before the first year of the calendar")
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def _to_the_minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
