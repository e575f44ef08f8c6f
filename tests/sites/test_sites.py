"""Every site against pages and listings written in its markup: tests/fixtures/<site>/.

An article is ``<what is special>.html`` with ``.json``: the address and the columns expected of
it. A listing is ``listing-<kind>.html`` (or xml, json) with ``.links.json``: the address and the
links expected, in order. ``addresses.json``, where there is one, names addresses that are articles
and others that are not: videos, pictures, tags, indexes, second pages. All say their origin:
"synthetic" was written for this project, its text invented; "recorded" is a page as a server sent
it. A new pair of files is a new test.
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.utils.project import get_project_settings

from crawler.parsers.article import read_article
from crawler.parsers.dates import parse_date
from crawler.parsers.urls import canonical_url, is_of
from crawler.saved.listings import links_in
from crawler.saved.pages import columns, site_of
from crawler.site_files.loader import SiteLoader
from crawler.site_files.tables import rows_of
from tests.support.checkout import FIXTURES, ROOT
from tests.support.corpus import CORPUS, SECOND_CORPUS, needs_corpus, needs_second_corpus

GENERIC = {"blogger", "wordpress", "page", "feed"}
"""Spiders that are told the site when they are called, and so have no fixtures of their own."""
LOADER = SiteLoader.from_settings(get_project_settings())
SPIDERS = {name: LOADER.load(name) for name in LOADER.list()}
TABLES = {
    table.stem: [row.site for row in rows_of(table)]
    for table in sorted((ROOT / "spiders/tables").glob("*.csv"))
}
SITES = sorted(set(SPIDERS) - GENERIC - {site for rows in TABLES.values() for site in rows})
"""Those with a file of their own; of the rows of a table some have fixtures, for all of them."""

LISTINGS = sorted(FIXTURES.glob("*/listing-*.links.json"))
ARTICLES = sorted(
    file
    for file in FIXTURES.glob("*/*.json")
    if not file.name.startswith("listing-") and file.name != "addresses.json"
)
ADDRESSES = sorted(FIXTURES.glob("*/addresses.json"))
EXPECTATIONS = [*ARTICLES, *LISTINGS]
LONGEST_SITE = 45
USUAL_SITE = 20


def name_of(file: Path) -> str:
    """A fixture's name in a test's name, as in "detik/layout-2015"."""
    return f"{file.parent.name}/{file.name.removesuffix('.links.json').removesuffix('.json')}"


@cache
def expectation(file: Path) -> dict:
    return json.loads(file.read_text(encoding="utf-8"))


@cache
def article_of(file: Path) -> dict:
    """What the site's spider makes of a fixture, as columns."""
    html = file.with_suffix(".html").read_bytes()
    article = read_article(html, expectation(file)["url"], SPIDERS[file.parent.name])
    line = columns(article)
    line["body"] = line["body"].split("\n\n") if line["body"] else []
    return line


def listing_file(links: Path) -> Path:
    """The listing that a file of expected links belongs to."""
    stem = links.name.removesuffix(".links.json")
    (found,) = (
        links.with_name(stem + kind)
        for kind in (".html", ".xml", ".json")
        if links.with_name(stem + kind).exists()
    )
    return found


every_article = pytest.mark.parametrize("file", ARTICLES, ids=name_of)
every_listing = pytest.mark.parametrize("file", LISTINGS, ids=name_of)
every_site = pytest.mark.parametrize("name", SITES)


@every_article
def test_a_page_gives_each_field_expected_of_it(file):
    expected, read = expectation(file)["expected"], article_of(file)
    wrong = [field for field in expected if read[field] != expected[field]]
    assert {field: read[field] for field in wrong} == {field: expected[field] for field in wrong}


@every_article
def test_a_page_of_a_news_story_is_no_other_kind(file):
    assert article_of(file)["kind"] in ("article", None)


@every_article
def test_a_page_is_an_article_of_its_site_found_by_its_host(file):
    url = expectation(file)["url"]
    site = SPIDERS[file.parent.name]
    assert site().is_article(url), f"{url} does not match article_url"
    found = site_of(url, list(SPIDERS.values()))
    row = getattr(found, "row", None)
    is_of_its_paper = row is not None and is_of(
        f"https://{found.allowed_domains[0]}/", site.allowed_domains
    )
    assert found is site or is_of_its_paper or found.allowed_domains == site.allowed_domains


@pytest.mark.parametrize("file", ADDRESSES, ids=name_of)
def test_articles_are_told_from_other_pages_by_their_address(file):
    site = SPIDERS[file.parent.name]()
    named = expectation(file)
    assert [url for url in named["articles"] if not site.is_article(url)] == []
    assert [url for url in named["others"] if site.is_article(url)] == []


