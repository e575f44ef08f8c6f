"""What changed between two readings of an article: which columns, and by how much."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter, itemgetter
from typing import Any

from crawler.clock import WIB
from crawler.items import DOUBTS_BESIDE, FINENESS, Article, doubt_of, doubts_in
from pipelines.database.articles import COLUMNS, KEPT_WHOLE, NOTED
from pipelines.identity import printed_text

to_json = json.JSONEncoder(ensure_ascii=False).encode
"""Made once: ``json.dumps`` makes an encoder for each call that wants letters kept as they are."""

ONE_DAY = timedelta(days=1)

PUBLISHED = (
    "published_at",
    "published_local",
    "published_wib",
    "published_day",
    "published_precision",
    "published_raw",
    "published_source",
)

READ = tuple(name for name, column in COLUMNS.items() if column.origin == "page")
"""The columns of ``articles`` that come from the page; what is not here is bookkeeping."""

in_order = itemgetter(*READ)
"""The values of these columns, in this order."""

READ_FROM_ARTICLE = tuple(name for name in READ if name not in NOTED)
values_read = attrgetter(*READ_FROM_ARTICLE)

LISTS = tuple(name for name in READ if COLUMNS[name].kind == "list")
TRUTHS = tuple(name for name in READ if COLUMNS[name].kind == "truth")

TOLD = tuple(name for name in READ if COLUMNS[name].told)
"""Columns told as changes; the others are computed from them."""


def columns(article: Article) -> dict[str, Any]:
    """The ``READ`` columns as one reading of a page fills them."""
    row = dict(zip(READ_FROM_ARTICLE, values_read(article), strict=True))
    for name in LISTS:
        row[name] = json_list(row[name]) if row[name] else None
    for name in TRUTHS:
        row[name] = None if row[name] is None else int(row[name])
    row["published_day"] = article.published_local[:10]
    row["published_wib"] = in_wib(article)
    return row


def json_list(texts: Sequence[str]) -> str:
    """A JSON list of texts: ``to_json`` of the list takes three times as long."""
    return f"[{', '.join(map(to_json, texts))}]"


def in_wib(article: Article) -> str:
    """The publishing time on clocks in Jakarta; a day alone stays the day the outlet printed."""
    if article.published_precision == "day":
        return article.published_local[:10]
    return str(instant(article.published_at).astimezone(WIB))[:19]


def instant(text: str) -> datetime:
    """A time as the database writes it (UTC, ``Z``), aware."""
    return datetime.fromisoformat(text).astimezone(UTC)


def same_text(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether a reader would find two versions alike: headline, dateline and body."""
    return _text(earlier) == _text(later)


def _text(version: Mapping[str, Any]) -> str:
    return printed_text(version["headline"], version["dateline"], version["body"])


def difference(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of ``revisions`` that tell how ``later`` differs from ``earlier``.

    A headline, dateline or body that differs only in white space, quotation marks or dashes does
    not count as changed.
    """
    known = set(earlier.keys()) & set(later.keys())
    fields = [
        name
        for name in TOLD
        if name in known
        and earlier[name] != later[name]
        and not (name in ("headline", "dateline", "body") and _alike(earlier[name], later[name]))
    ]
    before, after = (_text(version).split() for version in (earlier, later))
    added, removed = words_changed(before, after)
    return {
        "fields": to_json(fields),
        "words_added": added,
        "words_removed": removed,
        "changed": round((added + removed) / (len(before) + len(after)), 4),
        **{name: earlier[name] for name in KEPT_WHOLE},
        "other": to_json({name: earlier[name] for name in fields if name not in KEPT_WHOLE}),
    }


def words_changed(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many words one text has more and fewer than another, whatever their order."""
    shorter = min(len(before), len(after))
    begin = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - begin
    end = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    old = Counter(before[begin : len(before) - end])
    new = Counter(after[begin : len(after) - end])
    return (new - old).total(), (old - new).total()


def _alike(earlier: str | None, later: str | None) -> bool:
    return printed_text("", None, earlier or "") == printed_text("", None, later or "")


def known_doubt(stored: Mapping[str, Any], read: Mapping[str, Any]) -> str | None:
    """What is doubted in a reading, with what is known of its text from beside the page."""
    known = DOUBTS_BESIDE.intersection((stored["doubt"] or "").split())
    beside = known if stored["body"] == read["body"] else ()
    return doubt_of([*beside, *(read["doubt"] or "").split()])


def settled_dates(stored: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """What a later reading of the page means for the stored publishing and update time.

    And for what is doubted in them.

    The first publishing time stays, whatever an edited page claims, since sites date a page anew
    to lift it in their lists. It is only refined: minutes where a day was known. A later claim
    becomes the update time where the page names none, and one more than a day off is a conflict.
    """
    before, now = instant(stored["published_at"]), instant(read["published_at"])
    finer = FINENESS[read["published_precision"]] > FINENESS[stored["published_precision"]]
    told = read if finer and read["published_day"] == stored["published_day"] else stored
    dates = {name: told[name] for name in PUBLISHED}
    of_dates = doubts_in(told["doubt"], of_dates=True)
    of_text = doubts_in(known_doubt(stored, read), of_dates=False)
    dates["doubt"] = doubt_of(of_dates | of_text)
    claimed_later = now > before and read["published_day"] != stored["published_day"]
    dates["modified_at"] = (
        read["modified_at"]
        or (read["published_at"] if claimed_later else None)
        or stored["modified_at"]
    )
    dates["published_conflict"] = int(
        bool(stored["published_conflict"])
        or bool(read["published_conflict"])
        or abs(now - before) > ONE_DAY
    )
    return dates
