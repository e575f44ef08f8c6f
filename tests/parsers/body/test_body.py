"""The article's text and nothing else. Every sentence here is a sample written for these tests."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.parsers.article import read_article
from crawler.parsers.body import boilerplate
from crawler.parsers.body.boilerplate import is_boilerplate, is_end_of_text, is_opening_boilerplate
from crawler.parsers.body.boilerplate_markup import is_boilerplate_name
from crawler.parsers.body.data import paragraphs_of_article_body
from crawler.parsers.body.signature import split_signature
from crawler.parsers.page import Page
from crawler.parsers.site import Site
from tests.support.fields import body_of
from tests.support.growth import assert_linear
from tests.support.rows import every_row

FIRST = (
    "Petani di Desa Contoh mulai memanen padi setelah hujan turun dua pekan, Senin (25/11/2024)."
)
SECOND = (
    "Kepala desa mengatakan hasil panen tahun ini lebih baik karena saluran irigasi diperbaiki."
)
QUOTE = '"Alhamdulillah," katanya.'
THIRD = (
    "Menurut dia, warga memperbaiki saluran itu sejak bulan Juni dan biayanya ditanggung bersama."
)
HEADING = "Harga Gabah"
FOURTH = "Dinas pertanian mencatat harga gabah kering panen naik menjadi Rp 6.500 per kilogram."
LAST = "Panen raya diperkirakan berlangsung hingga Desember dan melibatkan sekitar 400 keluarga."
ARTICLE = [FIRST, SECOND, QUOTE, THIRD, HEADING, FOURTH, LAST]
REST = ARTICLE[1:]

OTHER_HEADLINES = [
    "Wali Kota Contoh Resmikan Jembatan Baru Sepanjang 120 Meter di Kecamatan Sampel",
    "Tim Contoh FC Menang Telak atas Tamunya dalam Laga Uji Coba di Stadion Sampel",
    "Cuaca Hari Ini: Hujan Ringan Diperkirakan Turun di Sebagian Besar Wilayah",
]
TEASER = (
    "Ringkasan berita sampel lain yang panjangnya lebih dari seratus karakter, lengkap dengan "
    "koma dan titik, sehingga tampak seperti paragraf sebuah artikel."
)
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("news", "bola", "opini"))
LINK = f"<a href='/lain'>{OTHER_HEADLINES[0]}</a>"
LINKS = "".join(f"<li><a href='/{n}'>{title}</a></li>" for n, title in enumerate(OTHER_HEADLINES))
TEASERS = "".join(
    f"<div class='item'><a href='/{n}'><h3>{title}</h3></a><p>{TEASER}</p><i>2 jam lalu</i></div>"
    for n, title in enumerate(OTHER_HEADLINES * 6)
)
FOOTER = f"<footer><p>{TEASER}</p><p>Copyright © 2025 Contoh Media</p></footer>"


def paragraphs(texts, attributes=""):
    return "".join(f"<p {attributes}>{text}</p>" for text in texts)


def page(content, head=""):
    """A newspaper's page: menu, content, a column of teasers larger than any article, footer."""
    return Page(
        f"<!DOCTYPE html><html lang='id'><head><title>Sampel</title>{head}</head><body>"
        f"<header><nav><ul>{MENU}</ul></nav></header><div class='row'>{content}"
        f"<div class='col-4'><h2>Pilihan</h2>{TEASERS}</div></div>{FOOTER}</body></html>"
    )


def site(**facts):
    declared = Site()
    vars(declared).update(facts)
    return declared


def read(content, head="", **facts):
    return body_of(page(content, head), site(**facts))


def texts(content, head="", **facts):
    return read(content, head, **facts).paragraphs


class TestParagraphs:
    def test_each_p_is_one(self):
        assert texts(f"<div>{paragraphs(ARTICLE)}</div>") == ARTICLE

    def test_bare_text_is_parted_by_two_breaks(self):
        assert texts(f"<div>{'<br><br>'.join(ARTICLE)}</div>") == ARTICLE

    def test_breaks_with_blanks_and_comments_between_part_too(self):
        assert texts(f"<div>{'<br>&nbsp;<!-- x --><br />'.join(ARTICLE)}</div>") == ARTICLE

    def test_one_p_may_hold_the_whole_story(self):
        assert texts(f"<div><p>{'<br><br>'.join(ARTICLE)}</p></div>") == ARTICLE

    def test_each_div_may_be_one(self):
        content = "".join(f"<div style='x'>{text}</div><div><br></div>" for text in ARTICLE)
        assert texts(f"<div>{content}</div>") == ARTICLE

    def test_unclosed_and_nested_p(self):
        content = (
            f"<p>{FIRST}<p>{SECOND}<div>{QUOTE}<p>{THIRD}</div><p><span><p>{HEADING}</p></span>"
            f"</p><b>{FOURTH}</b><p>{LAST}"
        )
        assert texts(f"<div>{content}</div>") == ARTICLE

    def test_a_sentence_broken_over_source_lines_is_one(self):
        broken = FIRST.replace(" ", "\n\t\t   ")
        assert texts(f"<div><p>{broken}</p>{paragraphs(REST)}</div>") == ARTICLE

    def test_a_break_inside_a_sentence_does_not_part_it(self):
        broken = SECOND.replace("karena", "<br>karena")
        assert texts(f"<div>{paragraphs([FIRST, broken, *ARTICLE[2:]])}</div>") == ARTICLE

    def test_a_single_break_after_a_bold_line_parts_heading_and_text(self):
        content = paragraphs(ARTICLE[:4]) + f"<p><b>{HEADING}</b><br>{FOURTH}<br><br>{LAST}</p>"
        assert texts(f"<div>{content}</div>") == ARTICLE

    def test_headings_and_list_items_are_kept(self):
        items = ["Gabah kering: Rp 6.500", "Beras medium: Rp 12.500"]
        content = (
            paragraphs(ARTICLE[:4]) + f"<h2>{HEADING}</h2><ul><li>{items[0]}<li>{items[1]}</ul>"
        )
        expected = [*ARTICLE[:4], HEADING, *items, FOURTH, LAST]
        assert texts(f"<div>{content}{paragraphs([FOURTH, LAST])}</div>") == expected

    def test_inline_elements_do_not_part_words(self):
        marked = FIRST.replace("Desa Contoh", "<a href='/tag/desa'>Desa</a> <em>Con</em>toh")
        assert texts(f"<div>{paragraphs([marked, *REST])}</div>") == ARTICLE

    def test_short_paragraphs_are_news(self):
        short = ["Benarkah?", '"Ya."', "Tidak.", "Rp 5."]
        assert texts(f"<div>{paragraphs([*ARTICLE, *short])}</div>") == [*ARTICLE, *short]

    def test_rows_of_a_table_are_lines(self):
        table = "<table><tr><th>Mutu<th>Harga<tr><td>Kering<td>6.500</table>"
        found = texts(f"<div>{paragraphs(ARTICLE)}{table}</div>")
        assert found == [*ARTICLE, "Mutu Harga", "Kering 6.500"]

    def test_a_quotation_block_is_text(self):
        content = paragraphs(ARTICLE[:2]) + f"<blockquote><p>{QUOTE}</p></blockquote>"
        assert texts(f"<div>{content}{paragraphs(ARTICLE[3:])}</div>") == ARTICLE


