"""Which article of a data set a capture is another reading of, by the evidence of a database.

The rules are those of ``pipelines/rows/recognition.py``, asked of tables in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from crawler.items import Article
from crawler.parsers.urls import address_forms
from pipelines.rows.likeness import is_same_story, told_alike
from pipelines.rows.recognition import addresses, disbelieve, is_edited

Place = int | tuple[str, int]
"""Where an article's row lies: at a byte of what was read, or in a row of a file."""
Load = Callable[["Known"], Mapping[str, Any]]
"""From an article to its row, texts included, as SQLite would hold it."""


@dataclass(slots=True, eq=False)
class Known:
    """What is held in memory of an article; its texts stay on the disk.

    ``part`` is the part of the data set that holds it so far, None for a new one; ``settled`` what
    differs from the row at its place. ``claim`` is the address its page claims, and where that was
    fetched. ``texts`` are hashes of the texts it had before.
    """

    site: str
    number: str | None
    url: str
    place: Place
    text: str
    published_at: str
    is_timed: bool
    first_seen_at: str
    version_seen_at: str
    last_seen_at: str
    version: int
    capture: str | None
    parser_version: str | None
    part: str | None = None
    settled: dict[str, Any] | None = None
    claim: tuple[str, str] | None = None
    texts: frozenset[str] = frozenset()
    is_changed: bool = False
    is_removed: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any], place: Place, part: str | None = None) -> Known:
        """What a row says; texts that many rows share are held once."""
        first, version, last = (
            intern(row[name]) for name in ("first_seen_at", "version_seen_at", "last_seen_at")
        )
        return cls(
            site=intern(row["site"]),
            number=row["publisher_id"],
            url=row["url"],
            place=place,
            text=row["content_hash"],
            published_at=row["published_at"],
            is_timed=row["published_precision"] != "day",
            first_seen_at=first,
            version_seen_at=version,
            last_seen_at=last,
            version=row["version"],
            capture=row["capture"],
            parser_version=intern(row["parser_version"] or "") or None,
            part=intern(part) if part else None,
        )


class Articles:
    """All articles by number, address, text and time of publishing."""

    def __init__(self, load: Load):
        self.load = load
        self.all: list[Known] = []
        self.numbers: dict[tuple[str, str], Known] = {}
        self.urls: dict[tuple[str, str], Known] = {}
        self.others: dict[tuple[str, str], Known] = {}
        self.texts: defaultdict[str, list[Known]] = defaultdict(list)
        self.together: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
        self.nobodys: set[tuple[str, str]] = set()

    def add(self, known: Known) -> int:
        """Know a further article; its number in ``all``."""
        self.all.append(known)
        if known.number is not None:
            self.numbers[known.site, known.number] = known
        self.urls[known.site, known.url] = known
        self.reads(known)
        return len(self.all) - 1

    def reads(self, known: Known) -> None:
        """Know an article by its present text and time, too."""
        self.texts[known.text].append(known)
        if known.is_timed:
            self.together[known.site, known.published_at].append(known)

    def remove(self, known: Known) -> None:
        """Forget an article; tables of texts are asked only for those that are there."""
        known.is_removed = known.is_changed = True
        tables = (self.numbers, self.urls, self.others)
        keys = [(known.site, known.number or ""), (known.site, known.url)]
        for table in tables:
            for key in keys:
                if table.get(key) is known:
                    del table[key]

    def also_at(self, known: Known, article: Article) -> None:
        """Know an article by every address that a reading of it names."""
        for url in (article.url, *article.aliases):
            key = (article.site, url)
            if url != known.url and key not in self.urls:
                self.others.setdefault(key, known)

    def take_address(self, article: Article) -> None:
        """Let a new article's address be no other's."""
        for url in article.fetched_from:
            for form in address_forms(url):
                self.others.pop((article.site, form), None)

    def recognise(self, article: Article) -> Known | None:
        """``find``, and settle what the page claims: ``url`` and ``aliases`` are to be believed."""
        own, claimed = addresses(article)
        for url in claimed:
            if (article.site, url) in self.nobodys:
                disbelieve(article, url)
        found = self.find(article)
        if found is not None and found.claim and not self._is_same_story(found, article):
            url, fetched_from = found.claim
            if url in own and fetched_from not in own:
                self._give_back(found)
                found = self.find(article)
        for url in claimed:
            if url in (article.url, *article.aliases) and not self._holds(article, url, found):
                disbelieve(article, url)
        return found

    def find(self, article: Article) -> Known | None:
        """The article that a page is another reading of."""
        own, claimed = addresses(article)
        if article.publisher_id is not None:
            found = self.numbers.get((article.site, article.publisher_id))
            if found is not None:
                return found
        found = next(self._at(article, own), None)
        if found is not None:
            return found
        told = (each for each in self._at(article, claimed) if self._is_same_story(each, article))
        return next(told, None) or self._moved(article)

    def same_text(self, site: str, text: str) -> list[Known]:
        """The site's articles of a text."""
        return [
            each
            for each in self.texts.get(text, ())
            if each.site == site and each.text == text and not each.is_removed
        ]

    def _at(self, article: Article, urls: Sequence[str]) -> Iterator[Known]:
        """An alias does not join two articles whose publisher numbers them apart."""
        for url in urls:
            if found := self.urls.get((article.site, url)):
                yield found
        for url in urls:
            found = self.others.get((article.site, url))
            if found and not found.is_removed and _may_be_one(found, article):
                yield found

    def _moved(self, article: Article) -> Known | None:
        """The article of the same text and time whose address names the same story."""
        if not article.fetched_from:
            return None
        asked = article.fetched_from[0]
        alike = [
            each
            for each in self.same_text(article.site, article.content_hash)
            if each.published_at == article.published_at
        ]
        if article.published_precision != "day":
            alike += [
                each
                for each in self.together.get((article.site, article.published_at), ())
                if each not in alike and not each.is_removed
            ]
        for found in alike:
            if _may_be_one(found, article) and told_alike(found.url, asked):
                if found.text == article.content_hash:
                    return found
                if is_edited(self.load(found), article, asked):
                    return found
        return None

    def _is_same_story(self, known: Known, article: Article) -> bool:
        return known.text == article.content_hash or is_same_story(self.load(known), article)

    def _holds(self, article: Article, url: str, found: Known | None) -> bool:
        """Whether a claimed address is no other article's; where two claim it, it is nobody's."""
        holder = next(self._at(article, address_forms(url)), None)
        if holder is None or holder is found:
            return True
        if holder.claim and holder.claim[0] == url and found is None:
            self._give_back(holder)
        return False

    def _give_back(self, known: Known) -> None:
        """Let an article be known by where it was fetched; the address it claimed is nobody's."""
        url, fetched_from = known.claim
        if (known.site, fetched_from) not in self.urls:
            self.urls.pop((known.site, known.url), None)
            known.url = fetched_from
            self.urls[known.site, fetched_from] = known
        for each in (url, fetched_from):
            if self.others.get((known.site, each)) is known:
                del self.others[known.site, each]
        self.nobodys.add((known.site, url))
        known.claim, known.is_changed = None, True


def _may_be_one(known: Known, article: Article) -> bool:
    return len({known.number, article.publisher_id} - {None}) < 2
