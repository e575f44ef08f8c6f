"""Reading dates: one string, all dates of a text, and many candidates made into one instant."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

from crawler.items import DateCandidate, DateMention
from crawler.parsers.dates import patterns
from crawler.parsers.dates.finder import (
    FoundDate,
    FoundDay,
    NoSuchDay,
    ParsedDate,
    add_time,
    find_dates,
    find_scarce_day,
    find_yearless_days,
    fold,
    zone_of,
)
from crawler.parsers.dates.relative import read_relative
from crawler.parsers.dates.trust import Resolved, choose
from crawler.parsers.dates.words import MACHINES_ZONES, ZONES
from crawler.parsers.page.trace import SILENT, Trace
from crawler.parsers.vocabulary.calendar import MONTHS

__all__ = ["ParsedDate", "Resolved", "date_mentions", "parse_date", "resolve"]

FIRST_EPOCH, LAST_EPOCH = 788_918_400, 2_145_916_800
"""1995 and 2038 in seconds: a bare number outside is an article's number."""

LONGEST_FOR_DATEPARSER = 100
"""Characters of a text that may be nothing but a date."""


@lru_cache(maxsize=32)  # a page says its date several times, and it is chosen from them later
def parse_date(
    raw: str | None, *, now: datetime | None = None, timezone: str = "Asia/Jakarta"
) -> ParsedDate | None:
    """What a printed date says, None where the text holds none; no text makes it raise.

    ``timezone`` is the IANA zone meant where the text prints none. ``now`` is the moment the
    text was read (naive means in ``timezone``): "3 jam yang lalu" and days without a year are
    read from it and, so that a page read again gives the same dates, not at all without it.
    Of a publishing and an update date the publishing date is taken, of a range its start.
    A machine's time with the name of a zone that is not in ``ZONES`` names no instant.
    Raises zoneinfo.ZoneInfoNotFoundError when ``timezone`` is no zone.
    """
    if not raw:
        return None
    zone = ZoneInfo(timezone)
    raw = _with_offset(raw)
    if raw is None:
        return None
    return _read_iso(raw, zone) or _read_plain_line(raw, zone) or _read_any_line(raw, zone, now)


_MACHINES_TIME = re.compile(
    r"\d:[0-5]\d:[0-5]\d(?:\.\d+)?\s?\(?(?P<zone>[A-Z]{2,5}|[A-Z][a-z]+/[A-Z][A-Za-z_/]+)\)?\s*\Z"
)
"""A machine's time, to the second, with a name at the end: "Thu, 30 Apr 2015 08:57:00 IST"."""

NAMES_BEHIND_TIMES = frozenset([*ZONES, "am", "pm"])


def _with_offset(raw: str) -> str | None:
    """A text with the offset of a zone that only machines print; None for a zone nobody knows."""
    match = _MACHINES_TIME.search(raw)
    name = match["zone"].lower() if match else None
    if name is None or name in NAMES_BEHIND_TIMES:
        return raw
    offset = MACHINES_ZONES.get(name)
    return offset and raw[: match.start("zone")] + offset


_ISO = re.compile(
    r"(?P<day>(?:1[6-9]|2[01])[0-9]{2}-[01][0-9]-[0-3][0-9])(?P<mark>[T ])"
    r"(?P<clock>[0-2][0-9]:[0-5][0-9]:[0-5][0-9])(?P<zone>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?"
)
"""What metas and JSON-LD print most: "2024-11-25T14:05:00+07:00", "2024-11-25 14:05:00"."""


def _read_iso(raw: str, zone: tzinfo) -> ParsedDate | None:
    """The instant of a text in ISO 8601 with its seconds, read in one step because it is fast."""
    match = _ISO.fullmatch(raw)
    if match is None:
        return None
    day, mark, clock, printed = match.groups()
    if printed and printed[0] == "-" and printed > "-12:59":
        return None
    try:
        instant = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return ParsedDate(instant if printed else instant.replace(tzinfo=zone), "second", printed)


_PLAIN_LINE = re.compile(
    r"""(?P<before>[^0-9]*+)(?P<day>[0-9]{1,2})
    (?: [ ]*+(?P<word>[A-Za-z]{3,9})[ ]++(?P<year>(?:19|20)[0-9]{2})
      | /(?P<month>[0-9]{1,2})/(?P<year_n>(?:19|20)[0-9]{2}) )
    (?: [\s,|-]{1,4}+(?:[Pp]ukul\s)?
        (?P<hour>[0-9]{2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?
        (?:\s?(?P<zone>[A-Za-z]{3,4})(?![A-Za-z]))? )?
    \s*+(?P<behind>[^0-9]*+)""",
    re.VERBOSE,
)
"""The lines newsrooms print most: "Kompas.com- 18/06/2025, 20:34 WIB", "19 Juni 2025 | 10.00"."""

