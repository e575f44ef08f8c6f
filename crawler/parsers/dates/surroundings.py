"""What stands around a headline, and whether a place on the page belongs to it."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.element_text import printed_text
from crawler.parsers.page.headline_place import MOST_LINKS_ABOVE, MOST_LINKS_BELOW
from crawler.parsers.page.index import finds
from crawler.parsers.vocabulary import class_names
from crawler.parsers.vocabulary.roles import NOUNS, any_word_for

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.page.index import PageIndex

LONGEST_TEASER = 400
"""Characters of a teaser; a story is longer."""
LONGEST_NAME = 5
"""Words of a link or a small heading that may be an author's; headlines are longer."""
WIDEST_LINE = 3
"""How many elements outwards from a date its line may reach."""
FURTHEST = 40
"""How many elements outwards from a date the headline's surroundings are looked for."""

_ASIDE_TAGS = frozenset(("nav", "aside", "figcaption", "figure", "form"))
_TITLES = ("h2", "h3", "h4", "h5", "h6", "a")
_BESIDE = class_names.pattern_for("dates")
_TIMESTAMP_LINK = re.compile(r"timestamp|publish|bookmark|date", re.IGNORECASE)
_NO_TITLE = re.compile(  # "Penulis: NAMA | Editor: NAMA", "Bagikan artikel ini" as headings
    rf"(?:{any_word_for(forms=NOUNS)})\s*:|bagikan\b|share\b",
    re.IGNORECASE,
)


class Surroundings:
    """A page's headline, its ancestors, and the places around it.

    ``place`` is the headline's in the page's order, ``near`` those between which and it stand as
    few links as a byline holds, ``searched`` with them all that the headline's element holds.
    """

    def __init__(self, page: Page, headline: str | None):
        self.place, title = page.locate(headline)
        self.around = {outer: level for level, outer in enumerate([title, *title.iterancestors()])}
        self.near = _around(page.index, self.place)
        end = self.place + sum(1 for _ in title.iter())
        self.searched = range(self.near.start, max(self.near.stop, end))

    def rules_out(self, element: HtmlElement) -> bool:
        """Whether no line printed in an element can be the headline's, whatever it says.

        Asked before any is read: a page prints sixteen dates, and one of them is its own. What
        stands further out than ``WIDEST_LINE`` stands around every line that may be read there.
        """
        for depth, outer in enumerate([element, *islice(element.iterancestors(), FURTHEST)]):
            if outer in self.around:
                return False
            if depth >= WIDEST_LINE and _is_beside(outer):
                return True
        return False

    def level(
        self, element: HtmlElement, line: str, is_attribute: bool, is_microdata: bool
    ) -> int | None:
        """How far outwards from the headline the surroundings begin that hold a line as well.

        None where it stands beside the article: in a menu, a teaser, a caption, the page's footer.
        """
        for outer in [element, *islice(element.iterancestors(), FURTHEST)]:
            if outer in self.around:
                return self.around[outer]
            if _is_beside(outer) or (outer.tag == "footer" and not is_attribute):
                return None
            if not is_microdata and _is_teaser(outer, line):
                return None
        return None


def _around(index: PageIndex, place: int) -> range:
    """The places that few links part from a place."""
    links = index.places("a")
    before = bisect(links, place)
    above, below = before - MOST_LINKS_ABOVE - 1, before + MOST_LINKS_BELOW
    first = links[above] if above >= 0 else 0
    return range(first, links[below] if below < len(links) else len(index.nodes))


def _is_beside(element: HtmlElement) -> bool:
    """Whether an element is a menu, a picture, a sidebar or a link to another page."""
    if element.tag in _ASIDE_TAGS:
        return True
    name = names_of(element)
    if finds(_BESIDE, name):
        return True
    is_link = element.tag == "a"
    return is_link and not _TIMESTAMP_LINK.search(f"{name} {element.get('rel') or ''}")


def _is_teaser(element: HtmlElement, line: str) -> bool:
    """Whether an element holds another story's heading or link beside the line."""
    if next(element.iter(*_TITLES), None) is None or printed_text(element, LONGEST_TEASER) is None:
        return False
    beside = (
        (inner, text)
        for inner in element.iter(*_TITLES)
        if line not in (text := printed_text(inner, LONGEST_TEASER) or "")
    )
    return any(
        inner.tag in ("h2", "h3", "h4") or len(text.split()) > LONGEST_NAME
        for inner, text in beside
        if not _NO_TITLE.match(text)
    )


def names_of(element: HtmlElement) -> str:
    """What an element's class, id and itemprop call it."""
    get = element.get
    return f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"
