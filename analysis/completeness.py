"""How many articles a day had: by the numbers an outlet gives them, by what two lists share.

*Numbers.* Many outlets number what they publish, one after the other. Between the last number seen
before midnight and the first seen after it some were given that nobody saw; they are shared out by
time. What lies between the first and the last number of a day was given on that day for sure. So a
day's numbers are counted, with an interval, also where half of its articles are missing. Numbers
go to photos, videos and drafts, too, so they are the most that a day can have had.

*Two lists.* Where one list names n articles of a day, another m, and both of them b, chance alone
would have left b = n·m/N in both (Lincoln and Petersen; Chapman's form is right in small counts).
That holds where being in one list says nothing of being in the other: where both name what is
prominent, there are more articles than it says.

Validated on 200 random days and months of which the truth is known, see docs/completeness.md.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp, fsum, lgamma, sqrt

TWO_SIDED = 1.96
"""Standard deviations of a 95 % interval."""
ONE_SIDED = 0.025
FEWEST_SHARED = 3
"""So few articles that two lists share say next to nothing."""
STEADINESS = 4.0
"""How evenly numbers are given between two that were seen: as evenly as with so many more seen
between them. An even stream would have no end of it; newsrooms sleep."""
NUMBER = re.compile(r"(?:(?P<paper>[^:]+):)?(?P<number>\d{1,15})")
"""A publisher's number as the database keeps it: ``986316``, ``aceh:986316``."""
SECONDS_A_DAY = 86_400
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 on the outlet's clock, whatever its zone


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of articles, and between which two it lies in 95 of 100 cases."""

    number: float
    low: float
    high: float

    def __str__(self) -> str:
        """As in "118 (104 to 135)"."""
        return f"{self.number:.0f} ({self.low:.0f} to {self.high:.0f})"


@dataclass(frozen=True, slots=True)
class Day:
    """One site's day: articles stored and listed, and how many it had by both ways.

    ``numbers`` are those given on that day, None where the site's are not counted up; where several
    sites share a counter, ``counter`` names it, and the number is that of all of them.
    ``by_lists`` is None where no two lists share enough; ``lists`` are the two that were held
    against each other.
    """

    site: str
    day: date
    stored: int
    listed: int
    numbers: Estimate | None = None
    counter: str | None = None
    by_lists: Estimate | None = None
    lists: tuple[str, str] | None = None

    @property
    def completeness(self) -> float | None:
        """The share of the day's articles that is stored, by two lists; None where unknown."""
        return min(1.0, self.stored / self.by_lists.number) if self.by_lists else None


def chapman(first: int, second: int, both: int) -> Estimate | None:
    """How many there are where two lists name so many each, and share so many.

    The interval holds every number under which lists of that length would share as many, or as
    few, in more than 2.5 of 100 cases (hypergeometric, exact). None where they share fewer than
    FEWEST_SHARED.
    """
    if both < FEWEST_SHARED:
        return None
    number = (first + 1) * (second + 1) / (both + 1) - 1
    named = first + second - both
    low = smallest(named, lambda n: share_at_most(n, first, second, both) > ONE_SIDED)
    high = smallest(named, lambda n: share_at_least(n, first, second, both) <= ONE_SIDED) - 1
    return Estimate(number, float(min(low, number)), float(max(high, number)))


def smallest(least: int, is_reached: Callable[[int], bool]) -> int:
    """The smallest whole number from ``least`` on from which something is so."""
    step = 1
    while not is_reached(least + step - 1):
        step *= 2
    below, above = least + step // 2 - 1, least + step - 1
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if is_reached(middle) else (middle, above)
    return above


def share_at_least(number: int, first: int, second: int, both: int) -> float:
    """The chance that two lists out of so many share so many or more."""
    return _chance(number, first, second, range(both, min(first, second) + 1))


def share_at_most(number: int, first: int, second: int, both: int) -> float:
    """The chance that they share so many or fewer."""
    return _chance(number, first, second, range(max(0, first + second - number), both + 1))


def _chance(number: int, first: int, second: int, shared: Iterable[int]) -> float:
    """The chance that what they share is one of some numbers (hypergeometric)."""
    every = _choices(number, second)
    ways = (_choices(first, k) + _choices(number - first, second - k) - every for k in shared)
    return fsum(map(exp, ways))


