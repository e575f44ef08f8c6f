"""Workbooks: texts stay texts, dates are typed, what is cut is told; and what columns mean."""

import io
from contextlib import closing
from datetime import datetime

import pytest

from analysis.export import xlsx
from analysis.export.described import described_file
from analysis.export.formats import FORMATS, endings
from analysis.export.results import COUNTS, FOUND, TOPIC, Results, write_results
from analysis.export.selection import ExportedColumn, Selection, article_columns
from analysis.export.xlsx import MOST_UNITS, write_xlsx
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from pipelines.database.schema import describe
from pipelines.store import save
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy

openpyxl = pytest.importorskip("openpyxl", reason="reads workbooks: pip install openpyxl")

TEXTS = [
    "=1+1",
    '=HYPERLINK("https://contoh.example")',
    "+62 811",
    "-5",
    "@SUM(A1)",
    "https://contoh.example/berita",
    "mailto:contoh@contoh.example",
    "internal:Sheet2!A1",
    "0811",
    "1e5",
    "TRUE",
    "2025-06-18",
    " blanks at both ends ",
    "line\nbreak",
    "<b>a & b</b>",
    "Erdoğan “contoh” 😀",
    "",
]


def opened(write, *arguments):
    """What openpyxl reads of what a writer wrote."""
    file = io.BytesIO()
    write(*arguments, file, lambda rows: None)
    return openpyxl.load_workbook(file)


