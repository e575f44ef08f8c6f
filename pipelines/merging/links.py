"""People, tags and dates named in the text, taken from an article of one file into another."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.rows.people_and_tags import Names, forget_people_and_tags
from pipelines.rows.undoing import as_article

PEOPLE = "SELECT name, role, position FROM article_authors JOIN authors ON id = author_id"
TAGS = "SELECT name, position FROM article_tags JOIN tags ON id = tag_id"
MENTIONS = "SELECT position, raw, iso FROM date_mentions"


@dataclass(frozen=True, slots=True)
class Links:
    """Name, role and place of people; name and place of tags; place, text and date of dates."""

    people: list[tuple[str, str, int]]
    tags: list[tuple[str, int]]
    mentions: list[tuple[int, str, str]]


def links_of(cursor: sqlite3.Cursor, article_id: int) -> Links:
    """What a file has beside an article."""
    return Links(
        *(
            [tuple(row) for row in cursor.execute(f"{query} WHERE article_id = ?", (article_id,))]
            for query in (PEOPLE, TAGS, MENTIONS)
        )
    )


def links_read(site: str, version: Mapping[str, Any]) -> Links:
    """The same, read from a version of an article."""
    article = as_article({**version, "site": site})
    people = [
        (name, role, position)
        for role, names in (("author", article.authors), ("editor", article.editors))
        for position, name in enumerate(names)
    ]
    tags = [(name, position) for position, name in enumerate(article.tags)]
    return Links(
        people, tags, [(each.position, each.raw, each.iso) for each in article.date_mentions]
    )


def write_links(
    cursor: sqlite3.Cursor, names: Names, site: str, article_id: int, links: Links
) -> None:
    """Write them beside an article, in place of those there are."""
    forget_people_and_tags(cursor, [article_id])
    insert = cursor.executemany
    people = [
        (article_id, names.author(cursor, site, name), role, position)
        for name, role, position in links.people
    ]
    tags = [(article_id, names.tag(cursor, name), position) for name, position in links.tags]
    insert("INSERT OR IGNORE INTO article_authors VALUES (?, ?, ?, ?)", people)
    insert("INSERT OR IGNORE INTO article_tags VALUES (?, ?, ?)", tags)
    mentions = [(article_id, *mention) for mention in links.mentions]
    insert("INSERT OR REPLACE INTO date_mentions VALUES (?, ?, ?, ?)", mentions)
