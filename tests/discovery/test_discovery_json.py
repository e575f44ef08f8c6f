"""JSON listings: APIs, GraphQL, and the data inside Next and Nuxt pages."""

import json
from datetime import date

import pytest

from crawler.discovery.base import Fetch, Window
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.listings.devalue import is_devalue, unfold_devalue
from tests.support.newsroom import NEWEST, NO_WINDOW, Newsroom, samples

HOME = "https://www.contoh.id/"
API = "https://api.contoh.id/graphql"
QUERY = """
query Daftar($page: Int) {
    searchArticle(page: $page) { data { id title } }
}
"""


def is_article(url):
    return "/read/" in url


def read(data, source=None, url=HOME + "api", window=NO_WINDOW):
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    source = source or JsonListing()
    return source.read(content, Fetch(url), window, is_article)


def test_declared_paths_give_address_date_headline_and_number():
    listing = read(
        {
            "data": {"items": [{"a": {"slug": "read/1"}, "t": " Judul  satu ", "d": "18/06/2025"}]},
            "jumlah": 40,
        },
        JsonListing(items="data.items", url="a.slug", date="d", headline="t", total="jumlah"),
        url=HOME,
    )
    (link,) = listing.links
    assert (link.url, link.date, link.headline) == (HOME + "read/1", "18/06/2025", "Judul satu")
    assert listing.total == 40


def test_an_address_is_put_together_from_parts_of_the_article():
    source = JsonListing(
        items="data.searchArticle.data",
        url="https://www.contoh.id/{category.slug}/read/{article_id}/{slug}",
        id="article_id",
    )
    articles = [
        {"article_id": 2506180001, "slug": "satu", "category": {"slug": "nasional"}},
        {"article_id": 2506180002, "slug": "dua", "category": None},
    ]
    (link,) = read({"data": {"searchArticle": {"data": articles}}}, source).links
    assert link.url == HOME + "nasional/read/2506180001/satu"
    assert link.publisher_id == "2506180001"


@pytest.mark.parametrize(
    ("items", "count"),
    [
        ("*.latest.data", 2),
        ("**.latest.data", 2),
        ("rubrik-x.latest.data.*", 2),
        ("rubrik-x.latest.data.0", 1),
        ("rubrik-x.tidak.ada", 0),
    ],
)
def test_stars_stand_for_names_that_change(items, count):
    data = {"rubrik-x": {"latest": {"data": [{"url": "/read/1"}, {"url": "/read/2"}]}}}
    assert len(read(data, JsonListing(items=items), url=HOME).links) == count


def test_without_paths_every_object_that_names_an_article_is_one():
    data = {
        "menu": [{"url": "/politik", "title": "Politik"}],
        "hasil": [
            {"title": "Satu", "url": "/read/1", "publishedAt": "2025-06-18T07:05:00Z"},
            {
                "title": "Dua",
                "link": HOME + "read/2",
                "date": 1750230300000,
                "rubrik": {"url": "/b"},
            },
            {"title": "Satu lagi", "url": "/read/1"},
        ],
    }
    links = read(data, url=HOME).links
    assert [(link.url, link.date) for link in links] == [
        (HOME + "read/1", "2025-06-18T07:05:00Z"),
        (HOME + "read/2", "2025-06-18T07:05:00+00:00"),
    ]


class TestNuxt:
    FOLDED = [
        ["ShallowReactive", 1],
        {"data": 2, "prerenderedAt": -1},
        ["Reactive", 3],
        {"rubrik": 4},
        {"latest": 5},
        {"data": 6, "self": 4},
        [7, 11],
        {"title_digital": 8, "canonical_url": 9, "published_at": 10},
        "Judul contoh",
        "read/1",
        "2026-07-24 09:00:00",
        {"title_digital": 8, "canonical_url": 12, "published_at": 13},
        "read/2",
        ["Date", "2026-07-24T02:00:00.000Z"],
    ]

    def test_a_folded_payload_is_recognised_and_unfolded(self):
        assert is_devalue(self.FOLDED)
        data = unfold_devalue(self.FOLDED)
        latest = data["data"]["rubrik"]["latest"]
        assert latest["data"][0]["title_digital"] == "Judul contoh"
        assert latest["data"][1]["published_at"] == "2026-07-24T02:00:00.000Z"
        assert latest["self"]["latest"] is latest

    def test_its_articles_are_listed(self):
        source = JsonListing(
            HOME + "nasional/_payload.json",
            items="**.latest.data",
            url="canonical_url",
            date="published_at",
            headline="title_digital",
        )
        links = read(self.FOLDED, source, url=HOME).links
        assert [(link.url, link.date) for link in links] == [
            (HOME + "read/1", "2026-07-24 09:00:00"),
            (HOME + "read/2", "2026-07-24T02:00:00.000Z"),
        ]

    def test_the_same_data_inside_a_page_is_found(self):
        page = (
            f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(self.FOLDED)}</script>'
        )
        links = read(f"<html><body>{page}</body></html>".encode(), url=HOME).links
        assert [link.url for link in links] == [HOME + "read/1", HOME + "read/2"]

    def test_sets_maps_and_positions_that_lead_nowhere(self):
        folded = [[1, 3, 99, -3], ["Set", 2], "a", ["Map", 2, 4], ["Ref", 3], ["Ref", 5]]
        values = unfold_devalue(folded)
        assert values[0] == ["a"] and values[2] is None and values[3] != values[3]
        assert values[1]["a"] is values[1]

    def test_a_wrapper_of_itself_and_great_depth_do_no_harm(self):
        assert unfold_devalue([["Ref", 0], 1]) is None
        deep = [[n + 1] for n in range(50_000)] + ["dasar"]
        assert isinstance(unfold_devalue(deep), list)

    @pytest.mark.parametrize("data", [[{"id": 5, "n": 700}, {}], [{"a": "x"}, 1], {}, [], [1, 2]])
    def test_ordinary_json_is_not_taken_for_a_payload(self, data):
        assert not is_devalue(data)


