"""Browsing a large file: what is counted once says the same, and common words are found alike."""

import asyncio
import json
import sqlite3
from contextlib import closing, contextmanager

import pytest
from lxml import html

from analysis.browse import as_metadata, large, with_facets_and_queries
from crawler.database import connect, open_for_reading
from pipelines.database.schema import describe
from pipelines.store import save
from tests.support.sample_articles import new_database, sample

pytest.importorskip("datasette", reason="browsing needs Datasette: make browse installs it")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Sixty articles of two sites over ten days."""
    file = new_database(tmp_path_factory.mktemp("large") / "berita.db")
    with closing(connect(file)) as database:
        save(
            database,
            [
                sample(
                    number,
                    site="satu" if number % 3 else "dua",
                    body=f"Contoh tentang pasar nomor {number}." + " Gempa terasa." * (number < 3),
                    published_at=f"2025-06-{number % 10 + 10}T05:00:00Z",
                    published_local=f"2025-06-{number % 10 + 10}T12:00:00+07:00",
                )
                for number in range(60)
            ],
        )
    return file


@contextmanager
def serving(path, *, is_large):
    """Asks for addresses of a file that is held for large or for small."""
    from datasette.plugins import pm

    from analysis.browse.server import application

    metadata = with_facets_and_queries(as_metadata(describe(), "berita"), "berita")
    datasette = application(path, metadata, None, large=is_large)
    try:
        yield lambda address: asyncio.run(datasette.client.get(f"/berita{address}")).text
    finally:
        pm.get_plugin("warta").close()
        pm.unregister(name="warta")


@pytest.fixture(scope="module")
def answers(path):
    """What is answered to one address."""

    def ask(address, *, is_large):
        with serving(path, is_large=is_large) as get:
            return get(address)

    return ask


@pytest.mark.parametrize("view", [*large.COUNTED, "volume", "gaps", "provinces"])
def test_what_is_counted_once_says_the_same(answers, view):
    once = json.loads(answers(f"/{view}.json?_shape=objects", is_large=True))
    anew = json.loads(answers(f"/{view}.json?_shape=objects", is_large=False))
    assert once["rows"] == anew["rows"]


def test_the_page_says_since_when_it_is_counted(answers):
    for address in ("/coverage_daily", "/volume"):
        assert "Counted at" in answers(address, is_large=True)
        assert "Counted at" not in answers(address, is_large=False)
    assert "Counted at" not in answers("/articles", is_large=True)


def test_counting_stands_still_and_articles_do_not(path):
    days = "/articles_daily.json?_shape=objects&_sort=day"
    with serving(path, is_large=True) as get:
        before = json.loads(get(days))["rows"]
        with closing(connect(path)) as database:
            save(database, [sample(900, site="satu", body="Contoh baru tentang pasar.")])
        assert json.loads(get(days))["rows"] == before
        assert json.loads(get("/articles.json?_search=baru&_shape=objects"))["rows"]


def test_a_large_file_sorts_by_what_has_an_index(path, answers):
    heads = html.fromstring(answers("/articles", is_large=True)).xpath("//th[a]/@data-column")
    assert {"id", "site"} <= set(heads) and "headline" not in heads
    with closing(sqlite3.connect(path)) as database:
        firsts = {
            database.execute(f"SELECT name FROM pragma_index_info('{name}')").fetchone()[0]
            for (name,) in database.execute("SELECT name FROM pragma_index_list('articles')")
        }
    assert set(large.SORTABLE) <= firsts | {"id"}


def test_a_file_is_large_from_so_many_articles_on(path, monkeypatch):
    with closing(open_for_reading(path)) as database:
        assert not large.is_large(database)
        monkeypatch.setattr(large, "LARGE", 60)
        assert large.is_large(database)


def test_paging_passes_over_no_article_of_one_moment(path):
    """Sixty articles share ten moments; a page holds seven."""
    with serving(path, is_large=False) as get, closing(open_for_reading(path)) as database:
        stored = {number for (number,) in database.execute("SELECT id FROM articles")}
        address, shown, pages = "/articles?_size=7", [], 0
        while address and pages < 30:
            tree = html.fromstring(get(address))
            shown += [int(cell.text_content()) for cell in tree.xpath("//td[@data-label='id']")]
            following = tree.xpath("//p[@class='next']/a/@href")
            address = following[0].partition("/berita")[2] if following else None
            pages += 1
    assert set(shown) == stored
    assert len(shown) < len(stored) + 7, "but for the second page none begins anew"
