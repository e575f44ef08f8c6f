"""The draft of a site's file: each fact with what it rests on, and FILL IN where nobody told it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice

from crawler.discovery.base import Link
from crawler.discovery.listings.addresses import is_like, listed_address, looks_like_article
from crawler.drafting.answers import Answer, Host
from crawler.drafting.evidence import Evidence, evidence
from crawler.drafting.seen_sources import FRONT_PAGE, SeenSource, seen_sources
from crawler.drafting.signs import outlet_in, signs_of
from crawler.mending.addresses import article_pattern
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.page import Page

ARTICLES = 3
"""Pages of articles that are looked at."""
ENOUGH = 0.9
"""Share of the addresses that a listing names which a pattern must match."""
ZONES = {"08": "Asia/Makassar", "09": "Asia/Jayapura"}
OFFSET = re.compile(r"\+(0[89]):?00\b")
"""``+0800``, ``+09:00``."""
MOST_SOURCES = 3
READ_BY = ("outlet", "timezone")
"""Facts of a draft that say how its pages are read."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a draft: its name, its value as source, and what it rests on."""

    name: str
    value: str | None
    seen: str
    is_told: bool = True


@dataclass(slots=True)
class Draft:
    """What was found of a host; ``facts`` in the order of a site's file."""

    host: Host
    articles: list[Answer]
    sources: list[SeenSource]
    facts: list[Fact] = field(default_factory=list)
    fields: list[Evidence] = field(default_factory=list)

    def value_of(self, name: str) -> str | None:
        """A fact's value as source."""
        return next((fact.value for fact in self.facts if fact.name == name), None)


def article_addresses(host: Host) -> list[str]:
    """Addresses of articles, those that listings name first, of each listing some."""
    named = [[link.url for link in source.links] for source in seen_sources(host)]
    turns = (url for urls in zip(*named, strict=False) for url in urls)
    rest = (url for urls in named for url in urls)
    return list(dict.fromkeys([*turns, *rest, *_links_that_look_so(host)]))


def _links_that_look_so(host: Host) -> Iterator[str]:
    if host.front_page is None:
        return
    looks = looks_like_article(host.home)
    for anchor in Page(host.front_page.body).root.iter("a"):
        url = listed_address(host.home, anchor.get("href"))
        if url and host.is_own(url) and looks(url):
            yield url


def drafted(host: Host, today: date) -> Draft:
    """The draft of a host's file, by all that it answered."""
    sources = seen_sources(host)
    pattern = _pattern(host, sources)
    articles = list(islice(_articles(host, pattern.value and _plain(pattern.value)), ARTICLES))
    named = [link for source in sources for link in source.links]
    links = {link.url: link for link in sorted(named, key=lambda link: link.date is not None)}
    draft = Draft(host, articles, sources)
    signs = signs_of(host)
    outlet = _outlet(host, articles)
    draft.facts = [
        outlet,
        Fact("province", '"national"', "its province, or international, topical", is_told=False),
        Fact("allowed_domains", f'["{host.domain}"]', ""),
        *_of_language(signs.language),
        _discover(host, sources),
        pattern,
        *_of_zone(articles, links),
    ]
    told = {fact.name: fact.value.strip('"') for fact in draft.facts if fact.name in READ_BY}
    facts = told if outlet.is_told else {name: told[name] for name in told if name != "outlet"}
    if articles:
        draft.fields = evidence(articles, links, facts, _site_of)
        rests_on = f'"drafted from {len(articles)} pages, {today:%Y-%m-%d}"'
        draft.facts.append(Fact("verified", rests_on, ""))
    else:
        draft.facts.append(Fact("verified", '""', "on what these facts rest", is_told=False))
    return draft


def _site_of(facts: Mapping[str, object]) -> NewsSpider:
    return type("drafted", (NewsSpider,), {"name": "drafted", **facts})()


def _plain(value: str) -> str:
    return value.removeprefix("r").strip('"')


