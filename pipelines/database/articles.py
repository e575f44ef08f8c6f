"""The table ``articles``: what ``crawler/items.py`` declares and what the program notes beside it.

A column declared later is added behind those a file has, by a migration of its own that nobody
writes; ``filled``, which counts for fill rates, is always the last.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from crawler.items import KEPT, Column

if TYPE_CHECKING:
    from sqlite_utils import Database

MEANING = """One row for each article, as its newest version reads. NULL means that
the site printed none. Times are UTC unless the column says otherwise."""

NOTED = {
    "id": Column(
        "Number of the article here, never given twice",
        "number",
        "bookkeeping",
        constraint="PRIMARY KEY AUTOINCREMENT",
    ),
    "published_wib": Column(
        "Publishing time in WIB (UTC+7), as in 2025-06-18 14:05:00; a day alone as 2025-06-18",
        "clock",
        required=True,
        told=False,
    ),
    "published_day": Column(
        "Day of publishing on the outlet's clock, as in 2025-06-18",
        "day",
        required=True,
        told=False,
    ),
    "version": Column(
        "1 as first seen, one more for each change of text or headline; earlier versions stand in "
        "revisions",
        "number",
        "bookkeeping",
        required=True,
        constraint="DEFAULT 1",
    ),
    "version_seen_at": Column(
        "When this version was first seen", "instant", "bookkeeping", required=True
    ),
    "first_seen_at": Column(
        "When the article was first seen", "instant", "bookkeeping", required=True
    ),
    "last_seen_at": Column(
        "When the article was last seen to read like this", "instant", "bookkeeping", required=True
    ),
    "gone_at": Column(
        "When the page was found gone (404 or 410, twice); NULL when it came back. The page of an "
        "article read out of a listing is asked when the listing leaves it out",
        "instant",
        "bookkeeping",
    ),
    "run_id": Column(
        "Run that read this version", "number", "bookkeeping", constraint="REFERENCES runs (id)"
    ),
    "parser_version": Column(
        "Version of Warta that read this version from its page", origin="bookkeeping"
    ),
}
"""The columns that are no field of an article: computed from those that are, or noted in storing.

Of ``published_wib`` and ``published_day`` the origin is the page, since they follow its dates.
"""

FIRST = (
    *("id", "site", "publisher_id", "url", "headline", "kicker"),
    *("dateline", "dateline_place", "dateline_outlet"),
    *("published_at", "published_local", "published_wib", "published_day", "published_precision"),
    *("published_raw", "published_source", "published_conflict", "modified_at"),
    *("authors", "editors", "section", "tags", "lead", "word_count", "language"),
    *("image_url", "image_caption", "is_free", "signature", "extractor"),
    *("content_hash", "version", "version_seen_at", "first_seen_at", "last_seen_at", "gone_at"),
    *("run_id", "capture", "parser_version", "body"),
)
"""The columns of the first version in their order in the file. Nothing is ever added here."""

DECLARED = {name: kept for name, kept in KEPT.items() if isinstance(kept, Column)} | NOTED
ADDED = tuple(name for name in DECLARED if name not in FIRST)
"""The columns that files of the first version have not."""

COLUMNS = {name: DECLARED[name] for name in (*FIRST, *ADDED)}
"""Every column of ``articles`` but ``filled``, in the order of the file."""

KEPT_WHOLE = tuple(name for name, column in COLUMNS.items() if column.whole)
"""Columns that ``revisions`` keeps of every earlier version, changed or not."""

SHARES = {column.share.name or name: column for name, column in COLUMNS.items() if column.share}
"""The columns of ``fields_by_site`` between its first and last, by name, in the order of bits."""

GLUED = "/*\N{NO-BREAK SPACE}"
SQLITE_TYPES = {"number": "INTEGER", "truth": "INTEGER"}
CHECKS = {
    "truth": "CHECK ({0} IN (0, 1))",
    "list": "CHECK ({0} IS NULL OR json_valid({0}))",
}

INDEXES = """
CREATE UNIQUE INDEX articles_url ON articles (url, site);
CREATE UNIQUE INDEX articles_publisher_id ON articles (site, publisher_id)
    WHERE publisher_id IS NOT NULL;
CREATE INDEX articles_site_day ON articles (site, published_day, version, word_count);
CREATE INDEX articles_published_at ON articles (published_at);
CREATE INDEX articles_place ON articles (dateline_place, site, published_day)
    WHERE dateline_place IS NOT NULL;
"""


def definition(name: str) -> str:
    """A column as CREATE TABLE and ADD COLUMN write it, its meaning a comment behind it."""
    column = COLUMNS[name]
    parts = [
        name,
        SQLITE_TYPES.get(column.kind, "TEXT"),
        "NOT NULL" if column.required else "",
        column.constraint,
        CHECKS.get(column.kind, "").format(name),
        f"/* {column.meaning} */",
    ]
    return _wrapped(" ".join(filter(None, parts)))


def _wrapped(text: str) -> str:
    """Lines of a CREATE statement; a comment's sign never stands at the end of one."""
    wrapped = fill(
        text.replace("/* ", GLUED),
        width=100,
        initial_indent="    ",
        subsequent_indent="        ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped.replace(GLUED, "/* ")


def first_articles() -> str:
    """The table as files of the first version have it, with its indexes."""
    columns = ",\n".join(map(definition, FIRST))
    return f"CREATE TABLE articles /* {MEANING} */ (\n{columns}\n) STRICT;\n{INDEXES}"


def filled() -> str:
    """The computed column with a bit for each of ``SHARES``; it takes no room."""
    counted = [
        f"coalesce({column.share.counted}, 0)" if column.share.counted else f"({name} IS NOT NULL)"
        for name, column in COLUMNS.items()
        if column.share
    ]
    bits = " + ".join(f"{1 << bit} * {condition}" for bit, condition in enumerate(counted))
    return _wrapped(
        f"filled INTEGER GENERATED ALWAYS AS ({bits}) VIRTUAL /* What fields_by_site counts, a bit "
        "for each of its columns: computed, takes no room */"
    )


def has_column(db: Database, name: str) -> bool:
    """Whether the file's articles have a column, computed ones included."""
    query = "SELECT count(*) FROM pragma_table_xinfo('articles') WHERE name = ?"
    return bool(db.execute(query, [name]).fetchone()[0])


def filled_is_current(sql: str) -> bool:
    """Whether a file's CREATE statement of ``articles`` computes ``filled`` as declared."""
    return filled().strip() in sql


def add_filled(db: Database) -> None:
    """Add the column ``filled``, and it to the index that answers ``fields_by_site``."""
    db.execute(f"ALTER TABLE articles ADD COLUMN {filled()}")
    db.execute("DROP INDEX articles_site_day")
    db.execute(
        "CREATE INDEX articles_site_day "
        "ON articles (site, published_day, version, word_count, search_only, run_id, filled)"
    )


def drop_filled(db: Database) -> None:
    """Take ``filled`` away, its index made without it; the views must be gone before."""
    db.execute("DROP INDEX articles_site_day")
    db.execute("CREATE INDEX articles_site_day ON articles (site, published_day)")
    db.execute("ALTER TABLE articles DROP COLUMN filled")
