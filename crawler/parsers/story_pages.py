"""Where a story goes on that stands on several pages, as its pages say by plain links.

A link is plain where it leads to the article's own address with the next page's number, or with
what shows all pages as one: ``?page=2``, ``/2``, ``?page=all``. A link to the next article never
does, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.index import SHORT, class_and_id
from crawler.parsers.page.text import clean
from crawler.parsers.urls import canonical_url, registered_domain, split_url

if TYPE_CHECKING:
    from crawler.parsers.page import Page

LAST_PAGE = 99
"""A number above it is an article's, or a year."""

PAGE_PARAMETERS = frozenset(("page", "halaman", "hal", "laman", "pg", "paged", "part"))
ALL_OF_IT = frozenset(
    [(name, value) for name in (*PAGE_PARAMETERS, "show", "view") for value in ("all", "semua")]
    + [(name, "1") for name in ("single", "showall", "viewall", "fullpage")]
    + [("showpage", "all"), ("page", "full")]
)
"""Parameters that show a story whole: ``page=all``, ``single=1``."""
MAY_BE_PAGE = re.compile(
    r"[?&](?:page|halaman|hal|laman|pg|paged|part|show|view|single|showall|viewall|fullpage"
    r"|showpage)=|/(?:page|halaman|hal|laman)?[/-]?\d{1,2}/?(?:[?#]|\Z)|/all/?\Z",
    re.IGNORECASE,
)
"""``/berita/1-judul?page=2``, ``/berita/judul/2``: looked for before an address is taken apart."""
LAST_OF_PAGE = frozenset("0123456789lL")
"""How an address without ``?``, ``&`` and ``#`` ends that may be a page's: ``/2``, ``/all/``."""
PATH_OF_PAGE = re.compile(
    r"(?P<story>.+?)/(?:(?:page|halaman|hal|laman)[/-])?(?P<number>\d{1,2}|all)/?"
)
"""``/berita/judul/2``, ``/berita/judul/page/2``, ``/berita/judul/all``."""
SAYS_NEXT = re.compile(
    r"selanjutnya|berikutnya|lanjut|next|[»›>→]|(?:halaman|laman|hal\.?|page|part)\s*\d",
    re.IGNORECASE,
)
"""``Selanjutnya``, ``Halaman 2``, ``Next »``."""
BESIDE = re.compile(r"comment|komentar|koment|related|terkait|terbaru|terpopuler", re.IGNORECASE)
"""Classes of boxes that are paged themselves: ``comments``, ``berita-terkait``."""
OF_SEVERAL = re.compile(r"1\s+(?:dari|of|/)\s+(?P<last>[2-9]|[12]\d)\b")
"""``1 dari 3``; it opens with a digit, which a whole page is searched for ten times faster."""
CALLED_PAGE = re.compile(r"\b(?:halaman|laman|page)\s+(?:ke[- ]?)?\Z")
"""``halaman ``, ``halaman ke-``, in small letters: what stands before it."""
MOST_LINKS = 3000
NEAR = 4
"""How many elements outwards from a link its box's name is looked for."""


@dataclass(frozen=True, slots=True)
class StoryPages:
    """The address of a story's ``next`` page, and that of all of it; ``goes_on`` without either."""

    next: str | None = None
    whole: str | None = None
    goes_on: bool = False


def story_pages(page: Page) -> StoryPages:
    """Where the story of a page goes on, judged by the page alone; asked before all dropping."""
    links = list(islice(_links(page), MOST_LINKS))
    has_several = _is_one_of_several(page.index.joined_texts[0])
    own = _own(page) if links or has_several else None
    if own is None:
        return StoryPages()
    next_page = whole = None
    for element, address in links:
        place = own.place(address)
        if place is None or _stands_beside(element):
            continue
        if place == "all":
            whole = whole or address
        elif place == own.number + 1 and next_page is None and _says_next(element, place):
            next_page = address
    goes_on = bool(next_page)
    if own.number == 1:
        goes_on = bool(goes_on or whole or has_several)
    return StoryPages(next_page, whole, goes_on)


@dataclass(frozen=True, slots=True)
class _Own:
    """The addresses a page's story is known by, and which of its pages this one is."""

    stories: frozenset[tuple[str, str, frozenset[tuple[str, str]]]]
    number: int

    def place(self, address: str) -> int | str | None:
        """Which page of the story an address shows: a number from 2 on, or "all"; else None."""
        return next((number for story, number in _readings(address) if story in self.stories), None)


