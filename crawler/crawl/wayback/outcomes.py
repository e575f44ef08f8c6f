"""What became of captures, written down once each article is stored or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.wayback.captures import PastCaptures
from crawler.discovery.base import Link
from crawler.items import REJECT_REASONS, Reject
from crawler.parsers.urls import canonical_url

OF_THE_ARCHIVE = ("network", "http-error", "robots", "robots-unreachable", "not-archived")
"""Reasons that say nothing of a capture: it is asked for again by the next run."""
OF_THE_CAPTURE = (
    *("no-headline", "no-date", "no-body", "not-html", "challenge", "soft-404"),
    *("not-in-archive", "same-page", "other-page", "redirect-loop", "off-site"),
)
"""Reasons for which another capture of the same address may be a good one."""


class Outcomes:
    """Listens to what a crawl stores and drops; ``another`` asks for a further capture."""

    def __init__(
        self, crawler: Crawler, captures: PastCaptures, another: Callable[[str, Link], None]
    ):
        self.captures = captures
        self.another = another
        crawler.signals.connect(self.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(self.item_dropped, signal=signals.item_dropped)

    def item_scraped(self, item: Any, response: Response | Failure) -> None:
        """Note that a capture was read and stored."""
        if link := link_of(response):
            self.captures.came_to(link.captured, "read")

    def item_dropped(self, item: Any, response: Response | Failure, exception: Exception) -> None:
        """Note why a capture was not stored; where it is the capture's fault, try another."""
        reason = item.reason if isinstance(item, Reject) else str(exception).partition(" - ")[0]
        link = link_of(response)
        if link is None or reason not in REJECT_REASONS:  # the database failed
            return
        is_lost = reason not in OF_THE_ARCHIVE
        self.captures.came_to(link.captured, f"rejected:{reason}" if is_lost else None)
        is_captures_fault = reason in OF_THE_CAPTURE
        if is_captures_fault and self.captures.may_try_another(canonical_url(link.url)):
            self.another(link.captured, link)


def link_of(response: Response | Failure) -> Link | None:
    """The link that an answer, or a failure, was asked for; None for a question's."""
    return response.request.cb_kwargs.get("link")
