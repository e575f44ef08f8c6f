"""One page, parsed once: the tree, its metas and its JSON-LD, shared by every reader."""

from __future__ import annotations

from functools import cached_property, lru_cache

from lxml import etree, html as lxml_html
from parsel.csstranslator import HTMLTranslator

from crawler.parsers.encoding import decode_html

_TRANSLATOR = HTMLTranslator()


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
        parser = lxml_html.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
        source = self.html.replace("\x00", "").encode("utf-8", "replace")
        root = lxml_html.document_fromstring(source, parser=parser) if source.strip() else None
        self.root = root if root is not None else lxml_html.Element("html")

    def select(self, query: str) -> list:
        """The elements (or, with ``::text`` / ``::attr()``, strings) a CSS query finds, in order."""
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
