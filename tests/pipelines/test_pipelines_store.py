"""Storing: one transaction for everything an article leaves, versions, rejects, the frontier."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from crawler.clock import AGAIN_AFTER, utc
from crawler.database import connect
from crawler.items import REJECT_REASONS, DateMention, Reject
from pipelines.rows.judgement import RunTexts
from pipelines.store import save
from pipelines.takedown import find_target, take_out
from tests.support.sample_articles import BODY, NOON, new_database, sample

LATER = NOON + timedelta(hours=2)
MUCH_LATER = NOON + timedelta(hours=20)
EDITED = BODY.replace("Rabu pagi", "Rabu siang")


@pytest.fixture
def news(tmp_path):
    """A connection to a new database."""
    with closing(connect(new_database(tmp_path / "news.db"))) as connection:
        yield connection


def one(connection: sqlite3.Connection, query: str, *values) -> dict:
    """The only row of a query."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    (row,) = cursor.execute(query, values).fetchall()
    return dict(row)


def everything(connection: sqlite3.Connection) -> dict[str, list]:
    """All rows of all tables an article can touch, but for when and how often it was seen."""
    tables = "articles revisions aliases authors article_authors tags article_tags date_mentions"
    return {
        table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables.split()
    }


def found(connection: sqlite3.Connection, query: str) -> list[int]:
    """Ids of the articles a search finds; the index must agree with its table."""
    with connection:
        connection.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
    rows = connection.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (query,))
    return [number for (number,) in rows]


# A new article


def test_a_new_article_is_written_with_all_that_belongs_to_it(news):
    article = sample(
        1,
        publisher_id="101",
        authors=["Rina Contoh", "Budi"],
        editors=["Budi"],
        tags=["Pasar", "Ekonomi"],
        lead="Ringkasan contoh",
        is_free=True,
        date_mentions=[DateMention("Rabu (18/6)", "2025-06-18", 40)],
        aliases=["https://www.contoh.example/s/1"],
        capture="2025/a.warc.gz#12",
    )
    run_id = a_run(news)
    assert save(news, [article], run_id=run_id) == ["stored"]
    row = one(news, "SELECT * FROM articles")
    assert json.loads(row["authors"]) == ["Rina Contoh", "Budi"]
    assert json.loads(row["editors"]) == ["Budi"]
    assert json.loads(row["tags"]) == ["Pasar", "Ekonomi"]
    assert row["kicker"] is None
    assert (row["is_free"], row["published_conflict"], row["version"]) == (1, 0, 1)
    assert (row["published_wib"], row["published_day"]) == ("2025-06-18 12:01:00", "2025-06-18")
    assert row["first_seen_at"] == row["last_seen_at"] == "2025-06-18T06:00:00Z"
    assert (row["run_id"], row["capture"]) == (run_id, "2025/a.warc.gz#12")
    people = news.execute(
        "SELECT name, role, position FROM article_authors JOIN authors ON authors.id = author_id "
        "ORDER BY role, position"
    ).fetchall()
    assert people == [("Rina Contoh", "author", 0), ("Budi", "author", 1), ("Budi", "editor", 0)]
    tags = news.execute(
        "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id ORDER BY position"
    )
    assert tags.fetchall() == [("Pasar",), ("Ekonomi",)]
    assert one(news, "SELECT iso, position FROM date_mentions") == {
        "iso": "2025-06-18",
        "position": 40,
    }
    assert one(news, "SELECT url FROM aliases")["url"] == "https://www.contoh.example/s/1"
    assert found(news, "ringkasan") == found(news, "pedagang") == [row["id"]]
    assert one(news, "SELECT stored, revised FROM runs") == {"stored": 1, "revised": 0}


def a_run(connection: sqlite3.Connection) -> int:
    """The number of a run begun."""
    with connection:
        return connection.execute(
            "INSERT INTO runs (site, started_at) VALUES ('contoh', '2025-06-18T05:00:00Z')"
        ).lastrowid


def test_what_the_site_did_not_print_is_null(news):
    save(news, [sample(1)])
    row = one(news, "SELECT * FROM articles")
    for name in (
        "authors",
        "editors",
        "tags",
        "lead",
        "is_free",
        "dateline",
        "modified_at",
        "gone_at",
    ):
        assert row[name] is None, name


