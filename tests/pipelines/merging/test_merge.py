"""``scrapy merge``: what becomes of each table, of files that overlap, of files of others."""

import re
import shutil
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive.named import not_in_archive
from crawler.clock import utc
from crawler.database import connect
from crawler.errors import DatabaseProblem, UsageProblem
from crawler.items import Reject
from pipelines.database.schema import describe, migrate
from pipelines.merging.alike import BY_ADDRESS, BY_ALIAS, BY_NUMBER, BY_TEXT
from pipelines.merging.merge import check_sources, merge
from pipelines.merging.rules import RULES
from pipelines.store import save
from pipelines.takedown import find_target, take_out
from tests.pipelines.merging.test_any_order import assert_same, content
from tests.support.checkout import ROOT
from tests.support.sample_articles import BODY, NOON, new_database, sample
from tests.support.warm import begun, python, scrapy

SUPPORT = ROOT / "tests" / "support"
TO_THE_SECOND = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\dZ")
CAPTURE = re.compile(r"\d{14}-\d+\.warc\.gz#\d+")
EDITED = f"{BODY}\n\nContoh: Pasar itu dibuka untuk umum mulai besok."


def rows(path: Path, query: str, *values) -> list[tuple]:
    """What a query finds."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query, values).fetchall()


def crawled(path: Path, *items, hours: float = 1, site: str = "contoh") -> Path:
    """A database in which a run stored these, so many hours after noon; made where it is not."""
    if not path.exists():
        new_database(path)
    now = NOON + timedelta(hours=hours)
    with closing(connect(path)) as news:
        with news:
            run = news.execute(
                "INSERT INTO runs (site, started_at, ended_at, bytes, verdict) "
                "VALUES (?, ?, ?, ?, 'ok')",
                (site, utc(now), utc(now), sum(map(ord, path.name))),
            ).lastrowid
        made = [item(now) if callable(item) else item for item in items]
        save(news, made, run_id=run, now=now, recheck_hours=[1, 6, 24])
    return path


def at(number: int = 1, **facts):
    """A sample article, seen when its run is."""
    return lambda now: sample(number, fetched_at=now, **{"capture": f"c#{now:%H}", **facts})


def joined(folder: Path, *paths: Path) -> Path:
    """The files in one, looked at for what every file must hold to."""
    target = folder / f"joined-{'-'.join(path.stem for path in paths)}.db"
    target.unlink(missing_ok=True)
    for path in paths:
        merge(path, target)
    content(target)  # its search index and references are whole
    return target


# Every table has a rule


def test_every_table_has_a_rule_that_says_what_it_does():
    tables = {table.name for table in describe() if table.kind in ("table", "search")}
    assert set(RULES) == tables, "a table added to the schema needs a rule in rules.py"
    assert all(rule.says for rule in RULES.values())


# One article, as several files know it


def test_versions_of_two_machines_stand_in_order_of_time(tmp_path):
    one = crawled(tmp_path / "one.db", at(1), hours=1)
    crawled(one, at(1), hours=5)
    other = crawled(tmp_path / "other.db", at(1, body=EDITED), hours=3)
    for order in ((one, other), (other, one)):
        path = joined(tmp_path, *order)
        assert rows(path, "SELECT version, body, first_seen_at, last_seen_at FROM articles") == [
            (3, BODY, "2025-06-18T06:00:00Z", "2025-06-18T10:00:00Z")
        ]
        assert rows(path, "SELECT version, body, seen_at FROM revisions ORDER BY version") == [
            (1, BODY, "2025-06-18T06:00:00Z"),
            (2, EDITED, "2025-06-18T08:00:00Z"),
        ]


def test_equal_texts_are_one_version_and_two_tags_rows_are_one_tag(tmp_path):
    one = crawled(tmp_path / "one.db", at(1, tags=["Pasar"], authors=["Siti"]), hours=1)
    other = crawled(tmp_path / "other.db", at(1, tags=["pasar", "Kota"], authors=["Siti"]), hours=2)
    path = joined(tmp_path, other, one)
    assert rows(path, "SELECT version, tags, last_seen_at FROM articles") == [
        (1, '["Pasar"]', "2025-06-18T07:00:00Z")
    ]
    assert rows(path, "SELECT name FROM article_tags JOIN tags ON id = tag_id") == [("Pasar",)]
    assert rows(path, "SELECT name FROM authors") == [("Siti",)]
    assert rows(path, "SELECT count(*) FROM runs") == [(2,)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            {"publisher_id": "7", "url": "https://www.contoh.example/a/7"},
            {"publisher_id": "7", "url": "https://www.contoh.example/b/7", "body": EDITED},
            id="number",
        ),
        pytest.param(
            {"url": "https://www.contoh.example/lama"},
            {"url": "https://www.contoh.example/baru", "body": EDITED}
            | {"aliases": ["https://www.contoh.example/lama"]},
            id="alias",
        ),
        pytest.param(
            {"url": "https://www.contoh.example/berita/pasar-baru-diresmikan"},
            {"url": "https://www.contoh.example/ekonomi/pasar-baru-diresmikan"},
            id="moved",
        ),
    ],
)
def test_one_article_is_known_by(first, second, tmp_path):
    one = crawled(tmp_path / "one.db", at(1, **first), hours=1)
    other = crawled(tmp_path / "other.db", at(1, **second), hours=30)
    for order in ((one, other), (other, one)):
        path = joined(tmp_path, *order)
        assert rows(path, "SELECT url FROM articles") == [(first["url"],)]
        assert (second["url"],) in rows(path, "SELECT url FROM aliases")
        assert rows(path, "SELECT count(DISTINCT article_id), count(*) FROM frontier") == [(1, 2)]


def test_what_a_publisher_numbers_apart_stays_apart(tmp_path):
    lama = {"url": "https://www.contoh.example/lama/1", "publisher_id": "1"}
    baru = {"url": "https://www.contoh.example/baru/2", "publisher_id": "2"}
    one = crawled(tmp_path / "one.db", at(1, **lama))
    other = crawled(tmp_path / "other.db", at(1, **baru, aliases=[lama["url"]]))
    path = joined(tmp_path, one, other)
    assert len(rows(path, "SELECT 1 FROM articles")) == 2
    assert rows(path, "SELECT url FROM aliases") == []


def test_two_articles_that_a_third_file_knows_as_one_become_one(tmp_path):
    lama, baru = "https://www.contoh.example/lama", "https://www.contoh.example/baru"
    one = crawled(tmp_path / "one.db", at(1, url=lama))
    two = crawled(tmp_path / "two.db", at(1, url=baru, body=EDITED), hours=2)
    both = crawled(tmp_path / "both.db", at(1, url=lama, aliases=[baru]), hours=3)
    path = joined(tmp_path, one, two, both)
    assert rows(path, "SELECT url, version FROM articles") == [(lama, 3)]
    assert rows(path, "SELECT DISTINCT article_id FROM frontier") == rows(
        path, "SELECT id FROM articles"
    )


def test_gone_is_what_was_not_seen_again(tmp_path):
    there = crawled(tmp_path / "there.db", at(1), hours=1)
    gone = shutil.copyfile(there, tmp_path / "gone.db")
    reject = Reject(sample(1).url, "contoh", "http-error", "HTTP 404", None, 404)
    crawled(gone, reject, reject, hours=4)
    assert rows(joined(tmp_path, there, gone), "SELECT gone_at FROM articles") == [
        ("2025-06-18T09:00:00Z",)
    ]
    crawled(there, at(1), hours=6)
    for order in ((there, gone), (gone, there)):
        assert rows(joined(tmp_path, *order), "SELECT gone_at FROM articles") == [(None,)]


def test_the_frontier_is_due_as_the_last_fetch_says(tmp_path):
    one = crawled(tmp_path / "one.db", at(1), hours=1)
    other = crawled(tmp_path / "other.db", at(1), hours=20)
    due = rows(other, "SELECT url, due_at, last_fetched_at FROM frontier")
    for order in ((one, other), (other, one)):
        path = joined(tmp_path, *order)
        assert rows(path, "SELECT url, due_at, last_fetched_at FROM frontier") == due


def test_a_sites_status_is_that_of_the_newest_day(tmp_path):
    paths = []
    for name, day, last, status in (
        ("one", "2026-01-02", "2026-03-01", "stable"),
        ("other", "2026-02-01", "2026-01-01", "blocked"),
    ):
        paths.append(crawled(tmp_path / f"{name}.db", at(1)))
        with closing(connect(paths[-1])) as news, news:
            news.execute(
                "INSERT INTO sites (site, outlet, status, status_day, first_run_at, last_run_at) "
                "VALUES ('contoh', ?, ?, ?, ?, ?)",
                (name, status, day, last, last),
            )
    for order in (paths, paths[::-1]):
        path = joined(tmp_path, *order)
        assert rows(path, "SELECT outlet, status, first_run_at, last_run_at FROM sites") == [
            ("one", "blocked", "2026-01-01", "2026-03-01")
        ]


def test_views_and_search_are_right_at_once(tmp_path):
    one = crawled(tmp_path / "one.db", at(1), at(2, url="https://www.contoh.example/2"))
    other = crawled(tmp_path / "other.db", at(1, headline="Gempa contoh"), hours=3)
    path = joined(tmp_path, one, other)
    found = "SELECT headline FROM articles_fts WHERE articles_fts MATCH ?"
    assert rows(path, found, "gempa") == [("Gempa contoh",)]
    assert len(rows(path, found, "judul")) == 1
    assert rows(path, "SELECT articles, revised FROM articles_daily") == [(2, 1)]
    assert rows(path, "SELECT old_headline, new_headline FROM headline_changes") == [
        ("Judul contoh nomor 1", "Gempa contoh")
    ]


@pytest.mark.parametrize("query", [BY_NUMBER, BY_ADDRESS, BY_ALIAS, BY_TEXT])
def test_an_article_is_looked_for_without_going_through_those_of_its_site(query, tmp_path):
    values = ["contoh", "x"] * (query.count("?") // 2)
    plan = rows(new_database(tmp_path / "news.db"), f"EXPLAIN QUERY PLAN {query}", *values)
    searches = [row[3] for row in plan if "articles" in row[3]]
    assert searches
    assert not [search for search in searches if search.endswith("(site=?)") or "SCAN" in search]


# What was taken down


def test_what_is_taken_down_in_one_file_is_taken_down_in_all(tmp_path):
    keeps = crawled(tmp_path / "keeps.db", at(1), at(2, url="https://www.contoh.example/2"))
    crawled(keeps, at(1, body=EDITED), hours=3)
    took = shutil.copyfile(crawled(tmp_path / "first.db", at(1)), tmp_path / "took.db")
    with closing(connect(took)) as news, news:
        take_out(news, find_target(news, "1"), "diminta", datetime(2025, 7, 1, tzinfo=UTC))
    found = []
    for order in ((keeps, took), (took, keeps), (took, keeps, tmp_path / "first.db")):
        path = joined(tmp_path, *order)
        assert rows(path, "SELECT url FROM articles") == [("https://www.contoh.example/2",)]
        assert not rows(path, "SELECT 1 FROM frontier WHERE url = ?", sample(1).url)
        assert {day for (day,) in rows(path, "SELECT day FROM taken_down")} == {"2025-07-01"}
        found.append(rows(path, "SELECT mark FROM taken_down ORDER BY mark"))
    assert found[0] == found[1]


def test_the_command_names_pages_of_what_was_taken_down(tmp_path):
    keeps = crawled(tmp_path / "keeps.db", at(1, capture="contoh/contoh-1.warc.gz#77"))
    took = shutil.copyfile(keeps, tmp_path / "took.db")
    with closing(connect(took)) as news, news:
        take_out(news, find_target(news, "1"), "diminta", NOON)
    (tmp_path / "archive").mkdir()
    call = ["merge", keeps, took, "-s", f"DATABASE={tmp_path / 'all.db'}"]
    done = scrapy(*map(str, call), "-s", f"ARCHIVE={tmp_path / 'archive'}")
    assert done.returncode == 0, done.stderr
    assert "1 articles are taken down there, and now here" in done.stdout
    assert "contoh/contoh-1.warc.gz#77" in done.stdout
    assert "address:" in (tmp_path / "archive" / "taken-down.jsonl").read_text()


# Again, grown, interrupted


def test_a_file_that_has_grown_adds_only_what_is_new(tmp_path):
    source = crawled(
        tmp_path / "source.db", at(1), Reject("https://x.example/", "contoh", "network", "x")
    )
    with closing(connect(source)) as news, news:
        news.execute(
            "INSERT INTO runs (site, started_at) VALUES ('contoh', '2025-06-18T09:00:00Z')"
        )
    path = joined(tmp_path, source)
    before = content(path)
    merge(source, path)
    assert content(path) == before
    with closing(connect(source)) as news, news:
        news.execute("UPDATE runs SET ended_at = '2025-06-18T10:00:00Z' WHERE ended_at IS NULL")
    crawled(source, at(1, body=EDITED), at(2, url="https://www.contoh.example/2"), hours=9)
    came = merge(source, path)
    assert (came.articles["new"], came.articles["joined"], came.rows["runs"]) == (1, 1, 1)
    assert_same(joined(tmp_path, source), path)
    assert_same(source, path)


def test_killed_at_any_moment_and_called_again_it_makes_the_same(tmp_path):
    many = [
        at(n, url=f"https://www.contoh.example/{n}", headline=f"Contoh {n}") for n in range(900)
    ]
    sources = [
        crawled(tmp_path / f"{name}.db", *many, hours=hours) for name, hours in (("a", 1), ("b", 9))
    ]
    whole, path = joined(tmp_path, *sources), tmp_path / "killed.db"
    call = ["scrapy", "merge", *sources, "-s", f"DATABASE={path}", "-s", "ARCHIVE="]
    for wait in (0.2, 0.6, 1.0):
        process = begun(call, group=True)
        end = time.monotonic() + wait
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.communicate(60)
    done = scrapy(*map(str, call[1:]))
    assert done.returncode == 0, done.stderr
    assert_same(whole, path)


# Files that can't be joined


def test_files_that_cant_be_joined_are_told_in_a_sentence(tmp_path):
    good, target = crawled(tmp_path / "good.db", at(1)), tmp_path / "all.db"
    text = tmp_path / "text.db"
    text.write_text("no database at all")
    empty = tmp_path / "empty.db"
    empty.touch()
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as database:
        database.execute("CREATE TABLE articles (id)")
    newer = shutil.copyfile(good, tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as database, database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('warta', 'from_the_future', '2030-01-01')"
        )
    damaged = tmp_path / "damaged.db"
    whole = bytearray(
        crawled(
            tmp_path / "big.db", *[at(n, url=f"https://x.example/{n}") for n in range(200)]
        ).read_bytes()
    )
    middle = len(whole) // 2
    whole[middle : middle + 20_000] = b"\xff" * 20_000
    damaged.write_bytes(whole)
    for path, said in (
        (tmp_path / "none.db", "there is no database"),
        (tmp_path, "is a folder; name files"),
        (text, "not a SQLite database"),
        (empty, "is empty"),
        (foreign, "not one of Warta's"),
        (newer, "from_the_future"),
        (damaged, "damaged"),
    ):
        done = scrapy("merge", str(good), str(path), "-s", f"DATABASE={target}")
        assert done.returncode == 2, (path, done.stderr)
        assert said in done.stderr and done.stderr.count("\n") == 1, done.stderr
        assert not target.exists(), "nothing was begun"


def test_the_database_itself_is_no_source_and_none_is_joined_twice(tmp_path):
    good = crawled(tmp_path / "good.db", at(1))
    with pytest.raises(UsageProblem, match="leave it out"):
        check_sources([good], good)
    assert check_sources([good, tmp_path / "." / "good.db"], tmp_path / "all.db") == [good]
    assert scrapy("merge", "-s", f"DATABASE={good}").returncode == 2


def test_a_locked_file_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.database.BUSY_SECONDS", 0.1)
    locked = crawled(tmp_path / "locked.db", at(1))
    with closing(sqlite3.connect(locked)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseProblem, match="locked"):
            check_sources([locked], tmp_path / "all.db")


def test_a_file_of_an_older_warta_is_brought_up_to_date_in_a_copy(tmp_path):
    old = tmp_path / "old.db"
    script = (ROOT / "tests/pipelines/warta-0.1.sql").read_text()
    with closing(sqlite3.connect(old)) as database:
        database.executescript(script)
    before = old.read_bytes()
    path = tmp_path / "all.db"
    done = scrapy("merge", str(old), "-s", f"DATABASE={path}", "-s", "ARCHIVE=")
    assert done.returncode == 0, done.stderr
    assert old.read_bytes() == before
    assert [*tmp_path.glob(".merge-*")] == []
    migrate(old)
    assert_same(old, path)


# Five machines


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Path:
    """Some days of ten sites, crawled by one machine and by five."""
    folder = tmp_path_factory.mktemp("machines")
    python(SUPPORT / "crawled_shards.py", folder, "4", check=True)
    return folder


OF_RHYTHM = {"interval_minutes", "articles_an_hour", "new_share", "due_at"}
"""Columns of site_health that follow from the very seconds of two runs."""


def alike(path: Path) -> dict[str, Counter]:
    """What a file holds, without what differs between two crawls of one moment.

    Their requests are some seconds apart, and each has its own archive.
    """
    return {
        table: Counter(
            CAPTURE.sub("capture", TO_THE_SECOND.sub(r"\1", repr(told)))
            for told in (
                [each for each in row if table != "site_health" or each[0] not in OF_RHYTHM]
                for row in found.elements()
            )
        )
        for table, found in content(path).items()
    }


def test_five_shards_joined_are_the_undivided_crawl(machines, tmp_path):
    shards = [machines / f"{number}.db" for number in range(1, 6)]
    stored = [rows(path, "SELECT count(*) FROM articles")[0][0] for path in shards]
    assert all(stored)
    assert rows(machines / "all.db", "SELECT sum(version > 1) > 5 FROM articles") == [(1,)]
    whole = alike(machines / "all.db")
    for order in (shards, shards[::-1], [*shards[2:], *shards[:2]]):
        found = alike(joined(tmp_path, *order))
        for table, expected in whole.items():
            assert found[table] == expected, table


def test_captures_are_found_in_the_archives_copied_together(machines, tmp_path):
    path = joined(tmp_path, *(machines / f"{number}.db" for number in range(1, 6)))
    for number in range(1, 6):
        shutil.copytree(machines / f"archive-{number}", tmp_path / "all", dirs_exist_ok=True)
    names = [name for (name,) in rows(path, "SELECT capture FROM articles")]
    names += [name for (name,) in rows(path, "SELECT capture FROM revisions")]
    assert len(names) > 50 and all(names)
    assert not_in_archive(tmp_path / "all", names) == []
    shutil.rmtree(next((tmp_path / "all").iterdir()))
    assert not_in_archive(tmp_path / "all", names)
