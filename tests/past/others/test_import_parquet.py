"""``scrapy import corpus.parquet``: a part of a data set back into a database."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pyarrow.dataset
import pytest

from analysis.export.parquet import update_parquet
from analysis.export.selection import article_columns
from crawler.database import connect, open_for_reading
from crawler.items import DateMention
from pipelines.store import save
from pipelines.takedown import find_target, take_out
from tests.support.sample_articles import NOON, new_database, sample
from tests.support.warm import scrapy

OWN = {"id", "run_id", "version"}
"""What a database numbers by itself."""
TABLES = ("article_authors", "article_tags", "date_mentions", "articles_fts")


def made(file, folder):
    """A data set of all that a database has."""
    with closing(open_for_reading(file)) as database:
        columns = article_columns(database)
        update_parquet(database, (), columns, folder, lambda rows: None)
    return folder


def imported(folder, into, *options):
    """``scrapy import`` into a database, which may be a new one."""
    return scrapy("import", str(folder), *options, "-s", f"DATABASE={into}")


def articles(file):
    """Every article by its address, without what a database numbers by itself."""
    with closing(open_for_reading(file)) as database:
        rows = database.execute("SELECT * FROM articles ORDER BY url").fetchall()
    return [{name: row[name] for name in row.keys() if name not in OWN} for row in rows]  # noqa: SIM118


def counts(file):
    """How many rows of each table."""
    with closing(sqlite3.connect(file)) as database:
        tables = ("articles", "revisions", "frontier", "aliases", *TABLES)
        return {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables
        }


def mentions(file):
    """The dates that texts name."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT raw, iso, position FROM date_mentions").fetchall()


def at(day):
    """Published at noon of a day, read an hour later."""
    noon = datetime.fromisoformat(f"{day}T12:00:00+07:00")
    return {
        "published_at": f"{noon.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "published_local": noon.isoformat(),
        "fetched_at": noon + timedelta(hours=1),
    }


@pytest.fixture
def file(tmp_path):
    """Articles of two sites: edited, gone, doubted, found by a search, seen for a week."""
    path = new_database(tmp_path / "news.db")
    full = {
        "authors": ["Siti Contoh"],
        "editors": ["Budi Contoh"],
        "tags": ["Pasar", "Medan"],
        "body": "Contoh: pasar dibuka pada 17 Juni 2025.\n\nContoh: selesai.",
        "is_free": True,
        "capture": "2025/06/kompas-1.warc.gz#123",
        "kind": "article",
        "date_mentions": [DateMention("17 Juni 2025", "2025-06-17", 26)],
        "doubt": "shorter-than-declared",
    }
    with closing(connect(path)) as database:
        save(database, [sample(1, site="kompas", publisher_id="1", **at("2025-06-18"), **full)])
        edited = {**at("2025-06-18"), "fetched_at": NOON + timedelta(days=2)}
        edited |= {"headline": "Judul sesudahnya (contoh)"}
        save(database, [sample(1, site="kompas", publisher_id="1", **{**full, **edited})])
        save(database, [sample(1, site="kompas", publisher_id="1", **{**full, **edited})])
        save(database, [sample(2, site="kompas", **at("2025-07-01"))])
        save(database, [sample(3, site="tempo", found_by=["gempa"], **at("2025-07-02"))])
        with database:
            database.execute("UPDATE articles SET gone_at = '2025-08-01T00:00:00Z' WHERE id = 2")
            database.execute("UPDATE articles SET last_seen_at = '2025-07-30T00:00:00Z'")
            database.execute("UPDATE articles SET parser_version = '0.0.1'")
            database.execute("UPDATE articles SET published_conflict = 1 WHERE id = 3")
    return path


def test_articles_come_back_with_all_that_was_known_of_them(file, tmp_path):
    back = tmp_path / "back.db"
    folder = made(file, tmp_path / "corpus.parquet")
    done = imported(folder, back)
    assert done.returncode == 0, done.stderr
    assert articles(back) == articles(file)
    was, now = counts(file), counts(back)
    assert {name: now[name] for name in TABLES} == {name: was[name] for name in TABLES}
    assert mentions(back) == mentions(file) == [("17 Juni 2025", "2025-06-17", 26)]
    assert now["revisions"] == 0, "earlier versions stay where they are"
    with closing(sqlite3.connect(back)) as database:
        runs = database.execute("SELECT site, origin, replay, stored, verdict FROM runs").fetchall()
        assert sorted(runs) == [
            ("kompas", "import", str(folder), 2, "ok"),
            ("tempo", "import", str(folder), 1, "ok"),
        ]
        (found,) = database.execute("SELECT rowid FROM articles_fts('sesudahnya')").fetchall()
        assert database.execute("SELECT due_at FROM frontier").fetchall() == [(None,)] * 3


def test_called_again_it_stores_nothing_twice(file, tmp_path):
    back, folder = tmp_path / "back.db", made(file, tmp_path / "corpus.parquet")
    imported(folder, back)
    before, kept = articles(back), counts(back)
    assert imported(folder, back).returncode == 0
    assert (articles(back), counts(back)) == (before, kept)
    again = made(back, tmp_path / "again.parquet")
    imported(again, file)
    assert articles(file) == before, "nor into the database it came from"


