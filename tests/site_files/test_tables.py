"""Networks as tables: a row is a site like any other, and a wrong cell costs its own row alone."""

import re
from collections import Counter

import pytest
from scrapy.settings import Settings

from crawler.parsers.article import read_article
from crawler.parsers.declared import declared
from crawler.parsers.urls import publisher_id
from crawler.parsers.vocabulary.provinces import CENTRAL, EASTERN, PROVINCES, WESTERN
from crawler.site_files.loader import SiteLoader
from crawler.site_files.tables import rows_of
from tests.support.checkout import ROOT
from tests.support.newsroom import samples
from tests.support.rows import every_row
from tests.support.sample_pages import sample_address, sample_page
from tests.support.warm import scrapy

HEADER = "site,outlet,domain,province,timezone,body,article_url,former_domains\n"
GOOD = "kabar_misal,Kabar Misal,kabarmisal.id,Maluku Utara,,,,\n"
WRONG = {
    "province": ("b,B,b.id,Maluku Utar,,,,", "province = 'Maluku Utar' is none of the 38; did you"),
    "host": ("b,B,https://b.id/,Bali,,,,", "is no domain; did you mean b.id?"),
    "zone": ("b,B,b.id,Bali,Asia/Denpasar,,,", "'Asia/Denpasar' is no time zone"),
    "selector": ("b,B,b.id,Bali,,div[,,", "body = 'div[' is no CSS selector"),
    "pattern": ("b,B,b.id,Bali,,,/(\\d+,", "is no regular expression"),
    "no host": ("b,B,,Bali,,,,", "the cell 'domain' is empty"),
    "no name": (",B,b.id,Bali,,,,", "the cell 'site' is empty"),
    "odd name": ("b-c,B,b.id,Bali,,,,", "'b-c' is no name"),
    "too long": ("b,B,b.id,Bali,,,,,more", "'more' stands behind the last column"),
    "taken": ("kabar_misal,B,b.id,Bali,,,,", "its name 'kabar_misal' is that of line 2 of"),
    "a file's": ("own,B,b.id,Bali,,,,", "its name 'own' is that of"),
    "stroke": ("b,B,b.id/,Bali,,,,", "'b.id/', which is no domain; did you mean b.id?"),
    "port": ("b,B,b.id:8080,Bali,,,,", "did you mean b.id?"),
    "capitals": ("b,B,B.ID,Bali,,,,", "did you mean b.id?"),
    "two in a host": ("b,B,b,id,Bali,,,,", "'b', which is no domain, as in contoh.id"),
    "short province": ("b,B,b.id,NTT,,,,", "did you mean Nusa Tenggara Timur?"),
    "old province": ("b,B,b.id,Irian Jaya,,,,", "did you mean Papua?"),
    "small province": ("b,B,b.id,maluku utara,,,,", "did you mean Maluku Utara?"),
    "a city": ("b,B,b.id,Ternate,,,,", "'Ternate' is none of the 38; docs/sites.md names them"),
    "no province": ("b,B,b.id,,,,,", "the cell 'province' is empty"),
    "no outlet": ("b,,b.id,Bali,,,,", "the cell 'outlet' is empty"),
    "zone's name": ("b,B,b.id,Bali,WITA,,,", "as a rule one of Asia/Jakarta, Asia/Makassar"),
    "host taken": (
        "b,B,www.kabarmisal.id,Bali,,,,",
        "kabarmisal.id is the host of kabar_misal",
    ),
    "host once taken": ("b,B,b.id,Bali,,,,kabarmisal.id", "is the host of kabar_misal, line 2 of"),
    "a file's host": ("b,B,own.id,Bali,,,,", "own.id is the host of "),
    "group": ("b,B,b.id,Bali,,,/(?P<ids>\\d+),", "'ids' that nobody reads; did you mean id?"),
    "quote inside": ('b,"B" C,b.id,Bali,,,,', "a quote in it is written twice"),
    "quote open": ('b,"B,b.id,Bali,,,,', 'a quote (") is not closed'),
    "a file's host once": ("b,B,b.id,Bali,,,,own.id", "own.id is the host of "),
    "tabs": ("b\tB\tb.id\tBali", "its cells are parted by tabs; a table's are parted by commas"),
    "semicolons": ("b;B;b.id;Bali", "its cells are parted by ';'"),
    "a casino's": ("b,B,www.semarangpos.com,Bali,,,,", "is left out: advertises a casino; where"),
    "below a casino's": ("b,B,news.semarangpos.com,Bali,,,,", "is left out: advertises a casino"),
    "former hosts": ("b,B,b.id,Bali,,,,old.id;older.id", "did you mean old.id?"),
    "comment": ("# Bali", "the cell 'outlet' is empty"),
}
HEADERS = {
    "site,outlet,domain,provinces": "no fact called 'provinces'; did you mean province?",
    "site,outlet,domain,time_zone": "no fact called 'time_zone'; did you mean timezone?",
    "site,outlet,domain,body,body": "the column 'body' stands twice",
    "site;outlet;domain;province": "no column 'site'; a table begins with site,outlet,domain",
    "kabar_misal,Kabar Misal,kabarmisal.id,Maluku Utara": "there is no column 'site'",
    "site,outlet,host,province": "there is no column 'domain'",
    "": "there is no column 'site'",
}
OWN = """
from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class OwnSpider(NewsSpider):
    name = "own"
    allowed_domains = ["own.id"]
    discover = [Feed("https://own.id/rss")]
"""

