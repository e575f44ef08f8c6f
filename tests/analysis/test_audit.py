"""What an audit finds: each kind planted in one file, and nothing in a file where all is right."""

import ast
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from analysis.audit.audit import audit
from analysis.audit.finding import KINDS, Scope, SiteFacts
from analysis.audit.repeated import strip_row
from crawler.database import connect, open_for_reading, run_statements
from pipelines.database import schema
from pipelines.database.migrations import MigrationList
from pipelines.identity import identified
from pipelines.rows.likeness import maybe_one_story, stories_at
from pipelines.store import save
from tests.support.checkout import ROOT
from tests.support.sample_articles import new_database, sample

OF_THE_FIRST_VERSION = (
    "articles_crawls_search_and_views",
    "where_articles_are_read_and_how_often_they_come",
    "stories_that_several_articles_tell",
    "articles_by_section",
    "fill_rates_and_days_by_index",
)
"""The migrations that files made by version 0.1 have."""
SITES = {
    "contoh": SiteFacts(("contoh.example",), lambda url: "/berita/" in url),
    "lain": SiteFacts(("lain.example",)),
}


def story(number: int) -> str:
    """An invented text of its own."""
    return "\n\n".join(
        f"Contoh {line}: warga{number} kota{number * 7 % 97} membahas pasar{number}{line} dan "
        f"jembatan{number}{line} bersama tokoh{number} rekaan{line}."
        for line in range(4)
    )


def article(number: int, site: str = "contoh", **facts):
    """A sample with a text of its own, on a day of its own."""
    moment = datetime(2025, 6, 1, 5, tzinfo=UTC) + timedelta(hours=20 * number)
    return sample(
        number,
        **{
            "site": site,
            "url": f"https://www.{site}.example/berita/{9000000 + number}/judul-contoh-{number}",
            "headline": f"Pasar {number} dibuka di kota{number}",
            "body": story(number),
            "publisher_id": str(9000000 + number),
            "published_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "published_local": f"{moment + timedelta(hours=7):%Y-%m-%dT%H:%M:%S}+07:00",
            "fetched_at": moment + timedelta(minutes=20),
            **facts,
        },
    )


def month(path) -> None:
    """Two months of two outlets in which nothing went wrong.

    With edits, a notice that reads the same every day, wire copy at both outlets, and a listing
    that failed once and was read an hour later.
    """
    both = [article(number, site) for number in range(1, 61) for site in ("contoh", "lain")]
    for first, second in zip(both[::2], both[1::2], strict=True):
        if first.publisher_id.endswith("3"):
            second.body, second.headline = first.body, first.headline
    notices = [
        article(number, headline="Harga emas hari ini", body="Contoh: harga emas hari ini tetap.")
        for number in range(61, 75, 5)
    ]
    edits = [
        article(
            number,
            headline=f"Diperbarui: pasar {number} dibuka di kota{number}",
            body=f"{story(number)}\n\nContoh: tambahan redaksi {number}.",
            fetched_at=article(number).fetched_at + timedelta(hours=1),
        )
        for number in range(20, 40)
    ]
    with closing(connect(path)) as database, database:
        save(database, [identified(each) for each in (*both, *notices)])
        save(database, edits)
        database.execute(
            "UPDATE frontier SET discovered_by = 'Feed', last_listed_at = discovered_at"
        )
        run_statements(database, RUNS)


