"""Manners on the wire: robots.txt's Crawl-delay, turns, and backing off where a server asks to."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.fetching.exceptions import HostRefuses
from crawler.fetching.turns import LONGEST_WAIT, NEVER, Turn, host_of, turns_of
from crawler.fetching.wayback.chosen import note_asked
from crawler.run_record import run_record
from crawler.stopping import ENDING, BeingEnded, leave_for_later

logger = logging.getLogger(__name__)

REFUSING = (429, 503)
"""Too many requests, and overloaded: both ask for fewer requests, not for another address."""
IN_A_ROW = 4
"""So many refusals with no other answer between them, and the host is left alone for this run."""
FIRST_REFUSED = "first_refused"
"""Key in a request's meta: when (monotonic seconds) it was refused first."""


@dataclass(slots=True)
class Host:
    """What a run knows of how a host wants to be asked; times are monotonic seconds."""

    crawl_delay: float = 0.0
    refusals: int = 0
    refused: set[str] = field(default_factory=set)
    waited: float = 0.0
    well_at: float = NEVER

    def answered_well(self) -> None:
        """Forget the refusals before."""
        self.refusals, self.waited, self.well_at = 0, 0.0, monotonic()
        self.refused.clear()

    def back_off(self, url: str, asked: float | None, first: float) -> float:
        """The seconds to wait after a refusal: as asked, else ``first``, doubled by each before.

        A server that refuses again after the time it named is given the longer of both.
        """
        doubled = first * 2**self.refusals
        wait = doubled if asked is None else max(asked, doubled if self.refusals else 0.0)
        self.refusals += 1
        self.refused.add(url)
        self.waited += wait
        return wait

    @property
    def refuses_several(self) -> bool:
        """Whether it refused several addresses in a row; one alone may be that page's fault."""
        return len(self.refused) > 1

    @property
    def has_had_enough(self) -> bool:
        """Whether it is to be left alone."""
        in_a_row = self.refusals >= IN_A_ROW and self.refuses_several
        return in_a_row or self.waited > LONGEST_WAIT


class Politeness:
    """Scrapy downloader middleware, and what gives the download handler its turns.

    A host is asked by one at a time, with the delay it wants. What it refuses is asked again, each
    time later, until it is given up: then nothing more is asked of it in this run, and what was to
    be ends as HostRefuses.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.turns = turns_of(crawler.settings["DATABASE"])
        self.record = run_record(crawler)
        self.first_wait = crawler.settings.getfloat("BACK_OFF")
        self.hosts: defaultdict[str, Host] = defaultdict(Host)
        self.waiting: set[asyncio.Future[tuple[Turn, ...]]] = set()
        self.is_ending = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Politeness:
        """Made by Scrapy."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(middleware.end, signal=ENDING)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember a host's Crawl-delay in seconds."""
        settings = self.crawler.settings
        named = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        if delay := robotparser.crawl_delay(named):
            host = host_of(request.url)
            self.hosts[host].crawl_delay = min(delay, LONGEST_WAIT)
            logger.info("%s asks for %s s between requests", host, delay)

    def end(self) -> None:
        """Let nobody wait any longer: the run is being ended."""
        self.is_ending = True
        for waiting in self.waiting:
            waiting.cancel()

    async def turn(
        self, request: Request, address_of: Callable[[], Awaitable[str | None]]
    ) -> tuple[Turn, ...]:
        """Turns at a request's host and its address, each to be ended; waits until they come.

        Raises HostRefuses, and BeingEnded where the run ends before.
        """

        async def address() -> str | None:
            self.process_request(request)  # it may have been given up while this one waited
            return await address_of()

        at = self.turns.at(host_of(request.url), lambda: self.delay(request), address)
        waiting = asyncio.ensure_future(at)
        self.waiting.add(waiting)
        if self.is_ending:
            waiting.cancel()
        try:
            return await waiting
        except asyncio.CancelledError:
            leave_for_later(request)
            raise BeingEnded from None
        finally:
            self.waiting.discard(waiting)

    def delay(self, request: Request) -> float:
        """The least seconds between two requests to a request's host: its own wish, or ours."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        ours = slot.delay if slot else self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        return max(ours, self.hosts[host_of(request.url)].crawl_delay)

    def answered(self, request: Request, response: Response, turn: Turn) -> None:
        """Note an answer, within its turn: a refusal puts off the host's next one."""
        note_asked(self.crawler)
        name = host_of(request.url)
        host = self.hosts[name]
        if response.status not in REFUSING:
            host.answered_well()
            return
        asked = seconds_to_wait(response.headers.get("Retry-After"))
        if is_pages_own(request, host):
            turn.wait(min(max(asked or 0.0, self.first_wait), LONGEST_WAIT))
            return
        request.meta.setdefault(FIRST_REFUSED, monotonic())
        wait = host.back_off(request.url, asked, self.first_wait)
        if host.has_had_enough:
            self.record.refusing[name] = why = in_words(name, response.status, host, asked)
            logger.warning("%s; not asked again in this run", why)
        else:
            turn.wait(wait)
            logger.info("%s answers %s; asked again in %.0f s", name, response.status, wait)

    def process_request(self, request: Request) -> None:
        """Raise HostRefuses for a host that was given up, BeingEnded once a run asked enough."""
        if self.record.has_asked_enough:
            leave_for_later(request)
            raise BeingEnded
        if sentence := self.record.refusing.get(host_of(request.url)):
            raise HostRefuses(f"{sentence}; left for the next run")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the request to make again after a refusal; raises HostRefuses.

        A page that is refused alone is asked for RETRY_TIMES more, as after any error.
        """
        if response.status not in REFUSING or request.meta.get("dont_retry"):
            return response
        self.process_request(request)
        host = self.hosts[host_of(request.url)]
        is_hosts = host.refuses_several and not is_pages_own(request, host)
        again = get_retry_request(
            request,
            spider=self.crawler.spider,
            reason=f"HTTP {response.status}",
            max_retry_times=IN_A_ROW if is_hosts else None,
        )
        return again or response


def is_pages_own(request: Request, host: Host) -> bool:
    """Whether a host that refuses a page has answered others well since it first did."""
    return request.meta.get(FIRST_REFUSED, float("inf")) < host.well_at


def in_words(name: str, status: int, host: Host, asked: float | None) -> str:
    """Why a host was given up, as in "www.contoh.id answers 429, 4 times in a row"."""
    if asked is not None and asked > LONGEST_WAIT:
        return f"{name} answers {status} and asks for more than {LONGEST_WAIT / 60:.0f} minutes"
    return f"{name} answers {status}, {host.refusals} times in a row"


SECONDS = re.compile(r"\s*(\d+(?:\.\d+)?)\s?(?:s|sec|seconds)?\s*", re.ASCII | re.IGNORECASE)
"""``30``, and what some servers write for it: ``30.5``, ``120s``."""


def seconds_to_wait(retry_after: bytes | None) -> float | None:
    """A Retry-After header (RFC 9110: seconds or a date) as seconds from now, 0 or more.

    Of several numbers the greatest. None where there is none that can be read. The number may be
    infinite.
    """
    text = (retry_after or b"").decode("latin-1").strip()
    numbers = [SECONDS.fullmatch(part) for part in text.split(",")]
    if all(numbers):
        return max(float(found[1]) for found in numbers)
    try:
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max((until - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
