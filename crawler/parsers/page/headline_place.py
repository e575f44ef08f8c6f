"""Where a page prints its headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.element_text import printed_text
from crawler.parsers.page.tags import SILENT_TAGS
from crawler.parsers.page.text import clean

if TYPE_CHECKING:
    from crawler.parsers.page.index import PageIndex

LONGEST = 400
"""Characters of a heading that may be the headline."""

MOST_LINKS_ABOVE = 5
MOST_LINKS_BELOW = 25
"""Links between the headline and its line; a header's clock has the menu between."""

_HEADINGS = ("h1", "h2", "h3")


def locate(index: PageIndex, headline: str | None) -> tuple[int, HtmlElement]:
    """The headline's place in a page's order, and the element that prints it.

    The heading that says it, else any element that does, else the first ``<h1>``, else the top.
    """
    wanted = clean(headline or "").casefold()
    headings = sorted(index.places(*_HEADINGS))
    for place in headings:
        heading = printed_text(index.nodes[place], LONGEST) or ""
        if _are_same(heading.casefold(), wanted):
            return place, index.nodes[place]
    place = _place_saying(index, wanted) if wanted else None
    if place is None:
        place = next(iter(index.places("h1")), 0)
    return place, index.nodes[place]


def _place_saying(index: PageIndex, wanted: str) -> int | None:
    """Where the first element stands whose own text is the headline."""
    fewest, most = len(wanted) / 2, 2 * len(wanted)
    alike = (
        number
        for number, text in enumerate(index.texts)
        if fewest < len(text) < most and clean(text).casefold() == wanted
    )
    own = (
        place
        for _, element, place in index.texts_at(alike)
        if index.nodes[place] is element and element.tag not in SILENT_TAGS
    )
    return next(own, None)


def _are_same(heading: str, wanted: str) -> bool:
    """Whether a heading is the headline, which may carry the site's name behind it."""
    shorter, longer = sorted((heading, wanted), key=len)
    return bool(shorter) and (heading == wanted or (len(shorter) >= 20 and shorter in longer))
