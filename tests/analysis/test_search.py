"""Searching: what a person types, and what is found."""

import json
import sqlite3
from datetime import UTC, date, datetime

import pytest

from analysis.search import BEGIN, END, search, to_fts5
from crawler.console.terminal import plain
from crawler.database import connect
from crawler.errors import UsageProblem
from crawler.items import Article
from pipelines.database.schema import migrate
from pipelines.identity import identified
from pipelines.store import save
from tests.support.warm import scrapy

STORIES = [
    (
        "kompas",
        "2025-06-18",
        "Contoh: Erdoğan tiba di Jakarta",
        "Presiden rekaan tiba untuk contoh.",
    ),
    (
        "kompas",
        "2025-06-19",
        "Contoh: Gempa terasa",
        "Gempa contoh terasa hingga Cianjur malam ini.",
    ),
    (
        "tempo",
        "2025-06-20",
        "Contoh: Anak-anak bermain",
        "Kata dia, 'ini contoh' anak-anak Jum'at lalu.",
    ),
]


@pytest.fixture
def path(tmp_path):
    """A database with three sample articles."""
    file = tmp_path / "news.db"
    migrate(file)
    articles = [
        identified(
            Article(
                url=f"https://www.{site}.example/{number}",
                site=site,
                headline=headline,
                body=body,
                published_at=f"{day}T05:00:00Z",
                published_local=f"{day}T12:00:00+07:00",
                published_precision="minute",
                fetched_at=datetime(2025, 6, 21, tzinfo=UTC),
            )
        )
        for number, (site, day, headline, body) in enumerate(STORIES)
    ]
    database = connect(file)
    save(database, articles)
    database.close()
    return file


@pytest.fixture
def find(path):
    """The headlines a query finds."""

    def ask(query, **filters):
        with sqlite3.connect(path) as database:
            return [found.headline for found in search(database, query, **filters)]

    return ask


def test_accents_and_capitals_make_no_difference(find):
    assert find("erdogan") == find("ERDOĞAN") == ["Contoh: Erdoğan tiba di Jakarta"]


@pytest.mark.parametrize(
    "query", ["anak-anak", "Jum'at", "'ini contoh' anak", 'anak"', "dia,", "(jum'at)"]
)
def test_hyphens_apostrophes_and_stray_quotes_break_nothing(find, query):
    assert find(query) == ["Contoh: Anak-anak bermain"]


def test_words_near_each_other(find):
    assert find("gempa NEAR/5 cianjur") == ["Contoh: Gempa terasa"]
    assert find("gempa NEAR/1 malam") == []
    assert find("gempa NEAR/5 terasa NEAR/5 cianjur") == ["Contoh: Gempa terasa"]


def test_words_combine(find):
    assert len(find("contoh")) == 3
    assert find("contoh gempa") == ["Contoh: Gempa terasa"]
    assert len(find("gempa OR erdogan")) == 2
    assert find("contoh NOT (gempa OR erdogan)") == ["Contoh: Anak-anak bermain"]
    assert find('"terasa hingga"') == ["Contoh: Gempa terasa"]
    assert find("cian*") == ["Contoh: Gempa terasa"]


def test_site_and_days_narrow_a_search(find):
    assert len(find("contoh", site="kompas")) == 2
    assert find("contoh", since=date(2025, 6, 20)) == ["Contoh: Anak-anak bermain"]
    assert find("contoh", until=date(2025, 6, 18)) == ["Contoh: Erdoğan tiba di Jakarta"]


def test_what_was_found_is_marked(path):
    with sqlite3.connect(path) as database:
        (found,) = search(database, "cianjur")
    assert f"{BEGIN}Cianjur{END}" in found.snippet


@pytest.mark.parametrize(
    "query", ["", "---", "gempa NEAR/5", "NEAR/5 gempa", "NOT gempa", "(gempa"]
)
def test_a_query_that_makes_no_sense_is_told(find, query):
    with pytest.raises(UsageProblem):
        find(query)


def test_a_query_becomes_an_expression():
    assert to_fts5('gempa "bumi besar" OR long*') == '"gempa" AND "bumi besar" OR "long" *'


def test_the_command_prints_lines_of_json(path):
    result = scrapy("search", "gempa", "--json", "-s", f"DATABASE={path}")
    assert result.returncode == 0, result.stderr
    (line,) = map(json.loads, result.stdout.splitlines())
    assert line["headline"] == "Contoh: Gempa terasa"


def test_text_from_the_web_cannot_steer_a_terminal():
    assert "\x1b" not in plain("Contoh \x1b[2J judul \x9b31m")
    assert plain(None) == ""
