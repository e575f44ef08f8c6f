"""A whole page becomes an Article. All pages are samples written for these tests."""

import importlib.util
import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from crawler.items import Article
from crawler.parsers.article import read_article
from crawler.parsers.dates import resolve
from crawler.parsers.reader import Reader
from crawler.saved.pages import site_of
from tests.support import volume
from tests.support.corpus import CORPUS, needs_corpus
from tests.support.growth import assert_linear, assert_within

PARAGRAPHS = [
    "Contoh naskah: sebuah jembatan gantung dibuka untuk umum pada Rabu pagi di Desa Misal.",
    "Jembatan itu sepanjang delapan puluh meter dan dibangun oleh warga yang tidak dibayar.",
    "“Dulu kami memutar lima kilometer untuk sampai ke pasar,” kata seorang warga desa itu.",
]


def story(first: str = "", before: str = "") -> str:
    """A plain news page whose text begins with ``first``, ``before`` on a paragraph of its own."""
    texts = [*([before] if before else []), first + PARAGRAPHS[0], *PARAGRAPHS[1:]]
    body = "".join(f"<p>{text}</p>" for text in texts)
    return (
        '<html lang="id"><head><title>Contoh Jembatan Gantung Dibuka</title></head><body>'
        f"<article><h1>Contoh Jembatan Gantung Dibuka</h1>{body}</article></body></html>"
    )


def test_the_dateline_becomes_data_and_leaves_the_body():
    article = read_article(story("<strong>JAKARTA, KOMPAS.com</strong> - "))
    assert article.dateline == "JAKARTA, KOMPAS.com - "
    assert (article.dateline_place, article.dateline_outlet) == ("JAKARTA", "KOMPAS.com")
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert article.word_count == len(article.body.split())
    assert article.language == "id"


def test_a_page_without_dateline_keeps_its_words():
    article = read_article(story())
    assert article.dateline is None
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_bold_type_ends_a_place_no_list_knows():
    article = read_article(story("<b>Liputan6.com, Sukamisal Raya</b> "))
    assert (article.dateline_place, article.dateline_outlet) == ("Sukamisal Raya", "Liputan6.com")


def test_an_outlet_on_a_line_of_its_own_belongs_to_the_dateline():
    article = read_article(story("Jakarta - ", before="NERACA"))
    assert article.dateline == "NERACA Jakarta - "
    assert (article.dateline_place, article.dateline_outlet) == ("Jakarta", "NERACA")
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_a_reporters_credit_above_the_dateline_is_no_part_of_the_body():
    credit = "Laporan wartawan Contohnews.com, Ani Misal"
    article = read_article(story("TRIBUNNEWS.COM, JAKARTA - ", before=credit))
    assert article.dateline_outlet == "TRIBUNNEWS.COM"
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_a_later_paragraph_that_opens_with_an_outlet_is_no_dateline():
    opening = "Sungai itu sudah lama ingin diseberangi oleh warga, kata kepala desa."
    article = read_article(story("KOMPAS.com - ", before=opening))
    assert article.dateline is None
    assert article.body.split("\n\n")[1].startswith("KOMPAS.com - Contoh")


def test_a_site_declares_its_house_style():
    class Declared(Reader):
        name = "lentera"
        outlet = "Lentera"
        dateline = "{place} / {outlet:LENTERA} :"

    article = read_article(story("Misal / LENTERA : "), site=Declared)
    assert (article.dateline_place, article.dateline_outlet) == ("Misal", "LENTERA")
    assert article.site == "lentera"


def test_who_signs_below_is_the_writer_where_no_byline_stands():
    page = story().replace("</article>", "<p><strong>ANI MISAL</strong></p></article>")
    article = read_article(page)
    assert article.authors == ["ANI MISAL"]
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_dropped_elements_are_read_for_tags_and_not_for_text():
    class Dropping(Reader):
        drop = (".kotak",)

    box = '<div class="kotak tags"><a href="/tag/sungai">sungai</a></div>'
    article = read_article(story().replace("</article>", f"{box}</article>"), site=Dropping())
    assert article.tags == ["sungai"]
    assert "sungai" not in article.body


@pytest.mark.parametrize(
    "html",
    [b"", b"   ", b"\x00", b"<", b"<!-- x -->", b"<?xml version='1.0'?>", b"\xff\xfe", "\ud800"],
)
def test_a_page_of_nothing_is_an_article_of_nothing(html):
    article = read_article(html)
    assert (article.headline, article.body, article.url) == (None, None, None)
    assert article.authors == article.tags == article.aliases == []


@given(st.binary(max_size=2000))
def test_reading_never_raises_on_any_bytes(raw):
    assert isinstance(read_article(raw, "https://www.contoh.com/a"), Article)


PIECES = """
<p> </p> <div\xa0class=author> <br> <h1> </h1> <b> <strong>Jakarta</strong> <!-- --> & &amp; </b>
<script\xa0type=application/ld+json> {"@type":"NewsArticle","headline": </script> } " ' <title>
<meta\xa0name=author\xa0content=' <a\xa0rel=tag\xa0href=/tag/x> </title> <table> <tr> <td> <ul> <li>
Penulis: Ani Editor: - , Jakarta (ANTARA) KOMPAS.com <html> <body> <article> <time\xa0datetime='
2025-06-18 Rabu, 18 Juni 2025 \x00 \x1b é “ ” <svg> <template> <frameset> <span\xa0itemprop=author>
<base\xa0href=//[> <link\xa0rel=canonical\xa0href=http://[::1> ]]> <![CDATA[
"""
MARKUP = st.lists(st.sampled_from(PIECES.replace("\xa0", "\t").split(" ")), max_size=60)


