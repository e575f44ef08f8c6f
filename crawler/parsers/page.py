"""One page, parsed once: the tree, its metas and its JSON-LD, shared by every reader."""

from __future__ import annotations

from functools import cached_property, lru_cache

from lxml import etree
from lxml import html as lxml_html
from parsel.csstranslator import HTMLTranslator

from crawler.parsers.encoding import decode_html

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


@lru_cache(maxsize=2048)
def compile_css(query: str) -> etree.XPath:
    """A CSS query, with parsel's ``::text`` and ``::attr()``, as a compiled XPath.

    Raises cssselect.SelectorError when the query is not CSS.
    """
    return etree.XPath(_TRANSLATOR.css_to_xpath(query))


class Page:
    """A page's tree and what is looked up in it more than once."""

    def __init__(self, html: bytes | str, url: str | None = None):
        self.url = url
        self.html = decode_html(html) if isinstance(html, bytes) else html
        source = self.html.replace("\x00", "").encode("utf-8", "replace")
        try:
            self.root = lxml_html.document_fromstring(source, parser=_PARSER)
        except etree.ParserError:
            self.root = lxml_html.Element("html")

    def select(self, query: str) -> list:
        """The elements (with ``::text`` or ``::attr()`` strings) a CSS query finds, in order."""
        return compile_css(query)(self.root)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of ``<meta>`` by lower-case name, property, itemprop or http-equiv, in order."""
        found: dict[str, list[str]] = {}
        for meta in self.root.iter("meta"):
            content = meta.get("content")
            if content is None:
                continue
            for key in ("name", "property", "itemprop", "http-equiv"):
                if name := meta.get(key):
                    found.setdefault(name.strip().lower(), []).append(content)
        return found
