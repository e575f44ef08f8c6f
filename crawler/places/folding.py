"""Spellings of one name made alike: capitals, accents, blanks, hyphens and dots make no odds."""

from __future__ import annotations

import re
import unicodedata

NO_LETTER = re.compile(r"[^a-z0-9]")
UNDECOMPOSED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae"})


def folded(name: str) -> str:
    """A name as it is looked up: ``tanjungpinang`` for Tanjung Pinang, TANJUNGPINANG.

    >>> folded("Sana’a"), folded("São Paulo")
    ('sanaa', 'saopaulo')
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(UNDECOMPOSED))
    return NO_LETTER.sub("", plain)