def test_a_part_comes_by_site_and_days(file, tmp_path):
    folder = made(file, tmp_path / "corpus.parquet")
    days = ["--since", "2025-06-18", "--until", "2025-07-01"]
    for options, expected in (
        (["--sites", "tempo"], [3]),
        (["--sites", "kompas", "--since", "2025-07-01"], [2]),
        (days, [1, 2]),
        (["--until", "2025-06-17"], []),
    ):
        back = tmp_path / "-".join(["part", *map(str, expected), ".db"])
        assert imported(folder, back, *options).returncode == 0
        urls = [article["url"] for article in articles(back)]
        assert urls == [f"https://www.contoh.example/berita/{n}/judul-contoh" for n in expected]


def test_another_text_becomes_the_version_before_or_after(file, tmp_path):
    """By when it was seen first, whichever database is imported into the other."""
    folder, other = made(file, tmp_path / "corpus.parquet"), new_database(tmp_path / "other.db")
    with closing(connect(other)) as database:
        facts = {**at("2025-07-01"), "headline": "Judul lama (contoh)"}
        facts["fetched_at"] = NOON
        save(database, [sample(2, site="kompas", **facts)])
    imported(folder, other)
    imported(folder, other)
    with closing(sqlite3.connect(other)) as database:
        told = database.execute(
            "SELECT a.headline, a.version, r.headline FROM articles a JOIN revisions r "
            "ON r.article_id = a.id"
        ).fetchall()
    assert told == [("Judul contoh nomor 2", 2, "Judul lama (contoh)")]


def test_two_articles_that_only_a_crawl_could_tell_apart_stay_two(tmp_path):
    """Of one text, minute and site: a listing named them side by side."""
    file, back = new_database(tmp_path / "news.db"), tmp_path / "back.db"
    twins = [
        sample(1, site="kompas", url=f"https://www.contoh.example/berita/{name}/judul-contoh")
        for name in ("a", "b", "c", "d", "e", "f")
    ]
    with closing(connect(file)) as database:
        save(database, twins)
    assert len(articles(file)) == 6
    imported(made(file, tmp_path / "corpus.parquet"), back)
    assert articles(back) == articles(file)


def test_what_was_taken_down_stays_out(file, tmp_path):
    folder = made(file, tmp_path / "corpus.parquet")
    with closing(connect(file)) as database, database:
        take_out(database, find_target(database, "1"), "contoh", NOON)
    imported(folder, file)
    assert len(articles(file)) == 2


def test_a_plain_export_is_imported_as_well(file, tmp_path):
    folder, back = tmp_path / "plain.parquet", tmp_path / "back.db"
    scrapy("export", str(folder), "-s", f"DATABASE={file}")
    assert imported(folder, back).returncode == 0
    assert articles(back) == articles(file)


def test_a_killed_import_goes_on(file, tmp_path):
    """What an interruption left in the file is what a part of the data set would leave."""
    folder, back = made(file, tmp_path / "corpus.parquet"), tmp_path / "back.db"
    imported(folder, back, "--sites", "tempo")
    with closing(sqlite3.connect(back)) as database, database:
        database.execute("UPDATE runs SET ended_at = NULL, verdict = NULL")
    imported(folder, back)
    assert articles(back) == articles(file)


# What can't be imported


def without_texts(folder, file):
    shutil.rmtree(folder)
    scrapy("export", str(folder), "--update", "--no-body", "-s", f"DATABASE={file}")
    return "has no column body"


def damaged(folder, file):
    next(folder.rglob("*.parquet")).write_bytes(b"PAR1 torn")
    return "is damaged"


def torn(folder, file):
    (folder / "_state.json").unlink()
    next(folder.rglob("*.parquet")).write_bytes(b"PAR1 torn")
    return "can't be read"


@pytest.mark.parametrize("harm", [without_texts, damaged, torn])
def test_what_can_not_be_read_is_told_and_nothing_is_stored(file, tmp_path, harm):
    folder = made(file, tmp_path / "corpus.parquet")
    sentence = harm(folder, file)
    done = imported(folder, tmp_path / "back.db")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    back = tmp_path / "back.db"
    assert not back.exists() or counts(back)["articles"] == 0


def test_a_site_that_is_not_there_and_options_of_captures_are_refused(file, tmp_path):
    folder, back = made(file, tmp_path / "corpus.parquet"), tmp_path / "back.db"
    done = imported(folder, back, "--sites", "detikcom")
    assert (done.returncode, "it has kompas, tempo" in done.stderr) == (2, True)
    done = imported(folder, back, "--any")
    assert (done.returncode, "imported by itself" in done.stderr) == (2, True)
    assert imported(folder, back, "--since", "contoh").returncode == 2
    assert not back.exists()


def test_a_row_that_is_no_article_is_counted_and_the_others_come(file, tmp_path):
    folder, back = made(file, tmp_path / "corpus.parquet"), tmp_path / "back.db"
    (folder / "_state.json").unlink()
    path = next(folder.glob("site=tempo/*/*.parquet"))
    table = pyarrow.dataset.dataset(path).to_table()
    bodies = pyarrow.array([None] * table.num_rows, pyarrow.string())
    place = table.schema.get_field_index("body")
    pyarrow.parquet.write_table(table.set_column(place, "body", bodies), path)
    done = imported(folder, back)
    assert done.returncode == 10
    assert "1 that lack address, headline, text or date" in done.stdout
    assert len(articles(back)) == 2
