"""What changed between two texts, in words and paragraphs, as a reader would mark it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]
BETWEEN_PARAGRAPHS = "\n\n"
TOKEN = re.compile(r"\n\n|[^\s]+")  # a paragraph's end is a word of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that stand in both texts, only in the first, or only in the second."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """So many paragraphs that are the same in both."""

    paragraphs: int


def word_diff(
    before: str, after: str, key: Callable[[str], str] = str
) -> list[list[Piece] | Unchanged]:
    """Two texts of paragraphs parted by a blank line: those that changed, word by word.

    Words with the same ``key`` count as the same, as where only the quotation marks differ.
    Linear in the number of paragraphs that stayed the same.
    """
    old, new = (text.split(BETWEEN_PARAGRAPHS) if text else [] for text in (before, after))
    matcher = SequenceMatcher(None, [*map(key, old)], [*map(key, new)], autojunk=False)
    blocks: list[list[Piece] | Unchanged] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            blocks.append(Unchanged(end - start))
        else:
            blocks.append([*_words(old[start:end], new[new_start:new_end], key)])
    return blocks


def _words(old: Sequence[str], new: Sequence[str], key: Callable[[str], str]) -> Iterator[Piece]:
    first, second = (TOKEN.findall(BETWEEN_PARAGRAPHS.join(texts)) for texts in (old, new))
    matcher = SequenceMatcher(None, [*map(key, first)], [*map(key, second)], autojunk=False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            yield Piece("same", _joined(second[new_start:new_end]))
            continue
        if start < end:
            yield Piece("removed", _joined(first[start:end]))
        if new_start < new_end:
            yield Piece("added", _joined(second[new_start:new_end]))


def _joined(words: Sequence[str]) -> str:
    return " ".join(words).replace(" \n\n ", BETWEEN_PARAGRAPHS)
