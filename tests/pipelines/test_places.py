"""The tables ``places``: filled with the articles, filled anew in older files, grouped by views."""

import json
import sqlite3
from contextlib import closing

import pytest

from crawler.database import connect
from pipelines.database import places, schema
from pipelines.database.migrations import MigrationList
from pipelines.database.places import fill_places
from pipelines.database.schema import migrate
from pipelines.store import save
from tests.support.sample_articles import new_database, sample

COUNTED = "SELECT place_name, regency, place_province, articles FROM places_daily ORDER BY 1"


@pytest.fixture
def path(tmp_path):
    """A new database."""
    return new_database(tmp_path / "news.db")


@pytest.fixture
def news(path):
    """A connection to it."""
    with closing(connect(path)) as connection:
        yield connection


def filed(*printed: str | None, **facts) -> list:
    """Articles with these places in their datelines."""
    return [
        sample(number, dateline_place=place, **facts) for number, place in enumerate(printed, 1)
    ]


def rows(news: sqlite3.Connection, query: str) -> list[tuple]:
    return [tuple(row) for row in news.execute(query)]


def test_each_printed_place_has_one_row_that_joins_without_doubling(news):
    save(news, filed("SOLO", "Surakarta", "SOLO", None, "Contohkota"))
    joined = "SELECT p.name, count(*) FROM articles JOIN places p ON dateline_place = p.place"
    assert rows(news, f"{joined} GROUP BY 1 ORDER BY 1") == [(None, 1), ("Kota Surakarta", 3)]
    assert rows(news, "SELECT place FROM places ORDER BY place") == [
        ("Contohkota",), ("SOLO",), ("Surakarta",),
    ]  # fmt: skip
    assert rows(news, "SELECT dateline_place FROM articles ORDER BY id")[0] == ("SOLO",)


def test_what_else_a_place_may_be_is_told(news):
    save(news, filed("Bandung"))
    (row,) = rows(news, "SELECT name, regency, code, bps_code, ambiguous, others FROM places")
    assert row[:5] == ("Kota Bandung", "Kota Bandung", "32.73", "3273", 1)
    assert json.loads(row[5]) == ["Kabupaten Bandung"]


def test_a_place_of_several_provinces_is_read_by_the_outlets(news):
    save(news, filed("Martapura"))
    assert rows(news, COUNTED) == [("Martapura", None, None, 1)]
    news.execute("INSERT INTO sites (site, province) VALUES ('contoh', 'Kalimantan Selatan')")
    assert rows(news, COUNTED) == [("Martapura", "Kabupaten Banjar", "Kalimantan Selatan", 1)]
    news.execute("UPDATE sites SET province = 'Sumatera Selatan'")
    assert rows(news, COUNTED) == [
        ("Martapura", "Kabupaten Ogan Komering Ulu Timur", "Sumatera Selatan", 1)
    ]


def test_a_new_version_brings_its_place(news):
    save(news, filed("Solo"))
    save(news, [sample(1, dateline_place="Sleman", body="Teks baru contoh sama sekali lain.")])
    assert ("Sleman",) in rows(news, "SELECT place FROM places")


def test_what_only_searches_named_is_counted_apart(news):
    save(news, filed("Solo", "Surakarta"))
    news.execute("UPDATE articles SET search_only = 1 WHERE id = 2")
    assert rows(news, "SELECT articles, searched, sites FROM places_daily") == [(1, 1, 1)]


def test_files_of_before_there_were_places_get_them(monkeypatch, tmp_path):
    older = MigrationList("warta")
    for name, step in schema.migrations.steps.items():
        if name != "places_that_datelines_name":
            older(name=name)(step)
    path = tmp_path / "older.db"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", older)
        migrate(path)
    with closing(connect(path)) as before, monkeypatch.context() as patch:
        patch.setattr("pipelines.rows.article_rows.add_places", lambda cursor, printed: None)
        save(before, filed("SOLO", "Bandung", None))
    migrate(path)
    with closing(connect(path)) as after:
        told = rows(after, "SELECT place, name FROM places ORDER BY place")
        assert told == [("Bandung", "Kota Bandung"), ("SOLO", "Kota Surakarta")]
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'contoh'"
        assert rows(after, found) == [(3,)]


def test_other_tables_fill_the_file_anew(monkeypatch, path):
    with closing(connect(path)) as news:
        save(news, filed("SOLO"))
        with news:
            news.execute("UPDATE places SET name = 'Kota Lama'")
    migrate(path)
    with closing(connect(path)) as news:
        assert rows(news, "SELECT name FROM places") == [("Kota Lama",)]
    monkeypatch.setattr(places, "edition", lambda: "later")
    migrate(path)
    with closing(connect(path)) as news:
        assert rows(news, "SELECT name, edition FROM places") == [("Kota Surakarta", "later")]


def test_filled_anew_is_the_same_as_filled_one_by_one(news):
    save(news, filed("SOLO", "Solo", "Martapura", "Banjar", "BANJAR", "Contohkota"))
    both = ("SELECT * FROM places", "SELECT * FROM places_by_province")
    before = [rows(news, query) for query in both]
    assert all(before)
    fill_places(news)
    assert [rows(news, query) for query in both] == before


def test_reading_where_articles_lie_needs_no_text(news):
    """Articles of a day are found in the index on places, without a look at their texts."""
    query = "SELECT place_name, articles FROM places_daily WHERE day = '2025-06-18'"
    plan = "; ".join(row[3] for row in news.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "COVERING INDEX articles_place" in plan
