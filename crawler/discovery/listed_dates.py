"""The date a listing prints beside a link: found by its shape, given back as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.parsers.text import clean

_WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum.{0,2}at|sabtu|minggu|ahad"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_MONTH = (
    r"(?:jan(?:uari|uary)?|[fp]eb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
    r"|ag(?:us(?:tus)?|[ust])|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|no[vp](?:ember)?"
    r"|de[sc](?:ember)?)\.?"
)
_ZONE = r"(?:wib|wita|wit|gmt|utc|z\b|[+-]\d\d:?\d\d)"
_CLOCK = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?:\s*[ap]m\b)?(?:\s*{_ZONE})?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?:\d{{4}}|\d\d\b(?![:.]))"
    rf"|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d\d)\b)"
)
_BETWEEN = r"[\s,|/•·–-]*(?:(?:pukul|jam|at)\s+)?"
WRITTEN = (
    re.compile(  # Kamis, 02 Nov 2023 20:59 WIB / 25/11/2024, 14:05 WIB / 2025-06-18T22:02:00+07:00
        rf"(?:{_WEEKDAY}[\s,/-]*)?(?<!\d){_DAY}(?:(?:t|{_BETWEEN})(?<!\d){_CLOCK})?", re.IGNORECASE
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
CLOCK_ALONE = re.compile(  # 07:08 / 13.45 WIB / Pukul 10:21
    rf"(?:(?:pukul|jam)\s+)?{_CLOCK}\Z", re.IGNORECASE
)
SAYS_DATE = re.compile(  # class="media__date", class="waktu", itemprop="datePublished"
    r"date|time|tanggal|waktu|publish|terbit|posted|(?<![a-z])(?:tgl|ago|jam)(?![a-z])",
    re.IGNORECASE,
)
DATE_ATTRIBUTES = ("datetime", "title", "content", "data-date", "data-time", "data-datetime")
HEADINGS = {"h1", "h2", "h3", "h4"}
LONGEST_DATE_LINE = 100
FEW = 6
MOST_ELEMENTS = 300
MOST_BESIDE_A_DATE = 40
"""Characters beside the date ("detikNews | ", an author's name) in a text that still prints it."""


def date_beside(element: HtmlElement, headline: str | None = None) -> str | None:
    """The date an item of a listing prints, as printed, or None.

    Trusted most is what says that it is a date, by its attribute or class; then a written date
    before "2 jam lalu" and a clock alone; then the text with least beside its date. The headline
    is no date, even where it names one.
    """
    rated = [
        (*rating, order, found)
        for order, (place, text, is_attribute) in enumerate(_texts(element, headline))
        for rating, found in _dates_in(place, text, is_attribute)
    ]
    return min(rated)[-1] if rated else None


def written_date(text: str) -> str | None:
    """The written-out date in a text, as printed; None where there is none."""
    found = WRITTEN.search(text)
    return found[0].strip(" ,|/") if found else None


def _texts(element: HtmlElement, headline: str | None) -> Iterator[tuple[HtmlElement, str, bool]]:
    """Every attribute and every short text that may hold a date, in document order."""
    for place in islice(element.iter(etree.Element), MOST_ELEMENTS):
        for name in DATE_ATTRIBUTES:
            value = clean(place.get(name) or "")
            if value and written_date(value) == value:
                yield place, value, True
        if any(parent.tag in HEADINGS for parent in _up_to(place, element)):
            continue
        text = clean(clean(_text(place)).replace(headline or " ", " "))
        if text and len(text) <= LONGEST_DATE_LINE:
            yield place, text, False


def _text(place: HtmlElement) -> str:
    """The text of an element as small as a date line, only the element's own of a larger one."""
    if len(place) <= FEW and all(len(child) <= FEW for child in place):
        text = place.text_content()
        if len(text) <= 2 * LONGEST_DATE_LINE:
            return text
    return " ".join([place.text or "", *(child.tail or "" for child in place)])


def _up_to(place: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    """The element and its ancestors, up to and with ``top``."""
    while place is not None:
        yield place
        place = None if place is top else place.getparent()


def _dates_in(
    place: HtmlElement, text: str, is_attribute: bool
) -> Iterator[tuple[tuple[int, int, int, int], str]]:
    """The date of a text with its rating, lower being better; nothing where there is none."""
    names = " ".join(place.get(name) or "" for name in ("class", "itemprop", "id"))
    says_date = place.tag == "time" or bool(SAYS_DATE.search(names))
    doubt = 0 if is_attribute else 1 if says_date else 2
    for kind, pattern in enumerate((WRITTEN, RELATIVE, CLOCK_ALONE)):
        found = pattern.match(text) if pattern is CLOCK_ALONE else pattern.search(text)
        if found:
            beside = len(text) - len(found[0])
            if beside <= MOST_BESIDE_A_DATE:
                has_clock = bool(CLOCK.search(found[0]))
                yield (doubt, kind, not has_clock, beside), found[0].strip(" ,|/")
            return
