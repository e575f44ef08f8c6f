"""Who wrote and who edited. All names are samples written for these tests."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.parsers.page import Page
from crawler.parsers.people.byline import read_byline
from crawler.parsers.people.names import is_outlet, split_names
from crawler.parsers.site import Site
from tests.support.fields import people_of
from tests.support.rows import every_row


def people(html: str, site: Site | None = None) -> tuple[list[str], list[str]]:
    found = people_of(Page(f"<html><body>{html}"), site or Site())
    return found.authors, found.editors


def article(**members: str) -> str:
    inner = "".join(f', "{name}": {value}' for name, value in members.items())
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"'
        f"{inner}}}</script>"
    )


def person(name: str) -> str:
    return f'{{"@type": "Person", "name": "{name}"}}'


BYLINES = {
    "Reporter: Ani Misal | Editor: Budi Umpama": (["Ani Misal"], ["Budi Umpama"]),
    "Rep: Ani Misal/ Red: Budi Umpama": (["Ani Misal"], ["Budi Umpama"]),
    "Rep: C31/ Red: Budi Umpama": (["C31"], ["Budi Umpama"]),
    "Pewarta: Ani Misal<br>Editor: Budi Umpama<br>Copyright © CONTOH 2026": (
        ["Ani Misal"],
        ["Budi Umpama"],
    ),
    "Pewarta: Ani Misal dan Cici S": (["Ani Misal", "Cici S"], []),
    "Penulis: Ani Misal, Cici Andai &amp; Dedi Bila": (
        ["Ani Misal", "Cici Andai", "Dedi Bila"],
        [],
    ),
    "Penulis: Ani Misal, M.Si": (["Ani Misal, M.Si"], []),
    "REPORT : ANI MISAL": (["ANI MISAL"], []),
    "Oleh <a href='/1'>Ani Misal</a> <a href='/2'>Cici Andai</a>": (
        ["Ani Misal", "Cici Andai"],
        [],
    ),
    "<div>Oleh :<ul><li>Ani Misal</li><li>Cici Andai</li></ul></div>": (
        ["Ani Misal", "Cici Andai"],
        [],
    ),
    "<div class='x1'><a href='/author/ani'>Ani Misal</a></div>": (["Ani Misal"], []),
    "Oleh Ani Misal": (["Ani Misal"], []),
    "Oleh: <b>Ani Misal</b> pada Senin, 12 Mei 2025": (["Ani Misal"], []),
    "Diposting oleh <span class=fn>Ani Misal</span>": (["Ani Misal"], []),
    "Posted on Mei 12, 2025 by Admin": (["Admin"], []),
    "Redaktur : Budi Umpama": ([], ["Budi Umpama"]),
    "Redaktur & Reporter : Budi Umpama": (["Budi Umpama"], ["Budi Umpama"]),
    "Translator: Cici Andai, Editor: Budi Umpama": ([], ["Budi Umpama"]),
    "Fotografer: Ani Misal": (["Ani Misal"], []),
    "Laporan Wartawan Contohnews.com, Ani Misal": (["Ani Misal"], []),
    "Penulis: Kontributor Kota Misal, Ani Misal": (["Kontributor Kota Misal, Ani Misal"], []),
}


@every_row("printed", BYLINES)
def test_a_printed_byline_says_who_is_who(printed):
    assert people(f"<div>{printed}</div>") == BYLINES[printed]


NO_BYLINES = [
    "<p>Oleh karena itu, kata Penulis: jembatan itu perlu.</p>",
    "<p>Editor majalah itu datang bersama penulis novel.</p>",
    "<h3><a href=/a>Penulis Novel Misal Berpulang</a></h3>",
    "<h3><a href=/a>Warga Membuat Oleh-oleh Khas Desa</a></h3>",
    "<ul><li>Penulis</li><li>Kontak Kami</li></ul><ul><li><a>Editor</a></li><li>Karier</li></ul>",
    "<div class=comments><span class=author>Pembaca Misal</span></div>",
    "<div class=berita-terkait><span class=author>Orang Lain</span></div>",
    "<div>Nasional | Senin, 12 Mei 2025</div><div>Jakarta - 12 Mei 2025</div>",
    "<figure><figcaption>Foto: Ani Misal</figcaption></figure>",
]


@every_row("html", NO_BYLINES)
def test_sentences_menus_and_other_boxes_name_no_writer(html):
    assert people(html) == ([], [])


def test_label_and_name_may_stand_in_cells_beside_each_other():
    table = (
        "<table><tr><td>Penulis</td><td>: Ani Misal</td></tr>"
        "<tr><td>Editor</td><td>: Budi Umpama</td></tr></table>"
    )
    assert people(table) == (["Ani Misal"], ["Budi Umpama"])


def test_a_label_dressed_apart_needs_no_colon():
    assert people("<div><span>Penulis</span> <a>Ani Misal</a></div>") == (["Ani Misal"], [])


@every_row(
    "html",
    [
        '<meta name="dtk:author" content="Ani Misal">',
        '<meta name="content_author" content="Ani Misal">',
        '<meta name="contoh_news_author" content="Ani Misal">',
        '<meta name="author" content="Ani Misal">',
        '<meta name="twitter:label1" content="Ditulis oleh">'
        '<meta name="twitter:data1" content="Ani Misal">',
        '<span itemprop="author" itemscope><span itemprop="name">Ani Misal</span></span>',
        "<div class=detail__author>Ani Misal - <span>contohFinance</span></div>",
        "<div class=author-2>Ani Misal</div>",
        "<a rel=author href=/a>Ani Misal</a>",
        "<span class='author vcard'><a class='url fn n'>Ani Misal</a></span>",
        "<span>Ani Misal - 13 Oktober 2016 23:11 wib</span>",
        "<div class=date>Ani Misal, CNN Indonesia | Senin, 10/10/2016 05:12</div>",
        '<div class=journalist><a title="Ani Misal">Ani Misal</a>'
        "<span>, Jurnalis-Rabu, 18 Juni 2025&nbsp;|20:27 WIB</span></div>",
        "<script>dataLayer.push({'penulis': 'Ani Misal'})</script>",
        article(author=person("Ani Misal")),
        article(author=f"[{person('Ani Misal')}, {person(' Ani Misal')}]"),
    ],
)
def test_the_writer_is_found_wherever_the_page_says_so(html):
    assert people(html)[0] == ["Ani Misal"]


NOBODY = [
    '<meta name="author" content="contoh.com developer">',
    '<meta name="author" content="PT. CONTOH MEDIA BARU - CONTOH">',
    '<meta name="author" content="Contoh"><meta property="og:site_name" content="Contoh.com">',
    '<meta name="author" content="CNN Indonesia">',
    '<meta name="article:author" content="https://www.facebook.com/contoh">',
    '<meta name="author" content="Redaksi">',
    article(author='{"@type": "Organization", "name": "Contoh Media"}'),
    article(author='{"@type": "Person", "name": ""}'),
    article(author="null"),
]


@every_row("html", NOBODY)
def test_outlets_desks_and_developers_are_nobody(html):
    assert people(html) == ([], [])


def test_a_team_signs_only_where_no_person_does():
    team = '<meta name="dtk:author" content="Tim contohBali">'
    assert people(team)[0] == ["Tim contohBali"]
    assert people(team + article(author=person("Ani Misal")))[0] == ["Ani Misal"]


def test_a_desk_signs_where_the_site_says_its_writers_stand():
    class Blog(Site):
        authors = ".post-author .fn"

    html = "<span class=post-author>Oleh <span class=fn>Redaksi Misal</span></span>"
    assert people(html, Blog())[0] == ["Redaksi Misal"]
    assert people(html)[0] == []


def test_an_outlets_account_signs_only_where_the_site_says_its_writers_stand():
    class Accounts(Site):
        outlet = "contoh"
        authors = ".akun"

    html = "<b class=akun>contohNEWS</b>" + article(author=person("contohNEWS"))
    assert people(html, Accounts())[0] == ["contohNEWS"]
    assert people("<b class=akun>Contoh</b>", Accounts())[0] == []


def test_writers_linked_one_after_another_are_several():
    html = "<div class=author-info><a>Ani Misal</a> <a>Budi Umpama</a></div>"
    assert people(html)[0] == ["Ani Misal", "Budi Umpama"]


def test_the_printed_editor_is_not_the_author_json_ld_takes_him_for():
    html = article(author=person("Budi Umpama")) + "<p>Editor : <a>Budi Umpama</a></p>"
    assert people(html) == ([], ["Budi Umpama"])
    assert people(html + "<div class=author-2>Ani Misal</div>") == (["Ani Misal"], ["Budi Umpama"])


def test_a_site_may_declare_that_json_ld_names_the_editor():
    class Declared(Site):
        json_ld_author_is_editor = True

    assert people(article(author=person("Budi Umpama")), Declared()) == ([], ["Budi Umpama"])


def test_who_wrote_and_edited_is_both():
    keywords = article(author=person("Ani Misal"), keywords='["Tekno:Desa", "Editor:Ani Misal"]')
    assert people(keywords) == (["Ani Misal"], ["Ani Misal"])


def test_the_sites_selectors_win():
    class Selected(Site):
        authors = "#penulis a"
        editors = "#editor::text"

    html = (
        '<meta name="author" content="Orang Lain"><div id=penulis>Penulis <a>Ani\n Misal</a></div>'
        "<div id=editor>Budi Umpama</div>"
    )
    assert people(html, Selected()) == (["Ani Misal"], ["Budi Umpama"])


def test_capitals_stay_as_printed():
    assert people("<div>Penulis: ANI MISAL</div>")[0] == ["ANI MISAL"]


@every_row(
    ("line", "names"),
    [
        ("Ani Misal; Budi Umpama", ["Ani Misal", "Budi Umpama"]),
        ("Ani Misal/Budi Umpama", ["Ani Misal", "Budi Umpama"]),
        ("Ani Misal, CNBC Indonesia", ["Ani Misal"]),
        ("Ani Misal, Jurnalis", ["Ani Misal"]),
        ("Ani Misal (Contoh Post)", ["Ani Misal"]),
        ("mcr8/contoh", ["mcr8"]),
        ("https://www.contoh.com/ani", []),
        ("12 Mei 2025", []),
        ("", []),
    ],
)
def test_a_line_is_split_into_its_names(line, names):
    assert [name for name in split_names(line) if not is_outlet(name, {"contoh"})] == names


@given(st.text(max_size=300))
def test_any_text_can_be_asked_for_names(text):
    assert all(1 < len(name) <= 62 for name in split_names(text))
    read_byline(text, set())


def test_a_dateline_under_a_role_is_nobodys_name():
    html = (
        "<h1>Judul misal</h1><p>Sari Misal</p><p>Kontributor</p>"
        "<p><strong>Kali Misal, Misal Online</strong></p><p>Naskah misal.</p>"
    )
    assert "Kali Misal" not in people(html)[0]


def test_a_name_right_above_the_date_is_the_writers_where_no_class_says_so():
    line = "<div class='x1'>Ani Misal</div><div class='x2'>25 November 2024, 14:05 WIB</div>"
    assert people(f"<h1>Warga Contoh Menanam Pohon Sampel</h1><div>{line}</div>") == (
        ["Ani Misal"],
        [],
    )


def test_a_place_right_above_the_date_is_nobody():
    line = "<div class='x1'>Jakarta Selatan</div><div class='x2'>25 November 2024, 14:05 WIB</div>"
    assert people(f"<h1>Warga Contoh Menanam Pohon Sampel</h1><div>{line}</div>") == ([], [])


def test_a_headline_right_above_the_date_is_nobody():
    line = "<div class='x1'>Warga Contoh Menanam</div><div class='x2'>25 November 2024</div>"
    assert people(f"<title>Warga Contoh Menanam</title><body>{line}") == ([], [])


def test_a_title_above_a_date_that_opens_the_page_is_nobody():
    assert people("<title>Warga Contoh Menanam</title><body><p>25 November 2024</p>") == ([], [])


@every_row("tag", ["footer", "nav", "figcaption", "figure"])
def test_a_name_in_an_element_made_for_something_else_is_not_the_writers(tag):
    story = "<h1>Judul Contoh yang Cukup Panjang</h1><p>Contoh naskah: sebuah jembatan dibuka.</p>"
    named = "<span class='author'>Ani Misal</span>"
    assert people(f"{story}<div>{named}</div>") == (["Ani Misal"], [])
    assert people(f"{story}<{tag}>{named}</{tag}>") == ([], [])


POSTS = {
    "bar": "Oleh Ani Misal | Peneliti, Pusat Studi Contoh",
    "comma": "Ani Misal, Wakil Ketua Dewan Contoh",
    "capitals": "Ani Misal | DIREKTUR EKSEKUTIF LEMBAGA CONTOH",
    "English": "By Ani Misal, Staff Writer",
    "parts": "<span>Ani Misal</span> | <span>Dosen Universitas Contoh</span>",
    "bar that begins it": "<a>Ani Misal</a><span>| Peneliti Lembaga Contoh</span>",
    "town": "Ani Misal, Bandung",
    "two posts": "Ani Misal, Guru Besar Ilmu Contoh, Universitas Misal",
}


@every_row("line", POSTS.values())
def test_a_post_behind_a_name_is_no_second_person(line):
    assert people(f"<div class=author>{line}</div>") == (["Ani Misal"], [])
    named = "<div class=author>Ani Misal, Budi Contoh dan Guruh Sampel</div>"
    assert people(named) == (["Ani Misal", "Budi Contoh", "Guruh Sampel"], [])


@every_row("line", ["Ani Misal/Biro Pers Contoh", "Ani Misal/Humas Pemkot Contoh"])
def test_a_bare_slash_joins_a_photographer_and_the_office(line):
    assert people(f"<div class=author>{line}</div>") == ([line], [])


GLUED = {
    "in one text": "<div>PenulisAni Misal</div><div>EditorBudi Contoh</div>",
    "capital labels": "<div>REPORTERAni Misal</div><div>EDITORBudi Contoh</div>",
    "spans": "<div><span>Editor</span><span>Budi Contoh</span> <span>Penulis</span>"
    "<span>Ani Misal</span></div>",
    "label behind": "<ul><li><b>Ani Misal</b><span>Penulis</span></li>"
    "<li><b>Budi Contoh</b><span>Editor</span></li></ul>",
}


@every_row("html", GLUED.values())
def test_a_label_glued_to_a_name_is_told_from_it(html):
    assert people(html) == (["Ani Misal"], ["Budi Contoh"])


def test_who_is_the_editor_in_json_ld_is_no_writer_beside_another():
    both = f"[{person('Ani Misal')}, {person('Budi Contoh')}]"
    assert people(article(author=both, editor=person("Budi Contoh"))) == (
        ["Ani Misal"],
        ["Budi Contoh"],
    )