def of_texts(texts):
    """The cells of a column of texts, and the cells that say what was cut."""
    file = io.BytesIO()
    columns = [ExportedColumn("text", "TEXT", "text", "Contoh")]
    write_results(Results(columns, [(text,) for text in texts]), "xlsx", file)
    sheet = openpyxl.load_workbook(file)["results"]
    return list(sheet.iter_rows(min_row=2))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A database with three sample articles."""
    file = new_database(tmp_path_factory.mktemp("xlsx") / "news.db")
    with closing(connect(file)) as database:
        save(
            database,
            [
                sample(1, site="kompas", authors=["Siti Contoh", "Budi; Contoh"], is_free=False),
                sample(2, site="kompas", body="😀" * 20_000, headline="=1+1"),
                sample(3, site="tempo"),
            ],
        )
    return file


@pytest.fixture(scope="module")
def book(path):
    """Its export, as openpyxl reads it."""
    with closing(open_for_reading(path)) as database:
        return opened(write_xlsx, database, Selection(), article_columns(database))


def test_every_text_is_a_text_and_no_link():
    for (cell, _), text in zip(of_texts(TEXTS), TEXTS, strict=True):
        assert (cell.value or "", cell.hyperlink) == (text, None)
        assert cell.data_type == "s" if text else True, text


def test_control_characters_and_markup_spoil_no_workbook():
    texts = ["a\x01b\x1f\r", "_x0001_", "<r>a</r>", "\ufffe\uffff", "<r><t>x</t></r>"]
    cells = [cell.value for cell, _ in of_texts(texts)]
    unescape = openpyxl.utils.escape.unescape
    assert [unescape(text).rstrip(" ") for text in cells[:3]] == ["a\x01b\x1f\r", *texts[1:3]]
    assert cells[4].rstrip(" ") == texts[4]


def test_a_text_longer_than_a_cell_is_cut_and_told():
    rows = of_texts(["a" * MOST_UNITS, "a" * (MOST_UNITS + 1), "😀" * MOST_UNITS, "b"])
    assert [len(cell.value.encode("utf-16-le")) // 2 for cell, _ in rows] == [
        MOST_UNITS,
        MOST_UNITS,
        MOST_UNITS - 1,
        1,
    ]
    assert [cut.value for _, cut in rows] == [None, "text", "text", None]


def test_articles_are_typed_and_explained(book, path):
    names, *rows = book["articles"].iter_rows()
    names = [cell.value for cell in names]
    first, second, _ = (dict(zip(names, row, strict=True)) for row in rows)
    assert first["published_at"].value == datetime(2025, 6, 18, 5, 1)
    assert first["published_wib"].value == datetime(2025, 6, 18, 12, 1)
    assert first["published_day"].value == datetime(2025, 6, 18)
    assert first["published_day"].number_format == "yyyy-mm-dd"
    assert first["authors"].value == '["Siti Contoh", "Budi; Contoh"]'
    assert (first["is_free"].value, second["is_free"].value) == (False, None)
    assert (first["id"].value, first["kicker"].value) == (1, None)
    assert (second["headline"].value, second["headline"].data_type) == ("=1+1", "s")
    assert (first["cut"].value, second["cut"].value) == (None, "body")
    explained = {row[0].value: [cell.value for cell in row[1:]] for row in book["columns"]}
    assert [*explained] == ["column", *names]
    assert all(meaning for _, meaning in explained.values())
    assert explained["published_at"][0] == "date and time in UTC (a cell knows no zone)"


def test_days_that_excel_does_not_know_stay_text():
    columns = [ExportedColumn("day", "TEXT", "day"), ExportedColumn("at", "TEXT", "instant")]
    file = io.BytesIO()
    row = ("1899-12-31", "2025-06-18T07:05:00+07:00")
    write_results(Results(columns, [row]), "xlsx", file)
    day, at, _ = next(openpyxl.load_workbook(file)["results"].iter_rows(min_row=2))
    assert (day.value, at.value) == ("1899-12-31", datetime(2025, 6, 18, 0, 5))


def test_more_rows_than_a_sheet_holds_are_refused(path, monkeypatch, tmp_path):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with closing(open_for_reading(path)) as database:
        with pytest.raises(UsageProblem, match="holds 2 rows, and these are 3"):
            opened(write_xlsx, database, Selection(), article_columns(database))
        kept = opened(write_xlsx, database, Selection(sites=["kompas"]), article_columns(database))
        assert kept["articles"].max_row == 3


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(UsageProblem, match="pip install 'xlsxwriter"):
        of_texts(["a"])


# What a file's columns mean


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_of_each_format_is_described(path, tmp_path, format):
    target = tmp_path / f"news{FORMATS[format].endings[0]}"
    done = scrapy("export", str(target), "-s", f"DATABASE={path}")
    assert done.returncode == 0, done.stderr
    table = described_file(target, describe())
    with closing(open_for_reading(path)) as database:
        expected = {column.name: column.meaning for column in article_columns(database)}
    said = {column.name: column.meaning for column in table.columns}
    assert table.meaning == "Articles written by scrapy export."
    assert {name: said[name] for name in expected} == expected
    assert set(said) - set(expected) <= {"cut", "month"}


@pytest.mark.parametrize("ending", endings())
@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (FOUND, "What scrapy search found."),
        ((ExportedColumn("day", "TEXT", "day"), *COUNTS), "Counts of what scrapy search found."),
        (TOPIC, "What came of each site that scrapy topic asked."),
    ],
)
def test_results_are_described(tmp_path, columns, told, ending):
    target, format = tmp_path / f"hits{ending}", ending[1:].replace("ndjson", "jsonl")
    with target.open("wb") as file:
        write_results(Results(columns, [(None,) * len(columns)]), format, file)
    table = described_file(target, describe())
    assert table.meaning == told
    assert all(column.meaning for column in table.columns)


def test_any_table_of_the_database_is_known_by_its_columns(tmp_path):
    file = tmp_path / "runs.csv"
    runs = next(table for table in describe() if table.name == "runs")
    file.write_text(",".join(column.name for column in runs.columns) + ",other\r\n")
    *known, other = described_file(file, describe()).columns
    assert [column.meaning for column in known] == [column.meaning for column in runs.columns]
    assert other.meaning == "No column of this table in the database: what wrote the file knows"


def test_a_workbook_that_was_saved_again_is_read(tmp_path, book):
    book.save(tmp_path / "again.xlsx")
    table = described_file(tmp_path / "again.xlsx", describe())
    assert next(column.meaning for column in table.columns if column.name == "headline")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "x,y\r\n", "no column that Warta writes; its columns are x, y"),
        ("b.csv", "", "its columns are nothing at all"),
        ("c.jsonl", "[1]\n", "can't be read as jsonl: a line is no JSON object"),
        ("d.jsonl", "{\n", "can't be read as jsonl"),
        ("e.parquet", "PAR1", "can't be read as parquet"),
        ("f.xlsx", "PK", "can't be read as xlsx"),
        ("g.txt", "id", "ends in none of .csv"),
        ("h.csv", "\xff\xfe", "can't be read as csv"),
    ],
)
def test_what_is_no_export_is_told_in_a_sentence(tmp_path, name, text, said):
    (tmp_path / name).write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageProblem, match=said):
        described_file(tmp_path / name, describe())
    with pytest.raises(UsageProblem, match="there is no file"):
        described_file(tmp_path / f"none-{name}", describe())


def test_folders_called_like_a_file_are_looked_into(path, tmp_path):
    scrapy("export", str(tmp_path / "news.parquet"), "-s", f"DATABASE={path}", check=True)
    done = scrapy("describe", str(tmp_path), "--format", "markdown", check=True)
    assert "| `word_count` | INTEGER |" in done.stdout
    assert "there is no table ;" in scrapy("describe", "").stderr


def test_the_command_explains_a_file(path, tmp_path):
    target = tmp_path / "news.csv"
    scrapy("export", str(target), "-s", f"DATABASE={path}")
    done = scrapy("describe", str(target), "--format", "markdown")
    assert "## File `news.csv`" in done.stdout and "| `word_count` | INTEGER |" in done.stdout
