"""Crawls that are killed, and what must be true of their database and archive afterwards.

    with Scene(folder, seed=1) as scene:
        expected = scene.undisturbed()             # what a crawl that nobody disturbs leaves
        for moment in scene.moments(50):
            run = scene.killed(moment)             # kill -9 of the whole process group
            scene.rerun(run)                       # the same command, to the end
            assert not wrong(run.folder, expected)

Each scene is one site of 40 articles: 15 are stored, 8 of them edited since and all of them due
for another look, 25 are new. Pages take 20 ms, so that there is time to die in.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

from warcio.checker import Checker

from crawler.archive.storage import read_capture
from crawler.errors import ArchiveProblem
from spiders.visimuslim import VisimuslimSpider
from tests.support.newsroom import Newsroom, SampleArticle, samples

SITE = "visimuslim"
FEED = VisimuslimSpider.discover[0]
ADDRESS = "https://www.visimuslim.org/2025/06/contoh-{number}.html"
LONGEST = 3600
"""Seconds after which no crawl of these is still at work."""
PHASES = ("start-up", "discovery", "fetching", "storing", "closing")


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: in which phase, and a number from 0 to 1 that says where in it."""

    phase: str
    at: float


@dataclass(slots=True)
class Run:
    """One folder with a database and an archive, and what its crawls did.

    ``seconds`` and ``pages`` are of all its crawls together, ``codes`` are their exit codes, minus
    the signal's number for one that died of it. ``said`` is the last one's standard error.
    """

    folder: Path
    seconds: float = 0.0
    pages: int = 0
    codes: list[int] = field(default_factory=list)
    said: str = ""

    @property
    def torn(self) -> int:
        """Torn records that were set aside."""
        return len(list(self.folder.glob("archive/*/*.torn*")))