RUNS = """
INSERT INTO runs (id, site, started_at, ended_at, finish_reason, verdict, listed)
    VALUES (1, 'contoh', '2025-06-20T00:00:00Z', '2025-06-20T00:01:00Z', 'finished', 'ok', 9);
INSERT INTO listings (run_id, way_in, url, fetched_at, problem) VALUES
    (1, 'Feed', 'https://www.contoh.example/rss', '2025-06-20T00:00:00Z', 'HTTP 500'),
    (1, 'Feed', 'https://www.contoh.example/rss', '2025-06-20T01:00:00Z', NULL);
"""
EARLIER = """
INSERT INTO revisions (article_id, version, cause, seen_at, replaced_at, content_hash, fields,
    words_added, words_removed, changed, headline, other, body)
SELECT id, 1, 'edit', first_seen_at, last_seen_at, '{hash}', '["body"]', 40, 40, 0.95,
    'Situs sedang dalam pemeliharaan', '{{}}', 'Mohon maaf, silakan kembali nanti (contoh).'
FROM articles WHERE {which};
"""
WANTED = """
INSERT INTO unread_listings (site, url, way_in, place, page, request, since, until, wanted_at,
    tries, problem) VALUES ('contoh', 'https://www.contoh.example/indeks?page=3', 'DatedIndex', 0,
    3, '{}', '2025-06-02', '2025-06-03', '2025-06-20T00:00:00Z', 1, 'HTTP 500');
"""
FAILED = """
INSERT INTO listings (run_id, way_in, url, fetched_at, problem) VALUES
    (1, 'Feed', 'https://www.contoh.example/indeks?page=2', '2025-06-20T02:00:00Z', 'HTTP 500');
"""
OF_DAYS = """
INSERT INTO runs (site, started_at, ended_at, finish_reason, verdict, listed, since, until, ways_in)
    VALUES ('contoh', '2025-06-20T00:00:00Z', '2025-06-20T00:01:00Z', '{reason}', '{verdict}', 0,
    '2025-05-01', '2025-05-31', '[{{"way_in": "Feed", "outside_window": 25}}]');
"""
PLANTED = {
    "a page under maintenance is stored at five addresses": (
        "same-text",
        "UPDATE articles SET content_hash = 'm', headline = 'Situs sedang dalam pemeliharaan', "
        "published_day = '2025-06-19' WHERE id IN (1, 3, 5, 7, 9);",
        5,
    ),
    "four articles read so once": (
        "same-text unlikely-edit",
        EARLIER.format(hash="m", which="id IN (81, 83, 85, 87)"),
        4,
    ),
    "a wall under six headlines": (
        "same-text",
        "UPDATE articles SET word_count = 8, body = 'Contoh: silakan masuk dulu untuk membaca "
        "berita ini.' WHERE id IN (1, 3, 5, 7, 9, 11);",
        6,
    ),
    "a site that moved": (
        "stored-twice",
        "UPDATE articles SET content_hash = 's', published_at = '2025-06-02T05:00:00Z' "
        "WHERE id IN (1, 3);",
        2,
    ),
    "a text that became another": ("unlikely-edit", EARLIER.format(hash="u", which="id = 81"), 1),
    "one canonical address for three": (
        "shared-address",
        "UPDATE frontier SET article_id = 1 WHERE article_id IN (3, 5); "
        "DELETE FROM articles WHERE id IN (3, 5);",
        1,
    ),
    "an address of another story": (
        "shared-address",
        "UPDATE frontier SET last_listed_at = '2999-07-01T00:00:00Z';\n"
        "UPDATE frontier SET article_id = 1 WHERE article_id = 3;\n"
        "DELETE FROM articles WHERE id = 3;",
        1,
    ),
    "another site's article": (
        "other-site",
        "UPDATE articles SET url = 'https://www.oranglain.example/berita/1' WHERE id = 1;",
        1,
    ),
    "a line under many texts": (
        "repeated-line",
        "UPDATE articles SET body = body || char(10, 10) || 'Ikuti kanal contoh (kami).' "
        "WHERE site = 'contoh' AND id < 40;",
        20,
    ),
    "a section page": (
        "not-an-article",
        "UPDATE articles SET url = 'https://www.contoh.example/nasional' WHERE id = 1;",
        1,
    ),
    "an article out of nowhere": ("unlisted", "DELETE FROM frontier WHERE article_id = 1;", 1),
    "an article no listing named": (
        "unlisted",
        "UPDATE frontier SET discovered_by = NULL WHERE article_id = 1;",
        1,
    ),
    "a listing page that failed": ("unread-listing", FAILED, 0),
    "a listing page that waits": ("unread-listing", WANTED, 0),
    "a run for days that died": (
        "unread-listing",
        OF_DAYS.format(reason="died", verdict="failed"),
        0,
    ),
    "a month no listing reached, ok": (
        "unread-listing",
        OF_DAYS.format(reason="finished", verdict="ok"),
        0,
    ),
    "a template's leftover date": (
        "number-out-of-line",
        "UPDATE articles SET published_day = '2011-01-01' WHERE id = 119;",
        1,
    ),
    "a number from the wrong place": (
        "number-out-of-line",
        "UPDATE articles SET publisher_id = '20' WHERE id = 119;",
        1,
    ),
    "a row without its run": (
        "database",
        "INSERT INTO rejects (url, site, run_id, reason, seen_at) "
        "VALUES ('x', 'contoh', 77, 'no-date', '2025-06-20T00:00:00Z');",
        0,
    ),
    "an article that search misses": (
        "search",
        "INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body) "
        "SELECT 'delete', id, headline, lead, body FROM articles WHERE id = 1;",
        1,
    ),
    "a headline changed behind the index": (
        "search",
        "UPDATE search_feed SET paused = 1;\n"
        "UPDATE articles SET headline = 'Kabar contoh yang lain sama sekali' WHERE id = 81;\n"
        "UPDATE search_feed SET paused = 0;",
        1,
    ),
}
"""What is planted: the kinds it is found as, how rows show it, and how many articles it touches."""


