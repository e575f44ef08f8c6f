"""Links that nobody sees in a listing: behind a comment, script or the like that is not closed."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.discovery.base import ArticleTest
from crawler.discovery.listings.addresses import listed_address, looks_like_article
from crawler.parsers.page.encoding import utf8_html
from crawler.parsers.page.page import Page

HIDING = (
    *("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"),
    "plaintext",
)
"""Elements in which no tag counts but their own end, as in comments."""
OPENS = re.compile(rb"<(?:!--+|[A-Za-z][^<>]*>)\Z")
"""``<!--`` or ``<script type="text/javascript">``, right before what it hides."""
OPENS_AGAIN = re.compile(r"\A(?!\[if\b).*?<!--", re.IGNORECASE | re.DOTALL)
"""A comment in a comment: ``<!-- iklan <li>...</li> <!-- akhir -->``."""
SCRIPT_IN_SCRIPT = re.compile(r"\A\s*<(?!!).*?<(?:script|style)\b", re.IGNORECASE | re.DOTALL)
"""Markup and a second script in one: ``<script src="a.js"><li>...</li><script>``."""
ADDRESS = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
"""``<a class="judul" href="/read/1/judul"``."""
LINE_ENDS = re.compile(rb"\r\n?")
MOST_OPENED = 5
"""So many in one page are opened, one behind the other."""


def page_with_what_is_hidden(
    content: bytes, url: str, is_article: ArticleTest | None = None
) -> tuple[Page, bool]:
    """A page, and whether articles were hidden in it by what nobody closes, which then are read.

    A browser takes such a comment, script, style or text area to the end of the next one, or of
    the page.
    """
    is_article = is_article or looks_like_article(url)
    page, is_opened = Page(content, url), False
    hiding = _hiding_articles(page, url, is_article)
    source = LINE_ENDS.sub(b"\n", utf8_html(content)) if hiding else b""
    for _ in range(MOST_OPENED):
        unclosed = next((each for each in hiding if _is_unclosed(each, source)), None)
        if unclosed is None:
            break
        before, found, behind = source.partition(unclosed.text.encode("utf-8", "replace"))
        if not OPENS.search(before):
            break
        source, is_opened = OPENS.sub(b"", before) + b" " + found + behind, True
        page = Page(source, url)
        hiding = _hiding_articles(page, url, is_article)
    return page, is_opened


def _hiding_articles(page: Page, url: str, is_article: ArticleTest) -> list[HtmlElement]:
    """The comments and elements of text alone that hold links to articles."""
    return [
        element
        for element in page.root.iter(etree.Comment, *HIDING)
        if any(
            (address := listed_address(url, printed)) and is_article(address)
            for printed in ADDRESS.findall(element.text or "")
        )
    ]


def _is_unclosed(element: HtmlElement, source: bytes) -> bool:
    """Whether it reaches to the end of the page, or into the next of its kind."""
    again = OPENS_AGAIN if element.tag is etree.Comment else SCRIPT_IN_SCRIPT
    if again.match(element.text):
        return True
    return source.endswith(element.text.encode("utf-8", "replace"))
