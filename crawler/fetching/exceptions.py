"""What the downloader middlewares raise for a request that they don't carry out."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class NotInArchive(IgnoreRequest):
    """A replay has no capture of the page, or none that can be read."""


class LedAway(IgnoreRequest):
    """A redirect leads to an address that is not asked; the message says to which."""


class InsideNetwork(LedAway):
    """A public name that points into a private network."""


class RobotsUnreachable(IgnoreRequest):
    """Whether a page may be fetched can't be known; ``__cause__`` is why, where that raised."""


class UnfitAddress(IgnoreRequest):
    """An address that is not asked wherever it leads; ``reason`` is the reject's."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason = reason


class EndlessHeaders(IgnoreRequest):
    """An answer with more than ``largest`` bytes of headers, which is not read on."""

    def __init__(self, largest: int):
        super().__init__(f"more than {largest >> 10} kB of headers")


class CostlyAnswer(IgnoreRequest):
    """An answer that takes too long to receive or to unpack, and is not read on."""


class HostRefuses(IgnoreRequest):
    """A host that refused again and again (429, 503) is not asked any more in this run."""


SAYS_NOTHING = (
    *(RobotsUnreachable, LedAway, UnfitAddress),
    *(EndlessHeaders, CostlyAnswer, HostRefuses),
)
"""What is raised for a robots.txt of which nothing is known, so that it allows nothing."""


class Offline(IgnoreRequest):
    """The network here is down; what was to be asked is left for later."""


def is_for_later(error: BaseException) -> bool:
    """Whether an error says nothing of the page, which is left for the next run without a row."""
    return isinstance(error, HostRefuses) or isinstance(error.__cause__, HostRefuses)