class TestDateline:
    @pytest.mark.parametrize(
        ("printed", "dateline"),
        [
            ("<strong>Jakarta</strong> - ", "Jakarta - "),
            ("<strong>Jakarta, Contoh Indonesia</strong> -- ", "Jakarta, Contoh Indonesia -- "),
            ("<b>Badung</b> - <br>", "Badung - "),
            ("<strong>Metrocontoh.com, Jakarta:</strong>", "Metrocontoh.com, Jakarta: "),
        ],
    )
    def test_before_the_first_p_it_belongs_to_it(self, printed, dateline):
        found = texts(f"<div>{printed}<p>{FIRST}</p>{paragraphs(REST)}</div>")
        assert found == [dateline + FIRST, *REST]

    def test_inside_the_first_paragraph_it_stays(self):
        content = (
            f"<div><p><strong>JAKARTA, CONTOH.com</strong> – {FIRST}</p>{paragraphs(REST)}</div>"
        )
        assert texts(content) == [f"JAKARTA, CONTOH.com – {FIRST}", *REST]

    def test_of_many_elements_it_stays_one(self):
        printed = "<p><strong>CONTOH.CO</strong>, <strong>Jakarta</strong> -&nbsp;"
        content = f"<div>{printed}{FIRST}</p>{paragraphs(REST)}</div>"
        assert texts(content) == [f"CONTOH.CO, Jakarta - {FIRST}", *REST]

    def test_a_later_paragraph_that_ends_with_a_colon_stays_alone(self):
        given_texts = [*ARTICLE, "Berikut rinciannya:", "Kering 6.500"]
        assert texts(f"<div>{paragraphs(given_texts)}</div>") == given_texts

    def test_a_first_line_that_ends_with_a_colon_is_none(self):
        given_texts = ["Berikut daftarnya:", *ARTICLE]
        assert texts(f"<div>{paragraphs(given_texts)}</div>") == given_texts


