"""Pages that are no article though the server answered 200: challenges and soft 404s."""

from __future__ import annotations

import re

CHALLENGE_TITLE = re.compile(
    rb"<title>\s*(?:Just a moment\.\.\.|Attention Required! \| Cloudflare|Access denied|"
    rb"Pardon Our Interruption|Please Wait\.\.\. \| Cloudflare|403 Forbidden|"
    rb"ERROR: The request could not be satisfied)",
    re.IGNORECASE,
)
CHALLENGE_MARK = re.compile(
    rb"id=\"(?:cf-challenge-running|challenge-form|cf-wrapper)\"|/cdn-cgi/challenge-platform/h/"
    rb"[bg]/orchestrate",
    re.IGNORECASE,
)
"""Titles and markers of Cloudflare, CloudFront and Imperva interstitials, as seen until 2026."""

MARKED = (b"challenge", b"cf-wrapper")
"""One of them stands in every ``CHALLENGE_MARK``: looking for a word is quicker."""

SOFT_404 = re.compile(
    rb"<title>\s*(?:(?:error )?404\b|[^<]{0,60}\b(?:page not found|404 not found)\b"
    rb"|[^<]{0,60}\bhalaman (?:yang anda (?:cari|tuju|minta) )?tidak (?:di ?temukan|ada|tersedia))"
    rb"[^<]{0,80}</title>",
    re.IGNORECASE,
)
"""For instance ``<title>Halaman tidak ditemukan - Contoh</title>``."""

WALL = re.compile(
    r"\b(?:sil(?:akan|ahkan)|harap|mohon|please|you (?:must|need to)|anda (?:harus|perlu))\b"
    r"[^.\n]{0,60}?\b(?:masuk|log ?in|sign ?(?:in|up)|(?:ber)?langganan|subscribe|"
    r"(?:men)?daftar|register|kembali (?:lagi|nanti|beberapa|dalam)|coba(?: lagi)?|"
    r"try again|come back|(?:meng)?aktifkan|enable)\b"
    r"|\bkhusus (?:untuk )?(?:pelanggan|anggota|member)|\b(?:subscribers?|members?)[- ]only\b"
    r"|\b(?:sedang|dalam|under) (?:dalam )?(?:pemeliharaan|perbaikan|perawatan|maintenance)\b",
    re.IGNORECASE,
)
"""``Silakan masuk untuk membaca selengkapnya.``, ``Situs sedang dalam pemeliharaan.``"""
LONGEST_WALL = 600
"""Characters. A short news text may hold such words, so that they count beside other evidence."""

NEAR_TOP = 20_000
"""Both stand in the head of a page; looking further costs time on every page."""


def refusal(html: bytes) -> tuple[str, str] | None:
    """A reject reason and its detail when a page is a challenge or a soft 404, else None."""
    head = html[:NEAR_TOP]
    lowered = head.lower()
    titles = _places(b"<title>", lowered)
    if found := _at(CHALLENGE_TITLE, head, titles) or (
        any(word in lowered for word in MARKED) and CHALLENGE_MARK.search(head)
    ):
        return "challenge", f"the page holds {found[0][:80].decode('latin-1')!r}"
    if found := _at(SOFT_404, head, titles):
        return "soft-404", found[0].decode("utf-8", "replace").strip()
    return None


def is_wall(text: str) -> bool:
    """Whether a page's text only asks to log in, subscribe or come back later."""
    return len(text) <= LONGEST_WALL and WALL.search(text) is not None


def _places(mark: bytes, text: bytes) -> list[int]:
    found, places = text.find(mark), []
    while found >= 0:
        places.append(found)
        found = text.find(mark, found + 1)
    return places


def _at(pattern: re.Pattern[bytes], text: bytes, places: list[int]) -> re.Match[bytes] | None:
    """Where a pattern first matches, of these places."""
    return next(filter(None, (pattern.match(text, place) for place in places)), None)
