"""Captured listings: since when none names an article by its ``article_url``, and what would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from heapq import nlargest
from operator import attrgetter
from urllib.parse import urlsplit

from crawler.archive.captures import Capture
from crawler.discovery.base import Fetch, Link, Source, Window
from crawler.discovery.listings.addresses import (
    NOT_ARTICLES,
    is_like,
    listed_address,
    looks_like_article,
    site_of,
)
from crawler.discovery.search import Search
from crawler.mending.addresses import article_pattern, groups_used
from crawler.mending.proposals import ADDRESSES, Proposal
from crawler.mending.sampled import Break, Sampled
from crawler.news_spider import NewsSpider
from crawler.parsers.page import Page
from crawler.parsers.urls import is_of, publisher_id

MOST_LISTINGS = 200
"""Captured listings that are looked at, the newest."""
MOST_PAGES = 20
"""Article pages on which links are looked for that are no article's."""
FEWEST_ADDRESSES = 6
"""So many own addresses of which none matches: fewer may be videos or pages about the outlet."""
PLACE = re.compile(r"\{([^{}]*)\}")
DATE_PART = re.compile(r"%[A-Za-z]")
ANY = r"[^&/?#]*"
LONG_NUMBER = re.compile(r"\d{5,}")
"""An address with a number of an article's, whatever else it says."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A captured listing: the site's own addresses that it names, and those that match."""

    seen_at: datetime
    content: bytes
    url: str
    own: tuple[str, ...]
    matching: tuple[str, ...]


def listed(site: NewsSpider, kept: Iterable[Capture]) -> list[Listed]:
    """The site's listings among captures, oldest first, each read by its source."""
    answers = (
        capture
        for capture in kept
        if capture.status == 200 and capture.body.strip() and source_of(site, capture.url)
    )
    newest = nlargest(MOST_LISTINGS, answers, key=attrgetter("fetched_at"))
    return [_read(site, capture) for capture in reversed(newest)]


def _read(site: NewsSpider, capture: Capture) -> Listed:
    links = links_of(source_of(site, capture.url), capture.body, capture.url)
    own = tuple(link.url for link in links if is_of(link.url, site.allowed_domains))
    matching = tuple(filter(site.is_article, own))
    return Listed(capture.fetched_at, capture.body, capture.url, own, matching)


def links_of(source: Source, content: bytes, url: str) -> list[Link]:
    """All that a listing names, an article's by the site's pattern or not."""
    if "web page" not in source.forms:
        return source.read(content, Fetch(url), Window(), None).links
    looks = looks_like_article(url)

    def may_be_one(address: str) -> bool:
        is_numbered = site_of(address) == site_of(url) and LONG_NUMBER.search(address)
        return looks(address) or (is_numbered and not NOT_ARTICLES.search(address)) or False

    return source.read(content, Fetch(url), Window(), may_be_one).links


def source_of(site: NewsSpider, url: str) -> Source | None:
    """The source that asks for an address; None where none does."""
    for source in site.discover:
        if isinstance(source, Search):
            continue
        templates = getattr(source, "patterns", None) or [source.url]
        if any(_pattern_of(template).match(url) for template in templates):
            return source
    return None


def _pattern_of(template: str) -> re.Pattern[str]:
    ends = r"\Z" if "?" in template or "{" in template else r"(?:\?|\Z)"
    parts = PLACE.split(template)  # every second one is what stands in braces
    filled = (_filled(part) if number % 2 else re.escape(part) for number, part in enumerate(parts))
    return re.compile("".join(filled) + ends)


def _filled(place: str) -> str:
    """What may stand for ``day:%Y/%m/%d``: its strokes stay."""
    form = place.partition(":")[2] or "%Y"
    return ANY.join(map(re.escape, DATE_PART.split(form)))


def break_of_addresses(listings: Sequence[Listed]) -> Break | None:
    """Since when no listing names an address that matches; None where one does."""
    without: list[Listed] = []
    last_fit = None
    for each in reversed(listings):
        if each.matching:
            last_fit = each.seen_at
            break
        if each.own:
            without.append(each)
    if len({url for each in without for url in each.own}) < FEWEST_ADDRESSES:
        return None
    return Break(ADDRESSES, without[-1].seen_at, last_fit, len(without))


def propose_addresses(
    site: NewsSpider, broken: Break, listings: Sequence[Listed], pages: Sequence[Sampled]
) -> Proposal | None:
    """A pattern of the addresses that listings name since, to stand beside the declared one.

    One half of the addresses is looked at to make it. On the others it is right or silent; wrong
    are addresses of menus and boxes that it lets through, spoilt the articles of before whose
    number would be another.
    """
    named = {url for each in listings if each.seen_at >= broken.since for url in each.own}
    addresses = sorted(named, key=lambda url: sha256(url.encode()).digest())
    made_from, others = addresses[::2], addresses[1::2]
    pattern = article_pattern(made_from, groups_used(site.article_url) + 1)
    if pattern is None:
        return None
    joined = beside(site.article_url, pattern)
    right = sum(is_like(url, joined) for url in others)
    no_articles = _no_articles(site, [*listings, *pages[-MOST_PAGES:]], named)
    wrong = sum(is_like(url, joined) for url in no_articles)
    before = {url for each in listings for url in each.matching} | {page.url for page in pages}
    spoilt = sum(publisher_id(url, joined) != publisher_id(url, site.article_url) for url in before)
    numbers = [publisher_id(url, joined) for url in addresses if is_like(url, joined)]
    spoilt += len(list(filter(None, numbers))) - len(set(filter(None, numbers)))
    return Proposal(ADDRESSES, pattern, (), right, wrong, len(others) - right, spoilt)


def beside(declared: str | None, pattern: str) -> str:
    """The declared pattern and another as one."""
    return f"{declared}|{pattern}" if declared else pattern


def _no_articles(site: NewsSpider, pages: Iterable[Listed | Sampled], named: set[str]) -> set[str]:
    """The site's own addresses in menus and boxes that don't look like an article's."""
    found: set[str] = set()
    for page in pages:
        content = page.content if isinstance(page, Listed) else page.html
        if content.lstrip()[:1] in (b"{", b"[") or content.lstrip()[:5] == b"<?xml":
            continue
        looks = looks_like_article(page.url)
        for anchor in Page(content).root.iter("a"):
            url = listed_address(page.url, anchor.get("href"))
            if url and urlsplit(url).path.strip("/") and is_of(url, site.allowed_domains):
                found |= set() if looks(url) or url in named else {url}
    return {url for url in found if not site.is_article(url)}
