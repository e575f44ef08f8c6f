"""What one walk over a page's tree finds, for every reader that looks something up in it.

The walk is half of what reading a page costs beside parsing it. So it keeps nodes, strings and
numbers in plain lists: a tuple for each of them would double its time, most of it the garbage
collector's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.tags import SILENT_TAGS
from crawler.parsers.page.text import small_letters

SHORT = 300
"""Characters of a text that may be a label, a byline or a date; a longer one is a paragraph."""

PARTING = "\x00"
"""Stands between texts that are searched as one; it is taken out of every page."""

MOST_KNOWN = 16_384
"""Classes of which it is kept whether a pattern finds them; the pages of a site share theirs."""


class _Known:
    """What one pattern is known to find in classes and ids, and what not."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.missed: set[str] = set()

    def learn(self, pattern: re.Pattern[str], name: str) -> bool:
        """Search a class or id, of a long one the beginning, and keep the answer of a short one."""
        finds_it = pattern.search(name[:SHORT]) is not None
        if len(name) < SHORT:
            answers = self.found if finds_it else self.missed
            if len(answers) > MOST_KNOWN:
                answers.clear()
            answers.add(name)
        return finds_it


_known: defaultdict[str, _Known] = defaultdict(_Known)
"""By the pattern as written: a compiled one counts its hash anew each time."""


def finds(pattern: re.Pattern[str], name: str) -> bool:
    """Whether a pattern finds a class, id or meta's name, remembered: a site's pages share them."""
    known = _known[pattern.pattern]
    if name in known.missed:
        return False
    return name in known.found or known.learn(pattern, name)


