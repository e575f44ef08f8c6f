"""What one crawled article is: the dataclasses that flow from spider to database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

DateSource = Literal["json-ld", "meta", "feed", "byline", "url", "body"]
Precision = Literal["second", "minute", "day"]


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One place on a page that may name the day of publishing, not yet parsed.

    ``raw`` is the text exactly as printed; ``role`` says what the place claims to tell;
    ``timezone`` overrides the site's zone for a value that prints none and is known to be
    in another one (for instance "UTC").
    """

    raw: str
    source: DateSource
    role: Literal["published", "modified"] = "published"
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date named in the text: as printed, as ISO 8601 (local), and where in the body."""

    raw: str
    iso: str
    position: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a story that names where and by whom it was filed.

    ``raw`` is the opening exactly as printed, separator included; ``date`` is the date some
    press releases print inside it, raw.
    """

    raw: str
    place: str | None = None
    outlet: str | None = None
    date: str | None = None


@dataclass(slots=True)
class Article:
    """One article as read from one page; field names are the columns of ``articles``.

    None means "the page printed none". ``date_candidates`` holds the raw dates in order of
    trust; the ``published_*`` fields and ``modified_at`` are empty until they are resolved.
    """

    url: str | None = None
    site: str | None = None
    publisher_id: str | None = None
    headline: str | None = None
    kicker: str | None = None
    dateline: str | None = None
    dateline_place: str | None = None
    dateline_outlet: str | None = None
    date_candidates: list[DateCandidate] = field(default_factory=list)
    published_at: str | None = None
    published_local: str | None = None
    published_precision: Precision | None = None
    published_raw: str | None = None
    published_source: DateSource | None = None
    published_conflict: bool = False
    modified_at: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    lead: str | None = None
    body: str | None = None
    word_count: int = 0
    language: str | None = None
    image_url: str | None = None
    image_caption: str | None = None
    is_free: bool | None = None
    signature: str | None = None
    extractor: Literal["site", "json-ld", "generic"] | None = None
    date_mentions: list[DateMention] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    timezone: str = "Asia/Jakarta"
    content_hash: str | None = None
    fetched_at: datetime | None = None
    capture: str | None = None
    read_from: Literal["page", "listing"] = "page"
    """Whether it was read on its page or out of a listing that carries whole articles."""


@dataclass(slots=True)
class Reject:
    """A page that was fetched or listed and not stored, with the reason it was not.

    ``reason`` is one of ``crawler.items.REJECT_REASONS``; ``detail`` says it in words.
    """

    url: str
    site: str
    reason: str
    detail: str
    capture: str | None = None
    status: int | None = None
    """The answer's HTTP status, where it is what the page is refused for."""


REJECT_REASONS = {
    "no-headline": "the page names no headline",
    "no-date": "no usable publishing date on the page, in its address or in its listing",
    "no-body": "no article text was found",
    "http-error": "the server answered with an error status",
    "not-html": "the answer is not a page (wrong type, empty or binary)",
    "too-large": "the answer is larger than the download limit",
    "challenge": "the server answered with an anti-robot challenge instead of the page",
    "soft-404": "the page says with status 200 that the article does not exist",
    "robots": "robots.txt forbids fetching the page",
    "robots-unreachable": "the server has no robots.txt to give (HTTP 5xx), so nothing is fetched",
    "off-site": "the page redirects to a host that is not the site's, or into a private network",
    "redirect-loop": "the page redirects again and again",
    "network": "no answer: DNS, connection, timeout or a broken transfer",
    "not-archived": "the answer came and could not be kept in the archive, so it was not read",
    "not-in-archive": "a replay has no capture of the page",
    "unreadable": "reading the page raised an error, named in the detail",
}
