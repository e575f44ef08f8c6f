"""The headline and its kicker. All pages are samples written for these tests."""

import pytest

from crawler.parsers.headline import read_headline, without_site_name
from crawler.parsers.page import Page
from crawler.parsers.site import Site

HEADLINE = "Warga Desa Misal Menanam Pohon di Tepi Sungai"
JSON_LD = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "%s"}</script>'
CANONICAL = '<link rel="canonical" href="https://www.contoh.com/berita/1-warga">'


def headline(html: str, site: Site | None = None) -> str | None:
    return read_headline(Page(f"<html><body>{html}"), site or Site())[0]


def kicker(html: str) -> str | None:
    return read_headline(Page(f"<html><body>{html}"), Site())[1]


PAGES = {
    "one h1": f"<h1>{HEADLINE}</h1>",
    "h1 is the site's name": f"<title>{HEADLINE} - Contoh.com</title>{CANONICAL}"
    f"<h1>Contoh.com</h1><h2>{HEADLINE}</h2>",
    "h1 is the channel": f'<meta property="og:title" content="{HEADLINE} - Contoh.com">{CANONICAL}'
    f"<h1>Regional</h1><div><h2>{HEADLINE}</h2></div><h2>Berita Lain yang Tidak Dimaksud</h2>",
    "four h1": f"{JSON_LD % HEADLINE}<h1>Otomotif</h1><h1>TAG</h1><h1>{HEADLINE}</h1><h1>desa</h1>",
    "an h1 holds the whole title": f'<meta property="og:title" content="{HEADLINE}">'
    f"<h1>Contoh {HEADLINE} - Daerah :: Contoh</h1><h1>{HEADLINE}</h1>",
    "no heading, a box called title": f"<title>{HEADLINE} | Contoh.com</title>{CANONICAL}"
    f'<div class="h5 judul">{HEADLINE}</div>',
    "no heading at all": f'<meta property="og:title" content="{HEADLINE} |Contoh Online">'
    + CANONICAL,
    "title only, desk and site behind it": f"{CANONICAL}"
    f"<title>{HEADLINE} - Daerah - Contoh.com</title>",
    "site before it": f"<title>Contoh.com: Daerah - {HEADLINE}</title>{CANONICAL}",
    "JSON-LD carries the site's name": f"{JSON_LD % (HEADLINE + ' - CONTOH')}{CANONICAL}",
    "title cut off": f'<meta property="og:title" content="{HEADLINE[:30]}..."><h1>Daerah</h1>'
    f"<h2>{HEADLINE}</h2>",
    "the machines' title is another": f'<meta property="og:title" content="Siapa Menanam Apa?">'
    f"<h1>{HEADLINE}</h1>",
    "broken over lines": f"<h1>\n  {HEADLINE[:10]}\n{HEADLINE[10:]}&nbsp; </h1>",
    "page number behind it": f"<title>{HEADLINE} Halaman all - Contoh.com</title>{CANONICAL}",
    "a logo in the h1": f'<title>{HEADLINE}</title><h1><a href="/"><img alt="Contoh"></a></h1>'
    f'<h2 class="title">{HEADLINE}</h2>',
}


@pytest.mark.parametrize("page", PAGES)
def test_the_headline_is_the_heading_the_page_means(page):
    assert headline(PAGES[page]).replace("  ", " ") == HEADLINE


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Teks saja.</p>",
        '<meta property="og:site_name" content="Blog Misal"><title>Blog Misal</title>'
        "<h1>Blog Misal</h1>",
    ],
)
def test_a_page_without_headline_has_none(html):
    assert headline(html) is None


def test_entities_escaped_twice_are_read_once_more():
    assert headline("<h1>Kata &amp;quot;ini&amp;quot; &amp;amp; itu</h1>") == 'Kata "ini" & itu'
    assert headline(JSON_LD % "Kata &#039;ini&#039; saja dulu") == "Kata 'ini' saja dulu"


def test_a_line_break_in_a_heading_parts_words():
    assert headline("<h1>Warga Desa<br>Menanam <i>Po</i>hon</h1>") == "Warga Desa Menanam Pohon"


def test_a_dash_inside_the_headline_is_no_suffix():
    title = "Misal - Umpama: Siapa yang Menang?"
    assert headline(f"<title>{title} - Contoh.com</title>{CANONICAL}") == title


def test_the_sites_selector_wins():
    class Selected(Site):
        headline = ".judul-asli"

    page = f"<h1>Kanal</h1><h1 class=judul-asli></h1><h2 class=judul-asli>{HEADLINE}</h2>"
    assert headline(page, Selected()) == HEADLINE


@pytest.mark.parametrize(
    ("title", "names", "left"),
    [
        ("Judul berita pendek - Tekno Contoh.com", {"contoh"}, "Judul berita pendek"),
        ("Judul berita pendek sekali - Health :: Contoh Lifestyle", {"contoh"}, None),
        ("Judul berita pendek : Contoh Economy", {"contoh"}, "Judul berita pendek"),
        ("Judul berita | Pendapat", {"contoh"}, "Judul berita | Pendapat"),
        ("Judul A - B", set(), "Judul A - B"),
    ],
)
def test_only_the_sites_name_is_taken_off_a_title(title, names, left):
    assert without_site_name(title, names) == (left or "Judul berita pendek sekali")


def test_the_kicker_is_what_stands_right_above():
    assert kicker(f"<h4>KABAR DESA</h4><h1>{HEADLINE}</h1>") == "KABAR DESA"
    boxed = f'<div><a class="kicker" href="/topik/1">Sungai Bersih</a><h1>{HEADLINE}</h1></div>'
    assert kicker(boxed) == "Sungai Bersih"


@pytest.mark.parametrize(
    "above",
    [
        "<h4>Senin, 12 Mei 2025 10:00 WIB</h4>",
        '<div class="breadcrumb"><a href="/">Home</a> » <a href="/daerah">Daerah</a></div>',
        "<p>Teks apa saja</p>",
        '<h3 class="share">Bagikan</h3>',
        f"<h2>{HEADLINE * 2}</h2>",
        "",
    ],
)
def test_dates_paths_and_text_above_are_no_kicker(above):
    assert kicker(f"{above}<h1>{HEADLINE}</h1>") is None
