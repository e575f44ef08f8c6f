"""Markup of outlets that no site file describes: what is the text, what is not, who wrote.

Every sentence here is a sample written for these tests.
"""

from crawler.parsers.article import read_article
from crawler.parsers.body.boilerplate import (
    CLOSING_LINES,
    INVITATIONS,
    is_boilerplate,
    is_closing_boilerplate,
    is_invitation,
    is_opening_boilerplate,
)
from tests.support.rows import every_row

TITLE = "Panen Padi di Desa Contoh Lebih Awal"
TEXT = (
    "Warga desa itu memanen padi lebih awal karena hujan turun sejak awal pekan, Selasa (1/5).",
    "Menurut dia, hasil panen tahun ini lebih banyak dari tahun lalu dan dijual ke pasar di kota.",
    "Para petani berharap harga tetap baik sampai akhir musim, sebab biaya pupuk terus naik.",
    "Pemerintah daerah menambah gudang penyimpanan supaya gabah tidak rusak karena hujan.",
)
CAPTION = "Petani memanen padi di Desa Contoh pada awal pekan."
OTHER = "Begini Kata Tetangga Soal Panen di Desa Itu"
FIRST, *REST = (f"<p>{text}</p>" for text in TEXT)
REST = "".join(REST)


def read(content, head="", title=f"<h1>{TITLE}</h1>"):
    meta = f"<meta property='og:title' content='{TITLE}'>"
    html = f"<!DOCTYPE html><html><head><title>{TITLE}</title>{meta}{head}</head>"
    return read_article(f"{html}<body>{title}{content}</body></html>", "https://kabar.example/b/1")


def body(content):
    return (read(content).body or "").split("\n\n")


PICTURES = {
    "span beside a picture": f"<div class='media'><img src='a.jpg'><span>{CAPTION}</span></div>",
    "text behind a credit": (
        f"<div class='photo'><img src='a.jpg'><span class='author'>CONTOH</span> {CAPTION}</div>"
    ),
    "text behind a video": (
        f"<div class='video'><iframe src='https://putar.example/1'></iframe> {CAPTION}</div>"
    ),
    "box below a picture": f"<div><img src='a.jpg'><div><p>{CAPTION}</p></div></div>",
    "picture in a link": f"<div id='foto'><a href='a.jpg'><img src='a.jpg'></a>{CAPTION}</div>",
    "slanted in a paragraph": f"<p><img src='a.jpg'><br><em>{CAPTION}</em></p>",
    "credit in a paragraph": f"<p><img src='a.jpg'> {CAPTION} (Foto: Contoh Nama)</p>",
    "cell of a table": (
        f"<table><tr><td><div class='pic'><img src='a.jpg'>{CAPTION}</div></td></tr></table>"
    ),
    "figure": f"<figure><img src='a.jpg'><figcaption>{CAPTION}</figcaption></figure>",
}


@every_row("picture", PICTURES.values(), ids=PICTURES)
@every_row("place", ["above", "within", "below"])
def test_what_stands_under_a_picture_or_video_is_its_caption(picture, place):
    above, within, below = (
        picture if place == where else "" for where in ("above", "within", "below")
    )
    assert body(f"{above}<div>{FIRST}{within}{REST}{below}</div>") == list(TEXT)


@every_row("picture", PICTURES.values(), ids=PICTURES)
def test_the_lead_picture_s_caption_is_told(picture):
    assert CAPTION in read(f"{picture}<div class='isi'>{FIRST}{REST}</div>").image_caption


def test_a_caption_below_the_text_or_beside_a_writer_is_no_lead_picture_s():
    portrait = f"<div class='author-card'><img src='a.jpg'><span>{CAPTION}</span></div>"
    teaser = "<div class='media'><img src='a.jpg'><span>Ringkasan berita di bawah.</span></div>"
    article = read(f"{portrait}<div class='isi'>{FIRST}{REST}</div>{teaser}")
    assert article.image_caption is None


