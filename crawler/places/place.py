"""What is known of one place, and how well known it is."""

from __future__ import annotations

from dataclasses import dataclass, fields

LEVELS = {
    "country": "a country",
    "province": "one of Indonesia's 38 provinces",
    "city": "a kota of Indonesia, those of Jakarta too; abroad a city",
    "regency": "a kabupaten",
    "district": "a kecamatan",
    "town": "the seat of a regency that is no kecamatan by that name",
    "island": "an island or a group of them",
    "area": "a quarter, a tourist place, a mountain, a port",
    "region": "a state or region abroad, or a part of the world",
    "sea": "a sea or a strait",
}
"""The closed list of levels with their meanings."""

FAMILIAR, WORLD, DISTRICT, SMALL = range(4)
"""How well known: a province, regency, its seat or an area of Indonesia; a country, a capital or a
large city; a kecamatan; a smaller town abroad. What is better known goes before."""

LARGE = 500_000
"""People in a city abroad that goes before a kecamatan of its name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tables; degrees are NULL where none are known.

    ``known`` is how well known it is and ``rank`` its place among those of one name that are
    as well known, the least first; ``people`` is of cities abroad alone.
    """

    name: str
    level: str
    country: str | None = "ID"
    province: str | None = None
    regency: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    code: str | None = None
    bps_code: str | None = None
    geonames_id: int | None = None
    known: int = FAMILIAR
    rank: int = 0
    people: int = 0

    def lies_in(self, other: Place) -> bool:
        """Whether another place is this one's regency, province, region or country."""
        if other.level == "province":
            return self.province == other.name
        if other.regency is not None:
            return self.regency == other.regency
        return self.country is not None and self.country == other.country

    def is_same(self, other: Place) -> bool:
        """Whether both lie in one regency, so that either may be meant."""
        return self == other or (self.regency is not None and self.regency == other.regency)

    def in_words(self) -> str:
        """Its name, with what tells it from others of its name."""
        within = self.regency or self.province or self.country
        is_told = within is None or self.name in (within, self.province)
        return self.name if is_told else f"{self.name} ({within})"


COLUMNS = tuple(
    field.name for field in fields(Place) if field.name not in ("known", "rank", "people")
)
