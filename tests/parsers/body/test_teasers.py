"""A section page is no article; an article with linked subheadings is one."""

import pytest

from crawler.parsers.article import read_article

URL = "https://www.contoh.id/read/1/contoh"
LINK = '<h2><a href="{base}/read/{number}/contoh">Judul contoh nomor {number}</a></h2>'
TEXT = "<p>Contoh paragraf nomor {number}, cukup panjang untuk disebut paragraf.</p>"
ARTICLE = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Contoh"}</script>'
)


def page(parts, head=""):
    body = "".join(parts)
    return f"<html><head>{head}</head><body><h1>Contoh</h1><div>{body}</div></body></html>"


def told(template, base="", count=6):
    return [template.format(base=base, number=number) for number in range(count)]


def test_a_list_of_teasers_has_no_text():
    assert read_article(page(told(LINK + TEXT)), URL).body is None
    boxes = told(f"<article>{LINK}{TEXT}</article>")
    assert read_article(page(boxes), URL).body is None


@pytest.mark.parametrize(
    ("parts", "head"),
    [
        pytest.param(told(LINK + TEXT), ARTICLE, id="the page's data calls it an article"),
        pytest.param(told(LINK + TEXT, "https://www.lain.id"), "", id="links to other sites"),
        pytest.param(told("<h2>Bagian {number}</h2>" + TEXT), "", id="headings without links"),
        pytest.param(
            [*told(TEXT), *told(LINK + "<p>Ringkas {number}.</p>", count=2)], "", id="two"
        ),
        pytest.param(told(LINK + TEXT + TEXT.replace("Contoh", "Lanjutan")), "", id="half"),
    ],
)
def test_linked_headings_alone_make_no_list(parts, head):
    assert "paragraf nomor 1" in read_article(page(parts, head), URL).body
