"""The text of elements: as read on the page, as one printed line, and all there is."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.tags import SILENT_TAGS, UNSEEN_TAGS
from crawler.parsers.page.text import clean

INLINE = UNSEEN_TAGS | frozenset(
    "a abbr b bdi big cite code em font i ins kbd label mark q s small span strong sub sup time "
    "tt u var wbr".split()
)
"""Elements that part no words."""

BLANKS = re.compile(r"\s+")

whole_text = etree.XPath("string()", smart_strings=False)
"""All text of an element, seen on the page or not."""


def text_of(element: HtmlElement, most: int | None = None) -> str:
    """The visible text of an element, a line for every block and ``<br>``, blanks folded.

    With ``most`` the reading ends once so many characters or elements have been seen: what is
    asked about short things stays cheap where a page makes them long.
    """
    return _lines_of(element, most, "")


def parted_text(element: HtmlElement, most: int | None = None) -> str:
    """The same with a blank between elements of one line.

    ``<span>Oleh</span><a>NAMA</a>`` has one where the page sets them apart by its style.
    """
    return _lines_of(element, most, " ")


def _lines_of(element: HtmlElement, most: int | None, between: str) -> str:
    if not len(element):
        return clean(element.text or "")
    pieces: list[str] = []
    length = silent = 0
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for seen, (event, node) in enumerate(walk):
        tag = node.tag if isinstance(node.tag, str) else None
        if event == "start":
            silent += tag in SILENT_TAGS
            piece = (between if tag in INLINE else "\n") + ("" if silent else _folded(node.text))
        else:
            silent -= tag in SILENT_TAGS
            tail = "" if silent or node is element else _folded(node.tail)
            is_inline = tag in INLINE or tag is None or tag == "br"
            piece = (between if is_inline else "\n") + tail
        pieces.append(piece)
        length += len(piece)
        if most is not None and (length > 4 * most or seen > 4 * most):
            break
    return "\n".join(line for raw in "".join(pieces).splitlines() if (line := clean(raw)))


def _folded(text: str | None) -> str:
    """Running text with its source's line breaks as the blanks they are."""
    return BLANKS.sub(" ", text) if text else ""


def printed_text(element: HtmlElement, longest: int) -> str | None:
    """The text of an element, None where it is longer than that or made of very many pieces.

    A blank parts the pieces: "23 Juli 2026" and "14:05" often stand in elements without one.
    """
    if not len(element) or element.tag in SILENT_TAGS:
        text = "" if element.tag in SILENT_TAGS else (element.text or "").strip()
        return clean(text) if len(text) <= longest else None
    pieces: list[str] = []
    length = 0
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for seen, (event, node) in enumerate(walk):
        if event != "start":
            piece = None if node is element else node.tail
        elif node.tag in SILENT_TAGS:
            walk.skip_subtree()
            continue
        else:
            piece = node.text
        if piece:
            pieces.append(piece)
            length += len(piece.strip())
        if length > longest or seen > 4 * longest:
            return None
    return clean(" ".join(pieces))
