"""What pages call things: a row a name, and no name of a table without a row.

The names are written down here once more on purpose: one that is lost from its table fails in its
row. All pages are samples written for these tests.
"""

import json
from pathlib import Path

from crawler.parsers import metadata
from crawler.parsers.article import read_article
from crawler.parsers.body import boilerplate, boilerplate_markup
from crawler.parsers.body.boilerplate_markup import is_boilerplate_name
from crawler.parsers.body.container import ballot
from crawler.parsers.metadata import language_of, read_metadata
from crawler.parsers.page import Page, state, tags, text_of
from crawler.parsers.page.element_text import INLINE
from crawler.parsers.page.text import small_letters
from crawler.parsers.site import Site
from tests.support.rows import every_row

SENTENCE = "Warga contoh menanam {} pohon sampel di lapangan desa bersama anak-anak sekolah."
HEADLINE = "Warga Contoh Menanam Seribu Pohon Sampel di Lapangan"

BESIDE_THE_TEXT = """
related relatedposts terkait sisip linksisip topiksisip lihatjg bacajuga lihatjuga recommend
recommended recommendation recommendations rekomendasi popular populer terpopuler trending
readmore selengkapnya outbrain taboola mgid popin teads dable
ad ads adv advert adverts advertisement advertising adsense adsbygoogle iklan sponsor sponsored
banner banners parallax parallaxindetail paradetail skyscraper dfp
gpt promo promotion poll polling quiz kuis survei survey
share shares sharing sharedaddy sharethis addtoany sosmed medsos socmed social socials follow
gnews googlenews whatsapp telegram newsletter subscribe subscription langganan berlangganan
paywall comment comments komentar disqus respond likes rating reaction reactions
byline penulis credit credits kredit breadcrumb breadcrumbs postmeta metadata pagination paging
pager navigation nav menu sidebar rightside copyright copyrights tags taglist tagcloud tagging
footer
caption captions figcaption photo photos gallery slideshow carousel swiper slider player podcast
tts toolbar popup modal tooltip cookie cookies consent toc daftarisi breaking infobox ticker
""".split()
COMPOUNDS = """
inject-baca-juga lihat-juga baca_juga2 lihatjuga2x relatedpost relatedposts relatedarticle
relatedarticles relatednews relatedlist relatedcontent postrelated postsrelated articlerelated
articlesrelated newsrelated post-author entry-meta entrymeta articlefooter author__meta newsshare
detailtag entry__tags postshare
author-box writer-info authorbio writer-name author-card author-profile author-detail author-desc
author-about writer_box info-author infoauthor about-author post-tag x_tags topik-list topics-box
topic-tags topiks-wrap tag-list tag-cloud tags-box tag-wrap tags-container tag-header tag-area
tag-link list-tag box-tag article__tag detail-tag ai-summary aisummary summary-article
article-summary ringkasan key-points keytakeaways read-more readalso see-also seemore view-more
next-article prev-post next-news prevarticle follow-us ext-channel wa-channel google-news
googlenewsx div-gpt google_ads td-a-rec widget-area widget_text right-side side-bar
jp-relatedpostsx yarpp ez-toc lwptoc eztoc lwp-toc table-of-contents text-to-speech
instagram-media tiktok-embed fb-post screen-reader sr-only visually-hidden visuallyhidden
""".split()
TELLS_NOTHING = """
has-sidebar with-sidebar no-sidebar without-sidebar is-menu if-ads enable-share hide-share
show-share md:hidden [&>.ads]:mt-2 unrelated css-1ad9k tagline content article-body entry-content
""".split()

INLINE_TAGS = """
a abbr b bdi big cite code em font i ins kbd label mark q s small span strong sub sup time tt u var
wbr script style noscript template
""".split()
SILENT_TAGS = """
script style noscript template title head iframe object embed video audio canvas svg math map
button select textarea input option progress dialog amp-ad amp-img amp-iframe amp-embed amp-video
amp-youtube amp-social-share amp-sidebar amp-analytics amp-sticky-ad amp-instagram amp-twitter
amp-facebook amp-consent amp-user-notification
""".split()
TEXT_TAGS = """
p br div span strong b em i u font small q cite mark td li dd dt blockquote section article main
body form center address pre h2 h3 h4 h5 h6
""".split()

SECTION_METAS = """
article:section3 article:section2 article:section content_subcategory content_category
cxenseparse:section parsely-section dable:section
""".split()
TAG_METAS = "article:tag content_tag content_tags dtk:keywords news_keywords".split()
HOME_CRUMBS = (
    "Home, Beranda, Depan, Index, Indeks, Halaman utama, News, Detail, Detail artikel, "
    "Detail berita"
).split(", ")
INDONESIAN = "yang dan di dari untuk dengan ini itu pada tidak akan kata juga oleh".split()
ENGLISH = "the of and to in that for with was said from has were which this".split()

