"""``scrapy import ccnews``: a bucket of CC-NEWS on this machine, and what of it is stored."""

import gzip
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from crawler.archive.captures import read_capture
from crawler.errors import UsageProblem
from crawler.past.ccnews.members import NotPacked, members
from crawler.past.ccnews.taking import months
from crawler.past.download import NotHad, blocks
from pipelines.dataset.reading import rows_of
from tests.support.bucket import Bucket
from tests.support.newsroom import samples
from tests.support.rows import every_row
from tests.support.warm import scrapy

SPIDERS = ["-s", "SPIDER_MODULES=tests.support.import_spiders"]
FOLDER = "crawl-data/CC-NEWS/2025/06/"
OURS = samples("https://www.contoh.id/read/{number}/{slug}", 12)
OTHERS = samples("https://www.elsewhere.test/news/{number}/{slug}", 60)


def packed(kind, url, block, day="2025-06-18T08:00:00Z"):
    """A record in a gzip member of its own."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {day}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash((kind, url))):032x}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def answer(article):
    """A page as its server sent it."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + (
        article.html().encode()
    )


def file_of(articles):
    """A file of the crawl: what it says of itself, requests and answers."""
    parts = [packed("warcinfo", "", b"software: contoh\r\n")]
    for article in articles:
        parts.append(packed("request", article.url, b"GET / HTTP/1.1\r\n\r\n"))
        parts.append(packed("response", article.url, answer(article)))
    return b"".join(parts)


@pytest.fixture
def bucket():
    """Three files of a month: of both, of others alone, of ours; and the list of them."""
    names = [
        f"{FOLDER}CC-NEWS-202506{day}000000-0000{n}.warc.gz" for n, day in enumerate((17, 18, 19))
    ]
    files = {
        names[0]: file_of([*OURS[:4], *OTHERS[:40]]),
        names[1]: file_of(OTHERS[40:]),
        names[2]: file_of(OURS[4:]),
        f"{FOLDER}warc.paths.gz": gzip.compress("\n".join(names).encode() + b"\n"),
    }
    with Bucket(files).serving() as server:
        server.names = names
        yield server


def run(bucket, folder, *arguments):
    """The command, into a database and an archive of a test's own."""
    line = ["import", "ccnews", *(arguments or ("--since", "2025-06", "--until", "2025-06"))]
    where = ["-s", f"DATABASE={folder / 'news.db'}", "-s", f"ARCHIVE={folder / 'archive'}"]
    return scrapy(*line, *where, "-s", f"CCNEWS={bucket.base}", "--processes", "1", *SPIDERS)


def stored(folder):
    """Address and capture of what is in the database."""
    with closing(sqlite3.connect(folder / "news.db")) as database:
        return dict(database.execute("SELECT url, capture FROM articles"))


