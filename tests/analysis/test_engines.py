"""What docs/cluster.md shows: each engine counts, searches and joins as the database does."""

import re
import shutil
from contextlib import closing
from datetime import UTC, datetime

import pytest

from analysis.export.parquet import update_parquet
from analysis.export.selection import article_columns
from crawler.database import connect, open_for_reading
from pipelines.store import save
from tests.support.checkout import ROOT
from tests.support.sample_articles import new_database, sample

PAGE = (ROOT / "docs/cluster.md").read_text("utf-8")
OWNERS = {"kompas": "Grup Contoh", "tempo": "Grup Lain"}
QUESTIONS = {
    "counted": "SELECT site, substr(published_day, 1, 7), count(*) FROM articles GROUP BY 1, 2",
    "found": "SELECT id, headline FROM articles WHERE published_day BETWEEN '2025-06-01' AND "
    "'2025-07-31' AND id IN (SELECT rowid FROM articles_fts('body: gempa'))",
    "joined": "SELECT owner, count(*) FROM articles JOIN owners USING (site) GROUP BY owner",
}


def shown(engine):
    """The code that the page shows for an engine."""
    return re.search(rf"^### {engine}\n.*?```python\n(.*?)```", PAGE, re.M | re.S)[1]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """The folder that the page's code runs in, and what the database answers."""
    folder = tmp_path_factory.mktemp("engines")
    file = new_database(folder / "news.db")
    days = ["2025-05-31", "2025-06-01", "2025-07-31", "2025-08-01"]
    texts = ["Contoh: Gempa terasa di Medan.", "Contoh: Digempakan orang.", "Contoh: gempa, lagi."]
    with closing(connect(file)) as database:
        save(
            database,
            [
                sample(
                    number,
                    site=["kompas", "tempo", "tanpa_pemilik"][number % 3],
                    body=f"{texts[number % len(texts)]} Nomor {number}.",
                    **published(days[number % 4], number),
                )
                for number in range(1, 25)
            ],
        )
    with closing(open_for_reading(file)) as database:
        columns = article_columns(database)
        update_parquet(database, (), columns, folder / "corpus.parquet", lambda rows: None)
    lines = [f"{site},{owner}\n" for site, owner in OWNERS.items()]
    (folder / "owners.csv").write_text("site,owner\n" + "".join(lines))
    with closing(connect(file)) as database:
        database.execute("CREATE TEMP TABLE owners (site, owner)")
        database.executemany("INSERT INTO owners VALUES (?, ?)", OWNERS.items())
        asked = {name: sorted(database.execute(sql)) for name, sql in QUESTIONS.items()}
    assert all(len(rows) > 1 for rows in asked.values())
    return folder, asked


def published(day, number):
    """Published on a day of Jakarta's, in the first hours of which UTC has the one before."""
    local = datetime.fromisoformat(f"{day}T{number % 24:02}:30:00+07:00")
    return {
        "published_at": f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "published_local": local.isoformat(),
    }


def run(engine, answers, monkeypatch):
    """What the page's code makes of the data set, and what it should."""
    folder, asked = answers
    monkeypatch.chdir(folder)
    names = {}
    exec(compile(shown(engine), f"docs/cluster.md, {engine}", "exec"), names)
    return names, asked


def test_duckdb_answers_as_the_database_does(answers, monkeypatch):
    pytest.importorskip("duckdb")
    names, asked = run("DuckDB", answers, monkeypatch)
    assert {name: sorted(names[name].fetchall()) for name in asked} == asked


def test_polars_answers_as_the_database_does(answers, monkeypatch):
    pytest.importorskip("polars")
    names, asked = run("Polars", answers, monkeypatch)
    assert {name: sorted(names[name].rows()) for name in asked} == asked


def test_spark_answers_as_the_database_does(answers, monkeypatch):
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark runs on Java, which is not installed")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    quick = "--conf spark.sql.codegen.wholeStage=false --conf spark.ui.enabled=false "
    quick += "--conf spark.sql.shuffle.partitions=2 pyspark-shell"
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", quick)
    names, asked = run("Spark", answers, monkeypatch)
    try:
        answered = {name: sorted(map(tuple, names[name].collect())) for name in asked}
    finally:
        names["spark"].stop()
    assert answered == asked
