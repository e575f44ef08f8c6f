"""``scrapy topic``: searches of every kind asked for words at once, and what the database says."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from crawler.discovery.search import made_up_word
from tests.support import searching_spiders
from tests.support.newsroom import Newsroom, holding, samples
from tests.support.searching_spiders import Searching
from tests.support.warm import scrapy

WORDS = "banjir"
SINCE, UNTIL = "2025-06-16", "2025-06-18"
SITES = {site.name: site for site in Searching.__subclasses__()}
MANY = {"repeating": 12, "capped": 24, "honest": 21, "leading": 1}
"""So many articles hold the words, of sites whose pages of ten are about more than one of them."""


def published(name):
    """Four days of a site, newest first; where many are wanted, as many that hold the words."""
    address = f"https://www.{name}.id/read/{{number}}/{{slug}}"
    if name not in MANY:
        return samples(address, 12, every=timedelta(hours=8))
    every = timedelta(minutes=5)
    return holding(samples(address, 8 * MANY[name], every=every), WORDS)[: MANY[name]]


ARTICLES = {name: published(name) for name in SITES}
ASKED = {
    "furniture": {"is_furniture": True},
    "shell": {"is_shell": True},
    "repeating": {"pages": 1, "repeats": True},
    "capped": {"pages": 2},
    "boxed": {"beside": ARTICLES["boxed"][1:4]},
}
SEARCHED = ("honest", "pressed", "blogged", "repeating", "capped", "boxed", "leading")
BY_DAY = ("furniture", "indexed")


def held(name):
    """The addresses of a site's articles of the days asked for that hold the words."""
    days = [each for each in ARTICLES[name] if SINCE <= str(each.published.date()) <= UNTIL]
    return {article.url for article in holding(days, WORDS)}


@pytest.fixture(scope="module")
def newsroom():
    """All of them on the air."""
    with Newsroom() as running:
        for name, site in SITES.items():
            running.publish(ARTICLES[name])
            for source in site.discover:
                is_search = "cari" in getattr(source, "url", "")
                running.serve(source, ARTICLES[name], **(ASKED.get(name, {}) if is_search else {}))
        robots = "User-agent: *\nDisallow: /cari\n"
        running.page("https://www.forbidden.id/robots.txt", robots, content_type="text/plain")
        running.fault("https://www.broken.id/cari*", status=404)
        (only,) = ARTICLES["leading"]
        running.fault(f"https://www.leading.id/cari?kata={WORDS}*", redirect_to=only.url)
        yield running


@pytest.fixture(scope="module")
def call(newsroom, tmp_path_factory):
    """``scrapy`` with arguments on one database, and that database's path."""
    folder = tmp_path_factory.mktemp("topic")

    def run(*arguments):
        given = [*arguments, *newsroom.arguments, "-s", f"DATABASE={folder / 'news.db'}"]
        given += ["-s", f"ARCHIVE={folder / 'archive'}", "-L", "ERROR"]
        given += ["-s", f"SPIDER_MODULES={searching_spiders.__name__}"]
        return scrapy(*given, env=newsroom.environment())

    run.path = folder / "news.db"
    return run


@pytest.fixture(scope="module")
def asked(call):
    """The call over all sites: what it came to, and a line for each site."""
    done = call("topic", WORDS, "--since", SINCE, "--until", UNTIL, "--json")
    return done, {line["site"]: line for line in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def stored(asked, call):
    """The database after it, before any other call."""
    with closing(sqlite3.connect(call.path)) as database:
        copy = sqlite3.connect(":memory:")
        database.backup(copy)
    copy.row_factory = sqlite3.Row
    with closing(copy):
        yield copy


def test_each_site_has_its_verdict_and_the_call_that_of_the_worst(asked):
    done, lines = asked
    assert {name: line["verdict"] for name, line in lines.items()} == {
        **dict.fromkeys((*SEARCHED, *BY_DAY), "ok"),
        "repeating": "degraded",
        "capped": "degraded",
        "forbidden": "blocked",
        "broken": "broken",
        "shell": "degraded",
        "unsearched": "degraded",
    }
    assert done.returncode == 20
    last = done.stderr.splitlines()[-1]
    number = sum(line["found"] for line in lines.values())
    assert last.startswith(f"topic: {number} articles of 9 sites found by banjir")
    assert "1 blocked (forbidden), 1 broken (broken)" in last


@pytest.mark.parametrize("name", SEARCHED)
def test_what_a_search_finds_is_stored_with_the_words(stored, asked, name):
    rows = stored.execute("SELECT url, found_by, search_only FROM articles WHERE site = ?", [name])
    rows = rows.fetchall()
    reached = {"repeating": 10, "capped": 20}.get(name, len(held(name)))
    assert {row["url"] for row in rows} <= held(name)
    assert len(rows) == reached == asked[1][name]["found"]
    assert {(row["found_by"], row["search_only"]) for row in rows} == {('["banjir"]', 1)}


@pytest.mark.parametrize("name", BY_DAY)
def test_an_index_by_day_takes_the_place_of_a_search_and_all_it_lists_is_kept(stored, asked, name):
    counted = "SELECT count(*) FROM articles WHERE site = ? AND NOT search_only"
    (kept,) = stored.execute(counted, [name]).fetchone()
    named = "SELECT url FROM articles WHERE site = ? AND found_by = '[\"banjir\"]'"
    assert {row["url"] for row in stored.execute(named, [name])} == held(name)
    assert kept > len(held(name))
    assert "DatedIndex, all of these days kept" in asked[1][name]["reason"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("furniture", "names 10 articles for a word that does not exist: not used"),
        ("repeating", "page 2 repeats the 10 results of the first"),
        ("capped", "its results end with page 2, which is full"),
        ("forbidden", "robots.txt"),
        ("broken", "HTTP 404"),
        ("shell", "names no article, and does not say that there is none"),
        ("unsearched", "the site has no search"),
    ],
)
def test_why_a_search_was_not_used_or_not_enough_is_said(asked, name, said):
    assert said in asked[1][name]["reason"]


