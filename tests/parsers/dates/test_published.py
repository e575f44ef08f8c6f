"""Where a page says when it was published. All pages are samples written for these tests."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from crawler.items import DateCandidate
from crawler.parsers.dates import Resolved, parse_date, resolve
from crawler.parsers.page import Page
from crawler.parsers.site import Site
from tests.support.corpus import CORPUS, needs_corpus
from tests.support.fields import candidates_of
from tests.support.growth import assert_within

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=7)))
HEADLINE = "Warga Contoh Menanam Seribu Pohon Sampel di Lapangan"
LINE = "23/07/2026, 14:05 WIB"
MENU = "<ul>" + "".join(f"<li><a href='/k{i}'>Kanal {i}</a></li>" for i in range(12)) + "</ul>"
CLOCK = "<div class='tanggal'>Minggu, 22 November 2026 | 10:15:22 WIB</div>"
BODY = (
    "<div class='isi'><p>Warga contoh menanam seribu pohon sampel di lapangan desa, Rabu"
    " (22/7/2026), bersama anak-anak sekolah dan para guru mereka.</p><p>Penanaman berikutnya"
    " digelar 28 Juli 2026 pukul 10.00 WIB, kata seorang warga kepada wartawan contoh.</p></div>"
)
UNDATED_BODY = (
    "<div class='isi'><p>Warga contoh menanam seribu pohon sampel di lapangan desa bersama"
    " anak-anak sekolah dan para guru mereka, tanpa menyebut waktu.</p></div>"
)
TEASERS = (
    "<section>"
    + "".join(
        f"<article><h3><a href='/b{i}'>Judul lain sampel nomor {i} yang panjang</a></h3>"
        f"<time datetime='2026-06-2{i}T10:00:00+07:00'>2{i} Jun 2026</time></article>"
        f"<li><a href='/c{i}'>Judul lain sampel {i}</a> <span>1{i} Juni 2026 10:00</span></li>"
        for i in range(5)
    )
    + "</section>"
)


def page(article: str, head: str = "", url: str | None = None) -> Page:
    """A page with a clock and a menu above the article and teasers below."""
    return Page(
        f"<html><head><title>{HEADLINE} - Contoh</title>{head}</head>"
        f"<body><div class='atas'>{CLOCK}{MENU}</div><main>{article}</main>{TEASERS}</body></html>",
        url,
    )


def json_ld(**facts: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, **facts}
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


def published(page: Page, site: type[Site] = Site) -> Resolved:
    return resolve(candidates_of(page, site()), now=NOW, timezone=site.timezone)


LAYOUTS = {
    "line-under-headline": f"<h1>{HEADLINE}</h1><div>Contoh.com - {LINE}</div>{BODY}",
    "line-above-headline": (
        f"<div class='date'>Kamis, 23/07/2026 14:05 WIB</div><h1>{HEADLINE}</h1>{BODY}"
    ),
    "line-with-names": (
        f"<div class='judul'><h1>{HEADLINE}</h1></div><div class='journalist'><span>"
        "<a href='/a'>Penulis Contoh</a>,\xa0Jurnalis-Kamis, 23 Juli 2026 |14:05 WIB</span></div>"
        f"{BODY}"
    ),
    "line-in-pieces": (
        f"<h1>{HEADLINE}</h1><div><span>Kamis, 23 Juli 2026</span><span>|</span>"
        f"<span>14:05 WIB</span></div>{BODY}"
    ),
    "line-in-a-list": (
        f"<div><h1>{HEADLINE}</h1></div><ul><li>2 menit baca</li>"
        f"<li class='item'>Kamis, 23 Juli 2026 14:05 WIB</li></ul>{BODY}"
    ),
    "line-below-the-text": (
        f"<h1>{HEADLINE}</h1>{BODY}<div>Dipublikasikan: 23 Juli 2026 14:05 WIB</div>"
    ),
    "caption-above-the-line": (
        f"<h1>{HEADLINE}</h1><figure><img><figcaption>Penanaman sampel, Selasa (21/7/2026)."
        f"</figcaption></figure><span>Kamis, 23 Juli 2026 - 14:05 WIB</span>{BODY}"
    ),
    "published-and-updated": (
        f"<h1>{HEADLINE}</h1><p class='meta'>Terbit: 23 Jul 2026 14:05 WIB"
        f" Diperbarui: 24 Jul 2026 09:00 WIB</p>{BODY}"
    ),
    "headline-not-the-h1": (
        f"<h1>Kanal Contoh</h1><h2>{HEADLINE}</h2><div>Kamis, 23 Juli 2026 | 14:05 WIB</div>{BODY}"
    ),
    "time-element": (
        f"<header><h1>{HEADLINE}</h1><a rel='bookmark' href='/x'>"
        "<time class='published' datetime='2026-07-23T14:05+07:00'>23 Juli 2026</time>"
        "<time class='updated' datetime='2026-07-25T08:00+07:00'>25 Juli 2026</time></a></header>"
        f"{BODY}"
    ),
    "unix-time": (
        f"<h1>{HEADLINE}</h1><time class='js-time' data-unix='1784790300'>kemarin</time>{BODY}"
    ),
    "content-of-a-span": (
        f"<h1>{HEADLINE}</h1><span class='date-display-single' content='2026-07-23T14:05:00+07:00'>"
        f"kemarin dulu</span>{BODY}"
    ),
    "title-of-a-printed-time": (
        f"<h1>{HEADLINE}</h1><div class='post-time' title='Kamis, 23 Juli 2026 14:05 WIB'>"
        f"2 jam lalu</div>{BODY}"
    ),
    "day-of-an-event-first": (
        f"<h1>{HEADLINE}</h1><div class='meta'>Pameran dibuka: 3 Agustus 2026 pukul 19.00</div>"
        f"<p class='date'>23.07.2026 14:05</p>{BODY}"
    ),
    "blogger": (
        "<div class='widget Blog'><h2 class='date-header'>Kamis, 23 Juli 2026</h2>"
        f"<h3>{HEADLINE}</h3>{BODY}<div class='post-footer'><a class='timestamp-link' href='/x'>"
        "<abbr class='published' title='2026-07-23T14:05:00+07:00'>14.05</abbr></a></div></div>"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_printed_date_is_found_without_site_facts(layout):
    dates = published(page(LAYOUTS[layout]))
    assert dates.published_local == "2026-07-23T14:05:00+07:00"
    assert dates.published_source == "byline"
    assert not dates.published_conflict


@pytest.mark.parametrize(
    "name",
    ["citation_date", "citation_publication_date", "article_date_original", "article.date"],
)
def test_metas_named_for_the_day_of_publishing(name):
    head = f"<meta name='{name}' content='2026/07/23'>"
    assert published(page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}", head)).published_local[:10] == (
        "2026-07-23"
    )


def test_clocks_menus_and_teasers_date_no_article():
    assert published(page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}")) == Resolved()


def test_the_text_is_the_last_resort_the_day_with_its_weekday_first():
    dates = published(page(f"<h1>{HEADLINE}</h1>{BODY}"))
    assert dates.published_source == "body"
    assert dates.published_raw == "Rabu (22/7/2026)"
    assert dates.published_precision == "day"


def test_json_ld_comes_before_metas_and_lines():
    head = json_ld(datePublished="2026-07-23T14:05:09+07:00", dateModified="2026-07-24T09:00:00Z")
    head += "<meta property='article:published_time' content='2026-07-23T14:20:00+07:00'>"
    dates = published(page(LAYOUTS["line-under-headline"], head))
    assert dates.published_local == "2026-07-23T14:05:09+07:00"
    assert dates.published_source == "json-ld"
    assert dates.modified_at == "2026-07-24T09:00:00Z"


@pytest.mark.parametrize(
    "meta",
    [
        "<meta property='article:published_time' content='2026-07-23T14:05:00+07:00'>",
        "<meta property='article:published_time' content='23 Juli 2026 | 14.05 WIB'>",
        "<meta name='content_PublishedDate' content='2026-07-23 14:05:00'>",
        "<meta name='publishdate' content='2026/07/23 14:05:00'>",
        "<meta name='dtk:publishdateunix' content='1784790300000'>",
        "<meta name='jpnncom_news_pubdate' content='23 Juli 2026 14:05'>",
        "<meta name='parsely-pub-date' content='2026-07-23T07:05:00Z'>",
        "<meta name='dc.date.issued' content='2026-07-23T14:05:00+0700'>",
        "<meta itemprop='datePublished' content='2026-07-23T14:05:00+07:00'>",
    ],
)
def test_metas_named_for_publishing_are_read(meta):
    dates = published(page(f"<h1>{HEADLINE}</h1>{BODY}", meta))
    assert dates.published_local == "2026-07-23T14:05:00+07:00"
    assert dates.published_source == "meta"


def test_a_meta_that_is_not_iso_8601_is_trusted_less_than_the_line():
    meta = "<meta name='pubdate' content='2026-07-23T15-30-20Z'>"
    dates = published(page(LAYOUTS["line-under-headline"], meta))
    assert dates.published_local == "2026-07-23T14:05:00+07:00"


def test_a_false_z_is_seen_through_where_the_line_shows_the_same_clock():
    meta = "<meta name='pubdate' content='2026-07-23T14:05:33Z'>"
    dates = published(page(LAYOUTS["line-under-headline"], meta))
    assert dates.published_local == "2026-07-23T14:05:33+07:00"


def test_a_forgotten_template_date_loses_against_line_and_address():
    dates = published(
        page(
            LAYOUTS["line-under-headline"],
            "<meta itemprop='datePublished' content='2014-07-13T20:07:27.8200000'>",
            "https://contoh.com/read/2026/07/23/1/judul",
        )
    )
    assert dates.published_local == "2026-07-23T14:05:00+07:00"
    assert dates.published_conflict


def test_an_update_line_alone_dates_no_publishing():
    updated = f"<h1>{HEADLINE}</h1><p>Diperbarui 23 Jul 2026, 14:05 WIB</p>{UNDATED_BODY}"
    assert published(page(updated)) == Resolved(modified_at="2026-07-23T07:05:00Z")
    labelled = (
        f"<h1>{HEADLINE}</h1><p><b>Terakhir diperbarui:</b> <i>23 Jul 2026, 14:05 WIB</i></p>"
    )
    assert published(page(labelled + UNDATED_BODY)) == Resolved(modified_at="2026-07-23T07:05:00Z")


@pytest.mark.parametrize(
    ("url", "local", "precision"),
    [
        ("https://contoh.com/k/2026/07/23/140509/judul", "2026-07-23T14:05:09+07:00", "second"),
        ("https://contoh.com/k/20260723140509-20-12/judul", "2026-07-23T14:05:09+07:00", "second"),
        ("https://contoh.com/2026/07/23/judul", "2026-07-23T00:00:00+07:00", "day"),
        ("https://contoh.com/read/20260723/1/2/judul", "2026-07-23T00:00:00+07:00", "day"),
    ],
)
def test_the_address_dates_a_page_that_prints_nothing(url, local, precision):
    for undated in (
        page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}", url=url),
        page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}", f"<link rel='canonical' href='{url}'>"),
    ):
        dates = published(undated)
        assert (dates.published_local, dates.published_precision) == (local, precision)
        assert dates.published_source == "url"


def test_an_address_with_other_numbers_dates_nothing():
    for url in (
        "https://contoh.com/read/2026/1234567/judul",
        "https://contoh.com/2026/07/judul.html",
        "https://contoh.com/2026/13/45/judul",
    ):
        assert published(page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}", url=url)) == Resolved()


def test_the_capture_time_of_a_web_archive_dates_nothing():
    url = "http://web.archive.org/web/20260723140509/https://contoh.com/judul"
    assert published(page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}", url=url)) == Resolved()


def test_data_in_a_script_counts_where_nothing_else_does():
    data = {"article": {"title": HEADLINE, "published_at": "2026-07-23 14:05:09"}}
    script = f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(data)}</script>"
    dates = published(page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}{script}"))
    assert dates.published_local == "2026-07-23T14:05:09+07:00"


class Declared(Site):
    published = ".stempel"
    timezone = "Asia/Makassar"


def test_a_sites_own_selector_comes_first_and_means_its_zone():
    declared = f"<h1>{HEADLINE}</h1><b class='stempel'>23 Juli 2026 14.05</b>{BODY}"
    dates = published(page(declared, json_ld(datePublished="2026-07-23T15:00:00+08:00")), Declared)
    assert dates.published_local == "2026-07-23T14:05:00+08:00"


def test_what_a_declared_selector_also_finds_in_a_list_below_makes_no_conflict():
    below = "".join(f"<i class='stempel'>1{n} Maret 2024 10:00</i>" for n in range(3))
    declared = f"<h1>{HEADLINE}</h1><b class='stempel'>23 Juli 2026 14.05</b>{BODY}{below}"
    dates = published(page(declared), Declared)
    assert dates.published_local == "2026-07-23T14:05:00+08:00"
    assert not dates.published_conflict


def test_a_byline_in_a_small_heading_is_no_other_story():
    by = "<h5><b>Penulis: Ani Misal</b> | <b>Editor: Budi Umpama</b></h5>"
    line = f"<div><div><time>Tayang: <span>{LINE}</span></time></div>{by}</div>"
    dates = published(page(f"<h1>{HEADLINE}</h1>{line}{UNDATED_BODY}"))
    assert dates.published_local == "2026-07-23T14:05:00+07:00"


def test_seconds_since_1970_beside_a_printed_day():
    line = "<div class='date date--v2' data-seconds='1784790300'>23 Juli 2026</div>"
    dates = published(page(f"<h1>{HEADLINE}</h1>{line}{UNDATED_BODY}"))
    assert dates.published_local == "2026-07-23T14:05:00+07:00"


@pytest.mark.parametrize(
    ("attributes", "time"),
    [
        ("data-seconds='1784790300' data-datetime='23 Juli 2026'", "14:05:00"),
        ("datetime='2026-07-23' title='Kamis, 23 Juli 2026 14:05 WIB'", "14:05:00"),
        ("datetime='2026-07-23' data-utime='1784790300'", "14:05:00"),
        ("datetime='2026-07-23' data-timestamp='1784761200'", "06:00:00"),  # the day before in UTC
        ("data-date='2026-07-23 14:05' data-ts='1784790333'", "14:05:33"),
        ("datetime='kemarin, 23 tahun 2026' data-unix='1784790300'", "14:05:00"),
        ("datetime='2026-07-23' title='Dibuka 25 Juli 2026 14:05 WIB'", "00:00:00"),
        ("datetime='2026-07-23T14:05+07:00' data-time='2026-07-23T14:45:12+07:00'", "14:05:00"),
    ],
)
def test_of_the_attributes_of_an_element_the_finest_of_the_same_time_counts(attributes, time):
    line = f"<div class='date' {attributes}>23 Juli 2026</div>"
    dates = published(page(f"<h1>{HEADLINE}</h1>{line}{UNDATED_BODY}"))
    assert dates.published_local == f"2026-07-23T{time}+07:00"


class DeclaredAttribute(Site):
    published = "meta[name=terbit]::attr(content), time.terbit::attr(datetime)"


def test_a_selector_may_name_an_attribute():
    meta = page(f"<h1>{HEADLINE}</h1>", "<meta name='terbit' content='2026-07-23T14:05:00+07:00'>")
    assert candidates_of(meta, DeclaredAttribute())[0].source == "meta"
    element = page(f"<h1>{HEADLINE}</h1><time class='terbit' datetime='2026-07-23'>kemarin</time>")
    assert candidates_of(element, DeclaredAttribute())[0] == DateCandidate("2026-07-23", "byline")


class Distrusting(Site):
    distrust = ("json-ld", "meta:pubdate")


def test_what_a_site_distrusts_is_no_candidate():
    head = json_ld(datePublished="2020-01-01T00:00:00Z")
    head += "<meta name='pubdate' content='2020-01-02T10:00:00Z'>"
    dates = published(page(LAYOUTS["line-under-headline"], head), Distrusting)
    assert dates.published_local == "2026-07-23T14:05:00+07:00"
    assert not dates.published_conflict


class PrintsUpdates(Site):
    visible_date_is_update = True


def test_a_site_whose_line_is_the_update_says_so():
    head = json_ld(datePublished="2026-07-20T08:00:00+07:00")
    dates = published(page(LAYOUTS["line-under-headline"], head), PrintsUpdates)
    assert dates.published_local == "2026-07-20T08:00:00+07:00"
    assert dates.modified_at == "2026-07-23T07:05:00Z"
    assert not dates.published_conflict
    labelled = f"<h1>{HEADLINE}</h1><p>Diterbitkan 23 Juli 2026, 14:05 WIB</p>{BODY}"
    assert published(page(labelled), PrintsUpdates).published_local == "2026-07-23T14:05:00+07:00"


class TimeInAddress(Site):
    article_url = (
        r"/read/(?P<id>(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<hour>\d\d)(?P<minute>\d\d)\d{4})/"
        r"|/berita/(?P<year2>\d\d)/(?P<month2>\d\d)/(?P<day2>\d\d)/"
    )


def test_a_site_says_where_its_addresses_hold_the_time():
    undated = f"<h1>{HEADLINE}</h1>{UNDATED_BODY}"
    minute = page(undated, url="https://contoh.com/read/2026/07/23/14051234/judul")
    assert published(minute, TimeInAddress).published_local == "2026-07-23T14:05:00+07:00"
    short_year = page(undated, url="https://contoh.com/berita/26/07/23/abc123-judul")
    assert published(short_year, TimeInAddress).published_local == "2026-07-23T00:00:00+07:00"


@pytest.mark.parametrize(
    "value", [None, [], {}, 5, True, "", ["2026-07-23"], {"@value": "2026-07-23"}, 1784790300]
)
def test_json_ld_may_hold_anything(value):
    for candidate in candidates_of(page("", json_ld(datePublished=value)), Site()):
        assert isinstance(candidate.raw, str)
        assert candidate.raw


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<html></html>",
        "bukan halaman",
        f"<h1>{HEADLINE}</h1><time datetime='2026-07-23'>{'panjang sekali ' * 200}</time>",
        "<h1>" * 5000 + "23 Juli 2026 14:05",
        f"<h1>{HEADLINE}</h1>" + "<div>" * 20000 + "23 Juli 2026 14:05",
        f"<h1>{HEADLINE}</h1>" + "<time datetime='2026-07-23'>23 Juli 2026</time>" * 20000,
    ],
)
def test_odd_pages_are_read_without_a_word_and_in_time(html):
    assert_within(lambda: candidates_of(Page(html), Site()), 10)


@needs_corpus
def test_real_pages_are_dated_to_the_minute_without_site_facts():
    right, wrong = [], []
    for path in sorted((CORPUS / "gold").rglob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))["published"]
        saved = CORPUS / "pages" / path.parent.name / f"{path.stem}.html"
        if not gold or not saved.exists():
            continue
        dates = published(Page(saved.read_bytes()))
        is_right = dates.published_local is not None and is_same(gold, dates)
        (right if is_right else wrong).append(f"{path.stem}: {dates.published_local}")
    assert len(right) >= 0.92 * (len(right) + len(wrong)), wrong


def is_same(gold: dict, dates: Resolved) -> bool:
    """Whether the dates agree to the minute, or to the day where the annotation knows no more."""
    expected, found = parse_date(gold["iso"]).instant, parse_date(dates.published_local).instant
    if gold["precision"] == "day":
        return expected.date() == found.astimezone(expected.tzinfo).date()
    return abs(expected - found) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "line",
    [
        "<span data-utime='1784790300'>kemarin</span>",
        "<div d-time='1784790300000'>kemarin</div>",
        "<span datetime='2026-07-23T14:05:00+07:00'>kemarin</span>",
        "<p data-published-at='2026-07-23 14:05:00'></p>",
        "<relative-time datetime='2026-07-23T14:05:00+07:00'>kemarin</relative-time>",
        "<span aria-label='Kamis, 23 Juli 2026 14:05 WIB'>1 hr</span>",
        "<span data-original-title='23 Juli 2026 14:05 WIB'>1 hari lalu</span>",
    ],
)
def test_a_date_stands_in_whatever_attribute_near_the_headline(line):
    found = published(page(f"<h1>{HEADLINE}</h1>{line}{UNDATED_BODY}"))
    assert found.published_at == "2026-07-23T07:05:00Z"


@pytest.mark.parametrize(
    "line",
    [
        "<span data-server-time='1784790300'>Contoh</span>",
        "<span data-event-date='2026-07-23'>Contoh</span>",
        "<span title='Pemilu 2024 dan 3 hal yang perlu diketahui semua warga contoh'>Contoh</span>",
    ],
)
def test_an_attribute_that_tells_another_time_is_no_date(line):
    found = published(page(f"<h1>{HEADLINE}</h1>{line}{UNDATED_BODY}"))
    assert found.published_at is None


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("±2 jam lalu", "2026-11-22T03:00:00Z"),
        ("Jumat, 14:05 WIB", "2026-11-20T07:05:00Z"),
        ("20 Nov 14:05", "2026-11-20T07:05:00Z"),
    ],
)
def test_a_line_told_from_now_dates_a_page_that_prints_no_other(line, instant):
    told = f"<h1>{HEADLINE}</h1><span class='date'>{line}</span>{UNDATED_BODY}"
    assert published(page(told)).published_at == instant
    dated = published(page(told, "<meta name='pubdate' content='2026-07-23T14:05:00+07:00'>"))
    assert dated.published_at == "2026-07-23T07:05:00Z"
    assert not dated.published_conflict


@pytest.mark.parametrize("name", ["created", "release_date", "tanggal", "timestamp"])
def test_a_meta_for_when_a_page_was_made_dates_it_where_none_tells_more(name):
    made = f"<meta name='{name}' content='2026-07-23T14:05:00+07:00'>"
    found = published(page(f"<h1>{HEADLINE}</h1>{UNDATED_BODY}", made))
    assert found.published_at == "2026-07-23T07:05:00Z"