class TestWhatIsTakenOut:
    @every_row(
        "box",
        [
            f"<p><strong>Baca juga: {LINK}</strong></p>",
            f"<p>Baca Juga</p><ul>{LINKS}</ul>",
            f"<table class='linksisip'><td><div class='lihatjg'>Lihat juga: {LINK}</table>",
            f"<div class='inject-baca-juga-2'><h3>Lainnya</h3><p>{TEASER}</p></div>",
            f"<h2>Jangan Lewatkan</h2>{LINK}<br>{LINK}<br>",
            f'<p>Simak Video "<span>{OTHER_HEADLINES[0]}</span>"</p>',
            f"<p>Pilihan Editor: <em>{LINK}</em></p>",
            f"<p>{LINK}</p>",
            f"<div class='kotak'><h4>{LINK}</h4><p>{TEASER}</p></div>",
            "<p>ADVERTISEMENT</p><i id='div-gpt-ad-1'></i><p>SCROLL TO CONTINUE WITH CONTENT</p>",
            "<div class='iklan'><p>Belilah produk sampel kami sekarang juga.</p></div>",
            "<p>[Gambas:Video 20detik]</p>",
            "<p>Ikuti saluran WhatsApp Contoh untuk berita terbaru setiap hari.</p>",
            "<p>Cek Berita dan Artikel yang lain di <a href='#'>Google News</a></p>",
            f"<figure><img src='a'><figcaption>{TEASER}</figcaption></figure>",
            "<p>Petani memanen padi. (Foto: Contoh Nama/Contoh News)</p>",
            "<div class='photo__caption'>Sawah di Desa Contoh(CONTOH.com/NAMA)</div>",
            "<div class='social-share'><span>Bagikan ke</span><a href='#'>Facebook</a></div>",
            "<script>var teks = 'bukan teks';</script><style>p{}</style><noscript>JS</noscript>",
            "<p style='display:none'>Sampel tersembunyi.</p>",
            "<p>-----</p>",
            "<p>2 dari 4 halaman</p>",
        ],
    )
    def test_between_two_paragraphs(self, box):
        content = f"<div class='teks'>{paragraphs(ARTICLE[:3])}{box}{paragraphs(ARTICLE[3:])}</div>"
        assert texts(content) == ARTICLE

    @pytest.mark.parametrize(
        "box",
        [
            "<p>Pewarta: Contoh Nama<br>Editor: Nama Lain<br>Copyright © CONTOH 2024</p>",
            "<p>Dilarang keras mengambil konten untuk AI tanpa izin tertulis.</p>",
            "<p>Artikel ini telah tayang di contoh.example dengan judul Panen</p>",
            "<p>Tag: <a href='#'>panen</a>, <a href='#'>padi</a></p>",
            "<div class='detail__body-tag'><a href='#'>panen</a><a href='#'>padi</a></div>",
            f"<div class='author-box'><p>{TEASER}</p></div>",
            f"<h3>Berita Terkait</h3><ul>{LINKS}</ul>",
            f"<h3>Tidak ada komentar:</h3><p>{TEASER}</p>",
            f'<h4>Posting Komentar untuk "Panen Raya"</h4><p>{TEASER}</p>',
            f"<div id='comments'><p>{TEASER}</p><p>{TEASER}</p></div>",
            f"<p>Selanjutnya: {LINK}</p><p>Menarik Dibaca: {LINK}</p>",
        ],
    )
    def test_below_the_last_paragraph(self, box):
        assert texts(f"<div class='teks'>{paragraphs(ARTICLE)}{box}</div>") == ARTICLE

    def test_above_the_first_paragraph(self):
        above = (
            "<h1>Petani Contoh Panen Raya</h1><p>Oleh: Contoh Nama</p><p>Bagikan:</p>"
            "<p>Senin, 25 November 2024 | 14:05 WIB</p><p>Laporan Wartawan Contoh, Nama</p>"
        )
        assert texts(f"<article>{above}{paragraphs(ARTICLE)}</article>") == ARTICLE

    def test_the_headline_printed_again(self):
        head = "<meta property='og:title' content='Petani Contoh Panen Raya - Contoh News'>"
        content = f"<div><p>Petani Contoh Panen Raya</p>{paragraphs(ARTICLE)}</div>"
        assert texts(content, head) == ARTICLE

    def test_headline_and_date_line_in_the_cell_of_the_text_on_a_page_without_metas(self):
        cell = (
            "<font size=5><b>Petani Contoh Panen Raya</b></font><br>"
            "<font size=1>Senin, 25 November 2024 | 14:05 WIB</font>"
        )
        own = f"<table><tr><td>{cell}{''.join(f'<p>{text}' for text in ARTICLE)}</td></tr></table>"
        html = f"<title>Petani Contoh Panen Raya</title><body><ul>{MENU}</ul>{own}{FOOTER}</body>"
        assert body_of(Page(html), Site()).paragraphs == ARTICLE

    def test_a_cross_link_at_the_end_of_a_paragraph(self):
        linked = f"{SECOND} <strong>Baca juga: {LINK}</strong>"
        assert texts(f"<div>{paragraphs([FIRST, linked, *ARTICLE[2:]])}</div>") == ARTICLE

    def test_a_cross_link_between_two_breaks(self):
        lines = [*ARTICLE[:3], f"Baca Juga: {LINK}", *ARTICLE[3:]]
        assert texts(f"<div>{'<br>'.join(lines)}</div>") == ARTICLE

    def test_a_caption_below_a_picture_without_a_name(self):
        picture = f"<div class='atas'><div><img src='a'></div><div>{TEASER}</div></div>"
        assert texts(f"<div>{picture}{paragraphs(ARTICLE)}</div>") == ARTICLE

    @every_row(
        "wording",
        [*boilerplate.LINES, *boilerplate.CLOSING_CREDITS],
        ids=lambda wording: wording.example,
    )
    def test_every_wording_takes_out_its_example(self, wording):
        assert is_boilerplate(wording.example)

    @pytest.mark.parametrize(
        "line",
        [
            "Dibaca: 12 kali",
            "Sudah dilihat 3.411 kali",
            "3411 Shares",
            "1,2k views",
            "57 komentar",
            "Views: 120",
            "12 kali dibaca",
            "2 menit membaca",
            "4 min read",
            "Posted 3 hours ago",
            "Diunggah: 2 hari yang lalu",
            "8 menit yang lalu",
            "3.411 orang sudah membaca berita ini",
            "12 telah dibaca",
        ],
    )
    def test_what_counts_or_tells_the_time_is_no_text(self, line):
        for at in (0, 1, len(ARTICLE)):
            assert (
                texts(f"<div>{paragraphs([*ARTICLE[:at], line, *ARTICLE[at:]])}</div>") == ARTICLE
            )

    @pytest.mark.parametrize(
        "line",
        [
            "Dibaca 3.411 kali dalam sehari, artikel itu memicu perdebatan panjang di desa.",
            "2 jam lalu hujan turun deras dan saluran irigasi di Desa Contoh meluap.",
            "8 orang sudah membaca doa bersama di depan balai desa sejak subuh tadi.",
            "57 komentar warga dibacakan kepala desa dalam rapat di balai itu.",
        ],
    )
    def test_a_sentence_that_counts_is_text(self, line):
        told = [*ARTICLE, line, FIRST + " Begitulah."]
        assert line in texts(f"<div>{paragraphs(told)}</div>")

    def test_shortcodes_are_no_text(self):
        raw = [f"[vc_row][vc_column]{ARTICLE[0]}[/vc_column][/vc_row]", *ARTICLE[1:]]
        raw.insert(1, '[caption id="a"]Foto contoh[/caption]')
        assert texts(f"<div>{paragraphs(raw)}</div>") == ARTICLE

    @pytest.mark.parametrize("wording", boilerplate.OPENING_LINES, ids=lambda one: one.example)
    def test_every_opening_wording_takes_out_its_example(self, wording):
        assert is_opening_boilerplate(wording.example)

    @pytest.mark.parametrize("wording", boilerplate.END_OF_TEXT, ids=lambda one: one.example)
    def test_every_end_of_text_ends_it(self, wording):
        assert is_end_of_text(wording.example)

    @pytest.mark.parametrize("wording", boilerplate.INSERTS, ids=lambda one: one.example)
    def test_every_insert_is_cut_out(self, wording):
        cut = boilerplate.without_inserts(f"Sampel {wording.example} teks.")
        assert cut.split() == ["Sampel", "teks."]


