"""What a sentence weighs for what the elements around it are called.

A name is no proof: a wrapper of the whole text may be called ``sidebar`` or ``share``. So names
are first taken at their word; where that leaves most of a page's sentences without a voice, they
are weighed against what the elements hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.boilerplate_markup import (
    ASIDE_TAGS,
    is_boilerplate_element,
    is_never_text,
)
from crawler.parsers.page.tags import SILENT_TAGS

WEIGHT_BESIDE = 0.01
"""What a vote counts from inside something that is called a sidebar, a header, related, taken at
its word; not nothing: a page that never closes its ``<header>`` has all its text in it."""
WEIGHT_OF_NAME = 0.4
"""What it counts where names are weighed."""
WEIGHT_OF_PLAIN_NAME = 0.05
"""The same where the name is a plain one: comments, related, a caption."""
MOST_OF_PAGE = 0.5
"""What part of a page's sentences makes an element the one that holds most of them."""
COST_OF_NAME = 0.5
"""What part of its score a box keeps that wins by the sentences of such an element."""
COST_OF_PLAIN_NAME = 0.25
MOST_CHECKS = 500
"""In how many named elements a headline is looked for."""
MOST_NESTED = 20
"""Named elements, one in the other, that are compared with a box; more would not be linear."""
_WHOLE_PAGE = frozenset(("html", "body", "form", "main", "article"))
_NO_VOTE = SILENT_TAGS | {"a"}


@dataclass(slots=True)
class Beside:
    """What stands beside the text by its name, and how much of the page's sentences it holds."""

    around_headings: Collection[HtmlElement]
    """Elements with a headline in them, which names do not touch."""
    are_weighed: bool = False
    """Whether names are weighed, not taken at their word."""
    holding_most: frozenset[HtmlElement] = frozenset()
    """Named elements that hold most of the page's sentences; where names are weighed theirs weigh
    nothing."""
    total: int = 0
    """Characters of all sentences."""
    checks: int = MOST_CHECKS
    weights: dict[HtmlElement, float] = field(default_factory=dict)
    nearest: dict[HtmlElement, HtmlElement | None] = field(default_factory=dict)
    """By element: the nearest one with such a name that it is or stands in."""
    outer: dict[HtmlElement, HtmlElement | None] = field(default_factory=dict)
    """By element with such a name: the next one around it."""
    held: dict[HtmlElement | None, int] = field(default_factory=dict)
    """By the nearest such element: characters of sentences."""

    def weight(self, element: HtmlElement | None) -> float:
        """What a vote from inside an element weighs: nothing in a link, little beside the text."""
        path, weight, nearest = [], 1.0, None
        while element is not None:
            if (known := self.weights.get(element)) is not None:
                weight, nearest = known, self.nearest[element]
                break
            path.append(element)
            if element.tag in _NO_VOTE:  # whatever stands around it
                weight = 0.0
                break
            element = element.getparent()
        for element in reversed(path):
            if weight and self.stands_beside(element):
                weight = min(weight, self.weight_of_name(element))
                self.outer[element] = nearest
                nearest = element
            self.weights[element] = weight
            self.nearest[element] = nearest
        return weight

    def weight_of_name(self, element: HtmlElement) -> float:
        """What a vote weighs for the name of one element around it."""
        if not self.are_weighed:
            return WEIGHT_BESIDE
        if element in self.holding_most:
            return 1.0
        return WEIGHT_OF_PLAIN_NAME if is_never_text(element) else WEIGHT_OF_NAME

    def stands_beside(self, element: HtmlElement) -> bool:
        """Whether an element is called something beside the text and holds no headline."""
        if element.tag in _WHOLE_PAGE:
            return False
        if not (element.tag in ASIDE_TAGS or is_boilerplate_element(element)):
            return False
        self.checks -= 1
        return self.checks < 0 or element not in self.around_headings

    def add(self, element: HtmlElement, length: int) -> None:
        """Count a sentence right inside an element whose weight was asked before."""
        self.total += length
        nearest = self.nearest[element]
        self.held[nearest] = self.held.get(nearest, 0) + length

    def with_most(self) -> frozenset[HtmlElement]:
        """The elements with such a name that hold most of the page's sentences, at any depth."""
        held = {named: self.held.get(named, 0) for named in self.outer}
        for named, outer in reversed(self.outer.items()):  # inner ones were met after outer ones
            if outer is not None:
                held[outer] += held[named]
        most = [one for one, length in held.items() if length > MOST_OF_PAGE * self.total]
        return frozenset(most[-MOST_NESTED:])  # one inside the other; the innermost say enough

    def around(self, box: HtmlElement) -> frozenset[HtmlElement]:
        """The elements with such a name that a box is or stands in."""
        found = []
        named = self.nearest.get(box)
        while named is not None:
            found.append(named)
            named = self.outer[named]
        return frozenset(found)


def cost_of_names(elements: Iterable[HtmlElement]) -> float:
    """What part of its score a box keeps that wins by the sentences of some named elements."""
    costs = (COST_OF_PLAIN_NAME if is_never_text(one) else COST_OF_NAME for one in elements)
    return min(costs, default=1.0)
