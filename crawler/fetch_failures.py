"""Why a page could not be fetched: from Scrapy's failures to a Reject with a reason."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
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