def test_a_paragraph_that_begins_with_a_picture_stays():
    content = f"<div><p><img src='a.jpg'>{TEXT[0]}</p>{REST}</div>"
    assert body(content) == list(TEXT)
    short = "".join(f"<div class='p'><img src='a.jpg'>{text}</div>" for text in TEXT[:1])
    assert TEXT[0] in "\n".join(body(f"<div class='isi'>{short}</div>"))


@every_row("label", ["Baca", "Simak", "Read more", "Related", "Lihat foto-fotonya"])
def test_a_label_and_a_link_lead_to_another_story(label):
    line = f"<p><strong>{label}: <a href='/lain'>{OTHER}</a></strong></p>"
    assert body(f"<div>{FIRST}{line}{REST}</div>") == list(TEXT)


def test_a_label_and_a_link_in_a_list_or_to_a_name_stay():
    kept = "<p>Situs: <a href='https://desa.example'>desa.example</a></p>"
    listed = f"<ul><li>Peta: <a href='/peta'>{OTHER}</a></li></ul>"
    text = "\n".join(body(f"<div>{FIRST}{kept}{listed}{REST}</div>"))
    assert "Situs: desa.example" in text and f"Peta: {OTHER}" in text


INVITING = {
    "newsletter": (
        "<div class='nws'><p>Dapatkan informasi di <i>email</i> kamu.<br>"
        "<a href='#'>Daftarkan <i>email</i></a></p></div>"
    ),
    "app": (
        "<div class='ap'><div><p>4+</p></div><div><div>Contoh: Berita Tepercaya</div></div>"
        "<div><div>Dapatkan Aplikasi</div></div><a href='/x'></a></div>"
    ),
    "english": "<section><h3>Let our news meet your inbox</h3><p>Delivered weekdays.</p></section>",
}


@every_row("box", INVITING.values(), ids=INVITING)
def test_a_box_that_invites_is_no_text(box):
    assert body(f"<div>{FIRST}{box}{REST}</div>") == list(TEXT)


def test_what_a_story_explains_of_apps_stays():
    step = "Unduh aplikasi Panen Desa di Play Store."
    content = f"<div>{FIRST}<p>{step}</p><ol><li>{step}</li></ol>{REST}</div>"
    assert body(content) == [TEXT[0], step, step, *TEXT[1:]]


@every_row("wording", INVITATIONS, ids=lambda one: one.example)
def test_examples_of_invitations(wording):
    assert is_invitation(wording.example) and not is_boilerplate(wording.example)


@every_row("wording", CLOSING_LINES, ids=lambda one: one.example)
def test_lines_below_the_text_are_taken_there_only(wording):
    line = f"<p>{wording.example}</p>"
    assert is_closing_boilerplate(wording.example)
    assert body(f"<div>{FIRST}{REST}{line}</div>") == list(TEXT)
    assert wording.example in body(f"<div>{FIRST}{line}{REST}</div>")


@every_row("source", ["UEFA", "BBC/Reuters", "Contoh News / AFP"])
def test_a_source_closes_a_story(source):
    article = read(f"<div>{FIRST}{REST}<p>{source}</p></div>")
    assert article.signature == source and article.body == "\n\n".join(TEXT)


@every_row("line", ["Oleh Contoh Nama | peneliti, Pusat Studi Contoh", "Oleh: Contoh Nama, dosen"])
def test_a_byline_with_a_post_above_the_text_is_no_text(line):
    assert is_opening_boilerplate(line)
    assert body(f"<div><p>{line}</p>{FIRST}{REST}</div>") == list(TEXT)


@every_row(
    "line",
    [
        "Oleh karena itu, warga diminta waspada.",
        "Oleh warga sekitar sungai itu dirawat setiap tahun.",
        "Oleh polisi, pelaku dibawa ke kantor - dan diperiksa.",
        "Ditulis oleh warga sendiri, kisah itu dibacakan setiap malam.",
        "Laporan wartawan itu ternyata tidak benar sama sekali.",
        "By the end of the year it will be done.",
    ],
)
def test_a_sentence_that_begins_as_a_byline_does_is_text(line):
    for place in (0, 1, len(TEXT)):
        told = [*TEXT[:place], line, *TEXT[place:]]
        assert body("<div>{}</div>".format("".join(f"<p>{each}</p>" for each in told))) == told


