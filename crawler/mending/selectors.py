"""Selectors for an element, the shortest and most lasting first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

Element = html.HtmlElement

NAME = re.compile(r"-?[A-Za-z_][\w-]*")
"""A class or id that CSS takes as it stands."""
MADE = re.compile(
    r"^(?:css|sc|jss|jsx|svelte|chakra|emotion|_next)[-_]|(?=\w*\d)(?=\w*[a-z])[A-Za-z0-9]{5,}$"
    r"|[A-Za-z0-9]{3,}[_-]{1,2}(?=\w*[\dA-Z])[A-Za-z0-9]{4,8}$|\d{3,}"
)
"""A name that a tool made, or that counts: ``css-1x9q``, ``Body_text__3kd2``, ``post-10442``."""
MEANING = re.compile(
    r"artikel|article|body|content|isi|konten|detail|read|baca|text|teks|entry|post|story|berita|news"
    r"|title|judul|headline|author|penulis|byline|writer|reporter|date|tanggal|time|waktu|publish",
    re.IGNORECASE,
)
LASTING = ("itemprop", "data-testid", "data-role", "data-component")
"""Attributes that say what an element is for."""
LONGEST_WAY = 2
"""Steps from an element with a name of its own down to one without."""
NAMED, MEANT, CALLED, BY_WAY, BY_MADE_NAME, BY_WAY_OF_MADE = range(6)


def selectors_of(element: Element) -> list[str]:
    """Selectors that may stand for an element, the best first; none where nothing names it."""
    ranked = dict.fromkeys(sorted(_ranked(element), key=lambda each: (each[0], len(each[1]))))
    return list(dict.fromkeys(selector for _, selector in ranked))


def _ranked(element: Element) -> Iterator[tuple[int, str]]:
    yield from _own(element)
    way, above = element.tag, element.getparent()
    for _ in range(LONGEST_WAY):
        if above is None or not isinstance(above.tag, str) or above.tag in ("body", "html"):
            return
        for rank, selector in _own(above):
            is_made = rank == BY_MADE_NAME
            yield BY_WAY_OF_MADE if is_made else BY_WAY, f"{selector} > {way}"
            for own_rank, own in _own(element):
                if not is_made and own_rank < BY_MADE_NAME:
                    yield BY_WAY, f"{selector} {own}"
        way, above = f"{above.tag} > {way}", above.getparent()


def _own(element: Element) -> Iterator[tuple[int, str]]:
    """By what names the element itself."""
    name = element.get("id") or ""
    if NAME.fullmatch(name) and not MADE.search(name):
        yield NAMED, f"#{name}"
    for attribute in LASTING:
        value = element.get(attribute) or ""
        if NAME.fullmatch(value):
            yield MEANT, f"{element.tag}[{attribute}={value}]"
    for name in (element.get("class") or "").split():
        if not NAME.fullmatch(name):
            continue
        rank = BY_MADE_NAME if MADE.search(name) else MEANT if MEANING.search(name) else CALLED
        yield rank, f"{element.tag}.{name}"
    if element.tag in ("article", "h1", "time", "main"):
        yield CALLED, element.tag
