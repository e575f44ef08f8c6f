"""Which addresses are articles, on every site: by what is known of each, and by what none has.

``article_addresses.txt`` holds addresses made up in the forms that the sets of facts on outlets
tell, of every year they name, and beside them what those outlets list that is no article.
"""

import re
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.discovery.listings.addresses import beside_articles
from crawler.parsers.urls import publisher_id, registered_domain
from crawler.site_files.loader import SiteLoader
from crawler.site_files.tables import rows_of
from tests.support.checkout import ROOT
from tests.support.rows import every_row

LOADER = SiteLoader.from_settings(get_project_settings())
SPIDERS = {name: LOADER.load(name)() for name in LOADER.list() if LOADER.load(name).allowed_domains}
ROWS = {
    table.name: list(rows_of(table)) for table in sorted((ROOT / "spiders/tables").glob("*.csv"))
}
DOMAINS = {row.site: row.cells["domain"] for rows in ROWS.values() for row in rows}
NO_ARTICLE = """
/ /index.html /indeks /indeks/ /indeks?page=2 /indeks/2026-04-23 /indeks/2026/04/23
/indeks/nasional/2026-04-23 /indeks-berita?daterange=&page=2 /index-news?date=2026-04-23&page=2
/berita /berita/nasional /berita/page/2/ /news /news/nasional /nasional /nasional/page/2
/nasional?page=2 /gaya-hidup /gaya-hidup/ /jawa-tengah /hukum-kriminal/ /berita-utama/ /sepak-bola
/ekonomi/gaya-hidup /kategori/ekonomi-bisnis /kategori/12/gaya-hidup/ /category/berita-utama/
/category/berita-utama/page/2/ /index.php/category/berita-utama/ /kanal/berita-utama
/rubrik/berita-utama /topik/banjir-bandang-di-ende /topik/123/banjir-bandang-di-ende
/topic/banjir-bandang-di-ende /topics/banjir-bandang-di-ende /tag/banjir-bandang-di-ende
/tag/banjir-bandang-di-ende/page/2/ /tag/12345/banjir-bandang-di-ende /tags/banjir-bandang-di-ende
/listtag/123/banjir-bandang-di-ende /author/ani-misal-contoh /author/12345/ani-misal-contoh
/penulis/12345/ani-misal-contoh /reporter/12345/ani-misal-contoh /user/ani-misal-contoh
/search?q=banjir-bandang-di-ende /search/banjir-bandang-di-ende /cari?q=banjir /?s=banjir-bandang
/?p=12345 /page/2/ /video/judul-video-contoh-misal /video/1234567/judul-video-contoh-misal
/video/read/1234567/judul-video-contoh-misal /videos/1234567/judul-video-contoh-misal
/foto/judul-foto-contoh-misal /foto/1234567/judul-foto-contoh-misal
/foto/read/1234567/judul-foto-contoh-misal /photo/1234567/judul-foto-contoh-misal
/galeri/1234567/judul-foto-contoh-misal /gallery/1234567/judul-foto-contoh-misal
/galeri-foto/judul-foto-contoh-misal /live-streaming /feed/ /rss /rss/berita-utama /rss/terkini.xml
/sitemap.xml /sitemap-news.xml /post-sitemap2.xml /sitemap/news-sitemap.xml /robots.txt
/manifest.json /wp-json/wp/v2/posts /wp-login.php
/wp-content/uploads/2026/04/banjir-bandang-di-ende.jpg /assets/img/banjir-bandang-di-ende.jpg
/storage/2026/04/23/banjir-bandang-di-ende.webp /dokumen/laporan-banjir-bandang-di-ende.pdf
/tentang-kami /about-us /redaksi /pedoman-media-siber /page/pedoman-media-siber
/info/pedoman-media-siber /kebijakan-privasi /privacy-policy /kontak-kami /syarat-ketentuan
/terms-of-use /login /my-account/ /terkini?page=2 /berita-terpopuler /2026/04/ /2026/04/23/
/date/2026/04/23 /komentar/1234567/banjir-bandang-di-ende /print/1234567/banjir-bandang-di-ende
/epaper/edisi-23-april-2026 /jadwal-sholat /cdn-cgi/l/email-protection
""".split()
"""What stands on an outlet's host beside its articles."""


