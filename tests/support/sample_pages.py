"""Addresses and pages of any site, made from what it declares: for crawls of many sites at once.

Addresses are examples in the form of each family, or of a site's fixtures, with another number and
day. Pages hold an element for each declared selector, so that a run finds what it was told to find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from html import escape
from zoneinfo import ZoneInfo

from cssselect import parse
from cssselect.parser import (
    Attrib,
    Class,
    CombinedSelector,
    Element,
    FunctionalPseudoElement,
    Hash,
    Tree,
)

from crawler.news_spider import NewsSpider
from crawler.parsers.page.text import clean
from tests.support.checkout import FIXTURES
from tests.support.newsroom import SampleArticle

OF_A_FAMILY = (
    "https://{domain}/news/1234567/contoh-judul-berita",
    "https://{domain}/berita/612345/contoh-judul-berita",
    "https://{domain}/berita/d-7655123/contoh-judul-berita",
    "https://{domain}/daerah/2608120025/contoh-judul-berita",
    "https://{domain}/daerah/1466480189/contoh-judul-berita",
    "https://{domain}/news/pr-3512345678/contoh-judul-berita",
    "https://{domain}/read/2026/04/23/202503/contoh-judul-berita",
    "https://{domain}/read/712345/contoh-judul-berita",
    "https://{domain}/news-512345-contoh-judul-berita",
    "https://{domain}/news/2026/04/23/423456/contoh-judul-berita.html",
    "https://{domain}/2026/04/23/contoh-judul-berita/",
    "https://{domain}/post/contoh-judul-berita/",
    "https://{domain}/contoh-judul-berita/",
)
"""Addresses of articles as the families' papers have them."""
DATED = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
}
"""The named groups of an ``article_url`` that are a part of a moment."""
MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
SLUG = re.compile(r"(?<=[a-z])(?=(?:\.html?|/index\.html)?/?$)")
"""The end of a slug: behind ``judul-berita`` in ``/contoh-judul-berita/``."""
CODE = re.compile(r"\w{4}(?=/?$)")
"""The end of a code, where a site has no slug or it ends in one: ``tRQx`` in ``-1zXyWvUtRQx``."""


@cache
def called(site: type[NewsSpider]) -> NewsSpider:
    """The site's spider."""
    return site()


@cache
def examples(site: type[NewsSpider], domain: str) -> list[str]:
    """Addresses in the form that a site's articles have, of its fixtures first."""
    printed = [
        link["url"]
        for file in sorted((FIXTURES / site.name).glob("listing-*.links.json"))
        for link in json.loads(file.read_text(encoding="utf-8"))["links"]
    ]
    made = [example.format(domain=domain) for example in OF_A_FAMILY]
    return [url for url in [*printed, *made] if re.search(site.article_url or "", url)]


def sample_address(site: type[NewsSpider], domain: str, number: int, when: datetime) -> str:
    """The address of a site's article number so and so, published at a moment (aware).

    Raises LookupError where no form is known that is an article's.
    """
    is_article = called(site).is_article
    for example in examples(site, domain):
        address = renumbered(example, site.article_url, number, _local(site, when))
        if is_article(address):
            return address
    raise LookupError(f"no address of {site.name} is known")


def renumbered(example: str, article_url: str, number: int, local: datetime) -> str:
    """An address with the digits of its number and its day replaced, its slug made its own."""
    found = re.search(article_url, example)
    letters = list(example)
    for name, (start, end) in _spans(found):
        if name.startswith("id"):
            digits = str(number).zfill(end - start)[start - end :]
            old = example[start:end]
            letters[start:end] = digits if old.isdigit() else old[:-4] + digits[-4:]
    for name, (start, end) in _spans(found):
        if name in DATED:
            letters[start:end] = local.strftime(DATED[name])[start - end :].rjust(end - start, "0")
    address = "".join(letters)
    own = SLUG.sub(f"-{number}", address, count=1)
    return own if own != example else CODE.sub(str(number), address, count=1)


def _spans(found: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    return (
        (name, found.span(name)) for name, value in found.groupdict().items() if value is not None
    )


def _local(site: type[NewsSpider], when: datetime) -> datetime:
    return when.astimezone(ZoneInfo(site.timezone))


def sample_page(
    site: type[NewsSpider], article: SampleArticle, around: tuple[str, str, str] = ("", "", "")
) -> str:
    """The page of a sample: each declared selector finds its part of it.

    ``around`` is what stands in the head, before the story and behind it.
    """
    local = _local(site, article.published)
    day = f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    printed = f"{day} {local:%H:%M} {ZONES.get(site.timezone, 'WIB')}"
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": article.published.isoformat(),
        "author": {"@type": "Person", "name": article.author},
    }
    first, *others = article.paragraphs
    text = "".join(f"<p>{escape(each)}</p>" for each in [dateline(site) + first, *others])
    people = "".join(
        found_by(query, escape(article.author)) for query in (site.authors, site.editors) if query
    )
    head, before, behind = around
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">'
        f"<title>{escape(article.headline)}</title>"
        f'<link rel="canonical" href="{escape(article.url)}">'
        f'<script type="application/ld+json">{json.dumps(data)}</script>{head}</head>'
        f"<body>{before}<main>{found_by(site.headline or 'h1', escape(article.headline))}"
        f"{found_by(site.published or 'time', printed)}{people}"
        f"{found_by(site.body or 'article', text)}</main>{behind}</body></html>"
    )


def dateline(site: type[NewsSpider], place: str = "Bandung") -> str:
    """How a site's stories open, in its house style: "TEMPO.CO, Bandung - "."""
    styles = [site.dateline] if isinstance(site.dateline, str) else list(site.dateline or ())
    style = styles[0] if styles else "{place} -"
    return re.sub(r"\{outlet:([^{}]+)\}", r"\1", style).replace("{place}", place) + " "


def found_by(query: str, inside: str) -> str:
    """The least HTML that the first of a query's selectors finds, with something inside it.

    What it can't make of a selector (pseudo-classes) it leaves out.
    """
    selector = parse(clean(query))[0]
    steps = list(_steps(selector.parsed_tree))
    if isinstance(selector.pseudo_element, FunctionalPseudoElement):
        steps[-1][1][selector.pseudo_element.arguments[0].value] = inside  # ::attr(datetime)
    for tag, attributes in reversed(steps):
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        inside = f"<{tag}{written}>{inside}</{tag}>"
    return inside


def _steps(tree: Tree) -> Iterator[tuple[str, dict[str, str]]]:
    """From the outermost inwards, tag and attributes of each element that a selector names."""
    attributes: dict[str, str] = {}
    while not isinstance(tree, Element):
        if isinstance(tree, CombinedSelector):
            yield from _steps(tree.selector)
            tree = tree.subselector
        else:
            _note(tree, attributes)
            tree = tree.selector
    yield tree.element or "div", attributes


def _note(tree: Tree, attributes: dict[str, str]) -> None:
    if isinstance(tree, Class):
        attributes["class"] = f"{attributes.get('class', '')} {tree.class_name}".strip()
    elif isinstance(tree, Hash):
        attributes["id"] = tree.id
    elif isinstance(tree, Attrib):
        attributes[tree.attrib] = tree.value.value if tree.value else ""
