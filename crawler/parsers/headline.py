"""The headline, and the kicker above it.

What the page prints is the headline; what its machines are told (JSON-LD, OpenGraph, ``<title>``)
says which of the printed headings it is. ``<h1>`` alone does not: it may be the site's name or
the channel's, there may be four or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.dateline.outlets import DOMAIN
from crawler.parsers.page import text_of
from crawler.parsers.page.index import dress_of
from crawler.parsers.page.text import clean, plain, squashed

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

LONGEST = 300
"""Characters of a headline; what is longer is text."""

DRESSED_TAGS = frozenset(["div", "span", "p", "strong", "b", "h4", "h5", "h6", "a"])
LIKE = 0.5
"""Share of common words from which a heading and a title mean the same."""

MOST_HEADINGS = 80
"""Headings compared with what the page says of itself."""

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

NO_KICKER = re.compile(
    r"bread|crumb|nav|menu|date|time|share|social|author|byline|logo|ads?\b|advert|view|comment",
    re.IGNORECASE,
)
"""Classes of what else stands above a headline."""

DATED = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b.*\d|\d{1,2}/\d{1,2}/", re.IGNORECASE)

TITLED = re.compile(r"title|judul|headline|(?:^|\s)h[1-5](?:$|\s)", re.IGNORECASE)
"""Classes of elements that are no heading and dressed as one: ``judul-berita``, ``h5``."""


def read_headline(page: Page, site: Site) -> tuple[str | None, str | None]:
    """The headline and the kicker above it; None for what the page does not have.

    Raises cssselect.SelectorError when ``site.headline`` is no CSS.
    """
    element, headline = _declared(page, site)
    if not headline:
        names = page.site_names(site.outlet)
        titles = list(_titles(page, names))
        element, headline = _printed(page, titles, names)
        headline = headline or next((title for title in titles if title), None)
    return headline, _kicker(element, headline, page) if element is not None and headline else None


def _declared(page: Page, site: Site) -> tuple[HtmlElement | None, str | None]:
    """What the site's own selector finds first that is not blank."""
    for found in page.select(site.headline) if site.headline else ():
        if isinstance(found, str):
            if text := plain(found):
                return None, text
        elif text := _text(found):
            return found, text
    return None, None


def _text(element: HtmlElement) -> str:
    """The words of a heading, on one line."""
    return plain(text_of(element, most=LONGEST).replace("\n", " ")) or ""


def _titles(page: Page, names: set[str]) -> Iterator[str]:
    """What the page calls itself, most trusted first, the site's ``names`` taken off."""
    raw = [plain(page.news_article.get("headline"))]
    raw += [page.meta("og:title"), page.meta("twitter:title"), page.meta("title", "dable:title")]
    head = next(iter(page.elements("title")), None)
    raw.append(text_of(head, most=2 * LONGEST) if head is not None else None)
    for said in dict.fromkeys(raw):  # most pages say the same several times
        title = PAGE_NUMBER.sub("", plain(said) or "")
        if title and len(title) <= 2 * LONGEST:
            without = PAGE_NUMBER.sub("", without_site_name(title, names))
            if squashed(without) not in names:
                yield without


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


def _printed(
    page: Page, titles: list[str], names: set[str]
) -> tuple[HtmlElement | None, str | None]:
    """The heading that says what the titles say; or the only first-rank heading there is.

    A heading that is blank or says one of the site's ``names`` is none.
    """
    no_headlines = {"", *names}
    keys = {_key(title): rank for rank, title in reversed(list(enumerate(titles)))}
    seen: list[tuple[HtmlElement, str]] = []
    for elements in _ranks(page):
        said = [(each, _text(each)) for each in elements]
        candidates = [
            found
            for found in said
            if len(found[1]) <= LONGEST and squashed(found[1]) not in no_headlines
        ]
        same = [found for found in candidates if _key(found[1]) in keys]
        if same:
            return min(same, key=lambda found: keys[_key(found[1])])
        seen += candidates
    for title in titles:
        best = max(seen, key=lambda found: _likeness(found, title), default=None)
        if best and _likeness(best, title) > LIKE:
            return best
    first_rank = [found for found in seen if found[0].tag == "h1"]
    if len(first_rank) == 1 and (len(first_rank[0][1].split()) > 3 or not titles):
        return first_rank[0]
    return None, None


def _ranks(page: Page) -> Iterator[list[HtmlElement]]:
    """What may print the headline: ``<h1>``, lower headings, then what is dressed as one."""
    yield page.elements("h1")[:MOST_HEADINGS]
    yield page.elements("h2", "h3")[:MOST_HEADINGS]
    dressed = page.microdata.get("headline", []) + page.dressed(TITLED)
    yield [each for each in dressed if each.tag in DRESSED_TAGS][:MOST_HEADINGS]


def _key(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _likeness(found: tuple[HtmlElement, str], title: str) -> float:
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
    """The few words printed right above the headline, if they are no date, path or label."""
    above = element.getprevious()
    if above is None and element.getparent() is not None:
        parent = element.getparent()
        above = parent.getprevious() if _text(parent) == headline else None
    for _ in range(2):
        if above is None or not isinstance(above.tag, str):
            return None
        dress = dress_of(above)
        words = clean(text_of(above, most=80).replace("\n", " "))
        if words:
            break
        above = above.getprevious()
    else:
        return None
    is_dressed = above.tag in ("h2", "h3", "h4", "h5", "h6") or KICKER.search(dress)
    links = list(above.iter("a"))
    is_link = (
        len(links) == 1 and _text(links[0]) == words and (KICKER.search(dress) or "#" in words)
    )
    if NO_KICKER.search(dress) or not (is_dressed or is_link):
        return None
    short = len(words) <= 50 and len(words.split()) <= 7 and words.casefold() != headline.casefold()
    return words if short and not DATED.search(words) and not re.search(r"[»>›]", words) else None
