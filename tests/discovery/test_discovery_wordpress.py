"""WordPress: posts through the REST API, with the zone their two times prove."""

import json
from datetime import date, timedelta

import pytest

from crawler.discovery.base import Fetch, Window
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.wordpress import WordPressApi
from crawler.parsers.page import Page
from tests.support.newsroom import NEWEST, NO_WINDOW, Newsroom, samples

HOME = "https://www.contoh-wp.id"
POSTS = HOME + "/{day:%Y/%m/%d}/{slug}/"


def crawl(articles, window=NO_WINDOW, **ways):
    api = WordPressApi(HOME)
    with Newsroom() as newsroom:
        newsroom.serve(api, articles, **ways)
        listings = newsroom.walk(api, window)
        return listings, [link for page in listings for link in page.links], newsroom.requests


def post(**fields):
    return {
        "id": 4711,
        "date": "2025-06-18T14:05:00",
        "date_gmt": "2025-06-18T07:05:00",
        "modified": "2025-06-18T15:00:00",
        "modified_gmt": "2025-06-18T08:00:00",
        "link": HOME + "/2025/06/18/judul-contoh/",
        "title": {"rendered": "Judul &#8220;contoh&#8221;"},
        "content": {"rendered": "<p>Kalimat contoh.</p>", "protected": False},
        **fields,
    }


def read(*posts):
    content = json.dumps(list(posts)).encode()
    return WordPressApi(HOME).read(content, Fetch(HOME), Window())


@pytest.mark.parametrize("ways", [{"cap": 10}, {"withheld": [3]}, {"withheld": range(100, 200)}])
@pytest.mark.parametrize("counts", [True, False])
def test_a_short_page_ends_nothing(ways, counts):
    articles = samples(POSTS, 250)
    withheld = [articles[number] for number in ways.get("withheld", ())]
    listings, links, requests = crawl(articles, **ways | {"withheld": withheld}, counts=counts)
    named = [link.url for link in links]
    whole = [article.url for article in articles if article not in withheld]
    if counts or len(withheld) < 100:
        assert named == whole
    holes = sum(listing.is_unread for listing in listings)
    assert holes == (len(withheld) == 100 and counts)
    if counts:
        assert len(requests) == -(-250 // ways.get("cap", 100))


def test_pages_are_followed_as_far_as_the_header_counts_them():
    articles = samples(POSTS, 230)
    listings, links, requests = crawl(articles)
    assert [link.url for link in links] == [article.url for article in articles]
    assert len(requests) == 3
    assert "per_page=100" in requests[0].url and "page=3" in requests[2].url


def test_a_page_past_the_last_is_the_end_not_a_problem():
    listings, links, requests = crawl(samples(POSTS, 200))
    assert len(links) == 200 and len(requests) == 2
    assert [listing.problem for listing in listings] == [None, None]
    listings, links, requests = crawl(samples(POSTS, 200), counts=False)
    assert len(links) == 200 and len(requests) == 4  # page 2 is full: page 4 is asked too
    assert [listing.problem for listing in listings] == [None] * 4


def test_since_and_until_are_the_sites_days_both_included():
    articles = samples(POSTS, 96)
    _, links, _ = crawl(articles, Window(date(2025, 6, 16), date(2025, 6, 17)))
    assert [link.url for link in links] == [
        article.url for article in articles if article.published.day in (16, 17)
    ]


@pytest.mark.parametrize(
    ("local", "universal", "listed"),
    [
        ("2025-06-18T14:05:00", "2025-06-18T07:05:00", "2025-06-18T14:05:00+07:00"),
        ("2025-06-18T16:05:00", "2025-06-18T07:05:00", "2025-06-18T16:05:00+09:00"),
        ("2025-06-18T07:05:00", "2025-06-18T07:05:00", "2025-06-18T07:05:00+00:00"),
        ("2025-06-18T14:05:00", "0000-00-00T00:00:00", "2025-06-18T14:05:00"),
        ("2025-06-18T14:05:00", None, "2025-06-18T14:05:00"),
        ("2025-06-18T14:05:00", "2025-06-01T07:05:00", "2025-06-01T07:05:00+00:00"),
        (None, "2025-06-18T07:05:00", "2025-06-18T07:05:00+00:00"),
        (None, None, None),
    ],
    ids=["wib", "wit", "utc", "no-gmt", "missing-gmt", "no-such-zone", "gmt-only", "none"],
)
def test_the_date_carries_the_offset_that_its_utc_twin_proves(local, universal, listed):
    (link,) = read(post(date=local, date_gmt=universal)).links
    assert link.date == listed


def test_each_post_brings_its_page_in_wordpress_markup():
    embedded = {
        "author": [{"name": "Sari Contoh"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Dunia &amp; Contoh"}],
            [{"taxonomy": "post_tag", "name": "uji"}],
        ],
        "wp:featuredmedia": [{"source_url": HOME + "/g.jpg"}],
    }
    (link,) = read(post(_embedded=embedded)).links
    page = Page(link.html, link.url)
    assert link.headline == "Judul “contoh”" and not link.is_untold
    assert page.select("h1.entry-title::text") == ["Judul “contoh”"]
    assert page.select("time.published::attr(datetime)") == ["2025-06-18T14:05:00+07:00"]
    assert page.select(".entry-content p::text") == ["Kalimat contoh."]
    assert page.select(".author.vcard .fn::text") == ["Sari Contoh"]
    assert page.select("a[rel=tag]::text") == ["uji"]
    assert page.metas["article:section"] == ["Dunia & Contoh"]
    assert page.metas["og:image"] == [HOME + "/g.jpg"]
    assert page.select("link[rel=canonical]::attr(href)") == [link.url]


@pytest.mark.parametrize(
    "content",
    [{"rendered": ""}, {"rendered": "<p></p>"}, {"rendered": "<p>x</p>", "protected": True}, None],
)
def test_a_post_whose_text_is_missing_or_locked_is_fetched_as_a_page(content):
    (link,) = read(post(content=content)).links
    assert link.html is None and link.publisher_id == "4711"


def test_writers_kept_as_a_taxonomy_come_before_the_account_that_posted():
    embedded = {
        "author": [{"name": "Akun Redaktur"}],
        "wp:term": [
            [{"taxonomy": "byline", "name": "Sari Contoh"}],
            [{"taxonomy": "topic", "name": "hutan"}],
        ],
    }
    (link,) = read(post(_embedded=embedded)).links
    page = Page(link.html, link.url)
    assert page.select(".author.vcard .fn::text") == ["Sari Contoh"]
    assert page.select("a[rel=tag]::text") == ["hutan"]


UNTOLD = {
    "ignores _embed": {},
    "keeps users to itself": {
        "_embedded": {"author": [{"code": "rest_user_invalid_id", "message": "Invalid user ID."}]}
    },
    "a user without a name": {"_embedded": {"author": [{"name": ""}]}},
    "categories without names": {"_embedded": {"author": [{"name": "Sari"}]}, "categories": [7]},
    "tags without names": {"_embedded": {"author": [{"name": "Sari"}], "wp:term": []}, "tags": [7]},
}


@pytest.mark.parametrize("told", UNTOLD.values(), ids=list(UNTOLD))
def test_a_post_that_does_not_tell_what_its_page_prints_says_so(told):
    """Authors, section and tags would be NULL, which means that the site prints none."""
    (link,) = read({**post(), "_embedded": None, **told}).links
    assert link.is_untold and "Kalimat contoh." in link.html


def test_a_closed_api_is_a_problem_with_its_own_words():
    listings, links, _ = crawl(samples(POSTS, 5), is_open=False)
    assert links == [] and "Maaf, contoh ini tertutup." in listings[0].problem


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>masuk</html>", "may be closed"),
        (b'{"name": "Contoh"}', "not a list of WordPress posts"),
        (b"[]", "lists no posts"),
    ],
)
def test_what_is_no_list_of_posts_is_a_problem_in_words(content, says):
    assert says in WordPressApi(HOME).read(content, Fetch(HOME), Window()).problem