@every_row(
    "line", ["Oleh CONTOH NAMA.", "Ditulis oleh Contoh Nama, mahasiswa.", "oleh contoh nama"]
)
def test_a_byline_that_ends_as_a_sentence_does_is_no_text(line):
    assert is_opening_boilerplate(line) or is_boilerplate(line)


DECK = "Hujan turun terus sejak awal pekan."


@every_row(
    ("printed", "place", "outlet"),
    [
        ("KABAR.EXAMPLE.COM, MALANG -- ", "MALANG", "KABAR.EXAMPLE.COM"),
        ("Malang, CNN Indonesia -- ", "Malang", "CNN Indonesia"),
        ("<b>Malang</b> - ", "Malang", None),
    ],
)
def test_a_deck_above_the_dateline_is_the_lead(printed, place, outlet):
    content = f"<div><div><b>{DECK}</b></div><p>{printed}{TEXT[0]}</p>{REST}</div>"
    article = read(content)
    assert (article.dateline_place, article.dateline_outlet) == (place, outlet)
    assert article.lead == DECK
    assert article.body == "\n\n".join(TEXT)


def test_a_sentence_above_what_only_may_be_a_dateline_stays():
    content = f"<div><p>{DECK}</p><p>Gubernur - {TEXT[0]}</p>{REST}</div>"
    article = read(content)
    assert article.dateline_place is None and article.body.startswith(DECK)


STANDFIRST = "Hujan yang turun terus sejak awal pekan membuat sebagian sawah tergenang."


@every_row(
    "title",
    [
        f"<header><h1>{TITLE}</h1><p>{STANDFIRST}</p></header>",
        f"<div class='header'><h1>{TITLE}</h1><div class='post-excerpt'>{STANDFIRST}</div></div>",
    ],
)
def test_a_printed_standfirst_is_the_lead(title):
    head = "<meta name='description' content='Kata untuk mesin pencari.'>"
    article = read(f"<div>{FIRST}{REST}</div>", head, title)
    assert article.lead == STANDFIRST and article.body == "\n\n".join(TEXT)


def test_a_kicker_inside_the_heading_is_none_of_the_headline():
    article = read(f"<div>{FIRST}{REST}</div>", title=f"<h1><span>Aksi Nasional</span>{TITLE}</h1>")
    assert (article.headline, article.kicker) == (TITLE, "Aksi Nasional")


META = "<meta property='dable:author' content='Nama Redaktur'>"
WRITTEN = {
    "label and link": (
        "<div><span>Oleh</span><a href='/p'>Nama Penulis</a></div>", "", ["Nama Penulis"], []
    ),
    "label called editor": (
        "<div id='penulis'><span>Penulis</span>Nama Penulis</div>"
        "<div id='editor'><span>Editor</span>Nama Redaktur</div>",
        "",
        ["Nama Penulis"],
        ["Nama Redaktur"],
    ),
    "meta of the editor": ("<p>Red: Nama Redaktur</p>", META, [], ["Nama Redaktur"]),
    "both printed": (
        "<p>Rep: Nama Penulis/ Red: Nama Redaktur</p>", META, ["Nama Penulis"], ["Nama Redaktur"]
    ),
    "metas that tell them apart": (
        "<p>Editor: Nama Redaktur</p>",
        "<meta name='content_author' content='Nama Redaktur'>"
        "<meta name='content_editor' content='Nama Redaktur'>",
        ["Nama Redaktur"],
        ["Nama Redaktur"],
    ),
    "label below the name": (
        "<div><div><div>Nama Penulis</div><div>Author</div></div>"
        "<div><div>Nama Redaktur</div><div>Editor</div></div></div>",
        "",
        ["Nama Penulis"],
        ["Nama Redaktur"],
    ),
    "a span each": (
        "<div class='byline'><div><span>Adi Nugraha</span> <span>Rina Lestari</span></div></div>",
        "",
        ["Adi Nugraha", "Rina Lestari"],
        [],
    ),
    "a meta each": (
        "",
        "<meta name='parsely-author' content='Adi Nugraha'>"
        "<meta name='parsely-author' content='Rina Lestari'>",
        ["Adi Nugraha", "Rina Lestari"],
        [],
    ),
    "nobody": ("", "<meta name='author' content='No Author'>", [], []),
    "minutes": ("<span class='author'>3 Min</span>", "", [], []),
    "story beside": ("<aside><ul><li><div>by Nama Lain</div></li></ul></aside>", "", [], []),
}  # fmt: skip


