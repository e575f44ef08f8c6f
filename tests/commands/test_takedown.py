"""``scrapy takedown``: an article is gone from every file, stays away, and nothing else suffers."""

import gzip
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from shutil import copytree

import pytest

from crawler.archive.storage import capture_index, captures, read_capture
from crawler.runs.site_lock import site_lock
from tests.support.faults import ADDRESS, FEED
from tests.support.interrupted import warcio_check
from tests.support.newsroom import Newsroom, samples
from tests.support.warm import scrapy

SECRET = "Raharjokusumo"
"""A word that stands in the article to take down, and nowhere else."""
REASON = ("--reason", "diminta penerbit")
CHECK_SEARCH = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"


def published():
    """Eight articles; the third is to be taken down, and has a tag and author of its own."""
    made = samples(ADDRESS, 8)
    target = made[2]
    target.headline = f"Kasus {SECRET} dibuka, contoh"
    target.author = f"Penulis {SECRET}"
    target.labels = ("Contoh", f"Tag {SECRET}")
    target.paragraphs = [
        f"Bandung, Contoh - Nama {SECRET} {number} hanya rekaan, dalam kalimat nomor {number}."
        for number in range(6)
    ]
    return made, target


class Kept:
    """One newsroom, a database and an archive of it."""

    def __init__(self, newsroom, folder, *, full):
        self.newsroom, self.folder, self.full = newsroom, folder, full
        self.database, self.archive = folder / "news.db", folder / "arsip"

    def scrapy(self, *arguments, log=None):
        paths = ("-s", f"DATABASE={self.database}", "-s", f"ARCHIVE={self.archive}")
        return scrapy(*arguments, *paths, env=self.newsroom.environment(), log=log)

    def crawl(self, *arguments):
        line = ("crawl", "visimuslim", *self.newsroom.arguments, "-L", "WARNING", *arguments)
        return self.scrapy(*line)

    def publish(self, articles):
        self.newsroom.publish(articles)
        self.newsroom.serve(FEED, articles, full=self.full)

    def query(self, sql, *values):
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(sql, values).fetchall()

    def holds(self, word):
        """The files in which a word or address stands, compressed records and members unfolded."""
        found = set()
        for file in self.folder.rglob("*"):
            if file.is_file() and file.name not in ("output.txt",):
                data = file.read_bytes()
                if word.encode() in data or word.encode() in unfolded(data):
                    found.add(file.name)
        return found


def unfolded(data):
    """All that can be unfolded in a file of gzip members, bodies within them too."""
    try:
        text = gzip.decompress(data)
    except (OSError, EOFError):
        return b""
    parts = text.split(b"\r\n\r\n")
    return text + b"".join(gzip.decompress(p) for p in parts if p.startswith(b"\x1f\x8b"))


@pytest.fixture(scope="module", params=[True, False], ids=["read-from-listing", "read-from-page"])
def crawled(request, tmp_path_factory):
    """A site crawled twice, the article to be taken down edited in between; an old address too."""
    with Newsroom() as newsroom:
        kept = Kept(newsroom, tmp_path_factory.mktemp("crawled"), full=request.param)
        made, target = published()
        kept.publish(made)
        assert kept.crawl().returncode == 0
        target.paragraphs[5] += f" Ditambah {SECRET} kemudian."
        target.updated = target.published + timedelta(hours=2)
        kept.publish(made)
        with closing(sqlite3.connect(kept.database)) as database, database:
            database.execute("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z'")
            (number,) = database.execute(
                "SELECT id FROM articles WHERE url = ?", (target.url,)
            ).fetchone()
            database.execute(
                "INSERT INTO aliases VALUES (?, ?, '2025-06-18T00:00:00Z')",
                (f"https://www.visimuslim.org/lama/{SECRET}.html", number),
            )
            database.execute(
                "INSERT INTO rejects (url, site, reason, seen_at, detail) "
                "VALUES (?, 'visimuslim', 'network', '2025-06-18T00:00:00Z', ?)",
                (target.url, target.headline),
            )
        assert kept.crawl().returncode == 0
        yield kept, made, target, number


