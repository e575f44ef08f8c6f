"""All that an audit looks for, one kind after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.audit.addresses import no_articles, other_sites, out_of_line, shared_addresses
from analysis.audit.finding import KINDS, Finding, Scope
from analysis.audit.integrity import sound_file, sound_search
from analysis.audit.listings import cut_short, nothing_listed, unlisted, unread
from analysis.audit.repeated import repeated_lines
from analysis.audit.texts import same_short_text, same_text, stored_twice, unlikely_edits

Look = Callable[[Scope], Iterator[Finding]]

LOOKS: tuple[Look, ...] = (
    same_text,
    same_short_text,
    stored_twice,
    unlikely_edits,
    shared_addresses,
    other_sites,
    no_articles,
    unlisted,
    unread,
    cut_short,
    nothing_listed,
    out_of_line,
    repeated_lines,
)
OF_THE_FILE: tuple[Look, ...] = (sound_file, sound_search)
"""Looks at the whole file, whatever site and days are asked for."""


def audit(scope: Scope, beside: Callable[[str], object] | None = None) -> list[Finding]:
    """All findings, those of a kind together in the order of ``KINDS``; changes nothing.

    ``beside`` is told what is looked at before each look. Raises sqlite3.DatabaseError where the
    file is so damaged that articles can't be read.
    """
    found: list[Finding] = []
    for look in (*OF_THE_FILE, *LOOKS):
        if beside:
            beside(look.__name__.replace("_", " "))
        found.extend(look(scope))
    order = list(KINDS)
    return sorted(found, key=lambda finding: order.index(finding.kind))