@pytest.mark.parametrize(
    ("local", "utc", "wib", "day"),
    [
        ("2025-06-18T23:30:00+07:00", "2025-06-18T16:30:00Z", "2025-06-18 23:30:00", "2025-06-18"),
        ("2025-06-19T00:15:00+08:00", "2025-06-18T16:15:00Z", "2025-06-18 23:15:00", "2025-06-19"),
        ("2025-06-19T01:00:00+09:00", "2025-06-18T16:00:00Z", "2025-06-18 23:00:00", "2025-06-19"),
    ],
    ids=["WIB", "WITA", "WIT"],
)
def test_times_are_kept_in_utc_on_the_outlets_clock_and_in_wib(news, local, utc, wib, day):
    save(news, [sample(1, published_local=local, published_at=utc)])
    row = one(news, "SELECT * FROM articles")
    assert (row["published_at"], row["published_local"]) == (utc, local)
    assert (row["published_wib"], row["published_day"]) == (wib, day)


def test_a_day_alone_is_the_same_day_on_every_clock(news):
    save(
        news,
        [
            sample(
                1,
                published_precision="day",
                published_local="2025-06-18T00:00:00+08:00",
                published_at="2025-06-17T16:00:00Z",
            )
        ],
    )
    row = one(news, "SELECT published_wib, published_day FROM articles")
    assert row == {"published_wib": "2025-06-18", "published_day": "2025-06-18"}


def test_a_name_at_two_outlets_is_two_people_and_a_tag_in_two_cases_is_one(news):
    save(
        news,
        [
            sample(1, authors=["rin"], tags=["Pasar"]),
            sample(2, authors=["rin"], tags=["pasar", "Pasar"]),
            sample(3, site="lain", authors=["rin"], tags=["PASAR"]),
        ],
    )
    assert news.execute("SELECT site, name FROM authors ORDER BY id").fetchall() == [
        ("contoh", "rin"),
        ("lain", "rin"),
    ]
    assert news.execute("SELECT name FROM tags").fetchall() == [("Pasar",)]
    assert news.execute("SELECT count(*) FROM article_tags").fetchone() == (3,)


# Seen again


def test_storing_again_changes_nothing_but_when_it_was_seen(news):
    articles = [sample(n, publisher_id=str(n), tags=["Pasar"], authors=["rin"]) for n in range(5)]
    save(news, articles)
    before = everything(news)
    assert save(news, articles) == ["unchanged"] * 5
    assert everything(news) == before
    seen = [sample(n, publisher_id=str(n), fetched_at=LATER) for n in range(5)]
    assert save(news, seen) == ["unchanged"] * 5
    assert {row for (row,) in news.execute("SELECT last_seen_at FROM articles")} == {
        "2025-06-18T07:00:00Z"
    }
    assert {row for (row,) in news.execute("SELECT first_seen_at FROM articles")} == {
        "2025-06-18T06:00:00Z"
    }


@pytest.mark.parametrize(
    "noise",
    [
        BODY.replace(" ", "\u00a0"),
        BODY.replace('"', "”"),
        BODY.replace("\n\n", "\n"),
        BODY + "\u200b",
    ],
    ids=["no-break spaces", "quotation marks", "paragraphs joined", "zero width"],
)
def test_noise_makes_no_new_version(news, noise):
    save(news, [sample(1)])
    assert save(news, [sample(1, body=noise, fetched_at=LATER)]) == ["unchanged"]
    assert one(news, "SELECT version, body FROM articles") == {"version": 1, "body": BODY}


def test_tags_and_pictures_alone_make_no_new_version(news):
    save(news, [sample(1, tags=["Pasar"])])
    again = sample(1, tags=["Ekonomi"], image_url="https://x/2.jpg", fetched_at=LATER)
    assert save(news, [again]) == ["unchanged"]
    row = one(news, "SELECT tags, image_url FROM articles")
    assert row == {"tags": '["Pasar"]', "image_url": None}


def test_the_same_article_twice_in_one_transaction_is_one(news):
    twice = [sample(1), sample(1, aliases=["https://m.contoh.example/1"])]
    assert save(news, twice) == ["stored", "unchanged"]
    assert one(news, "SELECT count(*) AS n FROM articles") == {"n": 1}


# Edited


