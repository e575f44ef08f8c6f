"""``scrapy export corpus.parquet --update``: the data set has what the database has, no more."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.dataset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.export.parquet import update_parquet, write_parquet
from analysis.export.selection import Selection, article_columns
from crawler.database import connect, open_for_reading, run_statements
from crawler.errors import OutputProblem
from pipelines.database.months import MONTH_TRIGGERS, MONTHS, month_marks
from pipelines.database.schema import migrate
from pipelines.dataset.state import STATE, read_state
from pipelines.store import save
from pipelines.takedown import find_target, take_out
from tests.support.sample_articles import NOON, new_database, sample
from tests.support.volume import of
from tests.support.warm import scrapy


def update(file, folder, sites=(), leaving_out=()):
    """Bring the data set up to date, as the command does."""
    with closing(open_for_reading(file)) as database:
        columns = article_columns(database, leaving_out)
        return update_parquet(database, sites, columns, folder, lambda rows: None)


def exported(file, folder, sites=()):
    """A fresh export of the same articles."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with closing(open_for_reading(file)) as database:
        columns = article_columns(database)
        write_parquet(database, Selection(sites=sites), columns, folder, lambda rows: None)
    return folder


def rows(folder):
    """What a reader gets, in the order of ids, with the types of the columns."""
    found = pyarrow.dataset.dataset(folder, partitioning="hive", format="parquet")
    table = found.to_table()
    if not table.num_rows:
        return []
    types = {field.name: str(field.type) for field in table.schema}
    return [types, *sorted(table.to_pylist(), key=lambda row: row["id"])]


@pytest.fixture
def file(tmp_path):
    """A database of two sites, in three months."""
    path = new_database(tmp_path / "news.db")
    with closing(connect(path)) as database:
        save(database, [sample(1, site="kompas"), sample(2, site="tempo", **on("2025-07-01"))])
        save(database, [sample(3, site="tempo", **on("2025-08-01"))])
    return path


def on(day, clock="08:00"):
    """Published on a day, by the clock in Jakarta."""
    local = datetime.fromisoformat(f"{day}T{clock}:00+07:00")
    return {
        "published_at": f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "published_local": local.isoformat(),
    }


def run(file, sql, *values):
    """What any program may do to the file."""
    with closing(connect(file)) as database, database:
        database.execute(sql, values)


# Whatever happens to the database


DAYS = ("2025-05-31", "2025-06-01", "2025-06-30", "2025-07-01")
NUMBER = st.integers(1, 6)
STEPS = st.one_of(
    st.tuples(st.just("store"), NUMBER, st.sampled_from(DAYS)),
    st.tuples(st.just("edit"), NUMBER, st.integers(1, 3)),
    st.tuples(st.just("move"), NUMBER, st.sampled_from(DAYS)),
    st.tuples(st.just("see again"), NUMBER),
    st.tuples(st.just("take down"), NUMBER),
    st.tuples(st.just("delete"), NUMBER),
    st.tuples(st.just("name the outlet"), st.sampled_from(["Kompas", "Harian Kompas"])),
    st.tuples(st.just("update")),
)


class World:
    """A database and a data set of it, to which things happen."""

    def __init__(self, folder: Path):
        self.file, self.folder = new_database(folder / "news.db"), folder / "corpus.parquet"
        self.now = NOON + timedelta(days=30)

    def article(self, number, **facts):
        """One of six articles of two sites, read an hour after whatever was read before."""
        self.now += timedelta(hours=1)
        site = "kompas" if number % 2 else "tempo"
        return sample(number, site=site, fetched_at=self.now, **facts)

    def does(self, kind, *how):
        """One step."""
        with closing(connect(self.file)) as database:
            if kind == "store":
                save(database, [self.article(how[0], **on(how[1]))])
            elif kind == "edit":
                save(database, [self.article(how[0], headline=f"Judul lain {how[1]} (contoh)")])
            elif kind == "see again":
                save(database, [self.article(how[0])])
            elif kind == "move":
                day = on(how[1])
                with database:
                    database.execute(
                        "UPDATE articles SET published_at = ?, published_local = ?, "
                        "published_day = ? WHERE url LIKE '%/' || ? || '/%'",
                        (*day.values(), how[1], how[0]),
                    )
            elif kind == "take down":
                self.take_down(database, how[0])
            elif kind == "delete":
                with database:
                    database.execute("DELETE FROM articles WHERE url LIKE '%/' || ? || '/%'", how)
            elif kind == "name the outlet":
                with database:
                    database.execute(
                        "INSERT INTO sites (site, outlet) VALUES ('kompas', ?) "
                        "ON CONFLICT DO UPDATE SET outlet = excluded.outlet",
                        how,
                    )
        if kind == "update":
            update(self.file, self.folder)

    def take_down(self, database, number):
        """As ``scrapy takedown`` does to the file."""
        known = database.execute(
            "SELECT id FROM articles WHERE url LIKE '%/' || ? || '/%'", (number,)
        ).fetchone()
        if known:
            with database:
                take_out(database, find_target(database, str(known[0])), "contoh", self.now)


