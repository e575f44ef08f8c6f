"""``warta.open_corpus``: the articles of a file as records and as tables."""

import dataclasses
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec

import pandas
import polars
import pyarrow
import pytest

import warta
from crawler.database import connect
from pipelines.database.schema import migrate
from pipelines.store import save
from tests.support.checkout import ROOT
from tests.support.older_database import older_database
from tests.support.sample_articles import new_database, sample
from warta import corpus as corpus_module

PLACES = ("Ankara", "JAYAPURA", None, "Ankara")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A file with four articles, three of contoh and one of lain, the last dated by day alone."""
    path = new_database(tmp_path_factory.mktemp("corpus") / "news.db")
    with closing(connect(path)) as database:
        for number, place in enumerate(PLACES, 1):
            article = sample(
                number,
                headline=f"Contoh berita {number} tentang {'banjir' if number % 2 else 'gempa'}",
                dateline_place=place,
                authors=["Siti Contoh"] if number == 1 else [],
                tags=["banjir", "Aceh"] if number == 1 else [],
            )
            save(database, [article])
        database.execute("UPDATE articles SET site = 'lain' WHERE id = 3")
        database.execute(
            "UPDATE articles SET published_precision = 'day', published_wib = '2025-06-20', "
            "published_at = '2025-06-19T15:00:00Z', published_day = '2025-06-20', "
            "published_local = '2025-06-20T00:00:00+09:00' WHERE id = 4"
        )
        database.execute("INSERT INTO sites (site, outlet, province) VALUES ('lain', 'L', 'Bali')")
        database.commit()
    return path


@pytest.fixture
def corpus(path):
    """The corpus of that file."""
    with warta.open_corpus(path) as opened:
        yield opened


def test_records_have_times_with_zones_and_lists(corpus):
    first, *_, last = corpus.articles()
    assert first.authors == ["Siti Contoh"]
    assert first.tags == ["banjir", "Aceh"]
    assert last.authors == last.tags == last.found_by == []
    assert first.published_at.utcoffset() == timedelta(0)
    assert first.published_at == first.published_local == first.published_wib
    assert first.published_wib.tzname() == "WIB"
    assert first.first_seen_at.tzinfo is UTC
    assert first.published_conflict is False
    assert isinstance(first.published_day, date)
    assert first.gone_at is None


def test_a_day_is_told_and_is_its_first_moment_where_the_outlet_is(corpus):
    *_, last = corpus.articles()
    assert last.published_precision == "day"
    assert last.published_day == date(2025, 6, 20)
    assert last.published_local == last.published_at == datetime(2025, 6, 19, 15, tzinfo=UTC)
    assert last.published_local.isoformat() == "2025-06-20T00:00:00+09:00"


def test_a_record_is_a_dataclass_that_tells_its_columns(corpus):
    record = next(corpus.articles())
    assert isinstance(record, warta.StoredArticle)
    names = [field.name for field in dataclasses.fields(record)]
    held = {row[1] for row in corpus.connection.execute("PRAGMA table_info(articles)")}
    assert set(names) == held | {"outlet", "province"} - {"filled"}
    assert pickle.loads(pickle.dumps(record)) == record
    assert dataclasses.asdict(record)["headline"] == record.headline
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.headline = "X"


def test_articles_are_an_iterator(corpus):
    articles = corpus.articles()
    assert [next(articles).id, *(article.id for article in articles)] == [1, 2, 3, 4]
    assert list(articles) == []
    assert articles.count() == len(corpus) == 4


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({}, [1, 2, 3, 4]),
        ({"site": "lain"}, [3]),
        ({"site": ["lain", "contoh"]}, [1, 2, 3, 4]),
        ({"province": "Bali"}, [3]),
        ({"place": "jayapura"}, [2]),
        ({"place": "Papua"}, [2]),
        ({"place": ("Ankara", "Jayapura")}, [1, 2, 4]),
        ({"since": "2025-06-20"}, [4]),
        ({"since": date(2025, 6, 20), "until": date(2025, 6, 20)}, [4]),
        ({"until": datetime(2025, 6, 19)}, [1, 2, 3]),
        ({"search": "banjir"}, [1, 3]),
        ({"search": "banjir", "site": "lain"}, [3]),
    ],
)
def test_articles_are_chosen(corpus, choice, ids):
    assert [article.id for article in corpus.articles(**choice)] == ids
    assert corpus.articles(**choice).to_arrow(["id"])["id"].to_pylist() == ids


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"site": "lian"}, "no article of lian; did you mean lain?"),
        ({"site": 3}, "site is a name or a list of names, not 3"),
        ({"site": ["contoh", None]}, "not None"),
        ({"place": "Antahberantah"}, "no table of places has 'Antahberantah'"),
        ({"place": ""}, "place is a name"),
        ({"province": "Aceh"}, "no outlet of Aceh; it has outlets of Bali"),
        ({"since": "20 Juni"}, "since is a day, as in date(2026, 3, 1)"),
        ({"until": datetime(2025, 6, 19, 12)}, "until is a day"),
        ({"since": 2025}, "since is a day"),
        ({"since": "2025-06-20", "until": "2025-06-19"}, "since, 2025-06-20, lies after until"),
        ({"search": ""}, "search is some words"),
        ({"search": "NEAR/3"}, "stands between two words"),
        ({"search": 5}, "search is some words"),
        ({"search": "--"}, "holds no word"),
    ],
)
def test_what_can_not_be_meant_is_told(corpus, choice, said):
    with pytest.raises(warta.WartaError) as problem:
        corpus.articles(**choice)
    assert said in str(problem.value)


def test_an_unknown_argument_is_an_error(corpus):
    with pytest.raises(TypeError, match="sites"):
        corpus.articles(sites="lain")


def test_tables_have_types_and_zones(corpus):
    table = corpus.to_arrow()
    types = {field.name: field.type for field in table.schema}
    assert types["published_at"] == pyarrow.timestamp("us", "UTC")
    assert types["published_wib"] == pyarrow.timestamp("us", "Asia/Jakarta")
    assert types["published_day"] == pyarrow.date32()
    assert types["authors"] == pyarrow.list_(pyarrow.string())
    assert types["is_free"] == pyarrow.bool_()
    assert table.schema.field("headline").metadata[b"description"].startswith(b"Headline")
    at, wib = table["published_at"].to_pylist(), table["published_wib"].to_pylist()
    assert at[:3] == wib[:3]
    assert [record.published_wib for record in corpus.articles()] == wib


def test_pandas_keeps_whole_numbers_truths_and_zones(corpus):
    frame = corpus.to_pandas()
    assert str(frame.dtypes["published_at"].tz) == "UTC"
    assert str(frame.dtypes["published_wib"].tz) == "Asia/Jakarta"
    assert pandas.api.types.is_datetime64_dtype(frame.dtypes["published_day"])
    assert frame.dtypes["run_id"] == pandas.Int64Dtype()
    assert frame.dtypes["is_free"] == pandas.BooleanDtype()
    by_day = frame.groupby("published_day").size()
    assert {day.day: number for day, number in by_day.items()} == {18: 3, 20: 1}
    assert list(frame["authors"][0]) == ["Siti Contoh"]


def test_polars_has_the_same(corpus):
    frame = corpus.to_polars(site="contoh", columns=["id", "published_at", "published_day", "tags"])
    assert frame.schema == {
        "id": polars.Int64,
        "published_at": polars.Datetime("us", "UTC"),
        "published_day": polars.Date,
        "tags": polars.List(polars.String),
    }
    assert frame["id"].to_list() == [1, 2, 4]


def test_a_table_of_nothing_has_its_columns_all_the_same(corpus):
    table = corpus.to_arrow(search="tidakada")
    assert table.num_rows == 0
    assert "published_at" in table.column_names
    assert corpus.to_pandas(search="tidakada").empty


def test_a_column_that_is_none_is_told(corpus):
    with pytest.raises(warta.WartaError, match="no column headlin;"):
        corpus.to_arrow(columns=["headlin"])
    for wrong in ([], "site"):
        with pytest.raises(warta.WartaError, match="columns is a list of names"):
            corpus.to_arrow(columns=wrong)


@pytest.mark.parametrize(
    ("method", "package"),
    [("to_arrow", "pyarrow"), ("to_pandas", "pandas"), ("to_polars", "polars")],
)
def test_what_is_not_installed_is_named_with_what_to_run(corpus, monkeypatch, method, package):
    def found(name, *rest):
        return None if name == package else find_spec(name, *rest)

    monkeypatch.setattr("importlib.util.find_spec", found)
    with pytest.raises(warta.WartaError, match=f"{method} needs {package}.*pip install {package}"):
        getattr(corpus, method)()


def test_the_file_is_only_read(corpus, path):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        corpus.connection.execute("DELETE FROM articles")


def test_records_come_while_a_crawl_writes(path, tmp_path):
    shutil.copy(path, tmp_path / "news.db")
    with warta.open_corpus(tmp_path / "news.db") as opened:
        articles = opened.articles()
        next(articles)
        with closing(connect(tmp_path / "news.db")) as database:
            save(database, [sample(9)])
        assert len(list(articles)) == 3
        assert len(opened) == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no database"),
        (b"", "is empty; crawl a site first, or name another"),
        (b"bukan basis data", "is not a SQLite database; give another file"),
    ],
)
def test_what_is_no_database_is_told_without_options_of_a_command(tmp_path, content, said):
    file = tmp_path / "x.db"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(warta.WartaError) as problem:
        warta.open_corpus(file)
    assert said in str(problem.value)
    assert "-s DATABASE" not in str(problem.value)
    assert file.exists() == (content is not None)


def test_another_programs_database_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        database.execute("CREATE TABLE articles (id)")
    with pytest.raises(warta.WartaError, match="not one of Warta's"):
        warta.open_corpus(tmp_path / "x.db")


def test_a_file_of_a_newer_warta_is_refused(path, tmp_path):
    shutil.copy(path, tmp_path / "news.db")
    with closing(sqlite3.connect(tmp_path / "news.db")) as database, database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('warta', 'of_next_year', '2027-01-01')"
        )
    with pytest.raises(warta.WartaError, match="newer Warta .it has of_next_year.; update Warta"):
        warta.open_corpus(tmp_path / "news.db")


@pytest.fixture
def older(tmp_path):
    """A file as version 0.1 made it, with an article."""
    return older_database(tmp_path / "old.db")


def test_an_older_file_is_read_through_a_copy_and_stays_as_it_is(older):
    before = older.read_bytes()
    with warta.open_corpus(older) as opened:
        records = list(opened.articles())
        (_, _, copy), *_ = opened.connection.execute("PRAGMA database_list")
        assert os.path.exists(copy)
        assert opened.path == older
    assert records
    assert {record.kind for record in records} == {None}
    assert older.read_bytes() == before
    assert not os.path.exists(copy)
    assert sorted(file.name for file in older.parent.iterdir()) == ["old.db"]


def test_an_older_file_that_can_not_be_copied_is_told(older, monkeypatch):
    def full(path):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(corpus_module, "migrate", full)
    with pytest.raises(warta.WartaError, match="made by an older Warta.*disk is full"):
        warta.open_corpus(older)


def test_a_corpus_is_opened_without_scrapy_and_a_name_is_imported_when_it_is_asked_for(path):
    heavy = "{'scrapy', 'twisted', 'sqlite_utils', 'pandas', 'polars', 'pyarrow', 'lxml'}"
    code = (
        "import sys, warta\n"
        f"print(sorted({heavy} & {{*sys.modules}}), 'crawler' in sys.modules)\n"
        f"print(len(list(warta.open_corpus({str(path)!r}).articles())))\n"
        f"print(sorted({heavy} & {{*sys.modules}}))\n"
        "print(warta.parse_date('2 Maret 2026 09:12 WIB').instant, warta.split_dateline)\n"
        "print('twisted' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines[:3] == ["[] False", "4", "[]"], done.stderr
    assert lines[3].startswith("2026-03-02 09:12:00+07:00")
    assert lines[4] == "False"


def test_the_file_of_today_is_current(path):
    migrate(path)
    with warta.open_corpus(path) as opened:
        assert opened.connection.execute("PRAGMA database_list").fetchone()[2] == str(path)
        assert repr(opened) == f"<Corpus {path}: 4 articles>"
    opened.close()
