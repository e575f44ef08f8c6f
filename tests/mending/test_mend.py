"""``scrapy mend``: a redesigned site, its archive, and what of its file is written anew."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.archive.writer import WarcWriter
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


def test_a_wrong_call_is_told(folder):
    assert "name one site" in mend(folder).stderr
    assert "there is no site conto; did you mean contoh?" in mend(folder, "conto").stderr
    shutil.rmtree(folder / "archive" / "contoh")
    done = mend(folder, "contoh")
    assert done.returncode == 2
    assert "archive/contoh" in done.stderr
