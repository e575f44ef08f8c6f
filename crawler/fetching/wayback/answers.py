"""Answers of a Wayback Machine: a capture is the page it is of, all else is told apart."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.discovery.replay_address import Shown, led_to, shown_at, whole_time
from crawler.fetching.exceptions import NotInArchive
from crawler.run_record import run_record

ASKED_AGAIN = (408, 429, 500, 502, 503, 504, 522, 524)
"""Refusals and failures for which a request is made again (RETRY_HTTP_CODES, Politeness)."""
REDIRECTS = (301, 302, 303, 307, 308)
ORIGINAL = b"x-archive-orig-"
"""How the headers begin that a captured page had, as the Internet Archive shows them."""
OWN_PAGE = re.compile(
    rb"<title>[^<]*(?:Wayback Machine|Internet Archive|URL Not Found|Page Not Archived|pywb)|"
    rb"has not archived that URL|could not be found in this collection|Page cannot be displayed|"
    rb"This URL has been excluded",
    re.IGNORECASE,
)
"""What stands on an archive's own pages, where headers don't tell them from captures."""
BEGINNING = 65536
TOOLBAR = re.compile(
    rb"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.{0,200000}?<!-- END WAYBACK TOOLBAR INSERT -->",
    re.DOTALL,
)


class ArchiveRedirects:
    """Scrapy downloader middleware: keeps a run that asks an archive within it.

    A redirect, the archive's own or a captured one of the site's, is followed there.
    """

    def __init__(self, crawler: Crawler):
        self.record = run_record(crawler)
        self.base = crawler.settings["WAYBACK_REPLAY"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveRedirects:
        """Made by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer, a redirect's address in the archive; raises NotInArchive for others."""
        is_shown = self.record.asks_archive and shown_at(request.url, self.base)
        if not is_shown or response.status not in REDIRECTS or b"Location" not in response.headers:
            return response
        location = response.headers["Location"].decode("latin-1")
        target = led_to(request.url, location, self.base)
        if target is None:
            raise NotInArchive(f"the archive leads to {location}, which is outside of it")
        headers = response.headers.copy()
        headers["Location"] = target
        return response.replace(headers=headers)


class Captures:
    """Scrapy downloader middleware: makes a Wayback's answers those of the site.

    A capture has its page's own address, ``request.meta["fetched_at"]`` is when it was made and
    ``["capture"]`` where it is shown. What the archive says itself (not archived, excluded) raises
    NotInArchive.
    """

    def __init__(self, crawler: Crawler):
        self.record = run_record(crawler)
        self.base = crawler.settings["WAYBACK_REPLAY"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Captures:
        """Made by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer as the page's own; raises NotInArchive where the archive has none."""
        shown = shown_at(request.url, self.base) if self.record.asks_archive else None
        if shown is None or (response.status in ASKED_AGAIN and not is_capture(response)):
            return response
        if not is_capture(response) and is_archives_own(response):
            raise NotInArchive(said_by_archive(response.status, request.url))
        if response.status >= 400:
            sentence = f"the capture is of an error, HTTP {response.status}: {request.url}"
            raise NotInArchive(sentence)
        request.meta["fetched_at"] = captured_at(response, shown)
        request.meta["capture"] = request.url
        request.meta["dont_redirect"] = True  # what the page refreshes to is the site of today
        return response.replace(url=shown.url, body=freed(response.body, self.base))


def is_capture(response: Response) -> bool:
    """Whether headers say that an answer is a capture's (RFC 7089, or the captured headers)."""
    names = [name.lower() for name in response.headers]
    return b"memento-datetime" in names or any(name.startswith(ORIGINAL) for name in names)


def is_archives_own(response: Response) -> bool:
    """Whether an answer that is not said to be a capture is a page of the archive's own."""
    return response.status >= 400 or bool(OWN_PAGE.search(response.body[:BEGINNING]))


def said_by_archive(status: int, address: str) -> str:
    """What it means that an archive shows no capture."""
    if status in (401, 403, 451):
        return f"the archive does not show it (HTTP {status}): {address}"
    return f"the archive has no capture of it (HTTP {status}): {address}"


def freed(page: bytes, base: str) -> bytes:
    """A captured page without what an archive that shows no raw pages puts into it."""
    parts = urlsplit(base)
    path = re.escape(parts.path.rstrip("/").encode())
    host = re.escape(parts.netloc.encode())
    prefix = rb"(?:(?:https?:)?//" + host + rb")?" + path + rb"/\d{4,14}(?:[a-z]{2}_)?/(?=\w+:/)"
    return TOOLBAR.sub(b"", re.sub(prefix, b"", page))


def captured_at(response: Response, shown: Shown) -> datetime:
    """When a capture was made (aware, UTC): as it says itself, else as its address does."""
    told = response.headers.get("Memento-Datetime")
    try:
        return parsedate_to_datetime((told or b"").decode("latin-1")).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return datetime.strptime(whole_time(shown.time), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
