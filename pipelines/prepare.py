"""From an article as read to one fit to be stored: a crawl's first three steps as one function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.items import Article, Reject, doubt_of, doubts_in
from crawler.parsers.dates import DATE_COLUMNS
from pipelines.check import checked
from pipelines.dates import dated
from pipelines.identity import identified


def prepare(
    item: Article | Reject, site: str, settled: Mapping[str, Any] | None = None
) -> Article | Reject:
    """The article checked, dated and identified, or the Reject that it or one of these came to.

    ``site`` is the outlet of an article that names none itself. ``settled`` is the stored row of
    an article whose publishing time is known already, by more than its page tells.
    """
    if isinstance(item, Article):
        item = checked(item, site)
    if isinstance(item, Article):
        item = dated_as(item, settled) if settled is not None else dated(item)
    return identified(item) if isinstance(item, Article) else item


def dated_as(article: Article, settled: Mapping[str, Any]) -> Article:
    """The article with the publishing time of a stored row."""
    for name in DATE_COLUMNS:
        setattr(article, name, settled[name])
    of_dates = doubts_in(settled["doubt"], of_dates=True)
    article.doubt = doubt_of(of_dates | doubts_in(article.doubt, of_dates=False))
    return article
