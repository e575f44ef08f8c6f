"""Why a page was read so: a trace as lines for a person, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from os.path import commonprefix
from typing import Any

from crawler.parsers.page.trace import Step

WIDTH = 100
"""Characters of a line."""
WIDEST_RULE = 28
WIDEST_REASON = 34
"""Characters of a rule's name, and of what stands behind a line that is long."""

SECTIONS = (
    ("headline", "headline"),
    ("kicker", "kicker"),
    ("date lines", None),
    ("date candidates", None),
    ("published", "published"),
    ("modified", "modified_at"),
    ("authors", "authors"),
    ("editors", "editors"),
    ("dateline", "dateline"),
    ("container", None),
    ("body", "extractor"),
    ("signature", "signature"),
    ("lead", "lead"),
    ("image_caption", "image_caption"),
    ("image_url", "image_url"),
    ("section", "section"),
    ("tags", "tags"),
    ("kind", "kind"),
    ("doubt", "doubt"),
)
"""What a reading is told about, in the order of print, and the column that came of it."""


def explained(line: dict[str, Any], steps: Iterable[Step]) -> Iterator[str]:
    """A reading for a person: under each field what was tried for it, in order, what came of it.

    ``line`` are the article's columns, ``steps`` what the trace kept. No line is longer than
    ``WIDTH``.
    """
    steps = list(steps)
    site = f"site {line['site']}" if line["site"] else "no site"
    yield _shortened(f"{site}: {line['url'] or 'no address'}", WIDTH)
    for about, column in SECTIONS:
        own = [step for step in steps if step.about == about]
        if not own and (column is None or not line[column]):
            continue
        yield ""
        yield _shortened(f"{about}: {_value(line[column])}" if column else f"{about}:", WIDTH)
        yield from _table(own)


def as_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps of a trace as JSON objects, ``about`` to ``more``."""
    return [asdict(step) for step in steps]


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _table(steps: list[Step]) -> Iterator[str]:
    """``out   boilerplate   Baca juga: Judul lain   cross-link``, one below the other."""
    rows = [(step.outcome, step.rule, _said(step), _reason(step)) for step in steps]
    rule = min(WIDEST_RULE, max((len(row[1]) for row in rows), default=0))
    left = WIDTH - len("  told   ") - rule
    reason = max((len(row[3]) for row in rows), default=0)
    said = max((len(row[2]) for row in rows), default=0)
    reason = min(reason, max(left - said - 2, WIDEST_REASON)) if reason else 0
    said = min(said, left - reason - 2 if reason else left)
    for outcome, name, words, why in rows:
        line = f"  {outcome:<4} {_shortened(name, rule):<{rule}}  {_shortened(words, said):<{said}}"
        yield f"{line}  {_shortened(why, reason)}".rstrip()


def _said(step: Step) -> str:
    words = " ".join((_difference(step) if step.outcome == "cut" else step.text).split())
    return words or "-"


def _reason(step: Step) -> str:
    """What else is known of a step: why, where on the page, scores."""
    more = {name: each for name, each in step.more.items() if each not in (None, "")}
    why = more.pop("why", None)
    more.pop("now", None)
    told = [f"{name}: {value}" for name, value in more.items()]
    return "; ".join(filter(None, [why, *told, step.place]))


def _difference(step: Step) -> str:
    """What a rule cut out of a line, or the line it made where nothing was cut."""
    old, new = step.text, step.more["now"]
    same = len(commonprefix([old, new]))
    old, rest = old[same:], new[same:]
    cut = old[: len(old) - len(commonprefix([old[::-1], rest[::-1]]))]
    return f"...{cut}" if cut and same else cut or new


def _shortened(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."