@pytest.fixture
def kept(crawled, tmp_path):
    """The same in a copy that a test may change."""
    before, made, target, number = crawled
    copytree(before.folder, tmp_path / "kept")
    return Kept(before.newsroom, tmp_path / "kept", full=before.full), made, target, number


def test_nothing_of_it_is_left_in_any_file_and_all_else_is_as_before(kept):
    kept, made, target, number = kept
    others = "SELECT id, url, headline, body, capture, version FROM articles WHERE id <> ?"
    before = kept.query(others, number)
    places = {capture.capture for capture in captures(kept.archive)}
    assert kept.query("SELECT count(*) FROM revisions WHERE article_id = ?", number)[0][0] == 1
    assert {"news.db"} < kept.holds(SECRET)
    journal = kept.folder / "news.db.reparse"
    journal.write_text(json.dumps({"body": SECRET}))
    done = kept.scrapy("takedown", target.url, *REASON)
    assert done.returncode == 0, done.stderr
    assert "can't be recalled" in done.stdout
    assert kept.holds(SECRET) == set()
    assert kept.holds(target.url.rpartition("/")[2]) == set()
    assert not journal.exists()
    assert kept.query(others, number) == before
    with closing(sqlite3.connect(kept.database)) as database:
        database.execute(CHECK_SEARCH)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        assert database.execute(found, (SECRET,)).fetchone() == (0,)
        assert database.execute(found, ("contoh",)).fetchone() == (7,)
        database.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_fts, row)")
        term = "SELECT count(*) FROM temp.words WHERE term = ?"
        assert database.execute(term, (SECRET.casefold(),)).fetchone() == (0,)
        assert database.execute(term, ("contoh",)).fetchone() == (1,)
    for *_, capture, _ in before:
        assert read_capture(kept.archive, capture).body
    left = {capture.capture for capture in captures(kept.archive)}
    assert left <= places
    assert len(left) >= len(places) - 4
    for file in kept.archive.rglob("*.warc.gz"):
        assert not warcio_check(file)
    assert kept.scrapy("archive", "--check", kept.archive).returncode == 0
    marks = kept.query("SELECT DISTINCT site, reason FROM taken_down")
    assert marks == [("visimuslim", "diminta penerbit")]


def test_no_crawl_replay_or_reparse_brings_it_back(kept, crawled):
    kept, made, target, number = kept
    copy = kept.folder.parent / "salinan"
    copytree(kept.archive, copy)
    assert kept.scrapy("takedown", number, *REASON).returncode == 0
    texts = "SELECT url, content_hash FROM articles ORDER BY url"
    before = kept.query(texts)
    assert kept.crawl().returncode == 0
    assert kept.crawl("-a", "since=2025-06-18", "-a", "until=2025-06-18").returncode in (0, 10)
    for archive in (kept.archive, copy):
        assert kept.crawl("-s", f"REPLAY={archive}").returncode == 0
        assert kept.scrapy("reparse", archive, "--write", "--processes", "1").returncode == 0
        assert kept.query(texts) == before
    assert kept.holds(target.url.rpartition("/")[2]) - {"news.db"} <= {
        file.name for file in kept.archive.rglob("*")
    }
    assert not kept.query("SELECT 1 FROM frontier WHERE url = ?", target.url)
    rejects = kept.query("SELECT DISTINCT url, reason FROM rejects WHERE reason = 'taken-down'")
    assert rejects
    assert all(url.startswith(("address:", "number:", "text:")) for url, _ in rejects)
    assert not kept.query("SELECT 1 FROM rejects WHERE url = ?", target.url)


def test_the_same_text_at_another_address_is_turned_away(kept):
    kept, made, target, number = kept
    assert kept.scrapy("takedown", number, *REASON).returncode == 0
    listed = target.url
    target.url = ADDRESS.format(number=99999)
    kept.publish(made)
    done = kept.crawl()
    moved, target.url = target.url, listed
    kept.publish(made)
    assert not kept.query("SELECT 1 FROM articles WHERE headline = ?", target.headline)
    assert kept.query("SELECT count(*) FROM rejects WHERE reason = 'taken-down'")[0][0] >= 1
    assert not kept.query("SELECT 1 FROM frontier WHERE url IN (?, ?)", moved, listed)
    assert "Traceback" not in done.stderr


