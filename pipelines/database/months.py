"""Which months of which sites have changed: what a data set beside the database asks.

Each row of ``articles`` that is stored, changed or deleted, by whatever program, gives its site's
month another mark. Marks are random: two that are equal stand for the same rows, also where the
file was put back from a backup in between.
"""

from __future__ import annotations

import sqlite3

MONTHS = """
CREATE TABLE this_database /* One row. */ (
    id TEXT NOT NULL PRIMARY KEY /* By what this file is known to data sets made of it, random; a
        copy of the file has the same */
) STRICT, WITHOUT ROWID;
INSERT INTO this_database VALUES (lower(hex(randomblob(16))));

CREATE TABLE article_months /* The months of each site, each with a mark that is another one once
anything in its articles has changed: by it scrapy export --update knows what to write anew. */ (
    site TEXT NOT NULL /* The outlet */,
    month TEXT NOT NULL /* Month of articles.published_day, as in 2025-06 */,
    mark INTEGER NOT NULL /* Random, drawn anew whenever an article of the month is stored, changed
        or deleted */,
    PRIMARY KEY (site, month)
) STRICT, WITHOUT ROWID;
INSERT INTO article_months
    SELECT site, substr(published_day, 1, 7), random() FROM articles GROUP BY 1, 2;
"""

MARK = """CREATE TRIGGER {name} AFTER {event} ON articles BEGIN
    INSERT INTO article_months VALUES ({row}.site, substr({row}.published_day, 1, 7), random())
    ON CONFLICT (site, month) DO UPDATE SET mark = excluded.mark;
END"""
MONTH_TRIGGERS = {
    name: MARK.format(name=name, event=event, row=row)
    for name, event, row in (
        ("articles_month_insert", "INSERT", "new"),
        ("articles_month_update", "UPDATE", "new"),
        ("articles_month_moved", "UPDATE OF site, published_day", "old"),
        ("articles_month_delete", "DELETE", "old"),
    )
}


def ensure_months(connection: sqlite3.Connection) -> None:
    """Put back triggers a migration dropped; what changed meanwhile may be of any month."""
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if "article_months" not in present:  # a file on its way through older migrations
        return
    missing = [sql for name, sql in MONTH_TRIGGERS.items() if name not in present]
    for sql in missing:
        connection.execute(sql)
    if missing:
        connection.execute(
            "INSERT INTO article_months "
            "SELECT DISTINCT site, substr(published_day, 1, 7), 0 FROM articles WHERE true "
            "ON CONFLICT DO NOTHING"
        )
        connection.execute("UPDATE article_months SET mark = random()")


def source_of(connection: sqlite3.Connection) -> str:
    """By what this database is known to data sets made of it."""
    return connection.execute("SELECT id FROM this_database").fetchone()[0]


def month_marks(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """By site and month the mark of its articles; two that are equal stand for the same rows."""
    rows = connection.execute("SELECT site, month, mark FROM article_months ORDER BY site, month")
    return {(site, month): str(mark) for site, month, mark in map(tuple, rows)}
