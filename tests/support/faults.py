"""Crawls against a newsroom with a fault, what came of them, and the page that tells users.

Each crawl is ``scrapy crawl`` with its whole command line, in a process of its own (warm.py).

    fault = Crawled(...)                     # from the fixture ``crawl``
    assert fault.verdict == "blocked"
    documented("every page answers 403", fault)

``documented`` compares the outcome with its row in docs/faults.md. The page is written from real
outcomes: ``FAULTS=write .venv/bin/pytest -n0 tests/test_faults_*.py`` puts them in.
"""

import json
import os
import re
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.visimuslim import VisimuslimSpider
from tests.support.checkout import ROOT
from tests.support.newsroom import Newsroom, samples
from tests.support.warm import started

PAGE = ROOT / "docs" / "faults.md"
WRITE = os.environ.get("FAULTS") == "write"
FEED = VisimuslimSpider.discover[0]
SITE = "https://www.visimuslim.org"
ADDRESS = SITE + "/2025/06/contoh-{number}.html"
RSS = "https://www.contoh.id/rss"
FROM_RSS = "https://www.contoh.id/read/{number}/{slug}"
ROW = re.compile(r"(?m)^\| (?P<fault>[^|]+) \| (?P<told>[a-z]\w* \| \d+ \| .+) \|$")
LOCAL = re.compile(r"http://127\.0\.0\.1:\d+")
ANY_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


