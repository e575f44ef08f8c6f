"""What one crawled article is: the dataclasses that flow from spider to database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal, get_args

DateSource = Literal["json-ld", "meta", "feed", "byline", "url", "body"]
Precision = Literal["second", "minute", "day"]
FINENESS: dict[Precision, int] = {"day": 0, "minute": 1, "second": 2}
"""How finely a time is known, by its precision; more is finer."""


ArticleKind = Literal[
    "article", "gallery", "video", "live", "quiz", "advertorial", "notice", "audio"
]
"""What kind of page an article is. ``gallery``: pictures with a line each, infographics too;
``notice``: an announcement, a warning, a correction."""


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One place on a page that may name the day of publishing, not yet parsed.

    ``raw`` is the text exactly as printed; ``role`` says what the place claims to tell;
    ``timezone`` overrides the site's zone for a value that prints none and is known to be
    in another one (for instance "UTC"). ``is_above_article`` says that it is printed above the
    headline and outside the article, where sites have a clock. ``clock`` is the IANA zone that a
    listing means where it prints UTC, as its other times show.
    """

    raw: str
    source: DateSource
    role: Literal["published", "modified"] = "published"
    timezone: str | None = None
    is_above_article: bool = False
    clock: str | None = None


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


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a site's articles have something, 0 to 1: a column of ``fields_by_site``.

    ``meaning`` follows the word "Share". Without ``counted`` those articles count that have the
    column at all, and the verdict on a run is held against it; an SQL condition counts something
    else of the column, and only the view shows it, under ``name``.
    """

    meaning: str
    name: str | None = None
    counted: str | None = None


Kind = Literal["text", "number", "truth", "list", "instant", "clock", "day"]
"""What a column holds: text, whole number, yes or no (0 or 1), a JSON list of texts, a moment in
UTC (``2025-06-18T07:05:00Z``), a time on a clock (``2025-06-18 14:05:00``) or a day."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of ``articles``, from which schema, dictionary, fill rates and exports follow.

    ``origin``: what is read from the page is replaced by each new version; ``identity`` is what an
    article is known by; ``bookkeeping`` is what the program notes. ``constraint`` is SQL behind the
    type. ``told`` says whether ``revisions`` names it among what a new version changed (not where
    it follows from other columns), ``whole`` whether each earlier version keeps its value, changed
    or not: ``revisions`` then has a column of the name.
    """

    meaning: str
    kind: Kind = "text"
    origin: Literal["page", "identity", "bookkeeping"] = "page"
    required: bool = False
    constraint: str = ""
    share: Share | None = None
    told: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A field without a column in ``articles``; ``kept`` says what becomes of it.

    ``printed`` is what the page prints, and ``scrapy read`` shows.
    """

    kept: str
    printed: bool = False


