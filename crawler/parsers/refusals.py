"""Pages that are no article though the server answered 200: challenges, consent, errors, 404s."""

from __future__ import annotations

import re

_END_OF_TITLE = rb"[\s.!\xe2\x80\xa6]*(?:[|:\xe2-][^<]{0,60})?</title>"
"""Nothing behind it but marks or the site's name: a headline goes on."""

CHALLENGE_TITLE = re.compile(
    rb"<title[^>]{0,80}>\s*+(?:Just a moment\.\.\.|Attention Required! \| Cloudflare|Access denied|"
    rb"Pardon Our Interruption|Please Wait\.\.\. \| Cloudflare|403 Forbidden|"
    rb"ERROR: The request could not be satisfied)"
    rb"|<title[^>]{0,80}>\s*(?:One moment, please|Checking your browser[^<]{0,40}|DDoS-Guard|"
    rb"Captcha|Robot or human\??|Are you (?:a )?(?:robot|human)\??|(?:Bot|Human) verification|"
    rb"Verify(?:ing)? (?:that )?you are (?:a )?human|(?:Vercel )?Security check(?:point)?|"
    rb"Access to this page has been denied|Sucuri Website Firewall[^<]{0,40}|Client Challenge|"
    rb"You have been blocked|Request unsuccessful[^<]{0,60})" + _END_OF_TITLE,
    re.IGNORECASE,
)
CONSENT_TITLE = re.compile(
    rb"<title[^>]{0,80}>\s*+(?:Before you continue(?: to [^<]{2,40})?|We value your privacy|"
    rb"Sebelum (?:Anda )?melanjutkan(?: ke [^<]{2,40})?|"
    rb"(?:Cookie|Privacy|Your privacy) (?:consent|settings|preferences|choices)|"
    rb"Persetujuan (?:cookie|privasi))" + _END_OF_TITLE,
    re.IGNORECASE,
)
"""``<title>Before you continue to Contoh</title>``: the page that stands before a page."""

ERROR_TITLE = re.compile(
    rb"<title[^>]{0,80}>\s*+(?:(?:(?:HTTP )?Error |HTTP )?(?:400|401|410|429|5\d\d)"
    rb"(?:\s*+[:|-]?\s*+(?:Error|Bad (?:Gateway|Request)|Service (?:Temporarily )?Unavailable|Gone|"
    rb"Internal Server Error|Gateway Time-?out|Too Many Requests|[^<]{2,30} error))?|Bad Gateway|"
    rb"Service (?:Temporarily )?Unavailable|Internal Server Error|Gateway Time-?out|Fatal error|"
    rb"(?:WordPress . |)Error establishing a database connection|Database (?:connection )?error|"
    rb"(?:Site |Website |We are )?(?:is )?(?:under |down for )?maintenance(?: mode)?|"
    rb"(?:Situs|Website|Web|Halaman)(?: ini)? (?:sedang |dalam ){1,2}"
    rb"(?:pemeliharaan|perbaikan|perawatan)|(?:This )?account (?:has been )?suspended|"
    rb"Welcome to nginx!?|Index of /[^<]{0,80}|Apache2? [^<]{2,30} Default Page[^<]{0,30})"
    + _END_OF_TITLE,
    re.IGNORECASE,
)
"""``<title>502 Bad Gateway</title>``, ``<title>Situs sedang dalam perbaikan</title>``."""

CHALLENGE_MARK = re.compile(
    rb"id=\"(?:cf-challenge-running|challenge-form|cf-wrapper)\"|/cdn-cgi/challenge-platform/h/"
    rb"[bg]/orchestrate",
    re.IGNORECASE,
)
"""Titles and markers of Cloudflare, CloudFront and Imperva interstitials, as seen until 2026."""

MARKED = (b"challenge", b"cf-wrapper")
"""One of them stands in every ``CHALLENGE_MARK``: looking for a word is quicker."""

SOFT_404 = re.compile(
    rb"<title[^>]{0,80}>\s*+(?:(?:error )?404\b|[^<]{0,60}\b(?:page not found|404 not found)\b"
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
    """A reject reason and its detail when a page is no article but what stands in its place.

    A challenge, a request for consent, a server's error, a soft 404; None where it is none.
    """
    head = html[:NEAR_TOP]
    lowered = head.lower()
    titles = _places(b"<title", lowered)
    if found := _at(CHALLENGE_TITLE, head, titles) or (
        any(word in lowered for word in MARKED) and CHALLENGE_MARK.search(head)
    ):
        return "challenge", f"the page holds {found[0][:80].decode('latin-1')!r}"
    if found := _at(CONSENT_TITLE, head, titles):
        return "challenge", f"the page asks for consent: {_shown(found)}"
    if found := _at(ERROR_TITLE, head, titles):
        return "http-error", f"the page says so with status 200: {_shown(found)}"
    if found := _at(SOFT_404, head, titles):
        return "soft-404", found[0].decode("utf-8", "replace").strip()
    return None


def is_wall(text: str) -> bool:
    """Whether a page's text only asks to log in, subscribe or come back later."""
    return len(text) <= LONGEST_WALL and WALL.search(text) is not None


def _shown(found: re.Match[bytes]) -> str:
    return found[0].decode("utf-8", "replace").strip()[:120]


def _places(mark: bytes, text: bytes) -> list[int]:
    found, places = text.find(mark), []
    while found >= 0:
        places.append(found)
        found = text.find(mark, found + 1)
    return places


def _at(pattern: re.Pattern[bytes], text: bytes, places: list[int]) -> re.Match[bytes] | None:
    """Where a pattern first matches, of these places."""
    return next(filter(None, (pattern.match(text, place) for place in places)), None)
