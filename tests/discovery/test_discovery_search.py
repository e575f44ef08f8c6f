"""What a site's search is asked, what is believed of its answers, and where they end."""

from datetime import date, timedelta

import pytest

from crawler.clock import Window
from crawler.crawl.arguments import parse_query
from crawler.discovery import Search
from crawler.discovery.base import Fetch, Trial
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.search import made_up_word, search_asked
from crawler.discovery.wordpress import WordPressApi
from crawler.errors import UsageProblem
from crawler.topics.found_by import match_expression
from tests.support.newsroom import NEWEST, Newsroom, holding, samples

HOME = "https://www.contoh.id"
SEARCH = Search(f"{HOME}/cari?q={{query}}&p={{page}}")
ARTICLES = samples(f"{HOME}/read/{{number}}/{{slug}}", 168, every=timedelta(hours=1))
FOUND = {article.url for article in holding(ARTICLES, "banjir")}
DAYS = Window(date(2025, 6, 16), date(2025, 6, 17))


def is_article(url):
    """Of the site these are."""
    return url.startswith(f"{HOME}/read/")


@pytest.fixture(scope="module")
def newsroom():
    """A newsroom; each test serves what it needs."""
    with Newsroom() as running:
        yield running


def walked(newsroom, source, window=Window()):  # noqa: B008 a window is frozen
    """All listings of a search asked for banjir, the trial first."""
    asked = search_asked(source, "banjir", "contoh", None)
    return newsroom.walk(asked, window, is_article=is_article)


def named(listings):
    """The addresses of all articles found."""
    return {link.url for listing in listings for link in listing.links}


@pytest.mark.parametrize(
    ("template", "query", "url"),
    [
        ("/cari?q={query}", "banjir bandang", "/cari?q=banjir+bandang"),
        ("/search/{query}/{page}", "banjir bandang", "/search/banjir%20bandang/1"),
        ("/cari?q={query}", 'C++ & "{x}"', "/cari?q=C%2B%2B+%26+%22%7Bx%7D%22"),
        ("/c?q={query}&d={since:%d/%m/%Y}&s={until}", "x", "/c?q=x&d=16/06/2025&s=2025-06-17"),
        ("/c?q={query}&mulai={offset}", "x", "/c?q=x&mulai=0"),
    ],
)
def test_words_and_days_stand_in_the_address_as_addresses_write_them(template, query, url):
    (fetch,) = Search(HOME + template, step=20).about(query).first(DAYS, NEWEST)
    assert fetch.url == HOME + url


@pytest.mark.parametrize("template", ["/cari", "/cari?q={quary}", "/cari?q={query}&hari={day}"])
def test_an_address_that_can_not_be_meant_is_refused(template):
    with pytest.raises(ValueError, match="query"):
        Search(HOME + template)


def test_a_crawl_without_words_asks_no_search():
    assert list(SEARCH.first(DAYS, NEWEST)) == []


@pytest.mark.parametrize("source", [SEARCH, WordPressApi(HOME), BloggerFeed(HOME)])
def test_an_honest_search_names_all_that_hold_the_words(newsroom, source):
    newsroom.serve(source, ARTICLES)
    trial, *pages = walked(newsroom, source)
    assert (trial.trial, trial.links, trial.is_index) == (Trial(True), [], True)
    assert named(pages) == FOUND
    assert {link.found_by for page in pages for link in page.links} == {"banjir"}
    assert not any(page.problem or page.cut_off for page in pages)


@pytest.mark.parametrize("source", [SEARCH, WordPressApi(HOME), BloggerFeed(HOME)])
def test_one_that_answers_a_word_that_does_not_exist_is_not_asked_for_others(newsroom, source):
    newsroom.serve(source, ARTICLES, is_furniture=True)
    (trial,) = walked(newsroom, source)
    assert trial.is_unread and not trial.trial.is_believed


def test_a_feed_of_results_is_read_as_one(newsroom):
    newsroom.serve(SEARCH, ARTICLES, as_feed=True)
    assert named(walked(newsroom, SEARCH)) == FOUND


def test_results_in_the_data_of_a_page_are_read_by_its_paths(newsroom):
    listing = JsonListing(f"{HOME}/indeks", items="hasil", url=f"{HOME}/read/{{id}}/{{slug}}")
    source = Search(f"{HOME}/data?q={{query}}", data=listing)
    page = '<script type="application/json">{"hasil": [%s]}</script>'
    newsroom.page(f"{HOME}/data?q=banjir", page % '{"id": 7, "slug": "banjir-contoh"}')
    newsroom.page(f"{HOME}/data?q={made_up_word('contoh')}", page % "")
    assert named(walked(newsroom, source)) == {f"{HOME}/read/7/banjir-contoh"}


def test_an_api_that_ignores_the_days_is_left_once_its_pages_lie_before_them(newsroom):
    source = WordPressApi(HOME, per_page=5)
    newsroom.serve(source, ARTICLES, ignores_days=True)
    _, *pages = walked(newsroom, source, DAYS)
    assert len(pages) < len(FOUND) / 5
    assert named(pages) >= {
        article.url
        for article in holding(ARTICLES, "banjir")
        if DAYS.contains(article.published.date())
    }


