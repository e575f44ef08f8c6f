"""Days and times in a text: where they stand and what instant they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from crawler.items import FINENESS, Precision
from crawler.parsers.dates import patterns
from crawler.parsers.dates.words import ZONES
from crawler.parsers.page.text import small_letters
from crawler.parsers.vocabulary.calendar import MONTHS, WEEKDAYS

_FOLDED = {
    **dict.fromkeys("’‘`´ʼʻ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
}


def fold(text: str) -> str:
    """A text as the patterns read it: lower case, one apostrophe, dash and blank.

    The length stays the same, so that positions in it are positions in ``text``; days of the
    Islamic calendar are blanked out, for they are never converted.
    """
    folded = small_letters(text)
    if not folded.isascii():
        for spelling, usual in _FOLDED.items():
            folded = folded.replace(spelling, usual)
    folded = folded.replace("\t", " ")
    return patterns.HIJRI_DAY.sub(lambda day: " " * len(day[0]), folded)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What a date string says.

    ``instant`` is aware and carries the offset as printed, or the site's where none is; for the
    precision ``day`` it is midnight there. ``zone`` is the zone as printed ("WITA", "+0700"),
    None where the site's was assumed.
    """

    instant: datetime
    precision: Precision
    zone: str | None = None

    @property
    def iso(self) -> str:
        """ISO 8601 with the offset, or the day alone where that is all that is known."""
        return (
            self.instant.date().isoformat() if self.precision == "day" else self.instant.isoformat()
        )

    def refines(self, other: ParsedDate) -> bool:
        """Whether it names the other's day with a time, or the other's minute with seconds."""
        if FINENESS[self.precision] <= FINENESS[other.precision]:
            return False
        if other.precision == "day":
            there = self.instant.astimezone(other.instant.tzinfo)
            return there.date() == other.instant.date()
        return timedelta() <= self.instant - other.instant < timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day and where it stands in a text; ``start`` includes its weekday."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, with its time if it has one, and where it stands in a text."""

    parsed: ParsedDate
    start: int
    end: int


_NUMBER = re.compile(r"\d(?<!\d\d)(?:\d?|\d{3}(?=[ ./-]))(?!\d)")
"""A day, or a year that a date opens with. Opens with one digit, which is found faster."""
LONGEST_MONTH = 12
"""Characters of a month's name with the mark and the blank behind it."""


class NoSuchDay(ValueError):
    """Words or numbers that stand like a date but name no day: 31 February, "Rp 25.11.2024"."""


def find_dates(text: str, folded: str, zone: tzinfo) -> Iterator[FoundDate]:
    """Every date with a year in a text, in order, with the time beside it.

    Raises NoSuchDay at the end where there is none, but something that looks like one.
    """
    end, found, refused = 0, False, False
    for match in _matches(folded):
        try:
            day = _day_of(match)
        except ValueError:
            refused = True
            continue
        before = folded[max(0, match.start() - 30) : match.start()]
        if day is None or (match["introduced"] and not _introduces_day(before)):
            continue
        if patterns.NOT_A_DAY_BEFORE.search(before):
            refused = True
            continue
        found = True
        dated = add_time(FoundDay(day, match.start(), match.end()), text, folded, zone, end)
        end = dated.end
        yield dated
    if refused and not found:
        raise NoSuchDay(text)


def _matches(folded: str) -> Iterator[re.Match[str]]:
    """What ``DATE.finditer`` finds, tried only where a date can begin: at a number or a month."""
    end = 0
    for number in _NUMBER.finditer(folded):
        start = number.start()
        if start < end:
            continue
        month = patterns.MONTH_BEFORE.search(folded, max(end, start - LONGEST_MONTH), start)
        match = month and patterns.DATE.match(folded, month.start())
        match = match or patterns.DATE.match(folded, start)
        if match:
            end = match.end()
            yield match


def _introduces_day(before: str) -> bool:
    """Whether a weekday or a bracket stands before three short numbers."""
    return before.endswith("(") or bool(patterns.WEEKDAY_BEFORE.search(before))


