"""One address for an article, whichever of its twins was seen."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.parsers.article import read_article
from crawler.parsers.dateline.outlets import DOMAIN, squashed
from crawler.parsers.urls import canonical_url, publisher_id, registered_domain
from tests.support.rows import every_row

ARTICLE = "https://www.contoh.com/read/1/judul"

TWINS = [
    "http://www.contoh.com/read/1/judul",
    "HTTPS://WWW.Contoh.COM/read/1/judul",
    "https://www.contoh.com:443/read/1/judul",
    "https://www.contoh.com/read/1/judul#komentar",
    "https://www.contoh.com/read/1/judul?utm_source=x&utm_medium=y&fbclid=z",
    "https://www.contoh.com/read/1/judul?page=all",
    "https://www.contoh.com/read/1/judul?single=1",
    "https://www.contoh.com/read/1/judul?m=1",
    "https://www.contoh.com/read//1/judul",
    "https://www.contoh.com/amp/read/1/judul",
    "https://www.contoh.com/read/1/judul/amp",
    "https://amp.contoh.com/read/1/judul",
    "https://m.contoh.com/amp/read/1/judul",
    "https://www-contoh-com.cdn.ampproject.org/c/s/www.contoh.com/amp/read/1/judul",
    "https://www.google.com/amp/s/www.contoh.com/amp/read/1/judul",
    "https://web.archive.org/web/20250101000000/http://www.contoh.com/read/1/judul",
    "https://web.archive.org/web/20250101000000id_/https:/www.contoh.com/read/1/judul?m=1",
    " https://www.contoh.com/read/1/judul\n",
    "http://http://www.contoh.com/read/1/judul",
    "http://https/www.contoh.com/read/1/judul",
    "http:/www.contoh.com/read/1/judul",
    "http:\\\\www.contoh.com/read/1/judul",
    *(
        f"https://www.contoh.com/read/1/judul?{name}=x"
        for name in ("srsltid", "mibextid", "msclkid", "gad_source", "at_medium", "amp_js_v")
    ),
]


@every_row("twin", TWINS)
def test_twins_have_one_address(twin):
    assert canonical_url(twin) == ARTICLE


@every_row(
    "address",
    [
        "https://www.contoh.com/read/1/judul?page=2",
        "https://www.contoh.com/?p=123",
        "https://contoh.com/read/1/judul/",
        "https://amplang.contoh.com/kuliner",
        "https://www.contoh.com/ampuh/obat",
        "http://127.0.0.1:8000/read/1",
    ],
)
def test_what_makes_another_page_stays(address):
    assert canonical_url(address) == address


def test_a_mobile_host_of_a_desk_is_the_desks():
    assert canonical_url("https://m.bola.contoh.co.id/a") == "https://bola.contoh.co.id/a"
    assert canonical_url("https://m.contoh.co.id/a") == "https://www.contoh.co.id/a"


def test_letters_and_blanks_are_encoded_once():
    encoded = "https://www.contoh.com/a%20b/caf%C3%A9"
    assert canonical_url("https://www.contoh.com/a b/café") == encoded
    assert canonical_url(encoded) == encoded


@every_row("odd", ["", "mailto:a@contoh.com", "http://[::1", "javascript:void(0)"])
def test_what_is_no_web_address_comes_back(odd):
    assert canonical_url(odd) == odd


ODD_ADDRESSES = st.text(alphabet="htps:/.wmap?=&#%[]@1 é\udcff", max_size=60)


@given(st.one_of(st.text(), ODD_ADDRESSES.map("https://".__add__), st.sampled_from(TWINS)))
def test_an_address_is_canonical_once_and_for_all(address):
    once = canonical_url(address)
    assert canonical_url(once) == once


def test_the_publishers_id_is_what_the_pattern_names():
    pattern = r"-(?P<id>\d{7})$|/read/(?P<id2>\d+)/"
    assert publisher_id("https://www.contoh.com/judul-1234567", pattern) == "1234567"
    assert publisher_id("https://www.contoh.com/read/42/judul", pattern) == "42"
    assert publisher_id("https://www.contoh.com/judul", pattern) is None
    assert publisher_id("https://www.contoh.com/read/42/judul", None) is None


SECOND_LEVEL = "co or go ac web sch my net biz mil desa ponpes".split()


@every_row("level", SECOND_LEVEL)
def test_the_registered_domain_knows_the_second_level_of_indonesia(level):
    assert registered_domain(f"sport.contoh.{level}.id") == f"contoh.{level}.id"
    assert canonical_url(f"https://m.contoh.{level}.id/a") == f"https://www.contoh.{level}.id/a"
    assert DOMAIN.fullmatch(f"contoh.{level}.id")
    assert squashed(f"CONTOH.{level.upper()}.ID") == "contoh"


@every_row(
    ("host", "registered"),
    [
        ("rss.contoh.id", "contoh.id"),
        ("NEWS.contoh.com.", "contoh.com"),
        ("news.contoh.co.uk", "contoh.co.uk"),
        # a blog is its owner's alone
        ("satu.blogspot.com", "satu.blogspot.com"),
        ("www.satu.blogspot.com", "satu.blogspot.com"),
        ("satu.blogspot.co.id", "satu.blogspot.com"),
        ("satu.blogspot.de", "satu.blogspot.com"),
        ("satu.wordpress.com", "satu.wordpress.com"),
        ("satu.github.io", "satu.github.io"),
        # nobody's
        ("co.id", "co.id"),
        ("blogspot.com", "blogspot.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_registered_domain_is_one_owners(host, registered):
    assert registered_domain(host) == registered


def test_a_blog_has_no_www():
    assert canonical_url("https://m.satu.blogspot.com/a") == "https://satu.blogspot.com/a"
    assert canonical_url("https://m.satu.wordpress.com/a") == "https://satu.wordpress.com/a"


@every_row("host", ["{}.blogspot.com", "{}.wordpress.com", "{}.mil.id", "{}.biz.id"])
def test_a_page_that_names_another_blog_keeps_its_own_address(host):
    own, other = f"https://{host.format('satu')}/a", f"https://{host.format('dua')}/b"
    html = f'<link rel="canonical" href="{other}"><h1>Judul berita contoh</h1><p>Naskah.</p>'
    assert read_article(html, own).url == own
