"""A date beside the article is not the article's: a row for each way a page says "beside"."""

from crawler.parsers.dates.lines import find_date_lines
from crawler.parsers.page import Page
from tests.support.rows import every_row

HEADLINE = "Warga Contoh Menanam Seribu Pohon Sampel di Lapangan"
DATE = "23 Juli 2026 14:05 WIB"
TEXT = "<p>Warga contoh menanam seribu pohon sampel di lapangan desa bersama anak sekolah.</p>"

BESIDE = (
    "related, berita-terkait, terpopuler, popular, sidebar, widget, komentar, comments, "
    "news-ticker, clock, trending, rekomendasi, recommended, site-footer, page-footer, "
    "main-footer, berita-lainnya, baca-juga, bacajuga, latest, terbaru, terkini, carousel, slider, "
    "copyright, caption, today, hari-ini, hariini, running-text, archive, arsip, weather, cuaca"
).split(", ")
HEADINGS = (
    "Reporter: Orang Contoh Bernama Panjang dari Desa",
    "Bagikan artikel ini kepada teman lama Anda",
    "Share this article with all your friends",
)


def lines(html):
    """What is read of a page as its dates."""
    page = Page(f"<html><body><main><h1>{HEADLINE}</h1>{html}{TEXT}</main></body></html>")
    return [line.raw for line in find_date_lines(page, HEADLINE)]


@every_row("name", BESIDE)
def test_what_a_class_or_an_id_calls_something_else(name):
    for attribute in ("class", "id"):
        assert not lines(f"<div {attribute}='{name}'><span>{DATE}</span></div>")
        assert not lines(f"<div {attribute}='{name.upper()}'><span>{DATE}</span></div>")


@every_row("name", ["info", "widget Blog", "post-footer", "footer-artikel"])
def test_any_other_name_is_the_articles(name):
    assert lines(f"<div class='{name}'><span>{DATE}</span></div>") == [DATE]


@every_row("tag", ["nav", "aside", "figcaption", "figure", "form", "footer"])
def test_elements_made_for_something_else(tag):
    assert not lines(f"<{tag}><span>{DATE}</span></{tag}>")


@every_row("tag", ["div", "header", "section", "p", "ul"])
def test_any_other_element_is_the_articles(tag):
    assert lines(f"<{tag}><span>{DATE}</span></{tag}>") == [DATE]


@every_row("name", ["timestamp-link", "published", "bookmark", "entry-date"])
def test_a_link_that_is_named_for_the_time_is_the_articles(name):
    assert not lines(f"<a href='/x'>{DATE}</a>")
    assert lines(f"<a href='/x' class='{name}'>{DATE}</a>") == [DATE]
    assert lines(f"<a href='/x' rel='{name}'>{DATE}</a>") == [DATE]


@every_row("tag", ["h2", "h3", "h4"])
def test_a_heading_beside_a_date_makes_a_teaser(tag):
    assert not lines(f"<div><{tag}>Judul Lain</{tag}><span>{DATE}</span></div>")


@every_row("tag", ["h5", "h6", "a"])
def test_a_small_heading_or_a_link_of_some_length_makes_a_teaser_and_a_name_none(tag):
    name, title = "Orang Contoh Bernama Cukup Panjang", "Orang Contoh Ini Menanam Seribu Pohon"
    assert lines(f"<div><{tag}>{name}</{tag}><span>{DATE}</span></div>") == [DATE]
    assert not lines(f"<div><{tag}>{title}</{tag}><span>{DATE}</span></div>")


@every_row("heading", HEADINGS)
def test_a_heading_that_is_no_title_makes_no_teaser(heading):
    assert lines(f"<div><h4>{heading}</h4><span>{DATE}</span></div>") == [DATE]


def test_a_story_of_some_length_is_no_teaser():
    for letters, found in ((350, []), (450, [DATE])):
        story = "<p>" + "kata " * (letters // 5) + "</p>"
        assert lines(f"<div><h3>Judul Lain</h3><span>{DATE}</span>{story}</div>") == found


def test_the_line_itself_as_a_heading_makes_no_teaser():
    assert lines(f"<div><h4>{DATE}</h4></div>") == [DATE]


def of_update(html):
    """Whether the one date of a page is the last update's."""
    page = Page(f"<html><body><main><h1>{HEADLINE}</h1>{html}{TEXT}</main></body></html>")
    (line,) = find_date_lines(page, HEADLINE)
    return line.is_update


@every_row(
    ("name", "is_update"),
    {
        "": False,
        "entry-date": False,
        "modified": True,
        "last-updated": True,
        "published updated": False,
        "created modified": False,
    }.items(),
)
def test_an_attribute_is_the_updates_by_its_name_alone(name, is_update):
    attribute = "datetime='2026-07-23T14:05:00+07:00'"
    assert of_update(f"<time class='{name}' {attribute}></time>") is is_update


def test_a_printed_line_is_the_updates_by_its_label_and_not_by_its_name():
    assert not of_update(f"<div class='updated'>{DATE}</div>")
    assert of_update(f"<div>Diperbarui {DATE}</div>")


def test_a_number_of_seconds_beside_the_headline_is_no_events():
    html = "<span class='date' data-seconds='1732518300'>baru</span><p>3 Juli 2024, 14:05 WIB</p>"
    assert lines(html) == ["1732518300"]
