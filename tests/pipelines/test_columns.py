"""What is declared of an article's fields is what the file has, and a file made before gets it."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import pytest

from crawler.database import connect, run_statements
from crawler.items import FILL_RATES, KEPT, REJECT_REASONS, Article, Column, Elsewhere
from pipelines.database.articles import ADDED, COLUMNS, KEPT_WHOLE, NOTED
from pipelines.database.schema import describe, migrate
from pipelines.store import save
from tests.support.sample_articles import new_database, sample

FIRST_VERSION = Path(__file__).with_name("warta-0.1.sql").read_text(encoding="utf-8")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
"""``/* Headline as printed */``."""
EXAMPLES = {"number": 7, "truth": True, "list": ["Contoh satu", 'Contoh "dua"']}


@pytest.fixture
def path(tmp_path) -> Path:
    """A new database."""
    return new_database(tmp_path / "news.db")


@pytest.fixture
def old(tmp_path) -> Path:
    """A database as Warta 0.1 made it, empty."""
    path = tmp_path / "old.db"
    with closing(connect(path)) as connection:
        run_statements(connection, FIRST_VERSION)
        reasons = REJECT_REASONS.items()
        connection.executemany("INSERT INTO reject_reasons VALUES (?, ?)", reasons)
        connection.commit()
    return path


def table(path: Path, name: str) -> list[str]:
    """The columns of a table in their order, computed ones included."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM pragma_table_xinfo(?) ORDER BY cid", (name,))
        return [column for (column,) in rows]


def schema(path: Path) -> dict[str, str]:
    """The SQL of everything in a file, without comments and whatever its lines."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        made = [(name, sql) for name, sql in rows if "_sqlite_migrations" not in name]
    return {name: "".join(COMMENT.sub("", sql).split()) for name, sql in made}


def test_every_field_of_an_article_says_how_it_is_kept():
    assert list(KEPT) == [field.name for field in fields(Article)]
    assert all(isinstance(kept, Column | Elsewhere) for kept in KEPT.values())


def test_every_column_is_declared_and_every_declared_column_is_there(path):
    declared = [name for name, kept in KEPT.items() if isinstance(kept, Column)]
    assert set(COLUMNS) == {*declared, *NOTED}
    assert not {*declared} & {*NOTED}, "declared twice"
    assert table(path, "articles") == [*COLUMNS, "filled"]


def test_the_dictionary_says_what_is_declared():
    (articles,) = (table for table in describe() if table.name == "articles")
    meanings = {column.name: column.meaning for column in articles.columns}
    assert {name: column.meaning for name, column in COLUMNS.items()} == {
        name: meaning for name, meaning in meanings.items() if name != "filled"
    }


def example(name: str, column: Column) -> object:
    """A value that a column can hold and no other column does, where its type allows it."""
    of_its_own = {
        "doubt": "teaser-only",
        "kind": "gallery",
        "published_precision": "minute",
        "published_local": "2025-06-18T12:01:00+07:00",
    }
    if column.kind == "instant":
        return "2025-06-18T05:01:00Z"
    return of_its_own.get(name, EXAMPLES.get(column.kind, f"Contoh {name}"))


def test_every_field_with_a_column_is_stored_in_it(path):
    declared = {name: kept for name, kept in KEPT.items() if isinstance(kept, Column)}
    values = {name: example(name, column) for name, column in declared.items()}
    article = Article(**values, fetched_at=datetime.fromisoformat("2025-06-19T00:00:00Z"))
    with closing(connect(path)) as connection:
        assert save(connection, [article]) == ["stored"]
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM articles").fetchone())
        rates = dict(connection.execute("SELECT * FROM fields_by_site").fetchone())
    written = {
        name: json.loads(row[name]) if column.kind == "list" else row[name]
        for name, column in declared.items()
    }
    assert written == values
    assert {name: rates[name] for name in FILL_RATES} == dict.fromkeys(FILL_RATES, 1.0)


def test_every_change_of_a_field_that_is_told_makes_a_revision(path):
    """An edit of the text that changes every other field with it names them all."""
    told = [name for name, column in COLUMNS.items() if column.origin == "page" and column.told]
    settled = [name for name in told if name.startswith("published_")]
    changed = {name: example(name, COLUMNS[name]) for name in told if name not in settled}
    later = datetime.fromisoformat("2025-06-20T00:00:00Z")
    with closing(connect(path)) as connection:
        save(connection, [sample(1)])
        outcomes = save(connection, [sample(1, **changed, fetched_at=later)])
        assert outcomes == ["revised"]
        row = connection.execute("SELECT fields, other FROM revisions").fetchone()
    assert set(json.loads(row[0])) == {*changed}
    assert {*json.loads(row[1])} == {*changed} - {*KEPT_WHOLE}


def test_what_a_verdict_counts_is_what_a_reader_of_the_page_would_call_a_field():
    assert {"authors", "kicker", "dateline_place", "is_free", "image_caption"} <= {*FILL_RATES}
    columns = [COLUMNS[name] for name in FILL_RATES]
    assert {column.origin for column in columns} <= {"page", "identity"}
    assert not any(column.required for column in columns)


def test_revisions_have_a_column_for_what_they_keep_whole(path):
    revisions = set(table(path, "revisions"))
    assert {*KEPT_WHOLE} == revisions & {
        name for name, column in COLUMNS.items() if column.origin == "page"
    }
    assert not {*KEPT_WHOLE} & {*ADDED}, "revisions made before have no value of it"


def test_a_column_declared_later_may_be_empty():
    must = [
        name
        for name in ADDED
        if COLUMNS[name].required and "DEFAULT" not in COLUMNS[name].constraint
    ]
    assert not must, "the articles of files made before have nothing in it"


def test_a_file_of_the_first_version_becomes_like_a_new_one(path, old):
    migrate(old)
    assert table(old, "articles") == table(path, "articles")
    assert schema(old) == schema(path)
    with closing(connect(old)) as connection:
        assert save(connection, [sample(1, kicker="Contoh")]) == ["stored"]
        (share,) = connection.execute("SELECT kicker FROM fields_by_site").fetchone()
        assert share == 1.0
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
    before = old.read_bytes()
    migrate(old)
    assert old.read_bytes() == before