class Scene:
    """A newsroom with old, edited and new articles, and crawls of it."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        old: int = 15,
        edited: int = 8,
        new: int = 25,
        page_seconds: float = 0.02,
    ):
        self.folder = folder
        self.old, self.edited, self.new = old, edited, new
        self.page_seconds = page_seconds
        self.chance = random.Random(seed)
        self.newsroom = Newsroom()
        self.numbers = iter(range(10_000))
        self.calm = Run(folder)
        self.clock = self.tail = 0.0
        self.requests = 0

    def __enter__(self) -> Scene:
        self.newsroom.start()
        self._seed()
        return self

    def __exit__(self, *error: object) -> None:
        self.newsroom.stop()

    def _seed(self) -> None:
        """Crawl the old articles; then the site edits some and publishes new ones."""
        articles = samples(ADDRESS, self.old + self.new)
        old = articles[self.new :]
        self._publish(old)
        seeded = Run(self.folder / "seed")
        seeded.folder.mkdir(parents=True)
        if old:
            self.rerun(seeded)
            with closing(sqlite3.connect(seeded.folder / "news.db")) as database, database:
                database.execute("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z'")
        for article in old[: self.edited]:
            article.paragraphs[1] += " Kalimat ini ditambahkan kemudian sebagai contoh."
        self._publish(articles)
        self.newsroom.fault("https://www.visimuslim.org/2025/*", delay=self.page_seconds)

    def _publish(self, articles: list[SampleArticle]) -> None:
        self.newsroom.publish(articles)
        self.newsroom.serve(FEED, articles, full=False)

    def arguments(self, folder: Path, *more: str) -> list[str]:
        """What follows ``scrapy``: a crawl with default settings, delays off."""
        where = ["-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/archive"]
        return ["crawl", SITE, *self.newsroom.arguments, *where, *more]

    def start(self, folder: Path, *arguments: str) -> subprocess.Popen:
        """Begin a crawl in a process group of its own; its log goes into a file."""
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "scrapy", *self.arguments(folder, *arguments)],
                env=self.newsroom.environment(),
                stderr=log,
                start_new_session=True,
            )

    def undisturbed(self) -> dict:
        """What a crawl leaves that nobody disturbs; how long it takes sets the moments."""
        self.calm = self.rerun(self.fresh())
        asked = [seen.at for seen in self.newsroom.requests]
        self.requests, self.clock = len(asked), asked[0] - self.began
        self.tail = self.began + self.calm.seconds - asked[-1]
        return contents(self.calm.folder / "news.db")

    def fresh(self) -> Run:
        """A copy of the seed to crawl in."""
        run = Run(self.folder / f"run-{next(self.numbers)}")
        shutil.copytree(self.folder / "seed", run.folder)
        (run.folder / "log").unlink(missing_ok=True)
        return run

    def moments(self, count: int) -> Iterator[Moment]:
        """Random moments, all phases in turn."""
        for number in range(count):
            yield Moment(PHASES[number % len(PHASES)], self.chance.random())

    def killed(self, moment: Moment, run: Run | None = None) -> Run:
        """A crawl that is killed at a moment, with all its process group."""
        run = run or self.fresh()

        def meanwhile(process: subprocess.Popen) -> None:
            self._await_moment(process, moment, run.folder / "news.db-wal")
            kill_group(process, signal.SIGKILL)

        return self.crawl(run, meanwhile)

    def _await_moment(self, process: subprocess.Popen, moment: Moment, wal: Path) -> None:
        if moment.phase == "start-up":
            self._sleep(process, moment.at * self.clock)
        elif moment.phase == "discovery":
            asked = 1 if moment.at < 0.5 else 2
            self._wait(process, lambda: len(self.newsroom.requests) >= asked)
            time.sleep(self.chance.random() * self.page_seconds)
        elif moment.phase == "fetching":
            asked = 2 + int(moment.at * (self.requests - 2))
            self._wait(process, lambda: len(self.newsroom.requests) >= asked)
            time.sleep(self.chance.random() * self.page_seconds)
        elif moment.phase == "storing":
            asked = 3 + int(moment.at * (self.requests - 3))
            self._wait(process, lambda: len(self.newsroom.requests) >= asked)
            size = size_of(wal)
            self._wait(process, lambda: size_of(wal) != size)
            time.sleep(self.chance.random() * 0.003)
        else:
            self._wait(process, lambda: len(self.newsroom.requests) >= self.requests)
            self._sleep(process, moment.at * self.tail)

    def _wait(self, process: subprocess.Popen, come: Callable[[], object]) -> None:
        end = time.monotonic() + LONGEST
        while process.poll() is None and not come():
            if time.monotonic() > end:
                raise TimeoutError("the moment to kill did not come")
            time.sleep(0.0005)

    def _sleep(self, process: subprocess.Popen, seconds: float) -> None:
        end = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.0005)

    def rerun(self, run: Run, *arguments: str) -> Run:
        """The same command to its end."""
        return self.crawl(run, lambda process: None, *arguments)

    def crawl(
        self, run: Run, meanwhile: Callable[[subprocess.Popen], None], *arguments: str
    ) -> Run:
        """A crawl in a run's folder; ``meanwhile`` is given the process and may end it."""
        self.newsroom.forget()
        before = size_of(run.folder / "log")
        self.began = time.monotonic()
        process = self.start(run.folder, *arguments)
        meanwhile(process)
        run.codes.append(process.wait(LONGEST))
        run.seconds += time.monotonic() - self.began
        run.pages += sum("/contoh-" in seen.url for seen in self.newsroom.requests)
        run.said = (run.folder / "log").read_bytes()[before:].decode()
        return run


def size_of(path: Path) -> int:
    """A file's size; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def kill_group(process: subprocess.Popen, number: signal.Signals) -> None:
    """Send a signal to a process and all it started, and wait for its end."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:  # so early that it has not made its group
            process.send_signal(number)
    process.wait(LONGEST)


