"""Which articles of a database are the one that another file knows, and what tells.

What tells only ever grows as files are joined: two articles that are one for what some files know
stay one, whatever else comes. So the order of files makes no difference.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import product
from types import SimpleNamespace

from pipelines.merging.known import Known, Reader
from pipelines.merging.looks import Look
from pipelines.rows.likeness import is_plausible_edit, is_same_story, named_alike

# SQLite would rather go through all articles of the site: each is told its index, or its order
# (CROSS JOIN).
BY_NUMBER = """
SELECT id FROM articles WHERE site = ? AND publisher_id = ?
UNION SELECT article_id FROM known_as INDEXED BY known_as_number
    WHERE site = ? AND publisher_id = ? AND publisher_id <> ''
"""
BY_ADDRESS = """
SELECT id FROM articles WHERE site = ? AND url = ?
UNION SELECT article_id FROM known_as WHERE site = ? AND url = ?
"""
BY_ALIAS = """
SELECT article_id FROM aliases CROSS JOIN articles ON id = article_id
WHERE site = ? AND aliases.url = ?
"""
BY_TEXT = """
SELECT id FROM articles INDEXED BY articles_text WHERE site = ? AND content_hash = ?
UNION SELECT article_id FROM revisions CROSS JOIN articles ON articles.id = article_id
    WHERE site = ? AND revisions.content_hash = ?
"""


def same_articles(reader: Reader, known: Known) -> list[Known]:
    """The articles of the database, as ``reader`` reads it, that are the one a file knows.

    By evidence: a publisher's number or an address of its own that both have; by an address of the
    one that leads to the other, where the texts may be one story's; by an equal text of one time,
    where the addresses say the same. What the publisher numbers apart stays apart.
    """
    found: dict[int, Known] = {}
    whole = known
    while True:
        further = [other for other in _candidates(reader, whole, found) if _is_one(whole, other)]
        if not further:
            return list(found.values())
        for other in further:
            found[other.ids[0]] = other
            whole = whole.with_all_of(other)


def _candidates(reader: Reader, known: Known, found: Iterable[int]) -> Iterator[Known]:
    cursor, site = reader.cursor, known.site
    ids: set[int] = set()
    for query, values in (
        (BY_NUMBER, known.numbers),
        (BY_ADDRESS, {*known.urls, *known.aliases}),
        (BY_TEXT, known.hashes),
    ):
        for value in values:
            rows = cursor.execute(query, (site, value, site, value)).fetchall()
            ids.update(row[0] for row in rows)
    for url in known.urls:
        ids.update(row[0] for row in cursor.execute(BY_ALIAS, (site, url)).fetchall())
    for article_id in sorted(ids - {*found}):
        other = reader.known(reader.row(article_id))
        other.ids = [article_id]
        yield other


def _is_one(one: Known, other: Known) -> bool:
    if one.numbers & other.numbers:
        return True
    if one.urls & other.urls:
        return not _only_claimed(one, other)
    if not _may_be_one(one, other):
        return False
    leads_there = one.urls & {*other.aliases} or other.urls & {*one.aliases}
    return bool(leads_there and is_one_story(one, other)) or _has_moved(one, other)


def _may_be_one(one: Known, other: Known) -> bool:
    """Whether no number tells them apart."""
    pairs = product(one.keys, other.keys)
    return any(not number or not its or number == its for (number, _), (its, _) in pairs)


def _only_claimed(one: Known, other: Known) -> bool:
    """Whether both have an address because a page claims it, and are different stories."""
    claims = {one.claims, other.claims}
    return claims != {None} and len(claims) == 2 and not is_one_story(one, other)


def is_one_story(one: Known, other: Known) -> bool:
    """Whether a version of the one may be an edit of one of the other, or tells the same."""
    return any(
        is_same_story(_version(look), SimpleNamespace(**_version(its)))
        or is_plausible_edit(look.row, its.row)
        for look, its in product(_texts(one), _texts(other))
    )


def _version(look: Look) -> dict:
    return {**look.row, "content_hash": look.content_hash}


def _texts(known: Known) -> list[Look]:
    """A look at each of its texts."""
    return [*{look.content_hash: look for look in known.looks.values()}.values()]


def _has_moved(one: Known, other: Known) -> bool:
    """Whether both had one text, published at one time, under addresses that say the same."""
    texts, others = (
        {(look.content_hash, look.row["published_at"]) for look in each.looks.values()}
        for each in (one, other)
    )
    return bool(texts & others) and any(
        named_alike(url, its) for url, its in product(one.urls, other.urls)
    )


def holder_of(cursor: sqlite3.Cursor, site: str, url: str) -> int | None:
    """The article that has an address as its own."""
    found = cursor.execute("SELECT id FROM articles WHERE site = ? AND url = ?", (site, url))
    row = found.fetchone()
    return row[0] if row else None
