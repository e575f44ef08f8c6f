"""The listings among a host's answers: what a site file declares for each, and what it named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from crawler.discovery import (
    BloggerFeed,
    DatedIndex,
    Feed,
    NewsSitemap,
    Sitemap,
    WordPressApi,
)
from crawler.discovery.base import Fetch, Link, Source, Window
from crawler.drafting.answers import Answer, Host
from crawler.drafting.signs import INDEX
from crawler.mending.listed import links_of
from crawler.parsers.dates import parse_date
from crawler.parsers.page import Page
from crawler.parsers.urls import is_home, split_url
from crawler.saved.listings import form_of

NEWS_SITEMAP = re.compile(rb"schemas/sitemap-news", re.IGNORECASE)
SECOND_PAGE = re.compile(r"(?P<before>[?&/](?:page|hal|halaman|p)[=/])2(?=$|[&/#])")
FIRST_PAGE = re.compile(r"(?P<before>[?&/](?:page|hal|halaman|p)[=/])1(?=$|[&/#])")
BRACES = re.compile(r"[{}]")
"""What stands for day and page in a site's file, and in no address that is a listing's."""
FRONT_PAGE = "its front page"
FEWEST = 2


@dataclass(frozen=True, slots=True)
class SeenSource:
    """A source as it is written into a site file, and the own addresses that its answer named."""

    expression: str
    kind: str
    url: str
    links: tuple[Link, ...]
    others: int
    newest: str | None

    @property
    def words(self) -> str:
        """What was seen of it."""
        newest = f", the newest of {self.newest}" if self.newest else ""
        others = f", {self.others} of other hosts" if self.others else ""
        return f"{self.kind}: {len(self.links)} addresses{others}{newest}"


def as_source(kind: str, address: str) -> str:
    """``Feed("https://...")``; an address is another's text, and is quoted as Python does it."""
    return f"{kind}({json.dumps(address, ensure_ascii=True)})"


def seen_sources(host: Host) -> list[SeenSource]:
    """The listings that name articles, the most useful first: what reaches back, what is dated."""
    found: dict[str, SeenSource] = {}
    for answer in host.answers:
        if answer.is_listing and not BRACES.search(answer.url):
            for seen in _seen(host, answer):
                found.setdefault(seen.expression, seen)
    ranks = ["WordPressApi", "BloggerFeed", "Feed", "NewsSitemap", "DatedIndex", "Sitemap"]
    return sorted(found.values(), key=lambda each: ranks.index(each.expression.partition("(")[0]))


def _seen(host: Host, answer: Answer) -> Iterator[SeenSource]:
    for source, expression, kind in _as_sources(host, answer):
        links = links_of(source, answer.body, answer.url)
        own = tuple(link for link in links if host.is_own(link.url) and not _is_home(link))
        if len(own) >= FEWEST:
            days = [day for link in own if (day := _day(link, answer.seen_at))]
            newest = max(days, default=None)
            others = len(links) - len(own)
            yield SeenSource(expression, kind, answer.url, own, others, newest)


def _as_sources(host: Host, answer: Answer) -> Iterator[tuple[Source, str, str]]:
    """What an answer may be, by its form."""
    form, url = form_of(answer.body), answer.url
    if form == "json":
        if "/wp-json/" in url:
            yield (
                WordPressApi(host.home),
                as_source("WordPressApi", host.home),
                "the API of WordPress",
            )
        if "/feeds/posts/" in url:
            yield BloggerFeed(host.home), as_source("BloggerFeed", host.home), "the feed of Blogger"
    elif form == "feed":
        yield Feed(url), as_source("Feed", url), f"the feed {url}"
    elif form == "sitemap":
        is_news = NEWS_SITEMAP.search(answer.body[:4000]) is not None
        kind = NewsSitemap if is_news else Sitemap
        declared = _index_of(host, url) or url
        words = "the news sitemap" if is_news else "the sitemap"
        yield kind(url), as_source(kind.__name__, declared), f"{words} {declared}"
    elif INDEX.search(url) or is_home(split_url(url)):
        is_front = is_home(split_url(url))
        template = host.home if is_front else _paged(answer) or url
        words = FRONT_PAGE if is_front else f"the index {url}"
        yield DatedIndex(template), as_source("DatedIndex", template), words


def _index_of(host: Host, part: str) -> str | None:
    """The sitemap index that names a part."""
    for answer in host.answers:
        if form_of(answer.body) == "sitemap" and answer.url != part:
            listing = Sitemap(answer.url).read(answer.body, Fetch(answer.url), Window(), None)
            if listing.is_index and part in {each.url for each in listing.more}:
                return answer.url
    return None


def _paged(answer: Answer) -> str | None:
    """The address of an index with ``{page}`` and ``{day}``; None where it has neither.

    By its own first page, else by its link to the second one.
    """
    url = answer.url
    for day, place in (
        (f"{answer.seen_at:%Y-%m-%d}", "{day}"),
        (f"{answer.seen_at:%Y/%m/%d}", "{day:%Y/%m/%d}"),
    ):
        url = url.replace(day, place)
    if FIRST_PAGE.search(url):
        return FIRST_PAGE.sub(r"\g<before>{page}", url)
    return _by_second_page(answer) or (url if url != answer.url else None)


def _by_second_page(answer: Answer) -> str | None:
    for href in Page(answer.body).select("a[href]::attr(href)"):
        url = urljoin(answer.url, href)
        if SECOND_PAGE.search(url) and url.startswith(answer.url.partition("?")[0].rstrip("/")):
            return SECOND_PAGE.sub(r"\g<before>{page}", url) if "{" not in url else None
    return None


def _is_home(link: Link) -> bool:
    return is_home(split_url(link.url))


def _day(link: Link, now: datetime) -> str | None:
    parsed = parse_date(link.date, now=now) if link.date else None
    return f"{parsed.instant:%Y-%m-%d}" if parsed else None
