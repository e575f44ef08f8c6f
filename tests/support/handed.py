"""How long the texts are that come to the program's regular expressions, and what blanks they hold.

    with recorded() as longest:
        read_article(page, ADDRESS, Reader())
    longest["crawler.parsers.headline.PAGE_NUMBER search"]     # (63, 1)

Patterns that a module holds under a name are seen; those in tables and closures are not.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.patterns import ANCHORED, METHODS, modules

REPLACING = {"sub", "subn"}
READING = METHODS - REPLACING
BLANKS = re.compile(r"\s+")
Longest = dict[str, tuple[int, int]]
"""By a pattern's name and use: characters of its longest text, most blanks in a row of any."""


class Recorded:
    """A pattern that notes the longest text it is used on, and the most blanks in a row."""

    def __init__(self, pattern: re.Pattern, name: str, longest: Longest):
        self._pattern, self._name, self._longest = pattern, name, longest

    def __getattr__(self, attribute: str) -> Any:
        """What the pattern has; its methods note what they are handed."""
        real = getattr(self._pattern, attribute)
        method = ANCHORED.get(attribute, "search")
        if attribute in READING:
            return lambda text, *place: self._noted(method, text, *place) or real(text, *place)
        if attribute in REPLACING:
            return lambda by, text, *more, **named: (
                self._noted(method, text) or real(by, text, *more, **named)
            )
        return real

    def _noted(
        self, method: str, text: str | bytes, begin: int = 0, end: int = sys.maxsize
    ) -> None:
        use, handed = f"{self._name} {method}", text[begin:end]
        length, blanks = self._longest.get(use, (0, 0))
        if "\n" in handed or "  " in handed if isinstance(handed, str) else False:
            blanks = max(blanks, *map(len, BLANKS.findall(handed)))
        self._longest[use] = max(length, len(handed)), blanks


@contextmanager
def recorded() -> Iterator[Longest]:
    """What comes to patterns meanwhile."""
    longest: Longest = {}
    made: dict[int, Recorded] = {}
    replaced = []
    for module in modules():
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                full = f"{module.__name__}.{name}"
                replaced.append((module, name, value))
                setattr(module, name, made.setdefault(id(value), Recorded(value, full, longest)))
    try:
        yield longest
    finally:
        for module, name, value in replaced:
            setattr(module, name, value)
