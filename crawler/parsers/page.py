"""One page, parsed once: the tree, its metas and its JSON-LD, shared by every reader."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html
from parsel.csstranslator import HTMLTranslator

from crawler.parsers.encoding import decode_html
from crawler.parsers.json_ld import parse_json_ld
from crawler.parsers.text import clean
from crawler.parsers.urls import split_url

_TRANSLATOR = HTMLTranslator()
_PARSER = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
# lxml.html looks up each element's class in Python, which triples the time of a walk over the tree
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=lxml_html.HtmlElement,
        comment=lxml_html.HtmlComment,
        pi=lxml_html.HtmlProcessingInstruction,
        entity=lxml_html.HtmlEntity,
    )
)

SILENT = frozenset(["script", "style", "noscript", "template", "svg", "iframe", "button", "select"])
"""Elements whose text nobody reads on the page."""

INLINE = frozenset(
    "a abbr b bdi big cite code em font i ins kbd label mark q s small span strong sub sup time "
    "tt u var wbr script style noscript template".split()
)
"""Elements that part no words."""

UNSEEN = frozenset(["script", "style", "noscript", "template"])

BLANKS = re.compile(r"\s+")

NAME = re.compile(r"[.#](?:[a-zA-Z_]|-[a-zA-Z_-])[\w-]*", re.ASCII)
"""``.isi``, ``#isi``."""

PLAIN_SELECTOR = re.compile(rf"(?P<tag>[a-z][a-z0-9]*)?(?P<names>(?:{NAME.pattern})+)", re.ASCII)
"""``div.teks.isi``, ``#isi``: the selectors site files are made of."""

SHORT = 300
"""Characters of a text that may be a label, a byline or a date; a longer one is a paragraph."""

MOST_SCRIPTS = 60
"""JSON-LD scripts read; a page that has more is made to be slow."""


@lru_cache(maxsize=2048)
def compile_css(query: str) -> etree.XPath:
    """A CSS query, with parsel's ``::text`` and ``::attr()``, as a compiled XPath.

    Raises cssselect.SelectorError when the query is not CSS.
    """
    return etree.XPath(_TRANSLATOR.css_to_xpath(query))


