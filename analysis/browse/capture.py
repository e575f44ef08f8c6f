"""A captured page shown in a browser: as it came, but so that nothing of it runs or reaches out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.archive.captures import read_capture

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""No script, form, plug-in, frame or request of the page's own; what it styles within itself stays.

"sandbox" alone makes it a stranger to everything else that is served here.
"""
HTML = re.compile(rb"\s*(?:text/html|application/xhtml\+xml)\s*(?:;|$)", re.IGNORECASE)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
CONNECTING = re.compile(rb"<(?=/?(?:link|i?frame|frameset|object|embed|base)\b)", re.IGNORECASE)
"""For these a browser opens a connection ahead (Chromium 150), though each request is forbidden."""
WIDE = re.compile(rb"utf-?(?:16|32)", re.IGNORECASE)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""A text of two or four bytes a letter begins so: nothing of it is found by CONNECTING."""


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A captured answer as it is served: never as anything but HTML or plain text."""

    url: str
    status: int
    fetched_at: datetime
    content_type: str
    body: bytes


def captured_page(archive: Path, capture: str) -> CapturedPage:
    """The answer that ``site/file.warc.gz#offset`` names; raises ArchiveProblem where none is."""
    found = read_capture(archive, capture)
    declared = found.headers.get("Content-Type") or b""
    charset = CHARSET.search(declared)
    is_wide = found.body.startswith(WIDE_MARKS) or (charset and WIDE.match(charset[1]))
    if HTML.match(declared) and not is_wide:
        said = f"; charset={charset[1].decode()}" if charset else ""
        kind, body = f"text/html{said}", CONNECTING.sub(b"<x-", found.body)
    else:
        kind = f"text/plain; charset={charset[1].decode() if charset else 'utf-8'}"
        body = found.body
    return CapturedPage(found.url, found.status, found.fetched_at, kind, body)


def headers_of_a_capture() -> dict[str, str]:
    """What goes with a captured page, so that a browser keeps it shut."""
    return {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-DNS-Prefetch-Control": "off",
    }
