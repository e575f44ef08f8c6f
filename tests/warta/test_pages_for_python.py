"""``warta.read_article`` and ``warta.links``: pages read from Python."""

from datetime import UTC, datetime

import pytest

import warta
from tests.support.checkout import FIXTURES, ROOT

PAGE = (
    "<h1>Contoh judul berita</h1><p>{when}</p>"
    "<p>Jakarta, Contoh.id - Isi berita contoh yang cukup panjang untuk dibaca.</p>"
)
LISTING = '<a href="https://www.kompas.com/nasional/read/2026/03/02/17150081/contoh-judul">Satu</a>'


def test_an_article_has_its_publishing_time_chosen():
    page = PAGE.format(when="Senin, 2 Maret 2026 | 09:12 WITA")
    article = warta.read_article(page, "https://www.contoh.id/read/1/judul")
    assert (article.headline, article.dateline_place) == ("Contoh judul berita", "Jakarta")
    assert article.published_at == "2026-03-02T01:12:00Z"
    assert article.published_local == "2026-03-02T09:12:00+08:00"
    assert article.published_precision == "minute"


def test_what_the_page_says_of_now_counts_from_now():
    page = PAGE.format(when="<time>2 jam lalu</time>")
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert warta.read_article(page, now=now).published_at == "2026-03-02T07:00:00Z"
    with pytest.raises(warta.WartaError, match="now is aware"):
        warta.read_article(page, now=datetime(2026, 3, 2))


def test_a_page_without_a_date_has_none():
    assert warta.read_article(PAGE.format(when="")).published_at is None


def test_a_site_is_named_or_given_as_its_facts():
    page = next(FIXTURES.joinpath("visimuslim").glob("*.html")).read_bytes()
    by_name = warta.read_article(page, site="visimuslim")
    assert by_name.site == "visimuslim"
    assert by_name == warta.read_article(page, site=type(warta_site("visimuslim")))


def warta_site(name):
    """A site's facts, as a user may have them."""
    from warta.pages import site_named

    return site_named(name)


def test_links_are_those_a_crawl_would_follow():
    (link,) = warta.links(LISTING, "https://www.kompas.com/nasional", site="kompas")
    assert link["url"].endswith("/contoh-judul")
    assert link == warta.links(LISTING.encode(), site="kompas")[0]


def test_what_holds_no_link_and_a_site_that_is_none_are_told():
    with pytest.raises(warta.WartaError, match="nothing to follow: .*names no article"):
        warta.links("<p>kosong</p>", site="kompas")
    with pytest.raises(warta.WartaError, match="no site kompass; did you mean kompas"):
        warta.links(LISTING, site="kompass")


def test_private_sites_where_the_user_stands_are_known(tmp_path, monkeypatch):
    (tmp_path / "warta.toml").touch()
    (tmp_path / "spiders").mkdir()
    site = (ROOT / "spiders/kompas.py").read_text().replace('name = "kompas"', 'name = "milikku"')
    (tmp_path / "spiders/milikku.py").write_text(site)
    monkeypatch.chdir(tmp_path)
    assert warta.read_article(PAGE.format(when=""), site="milikku").site == "milikku"


def test_a_name_that_is_none_is_an_import_error():
    with pytest.raises(ImportError, match="read_artikel"):
        from warta import read_artikel  # noqa: F401
    assert set(warta.__all__) >= {"read_article", "parse_date", "split_dateline", "links"}
