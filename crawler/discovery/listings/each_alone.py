"""One bad item costs itself alone: what a listing names is read item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from crawler.discovery.base import Link

Item = TypeVar("Item")

OF_ONE_ITEM = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)
"""What reading something of a kind that nobody expected may raise."""


def each_alone(
    items: Iterable[Item], read: Callable[[Item], Link | None]
) -> tuple[list[Link], str | None]:
    """The links that ``read`` makes of items, and in words how many it could not read."""
    links, errors = [], []
    for item in items:
        try:
            link = read(item)
        except OF_ONE_ITEM as error:
            errors.append(error)
            continue
        if link is not None:
            links.append(link)
    note = f"{len(errors)} items could not be read ({errors[0]!r})" if errors else None
    return links, note


def in_one_note(*notes: str | None) -> str | None:
    """Several things to note as one; None without any."""
    return "; ".join(filter(None, notes)) or None
