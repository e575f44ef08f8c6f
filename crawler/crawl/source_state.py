"""How far a run has come with one of its site's sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.discovery.base import Fetch, Source, Window
from crawler.run_record import SourceCounts


@dataclass(slots=True)
class SourceState:
    """One source during one run: listings asked for and not answered yet, and what it has given.

    ``place`` is where it stands among the site's sources, ``window`` the days asked of it;
    ``is_again`` says that it is asked for pages alone that earlier runs could not read.
    """

    source: Source
    counts: SourceCounts
    place: int = 0
    window: Window = Window()
    is_again: bool = False
    pending: int = 0
    followed: int = 0
    """Further pages and parts that were asked for beside the first listings."""
    left: bool = False
    """Whether it names more listings than a run may ask for."""
    parts: dict[frozenset[str], Fetch] = field(default_factory=dict)
    """Which of its parts named which articles."""
    fresh_on_page: int = 0
    """Articles of its latest listing that no run which read the listings to their end has seen."""

    @property
    def name(self) -> str:
        """The kind of listing, as in "Feed"."""
        return self.counts.name

    @property
    def is_well(self) -> bool:
        """Whether all that was asked of it could be read, and lists articles."""
        named_articles = self.counts.pages - self.counts.indexes > self.counts.empty
        return named_articles and not self.counts.unread

    @property
    def was_never_read(self) -> bool:
        """Whether every page asked of it has failed, and none that came has changed."""
        came = self.counts.pages + self.counts.empty
        return not self.pending and self.counts.asked > 0 and not came


def untried(source: Source, place: int) -> SourceState:
    """The state of a source that nothing was asked of yet."""
    return SourceState(source, SourceCounts(type(source).__name__), place)
