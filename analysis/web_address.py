"""Which addresses a page of ours may link to."""

from __future__ import annotations


def is_web_address(address: str | None) -> bool:
    """Whether a link to it leads to the web and nowhere else: no javascript:, no data:."""
    return bool(address) and address.lower().startswith(("https://", "http://"))
