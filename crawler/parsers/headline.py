"""The headline, and the kicker above it.

What the page prints is the headline; what its machines are told (JSON-LD, OpenGraph, ``<title>``)
says which of the printed headings it is. ``<h1>`` alone does not: it may be the site's name or
the channel's, there may be four or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.dateline.outlets import DOMAIN
from crawler.parsers.page import text_of
from crawler.parsers.page.index import class_and_id
from crawler.parsers.page.text import clean, plain, squashed
from crawler.parsers.vocabulary import class_names

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

LONGEST = 300
"""Characters of a headline; what is longer is text."""

TITLED_TAGS = frozenset(["div", "span", "p", "strong", "b", "h4", "h5", "h6", "a"])
LIKE = 0.5
"""Share of common words from which a heading and a title mean the same."""

MOST_HEADINGS = 80
"""Headings compared with what the page says of itself."""

MOST_PARTS = 6
"""Elements in a heading of which the first may be a kicker."""

SUFFIX = re.compile(
    r"^(?P<headline>.*\S)(?P<mark>\s+(?:[-–—|·•»:]|::|\|\|)\s+|\s*\|\s*)(?P<name>[^|]+)$"
)
"""``Judul berita - Contoh.com``, ``Judul berita |Contoh Online``."""

PREFIX = re.compile(r"^(?P<name>[\w.]+(?: [\w.]+){0,2})\s*[:|-]\s+(?P<headline>\S.*)$")
"""``Contoh.com: Judul berita``."""

TRUNCATED = re.compile(r"\s*(?:\.{3}|…)$")
"""A title cut off: ``Presiden Resmikan Jembatan di ...``."""

PAGE_NUMBER = re.compile(r"\s+(?:[-|]\s*)?(?:Halaman|Page) (?:all|\d{1,2})$", re.IGNORECASE)
""" `` Halaman all`` behind a headline."""

WORD = re.compile(r"\w+")

KICKER = re.compile(
    r"kicker|sub-?judul|sub-?title|supertitle|overline|topic|topik|categorylink|category-label|"
    r"lipsus|fokus|pre-?title|read__subtitle|eyebrow",
    re.IGNORECASE,
)
"""Classes of the words above a headline."""

MOST_OF_KICKER = 50
"""Characters."""

NO_KICKER = class_names.pattern_for("kicker")
"""Classes of what else stands above a headline."""

DATED = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b.*\d|\d{1,2}/\d{1,2}/", re.IGNORECASE)

TITLED = re.compile(r"title|judul|headline|(?:^|\s)h[1-5](?:$|\s)", re.IGNORECASE)
"""Classes of elements that are no heading and are called one: ``judul-berita``, ``h5``."""


Heading = tuple[HtmlElement, str]
"""An element that may print the headline, and its words."""


def read_headline(page: Page, site: Site) -> tuple[str | None, str | None]:
    """The headline and the kicker above it; None for what the page does not have.

    ``SOURCES`` are asked one after the other. Raises cssselect.SelectorError when
    ``site.headline`` is no CSS.
    """
    said = _Said(page, site)
    for name, source in SOURCES:
        if name in page.trace.off:
            continue
        element, headline = source(said)
        page.trace.note("headline", name, "won" if headline else "lost", headline, element)
        if headline:
            return headline, None if element is None else _kicker(element, headline, page)
    return None, None


class _Said:
    """What a page calls its article and what it prints in large letters, found when asked for."""

    def __init__(self, page: Page, site: Site):
        self.page = page
        self.site = site
        self._ranks: dict[str, list[Heading]] = {}

    @cached_property
    def names(self) -> set[str]:
        """The site's names, none of which is a headline."""
        return self.page.site_names(self.site.outlet)

    @cached_property
    def titles(self) -> list[str]:
        """What ``TITLES`` say, the site's names taken off; most say the same several times."""
        told: dict[str, str] = {}
        for name, read in TITLES:
            if raw := read(self.page):
                told.setdefault(raw, name)
        titles = []
        for raw, name in told.items():
            title = PAGE_NUMBER.sub("", plain(raw) or "")
            if title and len(title) <= 2 * LONGEST:
                without = PAGE_NUMBER.sub("", without_site_name(title, self.names))
                if squashed(without) not in self.names:
                    self.page.trace.note("headline", name, "told", without)
                    titles.append(without)
        return titles

    @cached_property
    def ranks_of_titles(self) -> dict[str, int]:
        """How trusted a title is, 0 the most, by its words."""
        return {_key(title): rank for rank, title in reversed(list(enumerate(self.titles)))}

    def ranks(self) -> Iterator[list[Heading]]:
        """The headings of ``RANKS``, rank by rank; one that is blank or names the site is none."""
        for name, read in RANKS:
            if name not in self._ranks:
                said = [(each, _text(each)) for each in read(self.page)[:MOST_HEADINGS]]
                no_headlines = {"", *self.names}
                self._ranks[name] = [
                    found
                    for found in said
                    if len(found[1]) <= LONGEST and squashed(found[1]) not in no_headlines
                ]
                for element, text in self._ranks[name] if self.page.trace.is_kept else ():
                    self.page.trace.note("headline", name, "told", text, element)
            yield self._ranks[name]

    def headings(self) -> list[Heading]:
        """The headings of all ranks."""
        return list(chain.from_iterable(self.ranks()))


