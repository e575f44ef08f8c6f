"""What storing asks of the database is answered by few rows, however many a site has."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from crawler.database import connect
from pipelines.store import save
from tests.support.sample_articles import NOON, new_database, sample

ALL_OF_A_SITE = "(site=?)"
"""How a plan says that it looks at every row of a site."""


@pytest.fixture
def asked(tmp_path):
    """Every question and change of storing articles that are new, edited, moved and seen again."""
    file, statements = new_database(tmp_path / "news.db"), []
    later = {"fetched_at": NOON + timedelta(days=1)}
    url = "https://www.contoh.example/berita/{}/judul-contoh"
    with closing(connect(file)) as database:
        save(database, [sample(number, fetched_from=[url.format(number)]) for number in range(3)])
        database.set_trace_callback(statements.append)
        save(database, [sample(7, fetched_from=[url.format(7)], authors=["Siti"], tags=["Pasar"])])
        save(database, [sample(0, fetched_from=[url.format(0)], **later)])
        save(database, [sample(1, headline="Lain (contoh)", **later)])
        save(database, [sample(1, body="Contoh: sama sekali lain.", **later)])
        moved = url.format("pindah")
        save(database, [sample(2, url=moved, fetched_from=[moved], **later)])
        database.set_trace_callback(None)
    return file, list(dict.fromkeys(statements))


def test_no_question_of_storing_looks_at_all_articles_of_a_site(asked):
    file, statements = asked
    found = []
    with closing(sqlite3.connect(file)) as database:
        for sql in statements:
            is_asked = sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))
            if not is_asked or "LIMIT" in sql or "IN ()" in sql:
                continue
            plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}")]
            steps = [step for step in plan if step.split()[1] == "articles"]
            if any(step.endswith(ALL_OF_A_SITE) or step.startswith("SCAN") for step in steps):
                found.append(sql)
    assert len(statements) > 60
    assert found == []
