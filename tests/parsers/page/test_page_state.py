"""The article a page carries in the data it is built from, as Next.js pages without JSON-LD do."""

import json

import pytest

from crawler.parsers.article import read_article
from crawler.parsers.dates import parse_date

TEXT = "<p>Contoh naskah: warga melukis payung.</p><p>Payung digantung sebulan penuh.</p>"
STORY = {
    "title": "Contoh Warga Melukis Seribu Payung",
    "content": TEXT,
    "published_at": "2026-07-24 08:10:08",
    "updated_at": "2026-07-24 09:00:00",
    "authors": [{"name": "Contoh Pewarta"}, {"name": "Contoh Kedua"}],
    "category": {"name": "Surabaya Raya", "slug": "surabaya-raya"},
    "tags": [{"name": "payung"}, {"name": "hari jadi"}],
}
OTHER = {**STORY, "title": "Contoh Kabar Lain yang Panjang", "content": 9 * TEXT}


def page(*stories, title="Contoh Warga Melukis Seribu Payung - Contoh Pos", data=None):
    data = data or json.dumps({"props": {"pageProps": {"semua": stories}}})
    return (
        f"<html><head><title>{title}</title></head><body><div id='__next'></div>"
        f"<script id='__NEXT_DATA__' type='application/json'>{data}</script></body></html>"
    )


def test_it_is_read_like_an_article_in_json_ld():
    article = read_article(page(STORY))
    assert article.headline == "Contoh Warga Melukis Seribu Payung"
    assert article.authors == ["Contoh Pewarta", "Contoh Kedua"]
    assert (article.section, article.tags) == ("Surabaya Raya", ["payung", "hari jadi"])
    assert article.body.splitlines()[::2] == [
        "Contoh naskah: warga melukis payung.",
        "Payung digantung sebulan penuh.",
    ]
    published = next(each for each in article.date_candidates if each.role == "published")
    assert parse_date(published.raw).instant.isoformat() == "2026-07-24T08:10:08+07:00"


def test_the_article_is_the_one_the_page_calls_itself_by():
    assert read_article(page(OTHER, STORY)).headline == STORY["title"]
    assert read_article(page(OTHER)).authors == []


def test_a_title_may_be_cut_off():
    article = read_article(page(OTHER, STORY, title="Contoh Warga Melukis ..."))
    assert article.authors == ["Contoh Pewarta", "Contoh Kedua"]


@pytest.mark.parametrize("lost", ["title", "content", "published_at"])
def test_an_object_without_headline_text_or_date_is_no_article(lost):
    part = {name: value for name, value in STORY.items() if name != lost}
    assert read_article(page(part)).authors == []


@pytest.mark.parametrize(
    "data", ["{", "[1, 2]", "null", '"<p>teks</p>"', "[" * 5000 + "<p>", '{"a": "<p>x</p>"}']
)
def test_broken_data_does_no_harm(data):
    assert read_article(page(data=data)).authors == []