def _choices(number: int, chosen: int) -> float:
    """The logarithm of how many ways there are to choose some of a number."""
    return lgamma(number + 1) - lgamma(chosen + 1) - lgamma(number - chosen + 1)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An article's number, and when it was published (seconds on the outlet's clock)."""

    number: int
    at: float


def backbone(seen: Iterable[Numbered]) -> list[Numbered]:
    """The longest part of what was seen, by time, in which numbers only grow.

    What is left out was written long before it was published, or dated anew.
    """
    by_time = sorted(set(seen), key=lambda each: (each.at, each.number))
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, each in enumerate(by_time):
        length = bisect_right(ends, each.number)
        if length and ends[length - 1] == each.number:
            before.append(-1)
            continue
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [each.number]
        last[length : length + 1] = [place]
    kept, place = [], last[-1] if last else -1
    while place >= 0:
        kept.append(by_time[place])
        place = before[place]
    return kept[::-1]


def numbers_given(kept: Sequence[Numbered], begins: float, ends: float) -> Estimate | None:
    """How many numbers were given between two times; None where none was seen before or after.

    ``kept`` is what ``backbone`` keeps.
    """
    if not kept or kept[0].at >= begins or kept[-1].at < ends:
        return None
    first = bisect_left(kept, begins, key=lambda each: each.at)
    last = bisect_left(kept, ends, key=lambda each: each.at)
    number = low = high = float(last - first)
    variance = 0.0
    for one, other in pairwise(kept[first - 1 : last + 1]):
        unseen = other.number - one.number - 1
        share = overlap(one.at, other.at, begins, ends)
        if not unseen or not share:
            continue
        number += unseen * share
        low += unseen if share == 1 else 0
        high += unseen
        variance += unseen * share * (1 - share) * (STEADINESS + unseen) / (STEADINESS + 1)
    spread = TWO_SIDED * sqrt(variance)
    return Estimate(number, max(low, number - spread), min(high, number + spread))


def overlap(first: float, last: float, begins: float, ends: float) -> float:
    """The share of the time from ``first`` to ``last`` that lies between two others, 0 to 1."""
    if last <= first:
        return 1.0 if begins <= first < ends else 0.0
    return max(0.0, min(last, ends) - max(first, begins)) / (last - first)


Lists = Mapping[str, set[str]]
"""By kind of listing the addresses that it named of one day."""


def two_lists(named: Lists) -> tuple[str, str, Estimate] | None:
    """The two kinds of listing that share most of a day's articles, and what they say of it."""
    found = []
    kinds = sorted(named)
    for place, one in enumerate(kinds):
        for other in kinds[place + 1 :]:
            both = len(named[one] & named[other])
            if estimate := chapman(len(named[one]), len(named[other]), both):
                found.append((both, one, other, estimate))
    return max(found)[1:] if found else None


def estimated(
    database: sqlite3.Connection,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Day]:
    """What is known of each site's days (both included), by site and day.

    Days of which nothing was listed or stored are among them where numbers were given.
    """
    counts = _counts(database, site, since, until)
    lists = _lists(database, site, since, until)
    numbers = _numbers(database, site, since, until)
    days = []
    for key in sorted({*counts, *numbers}):
        stored, listed = counts.get(key, (0, 0))
        given, counter = numbers.get(key, (None, None))
        told = two_lists(lists.get(key, {}))
        by_lists, pair = (told[2], told[:2]) if told else (None, None)
        days.append(Day(*key, stored, listed, given, counter, by_lists, pair))
    return days


WHERE = (
    "coalesce(site = :site, 1) AND coalesce({day} >= :since, 1) AND coalesce({day} <= :until, 1)"
)


def _chosen(site: str | None, since: date | None, until: date | None) -> dict[str, str | None]:
    return {"site": site, "since": since and str(since), "until": until and str(until)}


Key = tuple[str, date]


def _counts(
    database: sqlite3.Connection, site: str | None, since: date | None, until: date | None
) -> dict[Key, tuple[int, int]]:
    """Articles stored and listed, by site and day."""
    rows = database.execute(
        "SELECT site, day, stored, max(discovered, stored) FROM coverage_daily "
        f"WHERE (stored OR discovered) AND {WHERE.format(day='day')}",
        _chosen(site, since, until),
    )
    return {(site, date.fromisoformat(day)): (stored, listed) for site, day, stored, listed in rows}


