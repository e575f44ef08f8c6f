"""The report's part on volume: a row of bars a site, or small ones by province where many are."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from analysis.report.charts import (
    SMALL_HEIGHT,
    TICK,
    Day,
    SmallVolume,
    Volume,
    small_volume,
    volume,
)
from analysis.report.span import Span

EACH_IN_FULL = 12
"""Sites up to which each has a row as wide as the page."""


@dataclass(frozen=True, slots=True)
class SiteVolume:
    """One site's days: its drawing, and its numbers."""

    site: str
    outlet: str
    articles: int
    most: int
    gaps: int
    drawing: Volume | SmallVolume


@dataclass(frozen=True, slots=True)
class Group:
    """The sites of a province, or of what is of none; largest first."""

    name: str
    articles: int
    gaps: int
    drawing: SmallVolume
    sites: list[SiteVolume]


@dataclass(frozen=True, slots=True)
class Volumes:
    """Each site in full, or all together and then by group."""

    span: Span
    sites: list[SiteVolume] = field(default_factory=list)
    together: Volume | None = None
    groups: list[Group] = field(default_factory=list)


Found = dict[str, dict[date, Day]]


def volumes(database: sqlite3.Connection, span: Span) -> Volumes:
    """Volume per day of every site that has any in these days."""
    found: Found = defaultdict(dict)
    outlets: dict[str, str | None] = {}
    for site, published, stored, expected, gap, outlet in database.execute(
        "SELECT site, day, stored, expected, gap, outlet FROM coverage_daily "
        "WHERE day BETWEEN :since AND :until",
        span.values(),
    ):
        found[site][date.fromisoformat(published)] = Day(stored, expected, bool(gap))
        outlets[site] = outlet
    if len(found) <= EACH_IN_FULL:
        sites = [of_site(site, found[site], span, outlets[site] or site) for site in by_size(found)]
        return Volumes(span, sites)
    return Volumes(
        span,
        together=volume("all sites", span.days(), summed(found.values())),
        groups=grouped(found, places_of(database), span, outlets),
    )


def by_size(found: Found) -> list[str]:
    """The sites, those with most articles first."""
    return sorted(found, key=lambda site: (-articles_in(found[site]), site))


def articles_in(days: Mapping[date, Day]) -> int:
    """Articles of all days together."""
    return sum(day.stored for day in days.values())


def of_site(
    site: str, days: Mapping[date, Day], span: Span, outlet: str, *, is_small: bool = False
) -> SiteVolume:
    """A site's drawing with its numbers."""
    gaps = [day for day, known in days.items() if known.gap]
    if is_small:
        stored = {day: known.stored for day, known in days.items()}
        drawing = small_volume(site, span.days(), stored, gaps, SMALL_HEIGHT)
    else:
        drawing = volume(site, span.days(), days)
    most = max(day.stored for day in days.values())
    return SiteVolume(site, outlet, articles_in(days), most, len(gaps), drawing)


def places_of(database: sqlite3.Connection) -> dict[str, str]:
    """The province of each site that is described, or in brackets what it is of."""
    return {
        site: province or f"({scope})"
        for site, province, scope in database.execute("SELECT site, province, scope FROM sites")
        if province or scope
    }


def grouped(
    found: Found, places: Mapping[str, str], span: Span, outlets: Mapping[str, str | None]
) -> list[Group]:
    """The sites by province, largest first, then what is of none."""
    members: dict[str, list[str]] = defaultdict(list)
    for site in by_size(found):
        members[places.get(site, "(not said)")].append(site)
    groups = []
    for name, sites in members.items():
        days = summed(found[site] for site in sites)
        gaps = Counter(day for site in sites for day, known in found[site].items() if known.gap)
        stored = {day: known.stored for day, known in days.items()}
        groups.append(
            Group(
                name,
                articles_in(days),
                gaps.total(),
                small_volume(name, span.days(), stored, gaps, TICK),
                [
                    of_site(site, found[site], span, outlets[site] or site, is_small=True)
                    for site in sites
                ],
            )
        )
    return sorted(groups, key=lambda group: (group.name.startswith("("), -group.articles))


def summed(sites: Iterable[Mapping[date, Day]]) -> dict[date, Day]:
    """The articles of several sites by day; of none is said what would be usual."""
    stored: Counter[date] = Counter()
    for days in sites:
        stored.update({day: known.stored for day, known in days.items()})
    return {day: Day(number, None, False) for day, number in stored.items()}