def _day_of(match: re.Match[str]) -> date | None:
    """The day a match of ``DATE`` names, None where its word is no month.

    Raises ValueError where there is no such day.
    """
    kind = match.lastgroup
    if kind == "day_first":
        month = MONTHS.get(match["month"])
        last_month = MONTHS.get(match["last_month"]) if match["last_month"] else month
        if month is None or last_month is None:
            return None
        return date(int(match["year"]) - (month > last_month), month, int(match["day"]))
    if kind == "numeric":
        return _day_month(int(match["day_n"]), int(match["month_n"]), int(match["year_n"]))
    if kind == "introduced":
        year = _full_year(match["year_i"])
        return _day_month(int(match["day_i"]), int(match["month_i"]), year)
    if kind == "year_first":
        return date(int(match["year_y"]), int(match["month_y"]), int(match["day_y"]))
    suffix = "_m" if kind == "month_first" else "_w"
    month = MONTHS.get(match["month" + suffix])
    return month and date(int(match["year" + suffix]), month, int(match["day" + suffix]))


def _day_month(day: int, month: int, year: int) -> date:
    """A day printed in numbers: day first, month first only where nothing else can be read."""
    return date(year, day, month) if month > 12 else date(year, month, day)


def find_scarce_day(folded: str) -> FoundDay | None:
    """A day in one of the shapes that are dates only where hardly anything else stands.

    A year of two digits ("24 Apr 26", "05.06.24"), blanks between numbers ("16 12 2022") and
    the order of ctime. Raises ValueError where there is no such day.
    """
    match = patterns.SHORT_YEAR.search(folded)
    if match and (month := MONTHS.get(match["month"])):
        day = date(_full_year(match["year"]), month, int(match["day"]))
        return FoundDay(day, match.start(), match.end())
    for pattern in (patterns.SHORT_NUMERIC, patterns.SPACED_NUMERIC):
        match = pattern.search(folded)
        if match and _stands_alone(folded, match):
            year = _full_year(match["year"])
            day = _day_month(int(match["day"]), int(match["month"]), year)
            return FoundDay(day, match.start(), match.end())
    return None


def _full_year(year: str) -> int:
    """The year meant by two digits: 1970 to 2069."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)


def _stands_alone(folded: str, match: re.Match[str]) -> bool:
    """Whether a time follows three numbers, or only labels stand around them."""
    before = folded[: match.start()]
    if patterns.NOT_A_DAY_BEFORE.search(before[-12:]):
        return False
    return bool(patterns.LABELS_ONLY.fullmatch(before)) and bool(
        patterns.TIME_AFTER.match(folded, match.end())
        or patterns.LABELS_ONLY.fullmatch(folded, match.end())
    )


def find_yearless_days(folded: str, now: datetime) -> Iterator[FoundDay]:
    """Days printed without a year, "Senin (25/11)", in the year that ``now`` makes likely."""
    for match in patterns.YEARLESS.finditer(folded):
        way = next(way for way in "nwtfbo" if match["day_" + way])
        number, month = int(match["day_" + way]), match["month_" + way]
        month = int(month) if month.isdigit() else MONTHS.get(month)
        weekday = WEEKDAYS[match["weekday"]] if match["weekday"] else None
        day = month and _likely_day(number, month, weekday, now.date())
        if day and (way != "b" or abs(now.date() - day) <= NEAR):
            end = match.end() + (folded[match.end() : match.end() + 1] == ")")
            yield FoundDay(day, match.start(), end)


NEAR = timedelta(days=31)
"""How far a day in a bracket alone, "(17/6)", may lie: further off it may be a fraction."""


def _likely_day(day: int, month: int, weekday: int | None, today: date) -> date | None:
    """The day of a date without a year: the last one, unless the weekday names a nearer one."""
    years = (today.year + 1, today.year, today.year - 1)
    days = [date(year, month, day) for year in years if _exists(year, month, day)]
    past = next((each for each in days if each <= today + timedelta(days=1)), None)
    if weekday is None or (past and past.weekday() == weekday):
        return past
    near = (each for each in days if each.weekday() == weekday and abs(each - today).days < 183)
    return next(near, past)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def add_time(found: FoundDay, text: str, folded: str, zone: tzinfo, floor: int = 0) -> FoundDate:
    """A found day with the time that stands after it, or before it (not before ``floor``)."""
    start, end = found.start, found.end
    before = folded[max(floor, start - 60) : start]
    if weekday := patterns.WEEKDAY_BEFORE.search(before):
        start -= len(weekday[0])
    after = patterns.TIME_AFTER.match(folded, end)
    if after and (parsed := _read_time(after, found.day, text, zone)):
        return FoundDate(parsed, start, after.end())
    earlier = patterns.TIME_BEFORE.search(before) if _CLOCK_MARK.search(before) else None
    if earlier:
        offset = found.start - len(before)
        if parsed := _read_time(earlier, found.day, text[offset : found.start], zone):
            return FoundDate(parsed, offset + earlier.start(), end)
    printed = None
    if named := patterns.ZONE_AFTER_DAY.match(folded, end):
        zone, end, printed = zone_of(named["zone"]), named.end(), text[slice(*named.span("zone"))]
    return FoundDate(ParsedDate(midnight(found.day, zone), "day", printed), start, end)


_CLOCK_MARK = re.compile(r"\d[:.]\d")


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant a day begins in a zone."""
    return datetime.combine(day, time(), zone)


