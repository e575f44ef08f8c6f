"""``-a past=wayback`` against a real Wayback Machine: pywb, with a year of captures."""

import os
import signal
import sqlite3
import time
from contextlib import closing, suppress
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.clock import WIB
from tests.support.checkout import ROOT
from tests.support.newsroom import samples
from tests.support.pywb import Pywb, needs_pywb
from tests.support.volume import of
from tests.support.warm import scrapy, started

pytestmark = needs_pywb

ADDRESS = "https://www.kompas.com/nasional/read/{day:%Y/%m/%d}/{number}0031/{slug}"
YEAR = datetime(2019, 12, 31, 18, tzinfo=WIB)
EVERY = timedelta(days=of(3, 1))
MISSING = ("2019-02-0", "2019-08-17", "2019-11-1")
"""How the days begin of which nothing was captured."""
ALL = ("-a", "since=2019-01-01", "-a", "until=2019-12-31")


@pytest.fixture(scope="module")
def articles():
    """A year's articles, some of a day edited a week later."""
    return samples(ADDRESS, 365 // EVERY.days, newest=YEAR, every=EVERY)


@pytest.fixture(scope="module")
def archive(articles, tmp_path_factory):
    """pywb with captures of them, and with the sample archive."""
    folder = tmp_path_factory.mktemp("pywb")
    year = folder / "year.warc.gz"
    with year.open("wb") as file:
        write(WARCWriter(file, gzip=True), articles)
    demo = sorted((ROOT / "demo").glob("*.warc.gz"))
    with Pywb(folder, {"year": [year], "demo": demo}) as running:
        yield running


def write(warc, articles):
    """Captures of each article but those of missing days, and of other pages beside."""
    for place, article in enumerate(articles):
        if is_missing(article):
            continue
        first = article.published + timedelta(hours=2)
        capture(warc, article.url, first, article.html())
        if place % 10 == 0:
            edited = article.html().replace("Paragraf ketiga", "Paragraf ketiga yang disunting")
            capture(warc, article.url, first + timedelta(days=7), edited)
        if place % 25 == 0:
            front = "https://www.kompas.com/"
            capture(warc, front, first, "<html><title>Contoh</title><p>Beranda</p></html>")
            capture(warc, f"{front}logo.png", first, "PNG", kind="image/png")
            capture(warc, article.url, first - timedelta(hours=2), "busy", status="503 Busy")


def is_missing(article):
    return f"{article.published.astimezone(WIB):%Y-%m-%d}".startswith(MISSING)


def capture(warc, url, moment, content, kind="text/html; charset=UTF-8", status="200 OK"):
    body = content.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    record = warc.create_warc_record(
        url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{moment - timedelta(hours=7):%Y-%m-%dT%H:%M:%SZ}"},
    )
    warc.write_record(record)


def call(archive, collection, folder, *arguments, site="kompas"):
    settings = ("-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/archive")
    asked = ("crawl", site, "-a", "past=wayback", *arguments, *settings)
    return (*asked, *archive.arguments(collection))


def count(folder, query):
    with closing(sqlite3.connect(folder / "news.db")) as database:
        return database.execute(query).fetchone()[0]


def test_a_year_with_days_missing_is_whole_after_a_kill(archive, articles, tmp_path):
    held = [article for article in articles if not is_missing(article)]
    process = started(*call(archive, "year", tmp_path, *ALL))
    killed_at = kill_once_stored(process, tmp_path, len(held) // 3)
    assert 0 < killed_at < len(held)
    done = scrapy(*call(archive, "year", tmp_path, *ALL), timeout=600)
    assert done.returncode == 0, done.stderr
    assert f"{365 - len(held)} days without a capture (from 2019-" in done.stderr
    assert count(tmp_path, "SELECT count(*) FROM articles") == len(held)
    assert count(tmp_path, "SELECT count(*) FROM revisions") == 0
    assert count(tmp_path, "SELECT count(*) FROM past_captures WHERE outcome IS NOT 'read'") == 0
    again = count(tmp_path, "SELECT sum(unchanged) FROM runs")
    assert again <= 40  # what was stored and not noted as read when it was killed
    days = "SELECT count(*) FROM coverage_daily WHERE wayback = stored AND stored"
    assert count(tmp_path, days) == len(held)


def kill_once_stored(process, folder, enough):
    """Kill -9 once so many articles are stored; how many there are."""
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
        with suppress(sqlite3.Error):
            if count(folder, "SELECT count(*) FROM articles") >= enough:
                break
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return count(folder, "SELECT count(*) FROM articles")


def test_edits_become_revisions_at_the_times_of_their_captures(archive, articles, tmp_path):
    days = ("-a", "since=2019-06-01", "-a", "until=2019-06-30", "-a", "versions=yes")
    done = scrapy(*call(archive, "year", tmp_path, *days), timeout=600)
    assert done.returncode == 0, done.stderr
    june = [
        (place, article)
        for place, article in enumerate(articles)
        if article.published.astimezone(WIB).month == 6
    ]
    edited = [article for place, article in june if place % 10 == 0]
    assert count(tmp_path, "SELECT count(*) FROM articles") == len(june)
    assert count(tmp_path, "SELECT count(*) FROM revisions WHERE cause = 'edit'") == len(edited)
    apart = "SELECT min(julianday(replaced_at) - julianday(seen_at)) FROM revisions"
    assert count(tmp_path, apart) == pytest.approx(7, abs=0.001)


@pytest.mark.parametrize("site", ["kompas", "hidayatullah"])
def test_the_sample_archive_is_read_as_a_replay_of_it_reads_it(archive, site, tmp_path):
    days = ("-a", "since=2026-03-01", "-a", "until=2026-03-10", "-a", "versions=yes")
    done = scrapy(*call(archive, "demo", tmp_path, *days, site=site))
    assert done.returncode == 0, done.stderr
    replayed = tmp_path / "replayed.db"
    scrapy("crawl", site, "-s", f"DATABASE={replayed}", "-s", f"REPLAY={ROOT / 'demo'}")
    shown = read_into(tmp_path / "news.db")
    replay = read_into(replayed)
    both = shown.keys() & replay.keys()
    assert both and {url: shown[url] for url in both} == {url: replay[url] for url in both}


def read_into(path):
    """By address what a database has of an article that its page says."""
    columns = "url, headline, body, published_at, dateline, authors, editors, tags, section"
    with closing(sqlite3.connect(path)) as database:
        return {row[0]: row for row in database.execute(f"SELECT {columns} FROM articles")}