@lru_cache(maxsize=2048)
def plain_selectors(query: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The tag and the names of each part of a query like ``div.teks.isi, #isi``; () for others."""
    parts = [PLAIN_SELECTOR.fullmatch(part.strip()) for part in query.split(",")]
    if not all(parts):
        return ()
    return tuple((part["tag"] or "", frozenset(NAME.findall(part["names"]))) for part in parts)


class Text(NamedTuple):
    """A run of characters, the element it stands in, and where on the page it begins."""

    text: str
    element: lxml_html.HtmlElement
    place: int


Placed = tuple[int, lxml_html.HtmlElement]


@dataclass(slots=True)
class Index:
    """What one walk over a page's tree finds, each with its place: the how-manieth node it is."""

    tags: dict[str, list[Placed]] = field(default_factory=dict)
    classes: dict[str, list[Placed]] = field(default_factory=dict)
    """By the whole ``class``, as written."""
    ids: dict[str, list[Placed]] = field(default_factory=dict)
    itemprops: list[Placed] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    """Short texts that are seen on the page."""

    def without(self, gone: set[lxml_html.HtmlElement]) -> Index:
        """The index of what is left once some elements are off the page."""
        named = (
            {name: [each for each in found if each[1] not in gone] for name, found in by.items()}
            for by in (self.tags, self.classes, self.ids)
        )
        itemprops = [each for each in self.itemprops if each[1] not in gone]
        return Index(*named, itemprops, [text for text in self.texts if text.element not in gone])


class Page:
    """A page's tree and what is looked up in it more than once."""

    def __init__(self, html: bytes | str, url: str | None = None):
        self.url = url
        self.html = decode_html(html) if isinstance(html, bytes) else html
        self.root = _tree(self.html)

    def select(self, query: str) -> list:
        """The elements (with ``::text`` and ``::attr()``, strings) a CSS query finds, in order."""
        if plain := plain_selectors(query):
            return self._with_names(plain)
        return compile_css(query)(self.root)

    def _with_names(
        self, selectors: tuple[tuple[str, frozenset[str]], ...]
    ) -> list[lxml_html.HtmlElement]:
        """What plain selectors find, from the index: one walk over the page serves them all."""
        found: dict[int, lxml_html.HtmlElement] = {}
        for tag, names in selectors:
            each_name = [dict(self._named(name)) for name in names]
            for place, element in min(each_name, key=len).items():
                if tag in ("", element.tag) and all(place in one for one in each_name):
                    found[place] = element
        return [found[place] for place in sorted(found)]

    def _named(self, name: str) -> list[Placed]:
        """The elements ``.class`` or ``#id`` names."""
        if name.startswith("#"):
            return self.index.ids.get(name[1:], [])
        whole = self._classes_by_name.get(name[1:], ())
        return [placed for each in whole for placed in self.index.classes[each]]

    @cached_property
    def _classes_by_name(self) -> dict[str, list[str]]:
        """Classes as written by the single names in them."""
        found: dict[str, list[str]] = {}
        for whole in self.index.classes:
            for name in dict.fromkeys(whole.split()):
                found.setdefault(name, []).append(whole)
        return found

    def elements(self, *tags: str) -> list[lxml_html.HtmlElement]:
        """The elements with these tags, a tag after the other, each in order."""
        return [element for tag in tags for _, element in self.index.tags.get(tag, ())]

    def dressed(self, pattern: re.Pattern[str]) -> list[lxml_html.HtmlElement]:
        """Elements whose ``class`` or ``id`` the pattern finds, in order."""
        found = {
            place: element
            for named in (self.index.classes, self.index.ids)
            for dress, elements in named.items()
            if len(dress) < SHORT and _finds(pattern, dress)
            for place, element in elements
        }
        return [found[place] for place in sorted(found)]

    def texts_with(self, words: Iterable[str]) -> list[Text]:
        """The short texts that hold one of some words, in order; capitals matter."""
        joined, starts = self._joined_texts
        found: set[int] = set()
        for word in words:
            position = joined.find(word)
            while position >= 0:
                number = bisect_right(starts, position) - 1
                found.add(number)
                following = starts[number + 1] if number + 1 < len(starts) else len(joined)
                position = joined.find(word, following)
        return [self.index.texts[number] for number in sorted(found)]

    @property
    def _joined_texts(self) -> tuple[str, list[int]]:
        """The short texts in one string, and where each begins."""
        starts, position = [], 0
        for text, *_ in self.index.texts:
            starts.append(position)
            position += len(text) + 1
        return "\n".join(text for text, *_ in self.index.texts), starts

    def drop(self, queries: Iterable[str]) -> None:
        """Take out of the page what CSS queries find, keeping the text behind it."""
        gone: set[lxml_html.HtmlElement] = set()
        for query in queries:
            for element in self.select(query):
                if element.getparent() is not None and element not in gone:
                    gone.update(element.iter())
                    element.drop_tree()
        if gone:
            self.index = self.index.without(gone)

    @cached_property
    def index(self) -> Index:
        """The page's elements by tag, class and id, and its short texts, from one walk."""
        return _index(self.root)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of ``<meta>`` by lower-case name, property, itemprop or http-equiv, in order."""
        found: dict[str, list[str]] = {}
        for meta in self.elements("meta"):
            content = meta.get("content")
            if content is None:
                continue
            for key in ("name", "property", "itemprop", "http-equiv"):
                if name := meta.get(key):
                    found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta(self, *names: str) -> str | None:
        """The first content that is not blank under the first of these names that has one."""
        return next(
            (
                text
                for name in names
                for content in self.metas.get(name, ())
                if (text := clean(content))
            ),
            None,
        )

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD object of the page, members of lists and ``@graph`` beside each other."""
        scripts = [
            each for each in self.elements("script") if "ld+json" in each.get("type", "").lower()
        ]
        return [
            node for script in scripts[:MOST_SCRIPTS] for node in parse_json_ld(script.text or "")
        ]

    @cached_property
    def microdata(self) -> dict[str, list[lxml_html.HtmlElement]]:
        """Elements by the names in their ``itemprop``."""
        found: dict[str, list[lxml_html.HtmlElement]] = {}
        for _, element in self.index.itemprops:
            for name in element.get("itemprop").split():
                found.setdefault(name, []).append(element)
        return found

    @cached_property
    def links(self) -> dict[str, list[str]]:
        """Addresses of ``<link>`` by their relation: canonical, amphtml, shortlink."""
        found: dict[str, list[str]] = {}
        for link in self.elements("link"):
            for relation in link.get("rel", "").lower().split():
                if address := link.get("href", "").strip():
                    found.setdefault(relation, []).append(address)
        return found

    def absolute(self, address: str | None) -> str | None:
        """An address on the page in full; None when there is none or it is no web address."""
        address = (address or "").strip()
        if not address:
            return None
        try:
            full = urljoin(self.url or "", address)
        except ValueError:
            return None
        return full if split_url(full) else None


@lru_cache(maxsize=16384)
def _finds(pattern: re.Pattern[str], dress: str) -> bool:
    """Whether a pattern finds a class; the pages of a site share their classes."""
    return pattern.search(dress) is not None


def _index(root: lxml_html.HtmlElement) -> Index:
    index = Index()
    tags, classes, ids, itemprops = index.tags, index.classes, index.ids, index.itemprops
    texts = index.texts
    for place, element in enumerate(root.iter()):
        tag = element.tag
        if tag.__class__ is str:
            tags.setdefault(tag, []).append((place, element))
            if dress := element.get("class"):
                classes.setdefault(dress, []).append((place, element))
            if dress := element.get("id"):
                ids.setdefault(dress, []).append((place, element))
            if element.get("itemprop"):
                itemprops.append((place, element))
            text = element.text
            if text and len(text) < SHORT and tag not in UNSEEN and not text.isspace():
                texts.append(Text(text, element, place))
        text = element.tail
        if text and len(text) < SHORT and not text.isspace() and element is not root:
            texts.append(Text(text, element.getparent(), place))
    return index


def _tree(html: str) -> lxml_html.HtmlElement:
    """The page's tree; an empty one where there is nothing to parse."""
    source = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = lxml_html.document_fromstring(source, parser=_PARSER) if source.strip() else None
    except etree.LxmlError:
        root = None
    return root if root is not None else lxml_html.Element("html")


def text_of(element: lxml_html.HtmlElement, most: int | None = None) -> str:
    """The visible text of an element, a line for every block and ``<br>``, blanks folded.

    With ``most`` the reading ends once so many characters or elements have been seen: what is
    asked about short things stays cheap where a page makes them long.
    """
    if not len(element):
        return clean(element.text or "")
    pieces: list[str] = []
    length = silent = 0
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for seen, (event, node) in enumerate(walk):
        tag = node.tag if isinstance(node.tag, str) else None
        if event == "start":
            silent += tag in SILENT
            piece = ("" if tag in INLINE else "\n") + ("" if silent else _folded(node.text))
        else:
            silent -= tag in SILENT
            tail = "" if silent or node is element else _folded(node.tail)
            piece = ("" if tag in INLINE or tag is None or tag == "br" else "\n") + tail
        pieces.append(piece)
        length += len(piece)
        if most is not None and (length > 4 * most or seen > 4 * most):
            break
    return "\n".join(line for raw in "".join(pieces).splitlines() if (line := clean(raw)))


def _folded(text: str | None) -> str:
    """Running text with its source's line breaks as the blanks they are."""
    return BLANKS.sub(" ", text) if text else ""
