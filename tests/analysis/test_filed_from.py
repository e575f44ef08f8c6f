"""Articles chosen by where they were filed from, in any spelling, with all that lies there."""

from contextlib import closing

import pytest

from analysis.export.selection import Selection, check
from crawler.database import connect
from crawler.errors import UsageProblem
from pipelines.store import save
from tests.support.rows import every_row
from tests.support.sample_articles import new_database, sample

PRINTED = ["SOLO", "Surakarta", "Kab. Bandung", "Soreang", "Bandung", "MATARAM, NTB", "Cairo", None]


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """A database with an article from each place."""
    with closing(connect(new_database(tmp_path_factory.mktemp("places") / "news.db"))) as news:
        save(news, [sample(n, dateline_place=place) for n, place in enumerate(PRINTED)])
        yield news


@every_row(
    "asked, printed",
    [
        ("Surakarta", ["SOLO", "Surakarta"]),
        ("solo", ["SOLO", "Surakarta"]),
        ("Jateng", ["SOLO", "Surakarta"]),
        ("Kabupaten Bandung", ["Kab. Bandung", "Soreang"]),
        ("Bandung", ["Bandung"]),
        ("Jawa Barat", ["Kab. Bandung", "Soreang", "Bandung"]),
        ("NTB", ["MATARAM, NTB"]),
        ("Kairo", ["Cairo"]),
        ("Mesir", ["Cairo"]),
        ("Indonesia", PRINTED[:6]),
        ("Papua Pegunungan", []),
    ],
)
def test_a_place_is_asked_for_in_any_spelling_with_all_that_lies_in_it(news, asked, printed):
    selection = Selection(places=[asked])
    check(news, selection)
    query = selection.sql(["dateline_place"])
    assert [place for (place,) in news.execute(query)] == printed
    assert selection.count(news) == len(printed)


def test_several_places_are_joined(news):
    assert Selection(places=["Kairo", "Solo"]).count(news) == 3


def test_a_place_that_nobody_knows_is_told(news):
    with pytest.raises(UsageProblem, match="did you mean Jawa Barat"):
        check(news, Selection(places=["Jawa Barta"]))
    with pytest.raises(UsageProblem, match="no table of places has 'Contohkota'"):
        check(news, Selection(places=["Contohkota"]))


def test_a_file_of_before_there_were_places_is_told(tmp_path):
    with closing(connect(new_database(tmp_path / "older.db"))) as older:
        older.execute("DROP VIEW places_daily")
        older.execute("DROP VIEW datelines_by_place")
        older.execute("DROP VIEW article_places")
        with pytest.raises(UsageProblem, match="knew no places"):
            check(older, Selection(places=["Solo"]))
