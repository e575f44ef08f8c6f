"""Why a page could not be had: from failures and useless answers to a reason for a Reject."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.discovery.listings.addresses import NOT_ARTICLES, is_home
from crawler.errors import ArchiveProblem, error_in_words
from crawler.fetching.exceptions import (
    SAYS_NOTHING,
    CostlyAnswer,
    EndlessHeaders,
    HostRefuses,
    InsideNetwork,
    LedAway,
    NotInArchive,
    RobotsUnreachable,
    UnfitAddress,
)
from crawler.items import Reject
from crawler.parsers.page.encoding import is_wide
from crawler.parsers.refusals import refusal
from crawler.parsers.urls import is_of, printable, same_address

TOO_MANY_REDIRECTS = "max redirections reached"
TOO_LARGE = "DOWNLOAD_MAXSIZE"
"""What Scrapy's IgnoreRequest says in each case."""


def reject_failure(failure: Failure, spider: Spider) -> Reject:
    """The Reject for a spider's request that ended without a usable answer."""
    request = failure.request
    asked_for = request.cb_kwargs.get("link") or request.cb_kwargs.get("fetch") or request
    capture = request.meta.get("capture")
    reason, detail = why(failure, spider.settings.getint("DOWNLOAD_MAXSIZE"))
    is_answer = reason == "http-error" and failure.check(HttpError)
    status = failure.value.response.status if is_answer else None
    return Reject(printable(asked_for.url), spider.name, reason, detail, capture, status)


def why(failure: Failure, largest: int) -> tuple[str, str]:
    """Reason and detail of a failure, whoever raised it.

    ``largest`` is the most bytes an answer may have, DOWNLOAD_MAXSIZE.
    """
    error = failure.value
    if isinstance(error, HttpError):
        if (leads := error.response.headers.get("Location")) and error.response.status < 400:
            # what Scrapy does not follow: file:, data:, ftp:
            shown = printable(leads.decode("latin-1"))
            return "off-site", f"redirected to {shown}, which is no web address; not followed"
        refused = refusal(error.response.body)
        is_challenge = refused and refused[0] == "challenge"
        return refused if is_challenge else ("http-error", f"HTTP {error.response.status}")
    if isinstance(error, RobotsUnreachable):
        return _without_robots(error)
    if isinstance(error, IgnoreRequest):
        return _ignored(error, failure.request, largest)
    if isinstance(error, ArchiveProblem):
        return "not-archived", str(error)
    if isinstance(error, DownloadCancelledError):
        return "too-large", f"more than {in_megabytes(largest)} (DOWNLOAD_MAXSIZE)"
    return "network", _in_words(error)


def _in_words(error: BaseException) -> str:
    """What the network says; of an answer that is no HTTP what is wrong with it."""
    reasons = getattr(error.__cause__, "reasons", ())
    wrong = "; ".join(error_in_words(reason.value) for reason in reasons)
    return f"{type(error).__name__}: {wrong}" if wrong else error_in_words(error)


def _ignored(error: IgnoreRequest, request: Request, largest: int) -> tuple[str, str]:
    """Reason and detail of a request that one of the middlewares would not carry out."""
    said = str(error)
    if isinstance(error, NotInArchive):
        return "not-in-archive", said
    if isinstance(error, LedAway):
        return "off-site", said
    if isinstance(error, UnfitAddress):
        return error.reason, said
    if isinstance(error, HostRefuses):
        return "http-error", said
    if isinstance(error, EndlessHeaders):
        return "too-large", said
    if isinstance(error, CostlyAnswer):
        return "too-costly", said
    if "robots.txt" in said:
        return "robots", said
    if TOO_LARGE in said:
        return "too-large", f"unfolds to more than {in_megabytes(largest)} (DOWNLOAD_MAXSIZE)"
    if TOO_MANY_REDIRECTS in said:
        times = request.meta.get("redirect_times", 0)
        return "redirect-loop", f"{times} redirects, the last one to {printable(request.url)}"
    return "network", error_in_words(error)


def _without_robots(error: RobotsUnreachable) -> tuple[str, str]:
    """Reason and detail where robots.txt could not be had, by why it could not."""
    sentence = f"{error}, and without it no page may be fetched"
    cause = error.__cause__
    if isinstance(cause, ArchiveProblem):
        return "not-archived", str(cause)
    if isinstance(cause, InsideNetwork):
        return "off-site", str(cause)
    is_answer = isinstance(cause, SAYS_NOTHING)
    return ("robots-unreachable" if is_answer else "network"), sentence


def in_megabytes(size: int) -> str:
    """A number of bytes, as in "20 MB"."""
    return f"{size / (1 << 20):g} MB"


PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "")
"""What servers call a page; the last two are what careless ones call everything."""
BEGINNING = 1024


MOST_SECTION_WORDS = 2
FEWEST_SLUG_WORDS = 3
"""Sections are called ``nasional`` or ``gaya-hidup``, stories by a sentence."""


def useless(
    response: Response,
    asked_for: str,
    allowed_domains: Sequence[str],
    is_article: Callable[[str], bool] | None = None,
) -> tuple[str, str] | None:
    """Reason and detail when an answer with status 200 is no page of the site, else None.

    A site that leads from an article's address to its front page or to a section has no such
    article any more. ``is_article`` tells its articles' addresses, where the site declares them.
    """
    if allowed_domains and not is_of(response.url, allowed_domains):
        return "off-site", f"redirected to {response.url}"
    if is_home(response.url) and not is_home(asked_for):
        return "soft-404", f"redirected to the front page {response.url}"
    if led_to_a_section(asked_for, response.url, is_article):
        return "soft-404", f"redirected to {response.url}, which is no article's address"
    declared = response.headers.get("Content-Type", b"").decode("latin-1")
    kind = declared.partition(";")[0].strip().lower()
    empty, has_zeros = not response.body.strip(), b"\x00" in response.body[:BEGINNING]
    if empty or (has_zeros and not is_wide(response.body)) or kind not in PAGE_TYPES:
        return "not-html", f"{len(response.body)} bytes of {kind or 'no declared type'}"
    return refusal(response.body)


def led_to_a_section(
    asked_for: str, arrived_at: str, is_article: Callable[[str], bool] | None
) -> bool:
    """Whether a redirect leads from an article's address to one that no article has.

    By what the site declares; without it by the form: to a tag, a search or an index, or from a
    sentence or a number to a word or two that were not the story's own.
    """
    if same_address(asked_for, arrived_at):
        return False
    if is_article is not None:
        return is_article(asked_for) and not is_article(arrived_at)
    before, after = urlsplit(asked_for).path, urlsplit(arrived_at).path
    if NOT_ARTICLES.search(after) and not NOT_ARTICLES.search(before):
        return True
    told, words = last_words(before), last_words(after)
    was_story = len(told) >= FEWEST_SLUG_WORDS or any(letter.isdigit() for letter in before)
    is_word = len(words) <= MOST_SECTION_WORDS and "".join(words).isalpha()
    is_section = is_word and not urlsplit(arrived_at).query and not set(words) <= set(told)
    return was_story and is_section


def last_words(path: str) -> list[str]:
    """The words of a path's last segment, as in "banjir", "di", "jakarta"."""
    segment = path.rstrip("/").rpartition("/")[2]
    return re.findall(r"[^\W_]+", re.sub(r"\.\w{2,5}$", "", segment.casefold()))
