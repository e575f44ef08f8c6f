"""The report's part on provinces: a map, a table, and what belongs to none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.report.charts import INDONESIA, Map, Spot, drawn_map
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.places.listed import province_seats

MOST_NAMES, FEWER_NAMES = 38, 8
"""Names on the map where the page is broad, and on a telephone."""
EMPTY = 4.0
"""Radius of a province of which the days have no article."""

COUNTED = """
SELECT coalesce(s.province, s.scope, '') AS place, s.province IS NOT NULL AS is_province,
    count(DISTINCT site) AS outlets,
    count(DISTINCT iif(a.articles > 0, site, NULL)) AS with_articles,
    coalesce(sum(a.articles), 0) AS articles, coalesce(max(a.articles), 0) AS largest
FROM (SELECT site, province, scope FROM sites
      UNION SELECT DISTINCT site, NULL, NULL FROM articles
      WHERE site NOT IN (SELECT site FROM sites)) AS s
LEFT JOIN (SELECT site, sum(NOT search_only) AS articles FROM articles
           WHERE published_day BETWEEN :since AND :until GROUP BY site) AS a USING (site)
GROUP BY place, is_province
"""


@dataclass(frozen=True, slots=True)
class Share:
    """What is there of a province, or of a scope that is none.

    ``outlets`` were ever crawled, ``with_articles`` of them in the report's days; ``largest`` are
    the articles of the busiest.
    """

    outlets: int = 0
    with_articles: int = 0
    articles: int = 0
    largest: int = 0


def shares(
    database: sqlite3.Connection, days: Mapping[str, str]
) -> tuple[dict[str, Share], dict[str, Share]]:
    """By province, all 38 of them, and by scope for what is of none; "" is what no site says.

    A province that is none of the 38 is counted as a scope.

    Articles that only a search found are not counted. ``days`` has ``since`` and ``until``.
    """
    provinces, beyond = dict.fromkeys(PROVINCES, Share()), {}
    for place, is_province, *counts in database.execute(COUNTED, days):
        is_known = is_province and place in provinces
        (provinces if is_known else beyond)[place] = Share(*counts)
    return provinces, beyond


def in_words(provinces: Mapping[str, Share], beyond: Mapping[str, Share]) -> str:
    """What the map does not show, in sentences."""
    on_map = sum(share.articles for share in provinces.values())
    off_map = sum(share.articles for share in beyond.values())
    outlets = sum(share.outlets for share in beyond.values())
    others = "1 outlet that belongs" if outlets == 1 else f"{outlets:,} outlets that belong"
    missing = [name for name, share in provinces.items() if not share.outlets]
    said = (
        f"Articles by the province where an outlet is made, whatever they tell of. {on_map:,} are "
        f"of regional outlets; {off_map:,} are of {others} to no province "
        "(national, international, of one subject, or not said) and not on the map. A circle "
        "stands at the capital, its area the number of articles; a ring is a province without any."
    )
    if missing:
        names = ", ".join(missing)
        said += f" Of {len(missing)} of the 38 no outlet was ever crawled (red rings): {names}."
    return said


def province_map(land: Iterable[tuple[float, float]], provinces: Mapping[str, Share]) -> Map:
    """The provinces as circles, their area the number of articles, over towns as land.

    ``land`` holds (longitude, latitude).
    """
    most = max((share.articles for share in provinces.values()), default=0) or 1
    by_size = sorted(provinces, key=lambda name: (-provinces[name].articles, name))
    spots = []
    for name in by_size:
        share, (latitude, longitude) = provinces[name], province_seats()[name]
        x, y = INDONESIA.point(longitude, latitude)
        radius = round(3 + 20 * (share.articles / most) ** 0.5, 1) if share.articles else EMPTY
        kind = "place" if share.articles else "nothing" if share.outlets else "nobody"
        said = (
            f"{name}: {share.articles:,} articles, {share.with_articles} of {share.outlets} outlets"
        )
        spots.append(Spot(name, x, y, radius, said, kind))
    numbers = MOST_NAMES, FEWER_NAMES
    shown = "articles by the province of the outlet"
    return drawn_map(INDONESIA, land, spots, numbers, shown)


def province_rows(
    provinces: Mapping[str, Share], beyond: Mapping[str, Share]
) -> Sequence[tuple[str, Share]]:
    """The provinces by articles, those without any by name, then what is of none."""
    by_size = sorted(provinces.items(), key=lambda each: (-each[1].articles, each[0]))
    others = sorted(beyond.items(), key=lambda each: (-each[1].articles, each[0]))
    return [*by_size, *((f"({name or 'not said'})", share) for name, share in others)]