def declared(said: _Said) -> tuple[HtmlElement | None, str | None]:
    """What the site's own selector finds first that is not blank."""
    for found in said.page.select(said.site.headline) if said.site.headline else ():
        if isinstance(found, str):
            if text := plain(found):
                return None, text
        elif text := _text(found):
            return found, text
    return None, None


def same_words(said: _Said) -> tuple[HtmlElement | None, str | None]:
    """The heading of the first rank in which one says what a title says."""
    known = said.ranks_of_titles
    for headings in said.ranks():
        if same := [found for found in headings if _key(found[1]) in known]:
            return min(same, key=lambda found: known[_key(found[1])])
        for element, _ in headings:
            if headline := _said_by_last_parts(element, known):
                return element, headline
    return None, None


def _said_by_last_parts(element: HtmlElement, known: Collection[str]) -> str | None:
    """A heading without the element it begins with, where the rest says what a title says.

    ``<h1><span>Aksi Nasional</span>Warga Panen Raya</h1>``
    """
    if not 0 < len(element) <= MOST_PARTS:
        return None
    parts = [text for each in element.itertext() if (text := clean(each))]
    rests = (" ".join(parts[at:]) for at in range(1, len(parts)))
    return next((rest for rest in rests if _key(rest) in known), None)


def nearly_same_words(said: _Said) -> tuple[HtmlElement | None, str | None]:
    """The heading that shares the most words with a title."""
    for title in said.titles:
        best = max(said.headings(), key=lambda found: _likeness(found, title), default=None)
        if best and _likeness(best, title) > LIKE:
            return best
    return None, None


def only_heading(said: _Said) -> tuple[HtmlElement | None, str | None]:
    """The only ``<h1>`` there is, where it has more than a name's words or nothing else speaks."""
    first_rank = [found for found in said.headings() if found[0].tag == "h1"]
    if len(first_rank) == 1 and (len(first_rank[0][1].split()) > 3 or not said.titles):
        return first_rank[0]
    return None, None


def title_alone(said: _Said) -> tuple[HtmlElement | None, str | None]:
    """The most trusted title, printed nowhere."""
    return None, next((title for title in said.titles if title), None)


def _text(element: HtmlElement) -> str:
    """The words of a heading, on one line."""
    return plain(text_of(element, most=LONGEST).replace("\n", " ")) or ""


def _title_element(page: Page) -> str | None:
    head = next(iter(page.elements("title")), None)
    return None if head is None else text_of(head, most=2 * LONGEST)


def _called_titles(page: Page) -> list[HtmlElement]:
    """Elements that are no heading and called, or marked up, as the headline."""
    titled = page.microdata.get("headline", []) + page.named(TITLED)
    return [each for each in titled if each.tag in TITLED_TAGS]


def without_site_name(title: str, names: set[str]) -> str:
    """A title without the site's name, and the channel's, behind or before the headline."""
    cut = False
    while found := SUFFIX.match(title):
        name = found["name"].strip()
        is_site = _is_site_name(name, names)
        is_channel = cut and len(name.split()) <= 2 and len(found["headline"].split()) > 3
        if not (is_site or (is_channel and found["mark"].strip() in "-|")):
            break
        title, cut = found["headline"], True
    found = PREFIX.match(title)
    if found and _is_site_name(found["name"], names):
        title = found["headline"]
        channel = re.match(r"^\w+ - (?=\S+ \S+)", title)
        title = title[channel.end() :] if channel else title
    return title