class TestWhatIsSaidTwice:
    def test_a_pull_quote_that_the_text_says_again(self):
        quote = "<blockquote>“saluran irigasi diperbaiki”</blockquote>"
        assert texts(f"<div>{quote}{paragraphs(ARTICLE)}</div>") == ARTICLE

    def test_a_quotation_said_once_stays(self):
        content = f"<p>{FIRST}</p><blockquote>{QUOTE}</blockquote>{paragraphs(ARTICLE[3:])}"
        assert texts(f"<div>{content}</div>") == [FIRST, QUOTE, *ARTICLE[3:]]

    def test_the_main_points_above_the_text(self):
        points = "<ul><li>Panen lebih baik.</li><li>Harga gabah naik.</li></ul>"
        assert texts(f"<div>{points}{paragraphs(ARTICLE)}</div>") == ARTICLE

    def test_a_story_that_is_a_list_stays(self):
        items = "".join(f"<li>{text}</li>" for text in ARTICLE)
        assert texts(f"<div><ul>{items}</ul></div>") == ARTICLE


class TestFactChecks:
    def test_the_parts_of_a_fact_check_stay_with_its_source(self):
        parts = ["KATEGORI: Sampel", "SUMBER: WhatsApp", "NARASI: Sampel", f"PENJELASAN: {FIRST}"]
        assert texts(f"<div>{paragraphs([*parts, *REST])}</div>") == [*parts, *REST]

    def test_elsewhere_a_source_is_a_credit(self):
        assert texts(f"<div>{paragraphs([*ARTICLE, 'Sumber: Sampel'])}</div>") == ARTICLE


class TestWhatStays:
    @every_row(
        "sentence",
        [
            "Simak ulasannya berikut ini.",
            "Simak informasi selengkapnya di bawah ini.",
            "“Lihat juga bagaimana mereka bekerja,” katanya.",
            "Baca doa sebelum makan, pesannya.",
            "Foto itu beredar di grup WhatsApp warga sejak Minggu.",
            "Untuk itu, polisi menelusuri grup WhatsApp yang menyebarkan kabar tersebut.",
            "Editor film itu meraih penghargaan di Cannes.",
            "Geser ke bagian interior, kabin terasa mewah berkat aksen kayu.",
            "Terkait Kasus Beras",
            "Rekomendasi Tempat Makan di Contoh",
            "Tidak ada komentar dari pihak perusahaan hingga berita ini ditulis.",
            "Hak cipta lagu itu dipegang penyanyinya.",
            "Iklan rokok dilarang di sekitar sekolah.",
            "Penjualan naik 10 persen (Rp 5 miliar).",
            "Laporan itu diterima polisi pada Senin malam.",
            "Senin, 25 November 2024: Contoh FC vs Sampel FC",
            "Komentar Warganet",
            "Sumber api diduga dari dapur.",
            "Copy paste tugas membuat siswa malas.",
            "Halaman sekolah tergenang air.",
            "Oleh karena itu, warga diminta waspada.",
            "Cek fakta: klaim itu salah.",
        ],
    )
    def test_sentences_that_open_like_boilerplate(self, sentence):
        given_texts = [*ARTICLE[:3], sentence, *ARTICLE[3:]]
        assert texts(f"<div>{paragraphs(given_texts)}</div>") == given_texts

    def test_a_heading_before_a_cross_link(self):
        box = f"<h2>{HEADING}</h2><p>Baca juga: {LINK}</p>"
        content = f"<div>{paragraphs(ARTICLE[:4])}{box}{paragraphs(ARTICLE[5:])}</div>"
        assert texts(content) == ARTICLE

    def test_a_linked_name_in_a_sentence_whatever_its_class(self):
        linked = FIRST.replace("Petani", "<a class='inner-link-tag' href='#'>Petani</a>")
        assert texts(f"<div>{paragraphs([linked, *REST])}</div>") == ARTICLE

    def test_text_in_an_element_with_a_misleading_name(self):
        long = [text + " " + TEASER for text in ARTICLE]
        content = f"<div><div class='banner-share-promo'>{paragraphs(long)}</div></div>"
        assert texts(content) == long or texts(content, body="div.banner-share-promo") == long


class TestSignature:
    @every_row(
        "signature",
        [
            "(mea/mea)",
            "(kha)",
            "(E-2)",
            "(ALB)",
            "(Cas/Isk)",
            "(kpl/pur/tch)",
            "(mcr8/jpnn)",
            "[fha/islampos]",
            "[noe]",
            "[]",
            "(*)",
            "(Arief Sampel )",
            "(Contohnews.com/Contoh Nama)",
            "[Depok, Juni 2010/contoh.com]",
            "CONTOH NAMA",
            "(T.M041/B008)",
            "ANTARA",
            "AFP | REUTERS",
            "ae/as (AP, Reuters)",
        ],
    )
    def test_on_a_line_of_its_own(self, signature):
        found = read(f"<div>{paragraphs([*ARTICLE, f'<strong>{signature}</strong>'])}</div>")
        assert (found.paragraphs, found.signature) == (ARTICLE, signature)

    @pytest.mark.parametrize(
        "signature", ["(E-2)", "(ren)", "(Antara)", "[noe]", "(abc/def)", "[]"]
    )
    def test_behind_the_last_sentence(self, signature):
        assert split_signature(f"{LAST} {signature}") == (LAST, signature)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Demikian kata Komisi Pemberantasan Korupsi (KPK)",
            "Ia kalah di final (2024).",
            "Begitu bunyi hadis itu. (HR. Sampel)",
            "Panen selesai.",
        ],
    )
    def test_other_brackets_at_the_end_belong_to_the_sentence(self, sentence):
        assert split_signature(sentence) == (sentence, None)

    def test_what_follows_it_is_not_the_text(self):
        content = f"<div>{paragraphs(ARTICLE)}<b>(abc/def)</b><p>{TEASER}</p></div>"
        assert read(content).signature == "(abc/def)"
        assert texts(content) == ARTICLE

    def test_asterisks_that_only_mark_the_end_are_none(self):
        found = read(f"<div>{paragraphs([*ARTICLE[:-1], LAST + '***'])}<p>*****</p></div>")
        assert (found.paragraphs, found.signature) == (ARTICLE, None)

    def test_right_below_the_text(self):
        found = read(f"<div><div>{paragraphs(ARTICLE)}</div><strong>(ren)</strong></div>")
        assert (found.paragraphs, found.signature) == (ARTICLE, "(ren)")

    def test_a_source_in_square_brackets_is_text(self):
        given_texts = [*ARTICLE, "[Kitab Sampel hal. 41]"]
        assert texts(f"<div>{paragraphs(given_texts)}</div>") == given_texts


