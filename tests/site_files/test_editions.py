"""Papers that are sites of their own and stand in a national file too: each host is asked once."""

from collections import Counter

import pytest
from scrapy.settings import Settings

from crawler.commands.crawling.due import jobs_for
from crawler.discovery import DatedIndex, Feed, WordPressApi
from crawler.news_spider import NewsSpider
from crawler.site_files.editions import addresses_of, beside_its_papers, owner_of
from crawler.site_files.loader import SiteLoader

SITES = SiteLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
DOMAINS = {"aceh.contoh.id": "aceh", "www.contoh.id/jatim": "jatim", "contoh.id": "contoh"}


class ContohSpider(NewsSpider):
    """Asks two papers beside its own host."""

    name = "contoh"
    allowed_domains = ("contoh.id",)
    discover = (
        DatedIndex(
            "https://www.contoh.id/indeks?date={day}",
            "https://www.contoh.id/jatim/indeks?date={day}",
            "https://aceh.contoh.id/indeks?date={day}",
        ),
        Feed("https://aceh.contoh.id/rss"),
        WordPressApi("https://www.contoh.id"),
    )


def asked(site):
    """All addresses that a site's sources are declared with."""
    return [address for source in site.discover for address in addresses_of(source)]


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("https://aceh.contoh.id/rss?page=2", "aceh"),
        ("https://aceh.contoh.id", "aceh"),
        ("https://www.contoh.id/jatim/indeks?d={day}", "jatim"),
        ("https://www.contoh.id/jatimur/indeks", None),
        ("https://www.contoh.id/", None),
        ("https://contoh.id/rss", "contoh"),
        ("https://bukancontoh.id/rss", None),
    ],
)
def test_a_listing_belongs_to_the_row_below_whose_host_and_path_it_lies(address, owner):
    assert owner_of(address, DOMAINS) == owner


def test_a_site_leaves_its_papers_the_listings_of_those_that_are_crawled_too():
    left = beside_its_papers(ContohSpider, DOMAINS, {"contoh", "aceh", "jatim"})
    assert asked(left) == ["https://www.contoh.id/indeks?date={day}", ""]
    assert (left.name, left.__doc__) == ("contoh", ContohSpider.__doc__)
    assert len(asked(ContohSpider)) == 5, "what is declared stays"
    beside_one = beside_its_papers(ContohSpider, DOMAINS, {"contoh", "jatim"})
    assert len(asked(beside_one)) == 4


def test_a_site_alone_asks_all_that_it_declares():
    assert beside_its_papers(ContohSpider, DOMAINS, {"contoh"}) is ContohSpider


def test_a_site_of_which_nothing_would_be_left_keeps_its_listings():
    only = type("Only", (ContohSpider,), {"discover": (Feed("https://aceh.contoh.id/rss"),)})
    assert beside_its_papers(only, DOMAINS, {"contoh", "aceh"}) is only


def test_no_listing_of_the_sites_there_are_is_asked_for_by_two():
    names = SITES.names()
    sites = [job.spider or SITES.load(job.site) for job in jobs_for(names, SITES, names)]
    counts = Counter(address for site in sites for address in {*asked(site)} - {""})
    assert [address for address, count in counts.items() if count > 1] == []
    left = {site.name for site in sites if len(asked(site)) < len(asked(SITES.load(site.name)))}
    assert {"tribunnews", "detik"} <= left


def test_what_one_site_leaves_another_declares():
    names = SITES.names()
    for job in jobs_for(names, SITES, names):
        declared, scheduled = asked(SITES.load(job.site)), asked(job.spider or SITES.load(job.site))
        for address in set(declared) - set(scheduled):
            owner = SITES.load(owner_of(address, SITES.domains()))
            assert address in asked(owner), f"{job.site} leaves {address} to {owner.name}"
