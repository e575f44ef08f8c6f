"""Second step: of all the dates a page names, one publishing time; without one a Reject."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from crawler.items import Article, DateCandidate, Reject
from crawler.parsers.dates import Resolved, resolve

COLUMNS = [field.name for field in fields(Resolved)]
SHOWN = 3
"""So many of the dates that could not be used stand in the reject."""


class Dates:
    """Scrapy item pipeline: resolves ``date_candidates`` into the ``published_*`` columns."""

    def process_item(self, item: Any) -> Any:
        """The dated article, or a Reject with reason no-date in its place."""
        if not isinstance(item, Article):
            return item
        now = item.fetched_at or datetime.now(UTC)
        resolved = resolve(item.date_candidates, now=now, timezone=item.timezone)
        if resolved.published_at is None:
            detail = why_undated(item.date_candidates)
            return Reject(item.url, item.site, "no-date", detail, item.capture)
        for column in COLUMNS:
            setattr(item, column, getattr(resolved, column))
        return item


def why_undated(candidates: list[DateCandidate]) -> str:
    """In words what was found in place of a usable publishing date."""
    published = [found for found in candidates if found.role == "published"]
    if not published:
        return "nothing on the page, in its address or in its listing looks like a publishing date"
    shown = ", ".join(f"{found.raw[:80]!r} ({found.source})" for found in published[:SHOWN])
    more = f" and {len(published) - SHOWN} more" if len(published) > SHOWN else ""
    return f"none of these is a usable publishing date: {shown}{more}"