@pytest.fixture(scope="module")
def well(tmp_path_factory) -> bytes:
    """A file in which all is right."""
    path = new_database(tmp_path_factory.mktemp("audit") / "news.db")
    month(path)
    return path.read_bytes()


@pytest.fixture
def news(well, tmp_path):
    """A copy of it."""
    path = tmp_path / "news.db"
    path.write_bytes(well)
    return path


def found_in(path, **scope):
    with closing(open_for_reading(path)) as database:
        return audit(Scope(database, sites=SITES, **scope))


def change(path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        run_statements(database, statements.replace("; ", ";\n"))


def test_nothing_is_found_where_all_is_right(news):
    assert found_in(news) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_each_kind_is_found_and_nothing_beside_it(news, planted):
    kinds, statements, touched = PLANTED[planted]
    change(news, statements)
    found = found_in(news)
    assert " ".join(finding.kind for finding in found) == kinds
    assert {len(finding.articles) for finding in found} == {touched}
    assert all(finding.samples for finding in found if finding.articles)
    of_sites = [finding for finding in found_in(news, since="2999-01-01T00:00:00Z") if finding.site]
    assert of_sites == []


def test_every_kind_is_planted_or_tested_by_a_crawl():
    planted = {kind for kinds, _, _ in PLANTED.values() for kind in kinds.split()}
    assert planted | {"archive"} == set(KINDS)


def test_the_page_about_it_tells_every_kind():
    told = (ROOT / "docs/auditing.md").read_text().splitlines()
    rows = [f"| `{name}` | {kind.meaning} | {kind.advice} |" for name, kind in KINDS.items()]
    assert [line for line in told if line.startswith("| `")] == rows


def test_another_sites_findings_are_left_out(news):
    change(news, PLANTED["an article out of nowhere"][1])
    assert [finding.site for finding in found_in(news, site="contoh")] == ["contoh"]
    assert found_in(news, site="lain") == []


def test_the_run_that_replaced_texts_is_named(news):
    change(news, EARLIER.format(hash="u", which="id IN (81, 83)"))
    change(news, "UPDATE articles SET run_id = 1 WHERE id IN (81, 83);")
    (found,) = found_in(news)
    assert found.found == "2 articles became another text altogether in run 1"


def test_a_text_that_came_back_is_told_once(news):
    """The page under maintenance is the stray, not the article that came back."""
    text = "'Judul81 tentang', '{}', (SELECT body FROM articles WHERE id = 81)"
    maintenance = EARLIER.format(hash="u", which="id = 81").replace("id, 1,", "id, 2,")
    change(news, maintenance)
    change(
        news,
        "INSERT INTO revisions (article_id, version, cause, seen_at, replaced_at, content_hash, "
        "fields, words_added, words_removed, changed, headline, other, body) VALUES (81, 1, "
        f"'edit', '2025-06-18T00:00:00Z', '2025-06-18T01:00:00Z', 'h', '[]', 9, 9, 0.9, {text});",
    )
    (found,) = found_in(news)
    assert (found.kind, list(found.articles)) == ("unlikely-edit", [81])


def test_a_damaged_file_is_told_by_what_sqlite_says(news):
    with closing(sqlite3.connect(news)) as database:
        size = database.execute("PRAGMA page_size").fetchone()[0]
        root = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'articles_published_at'"
        ).fetchone()[0]
    data = bytearray(news.read_bytes())
    data[(root - 1) * size + 200 : root * size] = bytes(size - 200)
    news.write_bytes(data)
    assert "database" in {finding.kind for finding in found_in(news)}


