"""An article taken out of the database on request, with all that only it had there.

What stays is a mark of each of its addresses, of the publisher's number and of its texts, by which
it is known when it comes again (``crawler.archive.taken_down``), with the day and the reason.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawler.archive.taken_down import marks, taken_down
from crawler.clock import wib_day
from crawler.errors import UsageProblem
from crawler.parsers.urls import address_forms, canonical_url

AT_ADDRESS = {
    "frontier": ("url",),
    "rejects": ("url",),
    "held_back": ("url",),
    "listings": ("url",),
    "unread_listings": ("url",),
    "address_claims": ("url", "fetched_from"),
    "aliases": ("url",),
}
"""Tables with rows of an address, whatever article it led to, and where it stands in them."""
NO_MORE_NAMED = {
    "authors": ("article_authors", "author_id"),
    "tags": ("article_tags", "tag_id"),
}
"""Tables whose rows go with the last article that names them."""
WORDS = ("reason", "ways_in")
"""Columns of ``runs`` in which an address may stand."""
KNOWN = """
SELECT id FROM articles WHERE url IN ({0})
UNION SELECT article_id FROM aliases WHERE url IN ({0})
"""
SAME_TEXT = """
SELECT id FROM articles INDEXED BY articles_text WHERE site = :site AND content_hash = :text
UNION SELECT article_id FROM revisions CROSS JOIN articles ON articles.id = article_id
    WHERE site = :site AND revisions.content_hash = :text
"""
MET = """
SELECT site FROM frontier WHERE url IN ({0}) UNION SELECT site FROM rejects WHERE url IN ({0})
"""


@dataclass(slots=True)
class Target:
    """What is to be taken down: an article of the database, or an address that gave none.

    ``texts`` are the bodies and ``headlines`` the headlines of all its versions; ``captures`` the
    names of its pages in the archive; ``since`` the day it was taken down, if it was before.
    """

    site: str
    urls: list[str]
    article_id: int | None = None
    number: str | None = None
    hashes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    captures: list[str] = field(default_factory=list)
    since: str | None = None


def find_target(database: sqlite3.Connection, asked: str) -> Target:
    """What an article's number or address means; raises UsageProblem where that is not clear."""
    if asked.isascii() and asked.isdecimal():
        row = database.execute(
            "SELECT id FROM articles WHERE id = ?", (min(int(asked[:19]), 2**63 - 1),)
        ).fetchone()
        if row is None:
            raise UsageProblem(f"there is no article {asked}; scrapy search shows their numbers")
        return _of_article(database, row[0])
    if "://" not in asked:
        raise UsageProblem(f"{asked!r} is no article's number and no address (https://...)")
    forms = address_forms(asked)
    known = KNOWN.format(", ".join("?" * len(forms)))
    ids = [row[0] for row in database.execute(known, [*forms, *forms])]
    if len(ids) > 1:
        listed = ", ".join(map(str, sorted(ids)))
        raise UsageProblem(f"{asked} is known of {len(ids)} articles ({listed}); give a number")
    return _of_article(database, ids[0]) if ids else _of_address(database, asked, forms)


def _of_article(database: sqlite3.Connection, article_id: int) -> Target:
    row = database.execute(
        "SELECT site, url, publisher_id, content_hash, body, headline, capture FROM articles "
        "WHERE id = ?",
        (article_id,),
    ).fetchone()
    site, url, number, *newest = tuple(row)
    versions = [
        newest,
        *database.execute(
            "SELECT content_hash, body, headline, capture FROM revisions WHERE article_id = ?",
            (article_id,),
        ).fetchall(),
    ]
    addresses = [url]
    for query in (
        "SELECT url FROM aliases WHERE article_id = ?",
        "SELECT url FROM frontier WHERE article_id = ?",
        "SELECT url FROM address_claims WHERE article_id = ?",
        "SELECT fetched_from FROM address_claims WHERE article_id = ?",
    ):
        addresses += [found[0] for found in database.execute(query, (article_id,)) if found[0]]
    hashes, texts, headlines, captures = map(list, zip(*map(tuple, versions), strict=True))
    return Target(
        site,
        list(dict.fromkeys(addresses)),
        article_id,
        number,
        hashes,
        list(dict.fromkeys(texts)),
        list(dict.fromkeys(headlines)),
        list(dict.fromkeys(filter(None, captures))),
    )