def _lists(
    database: sqlite3.Connection, site: str | None, since: date | None, until: date | None
) -> dict[Key, dict[str, set[str]]]:
    """The addresses that each kind of listing named, by site and day; only stored articles.

    What was listed and could not be stored may be no article of that day.
    """
    if not _has(database, "frontier", "listed_by"):
        return {}
    rows = database.execute(
        "SELECT site, day, article_id, listed_by FROM frontier WHERE article_id IS NOT NULL "
        f"AND listed_by IS NOT NULL AND search_only = 0 AND {WHERE.format(day='day')}",
        _chosen(site, since, until),
    )
    found: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, day, article_id, listed_by in rows:
        for kind in listed_by.split():
            found[name, date.fromisoformat(day)][kind].add(str(article_id))
    return found


def _numbers(
    database: sqlite3.Connection, site: str | None, since: date | None, until: date | None
) -> dict[Key, tuple[Estimate, str | None]]:
    """The numbers given, by site and day, with the counter's name where sites share it."""
    given: dict[Key, tuple[Estimate, str | None]] = {}
    for counter, sites, seen in _counters(database):
        if site is not None and site not in sites:
            continue
        kept = backbone(seen)
        for day in _days(kept, since, until):
            begins = _seconds(datetime.combine(day, datetime.min.time()))
            estimate = numbers_given(kept, begins, begins + SECONDS_A_DAY)
            for name in sites if estimate else ():
                if name == (site or name):
                    given[name, day] = _together(given.get((name, day)), estimate, counter, sites)
    return given


def _together(
    before: tuple[Estimate, str | None] | None,
    further: Estimate,
    counter: str,
    sites: Sequence[str],
) -> tuple[Estimate, str | None]:
    """A day's numbers where a site's papers count for themselves: the sum of them."""
    shared = counter if len(sites) > 1 else None
    if before is None:
        return further, shared
    known = before[0]
    number = known.number + further.number
    below = sqrt((known.number - known.low) ** 2 + (further.number - further.low) ** 2)
    above = sqrt((known.high - known.number) ** 2 + (further.high - further.number) ** 2)
    return Estimate(number, number - below, number + above), shared


def _counters(
    database: sqlite3.Connection,
) -> Iterator[tuple[str, list[str], list[Numbered]]]:
    """Each counter of numbers: its name, the sites that share it, and what was seen of it."""
    if not _has(database, "sites", "numbers_count"):
        return
    shared: dict[str, list[str]] = defaultdict(list)
    for name, counted_by, network in database.execute(
        "SELECT site, numbers_count, network FROM sites WHERE numbers_count IS NOT NULL"
    ):
        shared[network if counted_by == "network" and network else name].append(name)
    for counter, sites in sorted(shared.items()):
        papers: dict[str, list[Numbered]] = defaultdict(list)
        rows = database.execute(
            "SELECT publisher_id, published_local FROM articles WHERE publisher_id IS NOT NULL "
            "AND published_precision <> 'day' AND site IN (SELECT value FROM json_each(?))",
            (json.dumps(sites),),
        )
        for told, local in rows:
            if found := NUMBER.fullmatch(told):
                at = _seconds(datetime.fromisoformat(local).replace(tzinfo=None))
                papers[found["paper"] or ""].append(Numbered(int(found["number"]), at))
        for paper, seen in sorted(papers.items()):
            yield f"{counter}:{paper}" if paper else counter, sorted(sites), seen


def _has(database: sqlite3.Connection, table: str, column: str) -> bool:
    """Whether a file has a column, as those of an older Warta have not."""
    known = "SELECT 1 FROM pragma_table_info(?) WHERE name = ?"
    return database.execute(known, (table, column)).fetchone() is not None


def _days(kept: Sequence[Numbered], since: date | None, until: date | None) -> Iterator[date]:
    if not kept:
        return
    day = max(_day(kept[0].at), since or date.min)
    last = min(_day(kept[-1].at), until or date.max)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _seconds(local: datetime) -> float:
    """A time on the outlet's clock as a number."""
    return (local - EPOCH).total_seconds()


def _day(at: float) -> date:
    return (EPOCH + timedelta(seconds=at)).date()
