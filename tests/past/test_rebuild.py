"""``scrapy rebuild``: after a month of crawls their database is deleted, and made again."""

import gzip
import os
import re
import signal
import sqlite3
import time
import zlib
from contextlib import closing, suppress
from pathlib import Path
from shutil import copyfile, copytree

import pytest
from scrapy.utils.project import get_project_settings

from crawler.archive.captures import capture_name
from crawler.archive.cdxj import warc_files
from crawler.database import connect
from crawler.past import rebuild as rebuilding
from crawler.past.one_transaction import OneItemRefused, OneTransaction
from crawler.past.reading import PageReader
from crawler.site_files.loader import SiteLoader
from crawler.site_files.sites import Sites
from crawler.spread.processes import Processes
from tests.support.checkout import ROOT
from tests.support.same_rows import differences, searched
from tests.support.sample_articles import new_database
from tests.support.volume import of
from tests.support.warm import begun, python, scrapy

SUPPORT = ROOT / "tests" / "support"
SITES = ["-s", "SPIDER_MODULES=month_spiders"]
RUN_FACTS = re.compile(rb"warta-run: .*\r\n")


def environment() -> dict[str, str]:
    """One in which the month's spiders can be imported."""
    return {**os.environ, "PYTHONPATH": str(SUPPORT)}


def rebuild(archive: Path, database: Path, *arguments: str):
    """What ``scrapy rebuild`` came to."""
    call = ["rebuild", archive, "-s", f"DATABASE={database}", *SITES, *arguments]
    return scrapy(*call, env=environment())


@pytest.fixture(scope="module")
def month(tmp_path_factory) -> Path:
    """A folder with the database and the archive of some weeks of crawls."""
    folder = tmp_path_factory.mktemp("month")
    days = of(9, 30)
    python(SUPPORT / "crawled_month.py", folder, str(days), env=environment(), check=True)
    return folder


@pytest.fixture(scope="module")
def rebuilt(month) -> Path:
    """The database made again."""
    path = month / "again.db"
    result = rebuild(month / "archive", path)
    assert result.returncode == 0, result.stderr
    assert " captures of " not in result.stdout, "nothing of the archive is left out"
    return path


