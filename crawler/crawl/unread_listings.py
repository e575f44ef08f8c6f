"""Listing pages that were wanted and not read: kept, and asked for again by the next runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from scrapy.crawler import Crawler

from crawler.clock import utc
from crawler.crawl.source_state import SourceState
from crawler.database import transaction
from crawler.discovery.base import Fetch, Window
from crawler.run_record import now_in, run_record

TRIES = 10
LONGEST = timedelta(days=3)
"""A listing page is given up once so many runs could not read it and so much time has passed."""
REMEMBERED = timedelta(days=90)
"""How long a page that was given up stays in the table."""

Failure = Literal["hole", "given-up", "known"]
"""What a page that could not be read is: asked again, given up in this run, or given up before."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A listing page to ask for again.

    ``place`` and ``source`` name its source: where it stands among the site's, and its kind.
    ``window`` are the days it was asked for.
    """

    fetch: Fetch
    place: int
    source: str
    window: Window


class UnreadListings:
    """One site's part of the ``unread_listings`` table; keeps nothing where it is switched off.

    A page stands in it from the moment it is wanted until it was read, so that a run that is
    killed leaves those it had not come to. Every write commits at once and may raise CloseSpider.
    """

    def __init__(self, crawler: Crawler, site: str, *, is_kept: bool):
        self.crawler = crawler
        self.site = site
        self.is_kept = is_kept

    def asked(self, state: SourceState, fetches: Sequence[Fetch], why: str | None = None) -> None:
        """Note that pages are about to be asked for; ``why`` they are to be by the next run."""
        if not fetches or not self.is_kept:
            return
        run_id, now = run_record(self.crawler).run_id, utc(now_in(self.crawler))
        rows = [
            {
                **self._key(fetch),
                "way_in": state.name,
                "place": state.place,
                "template": fetch.template,
                "page": fetch.page,
                "request": as_json(fetch if why else replace(fetch, seen=())),
                "problem": why,
                "since": state.window.since and str(state.window.since),
                "until": state.window.until and str(state.window.until),
                "first_run_id": run_id,
                "last_run_id": run_id,
                "wanted_at": now,
            }
            for fetch in fetches
        ]
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        with transaction(self.crawler) as database:
            database.executemany(
                f"INSERT INTO unread_listings ({names}) VALUES ({marks}) "
                "ON CONFLICT (site, url, body) DO UPDATE SET last_run_id = excluded.last_run_id",
                rows,
            )

    def read(self, fetch: Fetch) -> None:
        """Note that a page was read; what else of its source was given up may be tried again."""
        if not self.is_kept:
            return
        with transaction(self.crawler) as database:
            database.execute(
                "DELETE FROM unread_listings WHERE site = :site "
                "AND (url = :url AND body = :body OR given_up_at IS NOT NULL AND page = 1 "
                "AND template = :template AND template <> '')",
                self._key(fetch) | {"template": fetch.template},
            )

    def failed(self, fetch: Fetch, why: str) -> Failure:
        """Note that a page could not be read, and what that makes of it.

        Nothing is asked again of an archive: what it lacks it will lack at the next replay.
        """
        if not self.is_kept:
            return "known"
        now = now_in(self.crawler)
        values = self._key(fetch) | {"why": why, "now": utc(now)}
        where = "WHERE site = :site AND url = :url AND body = :body"
        with transaction(self.crawler) as database:
            database.execute(
                f"UPDATE unread_listings SET tries = tries + 1, problem = :why, "
                f"last_tried_at = :now {where}",
                values,
            )
            tries, wanted_at, given_up_at = database.execute(
                f"SELECT tries, wanted_at, given_up_at FROM unread_listings {where}", values
            ).fetchone()
            if given_up_at:
                return "known"
            if tries < TRIES or now - datetime.fromisoformat(wanted_at) < LONGEST:
                return "hole"
            database.execute(f"UPDATE unread_listings SET given_up_at = :now {where}", values)
        return "given-up"

    def set_aside(self, state: SourceState) -> bool:
        """Give up what this run asked of a source that is dead while another one is well.

        It is asked anew by each run that needs it, and needs no asking again beside. True where
        that is news: an earlier run could read it, and none has found it dead since.
        """
        if not self.is_kept:
            return False
        record = run_record(self.crawler)
        values = {
            "site": self.site,
            "way_in": state.name,
            "place": state.place,
            "run": record.run_id,
            "now": utc(now_in(self.crawler)),
        }
        of_source = "site = :site AND way_in = :way_in AND place = :place"
        with transaction(self.crawler) as database:
            (is_known,) = database.execute(
                f"SELECT EXISTS (SELECT 1 FROM unread_listings WHERE {of_source} "
                "AND given_up_at IS NOT NULL)",
                values,
            ).fetchone()
            (was_well,) = database.execute(
                "SELECT EXISTS (SELECT 1 FROM listings l JOIN runs r ON r.id = l.run_id "
                "WHERE r.site = :site AND r.id < :run AND l.way_in = :way_in "
                "AND l.problem IS NULL)",
                values,
            ).fetchone()
            database.execute(
                "UPDATE unread_listings SET given_up_at = coalesce(given_up_at, :now) "
                f"WHERE {of_source} AND last_run_id = :run",
                values,
            )
        return bool(was_well and not is_known)

    def left(self) -> list[Unread]:
        """What earlier runs could not read and this one has not asked for, oldest first."""
        if not self.is_kept:
            return []
        now = now_in(self.crawler)
        with transaction(self.crawler) as database:
            database.execute(
                "DELETE FROM unread_listings WHERE site = ? AND given_up_at < ?",
                (self.site, utc(now - REMEMBERED)),
            )
            rows = database.execute(
                "SELECT url, request, place, way_in, since, until FROM unread_listings "
                "WHERE site = ? AND given_up_at IS NULL AND last_run_id IS NOT ? "
                "ORDER BY wanted_at, page",
                (self.site, run_record(self.crawler).run_id),
            ).fetchall()
        return [
            Unread(from_json(url, request), place, source, Window(_day(since), _day(until)))
            for url, request, place, source, since, until in rows
        ]

    def forget(self, unread: Unread) -> None:
        """Take out a page that no source of the site can read any more: its file has changed."""
        with transaction(self.crawler) as database:
            database.execute(
                "DELETE FROM unread_listings WHERE site = :site AND url = :url AND body = :body",
                self._key(unread.fetch),
            )

    def _key(self, fetch: Fetch) -> dict[str, str]:
        return {"site": self.site, "url": fetch.url, "body": (fetch.body or b"").decode()}


def named_before(crawler: Crawler, site: str, fetch: Fetch) -> bool:
    """Whether an earlier run of a site was told articles by a listing page."""
    with transaction(crawler) as database:
        (named,) = database.execute(
            "SELECT EXISTS (SELECT 1 FROM listings l JOIN runs r ON r.id = l.run_id "
            "WHERE r.site = ? AND r.id < ? AND l.url = ? AND l.links > 0)",
            (site, run_record(crawler).run_id, fetch.url),
        ).fetchone()
    return bool(named)


def as_json(fetch: Fetch) -> str:
    """A request for a listing as the table keeps it."""
    return json.dumps(
        {
            "method": fetch.method,
            "body": fetch.body and fetch.body.decode(),
            "headers": dict(fetch.headers),
            "day": fetch.day and str(fetch.day),
            "page": fetch.page,
            "asked_at": fetch.asked_at and fetch.asked_at.isoformat(),
            "template": fetch.template,
            "is_part": fetch.is_part,
            "seen": [sorted(urls) for urls in fetch.seen],
        },
        ensure_ascii=False,
    )


def from_json(url: str, text: str) -> Fetch:
    """The request that ``as_json`` wrote down."""
    kept = json.loads(text)
    return Fetch(
        url,
        method=kept["method"],
        body=kept["body"] and kept["body"].encode(),
        headers=kept["headers"],
        day=_day(kept["day"]),
        page=kept["page"],
        asked_at=kept["asked_at"] and datetime.fromisoformat(kept["asked_at"]),
        template=kept["template"],
        is_part=kept.get("is_part", False),
        seen=tuple(map(frozenset, kept.get("seen", ()))),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
