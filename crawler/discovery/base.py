"""What all sources of links share: windows, links, and the listing they come in.

A source is pure: it says which address to fetch first and what a fetched listing holds. It
does no I/O and knows nothing of Scrapy, so that ``scrapy links`` can run it on a saved file.

Who decides what. A source names every article a listing holds and every further page worth
fetching, judged by the listing alone: paging ends at the page the listing calls its last, at a
page without articles, or at a page that names nothing the pages before it had not named (indexes
repeat their last page, or start again at the first). It never ends at the first old item: indexes
pin old stories and sort by update. Whether a link is new, and whether to go on, is for the
spider, which knows the database: without a window it stops when a whole page was known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, Protocol

from crawler.clock import Window

Form = Literal["web page", "feed", "sitemap", "json"]
"""What a fetched listing may be, told by how it begins."""

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
"""The headers of an answer that came without, as a saved file does."""

ArticleTest = Callable[[str], bool]
"""Whether an address is an article's, as a site declares it (hosts and ``article_url``)."""


@dataclass(frozen=True, slots=True)
class Link:
    """One article as a listing names it.

    ``url`` is absolute, without fragment and tracking parameters. ``date`` and ``modified`` are
    raw, as listed. ``html`` is set where the listing carries the whole article (a full Blogger
    feed, the WordPress API): a page that ``read_article`` reads like any other,
    so that nothing more is fetched. ``guid`` is a feed's lasting name of the item where it is an
    address other than ``url``. ``clock`` is the IANA zone that ``date`` means where it prints UTC,
    ``words`` how many words of the article's text the listing prints.
    """

    url: str
    date: str | None = None
    modified: str | None = None
    headline: str | None = None
    publisher_id: str | None = None
    html: str | None = None
    guid: str | None = None
    clock: str | None = None
    words: int | None = None
    found_by: str | None = None
    """The words of the search that named it; None where a listing of the outlet's did."""
    is_remembered: bool = False
    """Whether no listing names it now: it is asked for since an earlier one did."""
    is_untold: bool = False
    """Whether ``html`` lacks what the page prints, so that the page is read where it can be had."""
    captured: str | None = None
    """Where an archive of the web shows a capture of it, which is read in place of the page."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A listing address still to be fetched, and where in the paging it is.

    ``page`` counts from 1 whatever number the site writes. The rest is for the source itself:
    ``asked_at`` is when the crawl began (aware; None for a saved listing), ``template`` the
    pattern the address was made from, ``seen`` marks of what the pages before this one named (the
    first and the latest, see ``crawler.discovery.paging``), ``beyond`` how many pages in a row
    before this one named nothing new and ``doubted`` those of them that count as read, ``short``
    a page before it that named few, ``is_second`` that it is asked a second time, for what it
    names alone, ``is_dated`` that pages before it named articles of its day, ``is_part`` that it is
    one of many lists of which none should be empty or name what another does (a sitemap's parts),
    ``formerly`` the address under which earlier versions asked for it: an archive may hold that.
    """

    url: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    page: int = 1
    asked_at: datetime | None = None
    template: str = ""
    seen: tuple[frozenset[str], ...] = ()
    beyond: int = 0
    doubted: tuple[Fetch, ...] = ()
    short: Fetch | None = None
    is_second: bool = False
    is_dated: bool = False
    is_part: bool = False
    formerly: str | None = None
    then: tuple[Fetch, ...] = ()
    """What is asked after it: it asks a search for a word that does not exist, as a trial."""
    beside: frozenset[str] = frozenset()
    """Articles that a search names whatever it is asked for, beside its results."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What asking a search for a word that does not exist showed.

    ``beside`` are articles that its page named in menus and boxes, whatever it is asked for.
    """

    is_believed: bool
    beside: frozenset[str] = frozenset()


@dataclass(slots=True)
class Listing:
    """What one fetched listing holds, in its order.

    ``more`` are the further pages worth fetching; ``is_index`` says that they are instead the
    parts of an index (a sitemap index), of which each is wanted whatever the others held.
    ``total`` is how many articles the listing says there are; ``problem`` says in words why the
    listing could not be read or, where ``is_empty``, that it is a whole one of nothing;
    ``has_changed`` says that it looks like no listing of this site. ``skipped`` are pages before
    this one that named nothing, though the listing goes on behind them.
    """

    links: list[Link] = field(default_factory=list)
    more: list[Fetch] = field(default_factory=list)
    is_index: bool = False
    total: int | None = None
    problem: str | None = None
    is_empty: bool = False
    has_changed: bool = False
    skipped: list[Fetch] = field(default_factory=list)
    is_repeat: bool = False
    """Whether pages before it named all that it names."""
    guessed_end: list[Fetch] = field(default_factory=list)
    """The page before which paging ended, where nothing but repeated or empty pages says that."""
    note: str | None = None
    """In words what of it was passed over, though it could be read: noise, items that are none."""
    is_newest_only: bool = False
    """Whether it is a feed where an archive was asked for: the newest articles and no more."""
    has_older: bool = False
    """Whether it names older articles than were asked for, left out of ``links``."""
    oldest: date | None = None
    """The oldest day of what it names, as nearly as it says, where it leaves some out."""
    trial: Trial | None = None
    """What it showed of the search it is of."""
    boxes: frozenset[str] = frozenset()
    """The articles named anywhere on a page of results that has no selector for those."""
    cut_off: str | None = None
    """Why a search may have found more than its pages name, in words."""

    @property
    def is_unread(self) -> bool:
        """Whether it could not be read, so that it is to be asked for again."""
        return self.problem is not None and not self.is_empty


class Source(Protocol):
    """A source of links: a listing in which a site names its articles."""

    title: str
    """What readers call this kind of listing, as in "news sitemap"."""
    forms: tuple[Form, ...]
    """The forms it is read from; as the first of them it is read also where no site declares it."""
    reaches_back: bool
    """Whether it can list any past day (an archive) or only the newest articles (a feed)."""

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The listing addresses to fetch first; ``now`` is aware.

        With a window, what lists its days; without one, what lists the newest articles.
        """

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """What a fetched listing holds; a broken one has its ``problem`` set, nothing raises.

        ``is_article`` tells the site's articles from its other pages, where links and paging
        depend on it; the links named may still hold others, and whoever follows them asks again.
        ``headers`` are the answer's, their names in lower case.
        """

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