def _articles(host: Host, pattern: str | None) -> Iterator[Answer]:
    """The answers that are pages of articles."""
    addresses = set(article_addresses(host))
    for answer in host.answers:
        if not answer.is_page or answer is host.front_page or not host.is_own(answer.url):
            continue
        is_one = (
            is_like(answer.url, pattern) if pattern else looks_like_article(host.home)(answer.url)
        )
        if (is_one or answer.url in addresses) and read_article(answer.body, answer.url).headline:
            yield answer


def _outlet(host: Host, articles: Sequence[Answer]) -> Fact:
    """What most of its pages say that it is called."""
    pages = [*articles, *filter(None, [host.front_page])]
    names = Counter(filter(None, (outlet_in(Page(each.body)) for each in pages)))
    if not names:
        return Fact(
            "outlet", f'"{host.domain}"', "what readers call it: no page says", is_told=False
        )
    name, times = names.most_common(1)[0]
    return Fact("outlet", f'"{_escaped(name)}"', f"og:site_name of {times} of {len(pages)} pages")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _of_language(told: str) -> Iterator[Fact]:
    language = told[:2].lower()
    if language.isalpha() and len(language) == 2 and language != "id":
        yield Fact("language", f'"{language}"', f'its front page says lang="{told}"')


def _of_zone(articles: Sequence[Answer], links: Mapping[str, Link]) -> Iterator[Fact]:
    """The zone that each page or its listing prints, where it is another than Jakarta's."""
    offsets: Counter[str] = Counter()
    for answer in articles:
        link = links.get(answer.url)
        printed = [each.raw for each in read_article(answer.body, answer.url).date_candidates]
        printed += [link.date] if link and link.date else []
        offsets.update({found[1] for raw in printed if (found := OFFSET.search(raw))})
    for offset, times in offsets.items():
        if times == len(articles):
            seen = f"dates of all {times} pages or of their listing end in +{offset}00"
            yield Fact("timezone", f'"{ZONES[offset]}"', seen)


def _discover(host: Host, sources: Sequence[SeenSource]) -> Fact:
    """The best listings; the front page and sitemaps only where nothing better is there."""
    front = [each for each in sources if each.kind == FRONT_PAGE]
    better = [each for each in sources if each not in front][:MOST_SOURCES] or front
    if not better:
        guess = f'[Feed("{host.home}feed/")]'
        return Fact("discover", guess, "where it lists its articles: nothing found", is_told=False)
    seen = "; ".join(each.words for each in better)
    return Fact("discover", f"[{', '.join(each.expression for each in better)}]", seen)


def _pattern(host: Host, sources: Sequence[SeenSource]) -> Fact:
    """What the addresses of its listings have in common and those of its menus have not."""
    named = [link.url for source in sources for link in source.links]
    addresses = sorted(set(named), key=lambda url: sha256(url.encode()).digest())
    guess = r'r"/\d{4}/\d\d/\d\d/(?P<id>\d+)/"'
    pattern = article_pattern(addresses)
    if pattern is None:
        return Fact("article_url", guess, "what only an article's address has", is_told=False)
    matched = sum(is_like(url, pattern) for url in addresses)
    menu = _menu(host, set(addresses))
    wrong = sorted(url for url in menu if is_like(url, pattern))
    seen = f"matches {matched} of {len(addresses)} addresses that its listings name"
    seen += f" and {len(wrong)} of {len(menu)} others on its front page"
    if wrong or matched < ENOUGH * len(addresses) or len(addresses) < 2 * ARTICLES:
        seen += f", as {wrong[0]}" if wrong else ""
        return Fact("article_url", f'r"{pattern}"', f"{seen}: look at it", is_told=False)
    return Fact("article_url", f'r"{pattern}"', seen)


def _menu(host: Host, named: set[str]) -> set[str]:
    """The own addresses on its front page that look like no article's."""
    if host.front_page is None:
        return set()
    looks = looks_like_article(host.home)
    links = (
        listed_address(host.home, anchor.get("href"))
        for anchor in Page(host.front_page.body).root.iter("a")
    )
    return {
        url for url in links if url and host.is_own(url) and url not in named and not looks(url)
    }
