"""What there is to doubt in a page's text, and what there isn't; all text is made up."""

import json

import pytest

from crawler.items import DOUBTS, DOUBTS_OF_DATES, doubt_of, doubts_in
from crawler.parsers.article import read_article
from crawler.saved.pages import columns

SENTENCES = [
    f"Kalimat nomor {number} dari berita contoh ini menerangkan hal yang seluruhnya direka."
    for number in range(1, 9)
]
TEASER = "Ringkasan contoh ini dipakai sebagai deskripsi halaman dan tidak lebih dari itu saja."


def page(*paragraphs: str, description: str = "", data: dict | None = None, date: str = "") -> str:
    """A page with these paragraphs, description and JSON-LD."""
    ld = {"@type": "NewsArticle", "headline": "Judul contoh", **(data or {})}
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="id"><head><meta property="og:description" content="{description}">{date}'
        f'<script type="application/ld+json">{json.dumps(ld)}</script></head>'
        f'<body><article><h1>Judul contoh</h1><div class="isi">{text}</div></article></body></html>'
    )


def doubt(*paragraphs: str, **page_facts) -> str | None:
    """The doubt of such a page's text."""
    return read_article(page(*paragraphs, **page_facts)).doubt


def test_a_text_that_is_only_the_description():
    assert doubt(TEASER, description=TEASER) == "teaser-only"
    assert doubt(f"{TEASER[:-10]}...", description=TEASER) == "teaser-only", "cut off"
    assert doubt(TEASER, data={"description": f"<p>{TEASER}</p>"}) == "teaser-only", "JSON-LD's"
    dated = f"JAKARTA, Contoh - {TEASER}"
    assert doubt(dated, description=TEASER) == "teaser-only", "the dateline is no text"


def test_a_page_that_stops_in_its_text():
    whole = page(*SENTENCES)
    begins, ends = whole.index(SENTENCES[0]) + len(SENTENCES[0]), whole.index("</body>")
    for place in range(begins, ends):
        assert read_article(whole[:place]).doubt == "breaks-off", whole[place - 20 : place]
    for unclosed in ("<!-- iklan", "<script>", "<style>"):
        assert read_article(whole.replace("</p>", f"</p>{unclosed}", 1)).doubt == "breaks-off"


@pytest.mark.parametrize(
    "kept", ["</body></html>", "</body>", "</html>", "</body>\n<!-- x -->", ""]
)
def test_a_page_without_the_tags_that_may_be_left_out_is_whole(kept):
    assert doubt(*SENTENCES) is None
    whole = page(*SENTENCES).replace("</body></html>", kept)
    assert read_article(whole).doubt is None
    assert read_article(whole.replace("</p>", "")).doubt is None


@pytest.mark.parametrize(
    "data",
    [
        {"wordCount": 400},
        {"wordCount": "400"},
        {"articleBody": "\n".join(SENTENCES * 2)},
        {"articleBody": "".join(f"<p>{each}</p>" for each in SENTENCES * 2)},
    ],
)
def test_a_text_much_shorter_than_the_page_says(data):
    read = SENTENCES[:4]
    assert doubt(*read, data=data) == "shorter-than-declared"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"wordCount": len(" ".join(SENTENCES).split()) + 20},
        {"wordCount": len("\n\n".join(SENTENCES))},  # characters
        {"wordCount": 0},
        {"wordCount": "lima ratus"},
        {"wordCount": 10**30},
        {"wordCount": [300]},
        {"articleBody": TEASER},
        {"articleBody": {"text": "x"}},
    ],
)
def test_a_whole_text_is_not_doubted(data):
    assert doubt(*SENTENCES, data=data) is None
    assert doubt(*SENTENCES, description=SENTENCES[0], data=data) is None
    assert doubt(*SENTENCES, description=" ".join(SENTENCES), data=data) is None, "no teaser"


def test_a_page_without_a_sentence_has_no_part_that_holds_the_text():
    assert doubt("Rapat desa dibuka pagi.", "Hadir tiga warga.") == "no-container"


def test_two_parts_of_a_page_that_both_may_be_the_text():
    beside = "".join(f"<p>{each}</p>" for each in SENTENCES[:6])
    html = page(*SENTENCES[:5]).replace(
        "</article>", f"</article><div class='share'>{beside}</div>"
    )
    assert "rival-text" in (read_article(html).doubt or "")


def test_a_date_that_only_the_text_tells():
    text = ["Rapat itu digelar pada Senin (25/11/2024) di balai desa contoh.", *SENTENCES]
    undated = read_article(page(*text))
    columns(undated)
    assert (undated.published_source, undated.doubt) == ("body", "date-from-text")
    said = '<meta property="article:published_time" content="2024-11-26T08:00:00+07:00">'
    dated = read_article(page(*text, date=said))
    columns(dated)
    assert dated.doubt is None


def test_words_stand_in_one_order_and_only_those_of_the_list():
    assert doubt_of(["date-from-text", "teaser-only", "bored"]) == "teaser-only date-from-text"
    assert doubt_of([]) is None
    both = doubt_of(DOUBTS)
    assert doubts_in(both, of_dates=True) == DOUBTS_OF_DATES
    assert doubts_in(both, of_dates=False) | DOUBTS_OF_DATES == set(DOUBTS)
    assert doubts_in(None, of_dates=True) == set()
