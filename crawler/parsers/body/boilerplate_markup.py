"""Which elements of a page never hold the article's text, told by tag, class and id.

The names stand in ``vocabulary.class_names``; here is how an element is known by them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element as HtmlElement

from crawler.parsers.vocabulary import class_names

ASIDE_TAGS = frozenset(("nav", "aside", "footer", "header", "figure", "form", "menu"))
"""Elements that stand beside the text."""

NAMES = class_names.words_for("body")
"""Parts of a class or id: ``related`` in ``post-related``, not in ``unrelated``."""

_COMPOUND_NAME = class_names.compounds_for("body")
_NEVER_TEXT = class_names.pattern_of_the_sure()
_STATE_OF_LAYOUT = re.compile(rf"(?:{'|'.join(class_names.STATES)})-")
_WORDPRESS_POST = re.compile(r"\b(?:hentry|type-post|type-page)\b")
_PARTS = re.compile(r"(?<![a-z0-9])[a-z]+(?=\d*(?![a-z0-9]))")  # not the "ad" of "css-1ad9k"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NAMED_IN = frozenset(
    ["class", "id", "aria-labelledby", "data-e2e", "data-testid", "data-component"]
)
"""Where names stand; pages whose classes are hashed ("bbc-1gcvgp8") keep them for tests."""


@lru_cache(maxsize=8192)
def is_boilerplate_name(names: str) -> bool:
    """Whether a class or id attribute names something beside the text.

    Utility classes (``md:hidden``) and what WordPress says of a post (``tag-iklan``,
    ``has-sidebar``) tell nothing.
    """
    if _WORDPRESS_POST.search(names):
        return False
    for name in names.split():
        if ":" in name or "[" in name or _STATE_OF_LAYOUT.match(name):
            continue
        name = _CAMEL.sub("-", name).lower()
        if not NAMES.isdisjoint(_PARTS.findall(name)) or _COMPOUND_NAME.search(name):
            return True
    return False


def is_boilerplate_element(element: HtmlElement) -> bool:
    """Whether an element, told by its class, id, other names and style, is beside the text."""
    for name in element.keys():  # noqa: SIM118 items() looks each value up from the first on
        if name in _NAMED_IN:
            if is_boilerplate_name(element.get(name)):
                return True
        elif name == "style" and "none" in (value := element.get(name)) and _HIDDEN.search(value):
            return True
    return False


def is_never_text(element: HtmlElement) -> bool:
    """Whether an element is beside the text however much of it there is, as comments are."""
    if element.tag in ("nav", "figure"):
        return element.find(".//table") is None
    return bool(
        _NEVER_TEXT.search(element.get("class", "")) or _NEVER_TEXT.search(element.get("id", ""))
    )
