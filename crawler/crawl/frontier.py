"""The frontier: every address a site listed, and when it is due to be fetched (again)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from scrapy.crawler import Crawler

from crawler.archive.taken_down import any_taken_down, listed_again
from crawler.clock import furthest_look, utc, wib_day
from crawler.database import transaction
from crawler.discovery.base import Link, Listing
from crawler.parsers.dates import parse_date
from crawler.parsers.dates.trust import EARLIEST, SKEW
from crawler.parsers.urls import address_forms
from crawler.run_record import now_in, run_record
from crawler.topics.found_by import note_found_by

REFUSED_SHARE = 4
"""One look in so many at most is at a page that gave no article before."""
LATELY = timedelta(days=1)
"""No run is longer: what was noted for later than so long after its beginning was noted under a
clock that was ahead."""

LOOKS = """
fetches > 0 AND (due_at <= ? OR due_at > ?) AND read_from IS NOT 'listing'
AND article_id IS {} NULL ORDER BY due_at LIMIT ?
"""
LEFT_OUT = """
read_from = 'listing' AND last_listed_at NOT BETWEEN ? AND ?
AND last_fetched_at NOT BETWEEN ? AND ? AND article_id IS NOT NULL AND gone_answers < 2
AND day > (SELECT min(day) FROM frontier
    WHERE site = ? AND read_from = 'listing' AND last_listed_at BETWEEN ? AND ?)
ORDER BY day DESC LIMIT ?
"""

NAMED = """
INSERT INTO frontier (url, site, day, discovered_at, discovered_by, listed_date, listed_clock,
    last_listed_at, fetches, due_at, first_listed_run_id, last_listed_run_id, search_only,
    listed_by)
