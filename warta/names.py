"""The names that users import, and where each is defined."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from warta.own_packages import find_own_packages_first

NAMES = {
    "Corpus": "warta.corpus",
    "StoredArticle": "warta.records",
    "WartaError": "crawler.errors",
    "links": "warta.pages",
    "open_corpus": "warta.corpus",
    "parse_date": "crawler.parsers.dates",
    "read_article": "warta.pages",
    "split_dateline": "crawler.parsers.dateline",
}
"""Name -> module."""


def imported(name: str) -> Any:
    """One of ``NAMES``; raises AttributeError for another, as of a module."""
    if name not in NAMES:
        raise AttributeError(f"module 'warta' has no attribute {name!r}")
    find_own_packages_first()
    return getattr(import_module(NAMES[name]), name)