@settings(max_examples=of(12, 400), deadline=None)
@given(st.lists(STEPS, min_size=3, max_size=14))
def test_whatever_happens_the_data_set_is_what_a_fresh_export_is(steps):
    with TemporaryDirectory() as name:
        world = World(Path(name))
        for step in steps:
            world.does(*step)
        done = update(world.file, world.folder)
        fresh = rows(exported(world.file, world.folder.with_name("fresh")))
        assert rows(world.folder) == fresh
        assert done.articles == max(0, len(fresh) - 1)
        assert update(world.file, world.folder).written == 0


# What is written, and what is not


def test_only_months_in_which_something_changed_are_written(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    assert update(file, folder).written == 3
    before = {path: path.stat().st_ino for path in folder.rglob("*.parquet")}
    run(file, "UPDATE articles SET headline = 'Lain (contoh)' WHERE site = 'kompas'")
    done = update(file, folder)
    assert (done.articles, done.written, done.dropped) == (3, 1, 0)
    same = [path for path in before if path.exists()]
    assert len(same) == 2
    assert all(path.stat().st_ino == before[path] for path in same)


def test_the_month_is_that_of_the_outlets_own_clock(tmp_path):
    """Half past midnight in Jakarta on the first is the month before in UTC."""
    file, folder = new_database(tmp_path / "news.db"), tmp_path / "corpus.parquet"
    with closing(connect(file)) as database:
        save(database, [sample(1, site="kompas", **on("2025-07-01", "00:30"))])
    update(file, folder)
    assert [path.name for path in folder.glob("*/*")] == ["month=2025-07"]


def test_an_article_taken_down_is_gone_from_every_file(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    run(file, "UPDATE articles SET headline = 'Sangat khusus (contoh)' WHERE site = 'kompas'")
    update(file, folder)
    assert "Sangat khusus (contoh)" in str(rows(folder))
    with closing(connect(file)) as database, database:
        take_out(database, find_target(database, "1"), "contoh", NOON)
    assert update(file, folder).dropped == 1
    assert not [*folder.glob("site=kompas*")]
    assert len(rows(folder)) == 3
    left = [name for name in os.listdir(tmp_path) if not name.startswith("news.db")]
    assert sorted(left) == [".corpus.parquet.lock", "corpus.parquet"]


def test_marks_tell_a_file_put_back_from_a_backup(file, tmp_path):
    """As many changes after the backup as before it was taken back, but others."""
    folder, backup = tmp_path / "corpus.parquet", tmp_path / "backup.db"
    with closing(sqlite3.connect(file)) as database, closing(sqlite3.connect(backup)) as copy:
        database.backup(copy)
    run(file, "UPDATE articles SET headline = 'Sebelum (contoh)' WHERE id = 1")
    update(file, folder)
    backup.replace(file)
    run(file, "UPDATE articles SET headline = 'Sesudah (contoh)' WHERE id = 1")
    assert update(file, folder).written == 1
    assert rows(folder) == rows(exported(file, tmp_path / "fresh"))


def test_marks_are_drawn_anew_where_a_migration_dropped_the_triggers(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    update(file, folder)
    with closing(connect(file)) as database:
        for name in MONTH_TRIGGERS:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DROP TRIGGER articles_search_insert")
        with database:
            database.execute("UPDATE articles SET section = 'Contoh', published_day = '2024-01-01'")
            database.execute("DELETE FROM _sqlite_migrations WHERE name = 'coverage_ends_today'")
    migrate(file)
    update(file, folder)
    assert rows(folder) == rows(exported(file, tmp_path / "fresh"))


@pytest.mark.parametrize("how", ["OR IGNORE", "OR REPLACE", "OR FAIL", ""])
def test_a_change_is_noticed_whatever_it_is_to_do_on_conflicts(file, tmp_path, how):
    folder = tmp_path / "corpus.parquet"
    update(file, folder)
    run(file, f"UPDATE {how} articles SET section = 'Contoh' WHERE site = 'kompas'")
    assert update(file, folder).written == 1


# A data set of something else


def test_a_data_set_of_another_database_or_of_other_sites_is_refused(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    update(file, folder, ["kompas"])
    before = (folder / STATE).read_text()
    with pytest.raises(OutputProblem, match="was made of --site kompas"):
        update(file, folder)
    other = tmp_path / "other.db"
    migrate(other)
    with pytest.raises(OutputProblem, match="from another database"):
        update(other, folder, ["kompas"])
    (folder / STATE).write_text(before.replace(f'"{read_state(folder).source}"', "null"))
    with pytest.raises(OutputProblem, match="without a database"):
        update(file, folder, ["kompas"])


def test_a_copy_of_the_database_is_the_same_database(file, tmp_path):
    update(file, tmp_path / "corpus.parquet")
    copy = shutil.copy(file, tmp_path / "copy.db")
    assert update(copy, tmp_path / "corpus.parquet").written == 0


def test_a_data_set_of_an_older_schema_is_told_and_written_anew(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    update(file, folder, leaving_out=["found_by", "doubt"])
    done = update(file, folder)
    assert done.why_all == "its columns differ in doubt, found_by"
    assert done.written == 3
    assert rows(folder) == rows(exported(file, tmp_path / "fresh"))


# As anyone calls it


def test_the_command_makes_it_and_keeps_it_and_says_so(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    call = ["export", str(folder), "--update", "-s", f"DATABASE={file}"]
    done = scrapy(*call)
    assert done.returncode == 0, done.stderr
    assert f"{folder} has 3 articles; 3 months written, 0 taken out" in done.stderr
    run(file, "DELETE FROM articles WHERE site = 'kompas'")
    assert "has 2 articles; 0 months written, 1 taken out" in scrapy(*call).stderr
    assert "has 2 articles; 0 months written, 0 taken out" in scrapy(*call).stderr


def test_the_last_article_of_its_site_goes_as_well(file, tmp_path):
    folder = tmp_path / "corpus.parquet"
    call = ["export", str(folder), "--update", "--site", "kompas", "-s", f"DATABASE={file}"]
    assert scrapy(*call).returncode == 0
    run(file, "DELETE FROM articles WHERE site = 'kompas'")
    done = scrapy(*call)
    assert (done.returncode, "has 0 articles" in done.stderr) == (0, True)
    assert rows(folder) == []
    assert (
        "holds no article of bukan"
        in scrapy(*call[:1], str(tmp_path / "b.parquet"), *call[2:4], "bukan", *call[5:]).stderr
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["corpus.csv", "--update"], "--update goes with a folder of Parquet"),
        (["corpus.parquet", "--update", "--since", "2025-01-01"], "--update goes with"),
        (["-", "--update", "--format", "parquet"], "parquet is a folder"),
        (["news.db", "--update", "--format", "parquet"], "is not a data set"),
        (["no/corpus.parquet", "--update"], "does not exist"),
    ],
)
def test_what_can_not_be_kept_up_to_date_is_refused_in_a_sentence(
    file, tmp_path, arguments, sentence
):
    arguments = [str(tmp_path / arguments[0]) if arguments[0] != "-" else "-", *arguments[1:]]
    before = file.read_bytes()
    done = scrapy("export", *arguments, "-s", f"DATABASE={file}")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before


def test_months_are_noted_in_a_file_that_has_several_articles_of_one():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE articles (site, published_day)")
    rows = [("satu", "2025-06-18"), ("satu", "2025-06-19"), ("satu", "2025-07-01")]
    database.executemany("INSERT INTO articles VALUES (?, ?)", rows)
    run_statements(database, MONTHS)
    assert list(month_marks(database)) == [("satu", "2025-06"), ("satu", "2025-07")]
