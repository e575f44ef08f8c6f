"""Strings made to be hard for one regular expression, from its own parse."""

import re
import re._constants as code
import re._parser as parser
from collections.abc import Iterator
from random import Random

OFTEN = 12
"""A part that may stand more often than this is worth being repeated."""
PLAIN = (
    *("a", "A", "0", " ", "\n", "Aa ", "a ", "1 ", "a.", "a-", "a/", ", ", ".", "-", "/", "<"),
    *("&", '"', "(", "é", "<a ", "\u00a0"),
)
"""Atoms for any pattern: letters, digits, blanks, words, marks, and what markup begins with."""
ENDS = "", "\x00", "!", "a", "\n"
CATEGORIES = {
    code.CATEGORY_DIGIT: "07",
    code.CATEGORY_NOT_DIGIT: "a-",
    code.CATEGORY_SPACE: " \n",
    code.CATEGORY_NOT_SPACE: "a.",
    code.CATEGORY_WORD: "aA0_",
    code.CATEGORY_NOT_WORD: " -",
}
REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


class Shape:
    """A repeated ``atom`` between what leads to it and what ends it."""

    def __init__(self, lead: str, atom: str, end: str):
        self.lead, self.atom, self.end = lead, atom, end

    def __call__(self, size: int) -> str:
        """The string of about ``size`` characters."""
        return self.lead + self.atom * (size // len(self.atom)) + self.end

    def __repr__(self) -> str:
        """As in "'<?xml' + ' ' * n"."""
        ends = f" + {self.end!r}" if self.end else ""
        return f"{self.lead!r} + {self.atom!r} * n{ends}"


def shapes(pattern: re.Pattern, most: int) -> list[Shape]:
    """Up to ``most`` shapes of strings for a pattern, always the same ones."""
    text, flags = pattern.pattern, pattern.flags
    if isinstance(text, bytes):
        text, flags = text.decode("latin-1"), flags & ~re.UNICODE
    random = Random(ascii(text))
    tree = parser.parse(text, flags)
    made: dict[tuple[str, str, str], Shape] = {}
    for lead, atom, end in (*_repeated(tree, "", random), *_begun(tree, random), *_plain()):
        if atom:
            made.setdefault((lead, atom, end), Shape(lead, atom, end))
    return list(made.values())[:most]


def _plain() -> Iterator[tuple[str, str, str]]:
    for atom in PLAIN:
        yield "", atom, "\x00"


def _begun(tree: parser.SubPattern, random: Random) -> Iterator[tuple[str, str, str]]:
    """A match over and over, whole or broken off, so that every place begins a long search."""
    for _ in range(3):
        whole = _sample(tree, random)[:300]
        yield "", whole, "\x00"
        for length in sorted({len(whole) - 1, *range(1, min(len(whole), 8))}):
            yield "", whole[:length], "\x00"
            yield "", f"{whole[:length]} ", "\x00"


def _repeated(tree: parser.SubPattern, lead: str, random: Random) -> Iterator[tuple[str, str, str]]:
    """Each part that may stand often, stood often: alone, behind its lead, and with it."""
    for kind, value in tree:
        if kind in REPEATS:
            _, most, body = value
            yield from _repeated(body, lead, random)
            if most > OFTEN:
                for _ in range(2):
                    atom = _sample(body, random)
                    for end in ENDS:
                        yield lead, atom, end
                    yield "", atom, "\x00"
                    yield "", lead + atom, "\x00"
                    yield "", lead + atom * 3, "\x00"
        for inner in _inside(kind, value):
            yield from _repeated(inner, lead, random)
        lead = (lead + _sample([(kind, value)], random))[-200:]


def _inside(kind: int, value: object) -> list[parser.SubPattern]:
    """The patterns within a group, an alternative or a look around."""
    if kind is code.SUBPATTERN:
        return [value[3]]
    if kind is code.BRANCH:
        return value[1]
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return [value[1]]
    if kind is code.ATOMIC_GROUP:
        return [value]
    return []


def _sample(tree: parser.SubPattern | list, random: Random) -> str:
    """A short string that the pattern would most likely match."""
    made = ""
    for kind, value in tree:
        if kind in REPEATS:
            least, most, body = value
            count = least if random.random() < 0.5 else min(least + 1, most)
            made += "".join(_sample(body, random) for _ in range(min(count, 60)))
        elif kind is code.BRANCH:
            made += _sample(random.choice(value[1]), random)
        elif kind is code.SUBPATTERN:
            made += _sample(value[3], random)
        elif kind is code.ATOMIC_GROUP:
            made += _sample(value, random)
        elif letters := _letters(kind, value):
            made += random.choice(letters)
    return made


def _letters(kind: int, value: object) -> str:
    """Characters that one place of a pattern takes; none where it takes no character."""
    if kind is code.LITERAL:
        return chr(value)
    if kind is code.NOT_LITERAL:
        return "".join(each for each in 'aA 0.-"<' if ord(each) != value)
    if kind is code.ANY:
        return "aA 0"
    if kind is not code.IN:
        return ""
    taken = ""
    for part, inner in value:
        if part is code.LITERAL:
            taken += chr(inner)
        elif part is code.RANGE:
            taken += chr(inner[0]) + chr(inner[1])
        elif part is code.CATEGORY:
            taken += CATEGORIES.get(inner, "a")
    if value[0][0] is code.NEGATE:
        return "".join(each for each in "aA 0.-,<\n" if each not in taken) or "\u2603"
    return taken
