"""Disks that are full, read-only or gone: one sentence, exit code 1, and nothing stored is lost.

A full or read-only disk is a small tmpfs where the test may mount one (root on Linux); elsewhere
those tests are skipped, and the limit on a file's size (ulimit -f) stands in for a full disk.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from functools import partial

import pytest

from crawler.database import open_for_reading
from spiders.visimuslim import VisimuslimSpider
from tests.support.newsroom import Newsroom, samples
from tests.support.warm import scrapy, started

FEED = VisimuslimSpider.discover[0]
ADDRESS = "https://www.visimuslim.org/2025/06/contoh-{number}.html"
FIRST, ALL = 5, 120


class Disk:
    """A small disk of its own, mounted below the test's folder."""

    def __init__(self, folder):
        self.folder = folder
        self.filler = folder / "filler"

    def fill(self, room):
        """Leave so many bytes free."""
        with self.filler.open("wb") as file:
            stand = os.statvfs(self.folder)
            file.write(bytes(stand.f_bavail * stand.f_frsize - room))

    def clear(self):
        """Make room again."""
        self.filler.unlink()

    def make(self, how):
        """ "ro" or "rw"."""
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path):
    """A disk of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.getuid() or not shutil.which("mount") or subprocess.run(mount).returncode:
        pytest.skip("NOT TESTED: a full disk needs root and mount (a small tmpfs)")
    yield Disk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def newsroom():
    """VisiMuslim with five articles; ``publish_all`` brings 120."""
    with Newsroom() as running:
        articles = samples(ADDRESS, ALL)
        running.publish(articles)
        running.serve(FEED, articles[-FIRST:], full=False)
        running.publish_all = partial(running.serve, FEED, articles, full=False)
        yield running


@pytest.fixture
def crawl(newsroom, tmp_path):
    """Run ``scrapy crawl visimuslim`` with a database and an archive; its result."""

    def start(database, archive, **options):
        line = ["crawl", "visimuslim", *newsroom.arguments]
        line += ["-s", f"DATABASE={database}", "-s", f"ARCHIVE={archive}", "-L", "WARNING"]
        return started(*line, env=newsroom.environment(), **options)

    def run(database, archive, meanwhile=lambda: None, **options):
        newsroom.forget()
        process = start(database, archive, **options)
        meanwhile()
        said = process.communicate(timeout=90)[1]
        return process.returncode, said.splitlines(), said

    return run


@pytest.fixture(scope="module")
def first_crawl(tmp_path_factory):
    """Database and archive of a site with five articles."""
    folder = tmp_path_factory.mktemp("first")
    with Newsroom() as running:
        articles = samples(ADDRESS, ALL)[-FIRST:]
        running.publish(articles)
        running.serve(FEED, articles, full=False)
        line = ["crawl", "visimuslim", *running.arguments]
        line += ["-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/archive"]
        scrapy(*line, env=running.environment(), check=True)
    return folder


@pytest.fixture
def stored(first_crawl):
    """Put what the first crawl stored where a test wants it."""

    def put(database, archive):
        shutil.copy(first_crawl / "news.db", database)
        if archive:
            shutil.copytree(first_crawl / "archive", archive)

    return put


def fetched(newsroom):
    """How many article pages were asked for."""
    return sum("/contoh-" in seen.url for seen in newsroom.requests)


def count(database):
    """Articles a reader finds, all SQLite's checks passed."""
    with closing(open_for_reading(database)) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert not reader.execute("PRAGMA foreign_key_check").fetchall()
        return reader.execute("SELECT count(*) FROM articles").fetchone()[0]