_CLOSES_A_DATE = frozenset(["wib", "wita", "wit"])
"""Zones behind which no word says more of the time, as "malam" does behind an hour."""


def _read_plain_line(raw: str, zone: tzinfo) -> ParsedDate | None:
    """The date of a line in one of the commonest shapes, read in one step because it is fast."""
    match = _PLAIN_LINE.fullmatch(raw)
    if match is None:
        return None
    before, day, word, year, month, year_n, hour, minute, second, printed, behind = match.groups()
    if behind and (printed is None or printed.lower() not in _CLOSES_A_DATE):
        return None
    number = MONTHS.get(word.lower()) if word else int(month)
    if number is None or (before and patterns.NOT_A_DAY_BEFORE.search(before.lower())):
        return None
    if printed:
        zone = ZONES.get(printed.lower())
        if zone is None:
            return None
    clock = int(hour or 0), int(minute or 0), int(second or 0)
    try:
        instant = datetime(int(year or year_n), number, int(day), *clock, tzinfo=zone)
    except ValueError:
        return None
    precision = "second" if second else "minute" if hour else "day"
    return ParsedDate(instant, precision, printed)


def _read_any_line(raw: str, zone: tzinfo, now: datetime | None) -> ParsedDate | None:
    """The date of a text in any shape, tried from the surest to the weakest."""
    text = tidy(raw)
    folded = fold(text)
    try:
        if not _HAS_DIGIT.search(folded):
            return _read_from_now(text, folded, zone, now)
        return (
            _read_digits(text, folded, zone)
            or _read_day_with_year(text, folded, zone)
            or _read_from_now(text, folded, zone, now)
            or _read_misspelt(text, folded, zone)
            or _read_with_dateparser(text, folded, zone)
        )
    except (ValueError, OverflowError):  # no such day, or none the calendar holds
        return None


_HAS_DIGIT = re.compile(r"\d")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00]")


def tidy(raw: str) -> str:
    """A printed line without entities, invisible characters and runs of blanks."""
    text = html.unescape(html.unescape(raw)) if "&" in raw else raw
    return " ".join(_INVISIBLE.sub("", text).split())


def _read_digits(text: str, folded: str, zone: tzinfo) -> ParsedDate | None:
    """A text that is one number: seconds since 1970, or year, month and day without separators.

    Raises ValueError where such numbers name no day.
    """
    if match := patterns.EPOCH.fullmatch(folded):
        seconds = int(match["seconds"])
        fraction = (match["rest"] or match["fraction"] or "").ljust(6, "0")
        if FIRST_EPOCH <= seconds < LAST_EPOCH:
            instant = datetime.fromtimestamp(seconds, UTC).replace(microsecond=int(fraction))
            return ParsedDate(instant, "second")
    if match := patterns.COMPACT.fullmatch(folded):
        numbers = [int(part or 0) for part in match.groups()[:6]]
        instant = datetime(*numbers, tzinfo=zone_of(match["zone"]) if match["zone"] else zone)
        precision = "second" if match["second"] else "minute" if match["hour"] else "day"
        return ParsedDate(instant, precision, text[slice(*match.span("zone"))] or None)
    return None


def _read_day_with_year(text: str, folded: str, zone: tzinfo) -> ParsedDate | None:
    """The first date with a year, of those that no label calls the last update if there are any.

    Raises ValueError where all that looks like a date names no day.
    """
    if patterns.UPDATE_LABEL.search(folded):
        blanked = patterns.UPDATE_STRETCH.sub(lambda update: " " * len(update[0]), folded)
        if (found := _first_date(text, blanked, zone)) is not None:
            return found
    return _first_date(text, folded, zone)


def _first_date(text: str, folded: str, zone: tzinfo) -> ParsedDate | None:
    text, folded = _clock_after_year(text, folded)
    found = next(find_dates(text, folded, zone), None)
    if found is None and (day := find_scarce_day(folded)):
        found = add_time(day, text, folded, zone)
    return found.parsed if found else None


