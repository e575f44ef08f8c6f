"""Pages that are no article though the server answered 200: challenges and soft 404s."""

from __future__ import annotations

import re

CHALLENGE = re.compile(
    rb"<title>\s*(?:Just a moment\.\.\.|Attention Required! \| Cloudflare|Access denied|"
    rb"Pardon Our Interruption|Please Wait\.\.\. \| Cloudflare|403 Forbidden|"
    rb"ERROR: The request could not be satisfied)"
    rb"|id=\"(?:cf-challenge-running|challenge-form|cf-wrapper)\"|/cdn-cgi/challenge-platform/h/"
    rb"[bg]/orchestrate",
    re.IGNORECASE,
)
"""Titles and markers of Cloudflare, CloudFront and Imperva interstitials, as seen until 2026."""

SOFT_404 = re.compile(
    rb"<title>\s*(?:(?:error )?404\b|[^<]{0,60}\b(?:page not found|404 not found)\b"
    rb"|[^<]{0,60}\bhalaman (?:yang anda (?:cari|tuju|minta) )?tidak (?:di ?temukan|ada|tersedia))"
    rb"[^<]{0,80}</title>",
    re.IGNORECASE,
)
"""For instance ``<title>Halaman tidak ditemukan - Contoh</title>``."""

NEAR_TOP = 20_000
"""Both stand in the head of a page; looking further costs time on every page."""


def refusal(html: bytes) -> tuple[str, str] | None:
    """A reject reason and its detail when a page is a challenge or a soft 404, else None."""
    head = html[:NEAR_TOP]
    if found := CHALLENGE.search(head):
        return "challenge", f"the page holds {found[0][:80].decode('latin-1')!r}"
    if found := SOFT_404.search(head):
        return "soft-404", found[0].decode("utf-8", "replace").strip()
    return None