def _of_address(database: sqlite3.Connection, asked: str, forms: list[str]) -> Target:
    """An address that gave no article, or one that was taken down before."""
    met = MET.format(", ".join("?" * len(forms)))
    sites = [row[0] for row in database.execute(met, [*forms, *forms])]
    if mark := taken_down(database, marks("", [asked])):
        query = "SELECT site, day FROM taken_down WHERE mark = ?"
        site, day = database.execute(query, (mark,)).fetchone()
        return Target(site, [canonical_url(asked)], since=day)
    if not sites:
        raise UsageProblem(f"nothing is known of {asked}: no article, no reject, nothing listed")
    return Target(sites[0], [canonical_url(asked)])


def is_others(database: sqlite3.Connection, target: Target, url: str) -> bool:
    """Whether an address is that of another article than the target."""
    forms = address_forms(url)
    known = KNOWN.format(", ".join("?" * len(forms)))
    ids = [row[0] for row in database.execute(known, [*forms, *forms])]
    return any(each != target.article_id for each in ids)


def same_text(database: sqlite3.Connection, target: Target) -> list[int]:
    """The other articles of the site that have, or had in an earlier version, a text of it."""
    asked = ({"site": target.site, "text": text} for text in target.hashes)
    found = {row[0] for each in asked for row in database.execute(SAME_TEXT, each)}
    return sorted(found - {target.article_id})


def take_out(
    database: sqlite3.Connection, target: Target, reason: str, now: datetime
) -> dict[str, int]:
    """Delete what the database has of a target and leave its marks; how many rows of each table.

    In the caller's transaction, with foreign keys on. Raises sqlite3.Error.
    """
    gone: dict[str, int] = {}
    forms = list(dict.fromkeys(form for url in target.urls for form in address_forms(url)))
    named = _named_by(database, target)
    if target.article_id is not None:
        gone["stories"] = _without_stories(database, target.article_id)
        for table in ("revisions", "date_mentions", "article_authors", "article_tags"):
            gone[table] = _delete(database, table, "article_id", [target.article_id])
    for table, columns in AT_ADDRESS.items():
        gone[table] = sum(_delete(database, table, column, forms) for column in columns)
    if target.article_id is not None:
        gone["frontier"] += _delete(database, "frontier", "article_id", [target.article_id])
        gone["articles"] = _delete(database, "articles", "id", [target.article_id])
    for table, ids in named.items():
        links, column = NO_MORE_NAMED[table]
        gone[table] = sum(
            database.execute(
                f"DELETE FROM {table} WHERE id = ? "
                f"AND NOT EXISTS (SELECT 1 FROM {links} WHERE {column} = ?)",
                (each, each),
            ).rowcount
            for each in ids
        )
    _clear_words(database, forms)
    day = str(wib_day(now))
    database.executemany(
        "INSERT INTO taken_down VALUES (?, ?, ?, ?) ON CONFLICT (mark) DO NOTHING",
        [
            (mark, target.site, day, reason)
            for mark in marks(target.site, target.urls, target.number, target.hashes)
        ],
    )
    return {table: rows for table, rows in gone.items() if rows}


def _named_by(database: sqlite3.Connection, target: Target) -> dict[str, list[int]]:
    """The authors and tags that an article names."""
    return {
        table: [
            row[0]
            for row in database.execute(
                f"SELECT DISTINCT {column} FROM {links} WHERE article_id = ?", (target.article_id,)
            )
        ]
        for table, (links, column) in NO_MORE_NAMED.items()
    }


def _delete(
    database: sqlite3.Connection, table: str, column: str, values: Iterable[str | int]
) -> int:
    delete = f"DELETE FROM {table} WHERE {column} = ?"
    return sum(database.execute(delete, (value,)).rowcount for value in values)


def _without_stories(database: sqlite3.Connection, article_id: int) -> int:
    """Take the article's story apart; ``scrapy stories`` puts together anew what is left of it."""
    story = "(SELECT story_id FROM article_stories WHERE article_id = ?)"
    database.execute(
        "DELETE FROM stories_compared WHERE article_id IN "
        f"(SELECT article_id FROM article_stories WHERE story_id = {story})",
        (article_id,),
    )
    return database.execute(f"DELETE FROM stories WHERE id = {story}", (article_id,)).rowcount


def _clear_words(database: sqlite3.Connection, forms: Iterable[str]) -> None:
    """Take addresses out of what runs say of themselves."""
    for form in forms:
        for column in WORDS:
            database.execute(
                f"UPDATE runs SET {column} = replace({column}, :url, '(taken down)') "
                f"WHERE instr({column}, :url)",
                {"url": form},
            )


def wipe_traces(database: sqlite3.Connection) -> bool:
    """Leave nothing of deleted rows in the search index, in free pages and in the WAL.

    Writes the file anew, which takes its size of free disk. False where another program reads the
    file, so that the WAL could not be emptied; raises sqlite3.Error.
    """
    database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    database.commit()
    database.execute("VACUUM")
    busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
