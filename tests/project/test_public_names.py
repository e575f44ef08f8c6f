"""What others import and call: these names stay."""

import subprocess
import sys

import pytest

from tests.support.checkout import ROOT

PAGE = (
    "<h1>Contoh judul berita</h1><p>Jakarta, Contoh.id - Isi berita contoh yang cukup panjang.</p>"
)


def test_an_article_is_read_as_a_caller_outside_asks():
    from crawler.parsers import read_article

    article = read_article(PAGE.encode(), "https://www.contoh.id/read/1/judul")
    assert (article.headline, article.dateline_place) == ("Contoh judul berita", "Jakarta")


def test_a_date_and_a_dateline_are_read_as_a_caller_outside_asks():
    from crawler.parsers.dateline import split_dateline
    from crawler.parsers.dates import parse_date

    assert parse_date("Senin, 2 Maret 2026 | 09:12 WIB").instant.isoformat() == (
        "2026-03-02T09:12:00+07:00"
    )
    dateline, rest = split_dateline("Ankara, Contoh - Isi berita.", outlets=["Contoh"])
    assert (dateline.place, dateline.outlet, rest) == ("Ankara", "Contoh", "Isi berita.")


def test_the_facts_of_a_site_are_enough_to_read_by():
    from crawler.parsers import read_article
    from crawler.parsers.site import Site

    class Contoh(Site):
        name = "contoh"
        headline = "h2"

    page = "<h1>Contoh.id</h1><h2>Judul yang benar di sini</h2><p>Isi berita contoh.</p>"
    for site in (Contoh, Contoh()):
        article = read_article(page, "https://www.contoh.id/read/1/judul", site)
        assert (article.site, article.headline) == ("contoh", "Judul yang benar di sini")
    assert read_article(PAGE, None, Site()).headline == "Contoh judul berita"


def test_a_name_that_is_none_is_an_import_error():
    with pytest.raises(ImportError, match="read_artikel"):
        from crawler.parsers import read_artikel  # noqa: F401


def test_whoever_only_searches_imports_no_reader_of_pages():
    code = "import sys, crawler.parsers.urls; print('crawler.parsers.article' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
