"""How near an extractor comes to what stands on a page: headline, day of publishing, text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from benchmarks.pages import SavedPage
from crawler.clock import WIB

QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\xa0": " ", "…": "..."}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an extractor made of a page; ``published`` is ISO 8601, a day or an instant."""

    headline: str | None = None
    published: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of pages with the right headline and day, and the mean F1 of the text, 0 to 1."""

    headline: float
    day: float
    body: float

    def __str__(self) -> str:
        """As in "headline .93, day 1.00, text .981"."""
        return f"headline {self.headline:.2f}, day {self.day:.2f}, text {self.body:.3f}"


def score(pages: Iterable[SavedPage], readings: Iterable[Reading]) -> Score:
    """Readings against what stands on the pages; a page without a date does not count for days."""
    headlines, days, bodies = [], [], []
    for page, reading in zip(pages, readings, strict=True):
        headlines.append(_plain(page.headline) == _plain(reading.headline))
        if page.published:
            days.append(_day(page.published) == _day(reading.published))
        bodies.append(f1(_without(page.body, page.dateline), _without(reading.body, page.dateline)))
    return Score(*(sum(each) / len(each) for each in (headlines, days, bodies)))


def f1(wanted: str, found: str) -> float:
    """How alike two texts are by their sequences of four words: 1 for the same."""
    ours, theirs = _shingles(wanted), _shingles(found)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if ours or theirs else 1.0


def _plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").translate(QUOTES).split())


def _without(text: str | None, dateline: str) -> str:
    return _plain(text).removeprefix(_plain(dateline))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return (
        Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
        if words
        else Counter()
    )


def _day(iso: str | None) -> date | None:
    """The day in WIB; None where it is no date."""
    try:
        moment = datetime.fromisoformat((iso or "").strip())
    except ValueError:
        return None
    return moment.astimezone(WIB).date() if moment.tzinfo else moment.date()
