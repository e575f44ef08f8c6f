"""Bylines that say who is who: "Reporter: NAMA | Editor: NAMA", "Rep: C31/ Red: NAMA"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.parsers.dateline.outlets import outlet_strength
from crawler.parsers.people.names import is_outlet, looks_like_name, split_names
from crawler.parsers.vocabulary.roles import AUTHORS, HELPERS, NOUNS, REPORT_OF, any_word_for

WRITER = rf"{REPORT_OF}|{any_word_for(AUTHORS)}"
EDITOR = any_word_for(["edits"])
OTHER = (
    rf"{any_word_for([*HELPERS, 'shows'])}|"
    r"tags?|published|diterbitkan|diperbarui|tayang|terbit|kategori"
)
_WRITERS, _EDITORS = any_word_for(["writes"], NOUNS), any_word_for(["edits"], NOUNS)
BOTH = rf"(?:{_EDITORS})\s*(?:&|dan)\s*(?:{_WRITERS})|(?:{_WRITERS})\s*(?:&|dan)\s*(?:{_EDITORS})"

LABEL = re.compile(
    rf"(?:^|(?<=[\n|/•·,;)\]])|(?<=[\n|/•·,;)\]–-]\s)|(?<=\d{{4}})\s|(?<=WIB)\s|(?<=\s)(?=\w+\s*:))\s*"
    rf"(?:(?P<both>{BOTH})|(?P<writer>{WRITER})|(?P<editor>{EDITOR})|(?P<other>{OTHER}))"
    r"(?:(?P<colon>\s*[:：])|(?P<line>\s*,?\s*(?:\n|\Z))|(?P<blank>,?\s(?=\S)))\s*[:：]?\s*",
    re.IGNORECASE,
)
"""A label where one may begin: at the start of a line, behind a mark, behind a date."""

NEXT_LABEL = re.compile(rf"(?<=\w) (?=(?i:{_WRITERS}|{_EDITORS}) +[A-Z])")
"""``NAMA Reporter NAMA`` in one row, where the page marks labels up otherwise than names."""

WITHOUT_COLON = re.compile(rf"(?:{REPORT_OF}|{any_word_for(AUTHORS, ['phrase'])})$", re.IGNORECASE)
"""Labels that stand before a name without a colon: ``Oleh``, ``Ditulis oleh``."""

ALONE = re.compile(rf"(?:{BOTH}|{WRITER}|{EDITOR})\s*[:：,]?", re.IGNORECASE)

END = re.compile(r"\bcopyright\b|©|\bhak cipta\b|\n\s*\n", re.IGNORECASE)
"""Where a byline ends: ``Copyright © CONTOH 2026``."""


@dataclass(slots=True)
class Byline:
    """The people a line names with labels."""

    writers: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    has_label: bool = False


def is_label(text: str) -> bool:
    """Whether a text is a label and nothing else: ``Penulis``, ``Editor :``."""
    return ALONE.fullmatch(text.strip()) is not None


def read_byline(text: str, outlets: set[str], label_apart: bool = False) -> Byline:
    """The writers and editors a short text names behind labels; empty where it is no byline.

    ``outlets`` are the site's own names, squashed; they are nobody's. ``label_apart`` tells that
    the page marks up the label otherwise than the name, so that it needs no colon.
    """
    if end := END.search(text):
        text = text[: end.start()]
    if label_apart:
        text = NEXT_LABEL.sub("\n", text)
    byline = Byline()
    labels = list(LABEL.finditer(text))
    for index, label in enumerate(labels):
        byline.has_label = True
        until = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        said = text[label.end() : until].strip(" \n|/•·,;–-")
        word = label["both"] or label["writer"] or label["editor"]
        if not word or not said or not (label_apart or _is_certain(label, word, said)):
            continue
        if label["line"] and _is_dateline(said.split("\n")[0], outlets):
            continue
        people = split_names(said.split("\n")[0])
        people = [name for name in people if not is_outlet(name, outlets)]
        if not people or not all(map(looks_like_name, people)):
            continue
        if label["writer"] or label["both"]:
            byline.writers += people
        if label["editor"] or label["both"]:
            byline.editors += people
    return byline


def _is_certain(label: re.Match[str], word: str, said: str) -> bool:
    """Whether a label without a colon is one: "Oleh NAMA", not "Penulis novel ..."."""
    if label["colon"]:
        return True
    if label["line"]:
        return not said.startswith(("(", "-"))
    bare = label["blank"] and not label["blank"].startswith(",")
    return bool(bare and WITHOUT_COLON.match(word)) and said[0].isupper()


def _is_dateline(line: str, outlets: set[str]) -> bool:
    """Whether a line under a label is the story's dateline: "Tasikmalaya, Contoh Online"."""
    _, comma, outlet = line.rpartition(",")
    return bool(comma) and outlet_strength(outlet.strip(), outlets) > 1
