"""The report's part on where articles are filed from: two maps and a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.report.charts import (
    FEWER_LABELS,
    INDONESIA,
    MOST_LABELS,
    WORLD,
    Area,
    Map,
    Spot,
    drawn_map,
)
from analysis.report.gazetteer import Gazetteer, Place
from analysis.report.span import IN_SPAN, Span
from crawler.errors import UsageProblem

MOST_PLACES = 60
MOST_ROWS = 25


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as readers write it, its numbers, and in words where it was put on the map."""

    name: str
    articles: int
    sites: int
    taken: str


@dataclass(frozen=True, slots=True)
class Datelines:
    """The maps by what they show; none, and why, where the list of places is not installed."""

    rows: list[PlaceRow]
    maps: dict[str, Map] = field(default_factory=dict)
    problem: str = ""


def datelines(
    database: sqlite3.Connection, span: Span, gazetteer: Gazetteer | UsageProblem
) -> Datelines:
    """The places that datelines name most."""
    named = database.execute(
        "SELECT dateline_place AS name, count(*) AS articles, count(DISTINCT site) AS sites "
        f"FROM articles WHERE dateline_place IS NOT NULL AND {IN_SPAN} "
        "GROUP BY dateline_place ORDER BY articles DESC, name LIMIT :limit",
        {**span.values(), "limit": MOST_PLACES},
    ).fetchall()
    if isinstance(gazetteer, UsageProblem):
        rows = [
            PlaceRow(row["name"], row["articles"], row["sites"], "") for row in named[:MOST_ROWS]
        ]
        return Datelines(rows, problem=str(gazetteer))
    found = {row["name"]: gazetteer.find(row["name"]) for row in named}
    land = [(city["longitude"], city["latitude"]) for city in gazetteer.cities]
    at_home = [row for row in named if found[row["name"]]]
    abroad = [row for row in at_home if not lies_in(INDONESIA, found[row["name"]])]
    return Datelines(
        [
            PlaceRow(
                readable(row["name"]),
                row["articles"],
                row["sites"],
                taken(found[row["name"]], gazetteer.countries),
            )
            for row in named[:MOST_ROWS]
        ],
        {
            area.title: drawn_map(
                area,
                land,
                spots_of(area, shown, found),
                (MOST_LABELS, FEWER_LABELS),
                "places that datelines name",
            )
            for area, shown in ((INDONESIA, at_home), (WORLD, abroad))
        },
    )


def lies_in(area: Area, place: Place) -> bool:
    """Whether a map shows a place."""
    return area.shows(place.longitude, place.latitude)


def spots_of(area: Area, named: list[sqlite3.Row], found: Mapping[str, Place | None]) -> list[Spot]:
    """The places of an area as circles, their area the number of articles."""
    shown = [row for row in named if lies_in(area, found[row["name"]])]
    most = max((row["articles"] for row in shown), default=1)
    spots = []
    for row in shown:
        place, name = found[row["name"]], readable(row["name"])
        x, y = area.point(place.longitude, place.latitude)
        radius = round(2.5 + 18 * (row["articles"] / most) ** 0.5, 1)
        unsure = " (ambiguous name)" if place.others else ""
        title = f"{name}: {row['articles']} articles{unsure}"
        spots.append(Spot(name, x, y, radius, title, "unsure" if place.others else "place"))
    return spots


def taken(place: Place | None, countries: Mapping[str, str]) -> str:
    """Where a place was put on the map, in words."""
    if place is None:
        return "in no list of places: not on the map"
    others = f"; ambiguous, also {', '.join(place.others[:3])}" if place.others else ""
    return f"{countries.get(place.country, place.country)}{others}"


def readable(place: str) -> str:
    """A place as a reader writes it: Labuan Bajo for LABUAN BAJO, NTT as it is."""
    return place.title() if place.isupper() and len(place) > 4 else place
