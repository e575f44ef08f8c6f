"""What a reading did, and by which rule: for a person who asks why a page was read so.

A page is read with ``SILENT``, which keeps nothing; ``scrapy read --why`` reads with a
``Recorder``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml.etree import _Element as HtmlElement

Outcome = Literal["won", "lost", "out", "cut", "told"]
"""What came of it: a source was believed or not, a line was taken out or changed, a fact."""

LONGEST_PLACE = 60
"""Characters that name an element."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a reading did.

    ``about`` is the field it was done for ("body", "headline"), ``rule`` the name that stands in
    the table of rules or sources, ``text`` the line as printed, ``place`` the element it stood
    in, ``more`` what else tells why: scores, the line after a change.
    """

    about: str
    rule: str
    outcome: Outcome
    text: str
    place: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


class Trace:
    """Keeps nothing. ``off`` names the rules that a reading leaves out; usually none."""

    is_kept = False
    """Whether somebody wants to know; ask before something is computed for a trace alone."""
    steps: Sequence[Step] = ()
    """What was kept, in order."""

    def __init__(self, off: Collection[str] = ()):
        self.off = frozenset(off)

    def note(
        self,
        about: str,
        rule: str,
        outcome: Outcome,
        text: str | None,
        element: HtmlElement | None = None,
        **more: Any,
    ) -> None:
        """Keep one step."""

    def compare(
        self,
        about: str,
        rule: str,
        before: Sequence,
        after: Sequence,
        why: Callable[[str], str | None] | None = None,
    ) -> None:
        """Keep what a rule did to lines: which it took out, which it changed."""


SILENT = Trace()


class Recorder(Trace):
    """Keeps every step, in order."""

    is_kept = True

    def __init__(self, off: Collection[str] = ()):
        super().__init__(off)
        self.steps: list[Step] = []

    def note(
        self,
        about: str,
        rule: str,
        outcome: Outcome,
        text: str | None,
        element: HtmlElement | None = None,
        **more: Any,
    ) -> None:
        """Keep one step."""
        place = None if element is None else place_of(element)
        self.steps.append(Step(about, rule, outcome, text or "", place, more))

    def compare(
        self,
        about: str,
        rule: str,
        before: Sequence,
        after: Sequence,
        why: Callable[[str], str | None] | None = None,
    ) -> None:
        """Keep what a rule did to lines (strings, or what has a ``text``), told by identity.

        ``why`` says of a line what the rule has against it.
        """
        old, stayed = set(map(id, before)), set(map(id, after))
        changed = iter([line for line in after if id(line) not in old])
        for line in before:
            if id(line) in stayed:
                continue
            if (new := next(changed, None)) is None:
                told = {"why": why(_words(line))} if why else {}
                self.note(about, rule, "out", _words(line), **told)
            else:
                self.note(about, rule, "cut", _words(line), now=_words(new))


def place_of(element: HtmlElement) -> str:
    """An element as CSS would name it, and the one around it: ``p.lead in div.detail``."""
    around = element.getparent()
    return _name(element) if around is None else f"{_name(element)} in {_name(around)}"


def _name(element: HtmlElement) -> str:
    identity = f"#{element.get('id')}" if element.get("id") else ""
    classes = "".join(f".{name}" for name in (element.get("class") or "").split())
    return f"{element.tag}{identity}{classes}"[:LONGEST_PLACE]


def _words(line: Any) -> str:
    return line if isinstance(line, str) else line.text
