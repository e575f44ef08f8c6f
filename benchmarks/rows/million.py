"""What storing an article costs when a million are stored, next to ten thousand."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from math import ceil
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from benchmarks.corpus_tables import CORPUS
from benchmarks.measure import Effort, in_turns, milliseconds
from benchmarks.recombined import FIRST_DAY, SITES, SPAN, address, fill, recombined
from benchmarks.row import Row, at_most, not_measured
from crawler.clock import WIB
from crawler.database import connect
from crawler.items import Article
from pipelines.rows.people_and_tags import Names
from pipelines.store import save

MANY, FEW = 1_000_000, 10_000
TOGETHER = 1000
A_PERIOD = 65
"""Transactions in all rounds together. Once in 64 the search index begins to merge 64 segments,
which makes the next 28 dearer: a measurement that holds fewer tells where in this it happened."""
HEADLINE_FIRST = set(SITES[::3])
"""Of the sites known, about one in three puts the headline before the number in its addresses."""
Maker = Callable[[int, int], Iterator[Article]]
BYTES = 6500
"""What an article takes in the file, about."""


def rows(effort: Effort) -> Iterator[Row]:
    """Further articles into two files, in turns: of the days to come, and of any day so far.

    WARTA_MILLION=FILE takes a file that ``python -m benchmarks.million`` left, and adds
    to it; making one takes ten minutes and 6 GB.
    """
    many, few = effort.of(MANY, least=200), effort.of(FEW, least=20)
    what = f"storing an article with {many:,} stored, CPU"
    baseline, asked = f"the same with {few:,} stored", "at most 1.3 x"
    made = os.environ.get("WARTA_MILLION")
    if not CORPUS.is_dir():
        yield not_measured(what, baseline, asked, "no corpus to make articles of")
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        if not made and shutil.disk_usage(folder).free < 2 * BYTES * many:
            yield not_measured(what, baseline, asked, f"no room for it in {folder}")
            return
        fill(folder / "few.db", few)
        path = Path(made) if made else folder / "many.db"
        if not made:
            fill(path, many)
        for make, kind in ((of_days_to_come, "days to come"), (of_any_day, "any day of two years")):
            named = f"{what}, articles of {kind}"
            yield compare(path, folder / "few.db", make, named, baseline, effort)


def compare(many: Path, few: Path, make: Maker, what: str, baseline: str, effort: Effort) -> Row:
    """Rounds of transactions into both files; the small one begins each round as it was.

    The ratio is of all rounds together, since only some of the large file's hold a merge.
    """
    together = effort.of(TOGETHER, least=5)
    number = together * ceil(effort.of(A_PERIOD) / effort.rounds)
    with closing(sqlite3.connect(many)) as database:
        (seed,) = database.execute("SELECT max(id) FROM articles").fetchone()
    waiting = make(number * effort.rounds, seed)
    batches = [[next(waiting) for _ in range(number)] for _ in range(effort.rounds)]
    large, small = iter(batches), iter(batches)
    at_first = few.read_bytes()
    with closing(connect(many)) as database:
        names = Names()

        def into_many() -> None:
            store(database, next(large), together, names)

        def into_few() -> None:
            few.write_bytes(at_first)
            with closing(connect(few)) as new:
                store(new, next(small), together, Names())

        ours, theirs = in_turns(effort.rounds, into_many, into_few)
    few.write_bytes(at_first)
    return at_most(
        1.3,
        sum(ours) / sum(theirs),
        what,
        baseline,
        ours=spread(ours, number),
        theirs=spread(theirs, number),
    )


def spread(times: list[float], number: int) -> str:
    """What an article took on average, and in the cheapest and dearest round."""
    least, most = (milliseconds(each(times), number) for each in (min, max))
    return f"{milliseconds(mean(times), number)} an article; rounds {least} to {most}"


def of_any_day(number: int, seed: int) -> Iterator[Article]:
    """New articles among the stored ones, as a backfill of many sites brings them.

    Read backwards, numbers that follow each other lie all over the indexes.
    """
    for article in recombined(number, seed, first=seed):
        scattered = f"{article.publisher_id[::-1]}b"
        yield replace(article, publisher_id=scattered, url=address(article.site, scattered))


def of_days_to_come(number: int, seed: int) -> Iterator[Article]:
    """The next ones, published half a minute after each other, as crawls bring them day by day."""
    first = FIRST_DAY + SPAN + timedelta(seconds=30 * seed)
    for count, article in enumerate(recombined(number, seed, first=seed)):
        moment = first + timedelta(seconds=30 * count)
        given = article.publisher_id
        yield replace(
            article,
            url=address(article.site, given[::-1] if article.site in HEADLINE_FIRST else given),
            published_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            published_local=f"{moment.astimezone(WIB):%Y-%m-%dT%H:%M:%S}+07:00",
            fetched_at=moment + timedelta(minutes=30),
        )


def store(database: sqlite3.Connection, articles: list[Article], together: int, names: Names):
    """So many in a transaction."""
    for start in range(0, len(articles), together):
        save(database, articles[start : start + together], names=names)
