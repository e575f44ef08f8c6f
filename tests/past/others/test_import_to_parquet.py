"""``scrapy import PATHS --to corpus.parquet``: captures into a data set, without any database."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from random import Random

import pyarrow.dataset
import pytest
from scrapy.utils.project import get_project_settings

from analysis.export.parquet import update_parquet
from analysis.export.selection import article_columns
from crawler.archive.reading import http_answer
from crawler.archive.taken_down import KEPT, marks
from crawler.database import open_for_reading
from crawler.errors import ArchiveProblem, UsageProblem
from crawler.past.others import captured_page
from crawler.past.others.files import find
from crawler.past.others.importing import Importing, import_captures
from crawler.past.others.into_data_set import gather_captures, outlets_by, spool_of
from crawler.past.others.wanted import Owners
from crawler.spread.processes import Processes
from pipelines.dataset.state import read_state
from pipelines.gathering.rejects import REJECTS
from pipelines.gathering.taking_in import check_target, take_in
from tests.support.checkout import ROOT
from tests.support.import_spiders import ContohSpider, PageSpider
from tests.support.newsroom import samples
from tests.support.sample_articles import new_database
from tests.support.warm import scrapy

PAGES = samples("https://www.contoh.id/read/{number}/{slug}", 6)
EARLY, LATE, LATEST = (f"2025-06-{day}T08:00:00Z" for day in (18, 20, 22))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "tests" / "support")}
SPIDERS = {"contoh": ContohSpider, "page": PageSpider}
APART = {"id", "run_id"}
"""What a database numbers by itself."""


def capture(page, date=EARLY, status="200 OK", body=None):
    """One WARC record of a page."""
    body = page.html().encode() if body is None else body
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: {date}\r\nWARC-Target-URI: {page.url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def edited(page, more="Paragraf contoh ini baru ditambahkan oleh redaksi rekaan."):
    """The page with a paragraph more."""
    return replace(page, paragraphs=[*page.paragraphs, more])


def written(path, *records):
    """A WARC file of some records."""
    path.write_bytes(b"".join(records))
    return path


def settings(folder):
    """Where database and archive would lie, and whose pages are known."""
    return [
        *("-s", f"DATABASE={folder / 'news.db'}", "-s", f"ARCHIVE={folder / 'arsip'}"),
        *("-s", "SPIDER_MODULES=import_spiders"),
    ]


def imported(folder, *args):
    """What ``scrapy import`` came to."""
    call = ("import", *map(str, args), "--processes", "1", *settings(folder))
    return scrapy(*call, env=ENVIRONMENT)


def rows(path):
    """Every article of a data set by its address."""
    table = pyarrow.dataset.dataset(path, format="parquet", partitioning="hive")
    return {row["url"]: row for row in table.to_table().to_pylist()}


def rejects(path):
    """The rows of what was refused."""
    return [json.loads(line) for line in (path / REJECTS).read_text().splitlines()]


def without(row, *names):
    """A row without what is numbered, and without these."""
    return {name: value for name, value in row.items() if name not in APART.union(names)}


@pytest.fixture
def captures(tmp_path):
    """Four articles captured once, one edited, one refused, one unreadable, one no article."""
    return written(
        tmp_path / "lain.warc",
        *(capture(page) for page in PAGES[:4]),
        capture(edited(PAGES[4]), LATE),
        capture(PAGES[4], EARLY),
        capture(edited(PAGES[4]), LATEST),
        capture(PAGES[5], status="404 Not Found", body=b"<html>x</html>"),
        capture(replace(PAGES[5], url=f"{PAGES[5].url}-2"), body=b"<html><h1>Contoh</h1></html>"),
    )


def test_the_rows_are_those_of_an_import_into_a_database_and_an_export(captures, tmp_path):
    path, other = tmp_path / "corpus.parquet", tmp_path / "other.parquet"
    done = imported(tmp_path, captures, "--to", path)
    assert done.returncode == 0, done.stderr
    assert "9 captures looked at, 9 of articles read" in done.stdout
    assert "5 articles; 5 new, 1 captures with another text of one, 1 that read" in done.stdout
    assert "1 refused: http-error" in done.stdout
    assert not [*tmp_path.rglob("*.db*")], "no file of SQLite was made"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        *(".corpus.parquet.lock", "corpus.parquet", "lain.warc")
    ]
    assert imported(tmp_path, captures).returncode == 0
    exported = scrapy("export", str(other), "--update", *settings(tmp_path), env=ENVIRONMENT)
    assert exported.returncode == 0, exported.stderr
    ours, theirs = rows(path), rows(other)
    assert ours.keys() == theirs.keys() == {page.url for page in PAGES[:5]}
    for url in ours:
        assert without(ours[url]) == without(theirs[url])
        assert [*ours[url]] == [*theirs[url]], "the same columns in the same order"
    assert len({row["id"] for row in ours.values()}) == 5
    newest = ours[PAGES[4].url]
    assert "baru ditambahkan" in newest["body"]
    times = [f"{newest[name]:%d}" for name in ("first_seen_at", "version_seen_at", "last_seen_at")]
    assert (times, newest["version"]) == (["18", "20", "22"], 2)
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        asked = "SELECT reason, url, site, detail, capture, seen_at FROM rejects ORDER BY url"
        told = database.execute(asked).fetchall()
    assert sorted(told) == sorted(tuple(row.values()) for row in rejects(path))


def test_called_again_and_with_further_captures_nothing_is_doubled(captures, tmp_path):
    path = tmp_path / "corpus.parquet"
    imported(tmp_path, captures, "--to", path)
    before, files = rows(path), sorted(path.rglob("*"))
    again = imported(tmp_path, captures, "--to", path)
    assert "5 articles; 0 new" in again.stdout
    assert rows(path) == before
    assert sorted(path.rglob("*")) == files, "nothing was written anew"
    assert len(rejects(path)) == 2
    more = written(
        tmp_path / "baru.warc",
        capture(PAGES[5], LATE),
        capture(edited(PAGES[0]), LATEST),
        capture(PAGES[1], LATEST),
    )
    done = imported(tmp_path, more, "--to", path)
    assert "6 articles; 1 new, 1 captures with another text of one, 1 that read" in done.stdout
    after = rows(path)
    assert "baru ditambahkan" in after[PAGES[0].url]["body"]
    assert after[PAGES[0].url]["id"] == before[PAGES[0].url]["id"]
    assert f"{after[PAGES[0].url]['first_seen_at']:%d}" == "18"
    assert f"{after[PAGES[1].url]['last_seen_at']:%d}" == "22"
    assert without(after[PAGES[1].url], "last_seen_at") == without(
        before[PAGES[1].url], "last_seen_at"
    )
    assert read_state(path).articles == len(after) == 6


def test_it_comes_back_into_a_database(captures, tmp_path):
    path = tmp_path / "corpus.parquet"
    imported(tmp_path, captures, "--to", path)
    done = imported(tmp_path, path)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        database.row_factory = sqlite3.Row
        back = {row["url"]: row for row in database.execute("SELECT * FROM articles")}
    assert back.keys() == rows(path).keys()
    for url, row in rows(path).items():
        assert back[url]["body"] == row["body"]
        assert back[url]["first_seen_at"] == f"{row['first_seen_at']:%Y-%m-%dT%H:%M:%SZ}"
        assert back[url]["capture"] == row["capture"]


def test_an_export_into_it_and_an_import_into_a_databases_own_are_refused(captures, tmp_path):
    path, own = tmp_path / "corpus.parquet", tmp_path / "own.parquet"
    imported(tmp_path, captures, "--to", path)
    imported(tmp_path, captures)
    refused = scrapy("export", str(path), "--update", *settings(tmp_path), env=ENVIRONMENT)
    assert refused.returncode == 2
    assert "was made without a database" in refused.stderr
    scrapy("export", str(own), "--update", *settings(tmp_path), env=ENVIRONMENT)
    before = rows(own)
    refused = imported(tmp_path, captures, "--to", own)
    assert refused.returncode == 2
    assert "is kept up to date from a database" in refused.stderr
    assert rows(own) == before
    folder = tmp_path / "lain"
    folder.mkdir()
    for target, said in ((folder, "is not a data set"), (tmp_path / "a" / "b", "does not exist")):
        refused = imported(tmp_path, captures, "--to", target)
        assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr
    refused = imported(tmp_path, path, "--to", tmp_path / "c.parquet")
    assert (refused.returncode, "not a data set" in refused.stderr) == (2, True)


def test_one_page_at_many_addresses_is_refused_and_told(tmp_path):
    wall = "Contoh: silakan masuk untuk membaca berita ini."
    same = [replace(page, headline="Masuk", paragraphs=[wall]) for page in PAGES[:4]]
    file = written(tmp_path / "lain.warc", *map(capture, same), capture(PAGES[5]))
    path = tmp_path / "corpus.parquet"
    done = imported(tmp_path, file, "--to", path)
    assert [*rows(path)] == [PAGES[5].url], done.stdout
    assert {row["url"] for row in rejects(path)} == {page.url for page in PAGES[:4]}
    assert "4 refused: same-page" in done.stdout


def test_a_capture_that_cant_be_read_is_a_row_too(tmp_path, monkeypatch):
    def answer(fields, block):
        if fields["warc-target-uri"] == PAGES[1].url:
            raise ArchiveProblem("contoh: rusak")
        return http_answer(fields, block)

    monkeypatch.setattr(captured_page, "http_answer", answer)
    file = written(tmp_path / "lain.warc", *map(capture, PAGES[:2]))
    with spool_of(tmp_path / "corpus.parquet", {}) as spool:
        done = gather_captures(work(file, tmp_path), spool)
        assert done.counts["that can't be read"] == 1
        taken = take_in(tmp_path / "corpus.parquet", spool, frozenset(), lambda *_: [None, None])
    assert taken.refused == {"unreadable": 1}
    (row,) = rejects(tmp_path / "corpus.parquet")
    assert (row["url"], row["reason"], row["site"]) == (PAGES[1].url, "unreadable", "contoh")
    assert row["detail"] == "contoh: rusak"
    assert row["capture"].startswith("lain.warc#")
    assert row["seen_at"] == EARLY


def test_what_was_taken_down_does_not_come_back_and_goes_where_it_is(captures, tmp_path):
    path, archive = tmp_path / "corpus.parquet", tmp_path / "arsip"
    done = imported(tmp_path, captures, "--to", path)
    assert "what was taken down on request is not known" in done.stderr
    archive.mkdir()
    (mark,) = marks("contoh", [PAGES[0].url])
    (refused,) = marks("contoh", [PAGES[5].url])
    kept = [[each, "contoh", "2025-07-01", "contoh"] for each in (mark, refused)]
    (archive / KEPT).write_text("".join(f"{json.dumps(line)}\n" for line in kept))
    new_database(tmp_path / "news.db")
    (other,) = marks("contoh", [PAGES[1].url])
    with closing(sqlite3.connect(tmp_path / "news.db")) as database, database:
        told = (other, "contoh", "2025-07-01", "contoh")
        database.execute("INSERT INTO taken_down VALUES (?, ?, ?, ?)", told)
    was = (tmp_path / "news.db").read_bytes()
    done = imported(tmp_path, captures, "--to", path)
    assert "2 articles taken out" in done.stdout
    assert "3 refused: taken-down" in done.stdout
    assert "is not known" not in done.stderr
    assert rows(path).keys() == {page.url for page in PAGES[2:5]}
    assert (tmp_path / "news.db").read_bytes() == was
    told = (path / REJECTS).read_text()
    assert not [page for page in (PAGES[0], PAGES[1]) if page.url in told]
    assert f'"{PAGES[5].url}"' not in told, "that of a page refused before is gone, too"
    assert imported(tmp_path, captures, "--to", path).returncode == 0
    assert (path / REJECTS).read_text() == told


def test_a_line_of_the_rejects_that_cant_be_read_is_told_and_nothing_changes(captures, tmp_path):
    path = tmp_path / "corpus.parquet"
    imported(tmp_path, captures, "--to", path)
    before = rows(path)
    with (path / REJECTS).open("a") as file:
        file.write("{rusak\n")
    more = written(tmp_path / "baru.warc", capture(PAGES[5], LATE))
    done = imported(tmp_path, more, "--to", path)
    assert (done.returncode, "line 3 of" in done.stderr) == (2, True), done.stderr
    assert rows(path) == before


def test_a_call_without_pyarrow_says_what_to_install(captures, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageProblem, match="pip install 'pyarrow"):
        check_target(tmp_path / "corpus.parquet")


def work(file, folder, database=None):
    """What is to be read of a file in this process."""
    settings = get_project_settings()
    settings.set("DATABASE", str(folder / "news.db"))
    found = find(file, None, None, keep=False)
    owners = Owners(SPIDERS, takes_any=False)
    told = (str(file), database, settings, SPIDERS, owners, Processes(1), lambda counts: None)
    return Importing(found.files, found.root, *told)


def gathered(file, folder, spool):
    """Read a file and take it in, in this process."""
    asked = work(file, folder)
    gather_captures(asked, spool)
    path = folder / "corpus.parquet"
    take_in(path, spool, frozenset(), outlets_by(asked.spiders))
    return rows(path)


def messy(chance):
    """Captures of thirty articles in any order: edits, walls, other addresses, wrong claims."""
    pages = samples("https://www.contoh.id/read/{number}/{slug}", 30)
    wall = ["Contoh: silakan masuk untuk membaca berita ini."]
    for _ in range(60):
        page, body = chance.choice(pages), None
        other = chance.choice(pages)
        kinds = {
            "as it is": page,
            "edited": edited(page, f"Paragraf contoh nomor {chance.randrange(3)} dari redaksi."),
            "a wall": replace(page, paragraphs=wall),
            "a wall under its own headline": replace(page, headline="Masuk", paragraphs=wall),
            "on phones": replace(page, url=page.url.replace("www.", "m.")),
            "another article's page": replace(other, url=page.url),
            "moved": replace(page, url=page.url.replace("/read/", "/read/9")),
            "another headline": replace(page, headline=f"{page.headline} (lagi)"),
            "another's canonical address": page,
        }
        kind = chance.choices([*kinds], [9, 3, 1, 1, 1, 1, 1, 1, 1])[0]
        if kind == "another's canonical address":
            claim = f'<head><link rel="canonical" href="{other.url}">'
            body = page.html().replace("<head>", claim).encode()
        day, hour = chance.randrange(18, 29), chance.randrange(24)
        yield capture(kinds[kind], f"2025-06-{day}T{hour:02}:00:00Z", body=body)


@pytest.mark.parametrize("seed", [1, 14, 24])
def test_what_is_one_article_and_what_is_refused_is_as_a_database_has_it(tmp_path, seed):
    file = written(tmp_path / "lain.warc", *messy(Random(seed)))
    for _ in range(2):
        with spool_of(tmp_path / "corpus.parquet", {}) as spool:
            ours = gathered(file, tmp_path, spool)
        import_captures(work(file, tmp_path, str(tmp_path / "news.db")))
        with closing(open_for_reading(tmp_path / "news.db")) as database:
            columns, other = article_columns(database), tmp_path / "other.parquet"
            update_parquet(database, (), columns, other, lambda rows: None)
            asked = "SELECT url, reason, capture FROM rejects"
            theirs = sorted(map(tuple, database.execute(asked)))
        assert len(ours) > 20
        assert {url: without(row) for url, row in ours.items()} == {
            url: without(row) for url, row in rows(other).items()
        }
        told = rejects(tmp_path / "corpus.parquet")
        assert sorted((row["url"], row["reason"], row["capture"]) for row in told) == theirs


def test_a_call_that_ends_after_the_swap_is_taken_up_without_doubling(captures, tmp_path):
    with pytest.raises(KeyboardInterrupt), spool_of(tmp_path / "corpus.parquet", {}) as spool:
        before = gathered(captures, tmp_path, spool)
        raise KeyboardInterrupt
    assert (tmp_path / ".corpus.parquet.import").exists()
    with spool_of(tmp_path / "corpus.parquet", {}) as spool:
        assert spool.stored(work(captures, tmp_path).part()) == 9
        assert gathered(captures, tmp_path, spool) == before
    assert len(rejects(tmp_path / "corpus.parquet")) == 2
    assert not (tmp_path / ".corpus.parquet.import").exists()


def test_a_batch_without_its_end_is_read_again(captures, tmp_path):
    journal = tmp_path / ".corpus.parquet.import"
    with pytest.raises(KeyboardInterrupt), spool_of(tmp_path / "corpus.parquet", {}) as spool:
        gather_captures(work(captures, tmp_path), spool)
        raise KeyboardInterrupt
    lines = journal.read_bytes().splitlines(keepends=True)
    assert [line[:6] for line in (lines[1], lines[-1])] == [b'{"bega', b'{"of":']
    journal.write_bytes(b"".join(lines[:-3]) + lines[-3][:40])
    with spool_of(tmp_path / "corpus.parquet", {}) as spool:
        assert [*spool.offsets()] == []
        assert len(gathered(captures, tmp_path, spool)) == 5
        assert len([*spool.offsets()]) == 9
    assert len(rejects(tmp_path / "corpus.parquet")) == 2


@pytest.mark.parametrize("seconds", [1.3, 1.8])
def test_killed_at_any_moment_and_called_again_it_holds_the_same(tmp_path, seconds):
    pages = samples("https://www.contoh.id/read/{number}/{slug}", 400)
    file = written(tmp_path / "lain.warc", *map(capture, pages))
    path = tmp_path / "corpus.parquet"
    call = [sys.executable, "-m", "scrapy", "import", str(file), "--to", str(path)]
    begun = subprocess.Popen(
        [*call, *settings(tmp_path)], cwd=ROOT, env=ENVIRONMENT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(seconds)
    os.killpg(begun.pid, signal.SIGKILL)
    begun.wait()
    done = imported(tmp_path, file, "--to", path)
    assert done.returncode == 0, done.stderr
    assert rows(path).keys() == {page.url for page in pages}
    assert read_state(path).articles == 400
    assert {row["version"] for row in rows(path).values()} == {1}