def rows(path: Path, query: str) -> list[tuple]:
    """What a query finds."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_the_month_is_hard(month):
    ((articles, edited),) = rows(
        month / "news.db", "SELECT count(*), sum(version > 1) FROM articles"
    )
    assert articles > 70 and edited
    reasons = {reason for (reason,) in rows(month / "news.db", "SELECT reason FROM rejects")}
    assert reasons >= {"http-error", "no-body", "robots", "soft-404"}
    assert rows(month / "news.db", "SELECT 1 FROM aliases WHERE url LIKE '%?page=2'")
    assert rows(month / "news.db", "SELECT 1 FROM articles WHERE url LIKE '%/baru/%'")
    assert rows(month / "news.db", "SELECT 1 FROM articles WHERE gone_at IS NOT NULL")
    assert rows(month / "news.db", "SELECT 1 FROM runs WHERE replay IS NULL AND site LIKE '%.%'")


def test_every_table_is_as_the_crawls_left_it(month, rebuilt):
    assert differences(month / "news.db", rebuilt) == {}
    assert {row[0] for row in rows(rebuilt, "SELECT origin FROM runs")} == {"rebuilt"}
    assert searched(rebuilt, "gempa") == searched(month / "news.db", "gempa") != []


def test_a_cluster_reads_the_same(month, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.syspath_prepend(SUPPORT)
    path, how = tmp_path / "over.db", {"threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(n_workers=1, silence_logs=60, **how) as cluster:
        result = rebuild(month / "archive", path, "--scheduler", cluster.scheduler_address)
    assert result.returncode == 0, result.stderr
    assert differences(month / "news.db", path) == {}


def test_a_page_that_no_process_can_read_is_a_row_of_its_run(month, tmp_path, monkeypatch):
    def read(reader, place):
        if capture_name(month / "archive", place.file, place.entry.place) == capture:
            raise MemoryError
        return whole(reader, place)

    ((capture,),) = rows(month / "news.db", "SELECT capture FROM articles LIMIT 1")
    monkeypatch.syspath_prepend(SUPPORT)
    whole = PageReader.read
    monkeypatch.setattr(PageReader, "read", read)
    settings = get_project_settings()
    path, archive = tmp_path / "new.db", month / "archive"
    settings.setdict({"SPIDER_MODULES": ["month_spiders"], "DATABASE": str(path)})
    sites = Sites.of(SiteLoader.from_settings(settings))
    files = warc_files(archive)
    work = rebuilding.Rebuilding(
        files, archive, str(path), settings, sites, Processes(1), lambda came: None
    )
    came = rebuilding.rebuild(work)
    assert came.skipped[rebuilding.UNREAD] >= 1
    found = rows(path, "SELECT capture, detail FROM rejects WHERE reason = 'unreadable'")
    assert (capture, "MemoryError") in found


def test_called_again_it_has_nothing_to_do(month, rebuilt):
    before = rebuilt.read_bytes()
    result = rebuild(month / "archive", rebuilt)
    assert result.returncode == 0
    assert result.stdout.startswith("0 runs of 0 captures")
    assert rebuilt.read_bytes() == before


def test_killed_in_the_middle_and_called_again_it_makes_the_same(month, rebuilt, tmp_path):
    path, whole = tmp_path / "killed.db", rows(rebuilt, "SELECT count(*) FROM runs")[0][0]
    call = ["scrapy", "rebuild", month / "archive", "-s", f"DATABASE={path}", *SITES]
    process = begun(call, env=environment(), group=True)
    lived, until = 0, time.monotonic() + 120
    while lived < 3 and time.monotonic() < until:
        time.sleep(0.02)
        with suppress(sqlite3.Error):
            lived = rows(path, "SELECT count(*) FROM runs")[0][0] if path.exists() else 0
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(60)
    assert 3 <= lived < whole
    result = rebuild(month / "archive", path)
    assert result.returncode == 0, result.stderr
    assert "more were there before" in result.stdout
    assert differences(rebuilt, path) == {}


def test_a_crawls_own_database_is_refused_and_stays_as_it_is(month):
    before = rows(month / "news.db", "SELECT count(*) FROM runs")
    result = rebuild(month / "archive", month / "news.db")
    assert result.returncode == 2
    assert "has what other runs stored" in result.stderr
    assert rows(month / "news.db", "SELECT count(*) FROM runs") == before


def test_one_begun_from_another_archive_is_refused(month, rebuilt):
    result = rebuild(month / "archive" / "blog", rebuilt)
    assert result.returncode == 2
    assert "begun from another archive" in result.stderr


def test_what_was_taken_down_stays_out(month, tmp_path):
    for name in ("news.db", "archive"):
        copy = copytree if name == "archive" else copyfile
        copy(month / name, tmp_path / name)
    ((number, url),) = rows(tmp_path / "news.db", "SELECT id, url FROM articles LIMIT 1")
    paths = ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'archive'}"]
    call = ["takedown", str(number), "--reason", "diminta penerbit", *paths, *SITES]
    done = scrapy(*call, env=environment())
    assert done.returncode == 0, done.stderr
    assert rebuild(tmp_path / "archive", tmp_path / "new.db").returncode == 0
    asked = "SELECT mark, site, day, reason FROM taken_down ORDER BY mark"
    assert rows(tmp_path / "new.db", asked) == rows(tmp_path / "news.db", asked) != []
    urls = {found for (found,) in rows(tmp_path / "new.db", "SELECT url FROM articles")}
    assert urls == {found for (found,) in rows(tmp_path / "news.db", "SELECT url FROM articles")}
    assert url not in urls


def without_run_facts(archive: Path, copy: Path) -> None:
    """An archive as it was written before runs said what they were told."""
    for file in archive.rglob("*.warc.gz"):
        data, made = file.read_bytes(), []
        while data:
            inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
            record = inflate.decompress(data) + inflate.flush()
            data = inflate.unused_data
            if b"WARC-Type: warcinfo" in record:
                head, _, block = record[:-4].partition(b"\r\n\r\n")
                block = RUN_FACTS.sub(b"", block)
                head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(block), head)
                record = b"".join((head, b"\r\n\r\n", block, b"\r\n\r\n"))
            made.append(gzip.compress(record, 1))
        target = copy / file.relative_to(archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"".join(made))


def test_older_archives_that_tell_less_of_a_run_give_the_same_articles(month, tmp_path):
    without_run_facts(month / "archive", tmp_path / "archive")
    path = tmp_path / "old.db"
    assert rebuild(tmp_path / "archive", path).returncode == 0
    for query in (
        "SELECT site, url, headline, body, version, first_seen_at, gone_at IS NULL FROM articles",
        "SELECT headline, body, seen_at, replaced_at, cause FROM revisions",
        "SELECT url, site, reason, detail FROM rejects",
        "SELECT url, first_seen_at FROM aliases",
    ):
        assert sorted(map(str, rows(path, query))) == sorted(
            map(str, rows(month / "news.db", query))
        )


def test_files_of_other_tools_are_counted_and_left_to_import(month, tmp_path):
    (tmp_path / "archive" / "lain").mkdir(parents=True)
    record = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Date: 2025-06-18T08:00:00Z\r\n{}Content-Length: {}"
    info, http = b"software: Wget/1.21\r\n", b"HTTP/1.1 200 OK\r\n\r\n<html>contoh</html>"
    target = "WARC-Target-URI: https://www.contoh.id/1\r\n"
    blocks = [("warcinfo", "", info), ("response", target, http)]
    data = [
        record.format(kind, more_fields, len(block)).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
        for kind, more_fields, block in blocks
    ]
    (tmp_path / "archive" / "lain" / "wget.warc").write_bytes(b"".join(data))
    result = rebuild(tmp_path / "archive", tmp_path / "new.db")
    assert result.returncode == 0
    assert "1 captures of other tools, which scrapy import reads" in result.stdout


def test_many_small_transactions_are_one(tmp_path):
    path = new_database(tmp_path / "news.db")
    with closing(connect(path, OneTransaction)) as database:
        database.begin()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO tags (name) VALUES ('contoh')")
        database.execute("COMMIT")
        with database:
            database.execute("INSERT INTO tags (name) VALUES ('lain')")
        assert rows(path, "SELECT count(*) FROM tags") == [(0,)]
        database.end()
        assert rows(path, "SELECT count(*) FROM tags") == [(2,)]


def test_what_one_item_wrote_is_taken_back_alone_where_care_is_taken(tmp_path):
    path = new_database(tmp_path / "news.db")
    with closing(connect(path, OneTransaction)) as database:
        database.careful = True
        database.begin()
        for name, ending in (("satu", "COMMIT"), ("dua", "ROLLBACK"), ("tiga", "COMMIT")):
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO tags (name) VALUES (?)", (name,))
            database.execute(ending)
        database.end()
    assert rows(path, "SELECT name FROM tags ORDER BY id") == [("satu",), ("tiga",)]


def test_without_care_the_whole_run_is_taken_back_and_it_is_said(tmp_path):
    path = new_database(tmp_path / "news.db")
    with closing(connect(path, OneTransaction)) as database:
        database.begin()
        database.execute("INSERT INTO tags (name) VALUES ('satu')")
        with pytest.raises(OneItemRefused):
            database.execute("ROLLBACK")
    assert rows(path, "SELECT name FROM tags") == []