class TestGenericContainer:
    @pytest.mark.parametrize(
        "label",
        [
            "Senin, 25 November 2024 | 14:05 WIB dan diperbarui Selasa, 26 November 2024",
            "Reporter: Nama Contoh Misal dan Nama Lain Umpama untuk Contoh Media",
        ],
    )
    def test_a_box_that_holds_only_a_date_or_a_byline_is_no_text(self, label):
        text = "Warga Desa Contoh menanam padi di sawah baru."
        html = f"<div><div class='a'>{label}</div></div><div><div class='b'>{text}</div></div>"
        assert len(label) > len(text)
        assert body_of(Page(html), site()).paragraphs == [text]

    def test_related_boxes_larger_than_the_text(self):
        related = f"<div class='x1'>{TEASERS * 3}</div>"
        assert texts(f"<div><div>{paragraphs(ARTICLE[:3])}</div>{related}</div>") == ARTICLE[:3]

    def test_a_menu_of_article_elements(self):
        menu = "".join(f"<article><a href='#'>{one}</a></article>" for one in OTHER_HEADLINES * 5)
        content = (
            f"<div class='mega'>{menu}</div><article><div>{paragraphs(ARTICLE)}</div></article>"
        )
        assert texts(content) == ARTICLE

    def test_a_second_html_inside_the_page(self):
        second = f"<html><head><title>Form</title></head><body><p>{TEASER}</p></body></html>"
        assert texts(f"<div><div>{paragraphs(ARTICLE)}</div>{second}</div>") == ARTICLE

    def test_a_header_that_is_never_closed(self):
        story = f"<h1>Panen</h1><div><div>{paragraphs(ARTICLE)}</div></div>"
        html = f"<body><header><ul>{MENU}</ul>{story}"
        assert body_of(Page(html), site()).paragraphs == ARTICLE

    def test_blogger(self):
        content = (
            "<div class='widget Blog' id='Blog1'><div class='post-outer'>"
            "<h3 class='post-title'>Panen</h3>"
            "<div class='post-body entry-content' itemprop='description articleBody'>"
            "<div class='separator'><a href='a.jpg'><img src='a.jpg'></a></div><br>"
            f"<b>Ankara, Contoh</b> - {'<br /><br />'.join(ARTICLE)}<br><br>[]"
            "<div style='clear: both;'></div></div><div class='post-footer'>Diposting oleh Nama"
            "</div></div></div>"
            f"<div id='comments'><h4>Tidak ada komentar:</h4><p>{TEASER}</p></div>"
        )
        found = read(content)
        assert found.paragraphs == [f"Ankara, Contoh - {FIRST}", *REST]
        assert found.signature == "[]"

    def test_wordpress(self):
        content = (
            "<article class='post-1 post type-post hentry category-related tag-iklan'>"
            f"<header class='entry-header'><h1>Panen</h1></header><div class='entry-content'>"
            f"{paragraphs(ARTICLE)}<div class='sharedaddy'><h3>Share this:</h3></div>"
            f"<div id='jp-relatedposts'><em>Terkait</em><p>{TEASER}</p></div></div></article>"
            f"<div id='comments' class='comments-area'>{paragraphs([TEASER] * 20)}</div>"
        )
        assert texts(content) == ARTICLE

    def test_utility_classes(self):
        content = (
            "<div class='flex gap-5 md:hidden'><div class='w-[740px]'><h1 class='mb-2'>Panen</h1>"
            "<div class='text-sm mb-4'>Senin, 25 Nov 2024 10:47 WIB</div>"
            f"<div class='text-sm grow min-w-0'><strong>Jakarta</strong> -- {paragraphs(ARTICLE)}"
            "<strong>(lau/pta)</strong></div></div></div>"
        )
        found = read(content)
        assert (found.paragraphs, found.signature) == ([f"Jakarta -- {FIRST}", *REST], "(lau/pta)")

    def test_one_box_for_each_paragraph(self):
        boxes = "".join(f"<div class='a'><div><p>{text}</p></div></div>" for text in ARTICLE)
        assert texts(f"<div id='isi'>{boxes}</div>") == ARTICLE

    def test_a_list_of_sections_with_a_picture_each(self):
        sections = "".join(
            f"<section><h2>{n}. Sampel</h2><figure><figcaption><a href='#'>foto dari contoh.example"
            f"</a></figcaption></figure><p>{text}</p></section>"
            for n, text in enumerate((SECOND, THIRD, FOURTH))
        )
        expected = [FIRST, "0. Sampel", SECOND, "1. Sampel", THIRD, "2. Sampel", FOURTH]
        assert texts(f"<div><p>{FIRST}</p>{sections}</div>") == expected

    def test_all_pages_of_a_story_in_one_page(self):
        pages = (
            f"<div class='page'><div class='isi'>{paragraphs(ARTICLE[:4])}</div></div>"
            f"<div class='page'><h2>{HEADING}</h2>"
            f"<div class='isi'>{paragraphs(ARTICLE[5:])}</div></div>"
        )
        assert texts(f"<div><h1>Panen</h1></div><div>{pages}</div>") == ARTICLE

    def test_of_several_stories_below_each_other_the_first(self):
        stories = "".join(
            f"<article><h1>Judul</h1><div class='isi'>{paragraphs(story)}</div></article>"
            for story in (ARTICLE, [TEASER] * 7, [TEASER] * 6)
        )
        assert texts(f"<main>{stories}</main>") == ARTICLE

    def test_a_glossary_in_the_sidebar(self):
        terms = "".join(f"<li><h3>Istilah</h3><p>{TEASER}</p></li>" for _ in range(30))
        content = f"<div class='kiri'>{paragraphs(ARTICLE)}</div>"
        assert texts(f"{content}<div id='rightside'><ul>{terms}</ul></div>") == ARTICLE

    @every_row("depth", [0, 1, 2])
    @every_row("tag", ["div", "aside", "header", "section"])
    @every_row(
        "name", ["l-sidebar-fixed", "share", "paywall", "ads", "gallery", "tags", "popup", "x"]
    )
    def test_what_holds_the_text_may_be_called_anything(self, name, tag, depth):
        text = f"<div>{paragraphs(ARTICLE * 3)}</div>"
        for level in range(3):
            own = (tag, name) if level == depth else ("div", "y")
            text = f"<{own[0]} class='{own[1]}'>{text}</{own[0]}><div class='z'>{TEASER}</div>"
        assert texts(text)[: len(ARTICLE)] == ARTICLE

    @pytest.mark.parametrize("name", ["comments", "related"])
    def test_more_comments_than_text(self, name):
        said = "".join(f"<div class='one'>{paragraphs([TEASER] * 2)}</div>" for _ in range(4))
        assert texts(f"<div>{paragraphs(ARTICLE)}</div><div class='{name}'>{said}</div>") == ARTICLE

    def test_two_ways_to_look_at_names_that_differ_leave_a_doubt(self):
        beside = f"<div class='share'>{paragraphs([TEASER] * 10)}</div>"
        text = f"<div>{paragraphs(ARTICLE)}</div>"
        assert read(text).doubt == 0
        assert 0 < read(text + beside).doubt <= 1

    def test_the_description_tells_which_of_two_texts(self):
        head = f"<meta property='og:description' content='{FIRST}'>"
        boxes = f"<div>{paragraphs(ARTICLE)}</div><div>{paragraphs([TEASER] * 5)}</div>"
        assert texts(boxes, head) == ARTICLE

    @pytest.mark.parametrize(
        "names",
        ["baca-juga", "jp-relatedposts", "shareBox", "sisip_artikel", "tag-list", "adsbygoogle x"],
    )
    def test_names_beside_the_text(self, names):
        assert is_boilerplate_name(names)

    @pytest.mark.parametrize(
        "names",
        [
            "entry-content",
            "md:hidden",
            "has-sidebar",
            "type-post hentry tag-iklan",
            "loads",
            "text-sm",
            "heading",
        ],
    )
    def test_names_that_tell_nothing(self, names):
        assert not is_boilerplate_name(names)


