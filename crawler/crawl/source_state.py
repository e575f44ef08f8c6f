"""How far a run has come with one of its site's sources."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.discovery.base import WayIn
from crawler.run_record import SourceCounts


@dataclass(slots=True)
class SourceState:
    """One source during one run: listings asked for and not answered yet, and what it has given."""

    source: WayIn
    counts: SourceCounts
    pending: int = 0
    followed: int = 0
    """Further pages and parts that were asked for beside the first listings."""
    left: bool = False
    """Whether it names more listings than a run may ask for."""
    fresh_on_page: int = 0
    """Articles of its latest listing that no run which read the listings to their end has seen."""

    @property
    def name(self) -> str:
        """The kind of listing, as in "Feed"."""
        return self.counts.name


def untried(source: WayIn) -> SourceState:
    """The state of a source that nothing was asked of yet."""
    return SourceState(source, SourceCounts(type(source).__name__))
