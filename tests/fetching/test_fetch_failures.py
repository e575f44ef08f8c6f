"""Each way in which a page can't be had has its own reason."""

import re

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.errors import ArchiveProblem
from crawler.fetching.exceptions import LedAway, NotInArchive, RobotsUnreachable
from crawler.fetching.failures import led_to_a_section, why
from crawler.items import REJECT_REASONS
from tests.support.rows import every_row

PAGE = "https://www.contoh.id/read/1/contoh"
CHALLENGE = b"<title>Just a moment...</title>"


def without_robots(cause):
    """The error of a page whose host's robots.txt could not be had."""
    error = RobotsUnreachable("robots.txt can't be had (contoh)")
    error.__cause__ = cause
    return error


@every_row(
    ("error", "reason", "detail"),
    [
        (HttpError(Response(PAGE, status=410)), "http-error", "HTTP 410"),
        (HttpError(Response(PAGE, status=403, body=CHALLENGE)), "challenge", "Just a moment"),
        (NotInArchive("no capture of it"), "not-in-archive", "no capture"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots", "Forbidden"),
        (without_robots(RobotsUnreachable("HTTP 503")), "robots-unreachable", "no page may be"),
        (without_robots(CannotResolveHostError("contoh")), "network", "no page may be fetched"),
        (without_robots(ArchiveProblem("the disk is full")), "not-archived", "the disk is full"),
        (without_robots(LedAway("redirected to http://10.0.0.1/")), "robots-unreachable", ""),
        (LedAway("redirected to http://10.0.0.1/"), "off-site", "10.0.0.1"),
        (IgnoreRequest("max redirections reached"), "redirect-loop", "0 redirects"),
        (DownloadCancelledError(), "too-large", "more than 20 MB"),
        (IgnoreRequest("... exceeded DOWNLOAD_MAXSIZE (1 B)"), "too-large", "unfolds to more"),
        (ArchiveProblem("the disk is full"), "not-archived", "the disk is full"),
        (DownloadTimeoutError("took longer than 60 s"), "network", "took longer than 60 s"),
        (ConnectionResetError(), "network", "ConnectionResetError"),
    ],
)
def test_a_failure_has_its_reason(error, reason, detail):
    failure = Failure(error)
    failure.request = Request(PAGE)
    given, said = why(failure, 20 << 20)
    assert given == reason
    assert detail in said
    assert reason in REJECT_REASONS


@every_row(
    ("asked_for", "arrived_at", "is_section"),
    [
        ("https://www.contoh.id/berita/1-judul", "https://www.contoh.id/nasional", True),
        (
            "https://www.contoh.id/banjir-di-bandung-surut",
            "https://www.contoh.id/gaya-hidup/",
            True,
        ),
        ("https://www.contoh.id/read/1/banjir-surut", "https://www.contoh.id/read/", True),
        ("https://www.contoh.id/read/1/banjir-surut", "https://www.contoh.id/banjir-surut", False),
        ("https://www.contoh.id/read/1/banjir", "https://contoh.id/read/1/banjir/", False),
        ("http://m.contoh.id/read/1/banjir", "https://www.contoh.id/read/1/banjir", False),
        ("https://www.contoh.id/read/1/banjir", "https://www.contoh.id/tag/banjir-2024", True),
        ("https://www.contoh.id/?p=17", "https://www.contoh.id/banjir-surut", False),
        ("https://www.contoh.id/berita/1-judul", "https://www.contoh.id/baca?id=1", False),
        ("https://www.contoh.id/a-b-c-d", "https://www.contoh.id/banjir-surut-2", False),
    ],
)
def test_a_redirect_to_a_word_or_two_leads_to_a_section(asked_for, arrived_at, is_section):
    assert led_to_a_section(asked_for, arrived_at, None) is is_section


def test_where_a_site_declares_its_articles_addresses_they_tell_a_section():
    is_article = re.compile(r"/read/\d+/").search
    story, moved = "https://www.contoh.id/read/1/banjir", "https://www.contoh.id/read/2/banjir-dua"
    assert not led_to_a_section(story, moved, is_article)
    assert led_to_a_section(story, "https://www.contoh.id/topik-banjir-di-bandung-1", is_article)
    assert not led_to_a_section("https://www.contoh.id/?p=1", "https://www.contoh.id/x", is_article)
