"""``scrapy reparse``: archived pages read again with today's parsers.

What older parsers read is played by changing rows of the database behind Warta's back.
"""

import argparse
import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

import crawler.commands.crawling.reparse as command
from crawler.errors import DatabaseProblem, UsageProblem
from crawler.files.journal import journal
from crawler.spread.job import over
from tests.support.checkout import ROOT
from tests.support.warm import python, scrapy

DEMO = ROOT / "demo"
SITES = "visimuslim,hidayatullah,tribunnews,kompas"
FROM_A_FEED = "contoh-perpustakaan-keliling"
FROM_A_PAGE = "contoh-resep-bubur-pedas"
EDITED = "contoh-pasar-buku-lama"
"""Stands in the feed of both evenings, on the second with another text."""
CRAWL = """
import sys
from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings
from pipelines.database.schema import migrate

settings = get_project_settings()
settings.setdict({"DATABASE": sys.argv[1], "REPLAY": sys.argv[2], "LOG_LEVEL": "ERROR"})
migrate(sys.argv[1])
process = CrawlerProcess(settings)
for name in sys.argv[3].split(","):
    process.crawl(name)
process.start()
"""


def crawl(database: Path, run: str, sites: str = SITES) -> None:
    """Crawl some sites from one evening of the sample archive."""
    python("-c", CRAWL, database, f"demo/{run}.warc.gz", sites, check=True)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory) -> Path:
    """A database with the sample archive's first evening."""
    path = tmp_path_factory.mktemp("crawled") / "news.db"
    crawl(path, "run-1")
    return path


@pytest.fixture
def database(crawled, tmp_path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copy(crawled, tmp_path / "news.db"))


def change(database: Path, statement: str, *values) -> None:
    """Change the database behind Warta's back."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute(statement, values).rowcount


def rows(database: Path, query: str, *values) -> list:
    """A query's rows."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, values).fetchall()


def one(database: Path, columns: str, slug: str) -> tuple:
    """Columns of the article whose address holds a slug."""
    (row,) = rows(database, f"SELECT {columns} FROM articles WHERE url LIKE ?", f"%{slug}%")
    return row


def reparse(database: Path, *arguments: str) -> None:
    """``scrapy reparse`` in this process; two processes read, whatever the machine has."""
    reparse = command.Command()
    reparse.settings = get_project_settings()
    reparse.settings.set("DATABASE", str(database))
    parser = argparse.ArgumentParser()
    reparse.add_options(parser)
    parser.add_argument("archive", nargs="*")
    opts = parser.parse_args([str(DEMO), "--processes", "2", *arguments])
    reparse.execute(opts.archive, opts)


def as_older_parsers_read(database: Path) -> None:
    """Two articles as parsers might have read them that knew no authors and cut headlines."""
    for slug in (FROM_A_FEED, FROM_A_PAGE):
        change(
            database,
            "UPDATE articles SET headline = 'Judul lama', authors = NULL WHERE url LIKE ?",
            f"%{slug}%",
        )


def test_the_same_parsers_read_the_same(database, capsys):
    before = database.read_bytes()
    reparse(database)
    printed = capsys.readouterr().out
    assert "0 would change" in printed
    assert "written" not in printed
    assert database.read_bytes() == before
    assert not Path(f"{database}.reparse").exists()


def test_a_diff_shows_every_change_and_writes_nothing(database, capsys, tmp_path):
    as_older_parsers_read(database)
    before = database.read_bytes()
    reparse(database, "--diff", str(tmp_path / "changes.csv"))
    printed = capsys.readouterr().out
    assert "2 would change" in printed
    assert "headline: 2 (" in printed
    assert "- Judul lama" in printed
    assert "+ Contoh: Resep Bubur Pedas" in printed
    assert database.read_bytes() == before
    with (tmp_path / "changes.csv").open(newline="") as file:
        changes = {(row["site"], row["column"]): row for row in csv.DictReader(file)}
    assert set(changes) == {
        (site, column) for site in ("visimuslim", "kompas") for column in ("headline", "authors")
    }
    authors = changes["visimuslim", "authors"]
    assert (authors["before"], authors["after"]) == ("", '["Redaksi Contoh"]')
    assert one(database, "capture", FROM_A_FEED) == (authors["capture"],)