@pytest.mark.parametrize(
    ("ways", "articles", "said"),
    [
        ({"pages": 1, "repeats": True}, 160, "page 2 repeats the 10 results of the first"),
        ({"pages": 1}, 160, None),  # ten may be all there are, of twenty that fill a page
        ({"pages": 2}, 200, "end with page 2, which is full"),
        ({"pages": 1, "repeats": True}, 40, None),  # all on one page
        ({}, 168, None),
    ],
)
def test_an_end_that_looks_like_a_limit_is_said(newsroom, ways, articles, said):
    newsroom.serve(SEARCH, samples(f"{HOME}/read/{{number}}/{{slug}}", articles), **ways)
    told = [page.cut_off for page in walked(newsroom, SEARCH) if page.cut_off]
    assert said in told[0] if said else told == []


def test_a_search_of_one_page_that_is_full_may_have_found_more(newsroom):
    source = Search(f"{HOME}/satu?q={{query}}")
    newsroom.serve(source, ARTICLES)
    assert walked(newsroom, source)[-1].cut_off == "it has one page of results (10)"


def test_articles_that_stand_beside_any_result_are_none_unless_they_hold_a_word(newsroom):
    few = [article for article in ARTICLES if article.url not in FOUND][:3]
    popular = [next(article for article in ARTICLES if article.url in FOUND), few[0], few[1]]
    one = [popular[0], *few]
    newsroom.serve(SEARCH, one, beside=popular)
    assert named(walked(newsroom, SEARCH)) == {popular[0].url}


ITEM = '<div class="item"><h3><a href="{0.url}">{0.headline}</a></h3>{1}</div>'
DATED = '<time datetime="{0.published:%Y-%m-%d}">{0.published:%d/%m/%Y}</time>'


@pytest.mark.parametrize("newest_in", ['div class="list"', 'aside class="sidebar"'])
@pytest.mark.parametrize("results", [1, 2, 5])
def test_results_without_dates_are_told_from_a_dated_list_of_the_newest(
    newsroom, newest_in, results
):
    others = [article for article in ARTICLES if article.url not in FOUND]
    newest = "".join(ITEM.format(each, DATED.format(each)) for each in others[:8])
    right = [article for article in ARTICLES if article.url in FOUND][:results]
    found = "".join(ITEM.format(each, "") for each in right)
    for words, page, said in (
        (made_up_word("contoh"), 1, "Pencarian tidak ditemukan"),
        ("banjir", 1, found),
        ("banjir", 2, "Pencarian tidak ditemukan"),
    ):
        beside = f"<{newest_in}><h2>Berita terbaru</h2>{newest}</{newest_in.split()[0]}>"
        newsroom.page(f"{HOME}/cari?q={words}&p={page}", f"<div>{said}</div>{beside}")
    listings = walked(newsroom, SEARCH)
    newsroom.pages.clear()
    assert named(listings) == {article.url for article in right}


def test_a_word_that_does_not_exist_answered_with_404_has_found_nothing(newsroom):
    newsroom.serve(SEARCH, ARTICLES)
    newsroom.page(f"{HOME}/cari?q={made_up_word('contoh')}&p=1", "Tidak ada", status=404)
    asked = search_asked(SEARCH, "banjir", "contoh", None)
    (trial,) = asked.first(Window(), NEWEST)
    (first,) = asked.ended(trial).more
    assert first.url == f"{HOME}/cari?q=banjir&p=1"


def test_a_search_that_leads_to_an_article_has_found_that_one():
    asked = search_asked(SEARCH, "banjir", "contoh", None)
    (trial,) = asked.first(Window(), NEWEST)
    assert asked.led_to(ARTICLES[0].url, trial).is_unread
    (link,) = asked.led_to(ARTICLES[0].url, trial.then[0]).links
    assert (link.url, link.found_by) == (ARTICLES[0].url, "banjir")


@pytest.mark.parametrize(
    ("page", "is_empty"),
    [
        ("<p>Ditemukan 0 artikel</p>", True),
        ("<p>Pencarian 'zuvo' tidak ditemukan</p>", True),
        ("<h1>Nothing Found</h1>", True),
        ("<p>Tidak ada hasil untuk zuvo</p>", True),
        ("<p>Korban belum ditemukan, 10 hasil panen rusak</p>", False),
        ("<div id=hasil></div>", False),
    ],
)
def test_a_page_without_results_must_say_so_to_be_believed(page, is_empty):
    listing = SEARCH.read(page.encode(), Fetch(f"{HOME}/cari?q=x&p=1"), Window(), is_article)
    assert listing.is_empty == is_empty
    assert listing.is_unread != is_empty


def test_made_up_words_differ_by_site_and_stay_as_they_are():
    assert made_up_word("kompas") == made_up_word("kompas") != made_up_word("tempo")
    assert made_up_word("kompas").isalpha()


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("banjir bandang", '"banjir" AND "bandang"'),
        ('"banjir bandang" luwu', '"banjir bandang" AND "luwu"'),
        ('"banjir', '"banjir"'),
        ("covid-19 & C++", '"covid-19" AND "C++"'),
    ],
)
def test_stored_articles_are_looked_through_for_the_same_words(query, expression):
    assert match_expression(query) == expression


@pytest.mark.parametrize("query", ["", " ", "-", '""', "a OR b", "gemp*", "x " * 200])
def test_words_that_no_search_takes_are_refused(query):
    with pytest.raises(UsageProblem):
        parse_query(query)


def test_blanks_around_words_make_no_other_words():
    assert parse_query("  banjir \n bandang ") == "banjir bandang"