class TestLittleText:
    """Where comments, footers and teasers hold more text, the headline tells what is the story."""

    SHORT = [FIRST, SECOND, THIRD]
    STORY = f"<title>Panen Sampel</title><h1>Panen Sampel</h1><div>{paragraphs(SHORT)}</div>"

    def test_comments_signed_by_a_link_that_say_more_than_the_text(self):
        said = f"<div class='q7'><a href='/u/1'>Sampel</a><p>{TEASER}</p></div>" * 6
        found = body_of(Page(f"{self.STORY}<div class='q6'>{said}</div>"), site())
        assert found.paragraphs == self.SHORT

    def test_a_column_of_notes_further_down(self):
        notes = "".join(f"<section><p>{TEASER}</p><p>{FOURTH}</p></section>" for _ in range(2))
        teasers = f"<div>{TEASERS}</div>"
        found = body_of(Page(f"<div>{self.STORY}</div>{teasers}<div>{notes}</div>"), site())
        assert found.paragraphs == self.SHORT

    def test_a_text_that_its_links_cut_to_pieces(self):
        text = "<p>Petani memanen <a href='/tag/padi'>padi</a> pada hari Senin.</p><p>Senang.</p>"
        found = body_of(Page(f"<h1>Panen</h1><div>{text}</div>"), site())
        assert found.paragraphs == ["Petani memanen padi pada hari Senin.", "Senang."]

    def test_a_consent_notice_is_never_it(self):
        notice = "<p>Situs ini menggunakan cookie untuk sampel yang sangat panjang sekali.</p>" * 3
        found = body_of(Page(f"<h1>Panen</h1><div><p>{FIRST}</p></div><b>{notice}</b>"), site())
        assert found.paragraphs == [FIRST]


