"""Parts of a text that names and links once took for something beside it, and what is none.

Every sentence here is a sample written for these tests.
"""

from crawler.parsers.article import read_article
from tests.support.rows import every_row

TITLE = "Panen Padi di Desa Contoh Lebih Awal"
TEXT = (
    "Warga desa itu memanen padi lebih awal karena hujan turun sejak awal pekan, Selasa (1/5).",
    "Menurut dia, hasil panen tahun ini lebih banyak dari tahun lalu dan dijual ke pasar di kota.",
    "Para petani berharap harga tetap baik sampai akhir musim, sebab biaya pupuk terus naik.",
    "Pemerintah daerah menambah gudang penyimpanan supaya gabah tidak rusak karena hujan.",
)
OTHER = "Begini Kata Tetangga Soal Panen di Desa Itu"
FIRST, *REST = (f"<p>{text}</p>" for text in TEXT)
REST = "".join(REST)


def body(content, url="https://kabar.example/b/1"):
    html = f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    return (read_article(f"{html}{content}</body></html>", url).body or "").split("\n\n")


@every_row("name", ["player", "ticker", "date", "share", "photo", "author", "promo", "related"])
def test_rows_and_cells_of_data_are_kept_whatever_they_are_called(name):
    table = (
        f"<table><tr><th class='{name}'>Nama</th><th>Poin</th></tr>"
        f"<tr class='{name}-1'><td class='{name}'>Adi</td><td>12</td></tr>"
        "<tr><td>Rina</td><td>9</td></tr></table>"
    )
    rows = ["Nama Poin", "Adi 12", "Rina 9"]
    assert body(f"<div>{FIRST}{table}{REST}</div>") == [TEXT[0], *rows, *TEXT[1:]]


@every_row("name", ["sidebar", "related", "share"])
def test_a_cell_that_holds_boxes_beside_the_text_is_left_out(name):
    cell = f"<td class='{name}'><div>{OTHER} dan kabar lain hari ini</div></td>"
    layout = f"<table><tr><td><div>{FIRST}{REST}</div></td>{cell}</tr></table>"
    assert body(layout) == list(TEXT)


@every_row("name", ["social-embed", "share-box", "sosmed", "embed-twitter media"])
def test_a_quoted_tweet_is_text_in_whatever_box(name):
    tweet = f"<blockquote class='twitter-tweet'><p>{OTHER}.</p>&mdash; Desa (@desa)</blockquote>"
    found = body(f"<div>{FIRST}<div class='{name}'>{tweet}</div>{REST}</div>")
    assert found == [TEXT[0], f"{OTHER}.", "— Desa (@desa)", *TEXT[1:]]


SHOP = "https://toko.example/barang/7"
LEADS_OFF = {
    "heading": (f"<h3><a href='{SHOP}'>Cangkul Baja Contoh</a></h3>", "Cangkul Baja Contoh"),
    "item": (f"<ul><li><a href='{SHOP}'>Beli di Toko Contoh</a></li></ul>", "Beli di Toko Contoh"),
    "address": (f"<p><a href='{SHOP}'>{SHOP}</a></p>", SHOP),
}


@every_row(("markup", "line"), LEADS_OFF.values(), ids=LEADS_OFF)
def test_a_heading_an_item_or_an_address_that_leads_off_the_site_is_text(markup, line):
    assert body(f"<div>{FIRST}{markup}{REST}</div>") == [TEXT[0], line, *TEXT[1:]]


@every_row("host", ["kabar.example", "www.kabar.example", "jateng.kabar.example", "kabar.co.id"])
@every_row("markup", LEADS_OFF, ids=LEADS_OFF)
def test_a_link_to_the_outlet_s_own_stories_is_none(markup, host):
    link = LEADS_OFF[markup][0].replace("toko.example", host)
    assert body(f"<div>{FIRST}{link}{REST}</div>") == list(TEXT)