def finds_any(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    """Whether a pattern finds any of some names; quick where it is known to find none."""
    known = _known[pattern.pattern]
    return not known.missed.issuperset(names) and any(finds(pattern, name) for name in names)


def found_among(pattern: re.Pattern[str], names: set[str]) -> set[str]:
    """Those of some classes, ids or metas' names that a pattern finds, remembered alike."""
    known = _known[pattern.pattern]
    return {name for name in names - known.missed if finds(pattern, name)}


def class_and_id(element: HtmlElement) -> str:
    """An element's class and id."""
    return f"{element.get('class', '')} {element.get('id', '')}"


class Text(NamedTuple):
    """A run of characters, the element it stands in, and its place in the page's order."""

    text: str
    element: HtmlElement
    order: int


class PageIndex:
    """A page's elements by tag, class and id, and its short texts, each by its place.

    A place is a node's number in the page's order. The index is of the page as it was first: what
    ``forget`` names is left out of every answer.
    """

    def __init__(self, root: HtmlElement, has_itemprops: bool):
        self.nodes: list[HtmlElement] = list(root.iter())
        self.tags: defaultdict[str, list[int]] = defaultdict(list)
        self.classes: defaultdict[str, list[int]] = defaultdict(list)
        """By the whole ``class``, as written."""
        self.ids: defaultdict[str, list[int]] = defaultdict(list)
        self._itemprops: list[int] = []
        self.texts: list[str] = []
        """Short texts that are seen on the page, in order."""
        self.text_places: list[int] = []
        """Where each stands: twice the place of its node, one more where it is its tail."""
        self.long_places: list[int] = []
        """The same of the texts that are not short."""
        self.gone: set[HtmlElement] = set()
        self.parents: dict[HtmlElement, HtmlElement] = {}
        self._walk(has_itemprops)

    def _walk(self, has_itemprops: bool) -> None:
        tags, classes, ids = self.tags, self.classes, self.ids
        add_text, add_place = self.texts.append, self.text_places.append
        add_long = self.long_places.append
        for place, node in enumerate(self.nodes):
            tag = node.tag
            if tag.__class__ is str:
                tags[tag].append(place)
                if whole := node.get("class"):
                    classes[whole].append(place)
                if name := node.get("id"):
                    ids[name].append(place)
                if has_itemprops and node.get("itemprop"):
                    self._itemprops.append(place)
                if tag not in SILENT_TAGS and (text := node.text) and not text.isspace():
                    if len(text) < SHORT:
                        add_text(text)
                        add_place(2 * place)
                    else:
                        add_long(2 * place)
            if (text := node.tail) and not text.isspace() and place:
                if len(text) < SHORT:
                    add_text(text)
                    add_place(2 * place + 1)
                else:
                    add_long(2 * place + 1)

    @cached_property
    def order(self) -> dict[HtmlElement, int]:
        """The place of every node."""
        return dict(zip(self.nodes, range(len(self.nodes)), strict=True))

    def forget(self, element: HtmlElement) -> None:
        """Leave an element and all in it out; call it before the element is taken off the tree."""
        self.parents[element] = element.getparent()
        self.gone.update(element.iter())

    def at(self, places: Iterable[int]) -> list[HtmlElement]:
        """The elements at some places that are still on the page."""
        found = [self.nodes[place] for place in places]
        return [each for each in found if each not in self.gone] if self.gone else found

    def places(self, *tags: str) -> list[int]:
        """Where the elements with these tags stand, a tag after the other, each in order."""
        return self._present([place for tag in tags for place in self.tags.get(tag, ())])

    def _present(self, places: list[int]) -> list[int]:
        if not self.gone:
            return places
        return [place for place in places if self.nodes[place] not in self.gone]

    def with_class(self, name: str) -> list[int]:
        """Where the elements stand that have a class; of several as written, one after another."""
        wholes = [whole for whole in self.classes if name in whole and name in whole.split()]
        if len(wholes) == 1:
            return self.classes[wholes[0]]
        return [place for whole in wholes for place in self.classes[whole]]

    def named(self, pattern: re.Pattern[str]) -> list[HtmlElement]:
        """Elements whose ``class`` or ``id`` the pattern finds, in order."""
        return self.at(self.named_places(pattern))

    def named_places(self, pattern: re.Pattern[str]) -> list[int]:
        """Where the elements stand whose ``class`` or ``id`` the pattern finds, in order."""
        known = _known[pattern.pattern]
        found: set[int] = set()
        for name in self._names - known.missed:
            if name in known.found or (len(name) < SHORT and known.learn(pattern, name)):
                found.update(self.classes.get(name, ()), self.ids.get(name, ()))
        return self._present(sorted(found))

    @cached_property
    def _names(self) -> set[str]:
        """Every class and id, each once."""
        return {*self.classes, *self.ids}

    @cached_property
    def addresses(self) -> list[str]:
        """The ``href`` of every ``<a>`` of the page as it was first; empty where it has none."""
        return [self.nodes[place].get("href", "") for place in self.tags.get("a", ())]

    @property
    def itemprops(self) -> list[int]:
        """Where elements with an ``itemprop`` stand, in order."""
        return self._present(self._itemprops)

    @cached_property
    def joined_texts(self) -> tuple[str, list[int]]:
        """The short texts in one string, parted by a character no page has, and their starts.

        In small letters: a pattern that has to ignore case is slower, and so are all spellings.
        """
        starts = list(accumulate([len(text) + 1 for text in self.texts], initial=0))
        # each by itself: small letters are made far quicker of what is pure ASCII, as most are
        folded = [text.lower() if text.isascii() else small_letters(text) for text in self.texts]
        return PARTING.join(folded), starts

    def texts_with(self, words: Iterable[str]) -> list[Text]:
        """The short texts that hold one of some words, given in small letters, in order."""
        joined, starts = self.joined_texts
        found: set[int] = set()
        for word in words:
            position = joined.find(word)
            while position >= 0:
                number = bisect_right(starts, position) - 1
                found.add(number)
                position = joined.find(word, starts[number + 1])
        return self.texts_at(sorted(found))

    def texts_at(self, numbers: Iterable[int]) -> list[Text]:
        """Texts by their numbers in ``texts``, without those that are no longer on the page."""
        found = []
        for number in numbers:
            place, is_tail = divmod(self.text_places[number], 2)
            node = self.nodes[place]
            if is_tail:
                node = self.parents[node] if node in self.parents else node.getparent()
            if node not in self.gone:
                found.append(Text(self.texts[number], node, place))
        return found
