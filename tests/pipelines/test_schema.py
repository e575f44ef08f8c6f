"""The database file: what it holds, how it explains itself, how it is made and refused."""

import re
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from analysis.browse import as_metadata
from crawler.commands.research.describe import as_page, chosen
from crawler.database import connect, run_statements
from crawler.errors import DatabaseProblem, UsageProblem
from crawler.items import REJECT_REASONS
from crawler.runs.verdict import EXIT_CODES
from crawler.topics.found_by import HELD
from pipelines.database import schema
from pipelines.database.articles import ADDED
from pipelines.database.migrations import MigrationList
from pipelines.database.schema import describe, migrate
from pipelines.store import save
from tests.support.checkout import ROOT
from tests.support.sample_articles import new_database, sample
from tests.support.warm import begun

PROMISED = {
    "articles authors article_authors tags article_tags revisions aliases date_mentions runs "
    "listings rejects reject_reasons doubts sites frontier site_health places "
    "places_by_province": "table",
    "coverage_daily articles_daily fields_by_site headline_changes datelines_by_place "
    "doubts_by_site provinces_daily article_places places_daily "
    "articles_by_hour": "view",
    "articles_fts": "search",
}

INSERT = (
    "INSERT INTO articles (site, url, headline, lead, body, published_at, published_local, "
    "published_wib, published_day, published_precision, word_count, content_hash, version_seen_at, "
    "first_seen_at, last_seen_at) VALUES ('contoh', ?, ?, ?, ?, '2025-06-18T05:00:00Z', "
    "'2025-06-18T12:00:00+07:00', '2025-06-18 12:00:00', '2025-06-18', 'minute', 3, 'x', "
    "'2025-06-18T05:00:00Z', '2025-06-18T05:00:00Z', '2025-06-18T05:00:00Z')"
)


@pytest.fixture
def path(tmp_path) -> Path:
    """Where a database may be made."""
    return tmp_path / "news.db"


@pytest.fixture
def news(path):
    """A connection to a new database."""
    with closing(connect(new_database(path))) as connection:
        yield connection


def insert(connection: sqlite3.Connection, headline: str, lead: str = "", body: str = "x") -> int:
    """Write an article as any program would, with plain SQL."""
    with connection:
        values = (f"https://contoh.example/{headline}", headline, lead, body)
        return connection.execute(INSERT, values).lastrowid


def found(connection: sqlite3.Connection, query: str) -> list[int]:
    """Ids of the articles a search finds."""
    rows = connection.execute(
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid", (query,)
    )
    return [number for (number,) in rows]


def plan(connection: sqlite3.Connection, query: str) -> str:
    """How SQLite would answer a query."""
    return "; ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))


# What is in it


@pytest.mark.parametrize(("names", "kind"), PROMISED.items())
def test_holds_every_table_and_view_that_is_promised(names, kind):
    made = {table.name for table in describe() if table.kind == kind}
    assert set(names.split()) <= made


def test_every_table_and_every_column_says_what_it_means():
    silent = [table.name for table in describe() if not table.meaning]
    silent += [
        f"{table.name}.{column.name}"
        for table in describe()
        for column in table.columns
        if not column.meaning
    ]
    assert not silent, (
        "write a /* comment */ before the comma in pipelines/database/, or a meaning in items.py"
    )
    assert all(table.columns for table in describe())


def test_the_columns_of_a_run_name_every_verdict_it_can_end_with():
    """All but that of a run which is not begun, for another is going on."""
    (runs,) = (table for table in describe() if table.name == "runs")
    said = {column.name: column.meaning for column in runs.columns}
    ends = EXIT_CODES.keys() - {"overlapping"}
    assert ends == set(re.findall(r"[a-z]+", said["verdict"])) - {"or"}
    codes = {int(number) for number in re.findall(r"\d+", said["exit_code"])}
    assert codes == {EXIT_CODES[word] for word in ends}


def test_a_column_without_a_meaning_is_noticed(news):
    news.execute("CREATE TABLE silent (a TEXT /* said */, b TEXT)")
    (table,) = (each for each in schema.read_dictionary(news) if each.name == "silent")
    assert table.meaning == ""
    assert [column.meaning for column in table.columns] == ["said", ""]


def test_docs_page_is_what_describe_prints():
    page = (ROOT / "docs/data.md").read_text()
    assert page == as_page(describe()), "scrapy describe --format markdown > docs/data.md"


def test_describe_names_the_table_that_was_meant():
    with pytest.raises(UsageProblem, match="did you mean articles"):
        chosen(describe(), ["artikels"])
    assert [table.name for table in chosen(describe(), ["tags", "runs"])] == ["tags", "runs"]


