"""``make demo``: the sample archive through the real spiders, parsers and pipelines, twice."""

import gzip
import os
import re
import shutil
import sqlite3
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from demo import run
from tests.support.checkout import ROOT
from tests.support.warm import python, scrapy, started

SAMPLE = "Naskah ini contoh yang ditulis untuk Warta, bukan berita"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The folder of a demo that was run twice, with what it printed each time."""
    folder = tmp_path_factory.mktemp("demo")
    for turn in ("first", "second"):
        printed = StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
            patch.setattr(run, "start", lambda arguments: started(*arguments))
            run.main(folder / "demo.db")
        (folder / f"{turn}.txt").write_text(printed.getvalue())
        shutil.copy(folder / "demo.db", folder / f"{turn}.db")
    return folder


def test_what_is_no_file_name_makes_no_file(tmp_path):
    done = python("-m", "demo.run", "--hlp", cwd=tmp_path, env={**os.environ})
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_queries_to_try_name_the_database_that_was_filled(demo):
    assert f'{demo / "demo.db"} "SELECT' in (demo / "first.txt").read_text()


@pytest.fixture
def stored(demo):
    """The demo's database after its first run."""
    with sqlite3.connect(demo / "first.db") as connection:
        yield connection
    connection.close()


def one_row(connection: sqlite3.Connection, columns: str, slug: str) -> tuple:
    """Columns of the article whose address holds a slug."""
    rows = connection.execute(
        f"SELECT {columns} FROM articles WHERE url LIKE ?", (f"%{slug}%",)
    ).fetchall()
    assert len(rows) == 1, rows
    return rows[0]


def test_the_archive_that_ships_is_what_its_sources_say(tmp_path):
    python("-m", "demo.build_archive", tmp_path, check=True)
    for name in ("run-1.warc.gz", "run-2.warc.gz"):
        # Unzipped: another zlib may compress the same text to other bytes.
        shipped = gzip.decompress((ROOT / "demo" / name).read_bytes())
        assert gzip.decompress((tmp_path / name).read_bytes()) == shipped


def test_every_article_says_that_it_is_a_sample(stored):
    silent = stored.execute(
        "SELECT url FROM articles WHERE headline NOT LIKE 'Contoh:%' OR instr(body, ?) = 0",
        (SAMPLE,),
    )
    assert silent.fetchall() == []


def test_an_audit_finds_nothing_in_it(demo):
    done = scrapy("audit", "-s", f"DATABASE={demo / 'second.db'}")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


def test_all_four_newsrooms_are_stored(stored):
    counts = dict(stored.execute("SELECT site, count(*) FROM articles GROUP BY site"))
    assert counts == {"visimuslim": 4, "hidayatullah": 3, "tribunnews": 5, "kompas": 3}


@pytest.mark.parametrize(
    ("slug", "dateline", "place"),
    [
        ("pasar-buku-lama", "Ankara, VisiMuslim -", "Ankara"),
        ("membaca-sebelum-subuh", None, None),
        ("wakaf-sumur", "Hidayatullah.com —", None),
        ("lomba-layang-layang", "TRIBUN-BALI.COM, DENPASAR -", "DENPASAR"),
        ("merawat-sepeda", "TRIBUNNEWS.COM -", None),
        ("jembatan-gantung", "JAKARTA, KOMPAS.com -", "JAKARTA"),
        ("feri-malam", "LABUAN BAJO, KOMPAS.com -", "LABUAN BAJO"),
        ("bubur-pedas", "KOMPAS.com -", None),
    ],
)
def test_datelines_with_and_without_a_place(stored, slug, dateline, place):
    printed, found = one_row(stored, "dateline, dateline_place", slug)
    assert (printed and printed.strip(), found) == (dateline, place)


@pytest.mark.parametrize(
    ("slug", "published_local"),
    [
        ("pasar-buku-lama", "2026-03-02T09:12:00+07:00"),
        ("wakaf-sumur", "2026-03-02T10:15:08+07:00"),
        ("halte-baru", "2026-03-02T13:45:00+07:00"),
        ("lomba-layang-layang", "2026-03-02T18:37:00+08:00"),
        ("pasar-terapung", "2026-03-03T07:10:00+09:00"),
        ("jembatan-gantung", "2026-03-02T14:05:00+07:00"),
    ],
)
def test_times_keep_the_offset_of_their_place(stored, slug, published_local):
    assert one_row(stored, "published_local", slug) == (published_local,)


