"""The report's part on where articles are filed from: two maps, places, and their provinces."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

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
from analysis.report.span import Span
from crawler.places.listed import countries

MOST_PLACES = 60
MOST_ROWS = 25

FILED = """
SELECT coalesce(place_name, place) AS name, place_level AS level, regency, place_province AS
    province, country, latitude, longitude, count(*) AS articles, count(DISTINCT site) AS sites,
    coalesce(sum(ambiguous), 0) AS ambiguous
FROM article_places WHERE day BETWEEN :since AND :until
GROUP BY name, level, regency, place_province, country, latitude, longitude
ORDER BY articles DESC, name LIMIT :limit
"""
BY_PROVINCE = """
SELECT CASE WHEN place_province IS NOT NULL THEN place_province
        WHEN place_name IS NULL THEN '(in no table of places)'
        WHEN country = 'ID' THEN '(Indonesia, in no one province)' ELSE '(abroad)' END AS province,
    count(*) AS articles, count(DISTINCT site) AS sites, count(DISTINCT regency) AS regencies,
    coalesce(sum(ambiguous), 0) AS ambiguous
FROM article_places WHERE day BETWEEN :since AND :until
GROUP BY 1 ORDER BY substr(province, 1, 1) = '(', articles DESC, 1
"""
WITHOUT = """
SELECT count(*) FROM articles
WHERE dateline_place IS NULL AND published_day BETWEEN :since AND :until
"""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place by its standard name, its numbers, and in words where it lies."""

    name: str
    articles: int
    sites: int
    where: str


@dataclass(frozen=True, slots=True)
class Datelines:
    """The places, their provinces, the maps by what they show, and articles without a dateline."""

    rows: list[PlaceRow]
    provinces: list[sqlite3.Row]
    maps: dict[str, Map]
    without: int


def datelines(
    database: sqlite3.Connection, span: Span, land: Iterable[tuple[float, float]]
) -> Datelines:
    """The places that datelines name most; ``land`` holds (longitude, latitude)."""
    filed = database.execute(FILED, {**span.values(), "limit": MOST_PLACES}).fetchall()
    located = [row for row in filed if row["latitude"] is not None]
    abroad = [row for row in located if not _lies_in(INDONESIA, row)]
    (without,) = database.execute(WITHOUT, span.values()).fetchone()
    return Datelines(
        [
            PlaceRow(row["name"], row["articles"], row["sites"], where(row))
            for row in filed[:MOST_ROWS]
        ],
        database.execute(BY_PROVINCE, span.values()).fetchall(),
        {
            area.title: drawn_map(
                area,
                land,
                _spots_of(area, shown),
                (MOST_LABELS, FEWER_LABELS),
                "places that datelines name",
            )
            for area, shown in ((INDONESIA, located), (WORLD, abroad))
        },
        without,
    )


def where(row: sqlite3.Row) -> str:
    """Where a place lies, in words, and whether another of its name may be meant."""
    if row["level"] is None:
        return "in no table of places: not on the map"
    country = countries().get(row["country"])
    around = [row["regency"], row["province"], country if row["country"] != "ID" else None]
    said = ", ".join(name for name in around if name and name != row["name"])
    said = said or (country if row["country"] == "ID" else None) or row["level"]
    return f"{said}; another of that name may be meant" if row["ambiguous"] else said


def _lies_in(area: Area, row: sqlite3.Row) -> bool:
    return area.shows(row["longitude"], row["latitude"])


def _spots_of(area: Area, filed: list[sqlite3.Row]) -> list[Spot]:
    """The places of an area as circles, their area the number of articles."""
    shown = [row for row in filed if _lies_in(area, row)]
    most = max((row["articles"] for row in shown), default=1)
    spots = []
    for row in shown:
        x, y = area.point(row["longitude"], row["latitude"])
        radius = round(2.5 + 18 * (row["articles"] / most) ** 0.5, 1)
        unsure = " (ambiguous name)" if row["ambiguous"] else ""
        title = f"{row['name']}: {row['articles']} articles{unsure}"
        kind = "unsure" if row["ambiguous"] else "place"
        spots.append(Spot(row["name"], x, y, radius, title, kind))
    return spots
