"""Which captures of others are pages of articles, told by their addresses before a body is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from crawler.any_site import site_name
from crawler.archive.captures import pass_over
from crawler.archive.cdxj import entries
from crawler.discovery.listings.addresses import NOT_ARTICLES, is_home
from crawler.errors import ArchiveProblem
from crawler.news_spider import NewsSpider
from crawler.parsers.urls import split_url
from crawler.past.others.captured_page import HTML, Wanted
from crawler.past.told import Place
from crawler.past.which_spider import Spiders

NOT_MODIFIED = 304


class Owners:
    """Whose article an address is; with ``takes_any`` also of hosts that no site file names."""

    def __init__(self, spiders: Spiders, *, takes_any: bool, sites: frozenset[str] = frozenset()):
        self.spiders = spiders
        self.takes_any = takes_any
        self.by_domain: defaultdict[str, list[NewsSpider]] = defaultdict(list)
        for name, kind in spiders.items():
            if kind.allowed_domains and (not sites or name in sites):
                spider = kind()
                for domain in kind.allowed_domains:
                    self.by_domain[domain.lower()].append(spider)

    @property
    def hosts(self) -> frozenset[str]:
        """The domains of these sites."""
        return frozenset(self.by_domain)

    def of(self, url: str) -> str | None:
        """The site, by the longest of its domains that the host is of; None for no article's."""
        if split_url(url) is None:
            return None
        host = (urlsplit(url).hostname or "").lower()
        parts = host.split(".")
        domains = (".".join(parts[start:]) for start in range(len(parts)))
        owners = next((self.by_domain[each] for each in domains if each in self.by_domain), None)
        if owners is not None:
            return next((each.name for each in owners if each.is_article(url)), None)
        is_listing = is_home(url) or NOT_ARTICLES.search(urlsplit(url).path)
        return site_name(url) if self.takes_any and not is_listing else None


def wanted(files: list[Path], owners: Owners, counts: Counter[str]) -> Iterator[Wanted]:
    """The captures of articles in some files, in their order; those left out are counted by why.

    A revisit's body is an earlier capture's, in whichever of the files; one whose body comes later
    is given at the end.
    """
    bodies: dict[str, Place] = {}
    waiting: list[tuple[str, Place]] = []
    for place in _captures(files, counts):
        entry = place.entry
        counts["looked at"] += 1
        site = owners.of(entry.url) if entry.method == "GET" else None
        if site is None:
            counts["of no article of a site that is known"] += 1
        elif entry.revisit_of:
            waiting.append((site, place))
        elif 300 <= entry.status < 400:
            counts["that lead to another address"] += 1
        elif entry.mime not in HTML and entry.status < 300:
            counts["that are no web page"] += 1
        else:
            if entry.status == 200:
                _remember(bodies, place)
            yield Wanted(site, place)
    for site, place in waiting:
        body = next((bodies[name] for name in place.entry.revisit_of if name in bodies), None)
        if body is None:
            counts["that repeat one which is not there"] += 1
        else:
            yield Wanted(site, place, body)


def _captures(files: list[Path], counts: Counter[str]) -> Iterator[Place]:
    for file in files:
        try:
            yield from (Place(file, entry) for entry in entries(file, pass_over))
        except ArchiveProblem as problem:
            counts[f"lost: {problem}"] += 1


def _remember(bodies: dict[str, Place], place: Place) -> None:
    """Note by what a revisit may name a capture."""
    entry = place.entry
    for name in (entry.digest, f"{entry.url} {entry.timestamp}", entry.url):
        if name:
            bodies.setdefault(name, place)
