"""Selectors for an element, the shortest and most lasting first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from crawler.parsers.vocabulary.class_names import pattern_of

Element = html.HtmlElement

NAME = re.compile(r"-?[A-Za-z_][\w-]*")
"""A class or id that CSS takes as it stands."""
PREFIXES = ("css-", "sc-", "jss", "jsx-", "svelte-", "chakra-", "emotion-")
"""How names begin that tools make."""
PARTING = re.compile(r"[-_]")
SHORTEST_MADE = 4
"""Characters of a piece of letters and digits that no person wrote: ``3kd2``, not ``h2``."""
SHORTEST_NUMBER = 3
"""Digits of a number that counts pages, not columns."""
TEXT_OR_HEADLINE = re.compile(
    r"artikel|article|body|content|isi|konten|detail|read|baca|text|teks|entry|post|story|berita|news"
    r"|title|judul|headline",
    re.IGNORECASE,
)
MEANINGS = (TEXT_OR_HEADLINE, pattern_of("byline"), pattern_of("date"))
"""Names that say what an element is for; the last two are those of bylines and of dates."""
LASTING = ("itemprop", "data-testid", "data-role", "data-component")
"""Attributes that say what an element is for."""
LONGEST_WAY = 2
"""Steps from an element with a name of its own down to one without."""
NAMED, MEANT, CALLED, BY_WAY, BY_MADE_NAME, BY_WAY_OF_MADE = range(6)


def selectors_of(*elements: Element) -> list[str]:
    """Selectors that may stand for elements, the best first; none where nothing names one."""
    ranked = [each for element in elements for each in _ranked(element)]
    ranked.sort(key=lambda each: (each[0], len(each[1])))
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
    if NAME.fullmatch(name) and not is_made(name):
        yield NAMED, f"#{name}"
    for attribute in LASTING:
        value = element.get(attribute) or ""
        if NAME.fullmatch(value):
            yield MEANT, f"{element.tag}[{attribute}={value}]"
    for name in (element.get("class") or "").split():
        if not NAME.fullmatch(name):
            continue
        yield _rank(name), f"{element.tag}.{name}"
    if element.tag in ("article", "h1", "time", "main"):
        yield CALLED, element.tag


def _rank(name: str) -> int:
    """How lasting a class is."""
    if is_made(name):
        return BY_MADE_NAME
    return MEANT if any(meaning.search(name) for meaning in MEANINGS) else CALLED


def is_made(name: str) -> bool:
    """Whether a tool made a name, or it counts: ``css-1x9q``, ``text__3kd2``, ``post-10442``."""
    return name.startswith(PREFIXES) or any(map(_is_made, PARTING.split(name)))


def _is_made(piece: str) -> bool:
    if piece.isdigit():
        return len(piece) >= SHORTEST_NUMBER
    has_digit = any(letter.isdigit() for letter in piece)
    return len(piece) >= SHORTEST_MADE and has_digit
