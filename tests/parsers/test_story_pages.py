"""Which links lead to another page of the story, and which to another story."""

from crawler.parsers.page import Page
from crawler.parsers.story_pages import MAY_BE_PAGE, StoryPages, may_be_page, story_pages
from tests.support.rows import every_row

URL = "https://www.contoh.example/berita/100-judul-contoh"
TEXT = "<h1>Judul contoh</h1><p>Paragraf contoh yang direka untuk mengisi halaman ini.</p>"


def pages(links: str, url: str = URL, head: str = "") -> StoryPages:
    """Where a page with these links says that its story goes on."""
    html = f"<html><head>{head}</head><body><article>{TEXT}{links}</article></body></html>"
    return story_pages(Page(html, url))


@every_row(
    ("links", "goes_on_at"),
    [
        ('<a href="?page=1">1</a> <a href="?page=2">2</a> <a href="?page=3">3</a>', "?page=2"),
        ('<b>1</b> <a href="/berita/100-judul-contoh/2">2</a>', "/2"),
        ('<a href="/berita/100-judul-contoh/2/">Halaman 2</a>', "/2/"),
        ('<a href="/berita/100-judul-contoh/page/2">Selanjutnya »</a>', "/page/2"),
        ('<a href="/berita/100-judul-contoh/halaman-2">Halaman berikutnya</a>', "/halaman-2"),
        ('<a href="?halaman=2"><span>Lanjut</span></a>', "?halaman=2"),
        ('<a href="?page=2" rel="next"><i></i></a>', "?page=2"),
        ('<a href="?page=2" aria-label="Next page"><i></i></a>', "?page=2"),
        (f'<a href="https://m.contoh.example{URL[26:]}?page=2&utm_source=x">2</a>', None),
    ],
)
def test_a_plain_link_to_the_next_page(links, goes_on_at):
    found = pages(links)
    assert found.goes_on
    assert found.next.endswith(goes_on_at or "page=2&utm_source=x")
    assert found.whole is None


def test_the_link_in_the_head_of_a_page():
    head = f'<link rel="next" href="{URL}?page=2"><link rel="canonical" href="{URL}">'
    assert pages("", head=head).next == f"{URL}?page=2"


@every_row(
    "link",
    [
        '<a href="?page=all">Tampilkan semua</a>',
        '<a href="?single=1">Baca selengkapnya</a>',
        '<a href="?showall=1">Satu halaman</a>',
        '<a href="/berita/100-judul-contoh/all">Semua</a>',
        '<a href="?show=semua">Semua halaman</a>',
    ],
)
def test_a_link_that_shows_all_pages(link):
    found = pages(f'<a href="?page=2">2</a>{link}')
    assert found.whole
    assert found.next == f"{URL}?page=2"


@every_row(
    ("links", "url"),
    [
        ('<a href="/berita/101-judul-lain" rel="next">Berita selanjutnya</a>', URL),
        ('<a href="/berita/101-judul-lain?page=2">Selanjutnya</a>', URL),
        ('<a href="/berita?page=2">2</a>', URL),
        ('<a href="/berita/page/2">Next</a>', URL),
        ('<a href="/berita/2">2</a>', "https://www.contoh.example/berita/1"),
        ('<a href="/berita/6" rel="next">6</a>', "https://www.contoh.example/berita/5"),
        ('<a href="/berita">Berita</a><a href="/berita/6">6</a>', f"{URL[:26]}/berita/5"),
        ('<a href="?p=124" rel="next">Next</a>', "https://www.contoh.example/?p=123"),
        ('<a href="?id=2&page=2">2</a>', "https://www.contoh.example/baca?id=1"),
        ('<a href="https://lain.example/berita/100-judul-contoh?page=2">2</a>', URL),
        ('<a href="?page=2">Judul berita lain yang sama panjang</a>', URL),
        ('<a href="?page=3">3</a>', URL),
        ('<a href="?page=1">2</a>', URL),
        ('<a href="?cpage=2">2</a> <a href="/berita/100-judul-contoh/comment-page-2">2</a>', URL),
        ('<div class="comments"><a href="?page=2">2</a></div>', URL),
        ('<div class="berita-terkait"><ul><li><a href="?page=2">Next</a></li></ul></div>', URL),
        ('<a href="?page=999">999</a><a href="?page=x">2</a><a href="http://[">2</a>', URL),
        ('<a href="?page=2">2</a>', f"{URL}?page=all"),
    ],
)
def test_a_link_to_something_else(links, url):
    assert pages(links, url) == StoryPages()


@every_row(
    ("url", "links", "goes_on_at"),
    [
        (f"{URL}?page=2", '<a href="?page=1">1</a> <a href="?page=3">3</a>', "?page=3"),
        (f"{URL}?page=3", '<a href="?page=1">1</a> <a href="?page=2">2</a>', None),
        (f"{URL}/2", f'<a href="{URL}">1</a> <a href="{URL}/3">3</a>', f"{URL}/3"),
        (f"{URL}/3", f'<a href="{URL}">1</a> <a href="{URL}/2">2</a>', None),
        (f"{URL}/2", f'<a rel="prev" href="{URL}/">‹</a><a href="{URL}/3">Next</a>', f"{URL}/3"),
    ],
)
def test_further_pages_lead_on_to_the_last(url, links, goes_on_at):
    found = pages(links, url)
    assert (found.next or "").endswith(goes_on_at or "")
    assert bool(found.next) == bool(goes_on_at)


def test_a_page_that_says_so_without_a_link():
    assert pages("<span>Halaman 1 dari 3</span>") == StoryPages(goes_on=True)
    assert pages("<span>Halaman 1 dari 1</span>") == StoryPages()
    assert pages("<span>Halaman 2 dari 3</span>") == StoryPages()


def test_a_page_without_an_address_tells_nothing():
    assert pages('<a href="?page=2">2</a>', url="") == StoryPages()


ENDINGS = ("", "/", "?", "#x", "&a=1", "?page=2", "?a=1&HAL=3", "/?single=1")
LAST_PARTS = ("judul", "2", "12", "123", "page-2", "Halaman/3", "hal2", "all", "ALL", "small", "2x")


def test_what_is_told_by_an_addresss_end_agrees_with_the_pattern():
    addresses = [
        f"https://www.contoh.id/berita/{last}{end}" for last in LAST_PARTS for end in ENDINGS
    ]
    told = [each for each in addresses if may_be_page(each)]
    assert told == [each for each in addresses if MAY_BE_PAGE.search(each)]
    assert 20 < len(told) < len(addresses) - 20
