"""What becomes of each table when files are joined: a rule for every one of them.

Each rule gives the same from two rows in whatever order they come, and nothing new from what is
there already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
"""By column. Numbers of runs and articles are tuples that name them, the number last."""

FACTS_OF_SITES = (
    *("outlet", "domain", "province", "city", "scope", "network", "language", "robots_note"),
    *("facts_rest_on", "reaches_back_to", "numbers_count"),
)
STATUS = ("status", "status_day", "status_evidence")
FOUND = ("discovered_at", "discovered_by", "listed_date", "listed_clock", "first_listed_run_id")
LISTED = ("last_listed_at", "last_listed_run_id")
FETCHED = ("last_fetched_at", "due_at", "last_status", "gone_answers", "outcome", "read_from")
WANTED = (
    *("wanted_at", "first_run_id", "way_in", "place", "template", "page", "request"),
    *("since", "until"),
)
TRIED = ("last_tried_at", "last_run_id", "tries", "problem", "given_up_at")


@dataclass(frozen=True, slots=True)
class Keyed:
    """One row a ``key``; of two files' rows for one key ``join`` makes one."""

    says: str
    key: tuple[str, ...]
    join: Callable[[Row, Row], Row]


@dataclass(frozen=True, slots=True)
class Each:
    """Every row of every file, those that are alike in ``alike`` once (None: in all columns)."""

    says: str
    alike: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Written by what ``says`` tells, row by row with something else, or not at all."""

    says: str


def _ordered(row: Row, names: Sequence[str]) -> tuple:
    return tuple((row[name] is not None, str(row[name])) for name in names)


def latest(row: Row, other: Row, by: str, names: Sequence[str]) -> Row:
    """These columns of the row with the greatest ``by``; of equals of either, always the same."""
    chosen = max(row, other, key=lambda each: (each[by] or "", _ordered(each, names)))
    return {name: chosen[name] for name in names}


def earliest(row: Row, other: Row, by: str, names: Sequence[str]) -> Row:
    """These columns of the row with the least ``by``."""
    chosen = min(row, other, key=lambda each: (each[by] or "~", _ordered(each, names)))
    return {name: chosen[name] for name in names}


def newest_by(by: str) -> Callable[[Row, Row], Row]:
    """The whole row with the greatest ``by``."""
    return lambda row, other: latest(row, other, by, tuple(row))


def either(row: Row, other: Row) -> Row:
    """One of two rows that say the same, where the same tables of places told."""
    return latest(row, other, next(iter(row)), tuple(row))


def join_frontier(row: Row, other: Row) -> Row:
    """First and last listing, last fetch with the due time that followed from it."""
    return {
        **row,
        **earliest(row, other, "discovered_at", FOUND),
        **latest(row, other, "last_listed_at", LISTED),
        **_last_fetch(row, other),
        **_where_it_led(row, other),
        "site": min(row["site"], other["site"]),
        "fetches": max(row["fetches"], other["fetches"]),
        "listed_by": _words_of_both(row["listed_by"], other["listed_by"]),
        "search_only": min(row["search_only"], other["search_only"]),
    }


def _last_fetch(row: Row, other: Row) -> Row:
    """What came of the last fetch; never fetched, it is due at the earlier of two times."""
    last = max(row["last_fetched_at"] or "", other["last_fetched_at"] or "")
    fetched = [each for each in (row, other) if (each["last_fetched_at"] or "") == last]
    chosen = min(fetched, key=lambda each: (each["due_at"] or "~", _ordered(each, FETCHED)))
    return {name: chosen[name] for name in FETCHED}


def _where_it_led(row: Row, other: Row) -> Row:
    """The article found there, with its day; before that the earlier of two days."""
    led = [each for each in (row, other) if each["article_id"] is not None]
    chosen = min(led or (row, other), key=lambda each: (each["article_id"] or (), each["day"]))
    return {"article_id": chosen["article_id"], "day": chosen["day"]}


def _words_of_both(some: str | None, others: str | None) -> str | None:
    if some == others or not others:
        return some
    return " ".join(sorted({*(some or "").split(), *others.split()})) if some else others


def join_site(row: Row, other: Row) -> Row:
    """Facts of its last run, the status of its last day."""
    return {
        **row,
        **latest(row, other, "last_run_at", FACTS_OF_SITES),
        **latest(row, other, "status_day", STATUS),
        **earliest(row, other, "first_run_at", ("first_run_at",)),
        **latest(row, other, "last_run_at", ("last_run_at",)),
    }


def join_unread(row: Row, other: Row) -> Row:
    """First wanted, last tried."""
    return {
        **row,
        **earliest(row, other, "wanted_at", WANTED),
        **latest(row, other, "last_tried_at", TRIED),
    }


def join_claim(row: Row, other: Row) -> Row:
    """One article's, or nobody's where two claim it or either file knows that."""
    if row["article_id"] != other["article_id"] or row["article_id"] is None:
        return {**row, "article_id": None, "fetched_from": None}
    return {**row, "fetched_from": min(row["fetched_from"], other["fetched_from"])}


def join_past_capture(row: Row, other: Row) -> Row:
    """What came of it, where anything did."""
    names = tuple(row)
    chosen = max(
        row,
        other,
        key=lambda each: (
            each["outcome"] is not None,
            each["tried_at"] or "",
            _ordered(each, names),
        ),
    )
    return {name: chosen[name] for name in names}


WITH_ARTICLES = Elsewhere("with its article")
CLOSED = Elsewhere("the same in every file: a closed list")
STORIES = Elsewhere("not joined: scrapy stories finds them in all articles together")

RULES: dict[str, Keyed | Each | Elsewhere] = {
    "articles": Elsewhere(
        "one row for what is one article by publisher's number, own address, an address that leads "
        "to the other, or an equal text moved: versions in order of time, equal texts once; first "
        "and last seen; gone only after it was last seen"
    ),
    "revisions": WITH_ARTICLES,
    "aliases": Elsewhere("with its article: all addresses but other articles' own"),
    "known_as": WITH_ARTICLES,
    "sightings": WITH_ARTICLES,
    "date_mentions": WITH_ARTICLES,
    "article_authors": WITH_ARTICLES,
    "article_tags": WITH_ARTICLES,
    "authors": Each("every name of every file", ("site", "name")),
    "tags": Elsewhere(
        "every tag of every file; of two ways to write one that with more capitals in front"
    ),
    "articles_fts": Elsewhere("what the articles read now"),
    "search_feed": Elsewhere("what feeds the search index: 0"),
    "runs": Elsewhere(
        "every run once: of one site, one start, days and words, and the same counts; one that has "
        "ended takes the place of the same one that had not"
    ),
    "listings": Each("every listing of every run"),
    "rejects": Each(
        "every page not stored", ("url", "site", "run_id", "reason", "detail", "seen_at")
    ),
    "reject_reasons": CLOSED,
    "doubts": CLOSED,
    "frontier": Keyed(
        "by address: listed first and last, fetched last, due as the last fetch says; before any "
        "fetch the earlier time",
        ("url",),
        join_frontier,
    ),
    "site_health": Keyed("the row written last", ("site",), newest_by("checked_at")),
    "sites": Keyed(
        "facts of its last run, first and last run, the status of the newest day",
        ("site",),
        join_site,
    ),
    "unread_listings": Keyed("wanted first, tried last", ("site", "url", "body"), join_unread),
    "search_trials": Keyed("the last trial", ("site", "search"), newest_by("tried_at")),
    "address_claims": Keyed(
        "one article's; nobody's where two claim it", ("url", "site"), join_claim
    ),
    "held_back": Keyed("the text seen last", ("url", "site"), newest_by("last_seen_at")),
    "past_questions": Keyed("the one answered last", ("site", "url"), newest_by("answered_at")),
    "past_captures": Keyed(
        "the one that came to something", ("site", "capture"), join_past_capture
    ),
    "places": Keyed("every place of every file: a place means the same in all", ("place",), either),
    "places_by_province": Keyed(
        "the same, by the outlet's province", ("place", "outlet_province"), either
    ),
    "this_database": Elsewhere("each file has its own"),
    "article_months": Elsewhere("written by triggers as articles are"),
    "taken_down": Elsewhere("every mark of every file, and what it is of is in none"),
    "stories": STORIES,
    "article_stories": STORIES,
    "stories_compared": STORIES,
}
"""By table what becomes of its rows."""
