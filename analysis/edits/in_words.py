"""What a version changed, as lines of words that stayed, went and came: for terminal and page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from analysis.edits.versions import Change
from analysis.edits.word_diff import Piece, Unchanged, word_diff
from crawler.clock import WIB
from pipelines.database.articles import KEPT_WHOLE
from pipelines.identity import printed_text


def heading(change: Change) -> str:
    """The line above a change, as in "version 1 to 2, seen 2025-06-18 15:10 WIB: +5 -3 words"."""
    seen = datetime.fromisoformat(change.seen_at).astimezone(WIB)
    words = (
        f"+{change.words_added} -{change.words_removed} words ({change.changed:.1%} of the text)"
    )
    why = "" if change.cause == "edit" else ", read anew by newer parsers"
    return (
        f"version {change.version} to {change.version + 1}, "
        f"seen {seen:%Y-%m-%d %H:%M} WIB: {words}{why}"
    )


def changed_lines(change: Change) -> Iterator[list[Piece]]:
    """A change as lines: the changed texts word by word, then the other columns."""
    for name in KEPT_WHOLE:
        if name in change.fields:
            before, after = (value or "" for value in change.fields[name])
            yield from changed_text(name, before, after)
    for name, (before, after) in change.fields.items():
        if name not in KEPT_WHOLE:
            line = [Piece("same", f"{name}: "), Piece("removed", shown(before))]
            yield [*line, Piece("same", " "), Piece("added", shown(after))]


def changed_text(name: str, before: str, after: str) -> Iterator[list[Piece]]:
    """A headline or text word by word; paragraphs that stayed are only counted."""
    for block in word_diff(before, after, key=as_compared):
        if not isinstance(block, Unchanged):
            pieces = [piece for whole in block for piece in apart(whole)]
            label = "" if name == "body" else f"{name}: "
            yield [Piece("same", label), *pieces]
        elif name == "body":
            plural = "s" if block.paragraphs > 1 else ""
            yield [Piece("same", f"   ({block.paragraphs} paragraph{plural} unchanged)")]


def apart(piece: Piece) -> Iterator[Piece]:
    """A piece with its paragraphs as pieces of their own, so that marks don't reach over lines."""
    for number, paragraph in enumerate(piece.text.split("\n\n")):
        if number:
            yield Piece("same", "\n")
        if paragraph.strip():
            yield Piece(piece.kind, paragraph.strip())


def as_compared(words: str) -> str:
    """Words as the pipelines compare them."""
    return printed_text("", None, words).strip() or words


def shown(value: Any) -> str:
    """A column's value as it is printed; a list by its members."""
    if value is None or value == "":
        return "nothing"
    text = str(value)
    if text.startswith("["):
        try:
            return ", ".join(map(str, json.loads(text))) or "nothing"
        except ValueError:
            return text
    return text
