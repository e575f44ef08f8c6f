"""Whether there is a network here: the probe, on loopback alone."""

import socket

import pytest
from scrapy.settings import Settings

from crawler import settings as project_settings
from crawler.errors import NetworkDown, UsageProblem
from crawler.fetching import network
from crawler.fetching.network import hosts_to_probe, is_reachable, require_network, unreachable
from crawler.site_files.loader import SiteLoader


@pytest.fixture
def listening():
    """A host with its port that takes connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_a_host_that_answers_or_refuses_is_reached(listening):
    assert is_reachable(listening)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert is_reachable(f"127.0.0.1:{port}")


@pytest.mark.parametrize("host", ["berita.invalid:443", "www.contoh.id:443", "a:b:c", ""])
def test_a_host_without_an_address_or_a_route_is_not(host):
    assert not is_reachable(host)


def test_one_that_answers_is_enough_and_others_are_asked_only_where_the_first_does_not(
    monkeypatch, listening
):
    asked = []

    def noted(host):
        asked.append(host)
        return is_reachable(host)

    monkeypatch.setattr(network, "is_reachable", noted)
    assert not unreachable([listening, "berita.invalid:443"])
    assert asked == [listening]
    assert not unreachable(["berita.invalid:443", "lain.invalid:443", listening])
    assert unreachable(["berita.invalid:443", "lain.invalid:443"])
    assert not unreachable([])


def test_no_network_is_one_sentence_with_a_code_of_its_own():
    settings = Settings({"PROBE_HOSTS": ["berita.invalid:443"]})
    with pytest.raises(NetworkDown, match="none of berita.invalid can be reached") as raised:
        require_network(settings, ["www.contoh.id:443"])
    assert raised.value.exit_code == 50


def test_the_sites_own_hosts_come_first_and_a_proxy_in_their_place(monkeypatch):
    settings = Settings({"SPIDER_MODULES": ["spiders"]})
    hosts = list(hosts_to_probe(settings, ["www.contoh.id:443"]))
    assert hosts[0] == "www.contoh.id:443"
    assert len(hosts) == 1 + network.OTHERS
    assert all(host.endswith(":443") for host in hosts)
    monkeypatch.setenv("https_proxy", "http://pengguna:sandi@proksi.contoh.id:3128")
    assert [*hosts_to_probe(settings, ["www.contoh.id:443"])] == ["proksi.contoh.id:3128"]


@pytest.mark.parametrize(
    "proxy", ["http://[", "bogus://", "http://:3128", "http://a:999999", "socks5://a:1"]
)
def test_a_proxy_that_is_no_address_is_told(monkeypatch, proxy):
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(UsageProblem, match="https_proxy=http://proxy"):
        require_network(Settings(), ["www.contoh.id:443"])


def test_no_other_site_is_loaded_where_the_site_itself_answers(listening, monkeypatch):
    monkeypatch.setattr(SiteLoader, "list", lambda self: pytest.fail("all sites were loaded"))
    settings = Settings({"SPIDER_LOADER_CLASS": SiteLoader, "SPIDER_MODULES": ["spiders"]})
    require_network(settings, [listening])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nobody_is_probed_where_another_handler_carries_the_requests(scheme):
    handlers = {**project_settings.DOWNLOAD_HANDLERS, scheme: "alat.contoh.Handler"}
    settings = Settings({"SPIDER_MODULES": ["spiders"], "DOWNLOAD_HANDLERS": handlers})
    assert [*hosts_to_probe(settings, ["berita.invalid:443"])] == []
    require_network(settings, ["berita.invalid:443"])
    settings.set("DOWNLOAD_HANDLERS", project_settings.DOWNLOAD_HANDLERS)
    assert next(hosts_to_probe(settings, ["berita.invalid:443"])) == "berita.invalid:443"