def test_an_edit_is_a_new_version_and_the_earlier_one_is_kept(news):
    first = sample(1, headline="Pasar baru dibuka (contoh)", tags=["Pasar"], capture="a#1")
    save(news, [first], run_id=a_run(news))
    edited = sample(
        1,
        headline="Pasar baru ditutup (contoh)",
        body=EDITED,
        tags=["Pasar", "Ralat"],
        authors=["Rina"],
        fetched_at=LATER,
        capture="a#2",
    )
    second_run = a_run(news)
    assert save(news, [edited], run_id=second_run) == ["revised"]
    row = one(news, "SELECT * FROM articles")
    assert (row["headline"], row["body"], row["version"]) == (edited.headline, EDITED, 2)
    assert (row["run_id"], row["capture"]) == (second_run, "a#2")
    assert (row["first_seen_at"], row["version_seen_at"], row["last_seen_at"]) == (
        "2025-06-18T06:00:00Z",
        "2025-06-18T07:00:00Z",
        "2025-06-18T07:00:00Z",
    )
    old = one(news, "SELECT * FROM revisions")
    assert (old["version"], old["cause"], old["capture"]) == (1, "edit", "a#1")
    assert (old["headline"], old["body"]) == (first.headline, BODY)
    assert (old["seen_at"], old["replaced_at"]) == ("2025-06-18T06:00:00Z", "2025-06-18T07:00:00Z")
    assert json.loads(old["fields"]) == ["headline", "authors", "tags", "body"]
    assert json.loads(old["other"]) == {"authors": None, "tags": '["Pasar"]'}
    assert (old["words_added"], old["words_removed"]) == (2, 2)
    assert 0 < old["changed"] < 0.2
    tags = news.execute(
        "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id ORDER BY position"
    )
    assert tags.fetchall() == [("Pasar",), ("Ralat",)]
    assert found(news, "ditutup") == found(news, "siang") == [1]
    assert found(news, "dibuka OR pagi") == []


def test_a_transaction_adds_one_segment_to_the_search_index_however_edits_and_news_alternate(news):
    segments = "SELECT count(DISTINCT segid) AS number FROM articles_fts_idx"
    save(news, [sample(number) for number in (1, 2, 3)])
    assert one(news, segments)["number"] == 1
    edits = [sample(number, body=EDITED, fetched_at=LATER) for number in (3, 1, 2)]
    fresh = [sample(number) for number in (4, 5, 6)]
    save(news, [edits[0], fresh[0], edits[1], fresh[1], edits[2], fresh[2]])
    assert one(news, segments)["number"] == 2
    assert found(news, "siang") == [1, 2, 3]
    assert found(news, "pagi") == [4, 5, 6]


def test_an_edit_in_the_same_transaction_leaves_search_right(news):
    save(news, [sample(1), sample(1, body=EDITED, fetched_at=LATER), sample(2)])
    assert found(news, "siang") == [1]
    assert found(news, "pagi") == [2]
    again = sample(1, body=EDITED + " Ralat.", fetched_at=MUCH_LATER)
    save(news, [sample(1, body=BODY + " Tambah.", fetched_at=LATER), again])
    assert found(news, "ralat") == [1]
    assert found(news, "tambah") == []


def test_headline_changes_tell_what_was_changed_and_how_long_after(news):
    for hours, headline in ((1, "Judul pertama"), (2, "Judul kedua"), (3, "Judul ketiga")):
        save(news, [sample(1, headline=headline, fetched_at=NOON + timedelta(hours=hours))])
    save(news, [sample(1, headline="Judul ketiga", body=EDITED, fetched_at=MUCH_LATER)])
    rows = news.execute(
        "SELECT version, old_headline, new_headline, hours_after FROM headline_changes "
        "ORDER BY version"
    ).fetchall()
    assert rows == [
        (2, "Judul pertama", "Judul kedua", 1.98),
        (3, "Judul kedua", "Judul ketiga", 2.98),
    ]


def test_a_page_dated_anew_keeps_its_first_publishing_time(news):
    save(news, [sample(1)])
    claim = {
        "published_at": "2025-06-20T02:00:00Z",
        "published_local": "2025-06-20T09:00:00+07:00",
    }
    save(news, [sample(1, body=EDITED, fetched_at=LATER, **claim)])
    row = one(news, "SELECT * FROM articles")
    assert row["published_at"] == "2025-06-18T05:01:00Z"
    assert row["modified_at"] == "2025-06-20T02:00:00Z"
    assert row["published_conflict"] == 1