TABLES = sorted((ROOT / "spiders/tables").glob("*.csv"))
ROWS = [row for table in TABLES for row in rows_of(table)]
SITES = SiteLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))


@pytest.fixture
def package(tmp_path, monkeypatch, request):
    """A package with one site file and room for tables."""
    name = f"tables_of_{abs(hash(request.node.name))}"
    (tmp_path / name / "tables").mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / name / "own.py").write_text(OWN)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / name


def loader_of(package, table, name="wordpress"):
    (package / f"tables/{name}.csv").write_text(table, newline="")
    return SiteLoader.from_settings(Settings({"SPIDER_MODULES": [package.name]}))


def test_a_row_is_a_site_with_the_facts_of_its_family_and_its_own(package):
    site = loader_of(package, HEADER + GOOD).load("kabar_misal")
    assert (site.outlet, list(site.allowed_domains)) == ("Kabar Misal", ["kabarmisal.id"])
    assert site.timezone == EASTERN, "the zone follows from the province"
    assert site.headline.startswith("h1.entry-title")
    assert site.discover[0].url == "https://kabarmisal.id/wp-json/wp/v2/posts"


def test_a_cell_wins_over_the_family_and_over_what_follows_from_the_province(package):
    row = "b,B,b.id,Bali,Asia/Jakarta,div.isi,/(?P<id>\\d+)/,lama.id lebih-lama.com\n"
    site = loader_of(package, HEADER + row).load("b")
    assert (site.timezone, site.body, site.article_url) == (WESTERN, "div.isi", "/(?P<id>\\d+)/")
    assert list(site.allowed_domains) == ["b.id", "lama.id", "lebih-lama.com"]


def test_a_fact_is_mended_in_its_row_or_in_the_family_that_reads_it(package):
    row = "b,B,b.id,Bali,,div.isi,,\n"
    told = loader_of(package, HEADER + GOOD + row).load("b")().declared_facts()
    line = f"{package}/tables/wordpress.csv, line 3"
    assert told["body"] == line
    assert told["headline"] == f"crawler/families/wordpress.py, for {line}"


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_row_is_told_with_its_line_and_costs_no_other(package, kind):
    row, said = WRONG[kind]
    loader = loader_of(package, f"{HEADER}{GOOD}\n{row}\n")
    assert sorted(loader.list()) == ["kabar_misal", "own"]
    (problem,) = loader.broken.values()
    assert f"{package.name}/tables/wordpress.csv, line 4: " in str(problem)
    assert said in str(problem)