@every_row(("line", "head", "authors", "editors"), WRITTEN.values(), ids=WRITTEN)
def test_who_wrote_and_who_edited(line, head, authors, editors):
    article = read(f"<div>{FIRST}{REST}</div>{line}", head)
    assert (article.authors, article.editors) == (authors, editors)


LONG = tuple(f"{text} Kepala desa menerangkannya kepada wartawan pada hari itu." for text in TEXT)


def test_parts_of_one_text_in_boxes_that_look_alike_are_one_text():
    parts = "".join(
        f"<div class='c'><section><div class='part'><p>{first}</p><p>{second}</p></div></section>"
        "</div>"
        "<div class='c'><figure><img src='a.jpg'><figcaption>Sawah.</figcaption></figure></div>"
        for first, second in (LONG[:2], LONG[2:])
    )
    assert body(f"<main><div>{parts}</div></main>") == list(LONG)


@every_row("title", ["<time>1 Mei</time>", "<address>Nama</address>"])
def test_boxes_that_look_alike_and_have_titles_of_their_own_are_other_stories(title):
    own = "".join(f"<p>{text}</p>" for text in LONG)
    own = f"<div class='c'><div class='part'>{own}</div></div>"
    other = f"<div class='c'><h3>{OTHER}</h3>{title}<div class='part'>{FIRST}<p>{TEXT[1]}</p></div>"
    assert body(f"<main>{own}{other}</div>{other}</div></main>") == list(LONG)


def test_the_text_stands_in_the_article_that_prints_the_headline():
    own = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in LONG)}</article>"
    other = "".join(f"<p>{text} {text} {OTHER}.</p>" for text in LONG)
    content = f"{own}<article class='post'><h2>{OTHER}</h2><div>{other}</div></article>"
    assert read(content, title="").body == "\n\n".join(LONG)


def test_text_for_browsers_without_scripts_is_read_where_there_is_no_other():
    hidden = f"<div><noscript>{FIRST}{REST}</noscript></div>"
    assert body(hidden) == list(TEXT)
    assert body(f"<div>{FIRST}{REST}</div><noscript><p>{LONG[0]}</p></noscript>") == list(TEXT)


def test_a_tweet_that_a_story_quotes_is_its_text():
    tweet = (
        f"<blockquote class='twitter-tweet'><p lang='id'>{CAPTION}</p>&mdash; Desa Contoh (@desa) "
        "<a href='https://twitter.com/desa/status/1'>May 1, 2018</a></blockquote>"
    )
    text = body(f"<div>{FIRST}{tweet}{REST}</div>")
    assert text == [TEXT[0], CAPTION, "— Desa Contoh (@desa) May 1, 2018", *TEXT[1:]]


def test_a_card_on_a_person_inside_a_line_is_no_text():
    card = (
        "<span class='r'><a href='/p'>Nama Bupati</a><span><span><img src='a.jpg'>"
        f"<a href='/p'>Nama Bupati</a><a href='/1'>{OTHER}</a><a href='/2'>{TITLE}</a>"
        "</span></span></span>"
    )
    line = f"<p>{TEXT[0]} Bupati {card} hadir di balai desa.</p>"
    assert (
        body(f"<div>{line}{REST}</div>")[0] == f"{TEXT[0]} Bupati Nama Bupati hadir di balai desa."
    )
