"""``scrapy diff ARTICLE``: what an outlet changed in a story after publishing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from analysis.edits.versions import Change, changes, find_article
from analysis.edits.word_diff import Piece, Unchanged, word_diff
from crawler.clock import WIB
from crawler.console.command import WartaCommand
from crawler.console.terminal import plain
from crawler.database import open_for_reading
from crawler.errors import UsageProblem
from pipelines.database.articles import KEPT_WHOLE
from pipelines.identity import printed_text

MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""How words are marked without colours, as wdiff and git do."""
STYLES = {"same": "", "removed": "red strike", "added": "green bold"}


class Command(WartaCommand):
    """Shows the versions of one article, each against the one before."""

    usage = "ARTICLE"
    summary = "Show what was changed in an article after publishing"
    help_text = (
        "ARTICLE is the id of an article or any address it was seen under. For each version "
        "after the first: when it was seen, how much of the text it changed, and the changed "
        "paragraphs word by word, in colour on a terminal, else marked [-removed-] {+added+}. "
        "White space, quotation marks and dashes don't count."
    )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the article's changes."""
        if len(args) != 1:
            raise UsageProblem("name one article by its id or address, as in scrapy diff 17")
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            article = find_article(database, args[0])
            found = changes(database, article)
        console = Console(highlight=False)
        coloured = console.is_terminal and not console.no_color
        console.print(Text(plain(article["headline"]), style="bold"), soft_wrap=True)
        published = article["published_local"][:16].replace("T", " ")
        console.print(
            f"{article['site']}, {published}, id {article['id']}, {plain(article['url'])}",
            markup=False,
            soft_wrap=True,
        )
        if not found:
            console.print("never seen otherwise: there is only this version")
        for change in found:
            for line in described(change):
                console.print(painted(line, coloured=coloured), soft_wrap=True)


def described(change: Change) -> Iterator[list[Piece]]:
    """A change as lines: its heading, the changed texts, then the other columns."""
    yield [Piece("same", f"\n{heading(change)}")]
    for name in KEPT_WHOLE:
        if name in change.fields:
            before, after = (value or "" for value in change.fields[name])
            yield from changed_text(name, before, after)
    for name, (before, after) in change.fields.items():
        if name not in KEPT_WHOLE:
            line = [Piece("same", f"{name}: "), Piece("removed", shown(before))]
            yield [*line, Piece("same", " "), Piece("added", shown(after))]


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


def painted(line: list[Piece], *, coloured: bool) -> Text:
    """A line's pieces with blanks between them, coloured or marked."""
    text = Text()
    for piece in line:
        opening, end = ("", "") if coloured else MARKS[piece.kind]
        if text.plain and text.plain[-1] not in " \n" and not piece.text.startswith(("\n", " ")):
            text.append(" ")
        words = f"{opening}{plain(piece.text)}{end}" if piece.text else ""
        text.append(words, style=STYLES[piece.kind] if coloured else "")
    return text