def test_datasette_metadata_tells_of_every_column_datasette_shows(news):
    tables = as_metadata(describe(), "news")["databases"]["news"]["tables"]
    for name, table in tables.items():
        shown = [row[0] for row in news.execute(f"SELECT * FROM {name}").description]
        assert list(table["columns"]) == shown


def test_tables_are_strict_and_the_journal_is_a_wal(news):
    loose = news.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlite_migrations'"
    ).fetchall()
    assert not loose
    assert news.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert news.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        news.execute("INSERT INTO runs (site, started_at, stored) VALUES ('x', 'now', 'many')")


def test_reasons_for_rejects_are_explained_in_the_file_and_closed(news):
    assert dict(news.execute("SELECT reason, meaning FROM reject_reasons")) == REJECT_REASONS
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        news.execute(
            "INSERT INTO rejects (url, site, reason, seen_at) VALUES ('u', 's', 'bored', 'now')"
        )


@pytest.mark.parametrize(
    ("question", "index"),
    {
        "SELECT * FROM articles WHERE site = 'x' AND published_day > '2025-06-18'": "site_day",
        "SELECT * FROM articles WHERE published_day = '2025-06-18'": "articles_day",
        "SELECT * FROM fields_by_site": "articles_site_day",
        "SELECT * FROM articles ORDER BY published_at DESC LIMIT 20": "published_at",
        "SELECT * FROM articles WHERE dateline_place = 'Jakarta'": "articles_place",
        "SELECT section, count(*) FROM articles WHERE section IS NOT NULL GROUP BY section": (
            "COVERING INDEX articles_section"
        ),
        "SELECT * FROM articles WHERE url = 'https://x'": "articles_url",
        "SELECT article_id FROM article_authors WHERE author_id = 1": "article_authors_author",
        "SELECT article_id FROM article_tags WHERE tag_id = 1": "article_tags_tag",
        "SELECT * FROM authors WHERE site = 'x' AND name = 'y'": "sqlite_autoindex_authors",
        "SELECT * FROM tags WHERE name = 'y'": "sqlite_autoindex_tags",
        "SELECT * FROM revisions WHERE article_id = 1": "revisions_article",
        "SELECT * FROM rejects WHERE run_id = 1": "rejects_run",
        "SELECT url FROM frontier WHERE site = 'x' AND due_at <= 'z' ORDER BY due_at": "due",
        "SELECT * FROM articles_daily WHERE site = 'x'": "COVERING INDEX articles_site_day",
        "SELECT * FROM datelines_by_place": "COVERING INDEX articles_place",
        "SELECT site, count(*) FROM articles, json_each(found_by) WHERE found_by IS NOT NULL "
        "AND value = 'banjir' GROUP BY site": "COVERING INDEX articles_found_by",
        "SELECT site, day, discovered, searched FROM coverage_daily WHERE site = 'x'": (
            "COVERING INDEX frontier_day"
        ),
    }.items(),
)
def test_what_analysts_ask_is_answered_from_an_index(news, question, index):
    assert index in plan(news, question)


def test_words_are_looked_for_once_and_not_for_each_article(news):
    asked = {"words": '"banjir"', "site": "x", "since": None, "until": None}
    steps = [row[3] for row in news.execute(f"EXPLAIN QUERY PLAN {HELD}", asked)]
    assert any(step.startswith("LIST SUBQUERY") for step in steps), steps
    assert not [step for step in steps if "INDEX 0:=" in step], steps  # by rowid: one by one


def test_deleting_an_article_leaves_nothing_of_it_behind(news):
    save(
        news, [sample(1, authors=["Rina"], tags=["Pasar"], aliases=["https://m.contoh.example/1"])]
    )
    with news:
        news.execute("DELETE FROM articles")
    for table in ("article_authors", "article_tags", "aliases", "date_mentions", "revisions"):
        assert news.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert news.execute("SELECT article_id FROM frontier").fetchone() == (None,)
    assert found(news, "pasar") == []


# Search


def test_search_finds_rows_written_changed_and_deleted_by_anybody(news):
    first = insert(news, "Gempa di Cianjur", "Ringkasan contoh", "Isi contoh tentang bantuan")
    second = insert(news, "Banjir di Demak")
    assert found(news, "gempa") == [first]
    assert found(news, "ringkasan") == found(news, "bantuan") == [first]
    with news:
        news.execute("UPDATE articles SET headline = 'Longsor di Cianjur' WHERE id = ?", (first,))
        news.execute("UPDATE articles SET last_seen_at = '2026' WHERE id = ?", (second,))
    assert found(news, "gempa") == []
    assert found(news, "longsor") == [first]
    with news:
        news.execute("DELETE FROM articles WHERE id = ?", (first,))
    assert found(news, "longsor OR bantuan") == []
    assert found(news, "banjir") == [second]
    news.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