@pytest.mark.parametrize(
    "noise",
    [
        (
            "<br />\n<b>Notice</b>: index: [a] in <b>/b.php</b> on line <b>9</b><br />\n",
            "",
        ),
        ("", "\n<!-- Page generated by a cache in 0.1 s {x} -->"),
        ("\ufeff\n", "\n0"),
        ("Warning: {contoh}\n", '{"cache": 1}'),
    ],
)
def test_noise_around_the_answer_hides_no_post(noise):
    before, after = noise
    content = (before + json.dumps([post(), post(link=HOME + "/dua/")]) + after).encode()
    listing = WordPressApi(HOME).read(content, Fetch(HOME), Window())
    assert (len(listing.links), listing.problem) == (2, None)
    broken_off = WordPressApi(HOME).read(content[: len(before) + 300], Fetch(HOME), Window())
    assert broken_off.is_unread
    listed = JsonListing(HOME).read(content, Fetch(HOME), Window(), lambda url: url != HOME)
    assert (len(listed.links), listed.problem) == (2, None)


def test_an_empty_day_is_no_problem():
    window = Window(NEWEST.date(), NEWEST.date() + timedelta(days=1))
    assert WordPressApi(HOME).read(b"[]", Fetch(HOME), window).problem is None


def test_a_server_that_ignores_the_page_number_does_not_loop():
    api = WordPressApi(HOME, per_page=2)
    (first,) = api.first(Window(), NEWEST)
    page = json.dumps([post(), post(link=HOME + "/dua/")]).encode()
    (second,) = api.read(page, first, Window()).more
    (third,) = api.read(page, second, Window()).more
    assert api.read(page, third, Window()).more == []