def _own(page: Page) -> _Own | None:
    """None where the page has no address, or shows the whole story already."""
    said = [page.url, *page.links.get("canonical", ()), *page.metas.get("og:url", ())]
    stories, number = set(), 1
    for address in filter(None, said):
        parts = split_url(address)
        if parts is None:
            continue
        for name, value in parse_qsl(parts.query):
            if (name.lower(), value.lower()) in ALL_OF_IT:
                return None
            if name.lower() in PAGE_PARAMETERS and (shown := _number(value)):
                number = shown
        stories.add(_story(address))
    if number == 1:
        number = _number_in_path(page, stories)
    return _Own(frozenset(stories), number) if stories else None


def _number_in_path(page: Page, stories: set) -> int:
    """Which page of its story one is whose address ends in a number; adds the story's address.

    An article's own number stands there as well: the page must call the first page its own, by its
    canonical address or by the link "1".
    """
    parts = split_url(page.url)
    match = PATH_OF_PAGE.fullmatch(parts.path) if parts else None
    shown = _number(match["number"]) if match else None
    if not shown:
        return 1
    first = _story(parts._replace(path=match["story"]).geturl())
    links = islice(page.elements("a"), MOST_LINKS)
    back = (page.absolute(link.get("href")) for link in links if _says_first(link))
    if first not in stories and not any(_story(link) == first for link in back if link):
        return 1
    stories.add(first)
    return shown


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 and 2 <= int(text) <= LAST_PAGE else None


def _story(address: str) -> tuple[str, str, frozenset[tuple[str, str]]]:
    """What is the same for all pages of a story that are numbered by a parameter."""
    parts = split_url(canonical_url(address))
    if parts is None:
        return "", address, frozenset()
    query = frozenset(
        (name, value)
        for name, value in parse_qsl(parts.query)
        if name.lower() not in PAGE_PARAMETERS and (name.lower(), value.lower()) not in ALL_OF_IT
    )
    return registered_domain(parts.hostname or ""), parts.path.rstrip("/").casefold(), query


def _readings(address: str) -> Iterator[tuple[tuple, int | str]]:
    """The stories of which an address may be a page, each with the page's number, or "all"."""
    parts = split_url(address)
    if parts is None:
        return
    for name, value in parse_qsl(parts.query):
        if (name.lower(), value.lower()) in ALL_OF_IT:
            yield _story(address), "all"
        elif name.lower() in PAGE_PARAMETERS and (number := _number(value)):
            yield _story(address), number
    if match := PATH_OF_PAGE.fullmatch(parts.path):
        place = "all" if match["number"] == "all" else _number(match["number"])
        if place:
            yield _story(parts._replace(path=match["story"]).geturl()), place


def _links(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """The links of a page that may lead to another page of its story."""
    named = ((link, address) for link in page.elements("link") for address in _next_of(link))
    index = page.index
    numbers = [at for at, address in enumerate(index.addresses) if may_be_page(address)]
    linked = ((index.nodes[index.tags["a"][at]], index.addresses[at]) for at in numbers)
    for element, address in chain(named, linked):
        if element not in index.gone and (full := page.absolute(address)):
            yield element, full


def _next_of(link: HtmlElement) -> list[str]:
    """The address of a ``<link rel="next">`` that may be a page's."""
    address = link.get("href") or ""
    is_next = "next" in (link.get("rel") or "").lower().split()
    return [address] if is_next and may_be_page(address) else []


def may_be_page(address: str) -> bool:
    """Whether an address may be another page's; most are told by how they end."""
    has_more = "?" in address or "&" in address or "#" in address
    if not has_more and address[-2:].removesuffix("/")[-1:] not in LAST_OF_PAGE:
        return False
    return MAY_BE_PAGE.search(address) is not None


def _is_one_of_several(text: str) -> bool:
    """Whether a text in small letters says "halaman 1 dari 3", or "halaman ke-1 dari 3"."""
    return any(
        CALLED_PAGE.search(text[max(0, found.start() - SHORT) : found.start()])
        for found in OF_SEVERAL.finditer(text)
    )


def _says_next(element: HtmlElement, number: int) -> bool:
    """Whether a link says that it leads to the next page, or to the one of a number."""
    words = clean("".join(element.itertext()))
    named = " ".join(filter(None, map(element.get, ("rel", "title", "aria-label", "class"))))
    return words == str(number) or bool(SAYS_NEXT.search(f"{words[:40]} {named}"))


def _says_first(element: HtmlElement) -> bool:
    return element.get("rel") == "prev" or clean("".join(element.itertext())) == "1"


def _stands_beside(element: HtmlElement) -> bool:
    """Whether a link pages through comments or other articles."""
    outwards = [element, *islice(element.iterancestors(), NEAR)]
    return any(
        BESIDE.search(class_and_id(each)) for each in outwards if each.tag not in ("body", "html")
    )