def contents(path: Path) -> dict[str, tuple]:
    """What the articles say, by address, with the number of their revisions; ids left out."""
    with closing(sqlite3.connect(path)) as database:
        return {
            row[0]: row[1:]
            for row in database.execute(
                "SELECT url, site, headline, body, published_at, version, "
                "(SELECT count(*) FROM revisions WHERE article_id = a.id), "
                "(SELECT group_concat(name, '|') FROM (SELECT name FROM article_tags JOIN tags "
                " ON tags.id = tag_id WHERE article_id = a.id ORDER BY position)), "
                "(SELECT group_concat(name, '|') FROM (SELECT name FROM article_authors JOIN "
                " authors ON authors.id = author_id WHERE article_id = a.id ORDER BY position)) "
                "FROM articles a"
            )
        }


def doubled(path: Path) -> int:
    """Articles, revisions and versions that stand there twice."""
    with closing(sqlite3.connect(path)) as database:
        return sum(
            database.execute(f"SELECT count(*) - count(DISTINCT {what}) FROM {table}").fetchone()[0]
            for table, what in (
                ("articles", "site || url"),
                ("articles", "site || headline || body"),
                ("revisions", "article_id || ' ' || version"),
                ("revisions", "article_id || ' ' || content_hash"),
                ("tags", "name"),
                ("authors", "site || name"),
            )
        )


def torn_end(run: Run) -> None:
    """Leave half a record at the end of the newest WARC file, as a killed write may."""
    file = max(run.folder.glob("archive/*/*.warc.gz"))
    data = file.read_bytes()
    start = data.rindex(b"\x1f\x8b\x08")
    with file.open("ab") as warc:
        warc.write(data[start : start + (len(data) - start) // 2])


def wrong(folder: Path, expected: dict[str, tuple]) -> list[str]:
    """What is not as it must be after a rerun: database, search, captures, WARC files, runs."""
    path, found = folder / "news.db", []
    got = contents(path)
    if got != expected:
        differing = [url for url in got.keys() | expected if got.get(url) != expected.get(url)]
        found.append(f"{len(differing)} articles differ, as {differing[0]}")
    with closing(sqlite3.connect(path)) as database:
        if (said := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            found.append(f"integrity_check: {said[0][0]}")
        if broken := database.execute("PRAGMA foreign_key_check").fetchall():
            found.append(f"foreign_key_check: {broken[0]}")
        try:
            database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        except sqlite3.Error as error:
            found.append(f"the search index: {error}")
        ((searched,),) = database.execute(
            "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'contoh'"
        )
        if searched != len(got):
            found.append(f"search finds {searched} of {len(got)} articles")
        running = database.execute(
            "SELECT count(*) FROM runs WHERE ended_at IS NULL OR verdict IS NULL"
        ).fetchone()[0]
        captures = database.execute(
            "SELECT capture FROM articles UNION SELECT capture FROM revisions "
            "UNION SELECT capture FROM rejects WHERE capture IS NOT NULL"
        ).fetchall()
    if running:
        found.append(f"{running} runs look as if they were still going on")
    if twice := doubled(path):
        found.append(f"{twice} rows are doubled")
    return found + unreadable(folder / "archive", [name for (name,) in captures])


def unreadable(archive: Path, captures: list[str | None]) -> list[str]:
    """Captures that can't be read, and what ``warcio check`` says of the WARC files."""
    found = []
    for name in captures:
        try:
            if not read_capture(archive, name).body:
                found.append(f"the capture {name} is empty")
        except ArchiveProblem as problem:
            found.append(str(problem))
    for file in sorted(archive.rglob("*.warc.gz")):
        said = warcio_check(file)
        if said:
            found.append(f"{file.name}: {said}")
    return found


def warcio_check(file: Path) -> str:
    """What ``warcio check`` complains of in a WARC file; nothing when it is whole."""
    said = StringIO()
    with redirect_stdout(said):
        Checker(SimpleNamespace(inputs=[str(file)], verbose=False)).process_all()
    return said.getvalue()