class TestData:
    BODY = "\n\n".join(ARTICLE)

    def ld(self, text):
        node = {"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": text}
        return f"<script type='application/ld+json'>{json.dumps(node)}</script>"

    def test_article_body_where_the_elements_hold_nothing(self):
        found = body_of(Page(f"<html><head>{self.ld(self.BODY)}</head><body></body>"), site())
        assert (found.paragraphs, found.extractor) == (ARTICLE, "json-ld")

    def test_article_body_in_escaped_html(self):
        text = paragraphs(ARTICLE).replace("<", "&lt;").replace(">", "&gt;")
        found = body_of(Page(f"<html><head>{self.ld(text)}</head><body></body>"), site())
        assert found.paragraphs == ARTICLE

    def test_article_body_for_a_teaser(self):
        found = read(f"<div><p>{FIRST[:60]}...</p></div>", self.ld(self.BODY * 2))
        assert found.extractor == "json-ld"

    def test_elements_before_data(self):
        found = read(f"<div>{paragraphs(ARTICLE)}</div>", self.ld(self.BODY + " Tambahan."))
        assert (found.paragraphs, found.extractor) == (ARTICLE, "generic")

    def test_the_state_of_a_page_built_by_script(self):
        content = paragraphs(ARTICLE[:4]) + f"<h2>{HEADING}</h2>" + paragraphs(ARTICLE[5:])
        state = json.dumps({"props": {"article": {"title": "Panen", "content": content}}})
        script = f"<script id='__NEXT_DATA__' type='application/json'>{state}</script>"
        html = f"<div id='__next'></div>{script}"
        assert body_of(Page(html), site()).paragraphs == ARTICLE

    @pytest.mark.parametrize(("length", "is_asked"), [(299, True), (300, False)])
    def test_a_scripts_state_is_asked_where_the_page_shows_less_than_300_characters(
        self, length, is_asked
    ):
        shown = ("Warga desa menanam padi. " * 20)[: length - 1] + "."
        content = paragraphs([*ARTICLE, *ARTICLE])
        state = json.dumps({"article": {"title": "Panen", "content": content}})
        script = f"<script id='__NEXT_DATA__' type='application/json'>{state}</script>"
        found = body_of(Page(f"<h1>Panen</h1><div><p>{shown}</p></div>{script}"), site())
        assert (found.paragraphs == [*ARTICLE, *ARTICLE]) is is_asked
        assert (found.paragraphs == [shown]) is not is_asked


class TestSiteFacts:
    CONTENT = (
        f"<div class='a'>{paragraphs(ARTICLE)}</div><div class='b'>{paragraphs([TEASER] * 9)}</div>"
    )

    def test_the_declared_element_is_read(self):
        found = read(self.CONTENT, body="div.a")
        assert (found.paragraphs, found.extractor) == (ARTICLE, "site")

    def test_several_elements_are_read_in_order_and_once(self):
        assert texts(self.CONTENT, body="div.a, div.a p, .none") == ARTICLE

    def test_paragraphs_may_be_named_one_by_one(self):
        assert texts(self.CONTENT, body="div.a > p") == ARTICLE

    def test_a_selector_that_finds_nothing_leaves_the_page_to_the_generic_reader(self):
        found = read(f"<div>{paragraphs(ARTICLE)}</div>", body="div.dulu")
        assert (found.paragraphs, found.extractor) == (ARTICLE, "generic")

    def test_strip_takes_patterns_out_and_empty_paragraphs_with_them(self):
        content = f"<div>{paragraphs([*ARTICLE, 'Promo Contoh'])}</div>"
        found = texts(content, strip=[r"^Promo \w+$", r" \(25/11/2024\)"])
        assert found == [FIRST.replace(" (25/11/2024)", ""), *REST]

    def test_the_caption_is_kept_apart(self):
        figure = "<figure><img><figcaption>Sawah di Desa Contoh</figcaption></figure>"
        found = read(f"<div>{figure}{paragraphs(ARTICLE)}</div>")
        assert (found.image_caption, found.paragraphs) == ("Sawah di Desa Contoh", ARTICLE)

    def test_a_break_in_a_caption_is_a_blank(self):
        words = "<em>Sawah di Desa Contoh.</em><br>Foto: Nama"
        found = read(f"<div><p><img><br>{words}</p>{paragraphs([*ARTICLE, *ARTICLE])}</div>")
        assert found.image_caption == "Sawah di Desa Contoh. Foto: Nama"

    @pytest.mark.parametrize(("length", "is_caption"), [(400, True), (401, False)])
    def test_a_caption_is_no_longer_than_400_characters(self, length, is_caption):
        words = ("Sawah di Desa Contoh " * 20)[: length - 5] + "padi."
        box = f"<p><img><br><em>{words}</em></p>"
        found = read(f"<div>{box}{paragraphs([*ARTICLE, *ARTICLE, *ARTICLE])}</div>")
        assert (len(words), found.image_caption == words) == (length, is_caption)
        assert (words in found.paragraphs) is not is_caption


class TestAnyPage:
    def test_text_may_stand_in_the_page_itself(self):
        assert body_of(Page("<br><br>".join(ARTICLE)), site()).paragraphs == ARTICLE

    @pytest.mark.parametrize("html", ["", " ", "<html>", "<!-- -->", "<p>", "<br>" * 9, "teks"])
    def test_a_page_without_text_has_no_body(self, html):
        found = body_of(Page(html), site())
        assert (found.paragraphs, found.extractor) == ([], None)

    @given(st.binary(max_size=600))
    def test_no_bytes_raise(self, raw):
        body_of(Page(raw), site())

    @given(
        st.lists(
            st.sampled_from(
                [*"<>&;\x00", "<p>", "</p>", "<div>", "</div>", "<br>", "<a href=x>", "</a>", "<b>"]
                + [
                    "<table><td>",
                    "</table>",
                    "<figure>",
                    "<h1>",
                    "<li>",
                    "<!--",
                    "-->",
                    "(a/b)",
                    "[]",
                ]
                + [
                    "<div class=related>",
                    "<img>",
                    "<script>",
                    "</script>",
                    FIRST,
                    QUOTE,
                    "Baca juga:",
                ]
            ),
            max_size=60,
        )
    )
    def test_no_markup_raises(self, pieces):
        body_of(Page("".join(pieces)), site())
        body_of(Page("".join(pieces)), site(body="div, p"))

    @pytest.mark.parametrize(
        ("before", "inner", "after"),
        [
            ("", f"<p>{FIRST}</p>", ""),
            ("", "<div>", ""),
            ("", f"<div class='related'>{FIRST}", ""),
            ("", f"<div><img><div>{FIRST}</div></div>", ""),
            ("<div>", f"{FIRST}<br>", "</div>"),
            ("", f"<div><p>{FIRST}</p><a href='#'>{OTHER_HEADLINES[0]}</a></div>", ""),
            ("<table>", f"<tr><td>{FIRST}", "</table>"),
            ("<p>", f"<a href='#'>{FIRST}</a><br>", "</p>"),
            ("", "<span>", ""),
            ("", f"<div class='share'><h1></h1>{FIRST}", ""),
            ("<p>", "a(", "</p>"),
            ("<p>", "Baca juga: ", "</p>"),
        ],
        ids=lambda part: str(part)[:24],
    )
    def test_time_grows_with_size_not_faster(self, before, inner, after):
        assert_linear(
            lambda html: body_of(Page(html), site()),
            lambda count: before + inner * count + after,
            size=2_000,
        )


