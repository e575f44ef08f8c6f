"""What newsrooms put between, around and under a text changes nothing of what is read.

Every page of ``fixtures`` (and of the corpus, where it is) is read without site facts, disturbed,
and read again: headline, dateline and text have to be the same. The disturbances are samples.
"""

from functools import cache
from typing import NamedTuple

import pytest
from lxml import etree
from lxml import html as lxml_html

from crawler.parsers.article import read_article
from crawler.parsers.page.encoding import decode_html
from crawler.parsers.page.text import clean
from tests.support import volume
from tests.support.checkout import FIXTURES
from tests.support.corpus import CORPUS, needs_corpus

OTHER = "Judul Sampel Berita Lain yang Panjangnya Seperti Judul"
SAMPLE = "Kalimat sampel ini bukan bagian dari berita, hanya cukup panjang untuk disangka begitu."

BETWEEN = {
    "a read-also paragraph": f"<p>Baca Juga: <a href='/lain'>{OTHER}</a></p>",
    "a read-also box": f"<div class='terkait'><b>Baca juga:</b> <a href='/lain'>{OTHER}</a></div>",
    "a card of another story": (
        "<div class='kartu'><a href='/lain'><img src='x.jpg'></a>"
        f"<a href='/lain'><h4>{OTHER}</h4></a><p>{SAMPLE}</p></div>"
    ),
    "an advertisement": "<div class='ads'><span>ADVERTISEMENT</span><ins></ins></div>",
    "a line to scroll": "<p>SCROLL TO CONTINUE WITH CONTENT</p>",
    "an invitation with a form": (
        "<div class='kotak'><h4>Kabar Pilihan Sampel</h4><p>Setiap pagi di surel.</p>"
        "<form><input><button>Kirim</button></form></div>"
    ),
    "a picture with its caption": (
        f"<figure><img src='x.jpg'><figcaption>{SAMPLE}</figcaption></figure>"
    ),
    "a picture with italics": f"<p><img src='x.jpg'><br><em>{SAMPLE}</em></p>",
    "an embedded post": f"<blockquote class='instagram-media'><p>{SAMPLE}</p></blockquote>",
    "an empty paragraph": "<p>&nbsp;</p>",
    "a poll": f"<div class='polling'><p>{SAMPLE}</p></div>",
}
"""Put behind each paragraph but the last."""

AROUND = {
    "comments below": "".join(
        f"<div class='q7'><a href='/u/{n}'>Nama Sampel</a><p>{SAMPLE}</p></div>" for n in range(8)
    ),
    "newer stories below": "".join(
        f"<article><h2><a href='/{n}'>{OTHER} {n}</a></h2><p>{SAMPLE}</p></article>"
        for n in range(9)
    ),
    "a notice about cookies": "<p>Situs ini memakai cookie. Dengan melanjutkan, Anda setuju.</p>"
    "<p>Kami menggunakan cookie untuk meningkatkan pengalaman Anda di situs sampel ini.</p>",
}
"""Put at the page's end."""


def pages(folder):
    return [path.read_bytes() for path in sorted(folder.rglob("*.html"))]


def own_articles():
    """Own pages of articles: those whose expectations name a text."""
    stated = [path for path in sorted(FIXTURES.glob("*/*.json")) if '"body"' in path.read_text()]
    beside = [path.with_suffix(".html") for path in stated]
    return [path.read_bytes() for path in beside if path.exists()]


class Read(NamedTuple):
    """What a disturbance must not change."""

    headline: str | None
    place: str | None
    outlet: str | None
    body: str | None


def what_is_read(html):
    article = read_article(html)
    return Read(article.headline, article.dateline_place, article.dateline_outlet, article.body)


as_it_stands = cache(what_is_read)
"""What is read of an undisturbed page, once for all disturbances."""


def paragraphs_of(root, body):
    """The innermost elements that print a paragraph of a body, in order."""
    wanted = set((body or "").split("\n\n"))
    found = {}
    for element in root.iter("p", "div", "li"):
        text = clean(element.text_content())
        if text in wanted:
            found[text] = element
    return list(found.values())


def put_behind(element, content):
    new = lxml_html.fragment_fromstring(content)
    new.tail, element.tail = element.tail, None
    element.addnext(new)


def put_between(html, content):
    root = lxml_html.document_fromstring(decode_html(html))
    for element in paragraphs_of(root, as_it_stands(html).body)[:-1]:
        put_behind(element, content)
    return written(root)


def put_below(html, content):
    root = lxml_html.document_fromstring(decode_html(html))
    root.body.append(lxml_html.fragment_fromstring(f"<div class='q6'>{content}</div>"))
    return written(root)


def written(root):
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def chosen(articles, name, names):
    """A third of the pages, another one for each disturbance; all of them in a deep run."""
    every = volume.of(3, 1)
    return articles[list(names).index(name) % every :: every]


def share_undisturbed(articles, disturb):
    """The share of pages that read the same when disturbed."""
    same = [as_it_stands(html) == what_is_read(disturb(html)) for html in articles]
    assert len(same) > 20
    return sum(same) / len(same)


class TestOwnPages:
    @pytest.mark.parametrize("name", BETWEEN)
    def test_between_paragraphs_stands(self, name):
        articles = chosen(own_articles(), name, BETWEEN)
        assert share_undisturbed(articles, lambda html: put_between(html, BETWEEN[name])) >= 0.9

    @pytest.mark.parametrize("name", AROUND)
    def test_around_the_text_stand(self, name):
        articles = chosen(own_articles(), name, AROUND)
        assert share_undisturbed(articles, lambda html: put_below(html, AROUND[name])) >= 0.7


@needs_corpus
class TestCapturedPages:
    @pytest.mark.parametrize("name", BETWEEN)
    def test_between_paragraphs_stands(self, name):
        captured = pages(CORPUS / "pages")
        assert share_undisturbed(captured, lambda html: put_between(html, BETWEEN[name])) >= 0.95

    @pytest.mark.parametrize("name", AROUND)
    def test_around_the_text_stand(self, name):
        captured = pages(CORPUS / "pages")
        assert share_undisturbed(captured, lambda html: put_below(html, AROUND[name])) >= 0.95
