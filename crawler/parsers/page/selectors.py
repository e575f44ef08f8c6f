"""CSS selectors answered from a page's index, as XPath answers them and thirty times faster.

An XPath looks at every element of a page. Here the rightmost part of a selector names a few
elements by class, id or tag, and their ancestors and siblings are held against the rest. What
site files are made of is known: tags, classes, ids, attributes, the four combinators, ``::text``
and ``::attr()``. A selector with anything else, ``:contains()`` for instance, is XPath; so is one
that begins as XPath does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import cssselect
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash, Tree
from lxml import etree
from lxml.etree import _Element as HtmlElement
from parsel.csstranslator import HTMLTranslator

from crawler.parsers.page.element_text import text_of
from crawler.parsers.page.text import clean

if TYPE_CHECKING:
    from crawler.parsers.page.index import PageIndex

_TRANSLATOR = HTMLTranslator()

MOST_BOXES = 50
"""Elements, perhaps one in another, that are each looked through."""
FURTHEST = 500
"""So many elements outwards a selector is held against; deeper pages are made to be slow."""

TESTS: dict[str, Callable[[str, str], bool]] = {
    "exists": lambda value, wanted: True,
    "=": lambda value, wanted: value == wanted,
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "~=": lambda value, wanted: wanted in value.split(),
}
"""``[rel]``, ``[rel=next]``, ``[class*=sisip]``, ``[id^=ad]``, ``[href$=all]``, ``[rel~=tag]``."""


XPATH = ("/", "(", "./")
"""How a query begins that is XPath; none of CSS does."""
BY_PATTERN = " =~ "
"""Parts a query from the pattern that takes a part of what it finds: ``.info =~ Penulis: (.+)``."""
MOST_MATCHED = 500
"""Characters of what a query finds that a pattern is held against."""


@lru_cache(maxsize=2048)
def compile_css(query: str) -> etree.XPath:
    """A CSS query, with parsel's ``::text`` and ``::attr()``, or XPath, as a compiled XPath.

    Raises cssselect.SelectorError when the query is neither.
    """
    if not query.startswith(XPATH):
        return etree.XPath(_TRANSLATOR.css_to_xpath(query))
    try:
        return etree.XPath(query)
    except etree.XPathError as error:
        raise cssselect.SelectorError(f"as XPath: {error}") from error


@lru_cache(maxsize=2048)
def parted(query: str) -> tuple[str, re.Pattern[str] | None]:
    """A query and the pattern behind it, None for most. Raises re.error for one that is none."""
    found, _, pattern = query.partition(BY_PATTERN)
    return found.strip(), re.compile(pattern.strip()) if pattern else None


class Told(str):
    """A text that no element or attribute holds by itself: a part, or what an XPath computes."""

    is_attribute = False


def parts_of(found: list, pattern: re.Pattern[str]) -> list[Told]:
    """What a pattern finds in each text or element: its group, the whole where it has none."""
    texts = (each if isinstance(each, str) else text_of(each, most=MOST_MATCHED) for each in found)
    matches = (pattern.search(clean(text[:MOST_MATCHED])) for text in texts)
    return [Told(match[1] if pattern.groups else match[0]) for match in matches if match]


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: ``div.isi#teks[lang=id]``; an empty tag is any."""

    tag: str = ""
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    """Name, operator (a key of ``TESTS``) and value."""

    @property
    def is_named(self) -> bool:
        """Whether a class or id leads to the few elements that it may be."""
        return bool(self.classes or self.ids)

    def matches(self, element: HtmlElement) -> bool:
        """Whether an element is one of these."""
        if self.tag and element.tag != self.tag:
            return False
        if any(element.get("id") != name for name in self.ids):
            return False
        if self.classes and not set(self.classes).issubset(element.get("class", "").split()):
            return False
        return all(
            (value := element.get(name)) is not None and TESTS[operator](value, wanted)
            for name, operator, wanted in self.attributes
        )

    def places(self, index: PageIndex) -> list[int]:
        """Where the elements stand that match, in no order."""
        if self.is_named:
            lists = [index.ids.get(name, []) for name in self.ids]
            lists += [index.with_class(name) for name in self.classes]
            candidates = min(lists, key=len)
        else:
            candidates = self._by_attribute(index) or index.tags.get(self.tag, [])
        return [place for place in candidates if self.matches(index.nodes[place])]

    def _by_attribute(self, index: PageIndex) -> list[int]:
        """Those that a test of class or id finds, as ``[class*=sisip]`` does."""
        for name, operator, wanted in self.attributes:
            if name in ("class", "id"):
                named = index.classes if name == "class" else index.ids
                found = [value for value in named if TESTS[operator](value, wanted)]
                return [place for value in found for place in named[value]]
        return []