def rows(database, sql):
    """Rows of the database."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def until(come, seconds=60):
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < end
        time.sleep(0.01)


def failed_with(result, *parts):
    """Whether a run failed, and said so in one sentence that holds all parts."""
    code, lines, said = result
    assert code == 1, said
    assert all(part in lines[-1] for part in parts), said
    assert "Traceback" not in said
    assert len(lines) <= 3, said
    return True


@pytest.mark.parametrize("room", [0, 40_000, 700_000])
def test_a_full_database_disk_ends_the_run_and_the_next_one_goes_on(
    crawl, stored, newsroom, disk, tmp_path, room
):
    database, archive = disk.folder / "news.db", tmp_path / "archive"
    stored(database, archive)
    newsroom.publish_all()
    disk.fill(room)
    result = crawl(database, archive)
    assert failed_with(result, f"the database {database} can't be written", "disk", "full")
    assert FIRST <= count(database) < ALL
    assert fetched(newsroom) < ALL
    disk.clear()
    assert crawl(database, archive)[0] == 0
    assert count(database) == ALL
    assert rows(database, "SELECT count(*) FROM runs WHERE ended_at IS NULL") == [(0,)]


def test_due_begins_no_further_site_on_a_full_disk(newsroom, disk, stored, tmp_path):
    database = disk.folder / "news.db"
    stored(database, "")
    disk.fill(40_000)
    newsroom.forget()
    line = ["due", "-L", "CRITICAL", *newsroom.arguments]
    line += ["-s", f"DATABASE={database}", "-s", f"ARCHIVE={tmp_path / 'archive'}"]
    line += ["-s", "SITES=arrahmah,islampos,viva", "-s", "SITES_AT_ONCE=1"]
    ran = scrapy(*line, env=newsroom.environment())
    _, first, summary = ran.stderr.splitlines()
    assert ran.returncode == 1
    assert "failed - the database" in first and "the disk is full; make room" in first
    assert summary == "due: 1 failed (arrahmah); 2 sites not begun (the database fails)"
    assert not fetched(newsroom)


def test_a_full_archive_disk_ends_the_run_and_the_next_one_goes_on(
    crawl, stored, newsroom, disk, tmp_path
):
    database, archive = tmp_path / "news.db", disk.folder / "archive"
    stored(database, archive)
    newsroom.publish_all()
    disk.fill(16_000)
    result = crawl(database, archive)
    assert failed_with(result, "pages can't be kept in", "No space left", "-s ARCHIVE=FOLDER")
    assert FIRST <= count(database) < ALL
    assert rows(database, "SELECT finish_reason FROM runs")[-1] == ("archive-problem",)
    assert rows(database, "SELECT * FROM rejects") == []
    disk.clear()
    assert crawl(database, archive)[0] == 0
    assert count(database) == ALL
    assert rows(database, "SELECT * FROM articles WHERE capture IS NULL") == []


def test_a_file_that_may_not_grow_ends_the_run_and_the_next_one_goes_on(
    crawl, stored, newsroom, tmp_path
):
    database, archive = tmp_path / "news.db", ""
    stored(database, archive)
    newsroom.publish_all()
    largest = (tmp_path / "news.db").stat().st_size // 2
    result = crawl(database, archive, RLIMIT_FSIZE=largest)
    assert failed_with(result, f"the database {database} can't be written", "full")
    assert FIRST <= count(database) < ALL
    assert crawl(database, archive)[0] == 0
    assert count(database) == ALL


def test_a_read_only_disk_is_named_before_anything_is_asked_for(
    crawl, stored, newsroom, disk, tmp_path
):
    database, archive = disk.folder / "news.db", disk.folder / "archive"
    stored(database, archive)
    disk.make("ro")
    result = crawl(database, tmp_path / "archive")
    assert failed_with(result, f"the database {database} can't be written", "read-only")
    assert not newsroom.requests
    result = crawl(tmp_path / "news.db", archive)
    assert failed_with(result, f"the archive folder {archive} can't be written", "-s ARCHIVE=")
    assert not newsroom.requests
    assert count(database) == FIRST
    disk.make("rw")
    newsroom.publish_all()
    assert crawl(database, archive)[0] == 0
    assert count(database) == ALL


@pytest.mark.parametrize("missing", ["database", "archive"])
def test_a_missing_folder_is_a_wrong_call(crawl, newsroom, tmp_path, missing):
    places = {"database": tmp_path / "news.db", "archive": tmp_path / "archive"}
    places[missing] = tmp_path / "tiada" / "di-sini"
    code, lines, _ = crawl(places["database"], places["archive"])
    assert code == 2
    assert len(lines) == 1 and str(tmp_path / "tiada") in lines[0]
    assert not newsroom.requests
    assert not list(tmp_path.glob("news.db*"))


@pytest.mark.parametrize("victim", ["archive", "news.db"])
def test_what_disappears_during_a_run_ends_it(crawl, newsroom, tmp_path, victim):
    database, archive = tmp_path / "news.db", tmp_path / "archive"
    newsroom.publish_all()
    newsroom.fault("https://www.visimuslim.org/2025/*", delay=0.02)

    def take_away():
        until(lambda: fetched(newsroom) > 20)
        (tmp_path / victim).rename(tmp_path / "elsewhere")

    result = crawl(database, archive, take_away)
    sentence = "pages can't be kept in" if victim == "archive" else "was moved or deleted"
    assert failed_with(result, sentence)
    assert fetched(newsroom) < 60
    if victim == "news.db":
        assert not database.exists()
    else:
        shutil.rmtree(archive, ignore_errors=True)
    (tmp_path / "elsewhere").rename(tmp_path / victim)
    assert crawl(database, archive)[0] == 0
    assert count(database) == ALL
