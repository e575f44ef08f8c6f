"""Browsing by place: a facet that counts by standard names, and leads to what it counted."""

import asyncio
import json
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from lxml import html

from analysis.browse import as_metadata, with_facets_and_queries
from crawler.database import connect, open_for_reading
from pipelines.database.schema import describe
from pipelines.store import save
from tests.support.sample_articles import new_database, sample

pytest.importorskip("datasette", reason="browsing needs Datasette: make browse installs it")
PRINTED = ["SOLO", "Surakarta", "Solo", "Banjar", "BANJAR", "Contohkota", None, "KAIRO"]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Two outlets, one of them of Kalimantan Selatan, to which Banjar is another place."""
    file = new_database(tmp_path_factory.mktemp("places") / "berita.db")
    with closing(connect(file)) as database:
        articles = [
            sample(10 * number + site, site=f"situs{site}", dateline_place=place)
            for number, place in enumerate(PRINTED)
            for site in (1, 2)
        ]
        with database:
            database.execute(
                "INSERT INTO sites (site, outlet, province, scope, language, status) VALUES "
                "('situs1', 'Satu', 'Kalimantan Selatan', 'regional', 'id', 'unproven')"
            )
        save(database, articles)
    return file


@pytest.fixture(scope="module")
def ask(path):
    """What is answered to an address below the database's."""
    from datasette.plugins import pm

    from analysis.browse.server import application

    metadata = with_facets_and_queries(as_metadata(describe(), "berita"), "berita")
    datasette = application(path, metadata, None)
    try:
        yield lambda address: asyncio.run(datasette.client.get(f"/berita{address}")).text
    finally:
        pm.unregister(name="warta")


def counted(page: str) -> dict[str, tuple[int, str]]:
    """The places of a page's facet: how many, and where each leads."""
    items = html.fromstring(page).xpath("//div[@id='facet-place']//li[a]")
    numbers = [int(item.xpath("string(text()[last()])")) for item in items]
    names = [item.xpath("string(a)") for item in items]
    addresses = [item.xpath("a/@href")[0] for item in items]
    return dict(zip(names, zip(numbers, addresses, strict=True), strict=True))


def test_places_are_counted_by_their_standard_names(ask, path):
    found = counted(ask("/articles"))
    with closing(open_for_reading(path)) as database:
        named = dict(
            database.execute(
                "SELECT place_name, count(*) FROM article_places "
                "WHERE place_name IS NOT NULL GROUP BY place_name"
            ).fetchall()
        )
    assert {name: number for name, (number, _) in found.items()} == named
    assert found["Kota Surakarta"][0] == 6
    assert (found["Kabupaten Banjar"][0], found["Kota Banjar"][0]) == (2, 2)


def test_spellings_that_mean_different_places_are_counted_apart(ask, path):
    with closing(connect(path)) as database, database:
        database.execute("UPDATE places SET name = 'Kota Lain' WHERE place = 'Solo'")
    try:
        found = counted(ask("/articles"))
        assert (found["Kota Surakarta"][0], found["Kota Lain"][0]) == (4, 2)
    finally:
        with closing(connect(path)) as database, database:
            database.execute("UPDATE places SET name = 'Kota Surakarta' WHERE place = 'Solo'")


def test_a_place_leads_to_the_articles_that_were_counted(ask):
    for name, (number, address) in counted(ask("/articles")).items():
        below = urlsplit(address)
        answer = json.loads(ask(f"/articles.json?{below.query}&_shape=objects"))
        assert answer["filtered_table_rows_count"] == len(answer["rows"]) == number
        assert f"filed from {name}" in answer["human_description_en"]


def test_a_choice_narrows_the_count(ask):
    found = counted(ask("/articles?site=situs1"))
    assert found["Kota Surakarta"][0] == 3
    page = html.fromstring(ask("/articles?_place=Kota+Surakarta"))
    assert page.xpath("//form[@class='filters']//input[@name='_place']/@value") == [
        "Kota Surakarta"
    ]
    (chosen,) = page.xpath("//div[@id='facet-place']//li")
    assert "_place" not in chosen.xpath("string(a/@href)")


def test_a_file_without_the_table_keeps_the_places_as_printed():
    from analysis.browse.place_facet import with_place_facet

    tables = [table for table in describe() if "place" not in table.name]
    metadata = with_facets_and_queries(as_metadata(tables, "old"), "old")
    assert with_place_facet(metadata, "old") == metadata
