"""Site files and tables against the two sets of facts on outlets, where these are present.

Neither is told from memory: the first column of each summary names a host, the second of the later
set a province or that there is none.
"""

import re
from collections import Counter

import pytest
from scrapy.utils.project import get_project_settings

from crawler.parsers.vocabulary.provinces import BEYOND_A_PROVINCE, PROVINCES
from crawler.site_files.left_out import LEFT_OUT
from crawler.site_files.loader import SiteLoader
from tests.support.corpus import CORPUS

FACTS = [CORPUS.parent / "SITES.md", CORPUS.parent / "SITES2.md"]
needs_facts = pytest.mark.skipif(
    not all(file.is_file() for file in FACTS),
    reason=f"SKIPPED WITHOUT COMPARING: no {' and '.join(map(str, FACTS))}",
)
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[a-z]+)?")
"""``aa.com.tr/id``, ``kompas.com``."""
BUREAUS = re.compile(r"^### (Tribun|ANTARA)[^\n]*\n\n([^\n]+(?:\n[^\n-][^\n]*)*)", re.MULTILINE)
"""The list of hosts below a network's heading, up to an empty line."""
NETWORKS = {"Tribun": "tribunnews.com", "ANTARA": "antaranews.com"}

LOADER = SiteLoader.from_settings(get_project_settings())
SITES = [LOADER.load(name) for name in LOADER.list()]
DOMAINS = LOADER.domains()
BY_HOST = {host: site for site in SITES for host in site.allowed_domains or ()} | {
    domain.removeprefix("www."): LOADER.load(name) for domain, name in DOMAINS.items()
}


def summary(file) -> list[list[str]]:
    """The rows of a set's table of outlets."""
    text = file.read_text(encoding="utf-8").partition("## Summary")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows[2:] if HOST.match(row[0])]


def site_of_host(host: str):
    """The site of a host, or of the host before a path."""
    return BY_HOST.get(host) or BY_HOST.get(host.partition("/")[0])


@needs_facts
def test_every_outlet_of_both_sets_is_a_site_or_left_out_with_a_reason():
    named = [row[0].strip() for file in FACTS for row in summary(file)]
    assert len(named) > 200
    assert [host for host in named if not site_of_host(host) and host not in LEFT_OUT] == []


@needs_facts
def test_provinces_and_zones_are_those_of_the_facts():
    wrong, compared = [], 0
    for host, scope, *_ in summary(FACTS[1]):
        site, said = site_of_host(host.strip()), re.split(r"[(,;/]", scope)[0].strip()
        if site is None:
            continue
        compared += said in PROVINCES
        if said in PROVINCES and site.province != said:
            wrong.append((host, said, site.province))
        if said.startswith(("national", "international")) and site.province not in (
            *BEYOND_A_PROVINCE,
            *(province for province in PROVINCES if province in scope),
        ):
            wrong.append((host, said, site.province))
    assert wrong == []
    assert compared > 100


@needs_facts
def test_every_host_of_a_network_is_a_row():
    found = Counter()
    for network, listed in BUREAUS.findall(FACTS[1].read_text(encoding="utf-8")):
        plain = re.sub(r"\([^)]*\)", "", listed).partition(". sulbar is")[0]
        hosts = [each.strip(" .\n") for each in plain.replace("\n", " ").split(",")]
        found[network] = len(hosts)
        assert [host for host in hosts if f"{host}.{NETWORKS[network]}" not in DOMAINS] == []
    assert found["Tribun"] >= 60 and found["ANTARA"] == 32


def test_a_province_of_one_zone_has_papers_of_that_zone():
    odd = [
        (site.name, site.province, site.timezone)
        for site in SITES
        if site.province in PROVINCES and site.timezone != PROVINCES[site.province]
    ]
    elsewhere = {name for name, _, _ in odd}
    assert elsewhere <= PRINTED_IN_WIB, "of a WIT or WITA province, but dates in another zone"


PRINTED_IN_WIB = {site.name for site in SITES if site.network in ("Suara", "Detik network")}
"""Editions of Jakarta's newsrooms, whose pages print WIB everywhere."""
