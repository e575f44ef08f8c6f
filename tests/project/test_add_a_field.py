"""A field of an article is added in two lines of two files; all else follows from them.

Tried in a copy of the checkout: a database made before is re-read with the new field, stored,
described, exported and counted; a new one is like it.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import warm
from tests.support.checkout import ROOT

NEEDED = ("analysis", "crawler", "pipelines", "scrapy.cfg", "spiders")
DECLARATION = """
    host: str | None = column(
        "Host the article was read at (contoh)", share=Share("with a host (contoh)")
    )
"""
READING = "        host=facts.url and facts.url.split('/')[2],\n"
ARCHIVE = ROOT / "demo/run-1.warc.gz"
SITE = "visimuslim"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the program in which an article has one more field."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in NEEDED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    edit(copy / "crawler/items.py", r"class Article:\n(?:(?:    .*)?\n)*    .*\n", DECLARATION)
    edit(copy / "crawler/parsers/article.py", r"    return Article\(\n", READING)
    return copy


def edit(file: Path, where: str, line: str) -> None:
    """Put a line into a file behind what a pattern finds there once."""
    text = file.read_text(encoding="utf-8")
    (place,) = re.finditer(where, text)
    file.write_text(text[: place.end()] + line + text[place.end() :], encoding="utf-8")


def scrapy(checkout: Path, database: Path, *arguments: object) -> str:
    """What a command of a checkout prints; it must end well."""
    line = [*arguments, "-s", f"DATABASE={database}"]
    if checkout == ROOT:
        return warm.scrapy(*line, check=True).stdout
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, line)],
        cwd=checkout,
        # The copy before everything else: this environment puts the real checkout first.
        env={
            **os.environ,
            "PYTHONPATH": f"{checkout}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """A database that the program without the field made."""
    path = tmp_path_factory.mktemp("before") / "news.db"
    crawl(ROOT, path)
    return path


def crawl(checkout: Path, path: Path) -> None:
    """Crawl one site of the sample archive."""
    scrapy(checkout, path, "crawl", SITE, "-s", f"REPLAY={ARCHIVE}", "-s", "LOG_LEVEL=ERROR")


def rows(path: Path, query: str) -> list[dict]:
    """What a query finds."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(query)]


def layout(path: Path) -> list[str]:
    """Tables, indexes and views as a file has them."""
    return [row["sql"] for row in rows(path, "SELECT sql FROM sqlite_schema ORDER BY name")]


def test_a_field_that_is_declared_and_read_is_everywhere(checkout, before, tmp_path):
    stored = len(rows(before, "SELECT id FROM articles"))
    assert stored and "host" not in rows(before, "SELECT * FROM articles")[0]

    told = scrapy(checkout, before, "reparse", ARCHIVE, "--write")
    assert f"host: {stored} ({SITE} {stored})" in told
    articles = rows(before, "SELECT * FROM articles")
    assert all(article["host"] in article["url"] for article in articles)
    assert [json.loads(row["fields"]) for row in rows(before, "SELECT fields FROM revisions")] == [
        ["host"]
    ] * stored

    made = tmp_path / "new.db"
    crawl(checkout, made)
    assert layout(made) == layout(before)
    assert all(article["host"] for article in rows(made, "SELECT host FROM articles"))
    assert rows(made, "SELECT host FROM fields_by_site") == [{"host": 1.0}]
    (run,) = rows(made, "SELECT fill_rates FROM runs")
    assert json.loads(run["fill_rates"])["host"] == 1.0

    described = scrapy(checkout, made, "describe", "articles", "fields_by_site", "--format", "json")
    meanings = [
        column["meaning"]
        for table in json.loads(described)
        for column in table["columns"]
        if column["name"] == "host"
    ]
    assert meanings == ["Host the article was read at (contoh)", "Share with a host (contoh)"]

    for form in ("csv", "jsonl"):
        scrapy(checkout, made, "export", tmp_path / f"news.{form}")
    assert "host" in (tmp_path / "news.csv").read_text().splitlines()[0].split(",")
    exported = (tmp_path / "news.jsonl").read_text().splitlines()
    assert all(json.loads(line)["host"] for line in exported)


def test_the_program_without_the_field_refuses_a_file_that_has_it(checkout, tmp_path):
    made = tmp_path / "new.db"
    crawl(checkout, made)
    with pytest.raises(AssertionError, match=r"newer Warta \(it has articles_host\)"):
        crawl(ROOT, made)