@dataclass(frozen=True, slots=True)
class Chain:
    """One part of a query: the element it finds, and outwards what stands around it."""

    target: Compound
    around: tuple[tuple[str, Compound], ...] = ()
    """Combinator and compound, the nearest first."""
    inside: str = ""
    """An XPath for what ``::text`` or ``::attr()`` asks of each element found; empty for itself."""

    def find(self, index: PageIndex) -> Iterator[tuple[int, HtmlElement]]:
        """The elements that match, in no order, each with its place."""
        boxes = [compound.places(index) for _, compound in self.around if compound.is_named]
        if not all(boxes):
            return
        if boxes and len(boxes[0]) < MOST_BOXES and not self.target.is_named:
            candidates = self._inside(index, boxes[0])
        else:
            candidates = self.target.places(index)
        for place in candidates:
            if _fits(index.nodes[place], self.around):
                yield place, index.nodes[place]

    def _inside(self, index: PageIndex, boxes: list[int]) -> Iterator[int]:
        """Where elements match inside some others; to climb from all links of a page is slow."""
        beside = any(combinator in "~+" for combinator, _ in self.around)
        for box in index.at(boxes):
            around = box.getparent() if beside else box
            for element in () if around is None else around.iter(self.target.tag or etree.Element):
                if self.target.matches(element):
                    yield index.order[element]


def _fits(element: HtmlElement, around: tuple[tuple[str, Compound], ...]) -> bool:
    """Whether what stands around an element is as a selector says."""
    if not around:
        return True
    (combinator, compound), *rest = around
    return any(
        compound.matches(other) and _fits(other, tuple(rest))
        for other in _others(element, combinator)
    )


def _others(element: HtmlElement, combinator: str) -> Iterator[HtmlElement]:
    """The elements that a combinator names, seen from the right."""
    if combinator == " ":
        return islice(element.iterancestors(), FURTHEST)
    if combinator == ">":
        parent = element.getparent()
        return iter(() if parent is None else (parent,))
    before = element.itersiblings(tag=etree.Element, preceding=True)
    return before if combinator == "~" else islice(before, 1)


@dataclass(frozen=True, slots=True)
class Selector:
    """A query as the index answers it."""

    chains: tuple[Chain, ...]

    def find(self, index: PageIndex) -> list:
        """The elements, and the strings in them where those are asked for, in order."""
        found = {
            (place, chain.inside): element
            for chain in self.chains
            for place, element in chain.find(index)
            if element not in index.gone
        }
        results: list = []
        for key in sorted(found):
            results += _xpath(key[1])(found[key]) if key[1] else [found[key]]
        return results


@lru_cache(maxsize=256)
def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path)


@lru_cache(maxsize=2048)
def selector(query: str) -> Selector | None:
    """A query for the index; None for what only XPath answers.

    Raises cssselect.SelectorError when the query is not CSS, nor XPath.
    """
    if query.startswith(XPATH):
        return None
    chains = [_chain(each.parsed_tree, each.pseudo_element) for each in cssselect.parse(query)]
    return Selector(tuple(chains)) if all(chains) else None


def _chain(tree: Tree, pseudo_element: object) -> Chain | None:
    """A part of a query; None where it holds what is not known here."""
    around: list[tuple[str, Compound]] = []
    while isinstance(tree, CombinedSelector):
        around.append((tree.combinator, _compound(tree.subselector)))
        tree = tree.selector
    compounds = [compound for _, compound in around] + [_compound(tree)]
    combinators = [combinator for combinator, _ in around]
    inside = _inside(pseudo_element)
    if None in compounds or inside is None or not _is_found_by_name(compounds[0]):
        return None
    return Chain(compounds[0], tuple(zip(combinators, compounds[1:], strict=True)), inside)


def _inside(pseudo_element: object) -> str | None:
    """The XPath of a pseudo-element, empty for none; None where it is not known here."""
    if pseudo_element is None:
        return ""
    if pseudo_element == "text":
        return "text()"
    arguments = getattr(pseudo_element, "arguments", ())
    if getattr(pseudo_element, "name", "") == "attr" and len(arguments) == 1:
        return f"@{arguments[0].value}"
    return None


def _is_found_by_name(target: Compound) -> bool:
    """Whether the index leads to a compound's elements."""
    named = any(name in ("class", "id") for name, *_ in target.attributes)
    return bool(target.tag or target.classes or target.ids or named)


def _compound(tree: Tree) -> Compound | None:
    """One element's part of a selector; None where it holds what is not known here."""
    classes, ids, attributes = [], [], []
    while not isinstance(tree, Element):
        if isinstance(tree, Class):
            classes.append(tree.class_name)
        elif isinstance(tree, Hash):
            ids.append(tree.id)
        elif isinstance(tree, Attrib) and tree.operator in TESTS and not tree.namespace:
            value = tree.value.value if tree.value else ""
            attributes.append((tree.attrib.lower(), tree.operator, value))
        else:
            return None
        tree = tree.selector
    if tree.namespace:
        return None
    return Compound((tree.element or "").lower(), tuple(classes), tuple(ids), tuple(attributes))