def known_addresses() -> list[tuple[str, str, bool]]:
    """Site, address and whether it is an article's, as the file beside this one says."""
    found = []
    text = Path(__file__).with_name("article_addresses.txt").read_text(encoding="utf-8")
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        of, address = line.removeprefix("- ").split()
        hosts = [(row.site, row.cells["domain"]) for row in ROWS.get(of, ())] or [(of, "")]
        found += [
            (site, f"https://{address.format(host=host)}", not line.startswith("- "))
            for site, host in hosts
        ]
    return found


KNOWN = known_addresses()


@every_row(("site", "address", "is_article"), KNOWN)
def test_known_addresses_are_articles_or_none(site, address, is_article):
    assert SPIDERS[site].is_article(address) == is_article


@every_row("site", SPIDERS)
def test_what_every_outlet_has_beside_its_articles_is_none_of_them(site):
    hosts = {DOMAINS.get(site, SPIDERS[site].allowed_domains[0])}
    hosts |= {f"www.{host}" for host in hosts if registered_domain(host) == host}
    taken = [
        address
        for host in sorted(hosts)
        for path in NO_ARTICLE
        if SPIDERS[site].is_article(address := f"https://{host}{path}")
    ]
    assert taken == []


@every_row(("site", "address"), [(site, url) for site, url, is_article in KNOWN if is_article])
def test_an_article_is_one_at_its_own_address_only(site, address):
    """With another scheme, with what tracks a reader; but not as its AMP double or a page of it."""
    spider, (bare, _, query) = SPIDERS[site], address.partition("?")
    mark = "&" if query else "?"
    assert spider.is_article(address.replace("https:", "http:"))
    assert spider.is_article(f"{address}{mark}utm_source=contoh")
    assert spider.is_article(f"{address}#komentar")
    if query != "page=all":
        assert not spider.is_article(f"{bare}?page=2")
    if "amp" not in spider.article_url:
        assert not spider.is_article(f"{bare.rstrip('/')}/amp")


def test_most_sites_have_addresses_that_are_known():
    """Papers on WordPress but for some: only the platform's form is known of the others."""
    known = {site for site, _, is_article in KNOWN if is_article}
    without = {site for site in SPIDERS if site not in known}
    assert without <= {row.site for row in ROWS["wordpress.csv"]}
    assert len(known) > 250


@every_row(
    ("site", "address", "number"),
    [(site, url, None) for site, url, is_article in KNOWN if is_article],
)
def test_where_articles_are_numbered_a_number_is_read(site, address, number):
    pattern = SPIDERS[site].article_url
    groups = re.search(pattern, address).groupdict()
    numbers = [groups[name] for name in groups if name.startswith("id")]
    if any(numbers):
        assert publisher_id(address, pattern)


@pytest.mark.parametrize(
    ("pattern", "address", "is_beside"),
    [
        (r"/(?P<id>\d+)/", "https://contoh.id/video/123/judul-video", True),
        (r"/video/(?P<id>\d+)/", "https://contoh.id/video/123/judul-video", False),
        (r"/(?!video)[\w-]+/(?P<id>\d+)/", "https://contoh.id/a/video/123/judul", True),
        (r"/(?!a(?:b|video))[\w-]+/(?P<id>\d+)/", "https://contoh.id/video/123/judul", True),
        (r"/[\w-]+-[\w-]+", "https://contoh.id/kategori/nasional/judul-berita", True),
        (r"/kategori/[\w-]+/[\w-]+", "https://contoh.id/kategori/nasional/judul-berita", False),
        (r"/(?P<id>\d+)/", "https://contoh.id/kategori/nasional/123/judul-berita", False),
        (r"/[\w-]+-[\w-]+", "https://contoh.id/video-banjir-bandang", False),
        (r"/[\w-]+-[\w-]+", "https://contoh.id/tentang-kami-yang-terlupa", False),
        (r"/[\w-]+-[\w-]+", "https://contoh.id/judul-berita?page=2", True),
        (r"[?]page=\d+", "https://contoh.id/berita?page=2", False),
        (r"/amp/[\w-]+", "https://contoh.id/amp/judul-berita", False),
        (r"/[\w.-]+", "https://contoh.id/harga-emas-rp1.500", False),
        (r"[?]p=(?P<id>\d+)", "https://contoh.id/?p=12345", False),
        (r"[?]p=(?P<id>\d+)", "https://contoh.id/index.php?p=12345", False),
    ],
)
def test_what_a_site_names_in_its_pattern_is_left_to_it(pattern, address, is_beside):
    assert beside_articles(pattern)(address) == is_beside
