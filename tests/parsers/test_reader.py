"""Which field is read when, and what it is told. The page is a sample written for these tests."""

from crawler.parsers.article import read_article
from crawler.parsers.page import Page
from crawler.parsers.reader import Reader
from crawler.parsers.site import Site

HEADLINE = "Perahu Buku Singgah di Dermaga Contoh"
BODY = "Perahu berisi dua ribu buku singgah di dermaga contoh, kata seorang warga kepada sampel."
HTML = (
    f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>"
    f"<div class='jam'>Rabu, 18 Juni 2025 14:05 WIB</div><div><p>{BODY}</p></div></body></html>"
)


class Recording(Reader):
    """A site that keeps what each of its methods was told, in the order it was asked."""

    def __init__(self):
        self.told = []

    def read_headline(self, page):
        self.told.append(("headline",))
        return "Judul yang Situs Ini Tahu", None

    def read_body(self, page, headline):
        self.told.append(("body", headline))
        return super().read_body(page, headline)

    def read_published(self, page, headline, lines, paragraphs):
        self.told.append(("published", headline, [line.raw for line in lines], paragraphs))
        return super().read_published(page, headline, lines, paragraphs)

    def read_people(self, page, headline, lines):
        self.told.append(("people", headline, [line.raw for line in lines]))
        return super().read_people(page, headline, lines)


def test_every_field_is_asked_for_once_and_told_what_was_found_before():
    site = Recording()
    article = read_article(HTML, site=site)
    own, dated = "Judul yang Situs Ini Tahu", ["Rabu, 18 Juni 2025 14:05 WIB"]
    assert article.headline == own
    assert site.told == [
        ("headline",),
        ("body", own),
        ("published", own, dated, [BODY]),
        ("people", own, dated),
    ]


def test_a_site_file_that_declares_nothing_reads_like_no_site_file():
    assert (
        read_article(HTML, site=Reader) == read_article(HTML, site=Reader()) == read_article(HTML)
    )
    assert read_article(HTML).headline == HEADLINE


def test_a_site_is_facts_and_nothing_else():
    assert not [name for name, value in vars(Site).items() if callable(value)]


def test_where_a_headline_stands_is_looked_for_once(monkeypatch):
    looked = []
    monkeypatch.setattr(
        "crawler.parsers.page.page.locate", lambda *asked: looked.append(asked) or (3, None)
    )
    page = Page(HTML)
    assert [page.headline_place(HEADLINE), page.locate(HEADLINE)[0]] == [3, 3]
    assert len(looked) == 1
    assert page.headline_place(None) is None


ONE_LINE = """<html><head><title>Contoh: Lomba perahu di dermaga</title></head><body>
<h1>Contoh: Lomba perahu di dermaga</h1>
<p class="info">Naik 18/06/2025 14.05 WITA • Ditik Sari Contoh • Disunting Budi Umpama</p>
<div class="isi"><p>Warga menggelar lomba perahu yang pertama di dermaga lama, kata panitia.</p>
<p>Lomba berikutnya akan digelar bulan depan dengan kelas tambahan bagi pelajar.</p></div>
<div class="isi lain"><p>Iklan: perahu bekas dijual murah di dermaga lama, tanya penjaga.</p></div>
</body></html>"""


def test_a_pattern_takes_apart_what_stands_in_one_element():
    class Told(Site):
        body = ".isi"
        published = ".info =~ Naik ([^•]+)"
        authors = ".info =~ Ditik ([^•]+)"
        editors = ".info::text =~ (?<=Disunting ).+"

    article = read_article(ONE_LINE, "https://contoh.example/a/1", Told())
    assert (article.authors, article.editors) == (["Sari Contoh"], ["Budi Umpama"])
    assert article.date_candidates[0].raw == "18/06/2025 14.05 WITA"


def test_xpath_says_what_css_can_not():
    class Told(Site):
        body = "//div[@class='isi'][preceding-sibling::p[contains(., 'Naik')]]"
        headline = "(string(//h1))"

    article = read_article(ONE_LINE, "https://contoh.example/a/1", Told())
    assert article.headline == "Contoh: Lomba perahu di dermaga"
    assert "Lomba berikutnya" in article.body and "Iklan" not in article.body
    assert {"headline", "body"} <= set(article.confirmed)
