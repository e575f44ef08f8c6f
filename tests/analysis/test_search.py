"""Searching: what a person types, and what is found."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.export.formats import endings
from analysis.export.selection import Selection, check
from analysis.search import BEGIN, END, count, counted_by, parse_query, search, to_fts5
from analysis.search.forms import forms
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


PIECES = """gempa contoh -contoh "anak-anak" " ( ) OR AND NOT NEAR/2 headline: site:tempo * | + -"""
PIECES = [*PIECES.split(" "), " ", " ", "  "]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A database with three sample articles."""
    file = tmp_path_factory.mktemp("search") / "news.db"
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
                authors=[f"Penulis Ke-{number}"],
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
        with closing(sqlite3.connect(path)) as database:
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


ERDOGAN, GEMPA, ANAK = "Contoh: Erdoğan tiba di Jakarta", "Contoh: Gempa terasa", STORIES[2][2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("contoh -gempa", {ERDOGAN, ANAK}),
        ("-gempa contoh", {ERDOGAN, ANAK}),
        ('contoh -"malam ini"', {ERDOGAN, ANAK}),
        ("contoh -(gempa OR erdogan)", {ANAK}),
        ("contoh -gempa -anak", {ERDOGAN}),
        ("gempa OR erdogan -jakarta", {GEMPA}),  # of the whole, as search engines do
        ("gempa OR (contoh -jakarta)", {GEMPA, ANAK}),
        ("gempa | erdogan", {GEMPA, ERDOGAN}),
        ("+contoh +gempa", {GEMPA}),
        ("contoh AND NOT gempa", {ERDOGAN, ANAK}),
        ("headline:gempa", {GEMPA}),
        ("Headline:jakarta", {ERDOGAN}),
        ("headline:cianjur", set()),
        ("body:cianjur", {GEMPA}),
        ("contoh -headline:gempa", {ERDOGAN, ANAK}),
        ('headline:"gempa terasa"', {GEMPA}),
        ('headline:"terasa gempa"', set()),
        ("headline:(gempa OR jakarta)", {GEMPA, ERDOGAN}),
        ("headline:ter*", {GEMPA}),
        ('"gempa ter*"', {GEMPA}),
        ('"anak-anak bermain"', {ANAK}),
        ("contoh site:tempo", {ANAK}),
        ("contoh site:kompas,tempo", {ERDOGAN, GEMPA, ANAK}),
        ("contoh -site:kompas", {ANAK}),
        ("contoh (site:tempo OR author:ke-0)", {ANAK, ERDOGAN}),
        ("site:kompas", {ERDOGAN, GEMPA}),
        ("site:kompas -gempa", {ERDOGAN}),
        ("-gempa", {ERDOGAN, ANAK}),
        ('contoh author:"penulis ke-1"', {GEMPA}),
        ("contoh author:penuli", set()),
        ("contoh -author:penulis", set()),
        ("kata:dia", {ANAK}),
        ("dia:kata", set()),
        ("dia, 'ini", {ANAK}),
        ("gempa _ *", {GEMPA}),
        ("gempa ()", {GEMPA}),
    ],
)
def test_a_query_means_what_people_expect(find, path, query, found):
    assert set(find(query)) == found
    with sqlite3.connect(path) as database:
        assert count(database, parse_query(query)) == len(found)
        selected = Selection(search=query)
        check(database, selected)
        assert selected.count(database) == len(found), "scrapy export --search says the same"


def test_what_is_among_others_narrows_a_search(find):
    narrowed = [
        (Selection(sites=["kompas"]), {ERDOGAN, GEMPA}),
        (Selection(since=date(2025, 6, 20)), {ANAK}),
        (Selection(until=date(2025, 6, 18)), {ERDOGAN}),
        (Selection(where="headline LIKE '%gempa%' -- contoh"), {GEMPA}),
    ]
    for selection, found in narrowed:
        assert set(find("contoh", among=selection.condition())) == found


def test_the_newest_come_first_where_no_word_is_asked_for(find):
    assert find("site:kompas") == [GEMPA, ERDOGAN]


def test_hits_are_counted_by_day_site_and_province(path):
    with closing(sqlite3.connect(path)) as database:  # nothing of it is committed
        database.execute("INSERT INTO sites (site, province) VALUES ('tempo', 'DKI Jakarta')")
        database.execute("INSERT INTO sites (site, scope) VALUES ('kompas', 'national')")
        database.execute("UPDATE articles SET search_only = 1 WHERE headline = ?", [GEMPA])
        query = parse_query("contoh")
        assert counted_by(database, query, "day") == [
            ("2025-06-18", 1, 0),
            ("2025-06-19", 0, 1),
            ("2025-06-20", 1, 0),
        ]
        assert counted_by(database, query, "site") == [("kompas", 1, 1), ("tempo", 1, 0)]
        of_provinces = [("national", 1, 1), ("DKI Jakarta", 1, 0)]
        assert counted_by(database, query, "province") == of_provinces
        assert counted_by(database, parse_query("site:tempo"), "site") == [("tempo", 1, 0)]


def test_what_was_found_is_marked(path):
    with sqlite3.connect(path) as database:
        (found,) = search(database, "cianjur")
    assert f"{BEGIN}Cianjur{END}" in found.snippet


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "holds no word"),
        ("---", "holds no word"),
        ("()", "holds no word"),
        ("gempa NEAR/5", "NEAR/5 stands between two words"),
        ("NEAR/5 gempa", "NEAR/5 stands between"),
        ("gempa NEAR cianjur", "NEAR/5 stands between"),
        ("gempa NEAR/5 (a OR b)", "NEAR/5 stands between"),
        ("NOT gempa", "NOT stands between"),
        ("gempa NOT", "NOT stands between"),
        ("gempa OR", "OR stands between"),
        ("OR gempa", "OR stands between"),
        ("gempa OR OR b", "OR stands between"),
        ("gempa OR NOT b", "NOT stands between"),
        ("gempa AND", "AND stands between"),
        ("AND gempa", "AND stands between"),
        ("(gempa", "never closed"),
        ("gempa)", "never opened"),
        ("*gempa", "how a word ends"),
        ("gem*pa", "how a word ends"),
        ("gempa --b", None),
        ("gempa NOT -b", "one - before a word"),
        ("headline: gempa", "headline: stands right before a word"),
        ("gempa Site:", "site: stands right before a word"),
        ("gempa place:Cianjur", "the option --place"),
        ("gempa: banjir", None),
        ("headline:-gempa", "headline: stands before a word"),
        ("headlin:gempa", "did you mean headline:"),
        ("judul:gempa", "did you mean headline:"),
        ("gempa since:2025", "the option --since"),
        ("headline:(site:kompas)", "headline: stands before words"),
        ("site:(kompas OR tempo)", "site: stands before each name"),
        ("gempa OR site:kompas", "not between a word and a fact"),
        ("gempa -(banjir site:kompas)", "leave out words and facts apart"),
        ('author:"--"', "author: stands before a name"),
        ("gempa site:tempoo", "did you mean tempo"),
        ("(" * 300 + "gempa" + ")" * 300, "stand within one another"),
        (" OR ".join(f"({number} AND b)" for number in range(400)), None),
    ],
)
def test_a_query_that_makes_no_sense_is_told_in_a_sentence(path, query, said):
    with sqlite3.connect(path) as database:
        if said is None:
            check(database, Selection(search=query))
            list(search(database, query))
            return
        with pytest.raises(UsageProblem, match=re.escape(said)):
            check(database, Selection(search=query or " "))


WORDS = (
    "menyerang diserang serangan penyerangan terserang serang seragam "
    "menemukan ditemukan temukan penemuan temuan bertemu pertemuan mempertemukan menemui ditemui "
    "meresmikan diresmikan peresmian resmi mengirim dikirim kiriman pengiriman "
    "memukul dipukul pukulan mengecat dicat kekerasan keras menteri teran masalah masa masalahnya "
    "terealisasi merealisasikan direalisasikan gempa gempanya membacakan baca"
).split()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("menyerang", "diserang penyerangan serang serangan terserang"),
        ("SERANGAN", "diserang menyerang penyerangan serang terserang"),
        ("pertemuan", "bertemu mempertemukan"),
        ("menemui", "ditemui"),
        ("penemuan", "ditemukan menemukan temuan temukan"),
        ("diresmikan", "meresmikan peresmian"),
        ("resmi", ""),
        ("pengiriman", "dikirim kiriman mengirim"),
        ("dipukul", "memukul pukulan"),
        ("kekerasan", ""),
        ("menteri", ""),
        ("masa", ""),
        ("masalah", "masalahnya"),
        ("terealisasi", "direalisasikan merealisasikan"),
        ("gempanya", "gempa"),
        ("tidakada", ""),
        ("2025", ""),
        ("a", ""),
    ],
)
def test_forms_of_a_word_mean_what_it_means(word, expected):
    found = forms(word, lambda each: int(each in WORDS))
    assert found == [word.casefold(), *expected.split()]


@given(st.text(alphabet="aeimnpstkrgyb", min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_word_is_always_among_its_forms_and_the_index_holds_all_others(word):
    found = forms(word, lambda each: int(each in WORDS))
    assert found[0] == word and set(found[1:]) <= set(WORDS)
    assert len(found) == len(set(found))


def test_forms_are_found_where_the_index_holds_them(path):
    done = call("bermain", "--forms", database=path)
    assert done.stdout.startswith("1 article")
    told = call('terasanya "malam ini" tiba NOT main', "--forms", database=path)
    assert "scrapy search: terasanya and terasa" in told.stderr
    assert "malam" not in told.stderr
    near = call("terasanya NEAR/9 cianjur OR terasa NEAR/9 cianjur", "--forms", database=path)
    assert near.stdout.startswith("1 article")
    assert call('"menibakan"', "--forms", database=path).stdout == "nothing found\n"


def test_a_query_becomes_an_expression():
    assert to_fts5('gempa "bumi besar" OR long*') == '"gempa" AND "bumi besar" OR "long" *'


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_is_answered_or_told(path, typed):
    with sqlite3.connect(path) as database:
        try:
            query = parse_query(typed)
        except UsageProblem:
            return
        found = [article.id for article in search(database, query)]
        assert count(database, query) == len(found)
        again = database.execute(f"SELECT id FROM articles WHERE {query.as_condition()}")
        assert sorted(found) == sorted(number for (number,) in again)


def call(*arguments, database):
    """``scrapy search ...`` as anyone would call it."""
    return scrapy("search", *arguments, "-s", f"DATABASE={database}")


def test_the_command_says_first_how_many_there_are(path):
    result = call("contoh", "--limit", "1", database=path)
    assert result.stdout.startswith("3 articles, the best 1 of them\n\nContoh: ")
    assert call("banjir", database=path).stdout == "nothing found\n"


def test_the_command_prints_lines_of_json_and_the_count_beside_them(path):
    result = call("gempa", "--json", database=path)
    assert (result.returncode, result.stderr) == (0, "scrapy search: 1 article\n")
    (line,) = map(json.loads, result.stdout.splitlines())
    assert line["headline"] == "Contoh: Gempa terasa"
    assert line["snippet"].startswith("Contoh: Gempa")


def test_a_word_is_left_out_with_and_without_quotation_marks(path):
    for words in (["contoh", "-gempa"], ["contoh -gempa"], ["-gempa", "contoh"]):
        assert call(*words, database=path).stdout.startswith("2 articles\n")
    assert "there is no option --gempa" in call("contoh", "--gempa", database=path).stderr


def test_results_are_written_in_every_format(path, tmp_path):
    for ending in endings():
        target = tmp_path / f"hits{ending}"
        result = call("contoh", "-o", str(target), database=path)
        assert (result.returncode, result.stdout) == (0, ""), result.stderr
        assert target.stat().st_size
        assert "already; add --overwrite" in call("gempa", "-o", str(target), database=path).stderr
    counts = call("contoh", "--count-by", "site", "--format", "csv", database=path)
    assert counts.stdout == 'site,articles,searched\n"kompas",2,0\n"tempo",1,0\n'
    refused = call("gempa", "-o", str(tmp_path / "none" / "hits.csv"), database=path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "the folder" in refused.stderr and not (tmp_path / "none").exists()


def test_text_from_the_web_cannot_steer_a_terminal():
    assert "\x1b" not in plain("Contoh \x1b[2J judul \x9b31m")
    assert plain(None) == ""
