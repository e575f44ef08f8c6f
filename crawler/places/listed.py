"""The tables read: every place under every name it is printed by."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path

from crawler.places.folding import folded
from crawler.places.place import DISTRICT, FAMILIAR, LARGE, SMALL, WORLD, Place

TABLES = Path(__file__).parent / "tables"
CITY, REGENCY, PROVINCE, SEAT, AREA = range(5)
"""Which of Indonesia's places of one name is meant where nothing else tells: the first."""
CHOSEN = -1
"""Of an area abroad that stands in areas.csv: it goes before cities of its name."""
OTHER_NAMES = re.compile(r"[/()]")
"""Parts the names of a kecamatan that has two: ``Tiro/Truseb``, ``Misool (Misool Utara)``."""


@lru_cache(maxsize=10_000)
def called(name: str) -> tuple[Place, ...]:
    """The places that are called so, in whatever spelling, what is best known first."""
    key = folded(name)
    if not key:
        return ()
    places = [*_indonesia().get(key, ()), *map(_abroad, _rows_abroad().get(key, ()))]
    spelled = _spelled().get(key)
    return tuple(
        sorted(
            dict.fromkeys([*([spelled] if spelled else []), *places]),
            key=lambda place: (place != spelled, place.known, place.rank, -place.people),
        )
    )


@cache
def province_seats() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each province's seat, by the province's name."""
    return {
        place.name: (place.latitude, place.longitude)
        for place in _regions().values()
        if place.level == "province"
    }


@cache
def countries() -> dict[str, str]:
    """What countries are called in Indonesian, by their ISO 3166-1 codes."""
    abroad = {row["country"]: row["name"] for row in rows("abroad") if row["level"] == "country"}
    return {"ID": "Indonesia", **abroad}


def settled() -> Iterator[tuple[float, float]]:
    """Longitude and latitude of every town of the tables: where there are many, there is land."""
    for table in ("regencies", "districts", "abroad"):
        for row in rows(table):
            if row["geonames_id"]:
                yield float(row["longitude"]), float(row["latitude"])


@cache
def edition() -> str:
    """Which tables these are: other tables have another mark."""
    files = [*sorted(TABLES.glob("*.csv")), *sorted(Path(__file__).parent.glob("*.py"))]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines)
        for line in lines:
            yield dict(zip(columns, line, strict=True))


def bare(name: str) -> str:
    """A regency's or city's name without its kind: Bandung."""
    return name.removeprefix("Kabupaten ").removeprefix("Kota ")


@cache
def _regions() -> dict[str, Place]:
    """Provinces, regencies and cities by their number."""
    ranks = {"city": CITY, "regency": REGENCY, "province": PROVINCE}
    found: dict[str, Place] = {}
    for row in rows("regencies"):
        is_province = row["level"] == "province"
        found[row["code"]] = Place(
            row["name"],
            row["level"],
            province=row["name"] if is_province else found[row["code"][:2]].name,
            regency=None if is_province else row["name"],
            **_where(row),
            code=row["code"],
            bps_code=row["bps_code"] or None,
            rank=ranks[row["level"]],
        )
    return found


@cache
def _spelled() -> dict[str, Place]:
    """What other spellings and short names stand for."""
    by_name = {place.name: place for place in _regions().values()}
    return {folded(row["spelling"]): by_name[row["name"]] for row in rows("spellings")}


@cache
def _indonesia() -> dict[str, list[Place]]:
    """Indonesia's places, and areas of ours, by folded name."""
    found = defaultdict(list)
    for names, place in chain(_indonesian(), _areas(), _districts()):
        for key in {folded(name) for name in names}:
            found[key].append(place)
    return found


@cache
def _rows_abroad() -> dict[str, list[dict[str, str]]]:
    """Rows of abroad.csv by folded name: of 34,000 few are ever wanted."""
    found = defaultdict(list)
    for row in rows("abroad"):
        for key in {folded(name) for name in (row["name"], *row["also"].split("|"))} - {""}:
            found[key].append(row)
    return found


def _indonesian() -> Iterator[tuple[Iterable[str], Place]]:
    yield ["Indonesia"], Place("Indonesia", "country", latitude=-2.5, longitude=118.0, known=WORLD)
    for place in _regions().values():
        yield (place.name, bare(place.name)), place


def _areas() -> Iterator[tuple[Iterable[str], Place]]:
    for row in rows("areas"):
        yield [row["name"], *filter(None, row["also"].split("|"))], _area(row)


def _districts() -> Iterator[tuple[Iterable[str], Place]]:
    """Every kecamatan, and the seats of regencies, which are better known."""
    regions = _regions()
    seats = {
        row["code"]: {folded(name): name for name in row["seat"].split("|")}
        for row in rows("regencies")
        if row["level"] == "regency" and folded(bare(row["name"])) != folded(row["seat"])
    }
    for row in rows("districts"):
        regency = regions[row["code"][:5]]
        names = [name.strip() for name in OTHER_NAMES.split(row["name"]) if name.strip()]
        names += [bare(name) for name in names]
        seat = [seats.get(regency.code, {}).pop(folded(name), None) for name in names]
        yield (
            names,
            Place(
                names[0],
                "district",
                province=regency.province,
                regency=regency.name,
                **(_where(row) if row["latitude"] else _at(regency)),
                code=row["code"],
                known=FAMILIAR if any(seat) else DISTRICT,
                rank=SEAT if any(seat) else 0,
            ),
        )
    for code, names in seats.items():
        for name in names.values():
            yield [name], _town(name, regions[code])


def _town(name: str, regency: Place) -> Place:
    return Place(
        name, "town", province=regency.province, regency=regency.name, **_at(regency), rank=SEAT
    )


def _area(row: Mapping[str, str]) -> Place:
    within = _regions().get(row["within"])
    return Place(
        row["name"],
        row["level"],
        country=row["country"] or None,
        province=within.province if within else None,
        regency=within.regency if within else None,
        **_where(row),
        known=FAMILIAR if row["country"] == "ID" else WORLD,
        rank=AREA if row["country"] == "ID" else CHOSEN,
    )


def _abroad(row: Mapping[str, str]) -> Place:
    people = int(row["population"])
    is_known = row["level"] != "city" or people >= LARGE or row["also"]
    return Place(
        row["name"],
        row["level"],
        country=row["country"],
        **_where(row),
        known=WORLD if is_known else SMALL,
        people=people,
    )


def _where(row: Mapping[str, str]) -> dict[str, float | int | None]:
    number = row.get("geonames_id")
    return {
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "longitude": float(row["longitude"]) if row["longitude"] else None,
        "geonames_id": int(number) if number else None,
    }


def _at(regency: Place) -> dict[str, float | None]:
    return {"latitude": regency.latitude, "longitude": regency.longitude}
