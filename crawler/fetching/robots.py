"""robots.txt as RFC 9309 reads it: what can't be had forbids, what does not exist allows."""

from __future__ import annotations

import codecs
import logging
import re

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import robotstxt
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import error_in_words
from crawler.fetching.exceptions import NotInArchive, Offline, RobotsUnreachable
from crawler.fetching.failures import TOO_MANY_REDIRECTS
from crawler.stopping import BeingEnded

MOST_RULES = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for 500 kB at least."""
TOO_MANY = 429
"""The one answer of 400 to 499 that says nothing of what there is, only that it is asked later."""
USER_AGENT_LINE = re.compile(
    r"^[^\S\n]*user[- ]?agent(?:[^\S\n]*:|[^\S\n])[^\S\n]*(?P<named>[^#\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""``User-agent: Warta/1.0  # ours``, with the slips that are forgiven: ``useragent Warta``."""
PRODUCT = re.compile(r"[a-z_-]+(?![a-z0-9_-])", re.IGNORECASE)
"""``Warta`` in ``Warta/0.1 (news archive; ...)``: a product token of RFC 9309, section 2.2.1."""
CRAWL_DELAY_LINE = re.compile(
    r"^(?P<name>[^\S\n]*crawl[- ]?delay[^\S\n]*:)[^\S\n]*"
    r"(?P<whole>\d{1,9})(?:[.,](?P<part>\d{1,9}))?"
    r"[^\S\n]*(?:s|sec|secs|seconds?|detik)?[^\S\n]*(?:#[^\n]*)?$",
    re.IGNORECASE | re.MULTILINE | re.ASCII,
)
"""``Crawl-delay: 2,5`` and ``Crawl-delay: 10 s``, which are no numbers to Protego."""
OURS, OTHERS = "ours", "another"
"""What stands for our own name and for any other while rules are chosen."""


NOBODY_ASKED = (NotInArchive, BeingEnded, Offline)
"""What is no failure to have a robots.txt: no page is asked for after it either."""


class RobotRules(ProtegoRobotParser):
    """The rules for us: those of all groups that name our product token, else those of ``*``.

    The token is what the user agent begins with, and must be the whole of what a group names, in
    any case and with any version behind it. Protego itself takes ``User-agent: news`` for a name
    of "Warta/0.1 (news archive)". Made for one user agent at a time.
    """

    def __init__(self, robotstxt_body: bytes, spider: Spider | None):
        self.text = decoded(robotstxt_body[:MOST_RULES])
        self.product = ""
        super().__init__(b"", spider)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Whether a user agent may fetch an address."""
        self._choose(user_agent)
        return super().allowed(url, OURS)

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """The Crawl-delay for a user agent in seconds; None without one."""
        self._choose(user_agent)
        return super().crawl_delay(OURS)

    def _choose(self, user_agent: str | bytes) -> None:
        name = product(user_agent)
        if name != self.product:
            self.product = name
            super().__init__(with_our_groups(self.text, name).encode(), self.spider)


def product(user_agent: str | bytes) -> str:
    """The product token that a user agent begins with, in lower case; empty for none."""
    text = user_agent.decode("latin-1") if isinstance(user_agent, bytes) else user_agent
    found = PRODUCT.match(text.strip())
    return found[0].lower() if found else ""


def with_our_groups(text: str, name: str) -> str:
    """A robots.txt whose groups name ``*``, ``OURS`` for the product ``name``, or ``OTHERS``."""

    def renamed(line: re.Match[str]) -> str:
        named = line["named"].strip()
        if named and not named.strip("*"):
            return "User-agent: *"
        is_ours = name and product(named.strip("* ")) == name
        return f"User-agent: {OURS if is_ours else OTHERS}"

    lines = "\n".join(text.splitlines())
    return USER_AGENT_LINE.sub(renamed, CRAWL_DELAY_LINE.sub(_as_number, lines))


def _as_number(line: re.Match[str]) -> str:
    return f"{line['name']} {line['whole']}.{line['part'] or 0}"


def decoded(body: bytes) -> str:
    """A robots.txt as text: UTF-8, or UTF-16 where it says so; what can't be read is left out."""
    is_utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return body.decode("utf-16" if is_utf16 else "utf-8-sig", errors="ignore")


def in_one_line(record: logging.LogRecord) -> bool:
    """A log line without a traceback: that a robots.txt can't be had is no fault of a program."""
    record.exc_info = None
    return True


class RobotsTxt(RobotsTxtMiddleware):
    """Scrapy's middleware with what RFC 9309, section 2.3.1, says of answers that are no rules.

    Scrapy reads any answer as rules and takes none for consent. Here a server error, 429 or no
    answer at all, whatever kept it from coming, forbids every page of the host for this run, and
    another answer of 400 to 499, or redirects without end, allow all. In a replay nobody is asked,
    and only captured rules forbid.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        robotstxt.logger.addFilter(in_one_line)
        self.replaying = bool(crawler.settings["REPLAY"])
        self.unreachable: dict[str, Exception] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for a request's host, asked for once.

        Scrapy 2.19 gives them to the first of several requests that wait for them, and None, which
        allows all, to the others.
        """
        await super().robot_parser(request)
        return self._parsers[urlparse_cached(request).netloc]

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        is_no_answer = response.status >= 500 or response.status == TOO_MANY
        if is_no_answer and not self.replaying:
            raise RobotsUnreachable(f"HTTP {response.status}")
        if not 200 <= response.status < 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, NOBODY_ASKED) and TOO_MANY_REDIRECTS not in str(exc):
            self.unreachable[netloc] = exc
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let a request pass, or raise IgnoreRequest (RobotsUnreachable) where it may not."""
        error = self.unreachable.get(urlparse_cached(request).netloc)
        if error is not None:
            said = str(error) if isinstance(error, IgnoreRequest) else error_in_words(error)
            raise RobotsUnreachable(f"robots.txt can't be had ({said})") from error
        super().process_request_2(rp, request)