def column(meaning: str, kind: Kind = "text", *, default: Any = None, **facts: Any) -> Any:
    """A field of ``Article`` that has a column; ``facts`` are those of ``Column``."""
    metadata = {"kept": Column(meaning, kind, **facts)}
    if kind == "list":
        return field(default_factory=list, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(slots=True)
class Article:
    """One article as read from one page; each field is declared once, with its column.

    A new field stands at the end: a database made before gets its column by itself, behind those it
    has. None means "the page printed none". ``date_candidates`` holds the raw dates in order of
    trust; the ``published_*`` fields and ``modified_at`` are empty until they are resolved.
    """

    url: str | None = column(
        "Canonical address when first seen; all others stand in aliases",
        origin="identity",
        required=True,
    )
    site: str | None = column(
        "The outlet, by the name of its file in spiders/", origin="identity", required=True
    )
    publisher_id: str | None = column(
        "The publisher's own number for the article, from its address",
        origin="identity",
        share=Share("with the publisher's own number"),
    )
    headline: str | None = column(
        "Headline as printed, without the site's name", required=True, whole=True
    )
    kicker: str | None = column("Short line above the headline", share=Share("with a kicker"))
    dateline: str | None = column(
        "Opening that says where the story was filed, as printed; not part of body",
        share=Share("with a dateline"),
        whole=True,
    )
    dateline_place: str | None = column(
        "Place the dateline names; compares without case",
        constraint="COLLATE NOCASE",
        share=Share("with a place in it"),
    )
    dateline_outlet: str | None = column(
        "Outlet or agency the dateline names", share=Share("with an outlet in it")
    )
    date_candidates: list[DateCandidate] = field(
        default_factory=list, metadata={"kept": Elsewhere("resolved into the published columns")}
    )
    published_at: str | None = column(
        "Publishing time in UTC, as in 2025-06-18T07:05:00Z; for a day alone its first moment "
        "where the outlet is",
        "instant",
        required=True,
    )
    published_local: str | None = column(
        "Publishing time on the outlet's clock, with its UTC offset", required=True
    )
    published_precision: Precision | None = column(
        "How exactly the publishing time is known: second, minute or day",
        required=True,
        constraint="CHECK (published_precision IN ('second', 'minute', 'day'))",
        share=Share(
            "with a publishing time to the minute or second",
            "to_the_minute",
            "published_precision <> 'day'",
        ),
    )
    published_raw: str | None = column("Text the publishing time was read from, as found")
    published_source: DateSource | None = column(
        "Where that text stood: json-ld, meta, feed, byline, url or body"
    )
    published_conflict: bool = column(
        "1 when trusted places, or two readings of the page, differ by more than a day, or a feed "
        "dates the article after it was seen",
        "truth",
        default=False,
        required=True,
        constraint="DEFAULT 0",
        share=Share("whose dates contradict each other", counted="published_conflict"),
    )
    modified_at: str | None = column(
        "Last change as the page states it, UTC",
        "instant",
        share=Share("with a time of the last change"),
    )
    authors: list[str] = column(
        "Names in the byline, a JSON list; one row each in article_authors",
        "list",
        share=Share("with an author"),
    )
    editors: list[str] = column(
        "Editors named, a JSON list; one row each in article_authors",
        "list",
        share=Share("with an editor"),
    )
    section: str | None = column("Section as the site names it", share=Share("with a section"))
    tags: list[str] = column(
        "Tags as printed, a JSON list; one row each in article_tags",
        "list",
        share=Share("with a tag"),
    )
    lead: str | None = column(
        "Summary the page gives of itself (not the first paragraph)",
        share=Share("with a summary"),
        whole=True,
    )
    body: str | None = column(
        "Text, paragraphs parted by a blank line; dateline, captions and cross-links taken off",
        required=True,
        whole=True,
    )
    word_count: int = column("Words in body", "number", default=0, required=True, told=False)
    language: str | None = column(
        "Language as the words of the text tell it (id, en); as the page declares it where they "
        "don't",
        share=Share("whose language is known"),
    )
    image_url: str | None = column("Address of the main picture", share=Share("with a picture"))
    image_caption: str | None = column("Caption of the main picture", share=Share("with a caption"))
    is_free: bool | None = column(
        "0 when readers must pay for the whole text",
        "truth",
        share=Share("that says whether it is free"),
    )
    signature: str | None = column(
        "Closing initials, as in (rin/abd)", share=Share("with closing initials")
    )
    extractor: Literal["site", "json-ld", "generic"] | None = column(
        "What found the body: site (its selector), json-ld or generic",
        share=Share(
            "whose body the site's own selector found", "body_by_site", "extractor = 'site'"
        ),
    )
    date_mentions: list[DateMention] = field(
        default_factory=list, metadata={"kept": Elsewhere("a row each in date_mentions", True)}
    )
    aliases: list[str] = field(
        default_factory=list, metadata={"kept": Elsewhere("a row each in aliases", True)}
    )
    fetched_from: list[str] = field(
        default_factory=list, metadata={"kept": Elsewhere("a row each in aliases and frontier")}
    )
    """The addresses its page was asked for and answered at, canonical, the likeliest first: what an
    article is known by. ``url`` and ``aliases`` are what page and listing claim beside them."""
    timezone: str = field(
        default="Asia/Jakarta",
        metadata={"kept": Elsewhere("its offset stands in published_local")},
    )
    content_hash: str | None = column(
        "BLAKE2b, 128 bit, of headline, dateline and body with white space, quotation marks and "
        "dashes made alike: equal where the text is the same",
        origin="bookkeeping",
        required=True,
    )
    fetched_at: datetime | None = field(
        default=None, metadata={"kept": Elsewhere("first_seen_at and the other times of seeing")}
    )
    capture: str | None = column(
        "Where the raw page of this version lies: file in the archive, #, offset",
        origin="bookkeeping",
    )
    read_from: Literal["page", "listing", "wayback", "import"] = field(
        default="page", metadata={"kept": Elsewhere("frontier.read_from")}
    )
    """Whether it was read on its page, out of a listing that carries whole articles, or on a
    capture of its page that a Wayback Machine shows."""
    confirmed: list[str] = field(
        default_factory=list, metadata={"kept": Elsewhere("counted in runs.fill_rates")}
    )
    """Which facts of its site's file the page confirms, by their names there."""
    next_page: str | None = field(
        default=None, metadata={"kept": Elsewhere("asked for, and joined to the text")}
    )
    """Where the page says by plain links that its story goes on."""
    whole_page: str | None = field(
        default=None, metadata={"kept": Elsewhere("asked for in place of further pages")}
    )
    """Where it says that all pages of its story are shown as one."""
    doubt: str | None = column(
        "Why to look before counting on text or date: NULL, or words of the table doubts, parted "
        "by a blank",
        share=Share("with something to doubt in them", counted="doubt IS NOT NULL"),
    )
    found_by: list[str] = column(
        "Words by which searches for them found it (-a query=, scrapy topic), a JSON list; NULL: "
        "none did",
        "list",
        origin="bookkeeping",
        share=Share("that a search for words found", counted="found_by IS NOT NULL"),
    )
    search_only: bool = column(
        "1 while only searches for words have named it, no listing of the outlet's: an article of "
        "a topic, no part of all that was published on its day",
        "truth",
        default=False,
        origin="bookkeeping",
        required=True,
        constraint="DEFAULT 0",
        share=Share("that only searches for words have named", counted="search_only"),
    )
    kind: ArticleKind | None = column(
        "Kind of page, as it says or shows: article, gallery, video, live, quiz, advertorial, "
        "notice or audio; NULL where nothing tells",
        constraint=f"CHECK (kind IN {get_args(ArticleKind)})",
        share=Share(
            "that are no plain articles (galleries, videos ...)", "not_plain", "kind <> 'article'"
        ),
    )


DOUBTS = {
    "teaser-only": "the text is no more than what the page gives as its own description",
    "shorter-than-declared": "the text is much shorter than the page's data or its feed says",
    "breaks-off": "the page stops before its end, or a comment that nobody closes hides the rest",
    "first-page-only": "the story goes on at pages that could not be joined to it",
    "no-container": "no part of the page holds sentences; the text was made of its longest lines",
    "rival-text": "another part of the page was nearly taken for the text, which may be the wrong "
    "one",
    "same-text": "several articles of the site have this very text, each under a headline of its "
    "own, as pages have that hold one sentence about a video, or ask to log in",
    "date-from-text": "nothing but a day named in the text says when it was published",
    "date-under-clock": "the publishing time may be the moment of fetching, as a clock above the "
    "headline shows it, or lies after it",
}
"""The words of ``articles.doubt``, in the order in which they stand there."""

DOUBTS_BESIDE = frozenset(("same-text",))
"""Those that the page alone does not tell."""

DOUBTS_OF_DATES = frozenset(("date-from-text", "date-under-clock"))
"""Those that follow the publishing time; the others follow the text."""


def doubt_of(words: Iterable[str]) -> str | None:
    """Words of ``DOUBTS`` as the column holds them; None without any."""
    said = set(words)
    return " ".join(word for word in DOUBTS if word in said) or None


def doubts_in(doubt: str | None, *, of_dates: bool) -> set[str]:
    """Those words of a column that follow the publishing time, or those that follow the text."""
    return {word for word in (doubt or "").split() if (word in DOUBTS_OF_DATES) == of_dates}


KEPT: dict[str, Column | Elsewhere] = {each.name: each.metadata["kept"] for each in fields(Article)}
"""What becomes of each field of an article once it is stored."""

FILL_RATES = tuple(
    name
    for name, kept in KEPT.items()
    if isinstance(kept, Column) and kept.share and not kept.share.counted
)
"""Fields that a page may have or lack and whose share a run is judged by."""


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
    "challenge": "the server answered with an anti-robot challenge, or asked for consent or to log "
    "in, instead of the page",
    "soft-404": "the page says with status 200 that the article does not exist",
    "same-page": "other addresses of the site give the same text, as under maintenance, behind a "
    "login or out of a cache gone wrong",
    "implausible-change": "the page shares next to nothing with the article stored for it, or "
    "stops in its text, and no later look has confirmed it",
    "other-page": "next to none of the words in its address stand in the page: it is another's, as "
    "under maintenance or out of a cache, until a look hours later says the same",
    "taken-back": "a person took back what a run had stored (scrapy revisions --undo)",
    "taken-down": "the article was taken down on request (scrapy takedown); its address is hashed",
    "robots": "robots.txt forbids fetching the page",
    "robots-unreachable": "the server has no robots.txt to give (HTTP 5xx), so nothing is fetched",
    "off-site": "the address, or where it redirects to, is another site's or in a private network",
    "password-in-address": "the address holds a user name or password, which is never sent or kept",
    "too-long-address": "the address has more than 2,083 characters; it is kept cut",
    "redirect-loop": "the page redirects again and again",
    "network": "no answer: DNS, connection, timeout or a broken transfer",
    "not-archived": "the answer came and could not be kept in the archive, so it was not read",
    "not-in-archive": "a replay, or a Wayback Machine that was asked, has no capture of the page, "
    "or none that can be shown",
    "unreadable": "reading the page raised an error, named in the detail",
    "too-costly": "receiving, unpacking or reading it takes too long (READ_SECONDS)",
}
