"""``scrapy prune``: what no article needs goes; killed anywhere, nothing that one needs is lost."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.archive.captures import open_replay
from crawler.archive.cdxj import index_of
from crawler.archive.storage import capture_index, read_capture
from crawler.archive.writer import WarcWriter
from crawler.commands.keeping import prune
from crawler.commands.keeping.prune import Command
from crawler.runs.site_lock import site_lock
from pipelines.store import save
from tests.support.interrupted import warcio_check
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy

NOW = datetime.now(UTC).replace(microsecond=0)
SITE = "https://contoh.test"
STEPS = ("write_thinned", "sync_folder", "repoint", "unlink_with_index")


@pytest.fixture
def kept(tmp_path):
    """Two files of a site's captures, 100 days of them, and the articles read from some."""
    return make(tmp_path)


def make(folder):
    """The folder, and the named captures by what they are."""
    (folder / "arsip").mkdir()
    writer = WarcWriter(folder / "arsip", "contoh", 60_000, {"software": "test"})
    filling = os.urandom(3_000).hex()

    def capture(path, days_ago, text, status=200):
        url = f"{SITE}{path}"
        answer = HtmlResponse(url, status=status, body=f"<p>{text}</p>{filling}".encode())
        return writer.add(Request(url), answer, NOW - timedelta(days=days_ago))

    names = {}
    capture("/robots.txt", 100, "lama")
    names["first version"] = capture("/1", 99, "satu")
    capture("/1?page=2", 99, "satu, dua")
    capture("/feed", 99, "feed lama")
    capture("/1", 98, "satu")
    names["refused"] = capture("/4", 97, "tanpa tanggal")
    names["current"] = capture("/1", 96, "satu, diubah")
    capture("/1?page=2", 96, "satu, dua, diubah")
    for days_ago in (95, 94, 5):
        capture("/1", days_ago, "satu, diubah")
        capture("/1?page=2", days_ago, "satu, dua, diubah")
        capture("/feed", days_ago, f"feed {days_ago}")
    names["only"] = capture("/2", 90, "dua")
    names["gone since"] = capture("/3", 80, "tiga")
    capture("/3", 50, "tidak ada", 404)
    capture("/3", 4, "tidak ada", 404)
    capture("/robots.txt", 3, "baru")
    writer.close()
    path = new_database(folder / "news.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for number, name, hours in (
            (1, "first version", 0),
            (1, "current", 9),
            (2, "only", 0),
            (3, "gone since", 0),
        ):
            at = NOW - timedelta(days=99) + timedelta(hours=hours)
            body = f"Teks contoh nomor {number}, {name}, bukan berita sungguhan."
            save(database, [sample(number, body=body, capture=names[name], fetched_at=at)])
        database.execute(
            "INSERT INTO rejects (url, site, reason, seen_at, capture) "
            "VALUES (?, 'contoh', 'no-date', '2025-06-18T00:00:00Z', ?)",
            (f"{SITE}/4", names["refused"]),
        )
    return folder, names


def call(folder, *arguments, **how):
    paths = ("-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/arsip")
    return scrapy("prune", *arguments, *paths, **how)


def state(folder):
    """What the articles, versions and refused pages of a database are read from."""
    with closing(sqlite3.connect(folder / "news.db")) as database:
        rows = database.execute(
            "SELECT 'a', url, version, capture FROM articles UNION ALL "
            "SELECT 'v', content_hash, version, capture FROM revisions UNION ALL "
            "SELECT 'r', url, 0, capture FROM rejects ORDER BY 1, 2"
        ).fetchall()
    return [
        (*row, read_capture(folder / "arsip", name).body if name else None) for *row, name in rows
    ]


def replayed(folder):
    """What a replay gives for each address."""
    replay = open_replay(folder / "arsip", "contoh")
    paths = ("/robots.txt", "/1", "/1?page=2", "/2", "/3", "/4", "/feed")
    answers = (replay.answer(Request(SITE + path)) for path in paths)
    return [answer and answer[2].body for answer in answers]


def size(folder):
    return sum(file.stat().st_size for file in folder.rglob("*.warc.gz"))


def times(folder, path):
    return [entry for _, entry in capture_index(folder / "arsip") if entry.url == SITE + path]


