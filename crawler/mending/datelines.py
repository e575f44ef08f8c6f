"""A dateline that is read no longer: printed in an element of its own, or in another style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.mending.known import Known, folded, is_same, known_by, known_of
from crawler.mending.proposals import (
    MOST_OLD,
    MOST_TRIED,
    OFTEN,
    Pair,
    Proposal,
    halves,
    is_spoilt,
    lines_of,
    propose,
    site_with,
)
from crawler.mending.sampled import Sampled
from crawler.mending.selectors import selectors_of
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.page import Page, text_of
from crawler.parsers.page.text import clean

LONGEST = 80
"""Characters of a line that is a dateline and no more."""
OPENING = 70
"""Characters at the beginning of a text that a dateline stands in."""
ENDS = re.compile(r"[-–—:|]\s|[-–—|]")
"""``Jakarta, Contoh - ``"""

Facts = dict[str, object]


def propose_dateline(
    site: NewsSpider, pages: Sequence[Sampled], old: Sequence[Sampled] = ()
) -> Proposal | None:
    """An element to be read with the text, or a style, that gives the datelines known of pages.

    Only articles captured before the change are believed. Half of them serve to find it, the
    other half to try it. None where nothing reads any page right.
    """
    old = old[-MOST_OLD:]
    known = [(page, known_of(page)) for page in pages if page.earlier]
    made_from, others = halves([pair for pair in known if any(pair[1].dateline)])
    text = None if site.body else _text_of(site, pages, old)
    found: Counter[tuple[str, str]] = Counter()
    for page, told in made_from:
        found.update(list(dict.fromkeys([*_elements(page, told), *_styles(site, page, told)])))
    best: Proposal | None = None
    for (fact, value), times in list(found.items())[: 2 * MOST_TRIED]:
        if times < OFTEN * len(made_from):
            continue
        if fact == "body" and text:
            value = f"{text}, {value}"
        proposal = _tried(site, fact, value, made_from, old)
        if not (proposal.wrong or proposal.silent or proposal.spoilt):
            return _tried(site, fact, value, others, old)
        if best is None or proposal.right > best.right:
            best = proposal
    return _tried(site, best.into, best.selector, others, old) if best and best.right else None


def _text_of(site: NewsSpider, pages: Sequence[Sampled], old: Sequence[Sampled]) -> str | None:
    """A selector of the text, for a site that declares none."""
    body = propose(site, "body", pages, old)
    return body.selector if body and body.is_clear and not body.drop else None


def _tried(
    site: NewsSpider, fact: str, value: str, pages: Sequence[Pair], old: Sequence[Sampled]
) -> Proposal:
    """How pages are read with it."""
    reader = site_with(site, declared_with(site, fact, value))
    told: Counter[str] = Counter()
    for page, known in pages:
        told[_reads(reader, page, known)] += 1
    spoilt = sum(is_spoilt(reader, page) for page in old) if told["right"] else 0
    counts = told["right"], told["wrong"], told["silent"]
    return Proposal("dateline", value, (), *counts, spoilt, into=fact)


def declared_with(site: NewsSpider, fact: str, value: str) -> Facts:
    """What a site declares with a further element of its text, or a further style."""
    if fact == "body":
        return {"body": ", ".join(filter(None, [site.body, value]))}
    declared = site.dateline or ()
    return {"dateline": [*([declared] if isinstance(declared, str) else declared), value]}


def _reads(site: NewsSpider, page: Sampled, known: Known) -> str:
    article = read_article(page.html, page.url, site)
    told = known_by(article, page.seen_at)
    if not any(told.dateline):
        return "silent"
    is_whole = article.next_page is None and article.whole_page is None
    is_right = is_same("dateline", told, known) and is_same("body", told, known, is_whole)
    return "right" if is_right else "wrong"


def _elements(page: Sampled, known: Known) -> Iterator[tuple[str, str]]:
    """Selectors of elements that print the dateline and no more; they are read with the body."""
    words = [folded(each) for each in known.dateline if each]
    elements = [
        element
        for element in lines_of(Page(page.html).root)
        if element.tag != "a"
        and len(line := clean(text_of(element))) <= LONGEST
        and all(f" {word} " in f" {folded(line)} " for word in words)
    ]
    for selector in selectors_of(*elements):
        yield "body", selector


def _styles(site: NewsSpider, page: Sampled, known: Known) -> Iterator[tuple[str, str]]:
    """The opening of the text with place and outlet as places of a style."""
    place, outlet = known.dateline
    article = read_article(page.html, page.url, site)
    opening = (article.body or "")[: 2 * OPENING]
    names = [name for name in (outlet, site.outlet) if name]
    for found in ENDS.finditer(opening[:OPENING]):
        style = opening[: found.end()].strip()
        if place:
            style = re.sub(re.escape(place), "{place}", style, count=1, flags=re.IGNORECASE)
        for name in names:
            named = re.compile(re.escape(name), re.IGNORECASE)
            style = named.sub(lambda it: f"{{outlet:{it[0]}}}", style, count=1)
        if "{" in style and not re.search(r"\w", re.sub(r"\{[^{}]*\}", "", style)):
            yield "dateline", style
