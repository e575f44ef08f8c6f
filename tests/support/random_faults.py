"""What goes wrong with a site for one round; each is given the world and the site's name."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.clock import WIB
from tests.support.newsroom import SampleArticle
from tests.support.random_spiders import SPIDERS

if TYPE_CHECKING:
    from tests.support.random_server import Story, World

LISTED = 40
MAINTENANCE = """<html><head><title>Situs sedang dalam pemeliharaan</title></head><body>
<div class="content"><h1>Situs sedang dalam pemeliharaan</h1><span class="date">{now}</span>
<p>Mohon maaf, saat ini kami sedang melakukan pemeliharaan sistem agar layanan membaik.</p>
<p>Silakan kembali beberapa saat lagi. Terima kasih atas pengertian Anda semua.</p>
</div></body></html>"""
NOT_THERE = """<html><head><title>Halaman tidak ditemukan</title></head><body>
<h1>Halaman tidak ditemukan</h1><p>Maaf, halaman yang Anda cari tidak ditemukan.</p></body>"""
CHALLENGE = b"<html><title>Just a moment...</title><div id='cf-challenge'></div></html>"
NOTICE = (
    b"<br />\n<b>Notice</b>:  Undefined index: id in <b>/www/feed.php</b> on line <b>12</b><br />\n"
)

FAULTS: dict[str, Callable[[World, str], None]] = {}


def fault(make: Callable[[World, str], None]) -> Callable[[World, str], None]:
    """A fault by its name in words."""
    FAULTS[make.__name__.replace("_", " ")] = make
    return make


def host(site: str) -> str:
    """The beginning of a site's addresses."""
    return "https://www." + SPIDERS[site].allowed_domains[0]


def some(world: World, site: str, share: float = 0.5) -> list[Story]:
    """Some of a site's stories, at least one where there is any."""
    there = world.of(site)
    return [story for story in there if world.chance.random() < share] or there[:1]


def listings_of(world: World, site: str) -> list[str]:
    """Addresses of a site's listings, with a star for the rest."""
    patterns = (
        list(getattr(source, "patterns", None) or [source.url]) for source in SPIDERS[site].discover
    )
    return [f"{address.partition('{')[0]}*" for each in patterns for address in each]


@fault
def one_canonical_for_all(world: World, site: str) -> None:
    there = world.of(site)
    if there:
        named = world.chance.choice([f"{host(site)}/", there[-1].url, f"{host(site)}/semua-berita"])
        for story in there:
            page = story.sample.html().replace(
                f'rel="canonical" href="{escape(story.url)}"', f'rel="canonical" href="{named}"'
            )
            world.newsroom.page(story.url, page)


@fault
def a_page_names_another_articles_address(world: World, site: str) -> None:
    there = world.of(site)
    if len(there) > 1:
        one, other = world.chance.sample(there, 2)
        world.newsroom.page(one.url, one.sample.html().replace(escape(one.url), escape(other.url)))


@fault
def maintenance_with_200(world: World, site: str) -> None:
    now = f"{world.now.astimezone(WIB):%d/%m/%Y %H:%M} WIB"
    there = world.of(site)
    if len(there) >= 3:
        for story in there:
            world.newsroom.page(story.url, MAINTENANCE.format(now=now))


@fault
def maintenance_at_a_few_addresses(world: World, site: str) -> None:
    now = f"{world.now.astimezone(WIB):%d/%m/%Y %H:%M} WIB"
    for story in world.of(site)[:2]:
        world.newsroom.page(story.url, MAINTENANCE.format(now=now))


@fault
def not_there_with_200(world: World, site: str) -> None:
    for story in some(world, site, 0.3):
        world.newsroom.page(story.url, NOT_THERE)


@fault
def a_cache_mixes_pages_up(world: World, site: str) -> None:
    there = world.of(site)
    if len(there) > 2:
        mixed = world.chance.sample(there, 2)
        first, second = (story.sample.html() for story in mixed)
        world.newsroom.page(mixed[0].url, second)
        world.newsroom.page(mixed[1].url, first)


@fault
def one_page_for_all_out_of_a_cache(world: World, site: str) -> None:
    there = world.of(site)
    if len(there) >= 4:
        page = world.chance.choice(there).sample.html()
        for story in there:
            world.newsroom.page(story.url, page)


@fault
def a_listing_fails(world: World, site: str) -> None:
    how = world.chance.choice(
        [
            {"status": 500},
            {"status": 403},
            {"reset_after": 60},
            {"body": CHALLENGE},
            {"status": 404},
            {"body": b"<html><body><h1>Contoh</h1></body></html>"},
        ]
    )
    for address in listings_of(world, site)[:1]:
        world.newsroom.fault(address, **how, times=world.chance.choice((1, 2, None)))