@pytest.mark.parametrize(
    "query", ["Erdogan", "Erdoğan", "ERDOĞAN", "erdoga*", '"presiden erdogan"']
)
def test_search_minds_neither_accents_nor_case(news, query):
    number = insert(news, "Presiden Erdoğan berkunjung (contoh)")
    assert found(news, query) == [number]


def test_sqlite_utils_and_datasette_find_the_search_index(news):
    insert(news, "Gempa di Cianjur")
    table = Database(news)["articles"]
    assert table.detect_fts() == "articles_fts"
    assert [row["headline"] for row in table.search("gempa")] == ["Gempa di Cianjur"]


def with_one_more(monkeypatch, change) -> None:
    """Add a migration to the real ones, for one test."""
    longer = MigrationList("warta")
    for name, step in schema.migrations.steps.items():
        longer(name=name)(step)
    longer(name="one_more")(change)
    monkeypatch.setattr(schema, "migrations", longer)


MIGRATIONS = list(schema.migrations.steps)


@pytest.mark.parametrize("last", MIGRATIONS)
def test_search_works_after_every_migration(monkeypatch, path, last):
    """What is computed of columns needs them; test_columns.py opens files without."""
    older = MigrationList("warta")
    columns = {f"articles_{name}" for name in ADDED}
    for place, (name, step) in enumerate(schema.migrations.steps.items()):
        if place <= MIGRATIONS.index(last) or name in columns:
            older(name=name)(step)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", older)
        migrate(path)
    with closing(connect(path)) as before:
        insert(before, "Berita lama contoh")
    migrate(path)
    with closing(connect(path)) as after:
        insert(after, "Berita baru contoh")
        assert len(found(after, "contoh")) == 2
        assert len(found(after, "baru")) == 1


def test_search_survives_a_migration_that_rebuilds_the_table(monkeypatch, path):
    """sqlite-utils' transform() drops triggers without a word, and knows no computed columns."""
    migrate(path)
    with closing(connect(path)) as before:
        save(before, [sample(1, headline="Sebelum perubahan (contoh)", tags=["Pasar"])])

    def rebuild(db: Database) -> None:
        schema.take_filled_away(db)
        db["articles"].transform(types={"is_free": str})
        db.execute("UPDATE articles SET body = 'Teks yang ditulis oleh migrasi (contoh)'")
        assert not db["articles"].triggers

    with_one_more(monkeypatch, rebuild)
    migrate(path)
    with closing(connect(path)) as after:
        insert(after, "Sesudah perubahan (contoh)")
        assert len(found(after, "perubahan")) == 2
        assert len(found(after, "migrasi")) == 1
        assert after.execute("SELECT count(*) FROM article_tags").fetchone() == (1,)
        assert after.execute("SELECT sum(articles) FROM fields_by_site").fetchone() == (2,)
        assert "COVERING INDEX articles_site_day" in plan(after, "SELECT * FROM articles_daily")
        with after:
            after.execute("DELETE FROM articles")
        assert found(after, "perubahan") == []


def test_sites_of_older_files_have_their_runs_and_views_count_them_all_the_same(monkeypatch, path):
    older = MigrationList("warta")
    for name, step in schema.migrations.steps.items():
        if name == "what_sites_are_and_where":
            break
        older(name=name)(step)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", older)
        patch.setattr(schema, "make_views", lambda db: None)
        migrate(path)
    with closing(connect(path)) as before, before:
        before.execute(
            "INSERT INTO runs (site, started_at) VALUES ('lama', '2025-06-18T05:00:00Z')"
        )
        before.execute(
            "INSERT INTO runs (site, started_at) VALUES ('lama', '2025-06-19T05:00:00Z')"
        )
    migrate(path)
    with closing(connect(path)) as after:
        save(after, [sample(1)])
        (row,) = after.execute("SELECT site, outlet, first_run_at, last_run_at FROM sites")
        assert tuple(row) == ("lama", None, "2025-06-18T05:00:00Z", "2025-06-19T05:00:00Z")
        (row,) = after.execute("SELECT articles, outlet FROM articles_daily")
        assert tuple(row) == (1, None)


def test_what_an_older_version_refused_for_ever_is_asked_again(monkeypatch, path):
    older = MigrationList("warta")
    for name, step in schema.migrations.steps.items():
        if name != "what_was_refused_for_ever":
            older(name=name)(step)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", older)
        migrate(path)
    rows = [
        ("robots", None, None),
        ("network", "2025-06-19T00:00:00Z", None),
        ("off-site", None, 1),
    ]
    with closing(connect(path)) as before, before:
        save(before, [sample(1)])
        before.executemany(
            "INSERT INTO frontier (url, site, discovered_at, last_fetched_at, fetches, outcome, "
            "due_at, article_id) VALUES (?1, 'contoh', '2025-06-01', '2025-06-02T00:00:00Z', 1, "
            "'rejected:' || ?1, ?2, ?3)",
            rows,
        )
    migrate(path)
    with closing(connect(path)) as after:
        found = after.execute("SELECT url, due_at FROM frontier WHERE outcome LIKE 'rejected%'")
        assert dict(found) == {
            "robots": "2025-06-09T00:00:00Z",
            "network": "2025-06-19T00:00:00Z",
            "off-site": None,
        }


