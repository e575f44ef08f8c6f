"""Blogger: the whole archive through the platform's feed, by what each page really brought."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from crawler.discovery.base import Fetch, Window
from crawler.discovery.blogger import START, BloggerFeed
from crawler.parsers.article import read_article
from crawler.parsers.page import Page, whole_text
from tests.support.newsroom import NEWEST, NO_WINDOW, Newsroom, samples

HOME = "https://www.contoh-blog.id"
POSTS = HOME + "/{day:%Y/%m}/{slug}.html"


def crawl(articles, window=NO_WINDOW, **ways):
    feed = BloggerFeed(HOME)
    with Newsroom() as newsroom:
        newsroom.serve(feed, articles, **ways)
        listings = newsroom.walk(feed, window)
        return [link for page in listings for link in page.links], newsroom.requests


def entry(**fields):
    post = {
        "id": {"$t": "tag:blogger.com,1999:blog-1.post-77"},
        "published": {"$t": "2025-06-18T14:05:00.000+07:00"},
        "updated": {"$t": "2025-06-19T08:00:00.000+07:00"},
        "title": {"type": "text", "$t": "Judul contoh"},
        "content": {"type": "html", "$t": "Kalimat contoh.<br /><br />Kalimat kedua."},
        "link": [{"rel": "alternate", "href": HOME + "/2025/06/judul-contoh.html"}],
        "author": [{"name": {"$t": "Sari Contoh"}}],
        "category": [{"term": "Dunia"}, {"term": "Contoh & Uji"}],
    }
    return {name: value for name, value in {**post, **fields}.items() if value is not None}


def read(*entries, total=None, fetch=None):
    feed = {"entry": list(entries)}
    if total is not None:
        feed["openSearch$totalResults"] = {"$t": str(total)}
    content = json.dumps({"feed": feed}).encode()
    return BloggerFeed(HOME).read(content, fetch or Fetch(HOME), Window())


@pytest.mark.parametrize("cap", [500, 150, 100, 25])
def test_the_whole_archive_comes_whatever_the_platforms_cap(cap):
    articles = samples(POSTS, 420, every=timedelta(hours=7))
    links, requests = crawl(articles, cap=cap)
    assert [link.url for link in links] == [article.url for article in articles]
    assert len(requests) == -(-420 // min(cap, 150))


def test_a_count_that_is_the_pages_own_ends_nothing():
    posts = samples(POSTS, 3)
    with Newsroom() as newsroom:
        feed = BloggerFeed(HOME)
        newsroom.serve(feed, posts)
        (first,) = feed.first(Window(), NEWEST)
        assert "redirect=false" in first.url
        answer = json.loads(newsroom.get(first)[1])
    counts = {"openSearch$totalResults": {"$t": "3"}, "openSearch$itemsPerPage": {"$t": "3"}}
    answer["feed"] |= counts
    (second,) = feed.read(json.dumps(answer).encode(), first, Window()).more
    assert "start-index=4" in second.url


def test_a_page_without_posts_before_the_last_that_is_counted_is_unread():
    (first,) = BloggerFeed(HOME).first(Window(), NEWEST)
    counts = {"openSearch$totalResults": {"$t": "600"}, "openSearch$startIndex": {"$t": "301"}}
    empty = json.dumps({"feed": counts}).encode()
    assert BloggerFeed(HOME).read(empty, replace(first, page=3), Window()).is_unread


def test_a_server_that_ignores_start_index_does_not_loop():
    articles = samples(POSTS, 30)
    feed = BloggerFeed(HOME)
    with Newsroom() as newsroom:
        newsroom.serve(feed, articles)
        (first,) = feed.first(Window(), NEWEST)
        same = json.loads(newsroom.get(first)[1])
        same["feed"]["openSearch$totalResults"]["$t"] = "900"
    asked = [first]
    while more := feed.read(json.dumps(same).encode(), asked[-1], Window()).more:
        asked += more
    assert [START.search(fetch.url)[1] for fetch in asked] == ["1", "31", "61"]


def test_since_and_until_are_wib_days_both_included():
    articles = samples(POSTS, 96)
    window = Window(date(2025, 6, 16), date(2025, 6, 17))
    links, requests = crawl(articles, window)
    assert "published-min=2025-06-16T00:00:00%2B07:00" in requests[0].url
    assert [link.url for link in links] == [
        article.url for article in articles if article.published.day in (16, 17)
    ]
    assert len(links) == 48


def test_dates_are_listed_with_their_offset_and_posts_with_their_number():
    (link,) = read(entry()).links
    assert link.date == "2025-06-18T14:05:00.000+07:00"
    assert link.modified == "2025-06-19T08:00:00.000+07:00"
    assert (link.publisher_id, link.headline) == ("77", "Judul contoh")


def test_a_full_feed_brings_the_page_in_bloggers_markup():
    (link,) = read(entry()).links
    page = Page(link.html, link.url)
    assert page.select(".post-title::text") == ["Judul contoh"]
    assert page.select("abbr.published::attr(title)") == ["2025-06-18T14:05:00+07:00"]
    assert page.select(".post-author .fn *::text") == ["Sari Contoh"]
    assert page.select("a[rel=tag]::text") == ["Dunia", "Contoh & Uji"]
    assert page.select("link[rel=canonical]::attr(href)") == [link.url]
    (body,) = page.select(".post-body")
    assert [text.strip() for text in body.itertext() if text.strip()] == [
        "Kalimat contoh.",
        "Kalimat kedua.",
    ]


POST_PAGE = """<html lang="id"><head><link rel="canonical" href="{url}">
<meta content="Judul contoh" property="og:title"><title>Judul contoh - Contoh Blog</title>
</head><body><div id="header"><h1 class="title">Contoh Blog</h1></div>
<div class="date-outer"><h2 class="date-header">Rabu, 18 Juni 2025</h2><div class="post-outer">
<div class="post hentry"><h3 class="post-title entry-title">Judul contoh</h3>
<div class="post-body entry-content">{body}<div style="clear: both;"></div></div>
<div class="post-footer"><span class="post-author vcard">Diposting oleh
<span class="fn" itemprop="author"><span itemprop="name">Sari Contoh</span></span></span>
<a class="timestamp-link" href="{url}" rel="bookmark"><abbr class="published"
title="2025-06-18T14:05:00+07:00">14.05</abbr></a> <span class="post-labels">Label:
<a href="/search/label/Dunia" rel="tag">Dunia</a>,
<a href="/search/label/Contoh%20%26%20Uji" rel="tag">Contoh &amp; Uji</a>
</span></div></div></div></div><div class="comments"><h4>Posting Komentar</h4></div>
</body></html>"""


def test_feed_and_page_give_the_same_article():
    body = (
        "<b>Ankara, Contoh</b> - Paragraf pertama adalah contoh yang direka.<br /><br />"
        "Paragraf kedua juga direka untuk pengujian ini. []"
    )
    (link,) = read(entry(content={"$t": body})).links
    from_page = read_article(POST_PAGE.format(url=link.url, body=body), link.url)
    from_feed = read_article(link.html, link.url)
    assert from_page.dateline_place == "Ankara" and from_page.signature == "[]"
    same = ("url", "headline", "dateline", "dateline_place", "body", "authors", "tags", "signature")
    for name in same:
        assert getattr(from_feed, name) == getattr(from_page, name), name
    assert from_feed.date_candidates[0] == from_page.date_candidates[0]


@pytest.mark.parametrize(
    "content",
    [
        None,
        {"$t": ""},
        {"$t": "<img src='g.jpg'/>"},
        {"$t": "Awal contoh.<br/><a href='" + HOME + "/2025/06/judul-contoh.html#more'>Lanjut</a>"},
        {"$t": "<p>Awal contoh.</p><a name='more'></a>"},
        {"$t": '<p>Awal contoh.</p><a name="more"/><br />\n'},
    ],
    ids=["summary-only", "empty", "picture", "read-more-link", "jump-break", "jump-break-2"],
)
def test_a_short_feed_makes_the_crawl_fetch_the_page(content):
    (link,) = read(entry(content=content, summary={"$t": "Awal contoh"})).links
    assert link.html is None


def test_a_jump_break_with_text_behind_it_is_a_whole_post():
    (link,) = read(entry(content={"$t": "Awal.<a name='more'></a>Akhir contoh."})).links
    assert "Akhir contoh." in link.html


def test_short_feeds_still_list_every_post():
    links, _ = crawl(samples(POSTS, 40), full=False)
    assert len(links) == 40 and all(link.html is None for link in links)


@pytest.mark.parametrize("query", ["?m=1", "?m=0", "#comment-form", "?m=1&utm_source=x"])
def test_mobile_twins_are_the_same_article(query):
    url = HOME + "/2025/06/judul-contoh.html"
    (link,) = read(entry(link=[{"rel": "alternate", "href": url + query}])).links
    assert link.url == url
    assert f"href='{url}'" in link.html


def test_markup_in_titles_and_names_stays_text():
    title = "Contoh <b>tebal</b> & 'kutip'"
    (link,) = read(entry(title={"$t": title}, author=[{"name": {"$t": "<i>Sari</i>"}}])).links
    page = Page(link.html, link.url)
    assert whole_text(page.select(".post-title")[0]) == title
    assert unescape(whole_text(page.select(".post-author .fn")[0])) == "<i>Sari</i>"


def test_entries_without_a_page_and_odd_shapes_do_not_break_the_feed():
    odd = [entry(link=[]), {}, "teks", entry(author="?", category=[3, {"term": None}], title=None)]
    links = read(*odd).links
    assert [link.url for link in links] == [HOME + "/2025/06/judul-contoh.html"]
    assert links[0].headline is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html><body>Blog tidak ditemukan</body></html>", "web page"),
        (b"[]", "no feed in it"),
        (b"{broken", "not a Blogger feed"),
        (b'{"feed": {}}', "no posts"),
        (b"[" * 100_000, "not a Blogger feed"),
    ],
)
def test_what_is_no_blogger_feed_is_a_problem_in_words(content, says):
    listing = BloggerFeed(HOME).read(content, Fetch(HOME), Window())
    assert listing.links == [] and says in listing.problem


def test_a_saved_atom_feed_is_read_too():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Judul</title>'
        f"<published>2025-06-18T14:05:00+07:00</published>"
        f'<link rel="alternate" href="{HOME}/2025/06/judul.html"/></entry></feed>'
    )
    listing = BloggerFeed(HOME).read(atom.encode(), Fetch(HOME), Window())
    assert [link.url for link in listing.links] == [HOME + "/2025/06/judul.html"]


def test_the_feeds_own_address_may_be_declared():
    feed = BloggerFeed(HOME + "/feeds/posts/default/-/Berita")
    (fetch,) = feed.first(Window(), datetime(2025, 6, 18, tzinfo=UTC))
    assert fetch.url.startswith(HOME + "/feeds/posts/default/-/Berita?alt=json")
    assert replace(fetch, url="").page == 1
