"""Browsing: what an analyst sees in Datasette, in a real browser where there is one."""

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from analysis.browse import FACETS, QUERIES, as_metadata, with_facets_and_queries
from crawler.database import connect
from crawler.items import Reject
from pipelines.database.schema import describe
from pipelines.store import save
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
PNG = b"\x89PNG\r\n\x1a\n"
ATTACK = "Contoh: <script>document.title='diserang'</script>"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A database: a story in two outlets, an edit, a day that is short, a page refused."""
    file = new_database(tmp_path_factory.mktemp("browse") / "news.db")
    articles = []
    for day in range(10, 20):
        for number in range(1 if day == 17 else 8):
            hour = {
                "published_at": f"2025-06-{day}T0{number}:00:00Z",
                "published_local": f"2025-06-{day}T{number + 7:02}:00:00+07:00",
            }
            articles.append(
                sample(day * 10 + number, site="kompas", dateline_place="Medan", **hour)
            )
    gempa = {"headline": "Contoh: Gempa terasa", "section": "daerah", "dateline_place": "Cianjur"}
    articles += [
        sample(1, site="kompas", **gempa),
        sample(91, site="tempo", **gempa),
        sample(5, site="tempo", headline=ATTACK),
        sample(6, site="tempo", headline="Contoh: judul lama"),
        Reject("https://tempo.example/7", "tempo", "no-date", "contoh"),
    ]
    with closing(connect(file)) as database:
        save(database, articles)
        save(database, [sample(6, site="tempo", headline="Contoh: judul baru")])
    return file


@pytest.fixture(scope="module")
def told():
    """What Datasette is told of a database called news."""
    return with_facets_and_queries(as_metadata(describe(), "news"), "news")["databases"]["news"]


@pytest.fixture
def ask(path):
    """The rows of one of the queries, boxes left out being empty."""

    def rows(name, **boxes):
        sql = QUERIES[name]["sql"]
        values = {box: boxes.get(box, "") for box in re.findall(r":(\w+)", sql)}
        with closing(sqlite3.connect(path)) as database:
            database.row_factory = sqlite3.Row
            database.create_function("escape_fts", 1, lambda words: f'"{words}"')
            return [dict(row) for row in database.execute(sql, values)]

    return rows


# The questions


def test_every_query_that_names_a_site_names_its_province(path):
    """And takes one to narrow it by where it takes a site."""
    without, narrow = [], []
    with closing(sqlite3.connect(path)) as database:
        database.create_function("escape_fts", 1, lambda words: words)
        for name, query in QUERIES.items():
            boxes = dict.fromkeys(re.findall(r":(\w+)", query["sql"]), "")
            columns = {told[0] for told in database.execute(query["sql"], boxes).description}
            is_named = {"outlets_province", "province"} & columns
            without += [name] if "site" in columns and not is_named else []
            narrow += [name] if "site" in boxes and "province" not in boxes else []
    assert (without, narrow) == ([], [])


def test_volume_for_each_day_and_site(ask):
    (row,) = ask("volume", site="kompas", since="2025-06-18", until="2025-06-18")
    assert (row["day"], row["site"], row["articles"]) == ("2025-06-18", "kompas", 9)
    assert {row["site"] for row in ask("volume")} == {"kompas", "tempo"}


def test_what_searches_found(ask, path):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE articles SET found_by = json_array('gempa', 'bumi') WHERE site = 'tempo'"
        )
        stored = database.execute("SELECT count(*) FROM articles WHERE site = 'tempo'").fetchone()
    (row,) = ask("topic", words="gempa")
    assert (row["site"], row["articles"], row["only_by_search"]) == ("tempo", *stored, 0)
    assert {row["words"] for row in ask("topic")} == {"gempa", "bumi"}


def test_who_reports_from_where(ask):
    assert [(row["site"], row["articles"]) for row in ask("places", place="cianjur")] == [
        ("kompas", 1),
        ("tempo", 1),
    ]


def test_one_story_across_outlets_in_order_of_time(ask):
    story = ask("story", words="gempa")
    assert [(row["site"], row["hours_after_first"]) for row in story] == [
        ("kompas", 0.0),
        ("tempo", 1.5),
    ]
    assert ask("story", words="gempa", until="2025-06-01") == []


def test_edits_after_publishing(ask):
    (edit,) = ask("edits", site="tempo")
    assert (edit["headline_before"], edit["headline_after"]) == (
        "Contoh: judul lama",
        "Contoh: judul baru",
    )
    assert (edit["words_added"], edit["words_removed"]) == (1, 1)


def test_gaps(ask):
    assert [(row["site"], row["day"], row["stored"]) for row in ask("gaps")] == [
        ("kompas", "2025-06-17", 1)
    ]


def test_pages_not_stored(ask):
    (refused,) = ask("refused", site="tempo")
    assert (refused["reason"], refused["pages"]) == ("no-date", 1)


# What Datasette is told


def test_facets_and_search_are_of_columns_there_are(told):
    articles = told["tables"]["articles"]
    assert articles["facets"] == list(FACETS)
    assert set(FACETS) <= set(articles["columns"])
    assert articles["columns"]["headline"] == "Headline as printed, without the site's name"


def test_a_query_of_a_table_that_an_older_database_lacks_is_left_out():
    tables = [table for table in describe() if table.name not in ("stories", "search_trials")]
    told = with_facets_and_queries(as_metadata(tables, "old"), "old")["databases"]["old"]
    assert set(told["queries"]) == set(QUERIES) - {"stories", "topic"}


def test_metadata_can_be_written_as_json(told):
    assert json.loads(json.dumps(told)) == told


def test_describe_prints_the_same_for_a_datasette_of_ones_own(told):
    result = scrapy("describe", "--format", "datasette", "-s", "DATABASE=news.db")
    assert json.loads(result.stdout)["databases"]["news"] == told


# Datasette itself


@pytest.fixture(scope="module")
def server(path):
    """The address of ``scrapy browse`` on the database."""
    pytest.importorskip("datasette", reason="browsing needs Datasette: make browse installs it")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "scrapy", "browse", "--no-open", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "-s", f"DATABASE={path}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}/-/versions.json", timeout=5).close()
                break
            except URLError:
                assert process.poll() is None, process.stderr.read().decode()
                time.sleep(0.1)
        yield f"{address}/news"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def fetch(address, **query):
    """A page or JSON as text."""
    with urlopen(f"{address}?{urlencode(query)}" if query else address, timeout=30) as answer:
        return answer.read().decode()


def test_datasette_answers_every_query_with_all_boxes_empty(server, told):
    assert {"volume", "places", "story", "edits", "gaps"} <= set(told["queries"])
    for name in told["queries"]:
        answer = json.loads(fetch(f"{server}/{name}.json"))
        assert answer["ok"] and not answer["truncated"], answer


def test_datasette_searches_what_people_type(server):
    found = json.loads(fetch(f"{server}/story.json", words='gem*pa "', _shape="objects"))
    assert found["ok"]
    found = json.loads(fetch(f"{server}/articles.json", _search="GEMPA", _shape="objects"))
    assert [row["site"] for row in found["rows"]] == ["tempo", "kompas"]


def in_browser(*arguments, folder):
    """Chromium without a window."""
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=5000"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(not BROWSER, reason="no chromium here: the pages were seen by no browser")
def test_a_browser_shows_facets_search_and_titles(server, tmp_path):
    assert 'href="/news/articles"' in fetch(server)
    page = in_browser("--dump-dom", f"{server}/articles", folder=tmp_path).stdout
    assert 'name="_search"' in page
    for facet in FACETS:
        assert f'data-column="{facet}"' in page
    assert "Cianjur" in page and "daerah" in page
    assert "&lt;script&gt;document.title" in page
    assert "<title>diserang" not in page


@pytest.mark.skipif(not BROWSER, reason="no chromium here: the pages were seen by no browser")
def test_a_browser_draws_the_page(server, tmp_path):
    picture = tmp_path / "browse.png"
    in_browser("--window-size=1280,900", f"--screenshot={picture}", server, folder=tmp_path)
    assert picture.read_bytes().startswith(PNG)
    assert picture.stat().st_size > 20_000, "the page is empty"


# The command


@pytest.mark.parametrize("name", ["a#b.db", "a?b.db", "a%20b.db"])
def test_a_name_that_datasette_takes_for_another_file_is_told(path, tmp_path, name):
    shutil.copy(path, tmp_path / name)
    result = scrapy("browse", "--no-open", "-s", f"DATABASE={tmp_path / name}")
    assert result.returncode == 2
    assert "rename it, or make a link to it by another name" in result.stderr
    assert {file.name for file in tmp_path.iterdir()} <= {name, f"{name}-shm", f"{name}-wal"}


def test_a_taken_port_is_told(path):
    pytest.importorskip("datasette", reason="browsing needs Datasette: make browse installs it")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = scrapy("browse", "--port", port, "-s", f"DATABASE={path}")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert f"port {port} can't be used" in result.stderr
