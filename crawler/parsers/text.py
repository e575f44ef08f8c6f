"""Plain text: one form for every blank, mark and letter."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text in NFC, invisible characters taken out, white space folded to one blank."""
    return _BLANKS.sub(
        " ", unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    ).strip()
