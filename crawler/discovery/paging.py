"""Paging through a listing: patterns of addresses, and when the next page is worth fetching."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from string import Formatter
from typing import Any

from crawler.clock import wib_day
from crawler.discovery.base import Fetch, Link, Window
from crawler.parsers.dates import parse_date
from crawler.parsers.dates.published import time_in_address

MAX_PAGES = 2000
"""A listing that goes on longer is taken for one that never ends."""
REMEMBERED = 20
"""How many of the latest pages are compared with, besides the first."""
PAST_THE_LAST_PAGE = "rest_post_invalid_page_number"
PLACES = {"day", "year", "month", "page", "offset"}
PLACE = re.compile(r"\{[a-z.]+(?::[^{}]*)?\}\Z")  # {page}, {day:%Y-%m-%d 00:00:00}
EARLY_IN_THE_MONTH = 2
"""Up to this day of the month last month's listing is asked for too."""


class Pattern:
    """An address with places for the day and the page.

    ``{day}`` is the day as 2025-06-18, ``{day:%m/%d/%Y}`` in any other form and ``{day.day}``
    without the zero; ``{year}`` and ``{month}`` (two digits) ask month by month instead;
    ``{page}`` counts from ``first_page``, ``{offset}`` from 0 in steps of ``step``. ``post`` is
    sent as a JSON body, those of its strings that are nothing but such a place filled in.
    Raises ValueError for any other place, so that a mistyped site file does not load.
    """

    def __init__(
        self,
        template: str,
        *,
        step: int = 0,
        first_page: int = 1,
        post: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ):
        places = [template, *filter(PLACE.match, _strings(post))]
        names = [name for place in places for _, name, _, _ in Formatter().parse(place) if name]
        roots = {name.partition(".")[0] for name in names}
        if unknown := sorted(roots - PLACES):
            raise ValueError(f"{template}: {{{unknown[0]}}} is none of {sorted(PLACES)}")
        if "offset" in roots and step < 1:
            raise ValueError(f"{template}: {{offset}} needs step=, the articles on a page")
        self.template = template
        self.step = step
        self.first_page = first_page
        self.post = post
        self.headers = dict(headers or {})
        self.is_paged = bool(roots & {"page", "offset"})
        self.unit = "day" if "day" in roots else "month" if roots & {"year", "month"} else None

    def fetch(self, day: date | None, page: int) -> Fetch:
        """The request for a page; ``page`` counts from 1."""
        values = {
            "day": day,
            "year": f"{day.year:04}" if day else "",
            "month": f"{day.month:02}" if day else "",
            "page": page - 1 + self.first_page,
            "offset": (page - 1) * self.step,
        }
        url = self.template.format(**values)
        fetch = Fetch(url, headers=self.headers, day=day, page=page, template=self.template)
        if self.post is None:
            return fetch
        body = json.dumps(_filled(self.post, values), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        return replace(fetch, method="POST", body=body, headers=headers)

    def first(self, window: Window, now: datetime) -> list[Fetch]:
        """The first page of every day or month asked for, newest first.

        Without a window that is today and yesterday, whose last articles came after
        yesterday's crawl.
        """
        days = self._days(window, wib_day(now))
        return [replace(self.fetch(day, 1), asked_at=now) for day in days]

    def _days(self, window: Window, today: date) -> Sequence[date | None]:
        if self.unit is None:
            return [None]
        if window:
            days = window.days(today)
        else:
            back = 1 if self.unit == "day" else EARLY_IN_THE_MONTH
            days = [today, today - timedelta(days=back)]
        if self.unit == "day":
            return days
        return list(dict.fromkeys(day.replace(day=1) for day in days))


def next_page(
    fetch: Fetch, links: Sequence[Link], pattern: Pattern, *, says_empty: bool = False
) -> list[Fetch]:
    """The page after this one, unless this one ends the listing.

    It does when it names none that the pages before it had not named: indexes answer a page past
    their end with their last or first page again. One that names no article at all, and does not
    say that it has none, may be a fault in the middle of the listing: the page behind it tells.
    """
    if not pattern.is_paged:
        return []
    following = replace(pattern.fetch(fetch.day, fetch.page + 1), asked_at=fetch.asked_at)
    if names_something_new(fetch, links):
        return [replace(following, seen=remember(fetch, links))]
    if links or says_empty or fetch.page == 1 or fetch.behind:
        return []
    return [replace(following, seen=fetch.seen, behind=replace(fetch, seen=()))]


def skipped_pages(fetch: Fetch, links: Sequence[Link]) -> list[Fetch]:
    """The empty page before this one, where this one shows that the listing goes on."""
    return [fetch.behind] if fetch.behind and names_something_new(fetch, links) else []


def is_past_the_end(fetch: Fetch, status: int, content: bytes) -> bool:
    """Whether an error answer says that the listing has no such page, its last being before it.

    404 and 410, of any page but the first; WordPress has a code of its own, with status 400. The
    first page of a search is none where it is asked for a word that does not exist.
    """
    if fetch.page == 1 and not fetch.then:
        return False
    return status in (404, 410) or (status == 400 and PAST_THE_LAST_PAGE.encode() in content)


def names_something_new(fetch: Fetch, links: Sequence[Link]) -> bool:
    """Whether a page names an article that the remembered pages before it did not."""
    urls = {link.url for link in links}
    return fetch.page < MAX_PAGES and not urls <= frozenset().union(*fetch.seen)


def remember(fetch: Fetch, links: Sequence[Link]) -> tuple[frozenset[str], ...]:
    """What the next page is compared with: the first page, the latest ones, and this one."""
    pages = (*fetch.seen, frozenset(link.url for link in links))
    return (*pages[:1], *pages[1:][-REMEMBERED:])


def is_before(links: Sequence[Link], window: Window, asked_at: datetime | None) -> bool:
    """Whether every dated link of a page is older than the window, and there is one.

    Tells where an index without dates in its address can stop: at a whole page of old
    articles, never at the first. "2 jam yang lalu" counts from ``asked_at``; where the page
    prints a clock alone, the day is the one in the article's address, if it holds one.
    """
    if window.since is None:
        return False
    listed = [
        parse_date(link.date, now=asked_at) or parse_date(time_in_address(link.url))
        for link in links
        if link.date
    ]
    days = [wib_day(found.instant) for found in listed if found]
    return bool(days) and all(day < window.since for day in days)


def last_day(month: date) -> date:
    """The last day of a day's month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _strings(data: Any) -> Iterator[str]:
    """Every string in a JSON body."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping | list):
        for member in data.values() if isinstance(data, Mapping) else data:
            yield from _strings(member)


def _filled(data: Any, values: Mapping[str, Any]) -> Any:
    """A JSON body with its places filled in; a page stays a number."""
    if isinstance(data, str) and PLACE.match(data):
        number = values.get(data.strip("{}"))
        return number if isinstance(number, int) else data.format(**values)
    if isinstance(data, Mapping):
        return {name: _filled(member, values) for name, member in data.items()}
    return [_filled(member, values) for member in data] if isinstance(data, list) else data
