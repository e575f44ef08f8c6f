"""``--shard 2/5``: each site at one of several machines, and always at the same."""

from collections import Counter

import pytest
from scrapy.utils.project import get_project_settings

from crawler.errors import UsageProblem
from crawler.parsers.urls import registered_domain
from crawler.site_files.loader import SiteLoader
from crawler.site_files.shards import Shard, of_shard, parse_shard, whose
from tests.support.warm import scrapy


@pytest.fixture(scope="module")
def loader():
    """The sites of this checkout."""
    return SiteLoader.from_settings(get_project_settings())


def shares(loader, machines):
    """Which machine has each site."""
    names = loader.list()
    return {
        name: number
        for number in range(1, machines + 1)
        for name in of_shard(loader, names, Shard(number, machines))
    }


@pytest.mark.parametrize("machines", [1, 2, 5, 30])
def test_every_site_is_in_one_share(loader, machines):
    names = loader.list()
    told = [
        name
        for number in range(1, machines + 1)
        for name in of_shard(loader, names, Shard(number, machines))
    ]
    assert sorted(told) == sorted(names)


def test_nobodys_servers_are_asked_by_two_machines(loader):
    machine_of, asked_by = shares(loader, 5), {}
    for name in loader.list():
        site = loader.load(name)
        if not site.allowed_domains:
            continue  # told its site in the call, so that due never crawls it
        hosts = [*site.allowed_domains, *site().hosts_named]
        for host in hosts:
            domain = registered_domain(host.partition("/")[0].partition(":")[0])
            asked_by.setdefault(domain, set()).add(machine_of[name])
    assert [domain for domain, machines in asked_by.items() if len(machines) > 1] == []
    assert len(asked_by) > 200


def test_the_shares_are_alike_but_for_networks(loader):
    owners = Counter(shares_of_owners(loader).values())
    assert len(owners) == 5
    assert min(owners.values()) > 0.5 * sum(owners.values()) / 5


def shares_of_owners(loader):
    """Which of five machines has each registered domain."""
    machine_of = shares(loader, 5)
    return {whose(loader, name): machine_of[name] for name in loader.list()}


def test_a_site_more_moves_no_other_and_a_machine_more_takes_only_its_own(loader):
    names = loader.list()
    before = of_shard(loader, names[::2], Shard(2, 5))
    assert set(before) == set(of_shard(loader, names, Shard(2, 5))) & set(names[::2])
    five, six = shares(loader, 5), shares(loader, 6)
    moved = [name for name in names if five[name] != six[name]]
    assert moved
    assert {six[name] for name in moved} == {6}


@pytest.mark.parametrize("text", ["0/5", "6/5", "2", "2/0", "-1/5", "2/5/7", "", "a/b", "1/10000"])
def test_what_is_no_share_is_told(text):
    with pytest.raises(UsageProblem, match="--shard 2/5"):
        parse_shard(text)


def test_due_and_list_keep_to_the_share(loader, tmp_path):
    listed = scrapy("list", "--shard", "2/5").stdout.split()
    assert listed == of_shard(loader, sorted(loader.list()), Shard(2, 5))
    call = ["due", "--dry-run", "--shard", "2/5", "-s", f"DATABASE={tmp_path / 'news.db'}"]
    due = [line.split()[0] for line in scrapy(*call).stdout.splitlines()]
    given = {name for name in listed if loader.load(name).allowed_domains}
    assert set(due) == given
    refused = scrapy("due", "--shard", "6/5")
    assert refused.returncode == 2
    assert "--shard 6/5 is no share" in refused.stderr
    assert scrapy("list", "--shard", "1/5", "--write", "docs/sites.md").returncode == 2
