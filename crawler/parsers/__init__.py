"""Reading a page: pure functions from HTML to facts. No Scrapy, no I/O.

``read_article`` is the way in.
"""

from typing import Any

__all__ = ["read_article"]


def __getattr__(name: str) -> Any:
    """``read_article``, imported when it is asked for: a search needs no reader of pages."""
    if name != "read_article":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from crawler.parsers.article import read_article

    return read_article
