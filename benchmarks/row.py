"""A line of the table in docs/performance.md: what was asked, what was reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure next to its baseline; ``met`` is None where it was not measured."""

    what: str
    baseline: str
    asked: str
    reached: str
    met: bool | None
    ours: str = ""
    theirs: str = ""


def at_most(
    limit: float, ratio: float, what: str, baseline: str, *, ours: str = "", theirs: str = ""
) -> Row:
    """A row whose ratio (ours to the baseline) is to stay below a limit."""
    met = ratio <= limit
    return Row(what, baseline, f"at most {limit:g} x", f"{ratio:.2f} x", met, ours, theirs)


def at_least(
    limit: float, ratio: float, what: str, baseline: str, *, ours: str = "", theirs: str = ""
) -> Row:
    """A row whose ratio (the baseline to ours, so many times as quick) is to reach a limit."""
    met = ratio >= limit
    return Row(what, baseline, f"at least {limit:g} x", f"{ratio:.2f} x", met, ours, theirs)


def more(ratio: float, what: str, baseline: str, *, ours: str = "", theirs: str = "") -> Row:
    """A row that tells and asks nothing."""
    return Row(what, baseline, "", f"{ratio:.2f} x", None, ours, theirs)


def not_measured(what: str, baseline: str, asked: str, why: str) -> Row:
    """A row that could not be measured, and why."""
    return Row(what, baseline, asked, f"not measured: {why}", None)
