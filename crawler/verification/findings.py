"""What a look at a site found: of each source, and of each article of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.comparison.read_twice import FieldFound

Problem = tuple[str, str]
"""Why something could not be had or read: a reason as in ``rejects``, and in words the detail."""


@dataclass(slots=True)
class SourceFound:
    """One source, of which so many listings were ``asked`` for.

    Of the links these ``named`` a crawl would have ``followed`` so many. ``unmatched`` are
    addresses of the site that look like articles and do not match its ``article_url``,
    ``elsewhere`` those of other sites. ``newest`` is aware; None: no date listed.
    """

    kind: str
    url: str
    asked: int = 0
    problem: Problem | None = None
    named: int = 0
    followed: int = 0
    unmatched: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    newest: datetime | None = None


@dataclass(slots=True)
class PageFound:
    """One article of the sample.

    ``confirmed`` are the declared facts that its page bears out. ``hours_off`` says by how many
    hours its time differs from the one its listing names; None where one of both is missing or of
    a day only.
    """

    url: str
    problem: Problem | None = None
    fields: dict[str, FieldFound] = field(default_factory=dict)
    confirmed: Sequence[str] = ()
    is_entry: bool = False
    """Whether its listing holds it whole, so that no page was asked for, nor facts confirmed."""
    doubt: str | None = None
    hours_off: float | None = None


@dataclass(slots=True)
class Findings:
    """All that a look at one site found. ``declared``: where each fact stands, by its name.

    ``slowest_seconds`` is how long the middle one of its answers took.
    """

    site: str
    declared: dict[str, str] = field(default_factory=dict)
    sources: list[SourceFound] = field(default_factory=list)
    pages: list[PageFound] = field(default_factory=list)
    requests: int = 0
    seconds_an_answer: float = 0.0
    was_ended: str | None = None
    """Why the look was broken off, in words; None where it came to its end."""
