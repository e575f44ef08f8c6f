"""Paging through a listing: patterns of addresses, and when the next page is worth fetching."""

from __future__ import annotations

import calendar
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from string import Formatter
from typing import Any

from crawler.clock import wib_day
from crawler.discovery.base import ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.listings.each_alone import in_one_note
from crawler.parsers.dates import parse_date
from crawler.parsers.dates.published import time_in_address

MAX_PAGES = 2000
"""A listing that goes on longer is taken for one that never ends."""
REMEMBERED = 20
"""How many of the latest pages are compared with, besides the first."""
PAGES_BEHIND = 1
"""So many pages are asked behind one that names nothing new, before that is taken for the end."""
PAGES_BEHIND_A_FULL_ONE = 3
"""The same where it repeats others, and the page before it is as full as any."""
NUMBER = re.compile(r"\d+")
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


def page_on(
    listing: Listing,
    fetch: Fetch,
    following: Fetch | None,
    *,
    is_beyond: bool = False,
    is_told: bool = False,
    by_number: bool = True,
    is_article: ArticleTest | None = None,
) -> None:
    """Set which pages are asked after this one, and which before it turn out to be holes.

    ``following`` is the page after it, None where the listing has none. Indexes answer a page past
    their end with their first or last page again, with an empty one or with an error; so does a
    fault in the middle. So the pages behind a page that names nothing new are looked at, a bounded
    number of them: where one goes on, those before it are ``skipped``. ``is_beyond`` says that the
    page is of other days than were asked for, ``is_told`` that it says itself that nothing is
    there (believed behind a page that is not full), ``by_number`` that pages are counted, so that
    what a short one lacks no other names. Where ``links`` may hold others, ``is_article`` tells.
    """
    if fetch.is_second or fetch.page >= MAX_PAGES:
        return
    links = [link for link in listing.links if is_article is None or is_article(link.url)]
    if names_something_new(fetch, links) and not is_beyond:
        listing.skipped = list(fetch.doubted)
        listing.more += [replace(fetch.short, is_second=True)] if fetch.short else []
        if following is not None:
            short = _bare(fetch) if by_number and _is_short(fetch, links) else None
            seen = remember(fetch, links)
            listing.more.append(replace(following, seen=seen, beyond=0, doubted=(), short=short))
        return
    if links and not is_beyond:
        listing.is_repeat = True
        repeats = f"page {fetch.page} repeats what pages before it named"
        listing.note = in_one_note(listing.note, repeats)
    if following is None or (fetch.page == 1 and not is_beyond):
        return
    doubted = fetch.doubted if listing.is_unread else (*fetch.doubted, _bare(fetch))
    if fetch.beyond < _pages_behind(fetch, listing, is_told=is_told):
        beyond = fetch.beyond + 1
        following = replace(following, seen=fetch.seen, beyond=beyond, doubted=doubted)
        listing.more.append(replace(following, short=fetch.short))
    elif listing.is_repeat and _is_last_full(fetch):
        listing.guessed_end = list(doubted[:1])


def _pages_behind(fetch: Fetch, listing: Listing, *, is_told: bool) -> int:
    """How many pages in a row without news are looked at before they are taken for the end."""
    if is_told and _is_last_full(fetch) is False:
        return 0
    may_go_on = listing.is_repeat and _is_last_full(fetch)
    return PAGES_BEHIND_A_FULL_ONE if may_go_on else PAGES_BEHIND


def page_on_by(
    pattern: Pattern | None,
    listing: Listing,
    fetch: Fetch,
    window: Window,
    *,
    is_last: bool = False,
    is_told: bool = False,
    is_article: ArticleTest | None = None,
) -> None:
    """``page_on`` for a listing whose addresses are a pattern's; ``is_last`` is the site's word."""
    if pattern is None:
        return
    following = None if is_last else following_page(fetch, pattern)
    if following is not None:
        is_dated = fetch.is_dated or is_of_its_days(fetch, listing.links, pattern) is True
        following = replace(following, is_dated=is_dated)
    is_other = is_beyond(fetch, listing.links, pattern, window)
    page_on(listing, fetch, following, is_beyond=is_other, is_told=is_told, is_article=is_article)