def test_a_publishing_time_is_made_finer_by_a_later_reading(news):
    day = {"published_precision": "day", "published_at": "2025-06-17T17:00:00Z"}
    save(news, [sample(1, published_local="2025-06-18T00:00:00+07:00", **day)])
    save(news, [sample(1, body=EDITED, fetched_at=LATER)])
    row = one(news, "SELECT published_at, published_precision, published_conflict FROM articles")
    assert tuple(row.values()) == ("2025-06-18T05:01:00Z", "minute", 0)


# An archive read in any order


def test_an_archive_read_twice_brings_no_new_version(news):
    runs = [
        sample(1, fetched_at=LATER, capture="run-1#0"),
        sample(1, body=EDITED, fetched_at=MUCH_LATER, capture="run-2#0"),
    ]
    assert [*save(news, runs[:1]), *save(news, runs[1:])] == ["stored", "revised"]
    before = everything(news)
    for _ in range(2):
        assert [*save(news, runs[:1]), *save(news, runs[1:])] == ["unchanged", "unchanged"]
    assert everything(news) == before


@pytest.mark.parametrize("order", [(2, 1, 0), (2, 0, 1), (1, 2, 0), (0, 2, 1)])
def test_versions_stand_in_the_order_of_time_whatever_the_order_of_reading(news, order):
    versions = [
        sample(
            1, body=f"Isi contoh versi {n}", fetched_at=NOON + timedelta(hours=n), capture=f"a#{n}"
        )
        for n in (1, 2, 3)
    ]
    for place in order:
        save(news, [versions[place]])
    assert news.execute("SELECT version, body FROM revisions ORDER BY version").fetchall() == [
        (1, "Isi contoh versi 1"),
        (2, "Isi contoh versi 2"),
    ]
    row = one(news, "SELECT * FROM articles")
    assert (row["body"], row["version"]) == ("Isi contoh versi 3", 3)
    assert (row["first_seen_at"], row["last_seen_at"]) == (
        "2025-06-18T06:00:00Z",
        "2025-06-18T08:00:00Z",
    )
    assert found(news, "versi") == [1]


def test_newer_parsers_over_the_same_capture_are_a_reparse_not_an_edit(news):
    save(news, [sample(1, section=None, capture="a#1")])
    better = sample(1, section="Ekonomi", capture="a#1", published_precision="second")
    assert save(news, [better]) == ["revised"]
    old = one(news, "SELECT * FROM revisions")
    assert old["cause"] == "reparse"
    assert json.loads(old["fields"]) == ["published_precision", "section"]
    assert one(news, "SELECT section FROM articles")["section"] == "Ekonomi"
    assert save(news, [better]) == ["unchanged"]
    assert news.execute("SELECT * FROM headline_changes").fetchall() == []


def test_an_earlier_version_read_anew_is_not_a_version_more(news):
    save(news, [sample(1, capture="a#1")])
    save(news, [sample(1, body=EDITED, fetched_at=LATER, capture="a#2")])
    otherwise = sample(1, body=BODY + " Salin.", capture="a#1")
    assert save(news, [otherwise]) == ["unchanged"]
    assert one(news, "SELECT version FROM articles")["version"] == 2


# Addresses

OF_ONE = "https://www.contoh.example/asli/1/judul-contoh"


def test_a_moved_article_is_the_same_article_and_every_address_is_kept(news):
    save(news, [sample(1, publisher_id="101")])
    moved = sample(
        1,
        publisher_id="101",
        url="https://www.contoh.example/pindah/101",
        aliases=[
            "https://www.contoh.example/berita/1/judul-contoh",
            "https://www.contoh.example/s/1",
        ],
        fetched_at=LATER,
    )
    assert save(news, [moved]) == ["unchanged"]
    assert one(news, "SELECT url FROM articles")["url"].endswith("/berita/1/judul-contoh")
    aliases = [url for (url,) in news.execute("SELECT url FROM aliases ORDER BY url")]
    assert aliases == ["https://www.contoh.example/pindah/101", "https://www.contoh.example/s/1"]


def test_an_address_that_redirects_to_another_article_does_not_take_it_over(news):
    save(news, [sample(1), sample(2)])
    redirected = sample(2, aliases=[sample(1).url], fetched_at=LATER)
    assert save(news, [redirected]) == ["unchanged"]
    assert news.execute("SELECT * FROM aliases").fetchall() == []
    assert save(news, [sample(1, fetched_at=LATER)]) == ["unchanged"]