# How it is made, kept and refused


def test_migrating_again_changes_nothing(path):
    migrate(path)
    with closing(connect(path)) as connection:
        insert(connection, "Berita contoh")
    before = path.read_bytes()
    migrate(path)
    assert path.read_bytes() == before


def test_processes_that_start_at_once_make_one_database(path):
    code = (
        "import sys, time; from pipelines.database.schema import migrate; "
        "time.sleep(max(0, float(sys.argv[1]) - time.time())); migrate(sys.argv[2])"
    )
    at_once = time.time() + 0.5
    processes = [begun(["python", "-c", code, at_once, path]) for _ in range(6)]
    assert [process.communicate() for process in processes] == [("", "")] * 6
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (
            len(MIGRATIONS),
        )
        insert(connection, "Berita contoh")


def test_another_programs_database_is_refused_and_left_as_it_is(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE articles (title TEXT)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="not one of Warta's"):
        migrate(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["news.db"]


def test_a_database_of_a_newer_warta_is_refused_and_left_as_it_is(monkeypatch, path):
    with monkeypatch.context() as patch:
        with_one_more(patch, lambda db: db.execute("CREATE TABLE tomorrow (a TEXT) STRICT"))
        migrate(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match=r"newer Warta \(it has one_more\)"):
        migrate(path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(monkeypatch, path):
    migrate(path)

    def fail(db: Database) -> None:
        db.execute("CREATE TABLE half (a TEXT) STRICT")
        db.execute("INSERT INTO nowhere VALUES (1)")

    with monkeypatch.context() as patch:
        with_one_more(patch, fail)
        with pytest.raises(DatabaseProblem, match="can't be brought up to date: no such table"):
            migrate(path)
    with closing(connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert "half" not in tables
    migrate(path)


def test_a_migration_that_tears_references_apart_is_taken_back(monkeypatch, path):
    migrate(path)
    with closing(connect(path)) as connection:
        save(connection, [sample(1, authors=["Rina"])])
    with monkeypatch.context() as patch:
        with_one_more(patch, lambda db: db.execute("DELETE FROM authors"))
        with pytest.raises(DatabaseProblem, match="rows of article_authors without their authors"):
            migrate(path)
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM authors").fetchone() == (1,)


@pytest.mark.parametrize("kind", ["text", "folder", "no folder", "cut short"])
def test_what_can_be_no_database_is_refused_with_a_sentence(tmp_path, kind):
    path = tmp_path / "news.db"
    if kind == "text":
        path.write_text("Ini contoh, bukan basis data.\n" * 10)
    elif kind == "folder":
        path.mkdir()
    elif kind == "no folder":
        path = tmp_path / "missing" / "news.db"
    else:
        migrate(tmp_path / "whole.db")
        shutil.copy(tmp_path / "whole.db", path)
        path.write_bytes(path.read_bytes()[:5000])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DatabaseProblem) as refusal:
        migrate(path)
    assert str(path) in str(refusal.value) or str(path.parent) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_sqlite_too_old_is_said_before_anything_is_made(monkeypatch, path):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    with pytest.raises(DatabaseProblem, match=r"needs 3\.37 or newer"):
        migrate(path)
    assert not path.exists()


def test_the_file_says_whose_it_is(path):
    migrate(path)
    assert path.read_bytes()[68:72] == b"WART"


STATEMENTS = """
CREATE TABLE contoh (isi TEXT /* What it says; in words */);
CREATE TABLE jejak (isi TEXT);
CREATE TRIGGER contoh_baru AFTER INSERT ON contoh BEGIN
    INSERT INTO jejak VALUES (new.isi || ';');
    INSERT INTO jejak VALUES ('x;
y');
END;
INSERT INTO contoh VALUES ('padi');
"""


def test_statements_run_one_by_one_inside_the_transaction_that_is_open(news):
    before = news.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    news.execute("BEGIN")
    run_statements(news, STATEMENTS)
    assert [isi for (isi,) in news.execute("SELECT isi FROM jejak")] == ["padi;", "x;\ny"]
    news.execute("ROLLBACK")
    assert news.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == before


def test_a_statement_without_its_end_is_an_error_and_not_left_out(news):
    with pytest.raises(ValueError, match="CREATE TABLE contoh"):
        run_statements(news, "CREATE TABLE contoh (isi TEXT)")