def test_new_values_are_written_and_the_old_ones_kept_as_a_reparse(database, crawled):
    as_older_parsers_read(database)
    fetched = rows(database, "SELECT url, fetches, due_at, last_fetched_at FROM frontier")
    reparse(database)
    for slug in (FROM_A_FEED, FROM_A_PAGE):
        columns = "headline, authors, content_hash, published_at, capture, run_id, last_seen_at"
        assert one(database, columns, slug) == one(crawled, columns, slug)
        assert one(database, "version", slug) == (2,)
    old = rows(database, "SELECT cause, version, headline, fields, other FROM revisions")
    assert {(cause, version, headline) for cause, version, headline, *_ in old} == {
        ("reparse", 1, "Judul lama")
    }
    assert {frozenset(json.loads(fields)) for *_, fields, _ in old} == {
        frozenset(["headline", "authors"])
    }
    assert rows(database, "SELECT * FROM headline_changes") == []
    assert rows(database, "SELECT url, fetches, due_at, last_fetched_at FROM frontier") == fetched
    search = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    assert rows(database, search, "bubur pedas") == [one(database, "id", FROM_A_PAGE)]


def test_a_second_reparse_finds_nothing_more(database, capsys):
    as_older_parsers_read(database)
    reparse(database)
    capsys.readouterr()
    reparse(database)
    assert "0 would change" in capsys.readouterr().out
    assert rows(database, "SELECT count(*) FROM revisions") == [(2,)]


def test_one_site_alone(database):
    as_older_parsers_read(database)
    reparse(database, "--site", "kompas")
    assert rows(
        database, "SELECT a.site FROM revisions r JOIN articles a ON a.id = article_id"
    ) == [("kompas",)]


def test_on_a_terminal_it_asks_before_it_writes(database, monkeypatch, capsys):
    as_older_parsers_read(database)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "n")
    reparse(database)
    assert rows(database, "SELECT * FROM revisions") == []
    monkeypatch.setattr("builtins.input", lambda question: "y")
    reparse(database)
    assert "going on where it stopped" in capsys.readouterr().err  # nothing was read twice
    assert rows(database, "SELECT count(*) FROM revisions") == [(2,)]


def test_a_page_refused_before_is_stored_once_it_can_be_read(database, capsys):
    url, capture = one(database, "url, capture", FROM_A_PAGE)
    change(database, "DELETE FROM articles WHERE url = ?", url)
    change(database, "UPDATE frontier SET outcome = 'rejected:no-body' WHERE url = ?", url)
    change(
        database,
        "INSERT INTO rejects (url, site, reason, seen_at, capture) "
        "VALUES (?, 'kompas', 'no-body', '2026-03-02T11:00:00Z', ?)",
        url,
        capture,
    )
    reparse(database)
    assert "1 were refused before and would be stored" in capsys.readouterr().out
    headline, number = one(database, "headline, id", FROM_A_PAGE)
    assert headline.startswith("Contoh: Resep Bubur Pedas")
    assert rows(database, "SELECT outcome, article_id FROM frontier WHERE url = ?", url) == [
        ("stored", number)
    ]


def test_what_today_would_be_refused_or_cannot_be_read_stays_and_is_told(database, capsys):
    ((gone,),) = rows(database, "SELECT capture FROM rejects WHERE reason = 'http-error'")
    change(database, "UPDATE articles SET capture = ? WHERE url LIKE ?", gone, f"%{FROM_A_PAGE}%")
    lost = one(database, "capture", FROM_A_FEED)[0].replace("#", "#1")
    change(database, "UPDATE articles SET capture = ? WHERE url LIKE ?", lost, f"%{FROM_A_FEED}%")
    before = rows(database, "SELECT * FROM articles")
    reparse(database)
    printed = capsys.readouterr().out
    assert "1 are refused by today's parsers" in printed
    assert "http-error: HTTP 404" in printed
    assert "1 have a capture that can't be read" in printed
    assert rows(database, "SELECT * FROM articles") == before


def test_an_article_captured_elsewhere_is_told(database, capsys):
    change(database, "UPDATE articles SET capture = 'x/y.warc.gz#1' WHERE site = 'kompas'")
    reparse(database)
    assert "in another archive" in capsys.readouterr().out