@pytest.mark.parametrize("names", [{"aliases": [OF_ONE]}, {"url": OF_ONE}], ids=["alias", "url"])
def test_an_article_that_claims_an_address_taken_down_is_stored_without_it(news, names):
    """A page's claim is no evidence; the address stands nowhere but as a hash."""
    save(news, [sample(1, url=OF_ONE)])
    with news:
        take_out(news, find_target(news, OF_ONE), "diminta", NOON)
    other = {"headline": "Contoh lain", "body": "Contoh: Hujan turun di lereng gunung."}
    claiming = sample(2, fetched_from=[sample(2).url], **other, **names)
    assert save(news, [claiming], now=LATER) == ["stored"]
    assert news.execute("SELECT url FROM articles").fetchall() == [(sample(2).url,)]
    dump = "\n".join(news.iterdump())
    assert sample(2).url in dump
    assert OF_ONE not in dump


def test_a_page_refused_at_an_address_taken_down_is_a_reject_of_its_mark(news):
    save(news, [sample(1, url=OF_ONE)])
    with news:
        take_out(news, find_target(news, OF_ONE), "diminta", NOON)
    refused = Reject(OF_ONE, "contoh", "no-body", f"{OF_ONE} holds no text", "contoh/1.warc.gz#7")
    other = Reject(sample(2).url, "contoh", "no-body", "no text", None)
    (written, told) = save(news, [refused, other], run_id=a_run(news))
    assert (written.reason, told) == ("taken-down", "rejected")
    rows = news.execute("SELECT url, reason, capture FROM rejects ORDER BY id").fetchall()
    assert rows[0][0].startswith("address:")
    assert [row[1:] for row in rows] == [("taken-down", "contoh/1.warc.gz#7"), ("no-body", None)]
    assert OF_ONE not in "\n".join(news.iterdump())
    assert one(news, "SELECT rejected FROM runs")["rejected"] == 2


def test_two_outlets_may_claim_one_address(news):
    assert save(news, [sample(1), sample(1, site="lain")]) == ["stored", "stored"]


def listed(connection: sqlite3.Connection, *urls: str) -> int:
    """The number of a run whose listings name these addresses."""
    run_id = a_run(connection)
    with connection:
        connection.executemany(
            "INSERT INTO frontier (url, site, discovered_at, first_listed_run_id, "
            "last_listed_run_id) VALUES (?, 'contoh', '2025-06-18T05:00:00Z', ?, ?) "
            "ON CONFLICT (url) DO UPDATE SET last_listed_run_id = excluded.last_listed_run_id",
            [(url, run_id, run_id) for url in urls],
        )
    return run_id


POSTS = [f"https://www.contoh.example/2025/06/judul-{number}.html" for number in range(4)]
THERE = [url.replace("/2025/06/", "/arsip/2025/") for url in POSTS]
SECTIONS = [f"https://www.contoh.example/{name}/7-judul-contoh" for name in ("nasional", "kota")]


def at(*urls):
    """Articles of one headline, text and time, as they stand at some addresses."""
    return [sample(1, url=url, fetched_from=[url]) for url in urls]


@pytest.mark.parametrize(
    ("runs", "articles"),
    [
        pytest.param([POSTS], 4, id="side by side"),
        pytest.param([POSTS[:1], POSTS], 4, id="one was there before"),
        pytest.param([POSTS[:1], POSTS[1:]], 3, id="one moves, others are new"),
        pytest.param([POSTS, THERE], 4, id="all move"),
        pytest.param([POSTS, [*THERE, POSTS[0]]], 5, id="one is still listed where it was"),
        pytest.param([SECTIONS], 1, id="in two sections"),
        pytest.param([["https://www.contoh.example/?p=7", "https://www.contoh.example/?p=8"]], 2),
    ],
)
def test_equal_texts_that_one_run_lists_are_no_moved_article(news, runs, articles):
    for urls in runs:
        save(news, at(*urls), run_id=listed(news, *urls), now=NOON)
    assert news.execute("SELECT count(*) FROM articles").fetchone() == (articles,)
    for urls in runs:  # and each is known again
        assert set(save(news, at(*urls), run_id=listed(news, *urls), now=LATER)) == {"unchanged"}


OLD = "https://www.contoh.example/2025/06/pasar-baru-diresmikan"
NEW = "https://www.contoh.example/kabar/pasar-baru-diresmikan"
MORE = {"body": f"{BODY}\n\nContoh: paragraf tambahan."}


