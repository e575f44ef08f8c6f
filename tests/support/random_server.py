"""News sites that fail at random, and what must be true of a database whatever they did.

    world = World(folder, seed=7)
    with world:
        world.begin()                  # two days without a fault
        for _ in range(6):
            world.round()              # every site publishes, edits, fails; each is crawled
        world.calm_down()              # no faults any more, a month passes
    assert not world.violations

The server knows the truth: what each site published, at which addresses, with which versions. Time
is the crawl's own clock, moved on by each round. A round may be killed (SIGKILL), told to stop
(SIGTERM), or run under a clock that is years off.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.clock import WIB
from pipelines.rows.judgement import FEWEST_BEFORE
from tests.support.newsroom import Newsroom, SampleArticle
from tests.support.random_spiders import ADDRESSES, MOVED, SPIDERS
from tests.support.warm import started

BEGIN = datetime(2026, 9, 1, 3, tzinfo=UTC)
SMALL_WORDS = "yang dan di dengan untuk dari pada ini itu akan telah oleh karena sebagai".split()
SYLLABLES = [a + b for a in "bdgjklmnprstw" for b in ("a", "e", "i", "o", "u", "an", "ing")]
CALM = (timedelta(hours=2), timedelta(days=1), timedelta(days=8), timedelta(days=31))
"""How time passes in the end: until everything that was refused was asked again."""
LISTED = 40
"""So many of its newest articles a site's listings name."""


@dataclass(slots=True)
class Version:
    """One reading of a story, and from when on it stood there."""

    headline: str
    paragraphs: list[str]
    since: datetime

    @property
    def text(self) -> tuple[str, str]:
        """Headline and body as they are stored."""
        return self.headline, "\n\n".join(self.paragraphs)


@dataclass(slots=True)
class Story:
    """What a site published: where it lies, where it lay, how it read, whether it is gone."""

    site: str
    number: int
    url: str
    published: datetime
    versions: list[Version]
    old_urls: list[str] = field(default_factory=list)
    old_urls_redirect: bool = True
    gone: str | None = None

    @property
    def sample(self) -> SampleArticle:
        """The story as the newsroom publishes it now."""
        now = self.versions[-1]
        return SampleArticle(
            self.url, self.number, now.headline, self.published.astimezone(WIB), now.paragraphs
        )