STATE_MEMBERS = {
    "headline": "headline title",
    "datePublished": "published_at publishedAt publish_date publishedDate published",
    "dateModified": "updated_at updatedAt modified_at modifiedAt",
    "articleBody": "content body articleBody contentHtml content_html",
    "author": "authors author reporter reporters",
    "editor": "editors editor",
    "articleSection": "category section rubric",
    "keywords": "tags keywords",
    "description": "description summary excerpt",
    "image": "cover image thumbnail",
}


def test_no_name_is_without_a_row():
    assert set(BESIDE_THE_TEXT) <= boilerplate_markup.NAMES  # a new one has its example there
    assert set(INLINE_TAGS) == INLINE
    assert set(SILENT_TAGS) == tags.SILENT_TAGS
    assert set(TEXT_TAGS) == ballot._WITH_TEXT
    assert list(metadata.SECTION_METAS) == SECTION_METAS
    assert list(metadata.TAG_METAS) == TAG_METAS
    assert set(INDONESIAN) == metadata.INDONESIAN
    assert set(ENGLISH) == metadata.ENGLISH
    assert {name: tuple(names.split()) for name, names in STATE_MEMBERS.items()} == state.NAMES


@every_row("name", [*BESIDE_THE_TEXT, *COMPOUNDS])
def test_what_is_beside_the_text(name):
    assert is_boilerplate_name(f"kotak {name}")


@every_row("name", [*TELLS_NOTHING, "hentry tag-iklan", "type-post tag-iklan"])
def test_names_that_tell_nothing(name):
    assert not is_boilerplate_name(name)


@every_row("tag", [tag for tag in TEXT_TAGS if tag not in ("main", "body", "br", "form")])
def test_sentences_in_any_of_these_are_text(tag):
    told = [SENTENCE.format(number) for number in range(4)]
    text = "".join(f"<{tag}>{each}</{tag}>" for each in told)
    text = {"td": f"<table><tr>{text}</tr></table>"}.get(tag, text)
    body = read_article(f"<main><h1>{HEADLINE}</h1><div>{text}</div></main>").body
    assert all(each in body for each in told)


@every_row("tag", INLINE_TAGS)
def test_an_inline_element_parts_no_words(tag):
    seen = "" if tag in tags.UNSEEN_TAGS | {"wbr"} else "x"
    root = Page(f"<div><p>satu<{tag}>{seen}</{tag}>dua</p></div>").root
    assert text_of(root.find(".//p")) == f"satu{seen}dua"


@every_row("tag", ["div", "p", "li", "td", "h2", "section", "blockquote", "br"])
def test_a_block_parts_words(tag):
    root = Page(f"<main>satu<{tag}></{tag}>dua</main>").root
    assert text_of(root.find(".//main")).split() == ["satu", "dua"]


@every_row("tag", [tag for tag in SILENT_TAGS if tag not in ("head", "input")])
def test_a_silent_element_says_nothing(tag):
    inside = f"<{tag}>{SENTENCE.format('diam')}</{tag}>"
    text = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(3))
    article = read_article(f"<main><h1>{HEADLINE}</h1><div>{text}{inside}</div></main>")
    assert "diam" not in article.body
    assert SENTENCE.format(2) in article.body


@every_row("name", SECTION_METAS)
def test_a_meta_that_names_the_section(name):
    page = Page(f"<head><meta property='{name}' content='Ekonomi'></head>")
    assert read_metadata(page, Site()).section == "Ekonomi"


@every_row("name", TAG_METAS)
def test_a_meta_that_names_the_tags(name):
    page = Page(f"<head><meta name='{name}' content='Bakau, Pohon'></head>")
    assert read_metadata(page, Site()).tags == ["Bakau", "Pohon"]


@every_row("first", HOME_CRUMBS)
def test_the_first_step_of_a_breadcrumb_is_no_section(first):
    steps = "".join(f"<a href='/{step}'>{step}</a>" for step in ("Ekonomi", first))
    page = Page(f"<body><div class='breadcrumb'>{steps}</div></body>")
    assert read_metadata(page, Site()).section == "Ekonomi"


@every_row("word", INDONESIAN)
def test_a_word_that_only_indonesian_has(word):
    assert language_of(f"Contoh {word} sampel.", "en") == "id"


@every_row("word", ENGLISH)
def test_a_word_that_only_english_has(word):
    assert language_of(f"Sample {word} words.", "id") == "en"


@every_row("language", ["ms", "jv", "su"])
def test_a_declared_language_near_to_indonesian_is_kept(language):
    assert language_of("Contoh yang sampel.", language) == language


