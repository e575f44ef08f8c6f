"""The article in the data from which a page is built by script (Next.js ``__NEXT_DATA__``).

Some sites print no JSON-LD of their articles but carry the whole of them there, named as their
database names them: ``title``, ``content``, ``published_at``, ``authors``, ``category``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page.text import clean

_PARAGRAPH = re.compile(r"<p\b|<br\b", re.IGNORECASE)

NAMES = {
    "headline": ("headline", "title"),
    "datePublished": ("published_at", "publishedAt", "publish_date", "publishedDate", "published"),
    "dateModified": ("updated_at", "updatedAt", "modified_at", "modifiedAt"),
    "articleBody": ("content", "body", "articleBody", "contentHtml", "content_html"),
    "author": ("authors", "author", "reporter", "reporters"),
    "editor": ("editors", "editor"),
    "articleSection": ("category", "section", "rubric"),
    "keywords": ("tags", "keywords"),
    "description": ("description", "summary", "excerpt"),
    "image": ("cover", "image", "thumbnail"),
}
"""What schema.org calls the members that databases call otherwise."""

TEXTS = ("headline", "datePublished", "dateModified", "articleBody", "description")
"""Members that are one text; the others may be names, objects with a ``name``, or lists of both."""

LARGEST = 5_000_000
"""Characters of a page's data; what is longer describes a site, not an article."""


def article_in_state(scripts: Iterable[HtmlElement], titles: Iterable[str] = ()) -> dict[str, Any]:
    """The article in the data of a page's scripts, by schema.org's names; {} for none.

    ``titles`` are what the page calls itself: where it does, an article of another headline is
    another story's. Of several objects with headline, date and HTML text, the one with the
    longest text.
    """
    called = [folded for title in titles if (folded := clean(title).casefold())]
    articles = [_renamed(value) for value in _objects(scripts)]
    whole = [each for each in articles if {"headline", "datePublished", "articleBody"} <= {*each}]
    own = [each for each in whole if not called or _is_called(each["headline"], called)]
    return max(own, key=lambda each: len(each["articleBody"]), default={})


def _is_called(headline: str, titles: list[str]) -> bool:
    """Whether a title holds the headline, or begins it and is cut off."""
    folded = clean(headline).casefold()
    return any(folded in title or folded.startswith(title.rstrip(" .…")) for title in titles)


def _objects(scripts: Iterable[HtmlElement]) -> Iterator[dict[str, Any]]:
    """Every object in the page's data, outermost first."""
    for script in (each.text or "" for each in scripts if _is_state(each)):
        if len(script) > LARGEST or not _PARAGRAPH.search(script.replace("\\u003c", "<")):
            continue
        try:
            waiting = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                yield value
            members = value.values() if isinstance(value, dict) else value
            waiting += [each for each in members if isinstance(each, dict | list)]


def _is_state(script: HtmlElement) -> bool:
    return script.get("type") == "application/json" or script.get("id") == "__NEXT_DATA__"


def _renamed(value: dict[str, Any]) -> dict[str, Any]:
    """The members of an object that an article has, under schema.org's names."""
    article: dict[str, Any] = {}
    for name, names in NAMES.items():
        found = next((value[each] for each in names if value.get(each)), None)
        if name in TEXTS:
            is_text = isinstance(found, str)
            found = (
                found if is_text and (name != "articleBody" or _PARAGRAPH.search(found)) else None
            )
        elif name in ("articleSection", "keywords"):
            found = _name_of(found)
        if found:
            article[name] = found
    return article


def _name_of(found: Any) -> Any:
    """A text, or the ``name`` of an object; a list's members each."""
    if isinstance(found, list):
        return [name for each in found if isinstance(name := _name_of(each), str)]
    return found.get("name") if isinstance(found, dict) else found