def test_other_articles_that_have_or_had_the_very_text_are_named_and_stay(kept):
    kept, made, target, number = kept
    others = "SELECT id FROM articles WHERE id <> ? ORDER BY id LIMIT 2"
    (now,), (once,) = kept.query(others, number)
    with closing(sqlite3.connect(kept.database)) as database, database:
        same = "content_hash = (SELECT content_hash FROM {} WHERE {} = ?)"
        asked = f"UPDATE articles SET {same.format('articles', 'id')} WHERE id = ?"
        database.execute(asked, (number, now))
        columns = [row[1] for row in database.execute("PRAGMA table_info(revisions)")]
        told = ", ".join(name for name in columns if name not in ("id", "article_id"))
        copied = f"INSERT INTO revisions (article_id, {told}) SELECT ?, {told} FROM revisions "
        database.execute(f"{copied} WHERE article_id = ?", (once, number))
    for line in ((number, "--dry-run"), (number, now, "--dry-run"), (number,)):
        done = kept.scrapy("takedown", *line, *REASON)
        assert done.returncode == 0, done.stderr
        named = {each for each in (now, once) if f"scrapy takedown {each}\n" in done.stdout}
        assert named == {now, once} - {*line}
    assert kept.query("SELECT count(*) FROM articles WHERE id IN (?, ?)", now, once) == [(2,)]


def test_a_dry_run_writes_nothing_and_a_second_call_finds_nothing(kept):
    kept, made, target, number = kept
    files = {file: file.read_bytes() for file in kept.archive.rglob("*") if file.is_file()}
    rows = kept.query("SELECT * FROM articles ORDER BY id")
    done = kept.scrapy("takedown", number, *REASON, "--dry-run")
    assert done.returncode == 0
    assert "would be written over" in done.stdout
    assert "1 articles" in done.stdout
    assert {file: file.read_bytes() for file in files} == files
    assert kept.query("SELECT * FROM articles ORDER BY id") == rows
    assert not kept.query("SELECT * FROM taken_down")
    assert kept.scrapy("takedown", number, *REASON).returncode == 0
    again = kept.scrapy("takedown", target.url, *REASON)
    assert again.returncode == 0
    assert "taken down before" in again.stdout
    assert "0 captures of it and 0 listings" in again.stdout


def test_one_stopped_in_the_middle_of_the_archive_is_done_by_the_next_call(kept):
    """A record half written over, and the index as it was before."""
    kept, made, target, number = kept
    (first, *_) = [
        (file, entry) for file, entry in capture_index(kept.archive) if target.url == entry.url
    ] or [next(capture_index(kept.archive))]
    file, entry = first
    if entry.url == target.url:
        data = bytearray(file.read_bytes())
        data[entry.offset + 20 : entry.offset + 200] = bytes(180)
        file.write_bytes(data)
    kept.scrapy("takedown", number, *REASON)
    assert kept.holds(SECRET) == set()
    assert kept.scrapy("archive", "--check", kept.archive).returncode == 0


def test_what_is_not_clear_or_can_not_be_done_is_a_sentence(kept):
    kept, made, target, number = kept
    rows = kept.query("SELECT * FROM articles ORDER BY id")
    alike = "https://www.visimuslim.org/sama.html"
    with closing(sqlite3.connect(kept.database)) as database, database:
        for each in (number, number + 1 if number < 8 else number - 1):
            database.execute("INSERT INTO aliases VALUES (?, ?, '')", (alike, each))
    for line, sentence in (
        ([number], "as in scrapy takedown"),
        ([number, "--reason", "  "], "as in scrapy takedown"),
        ([999, *REASON], "there is no article 999"),
        (["9" * 40, *REASON], "there is no article"),
        (["https://www.visimuslim.org/tiada.html", *REASON], "nothing is known of"),
        (["kata", *REASON], "is no article's number and no address"),
        ([alike, *REASON], "is known of 2 articles"),
    ):
        done = kept.scrapy("takedown", *line)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
        assert sentence in done.stderr
    with site_lock(kept.database, "kompas"):
        done = kept.scrapy("takedown", number, *REASON)
    assert done.returncode == 2
    assert "kompas: the site is being crawled already" in done.stderr
    assert kept.query("SELECT * FROM articles ORDER BY id") == rows
