"""Months and weekdays as Indonesian pages spell them, and the patterns made of them.

Everything is in small letters with a straight apostrophe. The patterns read small letters only,
unless they are compiled with ``re.IGNORECASE``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

MONTH_NAMES = {
    1: ("januari", "january", "djanuari"),
    2: ("februari", "february", "pebruari", "pebruary", "febuari", "febuary", "pebuari"),
    3: ("maret", "march", "mart", "mrt"),
    4: ("april",),
    5: ("mei", "may"),
    6: ("juni", "june", "djuni", "djoeni"),
    7: ("juli", "july", "djuli", "djoeli"),
    8: ("agustus", "august", "agoestoes", "augustus", "ags", "agt", "agst"),
    9: ("september", "sept"),
    10: ("oktober", "october"),
    11: ("november", "nopember"),
    12: ("desember", "december"),
}
"""Indonesian and English names, spellings of before 1947 and 1972, other abbreviations."""

MONTHS = {
    name[:length]: month
    for month, names in MONTH_NAMES.items()
    for name in names
    for length in range(3, len(name) + 1)
}
"""Month number by name and by every truncation of three letters or more ("nopemb", "agust")."""

WEEKDAY_NAMES = (
    ("senin", "sen", "monday", "mon"),
    ("selasa", "sel", "tuesday", "tues", "tue"),
    ("rabu", "rab", "wednesday", "wednes", "wed"),
    ("kamis", "kam", "thursday", "thurs", "thur", "thu"),
    ("jumat", "jum'at", "jum", "friday", "fri"),
    ("sabtu", "saptu", "sab", "saturday", "satur", "sat"),
    ("minggu", "ahad", "min", "mgg", "ahd", "sunday", "sun"),
)

WEEKDAYS = {name: number for number, names in enumerate(WEEKDAY_NAMES) for name in names}
"""Weekday number, Monday 0, by name."""


def any_of(words: Iterable[str]) -> str:
    """A pattern of whole words, longest first, that is the same in verbose patterns."""
    longest_first = "|".join(sorted(words, key=len, reverse=True)).replace(" ", "[ ]+")
    return rf"(?<![a-z])(?:{longest_first})(?![a-z])"


def _opening(words: Iterable[str]) -> str:
    """A pattern of the three letters that words open with, the third as a set of letters."""
    thirds: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        thirds[word[:2]].add(word[2])
    return "|".join(f"{two}[{''.join(sorted(third))}]" for two, third in thirds.items())


def _with_truncations(word: str) -> str:
    """A pattern of a word and of all its truncations: "mei", "mare(?:t)?"."""
    pattern = ""
    for letter in reversed(word[3:]):
        pattern = f"(?:{letter}{pattern})?"
    return word[:3] + pattern


MONTH = rf"(?:{_opening(MONTHS)})[a-z]{{0,7}}"
"""A word that opens like a month; ``MONTHS`` says whether it is one."""

_SPELLINGS = (_with_truncations(name) for names in MONTH_NAMES.values() for name in names)
MONTH_NAME = rf"(?:{'|'.join(_SPELLINGS)})(?![a-z])"
"""A month's name, whole or truncated: "Pebruari", "Agst", "Mrt"."""

WEEKDAY = any_of(WEEKDAYS)
"""A weekday's name in a folded text."""

WEEKDAY_AS_PRINTED = WEEKDAY.replace("'", ".{1,2}")
"""The same in a text that is not folded: "Jum’at", "Jum''at"."""
