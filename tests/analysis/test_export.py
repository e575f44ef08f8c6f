"""Export: what a spreadsheet, a script and a column store get of the articles."""

import argparse
import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.utils.project import get_project_settings

from analysis.export.formats import FORMATS, Format
from analysis.export.lines import csv_cell, write_csv, write_json_lines
from analysis.export.parquet import write_parquet
from analysis.export.selection import ExportedColumn, Selection, article_columns, check
from crawler.commands.research import export, snapshot
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from pipelines.store import save
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy

FORMULA = '=HYPERLINK("http://contoh.example"; "contoh")'
OUTLETS = {"tempo": ("Harian Contoh", "Maluku")}
AWKWARD = 'Contoh: "kutipan", baris\r\nbaru; dan Erdoğan \N{EN DASH} \N{PARTY POPPER}'


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A database with articles of two sites and two months, one of them awkward."""
    file = new_database(tmp_path_factory.mktemp("export") / "news.db")
    july = {"published_at": "2025-07-01T01:00:00Z", "published_local": "2025-07-01T08:00:00+07:00"}
    articles = [
        sample(1, site="kompas", authors=["Siti Contoh", "Budi; Contoh"], dateline_place="Medan"),
        sample(2, site="kompas", headline=FORMULA, body=AWKWARD, is_free=False),
        sample(3, site="tempo", headline="Contoh: Gempa terasa", **july),
    ]
    with closing(connect(file)) as database:
        save(database, articles)
        with database:
            database.execute(
                "INSERT INTO sites (site, outlet, province) VALUES ('tempo', ?, ?)",
                OUTLETS["tempo"],
            )
            database.execute("UPDATE articles SET found_by = json_array('gempa') WHERE id = 3")
    return file


@pytest.fixture
def database(path):
    """The database, opened as a command opens it."""
    with closing(open_for_reading(path)) as opened:
        yield opened


def as_text(database, write, selection=None, leaving_out=()):
    """What a writer makes of the selected articles."""
    file = io.BytesIO()
    columns = article_columns(database, leaving_out)
    write(database, selection or Selection(), columns, file, lambda rows: None)
    return file.getvalue().decode()


def as_csv(database, selection=None):
    """The rows a reader of CSV gets."""
    return list(csv.DictReader(io.StringIO(as_text(database, write_csv, selection), newline="")))


def as_json(database, selection=None):
    """The objects a reader of JSON Lines gets."""
    return [
        json.loads(line)
        for line in as_text(database, write_json_lines, selection).split("\n")
        if line
    ]


def call(*arguments, database):
    """``scrapy export ...`` as anyone would call it."""
    return scrapy("export", *arguments, "-s", f"DATABASE={database}")


# CSV


def test_csv_holds_every_column_and_every_text_as_stored(database):
    rows = as_csv(database)
    stored = database.execute("SELECT * FROM articles ORDER BY id").fetchall()
    for row, article in zip(rows, stored, strict=True):
        assert (row.pop("outlet"), row.pop("province")) == OUTLETS.get(article["site"], ("", ""))
        assert [*row, "filled"] == article.keys(), "all but the computed column"
        expected = {name: "" if article[name] is None else str(article[name]) for name in row}
        if article["headline"] == FORMULA:
            expected["headline"] = "'" + FORMULA
        assert row == expected


def shown(text):
    """A text's cell in CSV, read back."""
    with closing(sqlite3.connect(":memory:")) as database:
        cell = csv_cell(ExportedColumn("text", "TEXT"))
        (line,) = database.execute(f"SELECT {cell} FROM (SELECT ? AS text)", (text,)).fetchone()
    (row,) = csv.reader(io.StringIO(line, newline=""))
    return row[0]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+62 811",
        "-5",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "'=1",
        "\ufeff=1",
        "＝1",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_defused(text):
    assert shown(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Contoh =1", "'Contoh,' kata dia", "", " Contoh", "2 + 2", "[]"])
def test_any_other_text_is_left_alone(text):
    assert shown(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\r\n\"a,;\ufeff\xa0"), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_taking_one_apostrophe_away_undoes_it_and_nothing_dangerous_is_left(text):
    cell = shown(text)
    assert cell in (text, f"'{text}")
    bare = text.lstrip("' \t\r\n\xa0\ufeff")
    assert (cell != text) == (bare[:1] in tuple("=+-@") or text[0] in "\t\r")


def test_null_and_the_empty_text_differ(database):
    with closing(sqlite3.connect(":memory:")) as memory:
        cell = csv_cell(ExportedColumn("text", "TEXT"))
        cells = memory.execute(
            f"SELECT {cell} FROM (SELECT NULL AS text UNION ALL SELECT '')"
        ).fetchall()
    assert cells == [("",), ('""',)]


# JSON Lines


def test_json_lines_hold_lists_truths_and_numbers(database):
    first, second, _ = as_json(database)
    assert first["authors"] == ["Siti Contoh", "Budi; Contoh"]
    assert first["editors"] is first["kicker"] is first["is_free"] is None
    assert (second["is_free"], second["published_conflict"]) == (False, False)
    assert (second["headline"], second["body"]) == (FORMULA, AWKWARD)
    assert second["word_count"] == database.execute("SELECT word_count FROM articles").fetchone()[0]


# Which articles


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), [1, 2, 3]),
        (Selection(sites=["tempo"]), [3]),
        (Selection(provinces=["Maluku"]), [3]),
        (Selection(found_by="gempa"), [3]),
        (Selection(found_by="gempa", sites=["kompas"]), []),
        (Selection(provinces=["Maluku"], sites=["kompas"]), []),
        (Selection(since=date(2025, 7, 1)), [3]),
        (Selection(until=date(2025, 6, 30)), [1, 2]),
        (Selection(search="gempa"), [3]),
        (Selection(where="dateline_place = 'medan'"), [1]),
        (Selection(where="id = 1 OR id = 3 -- contoh", until=date(2025, 6, 30)), [1]),
    ],
)
def test_articles_are_chosen(database, selection, ids):
    check(database, selection)
    assert [article["id"] for article in as_json(database, selection)] == ids
    assert selection.count(database) == len(ids)


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(sites=["kompass"]), "did you mean kompas"),
        (Selection(provinces=["Malku"]), "did you mean Maluku"),
        (Selection(found_by="gempah"), "no search for gempah has found .* did you mean gempa?"),
        (Selection(provinces=["Papua"]), "no outlet of Papua; it has outlets of Maluku"),
        (Selection(where="palce = 'Medan'"), "no such column: palce"),
        (Selection(where="1; DROP TABLE articles"), "can't be understood"),
        (Selection(where="1) UNION SELECT (1"), "can't be understood"),
        (Selection(where="id = :id"), "can't be understood"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_written(database, selection, said):
    with pytest.raises(UsageProblem, match=said):
        check(database, selection)


def test_a_day_is_found_by_index_and_nothing_but_ids_is_sorted(database):
    sql = Selection(sites=["kompas"], since=date(2025, 6, 1)).sql(["id", "body"])
    plan = " ".join(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "articles_site_day" in plan and "TEMP B-TREE" not in plan


# Parquet


@pytest.fixture
def table(database, tmp_path):
    """The articles as pyarrow reads them from the folder."""
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: pip install 'pyarrow>=16'")
    from pyarrow import dataset

    columns = article_columns(database)
    folder = tmp_path / "news.parquet"
    assert write_parquet(database, Selection(), columns, folder, lambda rows: None) == 3
    return dataset.dataset(folder, partitioning="hive")


def test_parquet_lies_in_a_folder_for_each_site_and_month(table, tmp_path):
    found = [file.relative_to(tmp_path / "news.parquet") for file in tmp_path.rglob("*.parquet")]
    assert sorted(str(file) for file in found if file.suffix and len(file.parts) == 3) == [
        "site=kompas/month=2025-06/articles.parquet",
        "site=tempo/month=2025-07/articles.parquet",
    ]


def test_parquet_is_typed(table):
    first, second, third = sorted(table.to_table().to_pylist(), key=lambda row: row["id"])
    assert first["published_at"] == datetime(2025, 6, 18, 5, 1, tzinfo=UTC)
    assert first["published_wib"] == datetime(2025, 6, 18, 12, 1)
    assert first["published_day"] == date(2025, 6, 18)
    assert first["authors"] == ["Siti Contoh", "Budi; Contoh"]
    assert (second["is_free"], third["is_free"]) == (False, None)
    assert second["headline"] == FORMULA
    assert (third["site"], third["month"]) == ("tempo", "2025-07")
    assert table.schema.field("word_count").metadata == {b"description": b"Words in body"}


def test_every_column_with_a_format_of_its_own_is_typed(database):
    kinds = {column.name: column.kind for column in article_columns(database)}
    sql = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'articles'").fetchone()[0]
    assert {name for name, kind in kinds.items() if kind == "list"} == {
        name for name in kinds if f"json_valid({name})" in sql
    }
    assert {name for name, kind in kinds.items() if kind == "truth"} == {
        name for name in kinds if f"{name} IN (0, 1)" in sql
    }
    assert {name for name in kinds if name.endswith("_at")} == {
        name for name, kind in kinds.items() if kind == "instant"
    }


# Another format


def write_titles(database, selection, columns, file, advance):
    """A format of one headline a line."""
    rows = database.execute(selection.sql(["headline"])).fetchall()
    file.write("".join(f"{headline}\n" for (headline,) in map(tuple, rows)).encode())
    return len(rows)


def test_another_format_is_a_writer_and_a_row_of_the_table(monkeypatch, path, tmp_path):
    titles = Format((".titles",), False, write_titles, "the headlines, one a line")
    monkeypatch.setitem(FORMATS, "titles", titles)
    for command, name, arguments in (
        (export, tmp_path / "news.titles", []),
        (snapshot, tmp_path / "frozen", ["--format", "titles"]),
    ):
        called = command.Command()
        called.settings = get_project_settings()
        called.settings.set("DATABASE", str(path))
        parser = argparse.ArgumentParser(conflict_handler="resolve")
        called.add_options(parser)
        called.execute([str(name)], parser.parse_args(arguments))
    assert "Judul contoh nomor 1" in (tmp_path / "news.titles").read_text().splitlines()
    frozen = tmp_path / "frozen"
    assert (frozen / "articles.titles").read_text() == (tmp_path / "news.titles").read_text()
    assert "`articles.titles`: the headlines, one a line." in (frozen / "README.md").read_text()


# The command


def test_the_command_writes_the_format_that_the_ending_names(path, tmp_path):
    target = tmp_path / "news.jsonl"
    result = call(target, "--no-body", "--site", "kompas", database=path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "2 articles" in result.stderr
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert [line["site"] for line in lines] == ["kompas", "kompas"]
    assert "body" not in lines[0]
    assert [file.name for file in tmp_path.iterdir()] == ["news.jsonl"]


def test_the_command_takes_a_province_in_any_letters(path):
    told = call("-", "--province", "maluku", database=path)
    assert told.returncode == 0, told.stderr
    assert len(list(csv.DictReader(io.StringIO(told.stdout)))) == 1


def test_the_command_writes_csv_to_standard_output(path):
    result = call("-", "--bom", "--where", "id = 1", database=path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("\ufeffid,site,")
    assert "Judul contoh nomor 1" in result.stdout


def test_the_command_replaces_nothing_unasked(path, tmp_path):
    target = tmp_path / "news.csv"
    target.write_text("before")
    result = call(target, database=path)
    assert result.returncode == 2
    assert result.stderr.strip() == (
        f"scrapy export: {target} exists already; add --overwrite to replace it"
    )
    assert target.read_text() == "before"
