"""Which place a printed name means: ``meaning("SOLO")`` is Kota Surakarta."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crawler.places.listed import called
from crawler.places.place import SMALL, WORLD, Place

KINDS = {
    "kota": "city",
    "kabupaten": "regency",
    "kab": "regency",
    "kecamatan": "district",
    "kec": "district",
    "distrik": "district",
    "provinsi": "province",
    "prov": "province",
    "pulau": "island",
}
KIND = re.compile(rf"(?P<kind>{'|'.join(KINDS)})\.?\s+(?P<name>\S.*)", re.IGNORECASE)
"""``Kab. Bandung``, ``KOTA MALANG``. A village's name is not looked up: it is in no table."""
SIDES = {"barat", "timur", "utara", "selatan", "tengah", "pusat"}
"""``Surabaya Timur``, where no kecamatan or regency is called so."""
WITHIN = re.compile(r"[,(]")
"""``Mataram, NTB``, ``Palu (Sulteng)``."""
SEVERAL = re.compile(r"/|&|;| dan | - ", re.IGNORECASE)
"""``Jakarta/Bogor``, ``Solo dan Klaten``."""
LONGEST = 200
"""Characters of a place; what is longer is none."""
JOINED = re.compile(r"(?P<first>[^-]+)-(?P<second>[^-]+)")
"""``Jakarta-Bogor``, where both are known."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The place that a name was taken for, None for one in no table, and what else it may be."""

    place: Place | None = None
    others: tuple[Place, ...] = ()


@lru_cache(maxsize=10_000)
def meaning(printed: str, province: str | None = None) -> Meaning:
    """What a place in a dateline means, to an outlet of ``province`` where one is given.

    Of places as well known the one in the outlet's own province is taken, else a city before a
    regency, the largest abroad. A name that several kecamatan or seats have means what they have
    in common. Of several places named the first that is known is taken.
    """
    found = [_meaning(name, province) for name in _parted(printed)]
    first, *more = [each for each in found if each.place] or [Meaning()]
    return Meaning(first.place, (*first.others, *(each.place for each in more)))


def _parted(printed: str) -> Sequence[str]:
    """The places named, one for most, blanks folded."""
    printed = " ".join(printed[: LONGEST + 1].split())
    if len(printed) > LONGEST:
        return [""]
    if called(printed):
        return [printed]
    pair = JOINED.fullmatch(printed)
    if pair and all(map(_choices, pair.groups())):
        return pair.groups()
    return SEVERAL.split(printed)


def _meaning(name: str, province: str | None) -> Meaning:
    parts = (part.strip(" .)") for part in WITHIN.split(name))
    first, *around = [part for part in parts if part] or [""]
    choices = _choices(first)
    for each in around:
        areas = _best_known(_choices(each))
        inside = [place for place in choices if any(map(place.lies_in, areas))]
        choices = inside or choices or areas
    return _chosen(choices, province)


def meanings_by_province(printed: str) -> dict[str, Meaning]:
    """By province what a place means to its outlets, where that is not what it means to others."""
    usual = meaning(printed)
    called_so = _choices(WITHIN.split(_parted(printed)[0])[0].strip(" .)"))
    provinces = sorted({place.province for place in called_so if place.province})
    near = {province: meaning(printed, province) for province in provinces}
    return {province: found for province, found in near.items() if found != usual}


def _chosen(choices: Sequence[Place], province: str | None) -> Meaning:
    if not choices:
        return Meaning()
    alike = _best_known(choices)
    if alike[0].known in (WORLD, SMALL):
        return _abroad([place for place in choices if place.known in (WORLD, SMALL)])
    alike = [place for place in alike if place.province == province] or alike
    others = tuple(place for place in alike[1:] if not place.is_same(alike[0]))
    if others and alike[0].rank == others[0].rank:
        return Meaning(_common([alike[0], *others]), (alike[0], *others))
    return Meaning(alike[0], others)


def _best_known(places: Sequence[Place]) -> list[Place]:
    return [place for place in places if place.known == min(each.known for each in places)]


def _abroad(choices: Sequence[Place]) -> Meaning:
    """The first, and what else is no tenth as large as it."""
    first = choices[0]
    others = [
        place
        for place in choices[1:]
        if (place.known == WORLD or 0 < first.people <= place.people * 10)
        and (place.country != first.country or place.level == first.level == "city")
    ]
    return Meaning(first, tuple(others))


def _common(places: Sequence[Place]) -> Place:
    """What places of one name have in common."""
    one_province = len({place.province for place in places}) == 1
    return replace(
        places[0],
        province=places[0].province if one_province else None,
        regency=None,
        latitude=None,
        longitude=None,
        code=None,
        geonames_id=None,
    )


def _choices(name: str) -> Sequence[Place]:
    """Every place that a name may mean, what is best known first."""
    if name.casefold() in KINDS:
        return ()  # a city in India is called Kota
    if found := called(name):
        return found
    if kind := KIND.fullmatch(name):
        found = _choices(kind["name"])
        of_kind = [place for place in found if place.level == KINDS[kind["kind"].casefold()]]
        return of_kind or found
    town, _, side = name.rpartition(" ")
    towns = _choices(town) if side.casefold() in SIDES else ()
    return [place for place in towns if place.level == "city" and place.country == "ID"]