@pytest.mark.parametrize("header", HEADERS)
def test_a_wrong_first_line_is_told_and_costs_its_table_alone(package, header):
    loader = loader_of(package, f"{header}\n{GOOD}" if header else "")
    assert loader.list() == ["own"]
    said = str(loader.broken["wordpress_table"])
    assert "tables/wordpress.csv, line 1: " in said
    assert HEADERS[header] in said


@pytest.mark.parametrize(
    "table",
    [
        "\ufeff" + HEADER + GOOD,
        (HEADER + GOOD).replace("\n", "\r\n"),
        (HEADER + GOOD).replace("\n", "\r"),
        f"{HEADER}\n\n{GOOD} , ,\n\n",
        HEADER + GOOD.rstrip(",\n"),
        HEADER + GOOD.rstrip("\n") + ",,,",
        HEADER + GOOD.replace(",Kabar Misal,", " , Kabar Misal ,"),
    ],
    ids=["mark", "windows", "old mac", "blank lines", "short", "long", "blanks"],
)
def test_what_spreadsheets_make_of_a_table_is_read(package, table):
    loader = loader_of(package, table)
    assert (sorted(loader.list()), loader.broken) == (["kabar_misal", "own"], {})


def test_a_table_of_no_family_is_told(package):
    loader = loader_of(package, HEADER + GOOD, name="wordpres")
    assert loader.list() == ["own"]
    assert "did you mean wordpress.csv?" in str(loader.broken["kabar_misal"])


def test_a_table_that_is_no_table_costs_itself_alone(package):
    header = b"site,outlet,domain,province\n"
    (package / "tables/antara.csv").write_bytes(header + b"a,Kabar \xe9,a.id,Bali\n")
    loader = loader_of(package, HEADER + GOOD)
    assert sorted(loader.list()) == ["kabar_misal", "own"]
    assert "tables/antara.csv, about line 2: this is no UTF-8" in str(loader.broken["antara_table"])


@every_row("row", ROWS, ids=lambda row: row.site)
def test_every_row_loads_and_says_where_it_belongs(row):
    site = SITES.load(row.site)
    assert site.outlet and site.province and site.verified
    assert re.fullmatch(r"[a-z][a-z0-9_]*", site.name)


def test_no_two_sites_share_a_host():
    """But editions below a path, and a site that asks several papers, whose rows are narrower."""
    rows = {row.site: row for row in ROWS}
    hosts = Counter()
    for name in SITES.list():
        site = SITES.load(name)
        own = [rows[name].cells["domain"]] if name in rows else site.allowed_domains
        hosts.update({*own, *site.former_domains})
    assert not [host for host, count in hosts.items() if count > 1]
    assert not SITES.broken


def test_every_province_has_an_outlet_of_its_own():
    there = Counter(SITES.load(name).province for name in SITES.list())
    assert set(PROVINCES) <= set(there)


def test_a_row_is_crawled_listed_and_found_without_loading_the_others(monkeypatch):
    done = scrapy("list")
    assert {row.site for row in ROWS} <= set(done.stdout.split())
    fresh = SiteLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    assert fresh.load("tribun_sulbar").timezone == CENTRAL
    assert list(fresh._spiders) == ["tribun_sulbar"]


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("https://aceh.tribunnews.com/news/986316/judul-berita", "aceh:986316"),
        ("https://ambon.tribunnews.com/masohi/95109/judul-berita", "ambon:95109"),
        ("https://www.tribunnews.com/nasional/7850001/judul-berita", "7850001"),
        ("https://m.tribunnews.com/nasional/7850001/judul-berita?page=all", "7850001"),
        ("https://jatim-timur.tribunnews.com/news/20001/judul", "jatim-timur:20001"),
        ("https://aceh.tribunnews.com/2024/11/25/judul-berita", None),
    ],
)
def test_papers_of_tribun_count_for_themselves(address, number):
    for name in ("tribunnews", "tribun_aceh"):
        site = SITES.load(name)
        assert re.search(site.article_url, address)
        assert publisher_id(address, site.article_url) == number