def _is_site_name(words: str, names: set[str]) -> bool:
    """Whether words name the site, a desk's name beside it or not: "Tekno Liputan6.com"."""
    parts = words.split()
    if len(parts) > 5:
        return False
    if squashed(words) in names:
        return True
    if any(squashed(part) in names for part in parts if len(part) > 2) and len(parts) <= 4:
        return True
    return len(parts) <= 3 and any(DOMAIN.fullmatch(part) for part in parts)


def _key(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _likeness(found: Heading, title: str) -> float:
    """How much of a heading and a title is the same words, 0 to 1; a first-rank heading leads.

    A title cut off counts as far as it goes.
    """
    element, text = found
    words, said = WORD.findall(text.casefold()), WORD.findall(title.casefold())
    if not words or not said or len(words) < 3:
        return 0.0
    if TRUNCATED.search(title) and words[: len(said) - 1] == said[:-1]:
        return 1.0
    common = len(set(words) & set(said))
    share = 2 * common / (len(set(words)) + len(set(said)))
    return share + (0.1 if element.tag == "h1" else 0.0)


def _kicker(element: HtmlElement, headline: str, page: Page) -> str | None:
    """The few words printed right above the headline, if nothing speaks against them."""
    if inside := _kicker_inside(element, headline):
        page.trace.note("kicker", "in the heading", "won", inside, element)
        return inside
    above = element.getprevious()
    if above is None and element.getparent() is not None:
        parent = element.getparent()
        above = parent.getprevious() if _text(parent) == headline else None
    for _ in range(2):
        if above is None or not isinstance(above.tag, str):
            return None
        words = clean(text_of(above, most=80).replace("\n", " "))
        if words:
            break
        above = above.getprevious()
    else:
        return None
    against = _against_kicker(above, words, headline)
    outcome = "lost" if against else "won"
    page.trace.note("kicker", "right above the headline", outcome, words, above, why=against)
    return None if against else words


def _kicker_inside(element: HtmlElement, headline: str) -> str | None:
    """The few words that the heading's element says before the headline itself."""
    words = _text(element)
    if words == headline or not words.endswith(headline):
        return None
    inside = words.removesuffix(headline).strip(" :|-–—")
    return inside if 0 < len(inside) <= MOST_OF_KICKER and not DATED.search(inside) else None


def _against_kicker(above: HtmlElement, words: str, headline: str) -> str | None:
    """Why words above a headline are no kicker; None where nothing speaks against them."""
    names = class_and_id(above)
    is_named = above.tag in ("h2", "h3", "h4", "h5", "h6") or KICKER.search(names)
    links = list(above.iter("a"))
    is_link = (
        len(links) == 1 and _text(links[0]) == words and (KICKER.search(names) or "#" in words)
    )
    if NO_KICKER.search(names):
        return "called something else"
    if not (is_named or is_link):
        return "neither a heading nor called a kicker"
    if len(words) > MOST_OF_KICKER or len(words.split()) > 7:
        return "too long"
    if words.casefold() == headline.casefold():
        return "the headline again"
    if DATED.search(words):
        return "a date"
    return "a path" if re.search(r"[»>›]", words) else None


TITLES = (
    ("headline in JSON-LD", lambda page: plain(page.news_article.get("headline"))),
    ("og:title", lambda page: page.meta("og:title")),
    ("twitter:title", lambda page: page.meta("twitter:title")),
    ("meta title", lambda page: page.meta("title", "dable:title")),
    ("<title>", _title_element),
)
"""Where a page says what it is called, most trusted first."""

RANKS = (
    ("<h1>", lambda page: page.elements("h1")),
    ("<h2> or <h3>", lambda page: page.elements("h2", "h3")),
    ("called a title", _called_titles),
)
"""What may print the headline, most likely first."""

SOURCES = (
    ("site's selector", declared),
    ("heading that says a title", same_words),
    ("heading most like a title", nearly_same_words),
    ("the only <h1>", only_heading),
    ("title alone", title_alone),
)
"""Where the headline is looked for, in order."""