def test_what_was_edited_between_the_runs_is_a_second_version(stored):
    versions = dict(stored.execute("SELECT url, version FROM articles WHERE version > 1"))
    assert sorted(versions.values()) == [2, 2]
    (body,) = one_row(stored, "body", "pasar-buku-lama")
    assert "60 lapak" in body
    assert "Ralat: naskah sebelumnya menulis 40 lapak." in body
    assert stored.execute("SELECT count(*) FROM revisions").fetchone() == (2,)


def test_a_revised_page_keeps_its_first_publishing_time(stored):
    headline, published = one_row(stored, "headline, published_local", "bubur-pedas")
    assert headline == "Contoh: Resep Bubur Pedas Sambas untuk Berbuka"
    assert published == "2026-03-02T17:15:00+07:00"


def test_pages_that_were_not_stored_say_why(stored):
    rejects = set(stored.execute("SELECT site, reason FROM rejects"))
    assert rejects == {("tribunnews", "no-date"), ("kompas", "http-error")}


def test_every_run_of_the_demo_ended_well(stored):
    runs = stored.execute("SELECT site, verdict, exit_code FROM runs").fetchall()
    assert len(runs) == 8
    assert {(verdict, code) for _, verdict, code in runs} == {("ok", 0)}


def test_a_second_demo_adds_no_article_and_no_revision(demo):
    tables = ("articles", "revisions", "aliases", "authors", "tags", "date_mentions")
    counts = {}
    for turn in ("first", "second"):
        with sqlite3.connect(demo / f"{turn}.db") as database:
            counts[turn] = {
                table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in tables
            }
            counts[turn]["versions"] = database.execute(
                "SELECT sum(version) FROM articles"
            ).fetchone()
        database.close()
    assert counts["first"] == counts["second"]


def test_the_newest_text_stands_after_an_older_capture_was_read_again(demo):
    with sqlite3.connect(demo / "second.db") as database:
        (body,) = one_row(database, "body", "pasar-buku-lama")
    database.close()
    assert "60 lapak" in body


def test_nothing_but_the_database_is_left_of_it(demo):
    assert [file.name for file in demo.iterdir() if file.is_dir()] == []


def test_the_table_and_the_rejects_are_printed(demo):
    printed = (demo / "first.txt").read_text()
    assert "Contoh: Pasar Buku Lama di Ankara Dibuka Kembali" in printed
    assert "no-date" in printed


def test_each_of_the_three_queries_it_offers_finds_something(demo, stored):
    queries = re.findall(r'^  \S.*demo\.db "(.*)"$', (demo / "first.txt").read_text(), re.M)
    assert len(queries) == 3
    for query in queries:
        assert stored.execute(query).fetchall(), query


@pytest.mark.parametrize("page", ["README.md", "docs/analysing.md"])
def test_the_queries_that_the_pages_show_find_something(page, stored):
    blocks = re.findall(r"```sql\n(.*?)```", (ROOT / page).read_text(), re.S)
    queries = [query for block in blocks for query in block.split(";") if query.strip()]
    assert len(queries) >= 3
    for query in queries:
        assert stored.execute(query).fetchall(), query


def test_replaying_asks_the_network_for_nothing(demo):
    for turn in ("first", "second"):
        said = (demo / f"{turn}.txt").read_text()
        assert "a test tried to reach" not in said
        assert "ERROR" not in said


def test_a_capture_refused_again_adds_no_reject(tmp_path):
    database = tmp_path / "news.db"
    command = ["crawl", "tribunnews", "-a", "since=2026-03-02"]
    command += ["-s", f"REPLAY={ROOT / 'demo/run-1.warc.gz'}", "-s", f"DATABASE={database}"]
    for _ in range(2):
        scrapy(*command, check=True)
    with sqlite3.connect(database) as read:
        assert read.execute("SELECT reason FROM rejects").fetchall() == [("no-date",)]
        assert read.execute("SELECT rejected FROM runs").fetchall() == [(1,), (1,)]
