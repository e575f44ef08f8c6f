"""Captured pages read ahead over all cores: what costs time in living a run again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crawler.archive.captures import decoded
from crawler.archive.reading import http_answer
from crawler.errors import ArchiveProblem
from crawler.items import Article
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.past.told import Place, Told, body_of
from crawler.past.which_spider import Spiders, made_for
from crawler.time_limit import TooCostly, within

BEGINNING = 1024
NO_PAGE = (b"{", b"[", b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")
"""How what is no article's page begins."""


class Batch(NamedTuple):
    """Captures of one run to be read by one process, and whether they are its first and last."""

    told: Told
    places: list[Place]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A capture as it lies in the archive, and the article that its page holds, if it has one.

    ``problem`` says in words why the capture can't be read, ``given_up`` why no process that tried
    came to an end with it; ``fields`` are WARC's (lower case).
    """

    place: Place
    fields: dict[str, str]
    block: bytes
    article: Article | None = None
    problem: str | None = None
    given_up: str | None = None


def parts_of(batch: Batch) -> list[Batch]:
    """A batch's captures each in one of its own."""
    last = len(batch.places) - 1
    return [
        Batch(batch.told, [place], batch.is_first and at == 0, batch.is_last and at == last)
        for at, place in enumerate(batch.places)
    ]


def unread(batch: Batch, why: str) -> tuple[Batch, list[Read]]:
    """What stands in place of captures that no process could read."""
    return batch, [Read(place, {}, b"", given_up=why) for place in batch.places]


class PageReader:
    """Reads batches of captures; ``seconds`` of CPU one page may take."""

    def __init__(self, spiders: Spiders, seconds: float):
        self.spiders = spiders
        self.seconds = seconds
        self.told: Told | None = None
        self.spider: NewsSpider | None = None

    def __call__(self, batch: Batch) -> tuple[Batch, list[Read]]:
        """The batch and its captures, in order."""
        if batch.told != self.told:
            self.told, self.spider = batch.told, made_for(batch.told, self.spiders)
        return batch, [self.read(place) for place in batch.places]

    def read(self, place: Place) -> Read:
        """One capture, and its article where its address and its beginning are those of one."""
        try:
            fields, block = body_of(place)
        except ArchiveProblem as problem:
            return Read(place, {}, b"", problem=str(problem))
        article = None
        if self.spider and place.entry.status == 200 and self.spider.is_article(place.entry.url):
            article = self._article(place, fields, block)
        return Read(place, fields, block, article)

    def _article(self, place: Place, fields: dict[str, str], block: bytes) -> Article | None:
        """What the page reads as; None where the process that stores is to find out why not."""
        url = place.entry.url
        try:
            _, body = decoded(url, *http_answer(fields, block)[1:])
            if body[:BEGINNING].lstrip().lower().startswith(NO_PAGE):
                return None
            return within(self.seconds, read_article, body, url, self.spider)
        except (TooCostly, Exception):  # noqa: BLE001 reading it again tells what it is
            return None
