"""A database file as version 0.1 of Warta left it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.checkout import ROOT

STORED_THEN = """
INSERT INTO articles (site, url, headline, body, published_at, published_local, published_wib,
    published_day, published_precision, word_count, content_hash, version_seen_at, first_seen_at,
    last_seen_at)
VALUES ('contoh', 'https://contoh.example/1', 'Judul', 'Isi', '2025-06-18T05:00:00Z',
    '2025-06-18T12:00:00+07:00', '2025-06-18 12:00:00', '2025-06-18', 'minute', 1, 'x',
    '2025-06-18T05:00:00Z', '2025-06-18T05:00:00Z', '2025-06-18T05:00:00Z')
"""
"""An article as version 0.1 stored it."""


def older_database(path: Path) -> Path:
    """Make the file, with an article."""
    schema = (ROOT / "tests/pipelines/warta-0.1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(schema)
        database.execute(STORED_THEN)
    return path