@every_row(
    "address",
    [
        "https://www.facebook.com/sharer/sharer.php?u=https://kabar.example/b/1",
        "https://twitter.com/intent/tweet?text=Panen",
        "https://t.me/share/url?url=https://kabar.example/b/1",
    ],
)
def test_a_link_that_sends_the_page_on_is_none(address):
    shared = f"<ul><li><a href='{address}'>Kabarkan kepada kawan</a></li></ul>"
    assert body(f"<div>{FIRST}{shared}{REST}</div>") == list(TEXT)


def test_a_text_goes_on_around_a_box_of_which_only_half_is_shown():
    shown = "".join(f"<div class='par'>{text}</div>" for text in TEXT[:1])
    folded = "".join(f"<div class='par'>{text} {text}</div>" for text in TEXT[1:])
    content = f"<section><div class='l'>{shown}<div class='all'>{folded}</div></div></section>"
    assert body(content)[0] == TEXT[0]


def test_a_text_with_its_paragraphs_is_read_and_not_the_same_in_one_run():
    long = [f"{text} {number} {text} {text}" for number in range(8) for text in TEXT]
    hidden = f"<div><div itemprop='articleBody'>{' '.join(long)}</div></div>"
    shown = "".join(f"<p>{text}</p>" for text in long)
    assert body(f"{hidden}<div class='main'>{shown}</div>") == long


@every_row("tag", ["span", "div", "p"])
@every_row("said", ["datePublished", "dateModified"])
def test_what_microdata_calls_a_date_is_no_text(tag, said):
    line = f"<{tag} itemprop='{said}'>lundi 22 janvier 2018, tôt le matin</{tag}>"
    assert body(f"<div>{line}{FIRST}{REST}</div>") == list(TEXT)


@every_row(
    "box",
    [
        f"<div><div><p>Lihat berikut</p></div><a href='/lain'>{OTHER}</a></div>",
        f"<div><b>Lihat berikut</b><p><a href='/lain'>{OTHER}</a></p></div>",
    ],
)
def test_a_label_and_a_link_alone_in_a_box_are_no_text(box):
    assert body(f"<div>{FIRST}{REST}{box}<p>{TEXT[0]}</p></div>") == [*TEXT, TEXT[0]]


def test_a_long_heading_over_a_list_of_links_goes_with_it():
    links = "".join(f"<li><a href='/{at}'>{OTHER} {at}</a></li>" for at in range(3))
    label = "<h3>Liputan lain dari rubrik desa dan sawah kami:</h3>"
    assert body(f"<div>{FIRST}{REST}{label}<ul>{links}</ul></div>") == list(TEXT)


def test_a_word_for_tags_and_links_is_no_text():
    line = "<p>Tags <a href='/t/1'>panen padi</a>, <a href='/t/2'>desa contoh</a></p>"
    assert body(f"<div>{FIRST}{REST}{line}</div>") == list(TEXT)


LONG = [f"{text} Kepala desa menerangkannya kepada wartawan pada hari itu juga." for text in TEXT]
PAGE = "".join(f"<p>{text}</p>" for text in LONG * 2)


@every_row(
    "name", ["comments", "related-posts", "komentar", "terkait", "sidebar", "share", "promo"]
)
@every_row("inner", ["div", "span"])
def test_all_around_the_text_may_be_called_something_beside_it(name, inner):
    feed = "".join(f"<li><p><a href='/{at}'>{OTHER}</a> {TEXT[0]}</p></li>" for at in range(8))
    wrapped = f"<{inner} class='{name}'>{PAGE}</{inner}>"
    content = f"<div class='{name}'><div class='{name}'>{wrapped}</div></div><ul>{feed}</ul>"
    assert body(content) == LONG * 2


@every_row("name", ["comments", "komentar", "reader-comments"])
@every_row("number", [3, 12, 40])
def test_comments_are_none_of_a_short_text_however_many_they_are(name, number):
    comment = f"<div class='c'><b><a href='/u'>Nama</a></b><p>{TEXT[1]} {TEXT[2]}</p></div>"
    content = f"<div>{FIRST}{REST}</div><div class='{name}'>{comment * number}</div>"
    assert body(content) == list(TEXT)
    assert body(f"<div>{content}</div>") == list(TEXT)
