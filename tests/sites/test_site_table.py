"""The site table: made from the site files, and the one in docs/sites.md is up to date."""

import json
import re

import pytest
from scrapy.utils.project import get_project_settings

from crawler.commands.sites.list import write_into
from crawler.commands.sites.site_table import SHOWN, as_grid, as_markdown, row, rows
from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import Sitemap
from crawler.errors import UsageProblem
from crawler.families.detik_network import DetikNetwork
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.site_files import left_out
from crawler.site_files.loader import SiteLoader
from crawler.statuses.status_file import STATUSES
from tests.support.checkout import ROOT
from tests.support.rows import every_row
from tests.support.warm import scrapy

LOADER = SiteLoader.from_settings(get_project_settings())
TABLE = rows(LOADER.load(name) for name in LOADER.list())
IN_THE_PAGE = re.compile(r"<!-- sites -->\n(.*?)<!-- /sites -->", re.DOTALL)


class ContohSpider(DetikNetwork):
    """Invented for these tests."""

    name = "contoh"
    outlet = "Harian | Contoh"
    allowed_domains = ["contoh.id"]
    discover = [
        Feed("https://www.contoh.id/rss"),
        Feed("https://www.contoh.id/feed"),
        Sitemap("https://www.contoh.id/sitemap/{year}-{month}.xml"),
    ]
    article_url = r"/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)-"
    dateline = ("{place}, {outlet:CONTOH.ID} -", "{outlet:Contoh}, {place}")
    distrust = ("meta:pubdate", "url")
    timezone = "Asia/Jayapura"
    robots_note = "addresses with a query"
    province = "Papua Tengah"
    city = "Nabire"
    verified = "captured page 2026"


def listed(*arguments):
    """The output of ``scrapy list``."""
    return scrapy("list", *arguments)


def test_the_page_of_sites_shows_the_table_as_the_site_files_give_it():
    (shown,) = IN_THE_PAGE.findall((ROOT / "docs/sites.md").read_text(encoding="utf-8"))
    assert shown == as_markdown(TABLE), "run scrapy list --write docs/sites.md"


def test_the_page_of_sites_names_the_hosts_that_are_left_out():
    page = (ROOT / "docs/sites.md").read_text(encoding="utf-8")
    assert left_out.as_markdown() in page, "run scrapy list --write docs/sites.md"


def test_every_site_with_a_file_of_facts_has_a_row():
    told = {"blogger", "wordpress", "feed", "page"}
    assert {each.site for each in TABLE} == set(LOADER.list()) - told


@every_row("each", TABLE, ids=lambda each: each.site)
def test_a_row_says_who_it_is_and_on_what_its_facts_rest(each):
    assert each.outlet and each.family and each.sources and each.facts_rest_on
    assert each.status in STATUSES
    assert bool(each.status_day) == (each.status != "unproven" or bool(each.status_evidence))
    assert each.scope in ("regional", "national", "international", "topical")
    assert (each.scope == "regional") == (each.province in PROVINCES)


def test_a_row_tells_what_a_site_file_says():
    told = row(ContohSpider)
    assert told.family == "Detik network"
    assert told.sources == "feed, sitemap by month"
    assert told.reaches_back_by == "sitemap by month"
    assert told.declares == (
        "date in the address to the minute, Asia/Jayapura, not meta:pubdate nor url, body, drop"
    )
    assert told.dateline == "PLACE, CONTOH.ID - / Contoh, PLACE"
    assert told.robots_and_terms == "addresses with a query"
    assert told.facts_rest_on == "captured page 2026"
    assert told.status == "unproven"
    assert (told.scope, told.province, told.city) == ("regional", "Papua Tengah", "Nabire")


def test_a_site_whose_listings_name_only_news_says_so():
    class Newest(ContohSpider):
        discover = ContohSpider.discover[:1]

    assert row(Newest).reaches_back_by == "nothing: newest only"


def test_markdown_keeps_its_columns_whatever_a_cell_holds():
    table = as_grid([row(ContohSpider)]).splitlines()
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {len(SHOWN) + 2}
    assert r"Harian \| Contoh" in table[-1]


def test_the_page_has_a_table_for_every_province():
    page = as_markdown(TABLE)
    assert not [province for province in PROVINCES if f"### {province}\n" not in page]
    assert page.index("### National\n") < page.index("### Aceh\n")


def test_list_names_every_spider_one_a_line():
    assert listed().stdout.split() == sorted(LOADER.list())


def test_list_prints_the_table_for_people_for_a_page_and_for_programs():
    shown = listed("--verbose").stdout
    assert "status" in shown and "Sulawesi Barat" in shown
    assert "blogger: Any blog on Blogger, by its address" in shown
    assert listed("--format", "markdown").stdout == as_markdown(TABLE)
    assert [each["site"] for each in json.loads(listed("--format", "json").stdout)] == [
        each.site for each in TABLE
    ]
    lines = listed("--json").stdout.splitlines()
    assert [json.loads(line)["province"] for line in lines] == [each.province for each in TABLE]


def test_the_table_of_a_page_is_brought_up_to_date(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- sites -->\n| old |\n<!-- /sites -->\nAfter.\n")
    write_into(page, TABLE)
    table = as_markdown(TABLE)
    assert page.read_text() == f"Before.\n<!-- sites -->\n{table}<!-- /sites -->\nAfter.\n"


@pytest.mark.parametrize("text", [None, "No mark.", "<!-- sites -->\n| old |\n"])
def test_a_page_without_a_place_for_the_table_stays_as_it_is(tmp_path, text):
    page = tmp_path / "page.md"
    if text:
        page.write_text(text)
    with pytest.raises(UsageProblem, match="can't be read|has no place for the table"):
        write_into(page, TABLE)
    assert not text or page.read_text() == text


def test_list_refuses_what_it_does_not_take():
    refused = listed("kompas")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert "as in scrapy list --verbose" in refused.stderr
