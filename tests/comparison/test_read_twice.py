"""A page read with a site's facts and without, field by field, and the first pages of a run."""

from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.comparison import sample as sample_module
from crawler.comparison.read_twice import FieldFound, compared, same_time
from crawler.comparison.sample import COMPARED_PAGES, Sample
from crawler.parsers.article import read_article
from crawler.run_record import RunRecord
from crawler.time_limit import TooCostly
from tests.runs.test_declared_facts import site_with

URL = "https://www.contoh.id/berita/1"
NOW = datetime(2026, 11, 29, tzinfo=UTC)
TEXT = "".join(
    f"<p>Kalimat contoh nomor {n} yang ditulis untuk pengujian saja.</p>" for n in range(12)
)
PAGE = f"""<html lang=id><head><title>Judul contoh</title>
<meta property="article:published_time" content="2026-11-28T10:00:00+07:00"></head>
<body><p class=ringkas>Ringkasan contoh.</p><h1>Judul contoh</h1><h2 class=lain>Judul lain</h2>
<div class=penulis>Penulis: Contoh Nama</div><article>{TEXT}</article></body></html>"""


def outcomes(**facts):
    article = read_article(PAGE, URL, site_with(**facts))
    return {name: each.outcome for name, each in compared(article, PAGE, URL, NOW).items()}


def test_a_site_without_facts_agrees_with_itself():
    assert set(outcomes().values()) <= {"agrees", "none"}


@pytest.mark.parametrize(
    ("facts", "field", "outcome"),
    [
        ({"body": ".ringkas"}, "body", "part"),
        ({"body": "article"}, "body", "agrees"),
        ({"headline": ".lain"}, "headline", "differs"),
        ({"headline": "h1"}, "headline", "agrees"),
        ({}, "dateline", "none"),
    ],
)
def test_what_came_of_a_field(facts, field, outcome):
    assert outcomes(**facts)[field] == outcome


def test_a_field_that_one_reading_alone_finds():
    assert FieldFound("Contoh", None, agree=False).outcome == "only-with"
    assert FieldFound(None, "Contoh", agree=False).outcome == "only-without"


def test_times_are_the_same_to_the_minute_and_days_to_the_day():
    assert same_time("2026-11-28T10:00:00+07:00", "2026-11-28T03:00:59+00:00")
    assert not same_time("2026-11-28T10:00:00+07:00", "2026-11-28T10:00:00+00:00")
    assert same_time("2026-11-28", "2026-11-28T10:00:00+07:00")
    assert not same_time(None, "2026-11-28")


def answered(body=PAGE):
    return HtmlResponse(URL, body=body.encode(), request=Request(URL))


def test_so_many_pages_of_a_run_are_compared_and_a_fault_costs_its_page_alone(caplog):
    sample = Sample(RunRecord())
    article = read_article(PAGE, URL, site_with(body=".ringkas"))
    article.fetched_at = None  # which comparing dates stumbles over
    article.date_candidates = None
    sample.add(article, answered())
    assert sample.pages == 0
    assert "without the site's facts failed" in caplog.text
    for _ in range(COMPARED_PAGES + 2):
        article = read_article(PAGE, URL, site_with(body=".ringkas"))
        article.fetched_at = NOW
        sample.add(article, answered())
    summary = sample.summary()
    assert summary["pages"] == COMPARED_PAGES - 1
    assert summary["fields"]["body"] == {"part": COMPARED_PAGES - 1}


def test_pages_that_are_too_costly_to_compare_are_tried_no_oftener(monkeypatch):
    tried = []

    def too_costly(*page):
        tried.append(page)
        raise TooCostly

    monkeypatch.setattr(sample_module, "compared", too_costly)
    sample = Sample(RunRecord())
    for _ in range(COMPARED_PAGES + 2):
        article = read_article(PAGE, URL, site_with(body="article"))
        article.fetched_at = NOW
        sample.add(article, answered())
    assert len(tried) == COMPARED_PAGES
    assert sample.summary()["pages"] == 0
