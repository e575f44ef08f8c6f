"""The verdict on a run: what its counts mean, as a word, an exit code and a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Word = Literal["ok", "degraded", "broken", "blocked", "overlapping", "failed"]

EXIT_CODES: dict[Word, int] = {
    "ok": 0,
    "degraded": 10,
    "broken": 20,
    "blocked": 30,
    "overlapping": 40,
    "failed": 1,
}

REFUSALS = ("challenge", "robots")
REFUSING_STATUS = ("401", "403", "407", "429", "451")


@dataclass(slots=True)
class RunCounts:
    """What one run did, in articles and pages.

    ``listed`` is what the listings named inside the window, ``new`` what of it was never
    fetched before, ``fetched`` the article pages and entries read or refused in this run.
    """

    listed: int = 0
    new: int = 0
    fetched: int = 0
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    outside_window: int = 0
    listings_read: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    http_codes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    finish_reason: str = "finished"

    @property
    def kept(self) -> int:
        """Articles the database holds as this run saw them."""
        return self.stored + self.revised + self.unchanged

    @property
    def rejected(self) -> int:
        """Pages that were not stored."""
        return sum(self.rejects.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run went; ``reason`` is the sentence that closes its output."""

    word: Word
    reason: str

    @property
    def exit_code(self) -> int:
        """What the process ends with."""
        return EXIT_CODES[self.word]


def judge(counts: RunCounts) -> Verdict:
    """The verdict on a run from its own counts alone."""
    if counts.finish_reason not in ("finished", "enough"):
        return Verdict("failed", f"stopped before its end ({counts.finish_reason}); {said(counts)}")
    if not counts.kept and refused(counts):
        return Verdict("blocked", f"the site refuses to be read: {said(counts)}")
    if not counts.listed and not counts.outside_window and not counts.kept:
        why = counts.problems[0] if counts.problems else "the listings named no article"
        return Verdict("broken", f"discovery gave nothing: {why}")
    if counts.fetched and not counts.kept:
        return Verdict("broken", f"nothing could be stored: {said(counts)}")
    if counts.rejected > counts.kept:
        return Verdict("degraded", f"most pages could not be stored: {said(counts)}")
    return Verdict("ok", said(counts))


def refused(counts: RunCounts) -> bool:
    """Whether what the run met was mostly refusal: robots.txt, challenges, 403, 429."""
    refusals = sum(counts.rejects[reason] for reason in REFUSALS)
    refusals += sum(counts.http_codes[status] for status in REFUSING_STATUS)
    welcome = sum(n for status, n in counts.http_codes.items() if status.startswith("2"))
    return refusals > 0 and refusals + welcome > 0 and counts.rejected >= 1 and not counts.listed


def said(counts: RunCounts) -> str:
    """The counts as a sentence, for instance "3 new, 1 revised, 40 unchanged; 2 without date"."""
    kept = f"{counts.stored} stored, {counts.revised} revised, {counts.unchanged} unchanged"
    lost = ", ".join(f"{number} {reason}" for reason, number in counts.rejects.most_common())
    return f"{counts.listed} listed, {kept}" + (f"; not stored: {lost}" if lost else "")