@given(MARKUP)
@settings(max_examples=3 * volume.EXAMPLES)
def test_reading_never_raises_on_any_markup(pieces):
    assert isinstance(read_article(" ".join(pieces), "https://www.contoh.com/a"), Article)


@given(st.text(max_size=500))
def test_reading_never_raises_on_any_text(text):
    assert isinstance(read_article(text), Article)


LONG = {
    "paragraphs": lambda n: f"<p>{PARAGRAPHS[0]} Rabu, 18 Juni 2025.</p>" * n,
    "line breaks": lambda n: "<p>" + "Contoh baris pendek<br>" * 4 * n,
    "nested boxes": lambda n: "<div class=author>" * n + "x" + "</div>" * n,
    "nested, unclosed": lambda n: "<p><span><b>Jakarta - Misal" * n,
    "bylines": lambda n: "<div>Penulis: <span>Ani Misal</span></div>" * n,
    "headings": lambda n: "<h1>Contoh judul misal</h1>" * n,
    "tags": lambda n: "<div class=tags><a rel=tag href=/tag/x>x</a>" * n,
    "dates": lambda n: "<span class=date>Rabu, 18 Juni 2025 10:00 WIB</span>" * n,
    "metas": lambda n: '<meta name="author" content="Ani Misal">' * n,
    "scripts": lambda n: '<script type="application/ld+json">{"@type": "Article"}</script>' * n,
    "one long line": lambda n: "<p>" + "Jakarta - " * 10 * n,
}


def read_contoh(html: str) -> Article:
    return read_article(html, "https://www.contoh.com/a")


@pytest.mark.parametrize("kind", LONG)
def test_reading_is_linear_in_the_size_of_the_page(kind):
    assert_linear(read_contoh, LONG[kind], size=volume.of(800, 3_000), margin=2.5)


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + PARAGRAPHS[0] * (5_000_000 // len(PARAGRAPHS[0])),
        "<div>" * 20_000 + PARAGRAPHS[0] + "</div>" * 20_000,
        "<p>Contoh kalimat.</p>" * 100_000,
    ],
    ids=["5 MB", "20,000 nested tags", "100,000 paragraphs"],
)
def test_monsters_are_read_in_seconds(html):
    assert_within(lambda: read_contoh(html), 20)


@lru_cache(maxsize=2)
def marks(with_site: bool) -> dict[str, float]:
    """The scorer's means over all annotated pages, read with or without site knowledge."""
    specification = importlib.util.spec_from_file_location("score", CORPUS.parent / "score.py")
    score = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(score)
    loader = SpiderLoader.from_settings(get_project_settings())
    sites = [loader.load(name) for name in loader.list()] if with_site else []
    right: dict[str, list[float]] = {"headline": [], "place": [], "outlet": [], "authors": []}
    for file in sorted((CORPUS / "gold").rglob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        html = (CORPUS / "pages" / file.parent.name / f"{file.stem}.html").read_bytes()
        article = read_article(html, None, site_of(gold["url"], sites))
        right["headline"].append(score.norm(gold["headline"]) == score.norm(article.headline))
        right["authors"].append(score.set_f1(gold["authors"], article.authors))
        if gold["kind"] in ("article", "live", "advertorial"):
            dateline = gold["dateline"] or {}
            for name in ("place", "outlet"):
                read = getattr(article, f"dateline_{name}")
                right[name].append(score.fold(dateline.get(name)) == score.fold(read))
    return {name: sum(values) / len(values) for name, values in right.items()}


@needs_corpus
@pytest.mark.parametrize(
    ("field", "with_site", "least"),
    [
        ("headline", True, 1.0),
        ("headline", False, 0.95),
        ("place", True, 0.98),
        ("place", False, 0.92),
        ("outlet", True, 0.98),
        ("outlet", False, 0.92),
        ("authors", True, 0.95),
        ("authors", False, 0.80),
    ],
)
def test_annotated_pages_are_read_right(field, with_site, least):
    assert marks(with_site)[field] >= least


@needs_corpus
def test_dates_of_a_read_page_resolve():
    html = (CORPUS / "pages" / "visimuslim.org" / "rebuilt-classic.html").read_bytes()
    article = read_article(html)
    resolved = resolve(article.date_candidates, now=datetime.now(UTC), timezone=article.timezone)
    assert asdict(resolved)["published_local"].startswith("2024-11-26T09:12:00+07:00")


@pytest.mark.parametrize(
    ("url", "opening", "place", "outlet"),
    [
        ("https://www.okezone.com/a", "Okezone - ", None, "Okezone"),
        ("https://batampos.co.id/a", "batampos - ", None, "batampos"),
        ("https://www.kompas.id/a", "JAKARTA, KOMPAS — ", "JAKARTA", "KOMPAS"),
        ("https://www.contoh.id/a", "<b>Dinas contoh siap.</b></p><p>Jakarta - ", "Jakarta", None),
    ],
)
def test_a_page_says_what_its_site_is_called(url, opening, place, outlet):
    story = "Pemerintah contoh akan membangun jembatan baru di wilayah itu tahun depan. " * 2
    html = f"<h1>Jembatan Contoh Dibangun</h1><article><p>{opening}{story}</p><p>{story}</p>"
    article = read_article(html, url)
    assert (article.dateline_place, article.dateline_outlet) == (place, outlet)
    assert article.body.startswith("Pemerintah contoh")
