"""Snapshots: a folder that can be cited, checked, and read without Warta."""

import csv
import json
import subprocess
from contextlib import closing
from datetime import date

import pytest

from analysis.export.data_sheet import Stretch
from analysis.export.selection import Selection
from analysis.export.snapshot import Order, gaps, write_snapshot
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from crawler.parsers.site import Site
from pipelines.store import save
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy

SECRET = "Contoh rahasia: kalimat yang hanya ada di tubuh berita."
PLACE = "Medan"


class Kompas(Site):
    """A site file's facts."""

    name = "kompas"
    outlet = "KOMPAS.com"
    allowed_domains = ("kompas.example",)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A database: Kompas with 8 articles on each of nine days, one day short; one of Tempo."""
    file = new_database(tmp_path_factory.mktemp("snapshot") / "news.db")
    articles = []
    for day in range(10, 20):
        for number in range(1 if day == 18 else 8):
            hour = {
                "published_at": f"2025-06-{day}T0{number}:00:00Z",
                "published_local": f"2025-06-{day}T{number + 7:02}:00:00+07:00",
            }
            body = f"{SECRET}\n\nContoh {day} {number}."
            articles.append(
                sample(day * 10 + number, site="kompas", body=body, dateline_place=PLACE, **hour)
            )
    articles.append(sample(1, site="tempo"))
    with closing(connect(file)) as database:
        save(database, articles)
    return file


@pytest.fixture
def freeze(path, tmp_path):
    """A snapshot's folder and what its data sheet tells."""

    def write(name="frozen", form="csv", **chosen):
        folder = tmp_path / name
        folder.mkdir()
        with closing(open_for_reading(path)) as database:
            order = Order("Contoh", Selection(**chosen), form, {"kompas": Kompas})
            return folder, write_snapshot(database, order, folder, lambda rows: None)

    return write


