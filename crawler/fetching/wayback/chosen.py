"""Which Wayback Machine is asked, and how much: the settings WAYBACK_CDX, WAYBACK_REPLAY, ..."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from crawler.errors import UsageProblem
from crawler.parsers.urls import host_and_port, split_url
from crawler.run_record import run_record
from crawler.stopping import stop

STOPPED = "requests"
"""Finish reason of a run that made as many requests of an archive as it may."""


def archive_hosts(settings: BaseSettings) -> frozenset[str]:
    """The hosts, with their ports, of the Wayback that is asked."""
    return frozenset(host_and_port(settings[name]) for name in ("WAYBACK_CDX", "WAYBACK_REPLAY"))


def note_asked(crawler: Crawler) -> None:
    """Count a request of a run that asks an archive; WAYBACK_REQUESTS of them end it.

    What waits for its turn then is left for the next run. Call it before the turn ends.
    """
    record = run_record(crawler)
    record.archive_requests += record.asks_archive
    if record.archive_requests >= crawler.settings.getint("WAYBACK_REQUESTS"):
        if not record.has_asked_enough:
            stop(crawler, STOPPED)
        record.has_asked_enough = True


def check_wayback(settings: BaseSettings) -> None:
    """Make sure that the settings name a Wayback; raises UsageProblem with what is wrong."""
    for name, example in (
        ("WAYBACK_CDX", "http://127.0.0.1:8080/koleksi/cdx"),
        ("WAYBACK_REPLAY", "http://127.0.0.1:8080/koleksi/"),
    ):
        parts = split_url(settings[name] or "")
        if parts is None or parts.scheme not in ("http", "https"):
            raise UsageProblem(
                f"{name}={settings[name]} is not a web address; write it like -s {name}={example}"
            )
    for name, least in (("WAYBACK_REQUESTS", 1), ("WAYBACK_PAGE", 2), ("WAYBACK_DAYS_AFTER", 0)):
        number = str(settings[name])
        if not number.isascii() or not number.isdecimal() or int(number) < least:
            raise UsageProblem(f"{name}={number} is no number of {least} or more")
    if settings["REPLAY"]:
        raise UsageProblem(
            "past=wayback asks a Wayback over the network, and REPLAY reads an archive without "
            "one; give one of them"
        )
