"""``scrapy mend``: a redesigned site, its archive, and what of its file is written anew."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.archive.writer import WarcWriter
from crawler.discovery import Feed
from tests.support.moved import listing_of, moved_address
from tests.support.redesigned import WAYS, redesigned
from tests.support.rows import every_row
from tests.support.warm import scrapy

BEFORE = datetime(2026, 3, 1, 5, tzinfo=UTC)
AFTER = BEFORE + timedelta(days=30)
FILE = '''"""Contoh (Desa Misal)."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class ContohSpider(NewsSpider):
    name = "contoh"
    outlet = "Contoh"
    province = "national"
    allowed_domains = ["contoh.id"]
    discover = [Feed("https://www.contoh.id/rss")]
    article_url = r"/read/(?P<id>\\d+)/"
    body = "div.article-body"
    authors = "div.byline span"
    drop = ["div.promo"]
'''
WORDS = (
    *("balai", "kursi", "tetangga", "musim", "hujan", "daftar", "barang", "pinjam", "jembatan"),
    *(
        "kayu",
        "sawah",
        "pasar",
        "kapal",
        "nelayan",
        "sekolah",
        "guru",
        "murid",
        "buku",
        "pelabuhan",
    ),
)


def page(number: int) -> str:
    """An article in the site's markup, with a text of its own and the same promotion in each."""
    words = [WORDS[(number * 7 + step * (number % 5 + 1)) % len(WORDS)] for step in range(90)]
    text = [" ".join(words[start : start + 30]).capitalize() + "." for start in (0, 30, 60)]
    lines = "".join(f"<p>{line}</p>" for line in text[:2])
    return f"""<!DOCTYPE html><html lang="id"><head><title>Warga menata {number}</title>
<meta property="article:published_time" content="2026-03-01T10:{number:02}:00+07:00"></head><body>
<div class="page"><div class="head"><h1>Contoh: warga menata balai nomor {number}</h1>
<div class="byline"><span>Sari Contoh{chr(97 + number % 26)}</span></div></div>
<div class="article-body">{lines}
<div class="promo"><p>Ruang Contoh memuat resep, ramalan cuaca dan jadwal kereta pagi.</p></div>
<p>{text[2]}</p></div>
<div class="others"><a href="/read/1/lain">Kabar lain</a></div></div></body></html>"""


@pytest.fixture
def folder(tmp_path):
    """A project's spiders and archive."""
    return begun(tmp_path)


def begun(folder):
    """A folder with that one site and an empty archive."""
    (folder / "sites").mkdir()
    (folder / "sites" / "__init__.py").touch()
    (folder / "sites" / "contoh.py").write_text(FILE)
    (folder / "archive" / "contoh").mkdir(parents=True)
    return folder


def keep(folder, pages):
    """Write pages, with when they were captured, into the archive."""
    writer = WarcWriter(folder / "archive" / "contoh", "contoh", 10**9, {})
    for number, html, moment in pages:
        url = f"https://www.contoh.id/read/{number}/warga-menata"
        headers = {"Content-Type": "text/html; charset=utf-8"}
        answer = HtmlResponse(url, headers=headers, body=html.encode())
        writer.add(Request(url), answer, moment)
    writer.close()


def redesign(folder, way, both=range(8, 14)):
    """Fourteen pages as they were, twenty as they are; ``both`` were captured twice."""
    old = [(number, page(number), BEFORE + timedelta(hours=number)) for number in range(14)]
    new = [
        (number, redesigned(page(number), way), AFTER + timedelta(hours=number))
        for number in [*both, *range(14, 28)]
    ]
    keep(folder, [*old, *new])


def mend(folder, *arguments, **how):
    """The call, in a project with that one site."""
    line = ["mend", *arguments, "-s", "SPIDER_MODULES=sites", "-s", f"ARCHIVE={folder / 'archive'}"]
    return scrapy(*line, env={**os.environ, "PYTHONPATH": str(folder)}, **how)


@every_row("way", WAYS)
def test_a_redesigned_site_is_read_again_after_its_file_was_written(tmp_path_factory, way):
    folder = begun(tmp_path_factory.mktemp(way))
    redesign(folder, way)
    done = mend(folder, "contoh", "--write")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "body in sites/contoh.py fits none of 20 pages since 2026-03-31" in done.stdout
    assert "it last fitted on 2026-03-01T" in done.stdout
    written = (folder / "sites" / "contoh.py").read_text()
    assert 'body = "div.article-body, ' in written
    assert 'drop = ["div.promo", ' in written
    again = mend(folder, "contoh")
    assert again.returncode == 0
    assert again.stdout == "contoh: each declared fact fits; 34 pages were read\n"


def test_nothing_is_written_unasked(folder):
    redesign(folder, "renamed")
    done = mend(folder, "contoh")
    assert '+    body = "div.article-body, ' in done.stdout
    assert (folder / "sites" / "contoh.py").read_text() == FILE


def test_what_is_not_clear_is_said_and_not_written(folder):
    """On each page the text stands in boxes called otherwise, at another depth."""
    keep(folder, [(number, page(number), BEFORE) for number in range(5)])
    boxes = []
    for number in range(5, 17):
        depth = number % 4
        html = page(number).replace('class="page"', f'class="y{number}abc{number}"')
        html = html.replace("article-body", f"x{number}abc{number}")
        html = html.replace("<p>", "<div>" * depth + "<p>").replace(
            "</p>", "</p>" + "</div>" * depth
        )
        html = html.replace('<div class="y', "<div>" * depth + '<div class="y')
        boxes.append((number, html, AFTER))
    keep(folder, boxes)
    done = mend(folder, "contoh", "--write")
    assert done.returncode == 10
    assert "body in sites/contoh.py fits none of 12 pages" in done.stdout
    assert "x5abc5" not in (folder / "sites" / "contoh.py").read_text()


def test_a_site_that_is_well_needs_nothing(folder):
    keep(folder, [(number, page(number), BEFORE) for number in range(6)])
    done = mend(folder, "contoh")
    assert (done.returncode, done.stdout) == (
        0,
        "contoh: each declared fact fits; 6 pages were read\n",
    )


def test_of_a_few_pages_nothing_is_said(folder):
    keep(folder, [(number, page(number), BEFORE) for number in range(2)])
    done = mend(folder, "contoh")
    assert done.returncode == 10
    assert "fits" not in done.stdout
    assert "2 article pages are kept there, which tells nothing" in done.stdout


def keep_feeds(folder, days):
    """Answers of the site's feed, one a day."""
    writer = WarcWriter(folder / "archive" / "contoh", "contoh", 10**9, {})
    for day, urls in enumerate(days):
        url, body = listing_of(Feed("https://www.contoh.id/rss"), "www.contoh.id", urls, BEFORE)
        answer = HtmlResponse(url, headers={"Content-Type": "application/rss+xml"}, body=body)
        writer.add(Request(url), answer, BEFORE + timedelta(days=day))
    writer.close()


def test_addresses_that_changed_get_a_pattern_beside_the_old_one(folder):
    keep(folder, [(number, page(number), BEFORE) for number in range(4)])
    old = [f"https://www.contoh.id/read/{number}/warga-menata" for number in range(4)]
    new = [moved_address("www.contoh.id", 1, number) for number in range(20)]
    keep_feeds(folder, [old, new[8:], new[:12]])
    done = mend(folder, "contoh", "--write")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "article_url matches no address that 2 listings name since 2026-03-02" in done.stdout
    assert "10 right, 0 wrong, 0 silent: clear" in done.stdout
    source = (folder / "sites" / "contoh.py").read_text()
    assert '    article_url = (\n        r"/read/(?P<id>\\d+)/"\n        r"|contoh\\.id/' in source
    again = mend(folder, "contoh")
    assert again.stdout == "contoh: each declared fact fits; 4 pages were read\n"


def test_addresses_that_no_pattern_fits_are_told_and_not_written(folder):
    keep(folder, [(number, page(number), BEFORE) for number in range(4)])
    keep_feeds(folder, [[f"https://www.contoh.id/{word}" for word in WORDS[:8]]])
    done = mend(folder, "contoh", "--write")
    assert done.returncode == 10
    assert "nothing found that gives what is known" in done.stdout
    assert (folder / "sites" / "contoh.py").read_text() == FILE


def in_front(number, *, at):
    """A page with a dateline, at the text's beginning or in an element of its own before it."""
    place = ("Bandung", "Medan", "Padang", "Kupang")[number % 4]
    dateline = f"{place}, Contoh - "
    html = page(number)
    if at == "text":
        return html.replace('class="article-body"><p>', f'class="article-body"><p>{dateline}')
    html = html.replace("article-body", "isi-kabar")
    return html.replace('<div class="isi', f'<div class="tempat">{dateline}</div><div class="isi')


def test_a_dateline_in_an_element_of_its_own_is_read_with_the_text(folder):
    old = [(number, in_front(number, at="text"), BEFORE) for number in range(12)]
    new = [(number, in_front(number, at="apart"), AFTER) for number in range(4, 20)]
    keep(folder, [*old, *new])
    done = mend(folder, "contoh", "--write")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "dateline, not declared, is read otherwise than before" in done.stdout
    source = (folder / "sites" / "contoh.py").read_text()
    assert 'body = "div.article-body, div.isi-kabar, div.tempat"' in source


def test_a_wrong_call_is_told(folder):
    assert "name one site" in mend(folder).stderr
    assert "there is no site conto; did you mean contoh?" in mend(folder, "conto").stderr
    shutil.rmtree(folder / "archive" / "contoh")
    done = mend(folder, "contoh")
    assert done.returncode == 2
    assert "archive/contoh" in done.stderr
