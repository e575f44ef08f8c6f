"""``scrapy diff ARTICLE``: what an outlet changed in a story after publishing."""

from __future__ import annotations

import argparse
from contextlib import closing

from rich.console import Console
from rich.text import Text

from analysis.edits.in_words import changed_lines, heading
from analysis.edits.versions import changes, find_article
from analysis.edits.word_diff import Piece
from crawler.console.command import WartaCommand
from crawler.console.terminal import plain
from crawler.database import open_for_reading
from crawler.errors import UsageProblem

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
            console.print(f"\n{heading(change)}", markup=False, soft_wrap=True)
            for line in changed_lines(change):
                console.print(painted(line, coloured=coloured), soft_wrap=True)


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
