"""What ``-a NAME=VALUE`` of a crawl means; anything else is refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from crawler.clock import Window, wib_day
from crawler.errors import UsageProblem
from crawler.parsers.urls import split_url

HOST = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W_][\w-]*|localhost|(?=.*:)[\da-f:.]+")
"""``contoh.blogspot.com``, ``127.0.0.1``, ``::1``; not ``contoh``."""

LETTER = re.compile(r"\w")
LONGEST_QUERY = 200
COMBINING = re.compile(r"(?<!\S)(?:AND|OR|NOT|NEAR/\d+)(?!\S)|(?<=\w)\*(?!\S)")
"""``gempa OR banjir``, ``long*``."""

PAST = ("past", "versions")
"""Arguments that ask an archive in place of the site."""
CHOICES = {"yes": True, "no": False}

MAXIMUM = re.compile(r"\d{1,18}")
"""``50``; not ``many``. A longer number is more than can be counted."""


def parse_day(name: str, value: str | None) -> date | None:
    """A ``since`` or ``until`` argument as a day; raises UsageProblem when it is not one."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageProblem(
            f"{name}={value} is not a day; write it as YYYY-MM-DD, for instance {name}=2025-06-18"
        ) from error


def parse_window(since: str | None, until: str | None) -> Window:
    """The days asked for, both included.

    Raises UsageProblem for what is no day, for a first one in the future and a reversed order.
    """
    window = Window(parse_day("since", since), parse_day("until", until))
    today = wib_day(datetime.now(UTC))
    if window.since and window.since > today:
        raise UsageProblem(f"since={since} is in the future; today is {today} (WIB)")
    if window.since and window.until and window.since > window.until:
        raise UsageProblem(f"since={since} is after until={until}; swap them")
    return window


def parse_maximum(value: str | None) -> int | None:
    """The largest number of articles to ask for; raises UsageProblem for anything but 1, 2, ..."""
    if value is None:
        return None
    if not MAXIMUM.fullmatch(value) or not int(value):
        raise UsageProblem(
            f"max={value[:40]} is not a number of articles; write for instance max=50"
        )
    return int(value)


@dataclass(frozen=True, slots=True)
class Past:
    """What is asked of a Wayback Machine: one capture of each article, or each ``versions``."""

    versions: bool = False


def parse_past(given: Mapping[str, str], window: Window, query: str | None) -> Past | None:
    """What ``past`` and ``versions`` ask of an archive; None where the site itself is asked.

    Raises UsageProblem for an archive that is not known, for one asked without days or for words.
    """
    archive, versions = given.get("past"), given.get("versions")
    if archive is None:
        if versions is not None:
            raise UsageProblem("versions is for an archive: add -a past=wayback")
        return None
    if archive != "wayback":
        raise UsageProblem(
            f"past={archive[:40]} is no archive that can be asked; write past=wayback (settings "
            "WAYBACK_CDX and WAYBACK_REPLAY say which Wayback Machine)"
        )
    if window.since is None:
        raise UsageProblem("past=wayback needs since, as in -a past=wayback -a since=2019-01-01")
    if query:
        raise UsageProblem("a Wayback Machine can't be searched for words; leave query out")
    if versions is not None and versions not in CHOICES:
        raise UsageProblem(f"versions={versions[:40]} is neither yes nor no")
    return Past(CHOICES.get(versions, False))


def parse_query(value: str | None) -> str | None:
    """The words to search for, with single blanks between them; None where none were given.

    Raises UsageProblem for what holds no word, is longer than searches take, or combines words in a
    way that only ``scrapy search`` knows.
    """
    if value is None:
        return None
    query = " ".join(value.split())
    if not LETTER.search(query):
        raise UsageProblem(f"{query!r} holds no word to search for; write for instance banjir")
    if len(query) > LONGEST_QUERY:
        raise UsageProblem(f"{query[:40]}... is too long for a search; give a few words")
    if combined := COMBINING.search(query):
        raise UsageProblem(
            f"sites' searches know no {combined[0]}: give words, of which all must occur, and call "
            "once for each other choice of them"
        )
    return query


def parse_address(spider: str, name: str | None, value: str | None, example: str) -> str:
    """A web address given as an argument, with its scheme; ``name`` is None for a word by itself.

    Raises UsageProblem when it was not given or is none.
    """
    written = f"{name}=" if name else ""
    if not value:
        option = "-a " if name else ""
        raise UsageProblem(f"{spider} needs an address, for instance {option}{written}{example}")
    address = value.strip() if "://" in value else f"https://{value.strip()}"
    parts = split_url(address)
    if parts and "@" in parts.netloc:
        raise UsageProblem(
            f"the address {f'in {written} ' if name else ''}holds a user name or password; Warta "
            f"sends and keeps none, so give it without, like {written}{example}"
        )
    if parts is None or not HOST.fullmatch(parts.hostname):
        raise UsageProblem(
            f"{written}{value} is not a web address; write it like {written}{example}"
        )
    return address


def refuse_unknown(site: str, unknown: Iterable[str], takes: str = "") -> None:
    """Raises UsageProblem for arguments nobody reads, so that a typing error is not ignored.

    ``takes`` names what a spider takes beside the usual ones.
    """
    if names := ", ".join(sorted(unknown)):
        raise UsageProblem(
            f"{site} has no argument {names}; it takes {takes}since, until (YYYY-MM-DD), max "
            "(a number), query (words), past (wayback) and versions (yes)"
        )
