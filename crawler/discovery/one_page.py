"""``OnePage``: no listing but the address of one article, named by whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Listing, Window


class OnePage:
    """An article by its address; there is nothing to list."""

    title = "one page"
    forms = ()
    reaches_back = True

    def __init__(self, url: str):
        self.url = url

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """No listing is fetched."""
        return []

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """A page is no listing."""
        return Listing(problem="the address given is an article's, not a listing's")