def rows(file):
    """A CSV file's rows."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_a_snapshot_holds_all_that_a_reader_needs(freeze):
    folder, facts = freeze(since=date(2025, 6, 15), until=date(2025, 6, 19), sites=["kompas"])
    assert sorted(file.name for file in folder.iterdir()) == [
        "README.md",
        "SHA256SUMS",
        "articles.csv",
        "coverage.csv",
        "datapackage.json",
        "fields.csv",
        "places.csv",
        "query.sql",
        "sites.csv",
    ]
    assert len(rows(folder / "articles.csv")) == facts.articles == 33
    articles = rows(folder / "articles.csv")
    named = sum(bool(article["dateline_place"]) for article in articles)
    assert sum(int(place["articles"]) for place in rows(folder / "places.csv")) == named > 0
    assert all(field["meaning"] for field in rows(folder / "fields.csv"))


def test_its_query_gives_its_articles_again(freeze, path):
    folder, _ = freeze(where=f"dateline_place = '{PLACE}' -- contoh", since=date(2025, 6, 18))
    with closing(open_for_reading(path)) as database:
        again = database.execute((folder / "query.sql").read_text()).fetchall()
    assert [row["url"] for row in rows(folder / "articles.csv")] == [row["url"] for row in again]
    assert len(again) == 9


def test_gaps_are_told_not_smoothed_over(freeze):
    folder, facts = freeze(sites=["kompas"])
    assert facts.gaps == [Stretch("kompas", "2025-06-18", "2025-06-18", 1, 1, 8)]
    (short,) = (row for row in rows(folder / "coverage.csv") if row["gap"] == "1")
    assert (short["day"], short["stored"], short["expected"]) == ("2025-06-18", "1", "8")
    assert "| kompas | 2025-06-18 | 2025-06-18 | 1 | 1 | 8 |" in (folder / "README.md").read_text()


def test_days_of_a_gap_that_follow_each_other_are_one():
    def day(site, day, gap):
        return {"site": site, "day": day, "stored": 1, "expected": 8, "gap": gap}

    coverage = [
        day("kompas", "2025-06-18", 1),
        day("kompas", "2025-06-19", 1),
        day("kompas", "2025-06-20", 0),
        day("kompas", "2025-06-21", 1),
        day("tempo", "2025-06-22", 1),
    ]
    assert [(gap.site, gap.first, gap.last, gap.days, gap.expected) for gap in gaps(coverage)] == [
        ("kompas", "2025-06-18", "2025-06-19", 2, 16),
        ("kompas", "2025-06-21", "2025-06-21", 1, 8),
        ("tempo", "2025-06-22", "2025-06-22", 1, 8),
    ]


def test_a_site_without_an_article_is_told_too(freeze):
    folder, facts = freeze(where=f"dateline_place = '{PLACE}'")
    kompas, tempo = rows(folder / "sites.csv")
    assert (kompas["outlet"], kompas["domains"]) == ("KOMPAS.com", "kompas.example")
    assert (tempo["site"], tempo["articles"], tempo["first_day"]) == ("tempo", "0", "")
    assert facts.sites_with_articles == 1
    assert {row["site"] for row in rows(folder / "coverage.csv")} == {"kompas", "tempo"}


def test_identifiers_hold_nothing_of_the_texts_and_the_same_fingerprint(freeze):
    _, full = freeze("full", "jsonl")
    folder, bare = freeze("bare", "identifiers")
    assert bare.fingerprint == full.fingerprint
    first = rows(folder / "identifiers.csv")[0]
    assert list(first) == ["id", "publisher_id", "url", "content_hash"]
    everything = "".join(file.read_text() for file in folder.iterdir())
    assert SECRET not in everything and "Judul contoh" not in everything


def test_the_fingerprint_changes_with_the_articles(freeze):
    _, all_of_them = freeze("all")
    _, some = freeze("some", sites=["tempo"])
    assert all_of_them.fingerprint != some.fingerprint


def test_hashes_hold(freeze):
    folder, _ = freeze()
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert len(checked.stdout.splitlines()) == len(list(folder.iterdir())) - 1


def test_the_package_describes_every_column(freeze):
    folder, facts = freeze()
    package = json.loads((folder / "datapackage.json").read_text())
    articles = package["resources"][0]
    fields = {field["name"]: field for field in articles["schema"]["fields"]}
    assert list(fields) == list(rows(folder / "articles.csv")[0])
    assert all(field["description"] for field in fields.values())
    assert fields["published_at"]["type"] == "datetime" and fields["tags"]["type"] == "array"
    assert articles["bytes"] == (folder / "articles.csv").stat().st_size
    assert package["warta"]["fingerprint"] == f"sha256:{facts.fingerprint}"


def test_parquet_is_frozen_too(freeze):
    dataset = pytest.importorskip("pyarrow.dataset", reason="Parquet needs pyarrow")
    folder, facts = freeze(form="parquet")
    table = dataset.dataset(folder / "articles.parquet", partitioning="hive")
    assert table.count_rows() == facts.articles
    assert "articles.parquet/site=kompas/month=2025-06/" in (folder / "SHA256SUMS").read_text()


def test_the_data_sheet_can_be_cited(freeze):
    folder, facts = freeze()
    sheet = (folder / "README.md").read_text()
    assert sheet.startswith("# Contoh\n")
    assert f"sha256:{facts.fingerprint}" in sheet
    assert "74 articles of 2 news sites, published 2025-06-10 to 2025-06-19" in sheet
    assert "belong to their publishers" in sheet


def test_the_data_sheet_says_what_only_searches_have_named(path, freeze):
    assert "only searches" not in (freeze("before")[0] / "README.md").read_text()
    with closing(connect(path)) as database, database:
        database.execute(
            "UPDATE articles SET search_only = 1, found_by = json_array('banjir', 'gempa') "
            "WHERE published_day = '2025-06-10' AND site = 'kompas'"
        )
    folder, facts = freeze("after")
    with closing(connect(path)) as database, database:
        database.execute("UPDATE articles SET search_only = 0, found_by = NULL")
    assert facts.searched == {"banjir": 8, "gempa": 8}
    assert "banjir (8), gempa (8)" in (folder / "README.md").read_text()
    (day,) = [row for row in rows(folder / "coverage.csv") if row["day"] == "2025-06-10"]
    assert (day["stored"], day["selected"]) == ("0", "8")


def test_nothing_selected_is_an_error(freeze):
    with pytest.raises(UsageProblem, match="no article is selected"):
        freeze(where="false")


def test_the_command_writes_a_folder_once(path, tmp_path):
    def call():
        return scrapy("snapshot", tmp_path / "gempa", "--identifiers", "-s", f"DATABASE={path}")

    first, again = call(), call()
    assert first.returncode == 0, first.stderr
    assert "74 articles and 1 gap in" in first.stderr
    assert (tmp_path / "gempa" / "identifiers.csv").exists()
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "exists already" in again.stderr