@pytest.mark.parametrize(
    ("url", "facts", "outcome"),
    [
        pytest.param(NEW, MORE, "revised", id="text"),
        pytest.param(NEW, {"headline": "Pasar baru ramai contoh"}, "revised", id="headline"),
        pytest.param(NEW, {**MORE, "headline": "Pasar ramai"}, "revised", id="both"),
        pytest.param(f"{NEW}-siang", MORE, "revised", id="and the address's words"),
        pytest.param("https://www.contoh.example/s/88", MORE, "revised", id="to a bare number"),
        pytest.param(NEW, {"body": "Contoh: teks lain sama sekali."}, "stored", id="other text"),
        pytest.param(NEW, {**MORE, "published_at": "2025-06-18T05:09:00Z"}, "stored", id="time"),
        pytest.param(NEW, {**MORE, "published_precision": "day"}, "stored", id="only a day"),
        pytest.param(NEW, {**MORE, "publisher_id": "8"}, "stored", id="numbered apart"),
        pytest.param(f"{NEW}-2", {**MORE, "headline": "Bagian 2"}, "revised", id="a copy"),
        pytest.param(
            "https://www.contoh.example/kabar/hujan-turun-lagi", MORE, "stored", id="other words"
        ),
    ],
)
def test_an_article_that_moves_and_is_edited_before_it_is_read_is_known(news, url, facts, outcome):
    before = sample(1, url=OLD, fetched_from=[OLD], publisher_id=facts.get("publisher_id") and "7")
    save(news, [before], run_id=listed(news, OLD), now=NOON)
    there = sample(1, url=url, fetched_from=[url], fetched_at=LATER, **facts)
    assert save(news, [there], run_id=listed(news, url), now=LATER) == [outcome]


def test_an_article_beside_a_listed_one_of_its_time_is_none_that_moved(news):
    save(news, [sample(1, url=OLD, fetched_from=[OLD])], run_id=listed(news, OLD), now=NOON)
    beside = sample(1, url=f"{OLD}-siang", fetched_from=[f"{OLD}-siang"], **MORE)
    both = listed(news, OLD, f"{OLD}-siang")
    assert save(news, [beside], run_id=both, now=LATER) == ["stored"]


def test_an_address_that_proves_to_be_no_article_is_asked_again_in_all_its_forms(news):
    """The first of one text, stored already, had a further address."""
    wall = {"headline": "Silakan masuk", "body": "Contoh: masuk untuk membaca semua berita."}
    urls = [f"https://www.contoh.example/{number}" for number in range(1, 4)]
    run_id, texts = listed(news, *urls, f"{urls[0]}/lama"), RunTexts()
    told = [[url] for url in urls]
    told[0].append(f"{urls[0]}/lama")
    pages = [sample(1, url=at[0], fetched_from=at, aliases=at[1:], **wall) for at in told]
    for page in pages:
        save(news, [page], run_id=run_id, now=LATER, recheck_hours=(1, 6), texts=texts)
    left = news.execute("SELECT url, outcome, article_id, due_at IS NULL FROM frontier").fetchall()
    assert len(left) == 4
    assert {row[1:] for row in map(tuple, left)} == {("rejected:same-page", None, 0)}
    refused = news.execute("SELECT DISTINCT url FROM rejects").fetchall()
    assert sorted(map(tuple, refused)) == sorted((row[0],) for row in left)
    counted = news.execute("SELECT stored, rejected FROM runs WHERE id = ?", (run_id,)).fetchone()
    assert tuple(counted) == (0, 4)


def test_a_text_held_back_is_the_pages_own_under_any_form_of_its_address(news):
    url, bare = "https://www.contoh.example/1", "https://contoh.example/1/"
    save(news, [sample(1, url=url, fetched_from=[url])])
    other = {"headline": "Kabar lain", "body": "Contoh: teks lain sama sekali, bukan yang dulu."}
    for hours, at, outcome in [(1, url, Reject), (9, bare, str)]:
        seen = {"fetched_at": LATER + timedelta(hours=hours), "fetched_from": [at], "url": at}
        assert isinstance(save(news, [sample(1, **seen, **other)], texts=RunTexts())[0], outcome)
    assert news.execute("SELECT count(*) FROM held_back").fetchone() == (0,)


# Rejects and the frontier


