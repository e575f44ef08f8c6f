"""Whether addresses tell one story, by the numbers and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from pipelines.rows.likeness import slug_words, told_alike

NUMBER = re.compile(r"(?<!\d)(?!20\d{6}(?!\d))\d{5,}")
"""``8123456`` of ``/read/8123456/banjir``; no year and no day, as ``20250618``."""
PART_NUMBER = re.compile(r"\d+")
"""``2`` of ``/read/banjir-bandung-bagian-2``."""


def stories_at(urls: Iterable[str]) -> int:
    """How many stories some addresses tell, at least."""
    known: list[str] = []
    for url in sorted(urls):
        if not any(maybe_one_story(url, other) for other in known):
            known.append(url)
    return len(known)


def maybe_one_story(one: str, other: str) -> bool:
    """Whether two addresses may be one story's: by number, by words, or where nothing tells."""
    numbers, others = set(NUMBER.findall(one)), set(NUMBER.findall(other))
    if numbers & others:
        return True
    if slug_words(one) and slug_words(other):
        parts, further = _numbers_in_slug(one), _numbers_in_slug(other)
        return told_alike(one, other) and not (parts and further and not parts & further)
    return not (numbers and others)


def _numbers_in_slug(url: str) -> set[str]:
    return set(PART_NUMBER.findall(urlsplit(url).path.rstrip("/").rpartition("/")[2]))
