"""The news agency an article says it has its text from."""

from __future__ import annotations

import json
import re

from crawler.parsers.vocabulary.agencies import ANY_WIRE, WIRES

CREDIT = re.compile(
    rf"[(\[]\s*(?:[\w. ]+[/,-]\s*)?(?P<agency>{ANY_WIRE}|ant)\s*(?:[/,|-][^)\]]*)?[)\]]",
    re.IGNORECASE,
)
"""As in ``(ANTARA)``, ``(Ant/abd)``, ``(rin/Reuters)`` and ``[ANTARA/HO]``.

Read by hand (2,426 articles of June 2025, five outlets): all 10 credits found were right, all in
bylines; 30 of the 39 other articles that name an agency only quote it. No article of them closes
with a credit in brackets.
"""
NAMED = re.compile(rf"\b(?:{ANY_WIRE}|{ANY_WIRE.upper()}|Antara)\b")
"""As in the outlet ``ANTARA/PRNewswire`` of a dateline and the author ``Reuters``."""
CREDIT_LENGTH = 60
"""How many characters at a text's end are read for a credit; one further up credits a picture."""


def agency_credited(
    body: str, dateline: str | None, outlet: str | None, signature: str | None, authors: str | None
) -> str | None:
    """The news agency an article says it has its text from, as in ANTARA; None for none.

    Read in the dateline, the closing initials, the byline (``authors`` is the column's JSON) and
    brackets at the end of the text.
    """
    for text in (outlet, *json.loads(authors or "[]")):
        if found := NAMED.search(text or ""):
            return _spelled(found[0])
    for text in (dateline, signature, body[-CREDIT_LENGTH:]):
        if found := CREDIT.search(text or ""):
            return _spelled(found["agency"])
    return None


def _spelled(agency: str) -> str:
    """As it spells itself: ANTARA for Ant, antara and Antara."""
    return (WIRES | {"ant": "ANTARA"})[agency.casefold()]