class World:
    """Some sites on one server, one database and archive, and a clock."""

    def __init__(self, folder: Path, seed: int, *, sites: int = 2):
        self.folder = folder
        self.seed = seed
        self.chance = random.Random(seed)
        self.sites = self.chance.sample(sorted(SPIDERS), sites)
        self.now = BEGIN
        self.stories: list[Story] = []
        self.newsroom = Newsroom()
        self.numbers = iter(range(4_100_000, 9_000_000, 7))
        self.clock_was_wrong = self.clock_is_wrong = False
        self.violations: list[str] = []
        self.history: list[str] = []
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> World:
        self.newsroom.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.newsroom.stop()

    @property
    def database(self) -> Path:
        """The file that all crawls write."""
        return self.folder / "news.db"

    # What the sites do

    def words(self, count: int) -> str:
        """Invented words, one in four a small word of Indonesian."""
        made = [
            self.chance.choice(SMALL_WORDS)
            if self.chance.random() < 0.25
            else "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4)))
            for _ in range(count)
        ]
        return " ".join(made)

    def paragraph(self) -> str:
        """One to three sentences."""
        sentences = (self.words(self.chance.randint(8, 16)).capitalize() for _ in range(3))
        return " ".join(f"{each}." for each in list(sentences)[: self.chance.randint(1, 3)])

    def publish(self, site: str) -> Story:
        """A new story of a site."""
        number = next(self.numbers)
        headline = self.words(self.chance.randint(5, 9)).capitalize()
        age = timedelta(minutes=self.chance.randint(2, 50), seconds=self.chance.randint(0, 59))
        published = (self.now - age).replace(microsecond=0)
        slug = "-".join(headline.lower().split())
        url = ADDRESSES[site].format(number=number, slug=slug, day=published.astimezone(WIB))
        paragraphs = [self.paragraph() for _ in range(self.chance.randint(3, 6))]
        first = Version(headline, paragraphs, published)
        story = Story(site, number, url, published, [first])
        self.stories.append(story)
        return story

    def edit(self, story: Story) -> None:
        """Change a story's text as editors do: most of it stays."""
        last = story.versions[-1]
        headline, paragraphs = last.headline, list(last.paragraphs)
        kind = self.chance.choice(("headline", "more", "corrected", "first"))
        if kind == "headline":
            headline = f"{headline} {self.words(2)}"
        elif kind == "more":
            paragraphs.append(self.paragraph())
        elif kind == "corrected":
            place = self.chance.randrange(len(paragraphs))
            paragraphs[place] = f"{paragraphs[place][:-1]} {self.words(3)}."
        else:
            paragraphs[0] = self.paragraph()
        story.versions.append(Version(headline, paragraphs, self.now))

    def move(self, story: Story) -> None:
        """Publish a story at another address of its site."""
        slug = "-".join(story.versions[0].headline.lower().split())
        day = story.published.astimezone(WIB)
        url = MOVED[story.site].format(number=story.number, slug=slug, day=day)
        if url != story.url:
            story.old_urls.append(story.url)
            story.old_urls_redirect = self.chance.random() < 0.7
            story.url = url

    def of(self, site: str) -> list[Story]:
        """A site's stories that are there, newest first."""
        there = [story for story in self.stories if story.site == site and not story.gone]
        return sorted(there, key=lambda story: story.published, reverse=True)

    def live(self, site: str) -> None:
        """Let a site publish, edit, withdraw and move."""
        for _ in range(self.chance.choice((0, 1, 2, 3, 5, 8))):
            self.publish(site)
        there = self.of(site)
        for story in there[:12]:
            if self.chance.random() < 0.15:
                self.edit(story)
        if there and self.chance.random() < 0.15:
            self.chance.choice(there).gone = self.chance.choice(("404", "410", "section"))
        if self.chance.random() < 0.08:
            for story in self.of(site):
                self.move(story)

    def serve(self) -> None:
        """Answer all addresses as the sites stand now, without a fault."""
        room = self.newsroom
        room.pages.clear()
        room.listings.clear()
        room.faults.clear()
        for site in self.sites:
            stories = self.of(site)
            samples = [story.sample for story in stories]
            room.publish(samples)
            for source in SPIDERS[site].discover:
                ways = {"full": False} if site == "blogging" else {}
                room.serve(source, samples[:LISTED], **ways)
        for story in self.stories:
            for url in story.old_urls:
                if story.old_urls_redirect and not story.gone:
                    room.fault(url, redirect_to=story.url, status=301)
            if story.gone == "section":
                home = f"https://{story.url.split('/')[2]}/nasional"
                room.page(home, section_page(self.of(story.site)))
                room.fault(story.url, redirect_to=home)
            elif story.gone:
                room.fault(story.url, status=int(story.gone))

    # A round

    def round(self) -> None:
        """Time passes; each site lives on, fails or not, and is crawled."""
        from tests.support.random_faults import FAULTS

        self.now += self.chance.choice(
            (
                timedelta(minutes=20),
                timedelta(hours=2),
                timedelta(hours=7),
                timedelta(days=1),
                timedelta(days=4),
            )
        )
        for site in self.sites:
            self.now += timedelta(minutes=self.chance.randint(1, 5))
            self.live(site)
            self.serve()
            faults = self.chance.sample(sorted(FAULTS), self.chance.choice((0, 1, 1, 2)))
            for name in faults:
                FAULTS[name](self, site)
            how = self.chance.choice(("to its end",) * 7 + ("killed", "killed", "told to stop"))
            clock, self.clock_is_wrong = self.now, False
            if self.chance.random() < 0.06:
                clock += self.chance.choice((timedelta(days=4000), -timedelta(days=400)))
                self.clock_was_wrong = self.clock_is_wrong = True
                faults.append(f"clock of {clock:%Y}")
            self.crawl(site, clock, how, faults)

    def begin(self) -> None:
        """Two calm days with as many articles as tell how a site's pages are."""
        for _ in range(2):
            self.now += timedelta(days=1)
            for site in self.sites:
                for _ in range(FEWEST_BEFORE // 2 + 1):
                    self.publish(site)
            self.serve()
            for site in self.sites:
                self.crawl(site, self.now, "to its end", [])

    def calm_down(self, waits: Sequence[timedelta] = CALM) -> None:
        """No faults any more; days pass, and every site is crawled again and again."""
        self.clock_is_wrong = False
        for wait in waits:
            self.now += wait
            self.serve()
            for site in self.sites:
                self.now += timedelta(minutes=1)
                self.crawl(site, self.now, "to its end", [])
        self.violations += [f"at the end: {each}" for each in self.missing()]

    def crawl(self, site: str, clock: datetime, how: str, faults: list[str]) -> None:
        """Crawl a site under a clock, and look at what that left."""
        self.newsroom.forget()
        room = self.newsroom
        settings = (
            f"DATABASE={self.database}",
            f"ARCHIVE={self.folder / 'archive'}",
            "RETRY_TIMES=1",
            "DOWNLOAD_TIMEOUT=5",
            "LOG_LEVEL=WARNING",
            "READ_AHEAD=False",
            "SPIDER_MODULES=tests.support.random_spiders",
        )
        line = [part for value in settings for part in ("-s", value)]
        process = started(
            "crawl",
            site,
            *room.arguments,
            *line,
            env=room.environment(),
            group=True,
            log=self.folder / "log.txt",
            clock=clock,
        )
        if how != "to its end":
            self._interrupt(process, how)
        process.wait(120)
        self.counts["runs"] += 1
        self.counts["killed"] += process.returncode == -signal.SIGKILL
        self.counts["faults"] += len(faults)
        self.history.append(
            f"{self.now:%m-%d %H:%M} {site} {how} -> {process.returncode}; {', '.join(faults)}"
        )
        found = list(dict.fromkeys(self.wrong(site, process.returncode)))
        self.violations += [f"{self.history[-1]}: {each}" for each in found]

    def _interrupt(self, process, how: str) -> None:
        asked = self.chance.randint(1, 12)
        end = time.monotonic() + 60
        while process.poll() is None and len(self.newsroom.requests) < asked:
            if time.monotonic() > end:
                return
            time.sleep(0.002)
        time.sleep(self.chance.random() * 0.1)
        process.send_signal(signal.SIGKILL if how == "killed" else signal.SIGTERM)

    # What must be true

    def wrong(self, site: str, code: int) -> Iterator[str]:
        """What is not as it must be after a run of a site."""
        from tests.support.random_truth import Truth

        if not self.database.exists():
            return
        with closing(sqlite3.connect(self.database)) as database:
            database.row_factory = sqlite3.Row
            if not database.execute(
                "SELECT 1 FROM sqlite_schema WHERE name = 'articles'"
            ).fetchone():
                return
            yield from Truth(self, database).violations(site, code)

    def missing(self) -> Iterator[str]:
        """Stories that are there, listed, and in no row of articles."""
        from tests.support.random_truth import Truth

        with closing(sqlite3.connect(self.database)) as database:
            database.row_factory = sqlite3.Row
            yield from Truth(self, database).missing(LISTED)


def section_page(stories: list[Story]) -> str:
    """A page of teasers."""
    items = "".join(
        f'<li><a href="{story.url}">{story.versions[-1].headline}</a>'
        f"<p>{story.versions[-1].paragraphs[0][:90]}</p></li>"
        for story in stories[:10]
    )
    return f"<html><title>Nasional</title><body><h1>Nasional</h1><ul>{items}</ul></body></html>"
