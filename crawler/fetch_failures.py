"""Why a page could not be had: from failures and useless answers to a reason for a Reject."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.url import url_is_from_any_domain
from twisted.python.failure import Failure

from crawler.archive import NotInArchive
from crawler.items import Reject
from crawler.parsers.refusals import refusal


def reject_failure(failure: Failure, site: str) -> Reject:
    """The Reject for a request that ended without a usable answer."""
    link = failure.request.cb_kwargs.get("link")
    url = link.url if link else failure.request.url
    capture = failure.request.meta.get("capture")
    if failure.check(HttpError):
        response = failure.value.response
        capture = response.meta.get("capture")
        refused = refusal(response.body)
        if refused and refused[0] == "challenge":
            return Reject(url, site, *refused, capture)
        return Reject(url, site, "http-error", f"HTTP {response.status}", capture, response.status)
    if failure.check(NotInArchive):
        return Reject(url, site, "not-in-archive", str(failure.value))
    if failure.check(IgnoreRequest) and "robots.txt" in str(failure.value):
        return Reject(url, site, "robots", str(failure.value))
    detail = f"{failure.type.__name__}: {failure.getErrorMessage()}"
    return Reject(url, site, "network", detail.strip(), capture)


PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "")
"""What servers call a page; the last two are what careless ones call everything."""
BEGINNING = 1024


def useless(response: Response, allowed_domains: Sequence[str]) -> tuple[str, str] | None:
    """Reason and detail when an answer with status 200 is no page of the site, else None."""
    if allowed_domains and not url_is_from_any_domain(response.url, allowed_domains):
        return "off-site", f"redirected to {response.url}"
    declared = response.headers.get("Content-Type", b"").decode("latin-1")
    kind = declared.partition(";")[0].strip().lower()
    empty, binary = not response.body.strip(), b"\x00" in response.body[:BEGINNING]
    if empty or binary or kind not in PAGE_TYPES:
        return "not-html", f"{len(response.body)} bytes of {kind or 'no declared type'}"
    return refusal(response.body)
