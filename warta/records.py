"""One stored article as Python has it: times are datetimes with a zone, lists are lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import make_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from crawler.items import Kind
from pipelines.database.articles import COLUMNS
from pipelines.dataset.typed import OF_THE_OUTLET

WIB = timezone(timedelta(hours=7), "WIB")
HELD = COLUMNS | OF_THE_OUTLET
"""What is known of a stored article: the columns of ``articles``, then those of its outlet."""
TYPES: dict[Kind, Any] = {
    "text": str | None,
    "number": int | None,
    "truth": bool | None,
    "list": list[str],
    "instant": datetime | None,
    "clock": datetime | None,
    "day": date | None,
}
READERS: dict[Kind, Callable[[Any], Any]] = {
    "truth": bool,
    "list": json.loads,
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC),
    "clock": lambda text: datetime.fromisoformat(text).replace(tzinfo=WIB),
    "day": date.fromisoformat,
}
"""How a value is made of what the database holds, where it is not the same."""
WITH_OFFSET = "published_local"
"""The text that is a time on the outlet's clock, with its offset."""

StoredArticle = make_dataclass(
    "StoredArticle",
    [
        (name, datetime if name == WITH_OFFSET else TYPES[column.kind])
        for name, column in HELD.items()
    ],
    frozen=True,
    slots=True,
    namespace={
        "__module__": __name__,
        "__doc__": "One article of a corpus, its fields the columns of ``articles`` "
        "(docs/data.md), with the outlet and its province.\n\nTimes are aware: ``published_at`` "
        "and other instants in UTC, ``published_local`` with the outlet's offset, "
        '``published_wib`` in WIB. Where ``published_precision`` is "day" they are the first '
        "moment of that day. Lists are empty, and all else is None, where the site printed none.",
    },
)


def _reader(name: str, kind: Kind) -> Callable[[Any], Any] | None:
    return datetime.fromisoformat if name == WITH_OFFSET else READERS.get(kind)


_readers = [_reader(name, column.kind) for name, column in HELD.items()]
_lists = [column.kind == "list" for column in HELD.values()]


def record_of(row: Sequence[Any]) -> StoredArticle:
    """The record of a row, its values in the order of ``HELD``."""
    return StoredArticle(
        *(
            ([] if is_list else None) if value is None else reader(value) if reader else value
            for value, reader, is_list in zip(row, _readers, _lists, strict=True)
        )
    )