@dataclass(frozen=True)
class Crawled:
    """What one crawl left."""

    code: int
    output: str
    database: Path
    newsroom: Newsroom = field(repr=False)

    def query(self, sql, *values):
        """Rows of the database."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(sql, values).fetchall()

    @property
    def sentence(self) -> str:
        """The last line on standard error."""
        return self.output.strip().splitlines()[-1]

    @property
    def verdict(self) -> str:
        """The verdict of the run, as the ledger has it."""
        return self.query("SELECT verdict FROM runs ORDER BY id DESC LIMIT 1")[0][0]

    @property
    def articles(self) -> int:
        """How many articles are stored."""
        return self.query("SELECT count(*) FROM articles")[0][0]

    @property
    def rejects(self) -> Counter:
        """The rejects of the last run by reason."""
        last = "SELECT reason, count(*) FROM rejects WHERE run_id = (SELECT max(id) FROM runs)"
        return Counter(dict(self.query(f"{last} GROUP BY reason ORDER BY reason")))

    @property
    def details(self) -> list[str]:
        """What the rejects of the last run say."""
        last = "SELECT detail FROM rejects WHERE run_id = (SELECT max(id) FROM runs) ORDER BY id"
        return [detail for (detail,) in self.query(last)]

    @property
    def frontier(self) -> tuple[int, int]:
        """How many addresses are known, and how many of them were never fetched."""
        return self.query("SELECT count(*), count(*) FILTER (WHERE fetches = 0) FROM frontier")[0]

    @property
    def rows(self) -> str:
        """What lies in the database, in words."""
        known, waiting = self.frontier
        rejected = ", ".join(f"{number} {reason}" for reason, number in self.rejects.items())
        doubts = "SELECT count(*), doubt FROM articles WHERE doubt IS NOT NULL GROUP BY doubt"
        told = ", ".join(f"{number} {words}" for number, words in self.query(doubts))
        doubted = f" ({told})" if told else ""
        return (
            f"articles {self.articles}{doubted}; rejects {rejected or 'none'}; "
            f"frontier {known}{f', {waiting} never fetched' if waiting else ''}"
        )

    def told(self) -> str:
        """The outcome as docs/faults.md tells it."""
        said = self.sentence.partition(" - ")[2].replace("|", "\\|")
        said = ANY_DAY.sub("DAY", LOCAL.sub("https://www.contoh.id", said))
        return f"{self.verdict} | {self.code} | {said} | {self.rows}"


class Crawls:
    """Crawls of one test: one newsroom, one database, one archive."""

    def __init__(self, newsroom: Newsroom, folder: Path):
        self.newsroom = newsroom
        self.folder = folder
        self.database = folder / "news.db"

    def __call__(self, *arguments, site="visimuslim") -> Crawled:
        """What ``scrapy crawl SITE ARGUMENTS`` leaves."""
        return self.end(self.begin(*arguments, site=site))

    def stopped(self, once, *arguments, site="visimuslim") -> Crawled:
        """The same, where the process gets SIGTERM as soon as ``once()`` is true."""
        process = self.begin(*arguments, site=site)
        while not once() and process.poll() is None:
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        return self.end(process)

    def begin(self, *arguments, site="visimuslim"):
        """The process of it, begun; ``end`` waits for it."""
        quick = ("RETRY_TIMES=1", "DOWNLOAD_TIMEOUT=5", "LOG_LEVEL=INFO")
        paths = (f"DATABASE={self.database}", f"ARCHIVE={self.folder / 'arsip'}")
        settings = [part for value in (*paths, *quick) for part in ("-s", value)]
        line = ["crawl", site, *self.newsroom.arguments, *settings, *arguments]
        said = self.folder / "output.txt"
        said.unlink(missing_ok=True)
        return started(*line, env=self.newsroom.environment(), log=said)

    def end(self, process) -> Crawled:
        """What a process leaves that was begun."""
        code = process.wait()
        said = (self.folder / "output.txt").read_text(errors="replace")
        return Crawled(code, said, self.database, self.newsroom)

    def rss(self, *arguments) -> Crawled:
        """What a crawl of the feed at ``RSS`` leaves."""
        return self("-a", f"url={RSS}", *arguments, site="feed")

    def change(self, statement: str) -> None:
        """Change the database between two crawls."""
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute(statement)


@pytest.fixture
def crawl(newsroom, tmp_path):
    """Crawls against the newsroom."""
    return Crawls(newsroom, tmp_path)


@pytest.fixture
def articles(newsroom):
    """Four articles that a feed of VisiMuslim names and their pages tell."""
    made = samples(ADDRESS, 4)
    newsroom.publish(made)
    newsroom.serve(FEED, made, full=False)
    return made


def feed_of(articles, inside="") -> str:
    """An RSS feed of articles, with more XML after its items."""
    items = "".join(
        f"<item><title>{article.headline}</title><link>{article.url}</link>"
        f"<pubDate>{article.published:%a, %d %b %Y %H:%M:%S +0700}</pubDate></item>"
        for article in articles
    )
    return f'<rss version="2.0"><channel><title>Contoh</title>{items}{inside}</channel></rss>'


def recent(address, count, **how):
    """Samples of the last hours."""
    return samples(address, count, newest=datetime.now(UTC).replace(microsecond=0), **how)


def documented(fault: str, crawled: Crawled) -> None:
    """Compare an outcome with the row that docs/faults.md has of it, or write the row."""
    rows = dict(rows_in(PAGE.read_text()))
    if WRITE:
        PAGE.write_text(with_row(PAGE.read_text(), fault, crawled.told()))
        return
    assert fault in rows, f"docs/faults.md has no row for {fault!r}; FAULTS=write puts it in"
    assert rows[fault] == crawled.told()


def rows_in(text: str) -> list[tuple[str, str]]:
    """The faults of a page and what it tells of each."""
    return [(found["fault"], found["told"]) for found in ROW.finditer(text)]


def with_row(text: str, fault: str, told: str) -> str:
    """The page with a fault's row told anew; a new fault needs a row that only names it."""
    changed, rows = re.subn(
        rf"(?m)^\| {re.escape(fault)} \|.*$", lambda _: f"| {fault} | {told} |", text
    )
    assert rows == 1, f"give docs/faults.md one row | {fault} | in the table where it belongs"
    return changed


__all__ = ["articles", "crawl", "documented", "feed_of", "json", "recent"]