def _read_time(match: re.Match[str], day: date, text: str, zone: tzinfo) -> ParsedDate | None:
    """The instant that a day and a match of ``TIME_AFTER`` or ``TIME_BEFORE`` name.

    None where the match is too weak to be a time: an hour without "pukul", or "3.10" before
    the day without zone.
    """
    part = match.groupdict()
    hour = part["hour"] or part["hour_h"] or part["hour_p"] or part.get("hour_w")
    minute = part["minute"] or part["minute_h"] or part.get("minute_w") or "0"
    second = part["second"] or part["second_h"]
    half = part["half"] or part["half_p"]
    printed = _printed_zone(match, part)
    is_sure = bool(part["clock_word"])
    if match.re is patterns.TIME_BEFORE:
        is_sure = is_sure or ":" in match[0] or bool(printed or half)
    if not is_sure and (part.get("hour_w") or match.re is patterns.TIME_BEFORE):
        return None
    hours = _hour_of_day(int(hour), half or part["part"] or part.get("part_w"))
    fraction = int((part["fraction"] or "0").ljust(6, "0")[:6])
    start = datetime(day.year, day.month, day.day, 0, int(minute), int(second or 0), fraction)
    instant = (start + timedelta(hours=hours)).replace(
        tzinfo=zone_of(match.string[slice(*printed)].strip()) if printed else zone
    )
    name = text[slice(*printed)].strip() if printed else None
    return ParsedDate(instant, "second" if second else "minute", name)


_WEST_OF_UTC = re.compile(r"-(?:0\d|1[0-2]):[0-5]\d")


def _printed_zone(match: re.Match[str], part: dict[str, str | None]) -> tuple[int, int] | None:
    """Where the zone of a time stands in the text, None where it prints none.

    What looks like the end of an opening time is an offset after seconds or ISO's T
    ("T12:40-05:00"). A Z after a time that is not written as ISO 8601 writes it ("T20-59-53Z",
    "2015-11-05 T10:08:58Z") was glued on by a template and says nothing: the detik network.
    """
    if (part.get("iso") or part["second"]) and _WEST_OF_UTC.fullmatch(part["until"] or ""):
        return match.span("until")
    for name in ("zone", "zone_w", "early_zone"):
        if part.get(name):
            is_glued_on = part[name] == "z" and (part["hour_h"] or " t" in match[0])
            return None if is_glued_on else match.span(name)
    return None


_AFTERNOON = {"p": range(1, 12), "siang": range(1, 5), "sore": range(1, 8), "petang": range(1, 8)}
_AFTERNOON["malam"] = range(6, 12)


def _hour_of_day(hour: int, half: str | None) -> int:
    """The hour from 0 to 24 that an hour and "am", "pm", "sore" or "malam" mean."""
    if half == "a" and hour == 12:
        return 0
    return hour + 12 if hour in _AFTERNOON.get(half, ()) else hour


_OFFSET = re.compile(r"(?:gmt|utc)? ?(?P<sign>[+-]) ?(?P<hours>\d\d?)[:.]?(?P<minutes>\d\d)?")


@lru_cache(maxsize=256)
def zone_of(printed: str) -> timezone:
    """The offset of a zone as printed, folded: "wita", "+0700", "gmt+7"."""
    if match := _OFFSET.fullmatch(printed):
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        return timezone(-offset if match["sign"] == "-" else offset)
    return ZONES[" ".join(printed.split())]
