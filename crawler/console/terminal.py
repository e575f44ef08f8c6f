"""Text from the web on a terminal: what would steer the terminal is made visible instead."""

from __future__ import annotations

import re

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
r"""Control characters, as in ``\x1b[2J`` (clears the screen), and signs that turn the direction."""


def plain(text: str | None) -> str:
    """The text as it may be printed on a terminal; None is the empty text."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text or "")