@fault
def a_second_page_fails(world: World, site: str) -> None:
    for address in listings_of(world, site):
        for page in ("halaman=2", "page=2"):
            world.newsroom.fault(f"{address[:-1]}{page}*", status=502)


@fault
def a_notice_before_listings(world: World, site: str) -> None:
    from tests.support.newsroom import Answer

    def noisy(make):
        def made(seen, **asked):
            answer = make(seen, **asked)
            return Answer(NOTICE + answer.body, answer.status, answer.content_type, answer.headers)

        return made

    room = world.newsroom
    room.listings = [
        (pattern, noisy(make))
        if SPIDERS[site].allowed_domains[0].replace(".", r"\.") in pattern.pattern
        else (pattern, make)
        for pattern, make in room.listings
    ]


@fault
def pages_are_cut(world: World, site: str) -> None:
    for story in some(world, site):
        world.newsroom.fault(
            story.url,
            reset_after=world.chance.randint(50, 1800),
            times=world.chance.choice((1, None)),
        )


@fault
def compressed_pages_are_cut(world: World, site: str) -> None:
    for story in some(world, site):
        packed = gzip.compress(story.sample.html().encode())
        world.newsroom.fault(
            story.url,
            body=packed[: int(len(packed) * world.chance.uniform(0.3, 0.95))],
            headers={"Content-Encoding": "gzip"},
        )


@fault
def pages_end_half_way_without_a_length(world: World, site: str) -> None:
    for story in some(world, site):
        whole = story.sample.html().encode()
        world.newsroom.fault(
            story.url,
            body=whole[: int(len(whole) * world.chance.uniform(0.5, 0.95))],
            says_length=False,
        )


@fault
def pages_answer_errors(world: World, site: str) -> None:
    status = world.chance.choice((403, 404, 500, 503))
    for story in some(world, site):
        world.newsroom.fault(story.url, status=status, times=world.chance.choice((1, None)))


@fault
def pages_are_challenges(world: World, site: str) -> None:
    for story in some(world, site):
        world.newsroom.fault(story.url, body=CHALLENGE)


@fault
def pages_lead_to_a_login_host(world: World, site: str) -> None:
    for story in some(world, site):
        world.newsroom.fault(story.url, redirect_to="https://masuk.contoh.id/")


@fault
def pages_lead_to_the_front_page(world: World, site: str) -> None:
    from tests.support.random_server import section_page

    world.newsroom.page(f"{host(site)}/", section_page(world.of(site)))
    for story in some(world, site, 0.3):
        world.newsroom.fault(story.url, redirect_to=f"{host(site)}/")


@fault
def robots_forbid(world: World, site: str) -> None:
    world.newsroom.page(
        f"{host(site)}/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain"
    )


@fault
def listings_name_other_sites_articles(world: World, site: str) -> None:
    others = [story.sample for story in world.stories if story.site != site and not story.gone]
    foreign = SampleArticle(
        "https://www.oranglain.id/read/77/kabar-orang-lain",
        77,
        "Kabar orang lain",
        world.now.astimezone(WIB),
        ["Teks contoh milik orang lain, bukan milik situs ini."],
    )
    world.newsroom.publish([foreign])
    listed = [story.sample for story in world.of(site)][:LISTED]
    for source in SPIDERS[site].discover:
        ways = {"full": False} if site == "blogging" else {}
        world.newsroom.serve(source, [*listed, *others[:3], foreign], **ways)


@fault
def listings_print_addresses_otherwise(world: World, site: str) -> None:
    """Without www, by http, with tracking, with a fragment."""
    forms = (
        lambda url: url.replace("https://www.", "https://"),
        lambda url: url.replace("https://", "http://"),
        lambda url: f"{url}?utm_source=rss&utm_medium=feed",
        lambda url: f"{url}#komentar",
    )
    listed = []
    for story in world.of(site)[:LISTED]:
        form = world.chance.choice(forms)
        sample = replace(story.sample, url=form(story.url))
        listed.append(sample)
        world.newsroom.page(sample.url.partition("#")[0], story.sample.html())
    for source in SPIDERS[site].discover:
        ways = {"full": False} if site == "blogging" else {}
        world.newsroom.serve(source, listed, **ways)
    assert urlsplit(host(site)).scheme == "https"


@fault
def it_is_slow(world: World, site: str) -> None:
    world.newsroom.fault(f"{host(site)}/*", delay=0.05)
