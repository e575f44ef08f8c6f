"""One page, parsed once: the tree, its metas and its JSON-LD, shared by every reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.encoding import utf8_html
from crawler.parsers.page.headline_place import locate
from crawler.parsers.page.index import PageIndex, Text
from crawler.parsers.page.json_ld import main_article, parse_json_ld
from crawler.parsers.page.selectors import Told, compile_css, parted, parts_of, selector
from crawler.parsers.page.state import article_in_state
from crawler.parsers.page.tags import stops_within, without_early_end, without_surplus
from crawler.parsers.page.text import clean, plain, squashed
from crawler.parsers.page.trace import SILENT, Trace
from crawler.parsers.urls import registered_domain, split_url, unfit

# not lxml.html's parser: elements that are a Python class of their own take a third longer
_PARSER = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, collect_ids=False)

PLAIN_ADDRESS = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::\d+)?/[^\s?#;\[\]]*(?:\?[^\s?#;\[\]]+)?"
)
"""``https://example.com/judul?id=1``: what joining with the page's address would not change."""

BEFORE_HOST = re.compile(r"^(?:https?://)?(?:www\.)?")
"""``https://www.`` of a site that calls itself by its address."""

MOST_SCRIPTS = 60
"""JSON-LD scripts read; a page that has more is made to be slow."""


LONGEST_NAME = 200
"""Characters of a meta's name; a longer one is made to be slow."""

NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
r"""``\x1b`` and the like, which a page may name by its number and lxml does not take."""


class Page:
    """A page's tree and what is looked up in it more than once."""

    def __init__(self, html: bytes | str, url: str | None = None, trace: Trace = SILENT):
        self.url = url
        self.trace = trace
        source = utf8_html(html) if isinstance(html, bytes) else html.encode("utf-8", "replace")
        self.root = _tree(source)
        self.breaks_off = stops_within(source) or _hides_its_end(self.root, source)
        self._has_itemprops = b"itemprop" in source
        self._located: dict[str | None, tuple[int, HtmlElement]] = {}

    def select(self, query: str) -> list:
        """The elements (strings with ``::text``, ``::attr()``, a pattern) a query finds, in order.

        A query is CSS or XPath, perhaps with a pattern behind it (see ``Site``).
        Raises cssselect.SelectorError when it is neither.
        """
        query, pattern = parted(query)
        known = selector(query)
        found = compile_css(query)(self.root) if known is None else known.find(self.index)
        if not isinstance(found, list):
            found = [Told(found)]  # what an XPath computes, as in (string(//h1))
        return found if pattern is None else parts_of(found, pattern)

    def elements(self, *tags: str) -> list[HtmlElement]:
        """The elements with these tags, a tag after the other, each in order."""
        return self.index.at(self.index.places(*tags))

    def named(self, pattern: re.Pattern[str]) -> list[HtmlElement]:
        """Elements whose ``class`` or ``id`` the pattern finds, in order."""
        return self.index.named(pattern)

    def texts_with(self, words: Iterable[str]) -> list[Text]:
        """The short texts that hold one of some words, given in small letters, in order."""
        return self.index.texts_with(words)

    def drop(self, queries: Iterable[str]) -> None:
        """Take out of the page what CSS queries find, keeping the text behind it."""
        for query in queries:
            for element in self.select(query):
                if element.getparent() is not None and element not in self.index.gone:
                    if self.trace.is_kept:
                        said = clean("".join(element.itertext()))
                        self.trace.note("body", "site's drop", "out", said, element, css=query)
                    self.index.forget(element)
                    _take_out(element)

    @cached_property
    def index(self) -> PageIndex:
        """The page's elements by tag, class and id, and its short texts, from one walk."""
        return PageIndex(self.root, self._has_itemprops)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of ``<meta>`` by lower-case name, property, itemprop or http-equiv, in order."""
        found: dict[str, list[str]] = {}
        for meta in self.elements("meta"):
            said = dict(meta.items())
            if (content := said.get("content")) is None:
                continue
            for key in ("name", "property", "itemprop", "http-equiv"):
                if (name := said.get(key)) and len(name) < LONGEST_NAME:
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
    def news_article(self) -> dict[str, Any]:
        """The JSON-LD object of the page's main article; {} when there is none.

        Of several, the one whose address is the page's own; else the first that has a headline
        and a date; without any, the article in the data the page is built from.
        """
        own = [self.url, *self.links.get("canonical", ())]
        if article := main_article(self.json_ld, own, self.absolute):
            return article
        printed = [title.text or "" for title in self.elements("title")[:1]]
        titles = [*self.metas.get("og:title", ()), *printed]
        return article_in_state(self.elements("script"), titles)

    def site_names(self, outlet: str | None = None) -> set[str]:
        """The names the page's site goes by, squashed, its ``outlet`` among them.

        "kompas" of KOMPAS.com and of https://www.kompas.com/.
        """
        return self._site_names | _names_in([outlet])

    @cached_property
    def _site_names(self) -> set[str]:
        """What the page itself calls its site, and its domain."""
        publisher = self.news_article.get("publisher")
        said = [self.meta("og:site_name"), self.meta("application-name")]
        said.append(plain(publisher.get("name")) if isinstance(publisher, dict) else None)
        names = _names_in(said)
        printed = [*self.links.get("canonical", ()), *self.metas.get("og:url", ())]
        for parts in filter(None, map(split_url, [self.url, *printed])):
            names.add(registered_domain(parts.hostname).partition(".")[0].casefold())
        return names - {""}

    def locate(self, headline: str | None) -> tuple[int, HtmlElement]:
        """The headline's place in the page's order, and its element; the top's at worst."""
        if headline not in self._located:
            self._located[headline] = locate(self.index, headline)
        return self._located[headline]

    def headline_place(self, headline: str | None) -> int | None:
        """The headline's place in the page's order; None where the page does not print it."""
        return self.locate(headline)[0] or None if headline else None

    @cached_property
    def microdata(self) -> dict[str, list[HtmlElement]]:
        """Elements by the names in their ``itemprop``."""
        found: dict[str, list[HtmlElement]] = {}
        for element in self.index.at(self.index.itemprops):
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
        """An address on the page in full; None when there is none, or none fit to be kept."""
        address = (address or "").strip()
        if not address:
            return None
        if PLAIN_ADDRESS.fullmatch(address):
            return None if unfit(address) else address
        try:
            full = urljoin(self.url or "", address)
        except ValueError:
            return None
        return None if unfit(full) else full


def _tree(source: bytes) -> HtmlElement:
    """The tree of a page in UTF-8; an empty one where there is nothing to parse."""
    source = without_early_end(without_surplus(source.replace(b"\x00", b"")))
    try:
        root = etree.fromstring(source, _PARSER)
    except etree.LxmlError:
        root = None
    return root if root is not None else etree.Element("html")


def _hides_its_end(root: HtmlElement, source: bytes) -> bool:
    """Whether the end of a page is hidden in a comment or script that nobody closes."""
    last = root
    while len(last):
        last = last[-1]
    text = (last.text or "").rstrip()
    return "</p" in text and source.rstrip().endswith(text[-LONGEST_NAME:].encode())


def _names_in(said: Iterable[str | None]) -> set[str]:
    """The names a site is said to have, which may be its address, squashed."""
    return {squashed(BEFORE_HOST.sub("", name)) for name in said if name} - {""}


def _take_out(element: HtmlElement) -> None:
    """Take an element off its tree, keeping the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = NO_XML.sub("", (before.tail or "") + element.tail)
    elif element.tail:
        parent.text = NO_XML.sub("", (parent.text or "") + element.tail)
    parent.remove(element)
