"""What a page says of its article. All pages are samples written for these tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.parsers.metadata import language_of, read_metadata
from crawler.parsers.page import Page, text_of
from crawler.parsers.page.json_ld import parse_json_ld
from crawler.parsers.site import Site
from tests.support.growth import assert_linear
from tests.support.rows import every_row

ADDRESS = "https://www.contoh.com/desa/read/1234567/judul"


def page(html: str, url: str | None = None) -> Page:
    return Page(f"<html><body>{html}", url)


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def metadata(html: str, url: str | None = None, site: Site | None = None):
    return read_metadata(page(html, url), site or Site())


NEWS = '{"@type": "NewsArticle", "headline": "Judul misal"}'

BROKEN = {
    "plain": NEWS,
    "raw line break in a string": '{"@type": "NewsArticle", "x": "a\nb\tc",'
    ' "headline": "Judul misal"}',
    "comma after the last": '{"@type": "NewsArticle", "headline": "Judul misal",}',
    "HTML comment around it": f"<!--\n{NEWS}\n-->",
    "CDATA around it": f"//<![CDATA[\n{NEWS}\n//]]>",
    "CDATA in comments": f"/*<![CDATA[*/{NEWS}/*]]>*/",
    "comments inside": '{"@type": "NewsArticle", // jenis\n /* lagi */ "headline": "Judul misal",'
    ' "url": "https://contoh.com//a"}',
    "escaped as HTML": NEWS.replace('"', "&quot;"),
    "glued to another": '{"@type": "WebSite"}' + NEWS,
    "in a list": f'[{{"@type": "WebSite"}}, {NEWS}]',
    "in a graph": f'{{"@context": "x", "@graph": [{{"@type": "WebPage"}}, {NEWS}]}}',
    "as main entity": f'{{"@type": "WebPage", "mainEntity": {NEWS}}}',
    "types in a list": '{"@type": ["Article", "NewsArticle"], "headline": "Judul misal"}',
    "type as an address": '{"@type": "http://schema.org/NewsArticle", "headline": "Judul misal"}',
    "an escape JSON has not": '{"@type": "NewsArticle", "headline": "Judul misal", "x": "it\\\'s"}',
    "cut off": '{"@type": "NewsArticle", "headline": "Judul misal", "author": {"name": "A',
    "undefined": '{"@type": "NewsArticle", "headline": "Judul misal", "image": undefined}',
}


@every_row("how", BROKEN)
def test_json_ld_is_read_however_broken(how):
    assert page(json_ld(BROKEN[how])).news_article["headline"] == "Judul misal"


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "Kata "ini" itu", "x": 1}',
        '{"@type": "NewsArticle", "headline": "Kata "ini" itu"}',
        '{"@type": "NewsArticle", "headline": "Kata "ini" itu", "image": {"url": "a"}}',
    ],
)
def test_quotes_nobody_escaped_stay_in_the_headline(broken):
    assert page(json_ld(broken)).news_article["headline"] == 'Kata "ini" itu'


@pytest.mark.parametrize(
    "nothing", ["", "   ", "null", '"x"', "[]", "{", "}{", "[" * 50_000, "bukan"]
)
def test_what_is_no_json_ld_is_nothing(nothing):
    assert page(json_ld(nothing)).news_article == {}


def test_json_ld_is_parsed_once_a_page(monkeypatch):
    calls = []
    monkeypatch.setattr(
        "crawler.parsers.page.page.parse_json_ld",
        lambda text: calls.append(text) or parse_json_ld(text),
    )
    one = page(json_ld(NEWS))
    read_metadata(one, Site())
    assert one.news_article["headline"] == "Judul misal"
    assert len(calls) == 1


def test_of_several_articles_the_page_is_about_its_own():
    other = '{"@type": "NewsArticle", "headline": "Lain", "url": "https://www.contoh.com/lain"}'
    own = (
        f'{{"@type": "NewsArticle", "headline": "Ini", "mainEntityOfPage": {{"@id": "{ADDRESS}"}}}}'
    )
    html = f'<link rel="canonical" href="{ADDRESS}">{json_ld(other)}{json_ld(own)}'
    assert page(html).news_article["headline"] == "Ini"


@given(st.text(max_size=400))
def test_any_script_can_be_read(text):
    assert all(isinstance(node, dict) for node in parse_json_ld(text))


@given(st.text(alphabet='{}[]",:\\/*\nab&;0 ', max_size=200))
def test_what_is_almost_json_can_be_read(text):
    parse_json_ld(text)


@pytest.mark.parametrize("piece", ['"', '\\"', "{", '{"a":"', "/*", "//", '"a" b '])
def test_reading_json_ld_is_linear(piece):
    def script(length: int) -> str:
        return '{"@type": "NewsArticle", ' + piece * (length // len(piece))

    assert_linear(parse_json_ld, script, size=100_000)


def test_an_element_may_carry_several_names_of_microdata():
    found = page('<span itemprop="name headline">Judul</span><b itemprop="name">Lain</b>').microdata
    assert {name: [each.text for each in found[name]] for name in found} == {
        "name": ["Judul", "Lain"],
        "headline": ["Judul"],
    }


CANONICAL = '<link rel="canonical" href="{}">'


@pytest.mark.parametrize(
    ("html", "given", "address"),
    [
        (CANONICAL.format(ADDRESS), None, ADDRESS),
        (CANONICAL.format("/desa/read/1234567/judul"), "https://www.contoh.com/x", ADDRESS),
        (CANONICAL.format(ADDRESS + "?m=1"), ADDRESS, ADDRESS),
        (f'<meta property="og:url" content="{ADDRESS}">', None, ADDRESS),
        (f'<a itemprop="url" href="{ADDRESS}">x</a>', None, ADDRESS),
        (json_ld(f'{{"@type": "Article", "mainEntityOfPage": "{ADDRESS}"}}'), None, ADDRESS),
        ("", "https://m.contoh.com/amp/desa/read/1234567/judul?utm_source=x", ADDRESS),
        (CANONICAL.format("https://www.contoh.com/"), ADDRESS, ADDRESS),
        (CANONICAL.format("https://www.lain.com/read/1/judul"), ADDRESS, ADDRESS),
        (CANONICAL.format("bukan alamat"), ADDRESS, ADDRESS),
        (json_ld('{"@type": "Article", "mainEntityOfPage": "1234567"}'), ADDRESS, ADDRESS),
        (CANONICAL.format("https://desa.contoh.com/a/1"), ADDRESS, "https://desa.contoh.com/a/1"),
        ("", None, None),
    ],
)
def test_the_address_is_the_pages_own_where_that_is_credible(html, given, address):
    assert metadata(html, given).url == address


def test_a_canonical_link_to_no_article_of_the_site_is_not_followed():
    class Declared(Site):
        article_url = r"/read/(?P<id>\d+)/"

    found = metadata(CANONICAL.format("https://www.contoh.com/desa"), ADDRESS, Declared())
    assert (found.url, found.publisher_id) == (ADDRESS, "1234567")


def test_twins_of_the_address_are_its_aliases():
    fetched = "http://www.contoh.com/desa/read/1234567/judul?page=all"
    html = (
        CANONICAL.format(ADDRESS)
        + '<link rel="amphtml" href="https://amp.contoh.com/desa/read/1234567/judul">'
        + '<link rel="shortlink" href="https://www.contoh.com/?p=1234567">'
    )
    assert metadata(html, fetched).aliases == [
        fetched,
        "https://amp.contoh.com/desa/read/1234567/judul",
        "https://www.contoh.com/?p=1234567",
    ]


CRUMBS = ["Home", "Daerah", "Desa Misal"]
CRUMB_LIST = ",".join(f'{{"@type": "ListItem", "name": "{crumb}"}}' for crumb in CRUMBS)


@pytest.mark.parametrize(
    "html",
    [
        json_ld(f'{{"@type": "BreadcrumbList", "itemListElement": [{CRUMB_LIST}]}}'),
        "".join(f'<li itemprop="itemListElement"><a>{crumb}</a></li>' for crumb in CRUMBS),
        '<ul class="breadcrumb">'
        + "".join(f"<li><a>{crumb}</a></li>" for crumb in CRUMBS)
        + "</ul>",
        "<div>" + "".join(f'<a href="/{crumb}">{crumb}</a>' for crumb in CRUMBS) + "</div>",
        '<meta property="article:section" content="Desa Misal">',
        '<a rel="category tag" href="/category/desa">Desa Misal</a>',
        json_ld('{"@type": "NewsArticle", "articleSection": ["Daerah", "Desa Misal"]}'),
    ],
)
def test_the_section_is_the_innermost_step(html):
    assert metadata(html).section == "Desa Misal"


TAG = '<a href="/tag/{0}">#{0}</a>'


@pytest.mark.parametrize(
    "html",
    [
        f'<div class="detail__body-tag">{TAG.format("sungai")} {TAG.format("desa")}</div>',
        f"<ul class=tags-list><li>{TAG.format('sungai')}</li><li>{TAG.format('desa')}</li></ul>",
        f"<div class=tagging>{TAG.format('sungai')}</div>"
        f"<div class=tagging>{TAG.format('desa')}</div>",
        '<div class=post-footer><a rel=tag href="/search/label/a">sungai</a>'
        '<a rel=tag href="/search/label/b">desa</a></div>',
        '<meta name="news_keywords" content="sungai, desa,, sungai">',
        json_ld('{"@type": "Article", "keywords": ["Daerah:Desa", "sungai", "desa"]}'),
        f"<nav class=menu-tag>{TAG.format('lain')}</nav>"
        f"<div class=trending-tag>{TAG.format('viral')}{TAG.format('heboh')}{TAG.format('a')}</div>"
        f"<div class=tags>{TAG.format('sungai')}{TAG.format('desa')}</div>",
    ],
)
def test_tags_are_this_articles_only(html):
    assert metadata(html).tags == ["sungai", "desa"]


def test_general_keywords_are_no_tags():
    assert metadata('<meta name="keywords" content="berita, terkini, indonesia">').tags == []


@pytest.mark.parametrize(
    ("said", "free"),
    [("true", True), ("false", False), ('"true"', True), ('"False"', False), ("null", None)]
    + [('"http://schema.org/False"', False), ('"entah"', None)],
)
def test_whether_an_article_is_free_may_be_said_as_text(said, free):
    html = json_ld(f'{{"@type": "NewsArticle", "isAccessibleForFree": {said}}}')
    assert metadata(html).is_free is free


def test_lead_and_picture_come_from_the_page():
    html = (
        '<meta property="og:description" content="Ringkasan &amp;amp; misal.">'
        '<meta property="og:image" content="/gambar.jpg">'
    )
    found = metadata(html, ADDRESS)
    assert found.lead == "Ringkasan & misal."
    assert found.image_url == "https://www.contoh.com/gambar.jpg"


def test_a_broken_picture_address_gives_way_to_the_next():
    html = json_ld('{"@type": "NewsArticle", "image": ["http:http://contoh.com/a.jpg"]}')
    html += '<meta property="og:image" content="https://img.contoh.com/b.jpg">'
    assert metadata(html).image_url == "https://img.contoh.com/b.jpg"


def test_the_caption_comes_from_json_ld():
    image = '{"@type": "ImageObject", "url": "https://img.contoh.com/a.jpg", "caption": "Sungai"}'
    found = metadata(json_ld(f'{{"@type": "NewsArticle", "image": {image}}}'))
    assert (found.image_url, found.image_caption) == ("https://img.contoh.com/a.jpg", "Sungai")


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Warga yang menanam pohon di desa itu tidak akan pindah dari sana.", "en", "id"),
        ("The villagers who planted trees said that they were proud of the river.", "id", "en"),
        ("", "id", "id"),
        ("", None, None),
        # as many small words of both tongues, and too few of one
        ("yang the dan of di and dari to", "fr", "fr"),
        (f"di {'sampel ' * 60}", "fr", "fr"),
        (f"the {'sampel ' * 30}", "fr", "fr"),
    ],
)
def test_the_words_tell_the_language_where_the_template_is_wrong(text, declared, language):
    assert language_of(text, declared) == language


def test_the_declared_language_is_two_letters():
    assert read_metadata(Page('<html lang="id-ID"><body>x'), Site()).language == "id"
    assert metadata('<meta property="og:locale" content="id_ID">').language == "id"


def test_text_of_an_element_has_a_line_for_each_block_and_break():
    html = "<div id=x>A<b>b</b>c<br>d<!-- x -->e<script>f</script>g\n h<p>i</p>j</div>k"
    assert text_of(page(html).select("#x")[0]) == "Abc\ndeg h\ni\nj"


def test_tags_may_stand_in_the_articles_own_footer():
    html = (
        "<article><p>Naskah misal.</p><footer><ul class='post-tags'>"
        "<li><a href='/tag/panen'>panen</a></li></ul></footer></article>"
        "<footer><ul class='tags'><li><a href='/tag/a'>semua</a></li>"
        "<li><a href='/tag/b'>tagar</a></li></ul></footer>"
    )
    assert metadata(html).tags == ["panen"]


def test_writers_kept_as_tags_are_no_tags():
    html = (
        "<div class='author-info'><a rel='tag' href='/by/sari'>Sari Misal</a></div>"
        "<div class='tags'><a rel='tag' href='/topik/hutan'>hutan</a></div>"
    )
    assert metadata(html).tags == ["hutan"]


@pytest.mark.parametrize("last", ["TV", "Ekonomi"])
def test_a_step_of_a_breadcrumb_may_be_two_letters(last):
    steps = f"<a href='/'>Home</a><a href='/x'>Ragam</a><a href='/x/y'>{last}</a>"
    assert metadata(f"<div class='breadcrumb'>{steps}</div>").section == last


@pytest.mark.parametrize("behind", ["}", ', "x": 1}', ', "x": true}'])
def test_a_quote_that_ends_a_string_is_told_from_one_inside_it(behind):
    broken = '{"@type": "NewsArticle", "headline": "Judul "misal" itu"' + behind
    assert page(json_ld(broken)).news_article["headline"] == 'Judul "misal" itu'


@pytest.mark.parametrize("next_value", ["true", "false", "null", "1", '"dua"', "[]", "{}"])
def test_any_value_may_follow_a_string_with_quotes_nobody_escaped(next_value):
    broken = f'{{"@type": "NewsArticle", "headline": "x", "keywords": ["a "b" c", {next_value}]}}'
    assert page(json_ld(broken)).news_article["keywords"][0] == 'a "b" c'


@pytest.mark.parametrize(
    ("step", "section"),
    [
        ("Kabar Warga Desa Raya", "Kabar Desa"),  # 21 characters, of which the title begins with 20
        ("Kabar Warga Desa Ray", "Kabar Warga Desa Ray"),
        ("Kabar Warga Kota Raya", "Kabar Warga Kota Raya"),
    ],
)
def test_a_long_step_that_begins_as_the_title_does_is_the_article(step, section):
    steps = "".join(f"<a>{each}</a>" for each in ("Beranda", "Kabar Desa", step))
    title = '<meta property="og:title" content="Kabar Warga Desa Ray yang Menanam Padi">'
    assert metadata(f"{title}<div class='breadcrumb'>{steps}</div>").section == section
