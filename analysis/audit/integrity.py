"""What SQLite says of the file itself, and whether the search index holds what the articles say."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

from analysis.audit.finding import MOST_SAMPLES, Finding, Scope, plural

WORD = re.compile(r"(?<!\S)[A-Za-z]{4,}(?!\S)")
"""``banjir``: a word that is one to search as well, whatever stands beside it."""
MOST_PROBLEMS = 20
SEARCHED = 300
"""Articles whose headline is looked for in the index, evenly spread, and as many changed ones."""

NOT_INDEXED = """
SELECT id FROM articles WHERE id NOT IN (SELECT id FROM articles_fts_docsize) ORDER BY id
"""
NO_ARTICLES = """
SELECT id FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM articles) ORDER BY id
"""
EVENLY = """
SELECT id, url, headline FROM articles WHERE id IN (
    SELECT id FROM articles WHERE id % max(1, (SELECT count(*) FROM articles) / :most) = 0
    LIMIT :most)
UNION SELECT id, url, headline FROM articles WHERE id IN (
    SELECT article_id FROM revisions ORDER BY id DESC LIMIT :most)
"""
FOUND = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :words AND rowid = :id"


def sound_file(scope: Scope) -> Iterator[Finding]:
    """What SQLite's own checks complain of."""
    try:
        said = [row[0] for row in scope.rows(f"PRAGMA integrity_check({MOST_PROBLEMS})")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        what = f"integrity_check finds {plural(len(said), 'problem')}"
        yield Finding("database", None, what, (), said[:MOST_SAMPLES])
    try:
        broken = Counter((row[0], row[2]) for row in scope.rows("PRAGMA foreign_key_check"))
    except sqlite3.DatabaseError as error:
        yield Finding("database", None, f"references can't be checked: {error}")
        return
    for (table, parent), number in broken.items():
        what = f"{plural(number, 'row')} of {table} without their {parent}"
        yield Finding("database", None, what)


def sound_search(scope: Scope) -> Iterator[Finding]:
    """Whether search knows every article, none beside them, and finds what headlines say."""
    questions = {"that search misses": NOT_INDEXED, "that search has left of others": NO_ARTICLES}
    known: set[int] = set()
    for what, question in questions.items():
        if numbers := [row[0] for row in scope.rows(question)]:
            samples = [f"article {number}" for number in numbers[:MOST_SAMPLES]]
            found = f"{plural(len(numbers), 'article')} {what}"
            known.update(numbers)
            yield Finding("search", None, found, numbers, samples)
    try:
        looked_for = [row for row in scope.rows(EVENLY, most=SEARCHED) if row["id"] not in known]
        missed = [row for row in looked_for if not _finds(scope, row)]
    except sqlite3.DatabaseError as error:
        yield Finding("search", None, f"the index can't be read: {error}")
        return
    if missed:
        found = f"{len(missed):,} of {plural(len(looked_for), 'headline')} not found"
        urls = [row["url"] for row in missed[:MOST_SAMPLES]]
        yield Finding("search", None, found, [row["id"] for row in missed], urls)


def _finds(scope: Scope, row: sqlite3.Row) -> bool:
    words = " ".join(f'"{word}"' for word in WORD.findall(row["headline"]))
    asked = {"words": f"headline : ({words})", "id": row["id"]}
    return not words or bool(next(scope.rows(FOUND, **asked))[0])
