"""Which words found an article: ``articles.found_by``, and what is known by searches alone."""

from __future__ import annotations

import re
import sqlite3

from crawler.clock import Window

FOUND = "EXISTS (SELECT 1 FROM json_each(found_by) WHERE value = :query)"
ADD_WORDS = f"""
UPDATE articles SET found_by = json_insert(coalesce(found_by, '[]'), '$[#]', :query)
WHERE NOT {FOUND} AND id
"""
HELD = """
SELECT id FROM articles
WHERE id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words) AND site = :site
AND (:since IS NULL OR published_day >= :since) AND (:until IS NULL OR published_day <= :until)
"""
"""Joined with the index instead, each of a site's articles would be a search of its own."""
WORDS = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
"""``"banjir bandang" luwu``: a phrase and a word."""
LETTER = re.compile(r"\w")


def not_for_words(database: sqlite3.Connection) -> str:
    """A condition that leaves out runs for words; an empty text where there were none yet.

    That is so in files that only an older Warta has written.
    """
    column = "SELECT 1 FROM pragma_table_info('runs') WHERE name = 'query'"
    return "AND query IS NULL" if database.execute(column).fetchone() else ""


def note_found_by(database: sqlite3.Connection, article_id: int, query: str | None) -> None:
    """Note that a stored article was named once more: by a search, or by a listing (None)."""
    if query is None:
        database.execute(
            "UPDATE articles SET search_only = 0 WHERE id = ? AND search_only", (article_id,)
        )
    else:
        database.execute(f"{ADD_WORDS} = :id", {"id": article_id, "query": query})


def note_search_only(database: sqlite3.Connection, article_id: int) -> None:
    """Note of an article just stored whether nothing but searches has named it."""
    database.execute(
        "UPDATE articles SET search_only = NOT EXISTS (SELECT 1 FROM frontier "
        "WHERE article_id = :id AND search_only = 0) WHERE id = :id",
        {"id": article_id},
    )


def match_expression(query: str) -> str:
    """Words as FTS5 takes them: each has to occur, what stands in quotation marks as it stands."""
    parts = (found["phrase"] or found["word"] or "" for found in WORDS.finditer(query))
    return " AND ".join(f'"{part}"' for part in parts if LETTER.search(part))


def mark_stored(database: sqlite3.Connection, site: str, query: str, window: Window) -> int:
    """Note of all stored articles of a site that hold the words, published on the days asked for,
    that these found them; how many there are. The caller commits.
    """
    asked = {
        "words": match_expression(query),
        "site": site,
        "since": window.since and str(window.since),
        "until": window.until and str(window.until),
    }
    database.execute(f"{ADD_WORDS} IN ({HELD})", {**asked, "query": query})
    return database.execute(f"SELECT count(*) FROM ({HELD})", asked).fetchone()[0]