def following_page(fetch: Fetch, pattern: Pattern | None) -> Fetch | None:
    """The page after one by the pattern of its address; None where that has no pages."""
    if pattern is None or not pattern.is_paged:
        return None
    following = pattern.fetch(fetch.day, fetch.page + 1)
    return replace(following, asked_at=fetch.asked_at, is_dated=fetch.is_dated)


def without_such_a_page(fetch: Fetch, following: Fetch | None) -> Listing:
    """What an answer means that a listing has no such page: its end, unless it goes on behind."""
    listing = Listing()
    page_on(listing, fetch, following, is_told=True)
    return listing


def is_led_away(fetch: Fetch, url: str) -> bool:
    """Whether a further page's request was redirected to an address without that page's number."""
    return fetch.page > 1 and bool(Counter(_numbers(fetch.url)) - Counter(_numbers(url)))


def _is_last_full(fetch: Fetch) -> bool | None:
    """Whether the latest page that named something new is as full as any; None where it is alone.

    Of honest ends one in ten stands behind such a page.
    """
    sizes = [len(page) for page in fetch.seen]
    return sizes[-1] == max(sizes) if len(sizes) > 1 else None


def _is_short(fetch: Fetch, links: Sequence[Link]) -> bool:
    """Whether a page names fewer than half as many articles as each of those before it."""
    return 2 * len(links) < min(map(len, fetch.seen), default=0)


def _bare(fetch: Fetch) -> Fetch:
    """A page to be asked again: compared then with the first page and the one before it."""
    seen = (*fetch.seen[:1], *fetch.seen[1:][-1:])
    return replace(fetch, seen=seen, beyond=0, doubted=(), short=None)


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
    return fetch.page < MAX_PAGES and not _marks(links) <= frozenset().union(*fetch.seen)


def remember(fetch: Fetch, links: Sequence[Link]) -> tuple[frozenset[str], ...]:
    """What the next page is compared with: the first page, the latest ones, and this one."""
    pages = (*fetch.seen, _marks(links))
    return (*pages[:1], *pages[1:][-REMEMBERED:])


def _marks(links: Sequence[Link]) -> frozenset[str]:
    """Hashes of what a page names: they are kept where an address must not be found later."""
    return frozenset(blake2b(link.url.encode(), digest_size=6).hexdigest() for link in links)


def is_before(links: Sequence[Link], window: Window, asked_at: datetime | None) -> bool:
    """Whether every dated link of a page is older than the window, and there is one.

    Tells where an index without dates in its address can stop: at a whole page of old
    articles, never at the first. "2 jam yang lalu" counts from ``asked_at``; where the page
    prints a clock alone, the day is the one in the article's address, if it holds one.
    """
    if window.since is None:
        return False
    days = _listed_days(links, asked_at)
    return bool(days) and all(day < window.since for day in days)


def is_beyond(fetch: Fetch, links: Sequence[Link], pattern: Pattern, window: Window) -> bool:
    """Whether a page is of other days than were asked for.

    Of an index by day or month a further page is where pages before it were of its days.
    """
    if pattern.unit is None:
        return is_before(links, window, fetch.asked_at)
    return fetch.is_dated and is_of_its_days(fetch, links, pattern) is False


def is_of_its_days(fetch: Fetch, links: Sequence[Link], pattern: Pattern) -> bool | None:
    """Whether a page of an index by day or month names an article of it; None: it has no dates.

    A day more at both ends, since sites count theirs in other zones or by the last edit.
    """
    if fetch.day is None or not (days := _listed_days(links, fetch.asked_at)):
        return None
    last = fetch.day if pattern.unit == "day" else last_day(fetch.day)
    return any(fetch.day - timedelta(days=1) <= day <= last + timedelta(days=1) for day in days)


def last_day(month: date) -> date:
    """The last day of a day's month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _listed_days(links: Sequence[Link], asked_at: datetime | None) -> list[date]:
    """The days (WIB) that links are dated of, in the listing or by a time in their address."""
    listed = [
        parse_date(link.date, now=asked_at) or parse_date(time_in_address(link.url))
        for link in links
        if link.date
    ]
    return [wib_day(found.instant) for found in listed if found]


def _numbers(url: str) -> list[str]:
    """The numbers in an address' path and query."""
    return NUMBER.findall(url.partition("://")[2].partition("/")[2])


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