def test_articles_of_known_sites_are_stored_and_only_their_records_kept(bucket, tmp_path):
    done = run(bucket, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 of 3: CC-NEWS-20250617000000-00000.warc.gz: 44 records, 4 kept" in done.stderr
    assert "2 of 3: CC-NEWS-20250618000000-00001.warc.gz: 20 records, 0 kept" in done.stderr
    assert "ccnews 2025-06: 12 captures looked at, 12 of articles read" in done.stdout
    assert "contoh: ok - 12 listed, 12 stored" in done.stdout
    found = stored(tmp_path)
    assert set(found) == {article.url for article in OURS}
    for url, capture in found.items():
        assert read_capture(tmp_path / "archive", capture).url == url
    kept = sum(file.stat().st_size for file in (tmp_path / "archive").rglob("*.gz"))
    assert kept < sum(map(len, bucket.files.values())) / 3


def test_a_month_goes_into_a_data_set_without_a_database(bucket, tmp_path):
    path = tmp_path / "corpus.parquet"
    asked = ("--since", "2025-06", "--until", "2025-06", "--to", str(path))
    for new in (12, 0):
        done = run(bucket, tmp_path, *asked)
        assert done.returncode == 0, done.stderr
        assert f"12 articles; {new} new" in done.stdout
    found = {row["url"] for rows in rows_of(path) for row in rows}
    assert found == {article.url for article in OURS}
    assert not (tmp_path / "news.db").exists()


def test_called_again_it_asks_for_no_file_that_it_took(bucket, tmp_path):
    run(bucket, tmp_path)
    before = stored(tmp_path)
    bucket.asked.clear()
    done = run(bucket, tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path for path, _ in bucket.asked] == [f"{FOLDER}warc.paths.gz"]
    assert "3 of 3: CC-NEWS-20250619000000-00002.warc.gz was taken before" in done.stderr
    assert stored(tmp_path) == before


def test_only_the_days_asked_for_are_taken(bucket, tmp_path):
    done = run(bucket, tmp_path, "--since", "2025-06-18", "--until", "2025-06-19")
    assert "1 of 2: CC-NEWS-20250618000000-00001.warc.gz" in done.stderr
    assert set(stored(tmp_path)) == {article.url for article in OURS[4:]}


@pytest.mark.parametrize("knows_ranges", [True, False])
def test_a_broken_connection_goes_on_where_it_broke(bucket, tmp_path, knows_ranges):
    bucket.knows_ranges = knows_ranges
    bucket.breaks = {bucket.names[0]: 3 if knows_ranges else 1}
    bucket.refuses = {bucket.names[2]: 2}
    done = run(bucket, tmp_path)
    assert done.returncode == 0, done.stderr
    assert set(stored(tmp_path)) == {article.url for article in OURS}
    assert any(start for path, start in bucket.asked if path == bucket.names[0])


def test_a_file_that_is_gone_or_damaged_is_told_and_asked_for_again(bucket, tmp_path):
    whole, other = bucket.files.pop(bucket.names[0]), bucket.files[bucket.names[2]]
    bucket.files[bucket.names[2]] = other[:-100]
    done = run(bucket, tmp_path)
    assert done.returncode == 10, done.stderr
    assert f"{bucket.names[0]}: HTTP 404" in done.stdout
    assert "it ends within a record" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "news.db").exists() or not stored(tmp_path)
    bucket.files |= {bucket.names[0]: whole, bucket.names[2]: other}
    assert run(bucket, tmp_path).returncode == 0
    assert set(stored(tmp_path)) == {article.url for article in OURS}


@every_row(
    "arguments, said",
    [
        (("--since", "2025-06"), "say which months, as in --since 2024-01 --until 2024-12"),
        (("--since", "2025-13", "--until", "2025-14"), "--since 2025-13 is no month or day"),
        (("--since", "2025-06", "--until", "2025-05"), "--until 2025-05 lies before"),
        (("--since", "2015-06", "--until", "2015-07"), "CC-NEWS begins in 2016-08"),
        (("--since", "2025-06", "--until", "2025-06", "--any"), "ccnews takes --since"),
        (("--since", "2025-06", "--until", "2025-06", "--limit", "x"), "--limit x is not 1, 2"),
    ],
)
def test_a_wrong_call_is_told(bucket, tmp_path, arguments, said):
    done = run(bucket, tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not bucket.asked


def test_a_month_without_a_list_is_told(bucket, tmp_path):
    done = run(bucket, tmp_path, "--since", "2025-05", "--until", "2025-05")
    assert done.returncode == 1
    assert "crawl-data/CC-NEWS/2025/05/warc.paths.gz: HTTP 404" in done.stderr
    assert "Traceback" not in done.stderr


def test_months_are_those_from_the_first_to_the_last():
    assert months("2024-11", "2025-02") == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]
    assert months("2016-01", "2016-08") == [date(2016, 8, 1)]
    with pytest.raises(UsageProblem):
        months("2024", "2025")


@every_row("size", [1, 7, 100, 5000, 10**6])
def test_records_are_the_same_in_blocks_of_any_size(size):
    whole = file_of(OURS[:3])
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    found = list(members(pieces, lambda kind, url: kind == "response"))
    assert [each.kind for each in found] == ["warcinfo", *["request", "response"] * 3]
    kept = [each for each in found if each.raw]
    assert [each.url for each in kept] == [article.url for article in OURS[:3]]
    assert gzip.decompress(kept[0].raw).endswith(answer(OURS[0]) + b"\r\n\r\n")


def test_a_turned_bit_is_noticed():
    whole = bytearray(file_of(OURS[:3]))
    whole[len(whole) // 2] ^= 4
    with pytest.raises(NotPacked):
        list(members([bytes(whole)], lambda kind, url: False))


def test_a_server_that_never_answers_is_given_up(bucket):
    bucket.refuses = {bucket.names[0]: 99}
    with pytest.raises(NotHad, match="HTTP 503"):
        list(blocks(bucket.base + bucket.names[0], "warta", first_wait=0.01))
    assert len(bucket.asked) == 5
