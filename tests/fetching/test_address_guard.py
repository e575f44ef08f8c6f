"""Which addresses are asked, and what becomes of one that may not be."""

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.test import get_crawler
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from crawler.any_site import FEED_SERVICES
from crawler.discovery.base import Fetch, Link
from crawler.errors import UsageProblem
from crawler.fetching.address_guard import NAMED_IN_CALL, AddressGuard, sifted
from crawler.fetching.download import PublicResolver
from crawler.fetching.exceptions import LedAway, UnfitAddress
from crawler.fetching.networks import is_public, is_public_address
from crawler.items import REJECT_REASONS
from crawler.parsers.urls import LONGEST_ADDRESS, printable, unfit
from spiders.feed import FeedSpider
from spiders.visimuslim import VisimuslimSpider
from tests.support.rows import every_row

SITE = "https://www.visimuslim.org"

PRIVATE_IPV4 = (
    *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.170", "192.0.2.1"),
    *("192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
    *("239.255.255.250", "240.0.0.1", "255.255.255.255"),
)
WRAPPINGS = (
    *("::ffff:{}", "::ffff:0:{}", "64:ff9b::{}", "::{}", "2001:db8::5efe:{}", "fe80::5efe:{}"),
    "2606:4700::200:5efe:{}",
)
PRIVATE_IPV6 = (
    *("::", "::1", "fe80::1", "fc00::1", "fdff::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1"),
    *("2001:db8::1", "100::1", "2002:7f00:1::", "2002:a9fe:a9fe::", "64:ff9b:1::1", "4000::1"),
    "2001:0:7f00:1::",  # Teredo through a server on 127.0.0.1
    "2001:0:808:808::80ff:fffe",  # Teredo of a client at 127.0.0.1
)
PUBLIC = ("8.8.8.8", "192.0.1.1", "2606:4700::1111", "64:ff9b::8.8.8.8", "2002:808:808::1")


@every_row("address", [*PRIVATE_IPV4, *PRIVATE_IPV6])
def test_an_address_inside_a_network_is_not_public(address):
    assert not is_public_address(address)
    assert not is_public(f"http://[{address}]/" if ":" in address else f"http://{address}/")


@every_row("wrapping", WRAPPINGS)
@every_row("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "224.0.0.1"])
def test_what_is_wrapped_in_ipv6_is_judged(wrapping, address):
    assert not is_public_address(wrapping.format(address))


@every_row("address", PUBLIC)
def test_what_anybody_can_reach_is_public(address):
    assert is_public_address(address)


@pytest.fixture
def guard():
    """A guard before a site's requests."""

    def of(spider, **settings):
        crawler = get_crawler(type(spider), settings)
        crawler.spider = spider
        return AddressGuard.from_crawler(crawler)

    return of


def asked(guard, url, **circumstances):
    """The refusal of a request; None where it passes."""
    try:
        guard.process_request(Request(url, **circumstances))
    except IgnoreRequest as refused:
        return refused


def article(url):
    return {"cb_kwargs": {"link": Link(url)}}


LISTING = {"cb_kwargs": {"fetch": Fetch(f"{SITE}/feed")}}
ROBOTS = {"dont_obey_robotstxt": True}
INSIDE = "http://169.254.169.254/latest"


@pytest.mark.parametrize(
    "circumstances",
    [
        article(INSIDE),
        LISTING,
        {"cb_kwargs": article(INSIDE)["cb_kwargs"] | {"pages": 2}},
        {"meta": {"redirect_urls": [f"{SITE}/a"]}, **article(f"{SITE}/a")},
        {"meta": {"redirect_urls": [f"{SITE}/feed"]}, **LISTING},
        {"meta": {"redirect_urls": [f"{SITE}/robots.txt"], **ROBOTS}},
        {},
    ],
    ids=["article", "listing", "further page", "redirect", "redirected listing", "robots", "other"],
)
def test_nothing_inside_a_network_is_asked_whatever_named_it(guard, circumstances):
    refused = asked(guard(VisimuslimSpider()), INSIDE, **circumstances)
    assert isinstance(refused, LedAway)
    assert "inside a private network" in str(refused)
    assert not asked(
        guard(VisimuslimSpider(), ALLOW_PRIVATE_ADDRESSES=True),
        "http://127.0.0.1/",
        meta={"redirect_urls": [SITE]},
    )


def test_a_site_is_asked_on_its_own_hosts_and_listed_where_it_is_declared(guard):
    site = guard(VisimuslimSpider())
    assert not asked(site, f"{SITE}/a", **article(SITE))
    assert not asked(site, "https://foto.visimuslim.org:8443/a", **article(SITE))
    for away in (
        "https://korban.id/a",
        "https://visimuslim.org.jahat.id/",
        "https://xvisimuslim.org/",
    ):
        assert isinstance(asked(site, away, **article(SITE)), LedAway)
        assert isinstance(asked(site, away, **LISTING), LedAway)
    assert not asked(
        site, "https://feeds.feedburner.com/x", meta={"redirect_urls": [SITE]}, **LISTING
    )
    assert not asked(site, f"{SITE}/feeds/posts/default", **LISTING)


def test_a_private_host_is_asked_where_it_is_named_with_its_port_and_nowhere_else(guard):
    named = guard(FeedSpider(url="http://192.168.1.5:8000/rss"))
    assert not asked(named, "http://192.168.1.5:8000/rss", **LISTING)
    assert not asked(named, "http://192.168.1.5:8000/a", **article(SITE))
    assert not asked(named, "http://192.168.1.5:8000/robots.txt", meta=ROBOTS)
    for other in ("http://192.168.1.5:6379/", "http://192.168.1.6:8000/", "http://127.0.0.1:8000/"):
        assert isinstance(asked(named, other, **LISTING), LedAway)
        assert isinstance(asked(named, other, **article(SITE)), LedAway)


def test_a_page_that_the_call_names_is_asked_and_where_it_leads_is_judged(guard):
    named, site = {NAMED_IN_CALL: True}, guard(VisimuslimSpider())
    assert not asked(site, "http://127.0.0.1:8000/a", meta=named)
    led = named | {"redirect_urls": ["http://127.0.0.1:8000/a"]}
    assert isinstance(asked(site, "http://127.0.0.1:6379/", meta=led), LedAway)


def test_a_feed_of_a_feed_service_may_name_any_public_host(guard):
    for service in FEED_SERVICES:
        spider = FeedSpider(url=f"https://feeds.{service}/contoh")
        assert spider.is_article("https://www.contoh.id/a")
        assert isinstance(asked(guard(spider), INSIDE, **article(SITE)), LedAway)
    assert not FeedSpider(url="https://www.contoh.id/rss").is_article("https://korban.id/a")
    assert FeedSpider(url="https://rss.contoh.id/rss").is_article("https://news.contoh.id/a")


SECRET = "https://pengguna:RAHASIA@www.visimuslim.org/a"
LONG = f"{SITE}/{'a' * LONGEST_ADDRESS}"
UNFIT = {
    SECRET: "password-in-address",
    "https://pengguna@www.visimuslim.org/": "password-in-address",
    "https://a:RAHASIA@b@www.visimuslim.org/": "password-in-address",
    LONG: "too-long-address",
    "file:///etc/passwd": "off-site",
    "data:text/html,x": "off-site",
    "ftp://www.visimuslim.org/": "off-site",
    "https://www.visimuslim.org:0/": "off-site",
}


@pytest.mark.parametrize(("url", "reason"), UNFIT.items(), ids=range(len(UNFIT)))
def test_an_unfit_address_is_refused_with_its_reason_and_shown_without_its_secret(
    guard, url, reason
):
    for circumstances in (article(url), LISTING, {}, {"meta": ROBOTS}):
        refused = asked(guard(VisimuslimSpider()), url, **circumstances)
        assert isinstance(refused, UnfitAddress)
        assert refused.reason == reason
        assert reason in REJECT_REASONS
        assert "RAHASIA" not in str(refused)
        assert len(str(refused)) < 400


@pytest.mark.parametrize(
    "url", [f"{SITE}/@warga/a@b", f"{SITE}:8443/", f"{SITE}/{'a' * 2000}", f"{SITE}/?surat=a@b.id"]
)
def test_an_odd_address_that_is_fit_is_asked(guard, url):
    assert unfit(url) is None
    assert printable(url) == url
    assert not asked(guard(VisimuslimSpider()), url, **article(url))


def test_a_call_with_a_password_is_refused_and_does_not_repeat_it():
    with pytest.raises(UsageProblem, match="user name or password") as refused:
        FeedSpider(url=SECRET)
    assert "RAHASIA" not in str(refused.value)


def test_links_that_may_not_be_asked_are_sifted_out_of_a_listing():
    links = [Link(url) for url in (f"{SITE}/a", SECRET, LONG, INSIDE, "https://korban.id/a")]
    kept, refused = sifted(links, frozenset(), ())
    assert kept == [links[0], links[4]]
    reasons = ["password-in-address", "too-long-address", "off-site"]
    assert [reason for _, reason, _ in refused] == reasons
    assert not any("RAHASIA" in told for row in refused for told in row)
    kept, refused = sifted(links, frozenset(), ("visimuslim.org",))
    assert kept == links[:1]
    assert refused[-1][1:] == (
        "off-site",
        "https://korban.id/a is on a host that is not the site's; not asked",
    )
    kept, _ = sifted(links, frozenset({"169.254.169.254:80"}), ())
    assert links[3] in kept


def test_every_answer_of_a_resolver_is_judged_and_only_for_public_names(monkeypatch):
    resolver = PublicResolver(None, 0, 1.0)
    answers = {"www.contoh.id": ["93.184.216.34", "10.0.0.8"], "nas.local": ["10.0.0.8"]}
    answers["proxy.kampus.ac.id"] = ["10.0.0.1"]
    monkeypatch.setattr(resolver, "look_up", lambda name: succeed(answers[name].pop(0)))
    monkeypatch.setenv("https_proxy", "http://proxy.kampus.ac.id:3128")
    assert resolved(resolver, "www.contoh.id") == "93.184.216.34"
    assert isinstance(resolved(resolver, "www.contoh.id"), DNSLookupError)
    assert resolved(resolver, "nas.local") == "10.0.0.8"
    assert resolved(resolver, "proxy.kampus.ac.id") == "10.0.0.1"


def resolved(resolver, name):
    """What a name resolves to, or the error."""
    results = []
    resolver.getHostByName(name).addBoth(
        lambda result: results.append(getattr(result, "value", result))
    )
    return results[0]
