"""``scrapy revisions``: what a false page did before it was noticed can be undone."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from crawler.parsers.dates import date_mentions
from crawler.parsers.page.text import word_count
from pipelines.rows.undoing import undo
from pipelines.store import save
from tests.support.sample_articles import NOON, new_database, sample
from tests.support.warm import scrapy

FALSE = "Contoh: situs sedang dipelihara."
TABLES = (
    *("articles", "revisions", "article_authors", "article_tags", "date_mentions"),
    *("aliases", "frontier"),
)
CHECK_SEARCH = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
LEFT_OUT = {"revisions": ("id",)}


@pytest.fixture
def path(tmp_path):
    """Three articles, and two runs that are ended."""
    path = new_database(tmp_path / "news.db")
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(
            "INSERT INTO runs (site, started_at, ended_at, verdict) VALUES ('contoh', ?, ?, 'ok')",
            [(f"2025-06-1{day}T00:00:00Z", f"2025-06-1{day}T00:01:00Z") for day in range(1, 5)],
        )
    store(path, 1, *(real(number) for number in (1, 2, 3)))
    return path


def real(number, hours=1, **facts):
    told = {
        "authors": [f"Siti {number}"],
        "tags": ["contoh", f"pasar {number}"],
        "body": f"Contoh: pasar nomor {number} dibuka pada 17 Juni 2025 oleh wali kota di Bandung.",
        "capture": f"a.warc.gz#{number}{hours}",
    }
    told = {**told, **facts}
    told["word_count"] = word_count(told["body"])
    told["date_mentions"] = date_mentions(told["body"], timezone="Asia/Jakarta")
    return sample(number, fetched_at=NOON + timedelta(hours=hours), **told)


def false(number, hours):
    facts = {"headline": "Pemeliharaan", "body": FALSE, "authors": [], "tags": []}
    return real(number, hours, **facts, published_conflict=False)


def store(path, run, *articles):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        outcomes = save(database, articles, run_id=run)
    return outcomes


def replace_without_judging(path, run, monkeypatch, *articles):
    """As versions before this one did: any text replaced any other."""
    with monkeypatch.context() as patched:
        patched.setattr("pipelines.rows.writer.doubted", lambda *told: None)
        return store(path, run, *articles)


def everything(path):
    """What the tables hold; ``last_seen_at`` apart, which a later look may move."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return {
            table: [
                {
                    name: row[name]
                    for name in row.keys()  # noqa: SIM118 a Row iterates over its values
                    if name not in (*LEFT_OUT.get(table, ()), "last_seen_at")
                }
                for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
            ]
            for table in TABLES
        }


def undone(path, run, **how):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.row_factory = sqlite3.Row
        return undo(database, run, **how)


def found(path, word):
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
        asked = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        return database.execute(asked, (word,)).fetchone()[0]


def test_what_a_run_replaced_is_put_back_whole(path, monkeypatch):
    before = everything(path)
    replace_without_judging(path, 2, monkeypatch, *(false(number, 2) for number in (1, 2, 3)))
    assert everything(path) != before
    assert found(path, "dipelihara") == 3
    told = undone(path, 2)
    assert (told.articles, told.versions, told.restored, told.merged) == (3, 3, 3, 0)
    after = everything(path)
    assert after["frontier"] and {**after, "frontier": 0} == {**before, "frontier": 0}
    assert (found(path, "dipelihara"), found(path, "Bandung")) == (0, 3)


def test_a_later_return_to_the_text_is_no_edit_any_more(path, monkeypatch):
    before = everything(path)["articles"]
    replace_without_judging(path, 2, monkeypatch, *(false(number, 2) for number in (1, 2, 3)))
    replace_without_judging(path, 3, monkeypatch, *(real(number, 3) for number in (1, 2, 3)))
    told = undone(path, 2)
    assert (told.versions, told.merged) == (3, 3)
    after = everything(path)
    assert after["revisions"] == []
    assert after["articles"] == before


def test_edits_before_and_after_stay(path, monkeypatch):
    text = real(1).body
    store(path, 2, real(1, 2, body=f"{text} Tambahan pertama."))
    replace_without_judging(path, 3, monkeypatch, false(1, 3))
    replace_without_judging(path, 4, monkeypatch, real(1, 4, body=f"{text} Tambahan kedua."))
    assert undone(path, 3).versions == 1
    (article,) = [each for each in everything(path)["articles"] if each["id"] == 1]
    assert (article["version"], article["body"]) == (3, f"{text} Tambahan kedua.")
    revisions = everything(path)["revisions"]
    assert [each["body"] for each in revisions] == [text, f"{text} Tambahan pertama."]
    assert [each["fields"] for each in revisions] == ['["body"]', '["body"]']
    assert revisions[1]["words_added"] == 1


def test_undoing_twice_does_nothing_more_and_a_dry_run_nothing_at_all(path, monkeypatch):
    replace_without_judging(path, 2, monkeypatch, false(1, 2))
    before = everything(path)
    assert undone(path, 2, dry_run=True).versions == 1
    assert everything(path) == before
    assert undone(path, 2).versions == 1
    after = everything(path)
    assert undone(path, 2).versions == 0
    assert everything(path) == after


def test_the_counts_of_the_run_equal_its_rows(path, monkeypatch):
    replace_without_judging(path, 2, monkeypatch, false(1, 2), false(2, 2))
    undone(path, 2)
    with closing(sqlite3.connect(path)) as database:
        run = database.execute(
            "SELECT revised, rejected, rejects FROM runs WHERE id = 2"
        ).fetchone()
        rows = database.execute("SELECT reason FROM rejects WHERE run_id = 2").fetchall()
    assert run == (0, 2, '{"taken-back":2}')
    assert rows == [("taken-back",), ("taken-back",)]


def test_what_newer_parsers_read_otherwise_stays(path):
    undone_before = everything(path)
    store(path, 2, real(1, 1, kicker="Contoh"))  # the same capture: a reparse
    read_anew = everything(path)
    assert read_anew != undone_before
    assert undone(path, 2).versions == 0
    assert everything(path) == read_anew


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--undo", "99"], "there is no run 99"),
        (["--undo", "dua"], "give a run's number"),
        (["--undo", "99999999999999999999999"], "give a run's number"),
        (["--dry-run"], "scrapy revisions --undo 12"),
        (["kompass"], "did you mean kompas?"),
    ],
)
def test_calls_that_cannot_be_meant_end_in_a_sentence(path, arguments, sentence):
    told = scrapy("revisions", *arguments, "-s", f"DATABASE={path}")
    assert told.returncode == 2
    assert sentence in told.stderr
    assert "Traceback" not in told.stderr


def test_the_command_lists_undoes_and_says_what_it_did(path, monkeypatch):
    replace_without_judging(path, 2, monkeypatch, *(false(number, 2) for number in (1, 2, 3)))
    database = ("-s", f"DATABASE={path}")
    listed = scrapy("revisions", *database).stdout.splitlines()
    assert listed[0].startswith("run\tsite\tstarted")
    assert listed[1].startswith("2\tcontoh\t2025-06-12T00:00:00Z\tok\t3\t3\t")
    dry = scrapy("revisions", "--undo", "2", "--dry-run", *database).stdout
    assert "3 versions of 3 articles would be taken back" in dry
    told = scrapy("revisions", "--undo", "2", *database)
    assert told.returncode == 0
    assert (
        "3 versions of 3 articles were taken back; 3 articles read as before run 2" in told.stdout
    )
    assert "replaced no version" in scrapy("revisions", "--undo", "2", *database).stdout
    assert "no run has replaced" in scrapy("revisions", "contoh", *database).stdout
