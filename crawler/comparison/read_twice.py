"""One page read with a site's facts and without any, field by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from crawler.items import Article, DateCandidate
from crawler.parsers.article import read_article
from crawler.parsers.dates import resolve

WORD = re.compile(r"\w+")
MINUTE = timedelta(minutes=1)
AS_GOOD_AS_ALL = 0.9
"""Share of two texts' words that both have from which they count as the same."""
PART = 0.6
"""A text of less than that share of the words that the generic reader finds is a part."""
FEWEST_WORDS = 40
"""So many words must be missing besides."""

Outcome = Literal["none", "agrees", "differs", "part", "only-with", "only-without"]
"""What came of reading a field twice: found by neither, the same by both, another by each, a part
of the text, found with the site's facts alone, without them alone."""


@dataclass(frozen=True, slots=True)
class FieldFound:
    """A field read with the site's facts and without any; None: nothing was found so.

    ``agree`` tells whether both found the same; of texts, whether nine of ten words are shared.
    """

    with_facts: str | None
    without: str | None
    agree: bool

    @property
    def outcome(self) -> Outcome:
        """What both found, in a word; "part" for a text much shorter than the one without facts."""
        if self.with_facts is None:
            return "none" if self.without is None else "only-without"
        if self.without is None:
            return "only-with"
        mine, its = len(self.with_facts.split()), len(self.without.split())
        if mine < its * PART and its - mine >= FEWEST_WORDS:
            return "part"
        return "agrees" if self.agree else "differs"


def compared(article: Article, html: bytes | str, url: str, now: datetime) -> dict[str, FieldFound]:
    """The fields of an ``article`` beside those that its page gives without any site's facts.

    ``now`` is when it was fetched, aware. The publishing time is compared by the minute, where one
    of both is a day only by the day.
    """
    other = read_article(html, url)
    mine, its = published(article, now), published(other, now)
    return {
        "headline": _same(article.headline, other.headline),
        "published": FieldFound(mine, its, agree=same_time(mine, its)),
        "authors": _same(", ".join(article.authors), ", ".join(other.authors)),
        "dateline": _same(article.dateline_place, other.dateline_place),
        "body": FieldFound(
            article.body, other.body, agree=shared(article.body, other.body) >= AS_GOOD_AS_ALL
        ),
    }


def published(
    article: Article, now: datetime, candidates: Sequence[DateCandidate] | None = None
) -> str | None:
    """When an article was published, ISO 8601 with its offset, of a day only the day.

    By its own ``candidates`` only, where some are given.
    """
    if candidates is None:
        candidates = article.date_candidates
    resolved = resolve(candidates, now=now, timezone=article.timezone)
    local = resolved.published_local
    return local[:10] if local and resolved.published_precision == "day" else local


def same_time(mine: str | None, its: str | None) -> bool:
    """Whether two times of ``published`` are the same moment to the minute, or of the same day."""
    if mine is None or its is None:
        return mine is its
    if len(mine) == len("2025-06-18") or len(its) == len("2025-06-18"):
        return mine[:10] == its[:10]
    return abs(datetime.fromisoformat(mine) - datetime.fromisoformat(its)) < MINUTE


def shared(mine: str | None, its: str | None) -> float:
    """How much of two texts both have, 0 to 1, by their words."""
    left, right = (Counter(WORD.findall((text or "").casefold())) for text in (mine, its))
    most = max(left.total(), right.total())
    return (left & right).total() / most if most else 1.0


def _same(mine: str | None, its: str | None) -> FieldFound:
    folded = [" ".join(WORD.findall((text or "").casefold())) for text in (mine, its)]
    return FieldFound(mine or None, its or None, agree=folded[0] == folded[1])
