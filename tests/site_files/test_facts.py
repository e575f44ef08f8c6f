"""Facts that can't be meant are told when the file is loaded, with the nearest right word."""

import pytest

from crawler.discovery import DatedIndex, Feed
from crawler.errors import SiteFileProblem
from crawler.news_spider import NewsSpider
from crawler.site_files.facts import FACTS, check_facts
from tests.support.rows import every_row

MISTAKES = [
    ({"outlett": "Contoh"}, "did you mean outlet?"),
    ({"alowed_domains": ["contoh.id"]}, "did you mean allowed_domains?"),
    ({"time_zone": "Asia/Jayapura"}, "did you mean timezone?"),
    ({"read_publised": lambda self: None}, "did you mean read_published?"),
    ({"colour": "red"}, "begins with _"),
    ({"body": "div[["}, "body = 'div[[' is no CSS"),
    ({"drop": ["p", "..iklan"]}, "drop = '..iklan' is no CSS"),
    ({"drop": "p.iklan"}, "write drop = ['p.iklan']"),
    ({"body": "//div["}, "body = '//div[' is no CSS selector, nor XPath"),
    ({"authors": ".info =~ Penulis: ("}, "has no regular expression behind =~"),
    ({"body": ".isi =~ (.+)"}, "selects elements; =~ goes with headline, published"),
    ({"next_page": "a::href("}, "is no CSS"),
    ({"article_url": r"/(?P<id>\d+"}, "is no regular expression"),
    ({"strip": ["(", "a"]}, "strip = '(' is no regular expression"),
    ({"allowed_domains": ["https://contoh.id"]}, "did you mean contoh.id?"),
    ({"allowed_domains": ["contoh.id:443"]}, "did you mean contoh.id?"),
    ({"allowed_domains": ["contoh.id/berita"]}, "did you mean contoh.id?"),
    ({"allowed_domains": ["Contoh.ID"]}, "did you mean contoh.id?"),
    ({"allowed_domains": ["contoh"]}, "which is no domain"),
    ({"allowed_domains": "contoh.id"}, "is no list"),
    ({"timezone": "Asia/Jayapur"}, "did you mean Asia/Jayapura?"),
    ({"timezone": "WIB"}, "as a rule one of"),
    ({"timezone": "../etc/passwd"}, "is no time zone"),
    ({"dateline": "{plcae} -"}, "dateline holds {plcae}"),
    ({"dateline": ["{place} -", "{outlet}, {place} -"]}, "dateline holds {outlet}"),
    ({"dateline": "{outlet:X"}, "dateline holds {outlet:X"),
    ({"whole_article": "all"}, "write it like page=all"),
    ({"distrust": ["json_ld"]}, "write it like json-ld"),
    ({"visible_date_is_update": "no"}, "neither True nor False"),
    ({"headline": ["h1"]}, "is no text"),
    ({"discover": ["https://contoh.id/rss"]}, "write what it is, as in Feed("),
    ({"discover": Feed("https://contoh.id/rss")}, "is no list"),
]


def site(**facts):
    fine = {"name": "contoh", "allowed_domains": ["contoh.id"], "discover": []}
    return type("ContohSpider", (NewsSpider,), {**fine, **facts})


@every_row(("facts", "said"), MISTAKES, ids=lambda value: str(value)[:40])
def test_what_cannot_be_meant_is_told(facts, said):
    with pytest.raises(SiteFileProblem) as told:
        check_facts(site(**facts))
    assert said in str(told.value)
    assert next(iter(facts)) in str(told.value)


@every_row("address", ["https://contoh.id/{dya}", "https://contoh.id/{day}/{halaman}"])
def test_a_place_in_an_address_that_is_none_is_told(address):
    with pytest.raises(ValueError, match=r"is none of"):
        DatedIndex(address)


@every_row("name", sorted(FACTS - {"name", "discover"}))
def test_every_fact_misspelt_by_one_letter_is_told_with_the_right_one(name):
    misspelt = name[:-1] + name[-1] * 2
    with pytest.raises(SiteFileProblem, match=rf"did you mean {name}\?"):
        check_facts(site(**{misspelt: None}))


def test_an_odd_site_may_have_helpers_of_its_own():
    helpers = {
        "_months": {"jan": 1},
        "month_of": lambda self, text: 1,
        "second": property(lambda self: 2),
        "read_headline": lambda self, page: (None, None),
        "custom_settings": {"ROBOTSTXT_USER_AGENT": "Scrapy"},
    }
    check_facts(site(**helpers))


def test_a_fact_misspelt_in_a_family_is_told_of_each_of_its_sites():
    family = type("Family", (NewsSpider,), {"bodie": "div"})
    with pytest.raises(SiteFileProblem, match=r"did you mean body\?"):
        check_facts(type("OneSpider", (family,), {"name": "one"}))


def test_former_domains_are_a_sites_own():
    """Without being declared twice, whatever is declared beside them or inherited."""
    moved = site(former_domains=("lama.id", "contoh.id"))
    assert list(moved.allowed_domains) == ["contoh.id", "lama.id"]
    assert moved().is_article("https://lama.id/berita/1")
    assert not site()().is_article("https://lama.id/berita/1")
