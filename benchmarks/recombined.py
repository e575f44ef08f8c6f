"""A file of very many articles, made by recombining the sentences of the corpus' tables.

Two years, forty sites, in the order of publishing as a crawl stores them. One article in five takes
up another of the last day or two: word for word under a new opening, cut to half, or in words of
its own around its quotations. One in fifty has its headline changed an hour after it was stored.
"""

from __future__ import annotations

import random
import re
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from benchmarks.corpus_tables import CORPUS, articles
from crawler.clock import WIB
from crawler.database import connect
from crawler.items import Article
from pipelines.database.schema import migrate
from pipelines.identity import identified
from pipelines.rows.people_and_tags import Names
from pipelines.store import save

SITES = [f"outlet_{number:02}" for number in range(40)]
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=730)
BATCH = 1000
RECENT = 2000
SECTIONS = "Nasional Ekonomi Olahraga Hiburan Daerah Internasional Teknologi Otomotif".split()
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


@dataclass
class Newsroom:
    """What articles are made of, and what was made lately."""

    chance: random.Random
    headlines: list[str]
    sentences: list[str]
    places: list[str]
    recent: deque[list[str]]

    def sentences_of_one(self) -> tuple[list[str], str]:
        """The sentences of an article and its closing credit."""
        fresh = self.chance.choices(self.sentences, k=self.chance.randint(8, 24))
        kind = self.chance.random()
        if kind >= 0.2 or not self.recent:
            return fresh, ""
        source = self.chance.choice(self.recent)
        if kind < 0.08:
            return [*fresh[:1], *source], " (ANTARA)" if kind < 0.04 else ""
        if kind < 0.12:
            return source[: len(source) // 2], ""
        return [*fresh[: len(source) // 2], *source[::2]], ""

    def body(self) -> str:
        """The text of an article, two sentences a paragraph."""
        told, credit = self.sentences_of_one()
        self.recent.append(told)
        pairs = (" ".join(told[start : start + 2]) for start in range(0, len(told), 2))
        return "\n\n".join(pairs) + credit


@cache
def printed() -> tuple[list[str], list[str], list[str]]:
    """All headlines, sentences and places that the corpus offers."""
    known = list(articles())
    lines = (CORPUS / "datelines.tsv").read_text("utf-8").splitlines()
    place_column = lines[0].split("\t").index("place")
    return (
        [article.headline for article in known],
        [sentence for article in known for sentence in SENTENCE.split(article.body)],
        [place for line in lines[1:] if (place := line.split("\t")[place_column])],
    )


def recombined(number: int, seed: int = 1, first: int = 0) -> Iterator[Article]:
    """So many articles, numbered from the first, and after some the same with another headline."""
    made = Newsroom(random.Random(seed), *printed(), deque(maxlen=RECENT))
    chance = made.chance
    for count in range(number):
        moment = FIRST_DAY + SPAN * (count / number) ** 0.9
        body, site = made.body(), chance.choice(SITES)
        article = Article(
            url=address(site, first + count),
            site=site,
            publisher_id=str(first + count),
            headline=chance.choice(made.headlines),
            dateline_place=chance.choice(made.places) if chance.random() < 0.4 else None,
            authors=[f"Penulis {chance.randint(1, 500)}"],
            tags=[f"topik {int(chance.paretovariate(1))}" for _ in range(chance.randint(0, 4))],
            section=chance.choice(SECTIONS),
            lead=body[:150] if chance.random() < 0.7 else None,
            published_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            published_local=f"{moment.astimezone(WIB):%Y-%m-%dT%H:%M:%S}+07:00",
            published_precision="second",
            published_source="json-ld",
            body=body,
            word_count=len(body.split()),
            fetched_at=moment + timedelta(minutes=30),
        )
        yield identified(article)
        if chance.random() < 0.02:
            later, headline = moment + timedelta(hours=1), chance.choice(made.headlines)
            yield identified(replace(article, headline=headline, fetched_at=later))


def address(site: str, number: int | str) -> str:
    """The address of an article."""
    return f"https://www.{site}.example/read/{number}/contoh"


def fill(path: Path, number: int) -> float:
    """Store so many recombined articles; the seconds that took, making them included."""
    migrate(path)
    began, names = time.perf_counter(), Names()
    with closing(connect(path)) as database:
        batch: list[Article] = []
        for article in recombined(number):
            batch.append(article)
            if len(batch) >= BATCH:
                save(database, batch, names=names)
                batch = []
        save(database, batch, names=names)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return time.perf_counter() - began
