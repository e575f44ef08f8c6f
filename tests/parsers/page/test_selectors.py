"""Selectors answered from a page's index find what XPath finds, in the same order."""

import re

import cssselect
import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from crawler.parsers.page import Page
from crawler.parsers.page.selectors import compile_css, selector
from tests.support.checkout import FIXTURES
from tests.support.rows import every_row

PAGES = sorted(FIXTURES.rglob("*.html"))

ARTICLE = """<html lang="id"><body class="satu dua"><div id="utama" class="isi  teks">
<p class="isi">Contoh <b>tebal</b> <b class="n">nama</b>
<a href="/a?x=1" rel="tag nofollow">A</a></p>
<!-- sela --><p>Contoh <span class="isi-lain"><a href="/b" title="Judul contoh">B</a></span></p>
<h5 id="penulis"><b>Oleh</b> <b><a href="/c">C</a></b></h5></div>
<div class="isi"><div class="isi"><a class="n" href="/d">D</a></div></div></body></html>"""

KNOWN = """
.isi | #utama | div | p.isi | div.isi.teks | .isi a | .isi > p | .isi > a | #utama b + b | b ~ a
#penulis b ~ b a | h5#penulis a | p + p | div div a | [class*=isi] | [class^=isi] | [class$=teks]
[id^=ut] | a[rel] | a[rel~=tag] | a[href*='x='] | a[title]::attr(title) | .isi b::text | b, a, .n
.n, .n, a.n | .isi a::attr(href), b::text | .tak-ada a | body.dua > div | .lain | DIV.isi
.satu .isi .isi a | p > b.n ~ a | #utama ~ div a
"""
"""Queries without anything that only XPath knows, one a line or between bars."""

UNKNOWN = ["a:contains('B')", "b:first-of-type", "div:not(.isi)", "*", ":is(p, h5) a", "[rel=tag]"]


def declared() -> set[str]:
    """The queries that site files hold."""
    loader = SpiderLoader.from_settings(get_project_settings())
    names = ("headline", "published", "authors", "editors", "body", "next_page")
    queries = set()
    for site in map(loader.load, loader.list()):
        queries |= {getattr(site, name) for name in names} | set(site.drop)
    return {query for query in queries if query}


def as_found(results: list) -> list:
    """Elements as themselves, strings with the element they stand in."""
    return [(str(each), each.getparent()) if isinstance(each, str) else each for each in results]


@every_row(
    "query",
    [query.strip() for line in KNOWN.split("\n") for query in line.split("|") if query.strip()],
)
def test_the_index_finds_what_xpath_finds(query):
    page = Page(ARTICLE)
    assert selector(query) is not None
    assert as_found(page.select(query)) == as_found(compile_css(query)(page.root))


@pytest.mark.parametrize("query", UNKNOWN)
def test_what_the_index_does_not_know_is_xpath(query):
    page = Page(ARTICLE)
    assert selector(query) is None
    assert as_found(page.select(query)) == as_found(compile_css(query)(page.root))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_query_of_every_site_finds_the_same_on_every_page(path):
    page = Page(path.read_bytes())
    for query in declared():
        assert as_found(page.select(query)) == as_found(compile_css(query)(page.root)), query


def test_what_was_dropped_is_not_found_and_what_stood_behind_it_is():
    page = Page(
        "<body><p class=a>satu<i class=iklan>x<b class=a>y</b></i> dua <b class=a>z</b></p>"
    )
    page.drop([".iklan"])
    assert [each.text for each in page.select(".a")] == ["satu dua ", "z"]
    assert [each.text for each in page.select("p b")] == ["z"]
    assert [(text.text, text.element.tag) for text in page.texts_with(["dua"])] == [(" dua ", "p")]


@pytest.mark.parametrize(
    "text", ["Ditulis OLEH Contoh", "ditulis oleh contoh", "İSTANBUL, oleh Contoh"]
)
def test_texts_are_found_by_their_words_whatever_their_capitals(text):
    page = Page(f"<body><p>lain</p><p>{text}</p><script>oleh</script><p>  </p>")
    assert [found.text for found in page.texts_with(["oleh"])] == [text]


def test_elements_are_found_by_class_and_id_again_and_again():
    writer = re.compile(r"penulis", re.IGNORECASE)
    for _ in range(2):
        page = Page("<body><p id=penulis>a</p><p class='isi'>b</p><p class='Penulis x'>c</p>")
        assert [each.text for each in page.named(writer)] == ["a", "c"]


def test_what_is_no_css_is_an_error():
    with pytest.raises(cssselect.SelectorError):
        Page(ARTICLE).select("div[")
