"""What a box on a page is: one of many alike, a story of its own, the branch of another."""

from __future__ import annotations

from itertools import islice

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.text import clean

TITLES = etree.XPath(
    "count(descendant::a[string-length(.) > 15][string-length(normalize-space(.)) > 15])"
)


MOST_HEADINGS = 20
"""How many headings of the first rank are looked around for; a page has one."""
REACH_OF_PARTS = 8
"""How many elements outwards the parts of one text may be together."""


_OF_A_STORY = ("h1", "time", "article", "address")


def branch_of(box: HtmlElement, around: HtmlElement) -> HtmlElement | None:
    """The child of an element in which a box stands, or that it is."""
    for _ in range(REACH_OF_PARTS):
        parent = box.getparent()
        if parent is None or parent is around:
            return None if parent is None else box
        box = parent
    return None


def outermost(boxes: list[HtmlElement]) -> list[HtmlElement]:
    """Those that stand in none of the others."""
    known = set(boxes)
    return [box for box in boxes if known.isdisjoint(box.iterancestors())]


def is_story_of_its_own(branch: HtmlElement) -> bool:
    """Whether what stands beside the text has its own title, time or writer."""
    if branch.tag == "li" or is_dated_story(branch):
        return True
    return any(map(_is_title_link, islice(branch.iter("h2", "h3", "h4"), MOST_HEADINGS)))


def is_dated_story(branch: HtmlElement) -> bool:
    """Whether an element is, or holds, what only a whole story has."""
    return branch.tag == "article" or next(branch.iter(*_OF_A_STORY), None) is not None


def _is_title_link(heading: HtmlElement) -> bool:
    around = heading.getparent()
    is_in_link = around is not None and around.tag == "a"
    return is_in_link or next(heading.iter("a"), None) is not None


def are_nested(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether one of two elements is, or holds, the other."""
    return one is other or one in other.iterancestors() or other in one.iterancestors()


def has_letters(link: HtmlElement, number: int) -> bool:
    """Whether a link's text is so long; of one left open, which holds a page, its beginning is
    looked at."""
    text = ""
    for part in link.itertext():
        text += part
        if len(text) > 4 * number:
            text = clean(text) + " " * text[-1].isspace()
            if len(text) > number:
                return True
    return len(clean(text)) >= number


def is_one_of_many(box: HtmlElement) -> bool:
    """Whether the elements beside a box have its tag and class."""
    beside = [each for each in (box.getprevious(), box.getnext()) if each is not None]
    look = box.tag, box.get("class")
    return bool(look[1] and beside) and all(
        (each.tag, each.get("class")) == look for each in beside
    )


def is_only_child(element: HtmlElement) -> bool:
    """Whether an element stands alone in the one around it."""
    parent = element.getparent()
    return parent is None or len(list(islice(parent.iterchildren(etree.Element), 2))) == 1
