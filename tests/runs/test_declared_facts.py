"""What a run makes of a site file whose facts its pages do not confirm."""

from datetime import date

import pytest

from crawler.items import Article
from crawler.parsers.article import read_article
from crawler.parsers.declared import declared, where_declared
from crawler.runs.history import Confirmed, Usual
from crawler.runs.ledger import Seen
from crawler.runs.verdict import SOME, RunCounts, judge, missed, unconfirmed
from spiders.detik import DetikSpider
from spiders.kompas import KompasSpider

PAGE = """<html><body><article><h1 class="judul">Warga Desa Contoh Panen Raya</h1>
<div class="penulis">Nama Penulis</div><time class="terbit">18 Juni 2025 14:05 WIB</time>
<div class="isi"><p>Contohkota - Ini paragraf pertama dari berita contoh untuk pengujian saja.</p>
<p>Paragraf kedua berita contoh ini berisi keterangan yang direka untuk halaman.</p></div>
</article></body></html>"""
FACTS = {
    "headline": ".judul",
    "published": ".terbit",
    "authors": ".penulis",
    "editors": ".penulis",
    "body": ".isi",
    "dateline": "{place} -",
}


def site_with(**facts):
    return type("ContohSpider", (DetikSpider,), {"body": None, "drop": (), **facts})


@pytest.mark.parametrize("name", FACTS)
def test_a_page_confirms_a_fact_or_does_not(name):
    right, wrong = site_with(**{name: FACTS[name]}), site_with(**{name: ".tidak-ada"})
    assert declared(right) == declared(wrong) == [name]
    assert read_article(PAGE, "https://contoh.example/1", right).confirmed == [name]
    without = PAGE.replace("Contohkota - ", "") if name == "dateline" else PAGE
    assert read_article(without, "https://contoh.example/1", wrong).confirmed == []


def test_an_element_without_a_word_confirms_nothing():
    empty = PAGE.replace("Nama Penulis", " <b></b>&nbsp; ")
    assert not read_article(empty, None, site_with(authors=".penulis")).confirmed
    assert not read_article(PAGE + "<i class=x></i>", None, site_with(body=".x")).confirmed


def run(pages, **facts):
    return Confirmed(pages, facts)


def judged(now, before=(), **how):
    counts = RunCounts(
        listed=now.pages,
        fetched=now.pages,
        stored=now.pages,
        listings_read=1,
        confirmed=now,
        declared_in=dict.fromkeys(now.facts, "spiders/contoh.py"),
        **how,
    )
    return judge(counts, Usual(confirmed=tuple(before)))


@pytest.mark.parametrize("name", ["headline", "published", "body"])
def test_what_every_page_has_is_missed_from_the_first_run_on(name):
    verdict = judged(run(40, **{name: 0}))
    assert (verdict.word, verdict.exit_code) == ("degraded", 10)
    assert f"what is declared as {name} was found on none of 40 pages" in verdict.reason
    assert judged(run(2, **{name: 0})).word == "degraded"


@pytest.mark.parametrize("name", SOME)
def test_what_some_pages_have_is_missed_on_many(name):
    assert judged(run(39, **{name: 0})).word == "ok"
    assert judged(run(40, **{name: 0})).word == "degraded"


def test_one_page_and_no_page_are_no_alarm():
    assert judged(run(1, body=0)).word == "ok"
    assert judged(run(0, body=0), [run(30, body=0)]).word == "ok"
    assert judged(run(5)).word == "ok"


def test_few_pages_a_run_add_up():
    assert judged(run(1, body=0), [run(1, body=0)]).word == "degraded"
    assert missed("authors", [run(8, authors=0)] * 4) == 0
    assert missed("authors", [run(8, authors=0)] * 5) == 40


def test_a_fact_that_was_confirmed_is_missed_where_chance_does_not_explain_it():
    good, middling = [run(8, body=8)] * 4, [run(10, body=7)] * 4
    assert judged(run(2, body=0), good).word == "ok"
    assert judged(run(3, body=0), good).word == "degraded"
    assert judged(run(5, body=0), middling).word == "ok"
    assert judged(run(6, body=0), middling).word == "degraded"
    assert judged(run(1, body=0), [run(1, body=0), run(1, body=0), *good]).word == "degraded"
    assert judged(run(20, editors=0), [run(10, editors=1)] * 4).word == "ok"


def test_a_fact_found_far_less_often_than_usual_degrades():
    usually = [run(10, body=10)] * 5
    verdict = judged(run(10, body=1), usually)
    assert "1 of 10 pages, usually 100% (see spiders/contoh.py)" in verdict.reason
    assert unconfirmed(run(10, body=5), usually) is None
    assert unconfirmed(run(9, body=1), usually) is None
    assert unconfirmed(run(10, body=1), usually[:4]) is None
    assert unconfirmed(run(10, editors=1), [run(10, editors=4)] * 5) is None


def test_a_fact_declared_only_now_has_no_history():
    assert judged(run(2, headline=0), [run(8, body=8)]).word == "degraded"
    assert judged(run(1, headline=0), [run(8, body=8)]).word == "ok"


def test_the_mended_file_is_well_at_once():
    assert judged(run(1, body=1), [run(30, body=0)]).word == "ok"


def test_pages_of_the_past_say_nothing_of_a_fact_that_the_newest_confirm():
    for before in ([run(8, body=8)] * 4, [run(1, body=0), run(8, body=8)]):
        assert judged(run(40, body=0), before, is_of_the_past=True).word == "ok"
        assert judged(run(40, body=0, headline=0), before, is_of_the_past=True).word == "degraded"
    assert judged(run(40, body=0), is_of_the_past=True).word == "degraded"
    assert judged(run(1, body=0), [run(1, body=0)], is_of_the_past=True).word == "degraded"


def test_only_pages_of_the_last_years_count_in_a_run_of_the_past():
    seen = Seen(since=date(2024, 11, 28))
    for published in ("2014-06-18T14:05:00+07:00", "2024-11-27T23:59:00+07:00", "2025-06-18"):
        seen.add(Article(published_local=published, confirmed=["body"]))
    assert seen.confirmed(["body"]) == run(1, body=1)


def seen_of(*articles):
    """The shares of a run's articles, each with whether a listing names it in that run."""
    seen = Seen(since=date(2024, 11, 28))
    for modified_at, is_remembered in articles:
        article = Article(published_local="2025-06-18", modified_at=modified_at, authors=["Sari"])
        seen.add(article, is_remembered=is_remembered)
    return seen.fill_rates()


def test_what_listings_tell_is_not_missed_on_pages_that_none_names_now():
    """The time of an edit stands in a sitemap alone; looks for edits come without it."""
    told, again = ("2025-06-18T07:00:00Z", False), (None, True)
    assert seen_of(*[told] * 12)["modified_at"] == 1.0
    assert seen_of(*[told] * 12, *[again] * 30)["modified_at"] == 1.0
    few = seen_of(*[told] * 3, *[again] * 11)
    assert "modified_at" not in few, "three say nothing of a share"
    assert few["authors"] == 1.0
    assert seen_of(*[(None, False)] * 12, *[again] * 5)["modified_at"] == 0.0


def test_a_fact_is_mended_where_it_is_declared():
    told = where_declared(KompasSpider)
    assert told["body"] == "spiders/kompas.py"
    assert told["authors"] == told["editors"] == "crawler/families/kompas_gramedia.py"
