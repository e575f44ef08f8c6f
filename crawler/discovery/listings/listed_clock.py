"""The clock by which a listing tells time, where it prints UTC and means another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from crawler.discovery.base import Link
from crawler.parsers.dates import parse_date
from crawler.parsers.dates.clocks import clock_of_listing

PRINTS_UTC = re.compile(r"(?:GMT|UTC?|Z|[+-]00:?00)\s*\Z", re.IGNORECASE)
"""How a date ends that claims UTC: ``Sun, 29 Nov 2026 00:08:33 GMT``, ``2026-11-29T00:08:33Z``."""


def on_its_clock(links: Sequence[Link], now: datetime, timezone: str) -> list[Link]:
    """The links of one listing, read ``now`` (aware), told by which clock it dates them.

    ``timezone`` is the site's. WIB printed as GMT shows where some times are still to come; the
    others of that listing are then as wrong, and nothing would tell.
    """
    in_utc = [link for link in links if link.date and PRINTS_UTC.search(link.date)]
    dates = dict.fromkeys(link.date for link in in_utc)
    clock = clock_of_listing(map(parse_date, dates), now, timezone) if dates else None
    if clock is None:
        return list(links)
    return [replace(link, clock=clock) if link.date in dates else link for link in links]