@every_listing
def test_a_listing_gives_the_links_to_follow_in_order_with_dates_that_can_be_read(file):
    expected = expectation(file)
    site = SPIDERS[file.parent.name]()
    found, problem = links_in(listing_file(file).read_bytes(), expected["url"], site)
    assert not problem
    assert found == expected["links"]
    dates, now = [link["date"] for link in found if link["date"]], datetime.now(UTC)
    assert [date for date in dates if parse_date(date, now=now) is None] == []


@pytest.mark.parametrize("file", EXPECTATIONS, ids=name_of)
def test_a_fixture_says_where_it_comes_from_and_an_invented_text_that_it_is_one(file):
    assert expectation(file)["origin"] in ("synthetic", "recorded")
    assert expectation(file)["url"]
    if file in LISTINGS:
        return
    assert file.with_suffix(".html").exists(), f"no page beside {file.name}"
    if expectation(file)["origin"] == "synthetic":
        assert re.search(r"contoh|sample", " ".join(article_of(file)["body"]), re.IGNORECASE)


def test_every_folder_of_fixtures_is_a_site():
    assert {file.parent.name for file in EXPECTATIONS} <= set(SPIDERS) - GENERIC


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_each_table_has_an_article_and_a_listing_to_be_tested_with(table):
    rows = set(TABLES[table])
    assert [file for file in ARTICLES if file.parent.name in rows], f"no page of a row of {table}"
    assert [file for file in LISTINGS if file.parent.name in rows], f"no listing of {table}"


@every_site
def test_a_site_declares_what_readers_need_and_has_an_article_and_a_listing_to_be_tested_with(name):
    assert [file for file in ARTICLES if file.parent.name == name], f"tests/fixtures/{name}/*.html"
    assert [file for file in LISTINGS if file.parent.name == name], f"{name}: listing-*.links.json"
    site = SPIDERS[name]
    assert site.outlet and site.allowed_domains and site.discover and site.article_url
    assert site.verified, f"{name}: say on what its facts rest (verified)"
    re.compile(site.article_url)


def test_a_site_is_a_page_of_facts():
    lines = {name: len((ROOT / f"spiders/{name}.py").read_text().splitlines()) for name in SITES}
    assert {name: count for name, count in lines.items() if count > LONGEST_SITE} == {}
    assert sorted(lines.values())[len(lines) // 2] <= USUAL_SITE


# Real pages and listings, where the corpus is present: its folders are named for the domain.


def corpus_cases(corpus: Path, folder: str, pattern: str) -> list:
    """Every file of a folder of a corpus whose site has a spider."""
    return [
        pytest.param(file, site, id=f"{file.parent.name}/{file.stem}")
        for file in sorted((corpus / folder).glob(pattern))
        if (site := site_of(f"https://{file.parent.name}/", list(SPIDERS.values())))
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def overlap(expected: str, found: str) -> float:
    """How much two texts share, as F1 over runs of four words."""
    runs = [
        {tuple(list_of[start : start + 4]) for start in range(len(list_of) - 3)}
        for list_of in (words(expected), words(found))
    ]
    if not all(runs):
        return float(words(expected) == words(found))
    return 2 * len(runs[0] & runs[1]) / (len(runs[0]) + len(runs[1]))


@needs_corpus
@pytest.mark.parametrize(("file", "site"), corpus_cases(CORPUS, "gold", "*/*.json"))
def test_a_captured_page_is_read_as_a_person_read_it(file, site):
    assert_read_as_by_a_person(file, site)


@needs_second_corpus
@pytest.mark.parametrize(("file", "site"), corpus_cases(SECOND_CORPUS, "gold", "*/*.json"))
def test_a_page_of_the_second_corpus_is_read_as_a_person_read_it(file, site):
    assert_read_as_by_a_person(file, site)


def assert_read_as_by_a_person(file: Path, site: type) -> None:
    """That a captured page gives what its annotation says."""
    gold = SimpleNamespace(**json.loads(file.read_text(encoding="utf-8")))
    page = file.parents[2] / gold.file
    article = SimpleNamespace(**columns(read_article(page.read_bytes(), gold.url, site)))
    assert words(article.headline) == words(gold.headline)
    published = parse_date(article.published)
    written = parse_date(gold.published["iso"])
    assert abs((published.instant - written.instant).total_seconds()) < 60
    assert article.kind in (gold.kind, None)
    if gold.kind == "article":
        place = gold.dateline["place"] if gold.dateline else None
        assert article.dateline_place == place
        text = "\n".join(gold.body).removeprefix(gold.dateline["raw"] if gold.dateline else "")
        assert overlap(text, article.body) > 0.97
        assert not [snippet for snippet in gold.must_not_contain if snippet in article.body]


@needs_corpus
@pytest.mark.parametrize(("file", "site"), corpus_cases(CORPUS, "listings", "*/*.*"))
def test_a_captured_listing_gives_each_article_once(file, site):
    found, problem = links_in(file.read_bytes(), f"https://{file.parent.name}/", site())
    assert found, problem
    addresses = [canonical_url(link["url"]) for link in found]
    assert len(addresses) == len(set(addresses))