def test_the_ledger_says_which_way_each_run_took(stored):
    rows = stored.execute(
        "SELECT r.site, l.problem, l.note, l.url FROM listings l "
        "JOIN runs r ON r.id = l.run_id WHERE l.way_in = 'Search'"
    ).fetchall()
    problems = {row["site"]: row["problem"] for row in rows if row["problem"]}
    assert set(problems) == {"furniture", "forbidden", "broken", "shell"}
    assert "does not exist" in problems["furniture"]
    notes = [row["note"] for row in rows if row["note"]]
    assert notes == [f"page {page} repeats what pages before it named" for page in (2, 3)]
    assert {row["query"] for row in stored.execute("SELECT query FROM runs")} == {WORDS}


def test_articles_of_searches_are_no_coverage_of_days_and_no_volume(stored):
    days = "SELECT stored, discovered, searched, rejected, gap FROM coverage_daily WHERE site = ?"
    for name in SEARCHED:
        rows = stored.execute(days, [name]).fetchall()
        assert {(*row[:2], *row[3:]) for row in rows} == {(0, 0, 0, None)}
        assert sum(row["searched"] for row in rows) > 0
    assert stored.execute(days, ["forbidden"]).fetchall() == []
    volume = "SELECT sum(articles), sum(searched) FROM articles_daily WHERE site = ?"
    assert tuple(stored.execute(volume, ["pressed"]).fetchone()) == (0, len(held("pressed")))
    share = "SELECT search_only FROM fields_by_site WHERE site = ?"
    assert stored.execute(share, ["honest"]).fetchone()[0] == 1


def test_what_came_of_each_site_is_written_as_any_results(asked, call, tmp_path):
    target = tmp_path / "topic.csv"
    done = call("topic", WORDS, "--sites", "unsearched,honest", "-o", str(target))
    assert done.stdout == "", done.stderr
    honest, unsearched = csv.DictReader(io.StringIO(target.read_text(), newline=""))
    assert (honest["site"], honest["query"], honest["found"]) == (
        "honest",
        WORDS,
        str(len(held("honest"))),
    )
    assert (unsearched["verdict"], unsearched["answered_by"]) == ("degraded", "")
    refused = call("topic", WORDS, "-o", str(tmp_path / "none" / "topic.csv"))
    assert (refused.returncode, "the folder" in refused.stderr) == (2, True)


def test_a_call_for_words_is_no_news_of_a_site_and_fills_no_gap(stored):
    assert stored.execute("SELECT count(*) FROM site_health").fetchone()[0] == 0
    assert stored.execute("SELECT count(*) FROM unread_listings").fetchone()[0] == 0


def test_a_word_that_does_not_exist_is_asked_once_a_day(asked, call, newsroom):
    newsroom.forget()
    done = call("topic", "banjir contoh", "--sites", "honest,furniture", "--until", UNTIL)
    assert done.returncode == 10, done.stderr
    assert "answers any word" in done.stderr
    asked_for = [seen.url for seen in newsroom.requests if "/cari" in seen.url]
    assert not [url for url in asked_for if made_up_word("honest") in url]
    assert not [url for url in asked_for if "furniture" in url]
    with closing(sqlite3.connect(call.path)) as database:
        found = "SELECT DISTINCT found_by FROM articles WHERE site = 'honest'"
        ((words,),) = database.execute(found).fetchall()
        assert json.loads(words) == ["banjir", "banjir contoh"]


def test_an_article_that_the_site_lists_as_well_is_no_search_result_alone(asked, call):
    done = call("crawl", "honest")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(call.path)) as database:
        counted = "SELECT search_only, count(*) FROM articles WHERE site = 'honest' GROUP BY 1"
        assert database.execute(counted).fetchall() == [(0, 20), (1, 1)]  # its feed names 20
        assert database.execute("SELECT site FROM site_health").fetchall() == [("honest",)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what to look for"),
        (("  ",), "holds no word"),
        (("gempa OR banjir",), "know no OR"),
        (("banjir", "--sites", "honset"), "there is no site honset; did you mean honest?"),
        (("banjir", "--province", "Acheh"), "no site is of the province Acheh; did you mean Aceh?"),
        (("banjir", "--network", "Contoh"), "did you mean Contoh Network?"),
        (("banjir", "--sites", "honest", "--province", "bali"), "no site is of all"),
        (("banjir", "--since", "2025-06-02", "--until", "2025-06-01"), "is after until"),
        (("banjir", "--limit-per-site", "0"), "is not 1, 2"),
    ],
)
def test_a_call_that_makes_no_sense_asks_nobody(call, newsroom, arguments, said):
    before = len(newsroom.requests)
    done = call("topic", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(newsroom.requests) == before
