"""No listing, however broken, raises; none takes longer than its size explains."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.discovery.base import Fetch, Link, Listing, Window
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.sitemap import NewsSitemap, Sitemap
from crawler.discovery.wordpress import WordPressApi
from tests.support import volume
from tests.support.growth import assert_within
from tests.support.newsroom import NEWEST, NO_WINDOW
from tests.support.rows import every_row

HOME = "https://www.contoh.id/"
SOURCES = [
    Feed(HOME + "rss"),
    Sitemap(HOME + "sitemap.xml"),
    NewsSitemap(HOME + "news.xml"),
    DatedIndex(HOME + "indeks?date={day}&page={page}"),
    BloggerFeed(HOME),
    WordPressApi(HOME),
    JsonListing(HOME + "api?page={page}"),
    JsonListing(HOME + "api?page={page}", items="data.*", url="{a.b}", date="d", more="m"),
]
WINDOWS = [NO_WINDOW, Window(NEWEST.date(), NEWEST.date())]
BEGINNINGS = [b"", b"<rss><channel><item>", b"<urlset><url><loc>", b"<sitemapindex><sitemap><loc>"]
BEGINNINGS += [
    b"<html><a href='/read/1-a-b-c'>",
    b'{"feed": {"entry": [',
    b'[{"link": "',
    b"\x1f\x8b",
]

every_source = pytest.mark.parametrize(
    "source", SOURCES, ids=lambda source: type(source).__name__.lower()
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(["feed", "entry", "link", "href", "$t", "id", "date", "data", "url"])
            | st.text(max_size=5),
            inside,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def read(source, content, window=NO_WINDOW):
    fetch = next(iter(source.first(window, NEWEST)))
    listing = source.read(content, fetch, window, lambda url: "/read/" in url)
    assert isinstance(listing, Listing)
    assert all(isinstance(link, Link) and link.url.startswith("http") for link in listing.links)
    assert all(isinstance(more, Fetch) for more in listing.more)
    return listing


@every_source
@given(beginning=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=300), late=st.booleans())
def test_any_bytes_are_read_without_an_error(source, beginning, rest, late):
    read(source, beginning + rest, WINDOWS[late])


@every_source
@given(data=json_values)
@example(data={"feed": {"entry": True}})
@example(data=[[], ["", {}, None]])
@example(data=[[1], ["Map", 2, 3], [], "isi"])
@example(data={"feed": {"entry": [{"link": 1, "author": 2, "category": 3}]}})
def test_any_json_is_read_without_an_error(source, data):
    read(source, json.dumps(data).encode())


@every_source
@given(
    parts=st.lists(
        st.sampled_from(
            ["<a href='/read/1'>", "</a>", "<li>", "</li>", "<h3>", "<time datetime='2025-06-18'>"]
            + [
                "18 Juni 2025",
                "<nav>",
                "<article>",
                "</article>",
                "<!-- x -->",
                "<base href='//['>",
            ]
            + [
                "<a href='http://['>",
                "<a href='/read/\x00'>",
                "<div class='post'>",
                "&nbsp;",
                "<p>",
            ]
        ),
        max_size=40,
    )
)
def test_any_markup_is_read_without_an_error(source, parts):
    read(source, "".join(parts).encode())


def item(number):
    return (
        f"<li><a href='/read/{number}'><img src='x'></a><h3><a href='/read/{number}'>Judul</a></h3>"
        "<span>18 Juni 2025, 14:05 WIB</span><p>Ringkasan contoh yang tidak panjang.</p></li>"
    )


@pytest.mark.parametrize(
    "page",
    [
        "<ul>" + "".join(item(number) for number in range(5_000)) + "</ul>",
        "<div>" * 20_000 + "<a href='/read/1'>Judul</a> 18 Juni 2025" + "</div>" * 20_000,
        "<div><a href='/read/1'>Judul</a>" * 5_000,
        "<li><a href='/read/1'>Judul</a>" + "<p>kata <b>contoh</b> " * 100_000 + "</li>",
        "<p>" + "18 Juni " * 200_000 + "<a href='/read/1'>Judul</a></p>",
        "<a href='/read/1'>" + "x-" * 500_000 + "</a>",
    ],
    ids=["long", "deep", "nested", "one-large-item", "almost-dates", "long-link"],
)
def test_a_large_index_page_takes_seconds_at_most(page):
    assert_within(lambda: read(DatedIndex(HOME + "indeks"), page.encode()), 5)


def test_a_sitemap_of_fifty_thousand_pages_takes_seconds_at_most():
    entry = "<url><loc>https://www.contoh.id/read/{}</loc><lastmod>2025-06-18</lastmod></url>"
    sitemap = f"<urlset>{''.join(entry.format(number) for number in range(50_000))}</urlset>"
    listings = []
    assert_within(lambda: listings.append(read(Sitemap(HOME), sitemap.encode())), 5)
    assert len(listings[0].links) == 50_000


LONG, AT_ONCE = 10_200_000, 4_300_000
"""Characters of which libxml2 takes no text, and above which a listing is read as a stream."""
FILLED = {
    "text": "<description>{}</description>",
    "CDATA": "<description><![CDATA[{}]]></description>",
    "attribute": '<enclosure url="{}"/>',
}
CUT_OFF = {
    "CDATA that nobody closes": "<description><![CDATA[{}",
    "comment that nobody closes": "<!-- {}",
    "attribute that nobody closes": '<enclosure url="{}',
}
ITEM = "<item><title>Judul {}</title><link>https://www.contoh.id/read/{}/judul</link>{}</item>"
PAGE = "<url><loc>https://www.contoh.id/read/{}/judul</loc>{}</url>"
LISTINGS = {
    "feed": lambda more: (
        f"<rss><channel>{ITEM.format(1, 1, '')}{ITEM.format(2, 2, more)}{ITEM.format(3, 3, '')}"
        "</channel></rss>"
    ),
    "feed described": lambda more: (
        f"<rss><channel>{more}{''.join(ITEM.format(n, n, '') for n in (1, 2, 3))}</channel></rss>"
    ),
    "sitemap": lambda more: (
        f"<urlset>{PAGE.format(1, '')}{PAGE.format(2, more)}{PAGE.format(3, '')}</urlset>"
    ),
}


def of_three(kind, form, size):
    """What a listing of three items gives where one holds a text of this size."""
    source = Sitemap(HOME) if kind == "sitemap" else Feed(HOME + "feed")
    return read(source, LISTINGS[kind](form.format("kata " * (size // 5))).encode())


def placed(forms):
    """Each kind of listing with each form of text; in a usual run each of them once."""
    every = [(kind, name) for kind in LISTINGS for name in forms]
    once = zip(LISTINGS, forms, strict=True)
    return volume.of([*once], every)


@every_row("kind, name", placed(FILLED))
def test_items_beside_a_text_of_any_length_are_read(kind, name):
    listing = of_three(kind, FILLED[name], LONG)
    assert (len(listing.links), listing.problem) == (3, None)


@every_row("kind, name", placed(CUT_OFF))
def test_a_large_listing_that_loses_items_says_how_many(kind, name):
    listing = of_three(kind, CUT_OFF[name], AT_ONCE)
    assert listing.problem == f"it is broken XML: {len(listing.links)} of 3 items could be read"
    assert len(listing.links) < 3
    assert not listing.is_empty
