"""Plain text: one form for every blank, mark and letter."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

from crawler.parsers.urls import DOMAIN_ENDING

_INVISIBLE = re.compile(
    # soft hyphen, zero-width space, direction marks, word joiner, byte order mark, and joiners
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    # joiners mean something between Arabic letters or emoji, nothing beside ASCII
    "(?:(?<![\u200c\u200d])|(?<![^\x00-\x7f].)|(?![^\x00-\x7f]))",
    re.DOTALL,
)

ENDING = re.compile(rf"\.{DOMAIN_ENDING}$")
"""``.co`` of ``tempo.co``."""
TAG = re.compile(r"<[^>]*>")
"""``<a href="/judul">``."""
MARKS = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """The text in NFC, without invisible characters, white space folded to single blanks.

    Wrongly decoded characters stay as they are: what they were meant to be is a guess.
    """
    folded = " ".join(text.split())
    if folded.isascii():
        return folded
    if folded.isprintable():  # nothing invisible is, and to look costs a fifth of taking out
        return unicodedata.normalize("NFC", folded)
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def small_letters(text: str) -> str:
    """The text in small letters, as long as it was: "İ" would become two characters and stays."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(small if len(small := each.lower()) == 1 else each for each in text)


def squashed(name: str) -> str:
    """A name's letters without its domain ending: "tempo" of "TEMPO.CO" and of "Tempo"."""
    return MARKS.sub("", ENDING.sub("", name.casefold()))


def word_count(text: str) -> int:
    """How many words parted by white space the text has."""
    return len(text.split())


def without_tags(text: str) -> str:
    """A text of markup without its tags; what is no whole tag stays."""
    end = text.rfind(">") + 1  # behind it every "<" would be looked from to the end
    return TAG.sub("", text[:end]) + text[end:]


def plain(value: Any) -> str | None:
    """A value of JSON-LD or a meta as text: entities resolved, tags and blanks gone; or None."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    for _ in range(2):
        if "&" in value:
            value = html.unescape(value)
    if "<" in value:
        value = re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", value)
    return clean(value) or None
