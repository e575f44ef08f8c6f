"""From the bytes of a page to its text."""

from __future__ import annotations


def decode_html(raw: bytes) -> str:
    """The text of a page's bytes; never raises."""
    return raw.decode("utf-8", "replace")