def discovered(connection: sqlite3.Connection, url: str, at: datetime = NOON) -> None:
    """An address that a listing named."""
    with connection:
        connection.execute(
            "INSERT INTO frontier (url, site, discovered_at, due_at) VALUES (?, 'contoh', ?, ?)",
            (url, f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{at:%Y-%m-%dT%H:%M:%SZ}"),
        )


def test_a_reject_is_a_row_that_says_why(news):
    run_id = a_run(news)
    reject = Reject("https://www.contoh.example/9", "contoh", "no-date", "none found", "a#3")
    assert save(news, [reject], run_id=run_id, now=LATER) == ["rejected"]
    row = one(news, "SELECT * FROM rejects")
    assert row == {
        "id": 1,
        "url": "https://www.contoh.example/9",
        "site": "contoh",
        "run_id": run_id,
        "reason": "no-date",
        "detail": "none found",
        "seen_at": "2025-06-18T07:00:00Z",
        "capture": "a#3",
    }
    assert one(news, "SELECT rejected FROM runs")["rejected"] == 1


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOON + timedelta(hours=1), "2025-06-18T07:00:00Z"),
        (NOON + timedelta(hours=3), "2025-06-18T12:00:00Z"),
        (NOON + timedelta(hours=8), "2025-06-19T06:00:00Z"),
        (NOON + timedelta(days=3), "2025-06-25T06:00:00Z"),
        (NOON + timedelta(days=9), None),
    ],
)
def test_a_stored_article_is_due_for_edits_one_six_and_24_hours_and_a_week_after(news, now, due):
    discovered(news, sample(1).url)
    save(news, [sample(1)], now=now, recheck_hours=[1, 6, 24, 168])
    row = one(news, "SELECT * FROM frontier")
    assert row["due_at"] == due
    assert (row["outcome"], row["fetches"], row["last_status"]) == ("stored", 1, 200)
    assert (row["day"], row["article_id"]) == ("2025-06-18", 1)


def test_of_two_addresses_of_an_article_one_is_looked_at_again(news):
    discovered(news, sample(1).url)
    discovered(news, "https://www.contoh.example/s/1")
    article = sample(1, aliases=["https://www.contoh.example/s/1"])
    save(news, [article], now=LATER, recheck_hours=[6])
    rows = news.execute(
        "SELECT url, article_id, due_at IS NULL FROM frontier ORDER BY url"
    ).fetchall()
    assert rows == [(sample(1).url, 1, 0), ("https://www.contoh.example/s/1", 1, 1)]


def test_twins_of_the_address_that_was_listed_are_aliases_from_the_first_look_on(news):
    url = "https://www.contoh.example/read/1/judul"
    discovered(news, url)
    twins = ["https://amp.contoh.example/read/1/judul", f"{url}?page=all"]
    save(news, [sample(1, url=url, aliases=twins, fetched_from=[url])], now=NOON)
    assert [each for (each,) in news.execute("SELECT url FROM aliases ORDER BY url")] == twins


def test_an_article_no_listing_named_stands_in_the_frontier_too(news):
    save(news, [sample(1)], now=LATER)
    row = one(news, "SELECT url, discovered_by, outcome FROM frontier")
    assert row == {"url": sample(1).url, "discovered_by": None, "outcome": "stored"}


@pytest.mark.parametrize(
    ("reason", "days", "due"),
    [
        ("network", 0, "2025-06-18T11:00:00Z"),
        ("network", 6, "2025-06-25T05:00:00Z"),
        ("robots", 0, "2025-06-19T05:00:00Z"),
        ("robots", 1, "2025-06-25T05:00:00Z"),
        ("off-site", 7, "2025-07-18T05:00:00Z"),
        ("redirect-loop", 31, "2025-08-18T07:00:00Z"),
    ],
)
def test_a_refused_page_is_asked_again_after_days(news, reason, days, due):
    discovered(news, "https://www.contoh.example/9")
    reject = Reject("https://www.contoh.example/9?utm_source=x", "contoh", reason, "contoh")
    save(news, [reject], now=LATER + timedelta(days=days), recheck_hours=[1, 6])
    row = one(news, "SELECT outcome, fetches, due_at FROM frontier")
    assert row == {"outcome": f"rejected:{reason}", "fetches": 1, "due_at": due}


@pytest.mark.parametrize("reason", sorted(REJECT_REASONS.keys() - {"not-in-archive"}))
@pytest.mark.parametrize("status", [None, 404, 410, 503])
def test_nothing_is_refused_for_ever(news, reason, status):
    url = "https://www.contoh.example/9"
    discovered(news, url)
    now = NOON
    for _ in range(12):
        save(news, [Reject(url, "contoh", reason, "contoh", status=status)], now=now)
        (text,) = news.execute("SELECT due_at FROM frontier").fetchone()
        due = datetime.fromisoformat(text)
        assert timedelta(0) < due - now <= AGAIN_AFTER[-1]
        now = due
    assert now > NOON + timedelta(days=200)