class TestPagesWithHashedClasses:
    def test_boxes_are_told_by_what_names_them_for_tests_and_screen_readers(self):
        box = f"<p>{TEASER}</p>"
        boxes = (
            f"<section aria-labelledby='article-byline' class='x1'>{box}</section>",
            f"<section data-e2e='recommendations-heading' class='x2'>{box}</section>",
            f"<div data-testid='podcast-promo' class='x3'>{box}</div>",
        )
        content = paragraphs(ARTICLE[:3]) + "".join(boxes) + paragraphs(ARTICLE[3:])
        assert texts(f"<main><h1>Sampel</h1>{content}</main>", body="main") == ARTICLE

    def test_a_line_that_is_nothing_but_time_is_no_text(self):
        line = "<div><time>18 Juni 2025</time><time>Diperbarui 19 Juni 2025</time></div>"
        assert texts(f"<main>{line}{paragraphs(ARTICLE)}</main>", body="main") == ARTICLE

    def test_a_sentence_with_a_time_in_it_stays(self):
        timed = "Panen dimulai pada <time>18 Juni 2025</time>, kata seorang petani sampel."
        assert texts(f"<main><p>{timed}</p></main>", body="main") == [
            "Panen dimulai pada 18 Juni 2025, kata seorang petani sampel."
        ]

    def test_labels_for_screen_readers_are_no_part_of_a_caption(self):
        figure = (
            "<figure><p><span class='visually-hidden'>Sumber gambar, </span>Sampel Images</p>"
            "<figcaption><span class='visually-hidden'>Keterangan gambar, </span>Sawah sampel"
            "</figcaption></figure>"
        )
        found = read(f"<main>{figure}{paragraphs(ARTICLE)}</main>", body="main")
        assert (found.image_caption, found.paragraphs) == ("Sawah sampel", ARTICLE)


class TestDropCaps:
    @pytest.mark.parametrize("tag", ["h1", "div", "span"])
    def test_a_letter_in_an_element_of_its_own_goes_back_to_its_word(self, tag):
        opening = f"<div><{tag} class='c'>{FIRST[0]}</{tag}><p>{FIRST[1:]}</p></div>"
        assert texts(f"<div>{opening}{paragraphs(REST)}</div>") == ARTICLE

    def test_a_word_in_capitals_may_follow_it(self):
        opening = f"<h1>P</h1><p>ETANI{FIRST[6:]}</p>"
        assert texts(f"<div>{opening}{paragraphs(REST)}</div>")[0] == f"PETANI{FIRST[6:]}"

    def test_a_letter_before_another_sentence_stays_alone(self):
        kept = texts(f"<div>{paragraphs([FIRST, SECOND, 'A', THIRD, FOURTH])}</div>")
        assert kept == [FIRST, SECOND, "A", THIRD, FOURTH]


class TestWhatClosesAStory:
    def test_an_outlets_credit_may_stand_before_a_note_on_the_writer(self):
        note = "Penulis adalah guru sampel di Desa Contoh"
        closing = f"{LAST} [Depok, Juni 2010/contoh.com]"
        found = read(f"<div>{paragraphs([*ARTICLE[:-1], closing, note])}</div>")
        assert found.paragraphs == [*ARTICLE, note]
        assert found.signature == "[Depok, Juni 2010/contoh.com]"

    @pytest.mark.parametrize("mark", ["*", "***", " ****"])
    def test_asterisks_that_mark_the_end_are_no_text(self, mark):
        found = read(f"<div>{paragraphs([*ARTICLE[:-1], LAST + mark])}</div>")
        assert (found.paragraphs, found.signature) == (ARTICLE, None)


def test_the_heading_over_closing_lines_goes_with_them():
    call = "If you enjoyed this article, we have a proposition for you: join us."
    closed = f"{paragraphs(ARTICLE)}<h4>Something to Consider</h4>{paragraphs([call])}"
    assert texts(f"<h1>Judul</h1><div>{closed}</div>") == ARTICLE
    headed = f"{paragraphs(ARTICLE)}<h4>Harga Gabah</h4>"
    assert texts(f"<h1>Judul</h1><div>{headed}</div>") == [*ARTICLE, "Harga Gabah"]


def test_links_with_labels_in_brackets_are_links():
    others = " ".join(
        f"<a href='/{n}'>{title}</a> [FOTO]" for n, title in enumerate(OTHER_HEADLINES)
    )
    told = f"{paragraphs(ARTICLE[:3])}<p>{others}</p>{paragraphs(ARTICLE[3:])}"
    assert texts(f"<h1>Judul</h1><div>{told}</div>") == ARTICLE


@every_row("opened", ["<p><span><b>", "<span><p>", "<p><font>"])
def test_what_nobody_closes_takes_a_time_in_proportion_to_its_number(opened):
    def left_open(number):
        told = "".join(
            f"{opened}Petani ke-{at} di Desa Contoh memanen padi." for at in range(number)
        )
        return f"<html><body><h1>Judul</h1><div>{told}"

    assert_linear(lambda html: read_article(html).body, left_open, size=200, margin=1.4)


def test_the_blanks_in_an_article_body_take_a_time_in_proportion_to_their_number():
    assert_linear(
        paragraphs_of_article_body,
        lambda size: f"Teks contoh{' ' * size}dan akhirnya.",
        size=5000,
    )
