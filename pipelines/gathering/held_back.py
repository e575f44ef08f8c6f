"""What addresses gave that was not believed: the table ``held_back``, for one call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pipelines.rows.judgement import Print


class Held(NamedTuple):
    """What an address gave: hashes of its page, the reject's reason, and since when (UTC)."""

    url: str
    text: str
    body: str
    reason: str
    since: str


class HeldBack:
    """By site and address the last that was held back, found by its text as well."""

    def __init__(self) -> None:
        self.at: dict[tuple[str, str], Held] = {}
        self.like: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def note(self, site: str, url: str, told: Print, reason: str, seen_at: str) -> None:
        """An address gave something that is not believed."""
        before = self.at.get((site, url))
        same = before is not None and before.text == told.text
        since = min(before.since, seen_at) if same else seen_at
        self.forget(site, [url])
        self.at[site, url] = Held(url, told.text, told.body, reason, since)
        for hashed in (told.text, told.body):
            self.like[site, hashed].add(url)

    def forget(self, site: str, urls: Iterable[str]) -> None:
        """What these addresses give is believed."""
        for url in urls:
            if held := self.at.pop((site, url), None):
                for hashed in (held.text, held.body):
                    self.like[site, hashed].discard(url)

    def of(self, site: str, told: Print) -> list[Held]:
        """What addresses of a site gave of this headline and text, or of this text."""
        urls = self.like.get((site, told.text), set()) | self.like.get((site, told.body), set())
        return [self.at[site, url] for url in sorted(urls)]
