"""scrapy read: one page as JSON, and why it was read so. Every page here is written for it."""

import json
from collections import Counter

import pytest

from crawler.commands.sites.why import WIDTH
from crawler.parsers.article import read_article
from crawler.parsers.page.trace import Recorder
from tests.support import warm
from tests.support.checkout import ROOT

FIRST = "Petani di Desa Contoh mulai memanen padi setelah hujan turun selama dua pekan penuh."
SECOND = "Kepala desa mengatakan panen tahun ini lebih baik karena saluran irigasi diperbaiki."
LAST = "Panen raya diperkirakan berlangsung hingga Desember dan melibatkan ratusan keluarga."
PAGE = f"""<html><head><title>Panen Raya Dimulai - Contoh Media</title>
<meta property="og:title" content="Panen Raya Dimulai"><meta name="author" content="Contoh Media">
<meta property="og:site_name" content="Contoh Media">
<meta property="article:published_time" content="1970-01-01T00:00:00+07:00"></head><body>
<h4 class="kicker">Laporan Desa</h4><h1>Panen Raya Dimulai</h1>
<div class="tanggal">Senin, 25 November 2024 | 14:05 WIB</div><div class="penulis">Contoh Nama</div>
<div class="isi"><p>Desa Contoh - {FIRST}</p><div class="iklan"><p>Beli pupuk contoh.</p></div>
<p>{SECOND}</p><p>Baca juga: Wali Kota Contoh Resmikan Jembatan</p><p>{LAST} (abc)</p></div>
<div class="lain"><p><a href="/1">Wali Kota Contoh Resmikan Jembatan Baru</a></p></div>
</body></html>"""


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "contoh.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def scrapy(*arguments):
    return warm.scrapy("read", *arguments)


def section(text, name):
    """The lines printed under a field."""
    block = next(block for block in text.split("\n\n") if block.startswith(f"{name}:"))
    return block.splitlines()


def row(text, name, *words):
    """The one line of a field that holds all these words."""
    rows = [line for line in section(text, name) if all(word in line for word in words)]
    assert len(rows) == 1, (words, section(text, name))
    return rows[0]


def test_why_names_the_rule_that_took_each_line_and_the_source_that_won(page):
    text = scrapy(page, "--why").stdout
    assert row(text, "body", "Baca juga").split()[:2] == ["out", "boilerplate"]
    assert "cross-link" in row(text, "body", "Baca juga")
    assert "called: iklan" in row(text, "body", "element beside the text", "Beli pupuk")
    assert row(text, "body", "end of the last line").split()[0] == "cut"
    assert row(text, "body", "found by its sentences").split()[0] == "won"
    assert "div.isi" in row(text, "container", "won")
    assert "h1" in row(text, "headline", "heading that says a title")
    assert "Laporan Desa" in row(text, "kicker", "won")
    assert "before 1995" in row(text, "published", "1970-01-01")
    assert "most trusted" in row(text, "published", "Senin, 25 November 2024")
    assert "div.tanggal" in row(text, "date lines", "won")
    assert "called the writer" in row(text, "authors", "won", "Contoh Nama")
    assert "place: Desa Contoh" in row(text, "dateline", "paragraph 1")
    assert row(text, "signature", "(abc)", "won")


def test_no_line_is_wider_than_a_terminal(page):
    assert max(map(len, scrapy(page, "--why").stdout.splitlines())) <= WIDTH


def test_why_as_json_is_the_page_s_line_with_every_step(page):
    plain, told = (json.loads(scrapy(page, *more).stdout) for more in ((), ("--why", "--json")))
    steps = told.pop("why")
    assert told == plain
    assert {"about", "rule", "outcome", "text", "place", "more"} == steps[0].keys()
    won = Counter(step["about"] for step in steps if step["outcome"] == "won")
    assert won["headline"] == won["published"] == won["authors"] == 1


def test_json_alone_and_a_page_that_is_none_are_one_sentence(page, tmp_path):
    run = scrapy(page, "--json")
    assert (run.returncode, run.stdout) == (2, "") and "--json belongs to --why" in run.stderr
    none = tmp_path / "none.html"
    none.write_text("no tag")
    run = scrapy(none, "--why")
    assert run.returncode == 2 and "is not an HTML page" in run.stdout


FIXTURES = sorted((ROOT / "tests/fixtures").rglob("*.html"))


@pytest.mark.parametrize("file", FIXTURES[::4], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_asking_why_changes_nothing(file):
    html = file.read_bytes()
    assert read_article(html, trace=Recorder()) == read_article(html)
