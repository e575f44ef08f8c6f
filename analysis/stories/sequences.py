"""How much of a text another one repeats: the word sequences both hold.

Half of all sequences of three words, chosen by their hash, are looked at: the share is the same and
costs half.
"""

from __future__ import annotations

import re
import zlib

SAME_TEXT = 0.7
"""From here on one text is a copy of the other; retold stories share quotations, 0.3 to 0.6."""
SEQUENCE = 3
MOST_WORDS = 400
FEWEST_SEQUENCES = 20

WORD = re.compile(r"\w+")


def word_sequences(text: str) -> set[int]:
    """Hashes of half of a text's sequences of three words; none for a text of a few sentences.

    The same text gives the same hashes on every machine and in every run.
    """
    words = WORD.findall(text.casefold())[:MOST_WORDS]
    hashes = (
        zlib.crc32(" ".join(words[start : start + SEQUENCE]).encode())
        for start in range(len(words) - SEQUENCE + 1)
    )
    chosen = {number for number in hashes if number & 1}
    return chosen if len(chosen) >= FEWEST_SEQUENCES else set()


def similarity(one: str, other: str) -> float:
    """Share of the shorter text's word sequences that the other holds too, 0 to 1."""
    left, right = word_sequences(one), word_sequences(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0