STORY = {
    "headline": HEADLINE,
    "published": "2026-07-24T08:10:08+07:00",
    "content": "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(3)),
}
SAID = {
    "headline": HEADLINE,
    "datePublished": "2026-07-25T09:00:00+07:00",
    "dateModified": "2026-07-26T09:00:00+07:00",
    "articleBody": STORY["content"],
    "author": [{"name": "Contoh Pewarta"}],
    "editor": [{"name": "Contoh Redaktur"}],
    "articleSection": {"name": "Surabaya Raya"},
    "keywords": [{"name": "payung"}],
    "description": "Warga contoh menanam pohon, kata seorang sampel.",
    "image": "https://img.contoh.com/payung.jpg",
}


@every_row(
    ("text", "small"),
    [("KATA", "kata"), ("ÉCOLE", "école"), ("É di İzmir", "é di İzmir"), ("İ", "İ")],
)
def test_small_letters_are_as_many_as_the_letters_were(text, small):
    assert small_letters(text) == small


@every_row(("length", "is_short"), [(299, True), (300, False)])
def test_a_text_of_300_characters_is_a_paragraph(length, is_short):
    index = Page(f"<p>{'a' * length}</p>").index
    assert (len(index.texts), len(index.long_places)) == (int(is_short), int(not is_short))


def in_state(story):
    """What is known of the article in a page's data."""
    data = f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(story)}</script>"
    return state.article_in_state(Page(f"<body>{data}</body>").elements("script"))


@every_row(
    ("member", "name"),
    [(member, name) for member, names in STATE_MEMBERS.items() for name in names.split()],
)
def test_a_member_of_a_pages_data(member, name):
    story = {key: value for key, value in STORY.items() if key not in STATE_MEMBERS[member].split()}
    read = {"articleSection": "Surabaya Raya", "keywords": ["payung"]}.get(member, SAID[member])
    assert in_state({**story, name: SAID[member]})[member] == read


@every_row("around", ["main", "body"])
def test_a_page_may_stand_in_one_element_with_its_sentences_bare(around):
    told = [SENTENCE.format(number) for number in range(4)]
    page = f"<{around}><h1>{HEADLINE}</h1>{'<br><br>'.join(told)}</{around}>"
    assert read_article(f"<html><body>{page}</body></html>").body == "\n\n".join(told)


LINES = Path(__file__).with_name("lines_of_no_text.tsv").read_text("utf-8").splitlines()
"""How a line is told, and the line; a wording that is lost from its table is missed here."""
IS_NO_TEXT = {
    "line": boilerplate.is_boilerplate,
    "opening": boilerplate.is_opening_boilerplate,
    "end": boilerplate.is_end_of_text,
    "closing": boilerplate.is_closing_boilerplate,
    "insert": lambda line: boilerplate.without_inserts(line).strip() != line,
}


@every_row("row", LINES)
def test_a_line_that_is_no_text(row):
    told, line = row.split("\t")
    assert IS_NO_TEXT[told](line)


@every_row(
    "line",
    [
        "Warga membaca 3 menit sebelum acara.",
        "Photos by the agency show the burning ship.",
        "Photo by photo, the archive tells the story of a town.",
        "Credit: the bank said it would lend more to farmers.",
        "The company may earn a commission on each sale, the regulator said on Monday.",
        "November 25, 2024 was the day the bridge fell.",
        "Comments by the minister angered farmers.",
        "If you like this story of a small town, you will like its people.",
        "To read is to live, she says.",
        "Read more books, says the minister.",
        "Selengkapnya, mari simak tiga berita panen",
        "Klik di sini bukan tombol yang aman, kata polisi, sebab tautan itu membuka laman palsu "
        "yang meminta nomor kartu dan sandi semua korban dari berbagai kota di pulau itu.",
        "Save the whales",
    ],
)
def test_a_sentence_that_begins_like_a_line_that_is_none(line):
    assert not any(is_one(line) for told, is_one in IS_NO_TEXT.items() if told != "insert")


@every_row(
    "name",
    "comments komentar disqus related terkait bacajuga baca-juga lihat-juga caption".split(),
)
def test_what_is_beside_the_text_however_long_it_is(name):
    element = Page(f"<div class='kotak-{name}'>x</div>").root.find(".//div")
    assert boilerplate_markup.is_never_text(element)


@every_row(
    "name",
    "comments related popular follow bio sidebar widget page-footer caption gallery photo".split(),
)
def test_a_name_in_a_box_for_something_else_is_not_the_writers(name):
    written = (
        "<h1>Judul Contoh</h1><p>Contoh naskah.</p><div class='{}'><b class='author'>{}</b></div>"
    )
    assert read_article(written.format("kotak", "Ani Misal")).authors == ["Ani Misal"]
    assert read_article(written.format(name, "Ani Misal")).authors == []
