"""The steps before the database: what is refused, which date is taken, what is the same article."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import pytest

from crawler.items import Article, DateCandidate, DateMention, Reject
from pipelines.check import Check, checked
from pipelines.dates import Dates, dated
from pipelines.identity import Identity, content_hash, printed_text
from pipelines.prepare import prepare
from pipelines.rows.recognition import find
from pipelines.store import save
from tests.support.sample_articles import BODY, NOON, new_database, sample, undated

CHECK = Check(SimpleNamespace(spider=SimpleNamespace(name="contoh")))

# check


@pytest.mark.parametrize(
    ("missing", "reason"),
    [("headline", "no-headline"), ("body", "no-body"), ("url", "unreadable")],
)
@pytest.mark.parametrize("nothing", [None, "", " \u00a0\n"])
def test_an_article_that_lacks_what_every_article_has_becomes_a_reject(missing, reason, nothing):
    page = undated(aliases=["https://m.contoh.example/1"], capture="a.warc.gz#7")
    setattr(page, missing, nothing)
    reject = checked(page, "contoh")
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.site, reject.capture) == (reason, "contoh", "a.warc.gz#7")
    assert reject.detail
    assert reject.url == (page.url or "https://m.contoh.example/1")


def test_a_complete_article_passes_and_is_told_its_site():
    article = checked(undated(site=None), "contoh")
    assert isinstance(article, Article)
    assert article.site == "contoh"


def test_empty_texts_are_none_and_lists_hold_each_name_once():
    article = checked(
        undated(kicker=" ", section="", authors=["Rina", "", "Rina ", "Budi"], tags=[" "]), "contoh"
    )
    assert article.kicker is article.section is None
    assert article.authors == ["Rina", "Budi"]
    assert article.tags == []


def test_what_sqlite_cannot_hold_is_replaced_and_the_article_kept(tmp_path):
    broken = undated(
        headline="Contoh \ud83d rusak",
        body=BODY + "\x00",
        tags=["a\udc00"],
        date_candidates=[DateCandidate("18/06/2025 \ud800", "meta")],
        date_mentions=[DateMention("18 Juni \x00 2025", "2025-06-18", 3)],
    )
    article = prepare(broken, "contoh")
    assert article.headline == "Contoh \N{REPLACEMENT CHARACTER} rusak"
    with closing(sqlite3.connect(new_database(tmp_path / "news.db"))) as connection:
        assert save(connection, [article]) == ["stored"]


@pytest.mark.parametrize("step", [CHECK, Dates(), Identity()])
def test_rejects_and_foreign_items_pass_untouched(step):
    for item in (Reject("https://x", "contoh", "network", "no answer"), {"not": "ours"}):
        assert step.process_item(item) is item


# dates


def test_the_first_usable_date_becomes_the_publishing_time():
    article = dated(
        undated(
            date_candidates=[
                DateCandidate("segera terbit", "meta"),
                DateCandidate("Rabu, 18 Juni 2025 12:05 WIB", "byline"),
                DateCandidate("2025-06-18T06:10:00Z", "meta", "modified"),
            ]
        )
    )
    assert article.published_at == "2025-06-18T05:05:00Z"
    assert article.published_local == "2025-06-18T12:05:00+07:00"
    assert (article.published_precision, article.published_source) == ("minute", "byline")
    assert article.modified_at == "2025-06-18T06:10:00Z"


def test_relative_dates_count_from_when_the_page_was_fetched():
    article = dated(
        undated(date_candidates=[DateCandidate("2 jam yang lalu", "byline")], fetched_at=NOON)
    )
    assert article.published_at.startswith("2025-06-18T03:00")


@pytest.mark.parametrize(
    ("candidates", "said"),
    [
        ([], "looks like a publishing date"),
        ([DateCandidate("hari yang cerah", "byline")], "'hari yang cerah' (byline)"),
        ([DateCandidate("18 Juni 2025", "meta", "modified")], "looks like a publishing date"),
        ([DateCandidate(f"bukan {n}", "meta") for n in range(5)], "and 2 more"),
    ],
)
def test_an_article_without_a_usable_date_becomes_a_reject_that_shows_what_was_found(
    candidates, said
):
    reject = dated(undated(date_candidates=candidates))
    assert reject.reason == "no-date"
    assert said in reject.detail


# identity


@pytest.mark.parametrize(
    "variant",
    [
        "Contoh: “Kami senang”, kata Siti - begitu.",
        "Contoh: ‘Kami senang’, kata  Siti – begitu.",
        'Contoh: "Kami\u00a0senang", kata\n\nSiti — begitu.',
        "Con\u00adtoh: ''Kami\u200b senang'', kata Siti -- begitu.\ufeff",
        "Contoh: «Kami senang», kata Siti ‑ begitu. ",
    ],
)
def test_signs_that_an_editor_swaps_by_itself_make_no_new_text(variant):
    assert printed_text("J", None, variant) == "J Contoh: 'Kami senang', kata Siti - begitu."


def test_a_dateline_belongs_to_the_text_wherever_the_reader_put_it():
    apart = content_hash("Judul", "Ankara, Contoh -", "Presiden tiba.")
    assert apart == content_hash("Judul", None, "Ankara, Contoh – Presiden tiba.")
    assert apart != content_hash("Judul", "Bandung, Contoh -", "Presiden tiba.")


@pytest.mark.parametrize("change", ["Presiden tiba kemarin.", "presiden tiba.", "Presiden  tiba!"])
def test_a_word_a_case_or_a_sign_that_readers_see_makes_a_new_text(change):
    assert content_hash("Judul", None, change) != content_hash("Judul", None, "Presiden tiba.")


def test_addresses_are_made_canonical_and_front_pages_are_no_aliases():
    article = sample(
        url="https://www.contoh.example/berita/1?utm_source=x",
        aliases=[
            "https://www.contoh.example/berita/1",
            "https://www.contoh.example/?p=1",
            "https://www.contoh.example/",
            "https://www.contoh.example",
            "mailto:redaksi@contoh.example",
            "https://[broken",
        ],
    )
    assert article.url == "https://www.contoh.example/berita/1"
    assert article.aliases == ["https://www.contoh.example/?p=1"]


@pytest.fixture
def cursor(tmp_path):
    """A cursor on a database that holds one article, known by number, address and alias."""
    with closing(sqlite3.connect(new_database(tmp_path / "news.db"))) as connection:
        stored = sample(1, publisher_id="101", aliases=["https://www.contoh.example/?p=1"])
        save(connection, [stored])
        cursor = connection.cursor()
        cursor.row_factory = sqlite3.Row
        yield cursor


@pytest.mark.parametrize(
    "page",
    [
        {"publisher_id": "101", "url": "https://www.contoh.example/pindah/101"},
        {"url": "https://www.contoh.example/berita/1/judul-contoh"},
        {"url": "https://www.contoh.example/?p=1"},
        {
            "url": "https://www.contoh.example/lain",
            "aliases": ["https://www.contoh.example/berita/1/judul-contoh"],
        },
        {
            "url": "https://www.contoh.example/lain",
            "aliases": ["https://www.contoh.example/?p=1"],
            "publisher_id": "101",
        },
    ],
    ids=["publisher's number", "address", "an alias", "its alias is known", "all"],
)
def test_a_page_is_found_again_by_number_address_or_alias(cursor, page):
    assert find(cursor, sample(1, **page))["id"] == 1


@pytest.mark.parametrize(
    "page",
    [
        {"url": "https://www.contoh.example/lain"},
        {"publisher_id": "102", "url": "https://www.contoh.example/?p=1"},
        {"site": "lain"},
        {"site": "lain", "publisher_id": "101"},
    ],
    ids=["another address", "the publisher numbers them apart", "another site", "its number there"],
)
def test_a_page_that_is_another_article_is_not_taken_for_it(cursor, page):
    assert find(cursor, sample(1, **page)) is None


def test_sample_times_are_what_the_tests_believe():
    assert sample(1).published_local == "2025-06-18T12:01:00+07:00"
    assert sample(1).fetched_at - NOON == timedelta(hours=1)
