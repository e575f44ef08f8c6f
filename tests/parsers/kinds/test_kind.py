"""What kind of page an article is: by what it says, by what it holds; plain ones stay plain.

Every sentence here is a sample written for these tests.
"""

import pytest

from crawler.items import ArticleKind
from crawler.parsers.article import read_article
from crawler.parsers.kinds.kind import RULES
from crawler.parsers.page.trace import Recorder
from crawler.parsers.vocabulary.kind_words import KIND_WORDS, kind_called

TITLE = "Panen Padi di Desa Contoh Lebih Awal"
LINE = "<p>Warga desa itu memanen padi lebih awal karena hujan turun sejak awal pekan.</p>"
TEXT = "".join(
    f"<p>Warga desa itu memanen padi {number} hari lebih awal karena hujan turun sejak awal pekan, "
    "dan menjual sebagian hasilnya ke pasar di kota pada hari yang sama.</p>"
    for number in range(9)
)
FIGURE = "<figure><img src='{0}.jpg'><figcaption>Petani memanen padi, {0}.</figcaption></figure>"
FIGURES = "".join(map(FIGURE.format, range(5)))
PLAYER = "<iframe src='https://www.youtube.com/embed/contoh'></iframe>"
RADIO = "".join(f"<p>Soal {n}? <input type=radio name=q{n}> ya <input type=radio name=q{n}> tidak"
                for n in range(4))  # fmt: skip


def read(content=LINE, head="", title=TITLE, url="https://kabar.example/berita/1/judul", above=""):
    html = (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        f"<ul><li><a href='/foto'>Foto</a><li><a href='/advertorial'>Advertorial</a></ul>"
        f"{above}<h1>{title}</h1><div class=isi>{content}</div></body></html>"
    )
    trace = Recorder()
    return read_article(html, url, None, trace).kind, [
        step.rule for step in trace.steps if step.about == "kind"
    ]


def data(kind):
    return (
        f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "{TITLE}"}}</script>'
    )


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


TOLD = {
    "label above the headline": (("advertorial", "label"), {"above": "<span>Advertorial</span>"}),
    "section": (("gallery", "label"), {"head": meta("article:section", "Foto Bisnis")}),
    "tag of a commercial": (("advertorial", "label"), {"head": meta("article:tag", "Advertorial")}),
    "signature": (("advertorial", "label"), {"content": f"{TEXT}<p>(ADV)</p>"}),
    "mark": (("video", "mark in the headline"), {"title": f"VIDEO: {TITLE}"}),
    "mark in brackets": (("gallery", "mark in the headline"), {"title": f"[FOTO] {TITLE}"}),
    "live report": (("live", "mark in the headline"), {"title": f"LIVE REPORT: {TITLE}"}),
    "folder": (
        ("gallery", "folder of the address"),
        {"url": "https://kabar.example/foto-bisnis/d-1/judul", "content": TEXT},
    ),
    "host": (("video", "folder of the address"), {"url": "https://video.kabar.example/1/judul"}),
    "warning": (
        ("notice", "folder of the address"),
        {"url": "https://badan.example/peringatan-dini/?w=1"},
    ),
    "live blog in JSON-LD": (("live", "type in JSON-LD"), {"head": data("LiveBlogPosting")}),
    "paid in JSON-LD": (
        ("advertorial", "type in JSON-LD"),
        {"head": data("AdvertiserContentArticle")},
    ),
    "video in JSON-LD": (("video", "type in JSON-LD"), {"head": data("VideoObject")}),
    "og:type": (("video", "type in metas"), {"head": meta("og:type", "video.other")}),
    "template": (
        ("gallery", "type in metas"),
        {"head": "<meta name=contenttype content=multiplefotophoto>"},
    ),
    "entries": (
        ("live", "entries of a live blog"),
        {"content": "<div class=liveblog-entry><p>Contoh: hujan turun.</p></div>" * 4},
    ),
    "questions": (("quiz", "questions to answer"), {"content": LINE + RADIO}),
    "pictures": (("gallery", "pictures"), {"content": LINE + FIGURES}),
    "player": (("video", "player"), {"content": PLAYER + LINE}),
    "said": (("article", "said to be an article"), {"head": data("NewsArticle")}),
}


@pytest.mark.parametrize(("told", "page"), TOLD.values(), ids=TOLD)
def test_a_page_tells_its_kind(told, page):
    kind, rule = told
    assert read(**page) == (kind, [rule])


ARTICLES = {
    "menu that names kinds": {"content": TEXT},
    "video in a story": {"content": TEXT + PLAYER},
    "video below its only line": {"content": LINE + PLAYER},
    "pictures of a long story": {"content": TEXT * 2 + FIGURES},
    "cards of other stories": {
        "content": LINE + f"<a href='/berita/2/lain'>{FIGURE.format(2)}</a>" * 5
    },
    "its video in JSON-LD": {"content": TEXT, "head": data("VideoObject")},
    "video of a template": {"content": TEXT, "head": meta("og:type", "video.other")},
    "one question of a poll": {"content": TEXT + RADIO.partition("<p>Soal 1")[0]},
    "headline about a picture": {"title": "Foto Lama Desa Contoh: Padi Dipanen Lebih Awal"},
    "headline about a video": {"title": "Video Viral: Panen Padi di Desa Contoh Lebih Awal"},
    "title in the address": {"url": "https://kabar.example/berita/video"},
    "folder of video games": {"url": "https://kabar.example/video-games/1/judul"},
}  # fmt: skip


@pytest.mark.parametrize("page", ARTICLES.values(), ids=ARTICLES)
def test_a_plain_article_is_one_where_its_page_says_so_and_untold_elsewhere(page):
    assert read(**page) == (None, [])
    said = {**page, "head": page.get("head", "") + meta("article:published_time", "2025-06-18")}
    assert read(**said) == ("article", ["said to be an article"])


def test_each_rule_and_each_kind_is_tried():
    assert {rule for (_, rule), _ in TOLD.values()} == {name for name, _ in RULES}
    kinds = {kind for (kind, _), _ in TOLD.values()} | {word.kind for word in KIND_WORDS}
    assert kinds == {*ArticleKind.__args__}


@pytest.mark.parametrize("word", KIND_WORDS, ids=lambda word: word.names.split()[0])
def test_a_word_for_a_kind_is_found_in_its_example(word):
    example = word.example.strip("/").partition(":")[0]
    assert kind_called(example) == word.kind
    assert all(kind_called(name) == word.kind for name in word.names.split())
    assert kind_called(f"{word.names.split()[0]} contoh") == (word.kind if word.begins else None)
    assert kind_called(f"{word.names.split()[0]} contoh", whole=True) is None