def test_superseded_captures_go_and_every_article_and_replay_is_as_before(kept):
    folder, _ = kept
    rows, answers, before = state(folder), replayed(folder), size(folder)
    done = call(folder, "--superseded")
    assert done.returncode == 0, done.stderr
    assert "--yes does it" in done.stdout
    assert (state(folder), size(folder)) == (rows, before)
    done = call(folder, "--superseded", "--yes")
    assert done.returncode == 0, done.stderr
    assert (state(folder), replayed(folder)) == (rows, answers)
    counts = {path: len(times(folder, path)) for path in ("/1", "/1?page=2", "/feed", "/3", "/4")}
    assert counts == {"/1": 2, "/1?page=2": 3, "/feed": 1, "/3": 2, "/4": 1}
    said = float(done.stdout.split("about ")[1].split(" kB")[0])
    assert abs(said - (before - size(folder)) / 1e3) < 1
    for file in folder.rglob("*.warc.gz"):
        assert "-p1.warc.gz" in file.name
        assert index_of(file).exists()
        assert not warcio_check(file)
    assert call(folder, "--superseded", "--yes").stdout.endswith("about 0.0 kB freed\n")
    paths = ("-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/arsip")
    assert scrapy("archive", "--check", folder / "arsip", *paths).returncode == 0


def test_by_age_goes_what_no_article_was_read_from(kept):
    folder, _ = kept
    rows = state(folder)
    assert call(folder, "--older-than", "30", "--yes").returncode == 0
    left = state(folder)
    assert [row for row in left if row[0] != "r"] == [row for row in rows if row[0] != "r"]
    assert [row[1:] for row in left if row[0] == "r"] == [(f"{SITE}/4", 0, None)]
    assert len(times(folder, "/robots.txt")) == 1
    assert len(times(folder, "/1")) == 3
    assert not times(folder, "/4")


def test_both_together_spare_what_is_young_and_what_is_not_superseded(kept):
    folder, _ = kept
    call(folder, "--older-than", "30", "--superseded", "--yes")
    assert len(times(folder, "/1")) == 3
    assert len(times(folder, "/3")) == 2
    assert len(times(folder, "/4")) == 1


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_is_lost_and_the_next_call_ends_it(kept, step, when, nth):
    folder, _ = kept
    rows, answers = state(folder), replayed(folder)
    pid = os.fork()
    if not pid:  # the process that dies
        try:
            die_at(step, when, nth)
            run(folder)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert (state(folder), replayed(folder)) == (rows, answers)
    assert call(folder, "--superseded", "--yes").returncode == 0
    assert (state(folder), replayed(folder)) == (rows, answers)
    files = [file.name for file in folder.rglob("*.warc.gz")]
    assert all("-p1.warc.gz" in name for name in files), files
    assert len(times(folder, "/feed")) == 1


def die_at(step, when, nth):
    """Make this process die at the so-manieth call of a step."""
    wanted, count = getattr(prune, step), iter(range(1, 100))

    def dying(*arguments, **options):
        is_last = next(count) == nth
        if is_last and when == "before":
            os._exit(9)
        result = wanted(*arguments, **options)
        if is_last:
            os._exit(9)
        return result

    setattr(prune, step, dying)


def run(folder):
    """``scrapy prune --superseded --yes`` in this process."""
    from scrapy.settings import Settings

    command = Command()
    command.settings = Settings({"DATABASE": f"{folder}/news.db", "ARCHIVE": f"{folder}/arsip"})

    class Options:
        older_than, superseded, site, yes = None, True, None, True

    command.execute([], Options)


def test_what_is_not_clear_or_can_not_be_done_is_a_sentence(kept):
    folder, _ = kept
    before = size(folder)
    for line, code, sentence in (
        ([], 2, "as in scrapy prune"),
        (["--older-than", "x"], 2, "is not 1, 2, ..."),
        (["--superseded", "--site", "kompas"], 2, "has no folder kompas"),
        (["--superseded", "-s", f"ARCHIVE={folder}/tiada"], 2, "there is no archive"),
        (["--superseded", "-s", f"DATABASE={folder}/tiada.db"], 2, "there is no database"),
    ):
        paths = ("-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/arsip")
        done = scrapy("prune", *paths, *line)
        assert done.returncode == code, done.stderr
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
    with site_lock(folder / "news.db", "contoh"):
        done = call(folder, "--superseded", "--yes")
    assert done.returncode == 2
    assert "being crawled already" in done.stderr
    new_database(folder / "lain.db")
    done = scrapy("prune", "--superseded", "--yes", "-s", f"DATABASE={folder}/lain.db", *paths[2:])
    assert "names no capture in it, so that it is left alone" in done.stdout
    assert size(folder) == before
