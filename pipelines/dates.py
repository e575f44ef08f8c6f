"""Second step: of all the dates a page names, one publishing time; without one a Reject."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crawler.items import Article, DateCandidate, Reject
from crawler.parsers.dates import resolve

SHOWN = 3
"""So many of the dates that could not be used stand in the reject."""


class Dates:
    """Scrapy item pipeline: resolves ``date_candidates`` into the ``published_*`` columns."""

    def process_item(self, item: Any) -> Any:
        """The article ``dated``, or a Reject in its place."""
        return dated(item) if isinstance(item, Article) else item


def dated(article: Article) -> Article | Reject:
    """The article with one publishing time, or a Reject with reason no-date.

    "2 jam lalu" counts from ``fetched_at``, where the article has it, else from now.
    """
    now = article.fetched_at or datetime.now(UTC)
    resolved = resolve(article.date_candidates, now=now, timezone=article.timezone)
    if resolved.published_at is None:
        detail = why_undated(article.date_candidates)
        return Reject(article.url, article.site, "no-date", detail, article.capture)
    resolved.give_to(article)
    return article


def why_undated(candidates: list[DateCandidate]) -> str:
    """In words what was found in place of a usable publishing date."""
    published = [found for found in candidates if found.role == "published"]
    if not published:
        return "nothing on the page, in its address or in its listing looks like a publishing date"
    shown = ", ".join(f"{found.raw[:80]!r} ({found.source})" for found in published[:SHOWN])
    more = f" and {len(published) - SHOWN} more" if len(published) > SHOWN else ""
    return f"none of these is a usable publishing date: {shown}{more}"
