"""The date a listing prints beside a link: found by its shape, given back as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.dates.words import ZONE_NAME
from crawler.parsers.page.text import clean
from crawler.parsers.vocabulary.calendar import MONTH_NAME, WEEKDAY_AS_PRINTED

_MONTH = rf"{MONTH_NAME}\.?"
_ZONE = rf"(?:{ZONE_NAME}|[+-]\d\d:?\d\d)"
_CLOCK = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?:\s*[ap]m\b)?(?:\s*{_ZONE})?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?:\d{{4}}|\d\d\b(?![:.]))"
    rf"|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d\d)\b)"
)
_BETWEEN = r"[\s,|/•·–-]*(?:(?:pukul|jam|at)\s+)?"
WRITTEN = (
    re.compile(  # Kamis, 02 Nov 2023 20:59 WIB / 25/11/2024, 14:05 WIB / 2025-06-18T22:02:00+07:00
        rf"(?:{WEEKDAY_AS_PRINTED}[\s,/-]*)?(?<!\d){_DAY}(?:(?:t|{_BETWEEN})(?<!\d){_CLOCK})?",
        re.IGNORECASE,
    )
)
RELATIVE = re.compile(  # 38 menit yang lalu / sejam lalu / Kemarin, 08.10 / Baru saja / 2 hours ago
    rf"(?:(?:\d+\s*|se|beberapa\s+)(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun)\s+"
    r"(?:yang\s+)?(?:lalu|kemudian)"
    r"|(?:\d+|an?)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\s+ago"
    rf"|(?:hari ini|kemarin|today|yesterday)(?:{_BETWEEN}{_CLOCK})?|baru saja|just now)",
    re.IGNORECASE,
)
CLOCK = re.compile(_CLOCK, re.IGNORECASE)  # 20:59 WIB
CLOCK_ALONE = re.compile(  # 07:08 / (13.45 WIB) / Pukul 10:21
    rf"\(?(?:(?:pukul|jam)\s+)?{_CLOCK}\)?\Z", re.IGNORECASE
)
SAYS_DATE = re.compile(  # class="media__date", class="waktu", itemprop="datePublished"
    r"date|time|tanggal|waktu|publish|terbit|posted|(?<![a-z])(?:tgl|ago|jam)(?![a-z])",
    re.IGNORECASE,
)
DATE_ATTRIBUTES = ("datetime", "title", "content", "data-date", "data-time", "data-datetime")
HEADINGS = {"h1", "h2", "h3", "h4"}
LONGEST_DATE_LINE = 100
MOST_TEXT = 400  # with the blanks of its markup
MOST_ELEMENTS = 120
BY_ATTRIBUTE, BY_NAME, BY_LOOKS = range(3)
MOST_BESIDE_A_DATE = 40
"""Characters beside the date ("detikNews | ", an author's name) in a text that still prints it."""


def written_date(text: str) -> str | None:
    """The written-out date in a text, as printed; None where there is none."""
    found = WRITTEN.search(text)
    return found[0].strip(" ,|/") if found else None


class PrintedDates:
    """The dates a page prints, looked up item by item; every element is read once."""

    def __init__(self, root: HtmlElement):
        self._in_headings: set[HtmlElement] = set()
        for heading in root.iter(*HEADINGS):
            if heading not in self._in_headings:
                self._in_headings.update(heading.iter(etree.Element))
        self._lines: dict[HtmlElement, list[Line]] = {}

    def beside(self, item: HtmlElement, headline: str | None = None) -> str | None:
        """The date an item of a listing prints, as printed, or None.

        Trusted most is what says that it is a date, by its attribute or class; then a written
        date before "2 jam lalu" and a clock alone; then the text with least beside its date.
        The headline is no date, even where it names one.
        """
        rated = [
            (*rating, order, found)
            for order, place in enumerate(islice(item.iter(etree.Element), MOST_ELEMENTS))
            for rating, found in self._dates_of(place, headline)
        ]
        return min(rated)[-1] if rated else None

    def _dates_of(self, place: HtmlElement, headline: str | None) -> Iterable[Date]:
        """The dates in an element's attributes and text, with their ratings."""
        if place not in self._lines:
            self._lines[place] = _lines(place, place in self._in_headings)
        for line in self._lines[place]:
            if headline and headline in line.text:
                yield from _dates_in(clean(line.text.replace(headline, " ")), line.doubt)
            else:
                yield from line.dates


Date = tuple[tuple[int, int, int, int], str]
"""A date as printed, after its rating, in which less is better."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text that may hold a date, how doubtful it is that it does, and what it holds."""

    text: str
    doubt: int
    dates: list[Date]


def _lines(place: HtmlElement, in_heading: bool) -> list[Line]:
    """The attributes and the short text of an element."""
    values = [clean(place.get(name) or "") for name in DATE_ATTRIBUTES]
    texts = [(value, BY_ATTRIBUTE) for value in values if value and written_date(value) == value]
    text = "" if in_heading else clean(_text(place))
    if text and len(text) <= LONGEST_DATE_LINE:
        names = " ".join(place.get(name) or "" for name in ("class", "itemprop", "id"))
        says_date = place.tag == "time" or SAYS_DATE.search(names)
        texts.append((text, BY_NAME if says_date else BY_LOOKS))
    return [Line(text, doubt, list(_dates_in(text, doubt))) for text, doubt in texts]


def _text(place: HtmlElement) -> str:
    """The text of an element as small as a date line, only the element's own of a larger one."""
    parts, length = [], 0
    for part in place.itertext():
        parts.append(part)
        length += len(part)
        if length > MOST_TEXT:
            return " ".join([place.text or "", *(child.tail or "" for child in place)])
    return "".join(parts)


def _dates_in(text: str, doubt: int) -> Iterator[Date]:
    """The date of a text with its rating; nothing where there is none."""
    for kind, pattern in enumerate((WRITTEN, RELATIVE, CLOCK_ALONE)):
        found = pattern.match(text) if pattern is CLOCK_ALONE else pattern.search(text)
        if found:
            beside = len(text) - len(found[0])
            if beside <= MOST_BESIDE_A_DATE:
                has_clock = bool(CLOCK.search(found[0]))
                yield (doubt, kind, not has_clock, beside), found[0].strip(" ,|/()")
            return