def test_a_time_noted_under_a_clock_that_was_ahead_is_not_believed(news):
    ahead = LATER + timedelta(days=4000)
    discovered(news, sample(1).url, at=ahead)
    save(news, [sample(1, fetched_at=ahead)], now=ahead, recheck_hours=[1])
    gone = Reject(sample(1).url, "contoh", "http-error", "HTTP 404", status=404)
    for _ in range(2):
        save(news, [gone], now=ahead)
    edited = sample(1, fetched_at=LATER, body=EDITED)
    assert save(news, [edited], now=LATER, recheck_hours=[1]) == ["revised"]
    row = one(news, "SELECT body, last_seen_at, gone_at FROM articles")
    assert row == {"body": EDITED, "last_seen_at": utc(LATER), "gone_at": None}
    assert one(news, "SELECT due_at FROM frontier") == {"due_at": utc(LATER + timedelta(hours=1))}
    again = sample(1, fetched_at=MUCH_LATER, body=EDITED)
    assert save(news, [again], now=MUCH_LATER) == ["unchanged"]
    assert one(news, "SELECT first_seen_at, last_seen_at FROM articles") == {
        "first_seen_at": utc(MUCH_LATER),
        "last_seen_at": utc(MUCH_LATER),
    }


def test_a_page_missing_from_an_archive_is_still_to_be_fetched(news):
    discovered(news, "https://www.contoh.example/9")
    before = one(news, "SELECT * FROM frontier")
    save(news, [Reject("https://www.contoh.example/9", "contoh", "not-in-archive", "none")])
    assert one(news, "SELECT * FROM frontier") == before
    assert one(news, "SELECT count(*) AS n FROM rejects") == {"n": 1}


def test_an_article_is_gone_after_two_answers_in_a_row_and_back_when_seen(news):
    save(news, [sample(1)], now=NOON)
    gone = Reject(sample(1).url, "contoh", "http-error", "HTTP 404", status=404)
    fault = Reject(sample(1).url, "contoh", "http-error", "HTTP 503", status=503)
    for reject in (gone, fault, gone):
        save(news, [reject], now=LATER)
        assert one(news, "SELECT gone_at FROM articles")["gone_at"] is None
    save(news, [Reject(sample(1).url, "contoh", "soft-404", "contoh")], now=MUCH_LATER)
    assert one(news, "SELECT gone_at FROM articles")["gone_at"] == "2025-06-19T01:00:00Z"
    assert save(news, [sample(1)]) == ["unchanged"]  # an old capture read again proves nothing
    assert one(news, "SELECT gone_at FROM articles")["gone_at"] == "2025-06-19T01:00:00Z"
    save(news, [sample(1, fetched_at=MUCH_LATER + timedelta(hours=1))])
    assert one(news, "SELECT gone_at FROM articles")["gone_at"] is None
    assert one(news, "SELECT gone_answers FROM frontier")["gone_answers"] == 0


# All or nothing


def test_a_batch_that_fails_leaves_nothing_and_the_next_one_works(news):
    bad = sample(2, published_precision="second")
    bad.published_precision = "century"
    with pytest.raises(sqlite3.IntegrityError):
        save(news, [sample(1, authors=["rin"], tags=["Pasar"]), bad])
    assert not any(everything(news).values())
    assert found(news, "contoh") == []
    assert save(news, [sample(1, authors=["rin"], tags=["Pasar"])]) == ["stored"]
    assert found(news, "contoh") == [1]


def test_ids_are_never_given_twice(news):
    save(news, [sample(1), sample(2)])
    with news:
        news.execute("DELETE FROM articles WHERE id = 2")
    save(news, [sample(3)])
    assert [number for (number,) in news.execute("SELECT id FROM articles ORDER BY id")] == [1, 3]


def test_times_without_a_capture_are_those_of_storing(news):
    save(news, [sample(1, fetched_at=None)], now=datetime(2025, 7, 1, 1, 2, 3, tzinfo=UTC))
    assert (
        one(news, "SELECT first_seen_at FROM articles")["first_seen_at"] == "2025-07-01T01:02:03Z"
    )