def _clock_after_year(text: str, folded: str) -> tuple[str, str]:
    """A text with "Nov 25 14:05:00 2024" put into the usual order, and its folded form."""
    match = patterns.CLOCK_INSIDE.search(folded)
    if match is None:
        return text, folded
    clock, year = slice(*match.span("clock")), slice(*match.span("year"))
    return tuple(
        f"{line[: clock.start]}{line[year]} {line[clock]}{line[year.stop :]}"
        for line in (text, folded)
    )


def _read_from_now(text: str, folded: str, zone: tzinfo, now: datetime | None) -> ParsedDate | None:
    """A day without a year, or a time told from ``now``; None where ``now`` is not known."""
    if now is None:
        return None
    here = _in_zone(now, zone)
    if day := next(find_yearless_days(folded, here), None):
        return add_time(day, text, folded, zone).parsed
    return read_relative(text, folded, here)


_FULL_MONTHS = [name for name in MONTHS if len(name) > 3]


def _read_misspelt(text: str, folded: str, zone: tzinfo) -> ParsedDate | None:
    """A date whose month has a wrong letter: "13 Novemver 2023"."""
    match = patterns.MISSPELT.search(folded)
    if match is None:
        return None
    close = get_close_matches(match["month"], _FULL_MONTHS, n=1, cutoff=0.8)
    if not close:
        return None
    day = date(int(match["year"]), MONTHS[close[0]], int(match["day"]))
    return add_time(FoundDay(day, match.start(), match.end()), text, folded, zone).parsed


def _read_with_dateparser(text: str, folded: str, zone: tzinfo) -> ParsedDate | None:
    """The last resort, for texts that hold a day, a month and a year in no shape known here.

    dateparser gets no time zone: with one it would turn 14:05 WITA into 13:05+07:00. It gets no
    moment to count from either, because a date with all its parts needs none.
    """
    if len(folded) > LONGEST_FOR_DATEPARSER or not patterns.MAY_HOLD_A_DATE.match(folded):
        return None
    if len(patterns.STRANGER.findall(folded)) > 1:
        return None
    data = _dateparser().get_date_data(text)
    if data.date_obj is None:
        return None
    precision = "minute" if data.period == "time" else "day"
    return ParsedDate(data.date_obj.replace(tzinfo=data.date_obj.tzinfo or zone), precision)


@lru_cache(maxsize=1)
def _dateparser():
    """dateparser's reader, imported here because the import takes longer than most commands."""
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=["id", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PREFER_DATES_FROM": "past",
            "RETURN_TIME_AS_PERIOD": True,
        },
    )


def date_mentions(text: str, *, timezone: str, now: datetime | None = None) -> list[DateMention]:
    """The dates a text names, in order: each as printed, as ISO 8601, and where it stands.

    Days without a year, "Senin (25/11)", need ``now``, the article's own date; a mention
    without a zone is meant in ``timezone``.
    """
    zone = ZoneInfo(timezone)
    folded = fold(text)
    found: list[FoundDate] = []
    with suppress(NoSuchDay):
        found.extend(find_dates(text, folded, zone))
    if now is not None:
        for day in find_yearless_days(folded, _in_zone(now, zone)):
            if not any(day.start < other.end and other.start < day.end for other in found):
                found.append(add_time(day, text, folded, zone))
    found.sort(key=lambda each: each.start)
    return [DateMention(_printed(text, each), each.parsed.iso, each.start) for each in found]


def _printed(text: str, found: FoundDate) -> str:
    """A date as printed, with the bracket that closes it: "Senin, (25/11/2024)"."""
    raw = text[found.start : found.end]
    is_open = raw.count("(") > raw.count(")") and text[found.end : found.end + 1] == ")"
    return raw + ")" if is_open else raw


def _in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """An instant in a zone; a naive one is already meant in it."""
    return instant.astimezone(zone) if instant.tzinfo else instant.replace(tzinfo=zone)


def resolve(
    candidates: Sequence[DateCandidate], *, now: datetime, timezone: str, trace: Trace = SILENT
) -> Resolved:
    """The publishing and update time that a page's candidates name, most trusted first.

    ``now`` is the moment the page was fetched, ``timezone`` the IANA zone of dates that print
    none. No candidate is one that lies in the future (beyond ``date_trust.SKEW``) or before
    1995. A date of the article's text counts only where nothing else does.
    """
    zone = ZoneInfo(timezone)
    here = _in_zone(now, zone)

    def parse(candidate: DateCandidate) -> ParsedDate | None:
        return parse_date(candidate.raw, now=here, timezone=candidate.timezone or timezone)

    return choose(candidates, parse, here, zone, trace)