@pytest.fixture(scope="module")
def first_version(well, tmp_path_factory) -> bytes:
    """The same rows in a file that version 0.1 made."""
    folder = tmp_path_factory.mktemp("first-version")
    (folder / "newer.db").write_bytes(well)
    path = folder / "news.db"
    older = MigrationList("warta")
    for name, step in schema.migrations.steps.items():
        if name in OF_THE_FIRST_VERSION:
            older(name=name)(step)
    with closing(connect(path)) as database:
        older.apply(Database(database, recursive_triggers=False, execute_plugins=False))
        schema.ensure_search(database)
        database.execute("INSERT INTO reject_reasons VALUES ('no-date', 'none')")
        database.commit()
        database.execute("ATTACH ? AS newer", [str(folder / "newer.db")])
        for table in ("runs", "articles", "frontier", "listings", "revisions"):
            there = database.execute(f"PRAGMA main.table_info({table})").fetchall()
            columns = ", ".join(row[1] for row in there)
            database.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}")
        database.commit()
    return path.read_bytes()


@pytest.fixture
def of_the_first_version(first_version, tmp_path):
    """A copy of it."""
    path = tmp_path / "older.db"
    path.write_bytes(first_version)
    return path


def test_a_file_of_the_first_version_lacks_what_came_later(of_the_first_version):
    with closing(sqlite3.connect(of_the_first_version)) as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_schema")}
    assert not names & {"unread_listings", "held_back", "address_claims", "articles_text"}
    assert found_in(of_the_first_version) == []


@pytest.mark.parametrize("planted", [name for name in PLANTED if "waits" not in name])
def test_files_of_the_first_version_are_looked_through_as_they_are(of_the_first_version, planted):
    kinds, statements, touched = PLANTED[planted]
    change(of_the_first_version, statements)
    before = of_the_first_version.read_bytes()
    found = found_in(of_the_first_version)
    assert " ".join(finding.kind for finding in found) == kinds
    assert {len(finding.articles) for finding in found} == {touched}
    assert of_the_first_version.read_bytes() == before


ONE, OTHER = "https://www.contoh.id/read/8123456/banjir-bandung", "https://www.contoh.id/"


@pytest.mark.parametrize(
    ("address", "is_maybe"),
    [
        ("read/8123456/banjir-di-bandung-surut", True),  # the headline was edited
        ("2025/06/banjir-bandung.html", True),  # the site moved
        ("amp/8123456", True),
        ("read/8123457/pasar-murah", False),
        ("read/8123457", False),
        ("?p=12", True),  # nothing tells
        ("20250618/pasar-murah", False),
    ],
)
def test_addresses_of_one_story(address, is_maybe):
    assert maybe_one_story(ONE, OTHER + address) == is_maybe


def test_parts_of_a_series_are_stories_of_their_own():
    parts = [f"https://www.contoh.id/read/jalan-panjang-bagian-{part}" for part in (1, 2, 3)]
    assert stories_at(parts) == 3
    assert stories_at([*parts[:1], "https://m.contoh.id/read/jalan-panjang-bagian-1"]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        "replace(body, 'Contoh 1', 'Contoh: satu bait pantun.' || char(10, 10) || 'Contoh 1')",
        "iif(id < 18, body || char(10, 10) || 'Ikuti kanal contoh (kami).', body)",
        "iif(published_day = '2025-06-05', body || char(10, 10) || 'Ikuti kanal contoh.', body)",
    ],
    ids=["in the middle", "on nine", "of one day"],
)
def test_a_line_is_told_of_only_where_it_closes_or_opens_many(news, changed):
    change(news, f"UPDATE articles SET body = {changed} WHERE site = 'contoh';")
    assert not [finding for finding in found_in(news) if finding.kind == "repeated-line"]


def test_a_repeated_line_comes_as_a_row_that_strips_it():
    row = strip_row('Ikuti "kanal" kami (contoh).')
    assert re.fullmatch(ast.literal_eval(row), 'Ikuti "kanal" kami (contoh).')
