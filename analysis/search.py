"""Searching the articles: from what a person types to SQLite's FTS5, and the articles found."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.errors import UsageProblem

TOKEN = re.compile(
    r"""(?P<phrase>"[^"]*"?) | (?P<bracket>[()]) | NEAR/(?P<near>\d+)(?=\s|$)
    | (?P<operator>AND|OR|NOT)(?=[\s()]|$) | (?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
"""As in ``"gempa bumi" NEAR/5 cianjur NOT (banjir OR long*)``."""

WORD = re.compile(r"\w")
EXCLUDING = re.compile(r"-[^\W\d]")
"""``-buku``, as search engines leave words out; not ``-5``, which is text."""
BEGIN, END = "\x02", "\x03"
"""Around what was found in a snippet; no text holds them."""


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


def to_fts5(query: str) -> str:
    """What a person typed as an FTS5 expression.

    Words all have to occur; AND, OR, NOT and brackets combine, ``"..."`` is a phrase, ``long*`` a
    beginning, ``a NEAR/5 b`` words at most 5 apart. Everything else, hyphens and apostrophes
    included, is text. Raises UsageProblem when nothing is asked for or an operator stands alone.
    """
    parts: list[str] = []
    near: tuple[list[str], str] | None = None
    for token in TOKEN.finditer(query):
        if token["near"]:
            if not parts or not parts[-1].startswith(('"', "NEAR(")):
                raise UsageProblem(
                    f"{token[0]} stands between two words, as in gempa {token[0]} laut"
                )
            near = (parts[-1:], token["near"])
            parts.pop()
            continue
        part = _part(token)
        if part is None:
            continue
        if near:
            if not part.startswith('"'):
                raise UsageProblem("NEAR/ stands between two words or phrases")
            (before,), distance = near
            words = before.removeprefix("NEAR(").rpartition(",")[0] if before[0] == "N" else before
            part, near = f"NEAR({words} {part}, {distance})", None
        parts.append(part)
    if near:
        raise UsageProblem("the query ends in NEAR/; a word must follow")
    return _joined(parts, query)


def _part(token: re.Match[str]) -> str | None:
    """One token in FTS5's syntax; None for one without a letter or digit to look for."""
    if token["operator"] or token["bracket"]:
        return token[0]
    if token["word"] and EXCLUDING.match(token["word"]):
        raise UsageProblem(
            f"{token['word']} leaves nothing out; did you mean NOT {token['word'][1:]}, as in "
            f"gempa NOT {token['word'][1:]}?"
        )
    text = (token["phrase"] or token["word"]).strip('"')
    if not WORD.search(text):
        return None
    is_beginning = token["word"] and text.endswith("*")
    quoted = '"' + text.rstrip("*").replace('"', '""') + '"'
    return f"{quoted} *" if is_beginning else quoted


def _joined(parts: list[str], query: str) -> str:
    """The parts with AND where nothing stands between two of them."""
    operators = ("AND", "OR", "NOT")
    if not any(part not in (*operators, "(", ")") for part in parts):
        raise UsageProblem(
            f"{query!r} holds no word to look for; give one, as in scrapy search gempa"
        )
    joined = ""
    for before, part in zip(["(", *parts], parts, strict=False):
        implied = before not in (*operators, "(") and part not in (*operators, ")")
        joined += (" AND " if implied else " ") + part
    return joined.strip()


def search(
    database: sqlite3.Connection,
    query: str,
    *,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 20,
) -> Iterator[Found]:
    """The articles a query finds, best first; days are publishing days, both included.

    Raises UsageProblem when FTS5 can't make sense of the query.
    """
    wanted = {
        "site": site,
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
    }
    conditions = "".join(
        f" AND {condition}"
        for name, condition in (
            ("site", "a.site = :site"),
            ("since", "a.published_day >= :since"),
            ("until", "a.published_day <= :until"),
        )
        if wanted[name]
    )
    sql = (
        "SELECT a.id, a.site, a.published_local, a.headline, a.url, a.dateline_place, "
        f"snippet(articles_fts, -1, '{BEGIN}', '{END}', '…', 24) "
        "FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid "
        f"WHERE articles_fts MATCH :query{conditions} ORDER BY rank LIMIT :limit"
    )
    try:
        rows = database.execute(sql, {"query": to_fts5(query), "limit": limit, **wanted}).fetchall()
    except sqlite3.OperationalError as error:
        raise UsageProblem(f"the query {query!r} can't be understood: {error}") from error
    except UnicodeEncodeError as error:
        raise UsageProblem(
            f"the query {query!r} holds bytes that are no text; see to the encoding of the "
            "terminal or script"
        ) from error
    return (Found(*row) for row in rows)