@every_row(
    ("site", "address", "number"),
    [
        (
            "radarmalang",
            "https://radarmalang.jawapos.com/pendidikan/2608120025/judul",
            "2608120025",
        ),
        ("radarmalang", "radarmalang.jawapos.com/pendidikan/2608120025/judul", "2608120025"),
        ("radarmalang", "radarmalang.jawapos.com/pendidikan/815154084/judul", "815154084"),
        ("radarmalang", "radarmalang.jawapos.com/tag/banjir", None),
        ("pontianakpost", "pontianakpost.jawapos.com/daerah/1466480189/judul", "1466480189"),
        ("disway_jateng", "jateng.disway.id/read/712345/judul-berita", "712345"),
        ("disway_jateng", "jateng.disway.id/kategori/12/judul-berita", None),
        ("suaramerdeka", "www.suaramerdeka.com/semarang-raya/0415123456/judul", "0415123456"),
        ("galamedia", "galamedia.pikiran-rakyat.com/news/pr-3512345678/judul", "3512345678"),
        ("detik_jatim", "www.detik.com/jatim/berita/d-7655123/judul", "7655123"),
        ("detik_jatim", "www.detik.com/jabar/berita/d-7655123/judul", None),
        ("detik_jatim", "www.detik.com/jatim/foto-news/d-7655123/judul", None),
        ("antara_kalbar", "kalbar.antaranews.com/berita/612345/judul", "612345"),
        ("balipost", "www.balipost.com/news/2024/11/25/423456/Judul.html", "423456"),
    ],
)
def test_the_publishers_number_in_an_address(site, address, number):
    assert publisher_id(f"https://{address}", SITES.load(site).article_url) == number


def test_a_number_of_the_jawa_pos_papers_is_a_day_since_2026_only():
    pattern = SITES.load("radarmalang").article_url
    dated = re.search(pattern, "https://radarmalang.jawapos.com/a/2608120025/judul")
    assert (dated["year"], dated["month"], dated["day"]) == ("26", "08", "12")
    for number in ("1466480189", "2386491466", "815154084", "2613010001"):
        old = re.search(pattern, f"https://radarmalang.jawapos.com/a/{number}/judul")
        assert old["id2"] == number and old["year"] is None


@every_row(
    ("address", "is_article"),
    [
        ("https://floresa.co/banjir-di-ende-rusak-jalan/", True),
        ("https://floresa.co/news/12345/2024/11/25/banjir-di-ende", True),
        ("https://floresa.co/index.php/2024/11/25/banjir-di-ende/", True),
        ("https://floresa.co/kebijakan-daerah-soal-air/", True),
        ("https://floresa.co/?p=12345", False),
        ("https://floresa.co/", False),
        ("https://floresa.co/category/berita-utama/", False),
        ("https://floresa.co/index.php/category/berita-utama/", False),
        ("https://floresa.co/tag/banjir-bandang/page/2/", False),
        ("https://floresa.co/author/ani-misal/", False),
        ("https://floresa.co/page/2/", False),
        ("https://floresa.co/wp-content/uploads/2024/11/foto-banjir.jpg", False),
        ("https://floresa.co/wp-login.php", False),
        ("https://floresa.co/pedoman-media-siber/", False),
        ("https://floresa.co/tentang-kami", False),
        ("https://floresa.co/redaksi/", False),
    ],
)
def test_addresses_of_a_paper_on_wordpress(address, is_article):
    assert bool(re.search(SITES.load("floresa").article_url, address)) == is_article


def test_a_page_of_a_row_of_each_table_is_read_as_declared():
    wrong, tables = {}, {row.table.stem: row for row in reversed(ROWS)}
    for row in tables.values():
        site, (article,) = SITES.load(row.site), samples("{number}", 1)
        article.url = sample_address(site, row.cells["domain"], 1001, article.published)
        read = read_article(sample_page(site, article), article.url, site)
        place = read.dateline_place
        found = (read.headline, place, sorted(read.confirmed))
        if found != (article.headline, "Bandung", sorted(declared(site))):
            wrong[row.table.stem] = found
    assert wrong == {}
    assert len(tables) == len(TABLES)