class TestPaging:
    def test_a_graphql_query_is_posted_with_its_page_and_day_filled_in(self):
        source = JsonListing(
            API,
            post={
                "query": QUERY,
                "variables": {"page": "{page}", "dari": "{day:%Y-%m-%d 00:00:00}"},
            },
            headers={"Origin": "https://www.contoh.id"},
            items="data",
        )
        assert source.reaches_back
        (fetch,) = source.first(Window(date(2025, 6, 18), date(2025, 6, 18)), NEWEST)
        sent = json.loads(fetch.body)
        assert (fetch.method, sent["query"]) == ("POST", QUERY)
        assert sent["variables"] == {"page": 1, "dari": "2025-06-18 00:00:00"}
        assert fetch.headers["Content-Type"] == "application/json"
        assert fetch.headers["Origin"] == "https://www.contoh.id"
        answer = json.dumps({"data": [{"url": HOME + "read/1"}]}).encode()
        (more,) = source.read(answer, fetch, Window(), is_article).more
        assert json.loads(more.body)["variables"]["page"] == 2

    @pytest.mark.parametrize(("says", "goes_on"), [(True, True), (False, False), (None, False)])
    def test_an_answer_that_says_whether_there_is_more_is_believed(self, says, goes_on):
        source = JsonListing(HOME + "api?page={page}", items="data", more="info.hasMorePages")
        (fetch,) = source.first(Window(), NEWEST)
        answer = {"data": [{"url": "/read/1"}], "info": {"hasMorePages": says}}
        listing = source.read(json.dumps(answer).encode(), fetch, Window(), is_article)
        assert bool(listing.more) is goes_on

    def test_a_repeated_page_ends_it_whatever_the_answer_says(self):
        source = JsonListing(HOME + "api?offset={offset}", items="data", step=2)
        (fetch,) = source.first(Window(), NEWEST)
        answer = json.dumps({"data": [{"url": "/read/1"}, {"url": "/read/2"}]}).encode()
        (second,) = source.read(answer, fetch, Window(), is_article).more
        assert second.url == HOME + "api?offset=2"
        (third,) = source.read(answer, second, Window(), is_article).more
        assert source.read(answer, third, Window(), is_article).more == []

    @pytest.mark.parametrize(
        "source",
        [
            JsonListing(
                API,
                post={"query": QUERY, "variables": {"page": "{page}", "dari": "{day}"}},
                items="data.searchArticle.data",
                url="https://www.contoh.id/read/{article_id}/{slug}",
                date="published_at",
                more="data.searchArticle.paginatorInfo.hasMorePages",
            ),
            JsonListing(HOME + "api/{day:%Y/%m/%d}?offset={offset}", step=7, total="jumlah"),
            JsonListing(HOME + "api?d={day}&p={page}", items="**.latest.data", url="a.url"),
        ],
        ids=["graphql", "offset", "stars"],
    )
    def test_every_article_of_a_day_is_listed(self, source):
        articles = samples(HOME + "read/{number}/{slug}", 50)
        window = Window(date(2025, 6, 17), date(2025, 6, 17))
        with Newsroom() as newsroom:
            newsroom.serve(source, articles)
            listings = newsroom.walk(source, window, is_article=is_article)
        listed = [link.url for listing in listings for link in listing.links]
        assert listed == [article.url for article in articles if article.published.day == 17]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{rusak", "not JSON"),
        (b"<html><body>masuk</body></html>", "without data"),
        (b'{"data": []}', "names no article"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_lists_nothing_is_a_problem_in_words(content, says):
    listing = read(content)
    assert listing.links == [] and says in listing.problem


def test_the_data_of_a_page_stands_in_an_attribute():
    """As Inertia prints it, in a page of a Jawa Pos paper, reduced to its first two items."""
    item = {"article_id": 2608120025, "slug": "judul-satu", "category": {"slug": "pendidikan"}}
    other = {**item, "article_id": 2608120026, "slug": "judul-dua"}
    data = {"component": "Home", "props": {"news": {"data": [item, other]}, "menu": [{"slug": 1}]}}
    page = f"<!doctype html><div id='app' data-page='{json.dumps(data)}'></div>"
    home = "https://radarmisal.contoh.id/"
    source = JsonListing(home, items="props.**", url=home + "{category.slug}/{article_id}/{slug}")
    listing = source.read(page.encode(), Fetch(home), NO_WINDOW)
    assert [link.url for link in listing.links] == [
        f"{home}pendidikan/2608120025/judul-satu",
        f"{home}pendidikan/2608120026/judul-dua",
    ]
