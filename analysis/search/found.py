"""What a query finds: the articles, best first, how many there are, and how many of each day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.search.query import Query, parse_query
from crawler.errors import UsageProblem

BEGIN, END = "\x02", "\x03"
"""Around what was found in a snippet; no text holds them."""

SNIPPET = f"snippet(articles_fts, -1, '{BEGIN}', '{END}', '…', 24)"
OPENING = "substr(coalesce(lead, body), 1, 160)"
"""What is shown where no words were asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """One article that a search found; ``snippet`` marks what was found with BEGIN and END."""

    id: int
    site: str
    published_local: str
    headline: str
    url: str
    place: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What hits are counted by: a column's name, meaning and SQL over ``articles`` and ``sites``.

    ``order`` is that of the rows.
    """

    meaning: str
    sql: str
    order: str = "articles + searched DESC, 1"


COUNTED_BY: Mapping[str, Counted] = {
    "day": Counted("Publishing day on the outlet's clock", "published_day", "1"),
    "site": Counted("The outlet", "site"),
    "province": Counted(
        "The outlet's province; what is of none stands by its scope (national, ...)",
        "coalesce(province, scope, 'not said')",
    ),
}


def search(
    database: sqlite3.Connection, query: str | Query, *, among: str = "true", limit: int = 20
) -> Iterator[Found]:
    """The articles a query finds, best first; the newest first where it asks for no words.

    ``among`` is SQL over the columns of ``articles``. Raises UsageProblem where FTS5 can't make
    sense of the query.
    """
    asked = parse_query(query) if isinstance(query, str) else query
    shown, order = (SNIPPET, "rank") if asked.text else (OPENING, "published_at DESC, id DESC")
    sql = (
        f"SELECT a.id, a.site, a.published_local, a.headline, a.url, a.dateline_place, {shown} "
        f"{_hits(asked, among)} ORDER BY {order} LIMIT :limit"
    )
    with _understood(query):
        rows = database.execute(sql, {"text": asked.text, "limit": limit}).fetchall()
    return (Found(*row) for row in rows)


def count(database: sqlite3.Connection, query: Query, among: str = "true") -> int:
    """How many articles a query finds; raises UsageProblem as ``search``."""
    sql = f"SELECT count(*) {_hits(query, among, joined=False)}"
    with _understood(query):
        return database.execute(sql, {"text": query.text}).fetchone()[0]


def counted_by(
    database: sqlite3.Connection, query: Query, by: str, among: str = "true"
) -> list[tuple[str, int, int]]:
    """The hits of each day, site or province (COUNTED_BY).

    A row is what is counted by, how many articles, and how many beside them that only searches for
    words have named, which are no measure of a day.
    """
    counted = COUNTED_BY[by]
    sql = (
        f"SELECT {counted.sql}, sum(NOT search_only) AS articles, sum(search_only) AS searched "
        f"FROM (SELECT a.site, a.published_day, a.search_only {_hits(query, among)}) "
        f"LEFT JOIN sites USING (site) GROUP BY 1 ORDER BY {counted.order}"
    )
    with _understood(query):
        return [tuple(row) for row in database.execute(sql, {"text": query.text})]


def _hits(query: Query, among: str, *, joined: bool = True) -> str:
    """FROM and WHERE: the articles found.

    A condition stands in a subquery, where its names are those of ``articles`` alone.
    """
    condition = query.among(among)
    if query.text is None:
        return f"FROM articles a WHERE {condition}"
    join = "JOIN articles a ON a.id = articles_fts.rowid " if joined else ""
    chosen = (
        f" AND EXISTS (SELECT 1 FROM articles WHERE id = articles_fts.rowid AND ({condition}))"
        if condition != "true"
        else ""
    )
    return f"FROM articles_fts {join}WHERE articles_fts MATCH :text{chosen}"


@contextmanager
def _understood(query: str | Query) -> Iterator[None]:
    """Raises UsageProblem for what SQLite says of a query."""
    asked = query if isinstance(query, str) else query.text
    try:
        yield
    except sqlite3.OperationalError as error:
        raise UsageProblem(f"the query {asked!r} can't be understood: {error}") from error
    except UnicodeEncodeError as error:
        raise UsageProblem(
            f"the query {asked!r} holds bytes that are no text; see to the encoding of the "
            "terminal or script"
        ) from error