VALUES (?, ?, coalesce(?, date(?, '+7 hours')), ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET last_listed_at = excluded.last_listed_at,
    last_listed_run_id = excluded.last_listed_run_id,
    search_only = min(search_only, excluded.search_only),
    listed_by = CASE WHEN listed_by IS NULL THEN excluded.listed_by
        WHEN instr(' ' || listed_by || ' ', ' ' || excluded.listed_by || ' ') THEN listed_by
        ELSE listed_by || ' ' || excluded.listed_by END,
    due_at = iif(fetches, due_at, coalesce(due_at, excluded.due_at)),
    listed_clock = coalesce(excluded.listed_clock, listed_clock),
    listed_date = coalesce(excluded.listed_date, listed_date)
"""

UNKNOWN = (0, None, None, None, None, 0)
"""How an address stands that nothing has named before."""

NOTED_BY_ADDRESS = ("frontier", "rejects")
"""Tables that say under one form of an address what became of it, and are joined by it."""

State = Literal["new", "due", "known", "barred"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an address that a listing names stands in the frontier.

    ``new`` was never fetched, ``due`` is to be looked at again, ``known`` is not, ``barred`` was
    taken down on request and is never asked for.
    ``read_from`` says where its article was read, page or listing; None before.
    """

    state: State
    discovered_at: str
    read_from: str | None = None


class Frontier:
    """One site's part of the ``frontier`` table. Every write commits at once.

    A database that fails ends the run: every method may raise CloseSpider.
    """

    def __init__(self, crawler: Crawler, site: str, timezone: str):
        self.crawler = crawler
        self.site = site
        self.most = crawler.settings.getint("RECHECKS_A_RUN")
        self.timezone = timezone
        self.recheck_hours = [*map(float, crawler.settings.getlist("RECHECK_HOURS"))]

    def listed(
        self, links: Sequence[Link], urls: Sequence[str], way_in: str, now: datetime
    ) -> list[Standing]:
        """Write down what a listing names; tell how each of it stood before.

        ``urls`` are the links' canonical addresses. A link fetched before is due again when
        its ``due_at`` has passed; one listed and never fetched is still new.
        """
        with transaction(self.crawler) as database:
            return [
                self._listed(database, url, link, way_in, utc(now))
                for link, url in zip(links, urls, strict=True)
            ]

    def _listed(
        self, database: sqlite3.Connection, url: str, link: Link, way_in: str, now: str
    ) -> Standing:
        if standing := not_its_own(database, url, link, self.site, now):
            return standing
        url, row = known_as(database, url)
        run_id = run_record(self.crawler).run_id
        database.execute(
            NAMED,
            (
                url,
                self.site,
                listed_day(link.date, now, self.timezone),
                now,
                now,
                way_in,
                link.date,
                link.clock,
                now,
                now,
                run_id,
                run_id,
                link.found_by is not None,
                way_in,
            ),
        )
        fetches, due_at, discovered_at, read_from, article_id, search_only = row or UNKNOWN
        if article_id is not None and (link.found_by or search_only):
            note_found_by(database, article_id, link.found_by)
        if not fetches:
            return Standing("new", discovered_at or now)
        is_due = due_at is not None and not now < due_at <= self._furthest(now)
        return Standing("due" if is_due else "known", discovered_at, read_from)

    def _furthest(self, now: str) -> str:
        return utc(furthest_look(datetime.fromisoformat(now), self.recheck_hours))

    def due(self, now: datetime) -> list[Link]:
        """Pages read before whose time has come again, longest waiting first.

        Also those noted for a time that is further ahead than any rhythm. Pages that gave no
        article are a part of them only, so that they never crowd out the looks for edits.
        """
        furthest = self._furthest(utc(now))
        stored = self._links(LOOKS.format("NOT"), now, furthest, self.most)
        few = min(self.most - len(stored), max(1, self.most // REFUSED_SHARE))
        return stored + self._links(LOOKS.format(""), now, furthest, few)

    def left_out(self, began: datetime) -> list[Link]:
        """Articles read out of a listing that the listings of a run did not name, newest first.

        Only of days that the run's listings reach beyond, and each once a day. Times that are
        still to come were noted under a clock that was ahead, and say nothing.
        """
        day_before, end = utc(began - timedelta(days=1)), utc(began + LATELY)
        of_this_run = (self.site, utc(began), end)
        return self._links(LEFT_OUT, began, end, day_before, end, *of_this_run, self.most)

    def still_there(self, url: str) -> None:
        """Note that the page of such an article answered."""
        with transaction(self.crawler) as database:
            database.execute(
                "UPDATE frontier SET fetches = fetches + 1, last_fetched_at = ?, gone_answers = 0, "
                "last_status = 200 WHERE url = ?",
                (utc(now_in(self.crawler)), url),
            )

    def left_over(self, now: datetime) -> list[Link]:
        """What listings named up to ``now`` and no run has fetched yet, oldest first.

        Not what only a search for words named: it is wanted by whoever asks for those again.
        """
        return self._links(
            "fetches = 0 AND search_only = 0 AND (due_at <= ? OR due_at > ?) "
            "ORDER BY due_at, rowid",
            now,
            utc(now + LATELY),
        )

    def _links(self, condition: str, now: datetime, *values: int | str) -> list[Link]:
        with transaction(self.crawler) as database:
            rows = database.execute(
                "SELECT url, listed_date, last_listed_at, listed_clock FROM frontier "
                f"WHERE site = ? AND {condition}",
                (self.site, utc(now), *values),
            ).fetchall()
        dates = (lasting_date(raw, listed_at, self.timezone) for _, raw, listed_at, _ in rows)
        told = zip(rows, dates, strict=True)
        return [Link(row[0], date, clock=row[3], is_remembered=True) for row, date in told]

    def note_listing(
        self,
        way_in: str,
        url: str,
        listing: Listing,
        *,
        status: int | None,
        urls: Sequence[str] = (),
        new: int = 0,
    ) -> None:
        """Write a listing that was read, or could not be, into ``listings``.

        ``urls`` are the canonical addresses of the articles it names, ``new`` how many of them
        were never fetched.
        """
        row = {
            "run_id": run_record(self.crawler).run_id,
            "way_in": way_in,
            "url": url,
            "fetched_at": utc(now_in(self.crawler)),
            "status": status,
            "digest": blake2b("\n".join(urls).encode(), digest_size=8).hexdigest(),
            "links": len(urls),
            "new": new,
            "total": listing.total,
            "problem": listing.problem,
            "note": listing.note,
        }
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        with transaction(self.crawler) as database:
            database.execute(f"INSERT INTO listings ({names}) VALUES ({marks})", row)


def not_its_own(
    database: sqlite3.Connection, url: str, link: Link, site: str, now: str
) -> Standing | None:
    """How a link stands that is another site's or was taken down; None for all others."""
    if any_taken_down(database) and listed_again(database, site, url, link.publisher_id, now):
        return Standing("barred", "")
    return Standing("known", now) if leave_to_owner(database, url, site) else None


def leave_to_owner(database: sqlite3.Connection, url: str, site: str) -> str | None:
    """The site with a file of its own whose address another site's listing names, else None.

    A site without a file is called by its host, with a dot. What such a one met first is given up
    to the site with a file, which asks for it as for something new.
    """
    forms = address_forms(url)
    known = database.execute(
        f"SELECT url, site FROM frontier WHERE url IN ({', '.join('?' * len(forms))}) "
        "AND site <> ?",
        (*forms, site),
    ).fetchall()
    for held_as, holder in known:
        if "." in site and "." not in holder:
            return holder
        if "." in holder and "." not in site:
            database.execute("DELETE FROM frontier WHERE url = ?", (held_as,))
    return None


def known_as(database: sqlite3.Connection, url: str) -> tuple[str, tuple | None]:
    """The form of an address to keep in the frontier, and how it stands there.

    With fetches, ``due_at``, ``discovered_at``, ``read_from``, the article and ``search_only``;
    None where neither it nor an article of which it is an alias was ever listed. A page known under
    another form is from now on asked for as the site lists it today.
    """
    forms = address_forms(url)
    marks = ", ".join("?" * len(forms))
    listed = database.execute(
        "SELECT url, fetches, due_at, discovered_at, read_from, article_id, "
        "search_only FROM frontier "
        f"WHERE url IN ({marks}) ORDER BY url <> ?, fetches DESC",
        (*forms, url),
    ).fetchone()
    if listed is not None:
        known, *row = listed
        if known != url and row[0]:
            for table in NOTED_BY_ADDRESS:
                database.execute(f"UPDATE {table} SET url = ? WHERE url = ?", (url, known))
            known = url
        return known, tuple(row)
    row = database.execute(
        "SELECT f.fetches, f.due_at, f.discovered_at, f.read_from, article_id, f.search_only "
        "FROM aliases a JOIN frontier f USING (article_id) "
        f"WHERE a.url IN ({marks}) ORDER BY f.fetches DESC",
        forms,
    ).fetchone()
    return url, row


def listed_day(raw: str | None, now: str, timezone: str) -> str | None:
    """The day (WIB) a listing gives an article; None for none, or one that can't be."""
    then = datetime.fromisoformat(now)
    said = parse_date(raw, now=then, timezone=timezone)
    if said is None or not EARLIEST <= said.instant <= then + SKEW:
        return None
    return str(wib_day(said.instant))


def lasting_date(raw: str | None, listed_at: str | None, timezone: str) -> str | None:
    """A listing's date as it reads on any day: "2 jam lalu" becomes the instant it meant.

    ``listed_at`` is when the listing was read (UTC). None where there is no date.
    """
    if not raw or not listed_at:
        return None
    then = datetime.fromisoformat(listed_at)
    meant = parse_date(raw, now=then, timezone=timezone)
    if meant is None or meant == parse_date(
        raw, now=then.replace(year=then.year + 1, day=1), timezone=timezone
    ):
        return raw
    return str(meant.instant.date()) if meant.precision == "day" else meant.instant.isoformat()
