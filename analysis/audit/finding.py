"""What an audit finds: the kinds of it, what each means, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

TOGETHER = 500
"""Rows asked for by number in one question."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: what is seen, and what a person does about it."""

    meaning: str
    advice: str


KINDS = {
    "same-text": Kind(
        "one text stands, or stood, at many addresses of a site, as under maintenance, behind a "
        "login or out of a cache gone wrong",
        "look at one of the pages; scrapy revisions --undo RUN puts back what the run replaced; "
        "leave articles that never read otherwise out by their numbers (--json names all)",
    ),
    "stored-twice": Kind(
        "one story, with its text and time, stands at several addresses of a site, as after a move "
        "to other addresses",
        "count such articles once: those of one content_hash, site and published_at are one story",
    ),
    "unlikely-edit": Kind(
        "a version shares next to nothing with the one before: a page that was not the article's",
        "scrapy diff ARTICLE shows the versions; scrapy revisions --undo RUN puts back what the "
        "run replaced",
    ),
    "shared-address": Kind(
        "one article was read at addresses of different stories, as where a template names one "
        "canonical address on all its pages",
        "scrapy diff ARTICLE shows what was mixed up; scrapy crawl SITE -s REPLAY=archive "
        "-s DATABASE=new.db reads the pages again from the archive, each story by itself",
    ),
    "other-site": Kind(
        "articles lie at addresses that are not the site's",
        "leave them out, or add the domain to the site's file where the outlet moved there",
    ),
    "not-an-article": Kind(
        "the address is none of an article's by the site's file: a section page that a withdrawn "
        "article led to, or a pattern that is too narrow",
        "look at one; mend article_url in the site's file, or leave these articles out",
    ),
    "unlisted": Kind(
        "no listing of the site named the article",
        "look where it came from (run_id, capture); an import or a program of your own leaves such "
        "articles, a crawl does not",
    ),
    "unread-listing": Kind(
        "listings were not read to their end, so that articles may be missing",
        "scrapy crawl SITE -a since=DAY -a until=DAY asks for the days again; scrapy gaps shows "
        "days with too little",
    ),
    "number-out-of-line": Kind(
        "the publisher's number belongs to other days than the article's date",
        "look at the page: its date may be a template's or an update's (published_raw, "
        "published_source), or the number may be read from the wrong place of the address",
    ),
    "repeated-line": Kind(
        "many articles of a site open or end with the same line, as where a box beside the text "
        "is read as a part of it",
        "look at three of the pages; where it is no news, put the row into strip in the site's "
        "file: scrapy reparse shows what would change before it writes",
    ),
    "database": Kind(
        "SQLite finds the file damaged, or rows that point nowhere",
        "restore a backup; without one sqlite3 news.db .recover saves what can be read, and "
        "scrapy crawl SITE -s REPLAY=archive fills a new file from the archive",
    ),
    "search": Kind(
        "the search index and the articles differ",
        "sqlite3 news.db \"INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')\" makes the "
        "index anew",
    ),
    "archive": Kind(
        "pages the database names are not in the archive, or not as they were written",
        "name the archive with -s ARCHIVE=FOLDER (an empty one: none is kept), or restore the "
        "files from a backup",
    ),
}
"""The closed list of kinds, in the order they are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is found: what, at which site, and the articles it may have touched.

    ``site`` is None where it concerns the whole file. ``samples`` are addresses, or other places
    to look at, a few of all.
    """

    kind: str
    site: str | None
    found: str
    articles: Sequence[int] = ()
    samples: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a site beside what is stored: its domains, and its articles' addresses.

    ``domains`` is empty where any host may be; ``is_article`` is None where no file says.
    """

    domains: Sequence[str] = ()
    is_article: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked through: a database read only, one site or all, what was seen since when.

    ``database`` gives ``sqlite3.Row``; ``since`` is an instant in UTC as the database writes it.
    """

    database: sqlite3.Connection
    site: str | None = None
    since: str | None = None
    sites: Mapping[str, SiteFacts] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[str, str | None]:
        """The values of ``:site`` and ``:since`` in a question."""
        return {"site": self.site, "since": self.since}

    def has(self, table: str) -> bool:
        """Whether the file has a table: one made by an earlier version lacks some."""
        query = "SELECT count(*) FROM sqlite_schema WHERE name = ?"
        return bool(self.database.execute(query, [table]).fetchone()[0])

    def rows(self, sql: str, **values: object) -> Iterator[sqlite3.Row]:
        """The answer to a question with ``:site``, ``:since`` and ``values``."""
        return iter(self.database.execute(sql, {**self.wanted, **values}))

    def articles(self, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
        """Those of some articles that are in scope, by number: site, url, headline, run_id."""
        found, asked = {}, sorted(set(numbers))
        for begin in range(0, len(asked), TOGETHER):
            some = asked[begin : begin + TOGETHER]
            question = (
                "SELECT id, site, url, headline, published_day, run_id FROM articles "
                f"WHERE id IN ({', '.join(map(str, some))}) "
                "AND (:site IS NULL OR site = :site) "
                "AND (:since IS NULL OR last_seen_at >= :since)"
            )
            found.update((row["id"], row) for row in self.rows(question))
        return found


MOST_SAMPLES = 5


def of_articles(kind: str, site: str, found: str, rows: Sequence[sqlite3.Row]) -> Finding:
    """A finding about articles, with the addresses of the first few."""
    numbers = [row["id"] for row in rows]
    return Finding(kind, site, found, numbers, [row["url"] for row in rows[:MOST_SAMPLES]])


def plural(number: int, what: str) -> str:
    """As in "1 article", "1,200 articles", "2 addresses"."""
    ending = "" if number == 1 else "es" if what.endswith("s") else "s"
    return f"{number:,} {what}{ending}"