def test_an_edited_article_is_dated_by_its_first_version(database):
    crawl(database, "run-2", "visimuslim")
    (first,) = one(database, "published_at", EDITED)
    assert one(database, "version", EDITED) == (2,)
    change(
        database,
        "UPDATE articles SET published_at = '2020-01-01T00:00:00Z' WHERE url LIKE ?",
        f"%{EDITED}%",
    )
    reparse(database)
    assert one(database, "version, published_at", EDITED) == (3, first)
    causes = rows(database, "SELECT version, cause FROM revisions ORDER BY version")
    assert causes == [(1, "edit"), (2, "reparse")]


# Newer parsers in a crawl


def test_what_newer_parsers_read_otherwise_is_no_edit_of_the_outlet(database):
    change(
        database,
        "UPDATE articles SET headline = 'Judul lama' WHERE url LIKE ?",
        f"%{EDITED}%",
    )
    crawl(database, "run-2", "visimuslim")
    number, version = one(database, "id, version", EDITED)
    assert version == 3
    history = rows(
        database,
        "SELECT version, cause, headline = 'Judul lama' FROM revisions "
        "WHERE article_id = ? ORDER BY version",
        number,
    )
    assert history == [(1, "reparse", 1), (2, "edit", 0)]
    assert rows(database, "SELECT * FROM headline_changes") == []


# Interrupted


def stop_after(pages: int, monkeypatch) -> None:
    """Let Ctrl-C come once so many pages were read."""
    monkeypatch.setattr(command, "BATCH", 1)

    def stopped(*arguments):
        for number, result in enumerate(over(*arguments), start=1):
            yield result
            if number == pages:
                raise KeyboardInterrupt

    monkeypatch.setattr(command, "over", stopped)


def test_interrupted_while_reading_it_goes_on_where_it_stopped(database, monkeypatch, capsys):
    as_older_parsers_read(database)
    with monkeypatch.context() as patch:
        stop_after(5, patch)
        reparse(database)
    assert rows(database, "SELECT * FROM revisions") == []
    assert "goes on where it stopped" in capsys.readouterr().err
    reparse(database)
    printed = capsys.readouterr()
    assert "going on where it stopped, 5 pages are read" in printed.err
    assert "2 would change" in printed.out
    assert rows(database, "SELECT count(*) FROM revisions") == [(2,)]


def test_interrupted_while_writing_nothing_is_written_twice(database, monkeypatch, capsys):
    as_older_parsers_read(database)
    written = []

    def killed(connection, findings):
        if written:
            raise KeyboardInterrupt
        written.extend(findings)
        return write(connection, findings)

    write = command.write
    with monkeypatch.context() as patch:
        patch.setattr(command, "TOGETHER", 1)
        patch.setattr(command, "write", killed)
        reparse(database)
    assert rows(database, "SELECT count(*) FROM revisions") == [(1,)]
    reparse(database)
    assert rows(database, "SELECT version FROM revisions") == [(1,), (1,)]
    assert rows(database, "SELECT count(*) FROM articles WHERE headline = 'Judul lama'") == [(0,)]


def test_two_at_once_are_refused(database, tmp_path):
    with (
        journal(Path(f"{database}.reparse"), {}),
        pytest.raises(UsageProblem, match="another process"),
    ):
        reparse(database)


# Wrong calls


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--site", "kompass"], "did you mean kompas"),
        (["--diff", "changes.txt"], "ends in .csv"),
        (["--processes", "0"], "give 1 or more"),
    ],
)
def test_a_wrong_call_says_what_to_do(database, arguments, sentence):
    with pytest.raises(UsageProblem, match=sentence):
        reparse(database, *arguments)


def test_without_a_database_or_an_archive_nothing_is_made(tmp_path):
    with pytest.raises(DatabaseProblem, match="there is no database"):
        reparse(tmp_path / "none.db")
    finished = scrapy("reparse", tmp_path / "none")
    assert finished.returncode == 2
    assert finished.stderr == (
        f"scrapy reparse: {tmp_path / 'none'} does not exist; "
        "give a WARC file or a folder of them\n"
    )
    assert list(tmp_path.iterdir()) == []
