"""One listing of a site: what it names, what of that a crawl would follow, and how new it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from scrapy.http import Response

from crawler.clock import Window
from crawler.discovery.base import Fetch, Link, Listing, Source
from crawler.discovery.listings.addresses import looks_like_article
from crawler.discovery.listings.listed_clock import on_its_clock
from crawler.news_spider import NewsSpider, seen_at
from crawler.parsers.dates import ParsedDate, parse_date
from crawler.parsers.refusals import refusal
from crawler.parsers.urls import is_of, printable, same_address
from crawler.verification.findings import Problem, SourceFound

NEWEST = Window()
AHEAD = timedelta(days=1)
"""What is dated later than that from now tells nothing of how new a listing is."""


def read_listing(site: NewsSpider, source: Source, fetch: Fetch, response: Response) -> Listing:
    """What a listing names; where the site would follow none of it, whatever looks like articles.

    So is found out what ``article_url`` misses: an index is read with it.
    """
    named = response.headers.to_unicode_dict()
    headers = {name.lower(): value for name, value in named.items()}
    is_article = site.is_article if site.article_url else None
    listing = source.read(response.body, fetch, NEWEST, is_article, headers)
    if is_article and not listing.links and not listing.more:
        seems = looks_like_article(fetch.url)
        listing.links = source.read(response.body, fetch, NEWEST, seems, headers).links
    listing.links = on_its_clock(listing.links, seen_at(response), site.timezone)
    return listing


def problem_of(listing: Listing, fetch: Fetch, response: Response) -> Problem | None:
    """Why nothing was read of a listing; None where something was."""
    if listing.links or listing.more:
        return None
    if refused := refusal(response.body):
        return refused
    said = listing.problem or "it names nothing"
    if not same_address(response.url, fetch.url):
        said = f"it leads to {printable(response.url)}, and {said}"
    return ("empty" if listing.is_empty else "unreadable"), said


def count(site: NewsSpider, listing: Listing, found: SourceFound, now: datetime) -> list[Link]:
    """Add a listing to what was ``found`` of its source, and give the links that are followed."""
    followed = [link for link in listing.links if site.is_article(link.url)]
    others = [link.url for link in listing.links if not site.is_article(link.url)]
    own = [url for url in others if is_of(url, site.allowed_domains)]
    found.named += len(listing.links)
    found.followed += len(followed)
    found.unmatched += filter(looks_like_article(""), own)
    found.elsewhere += [url for url in others if not is_of(url, site.allowed_domains)]
    dates = [date.instant for link in followed if (date := listed_date(site, link))]
    known = [found.newest] if found.newest else []
    found.newest = max([*known, *(date for date in dates if date < now + AHEAD)], default=None)
    return followed


def listed_date(site: NewsSpider, link: Link) -> ParsedDate | None:
    """When a listing says that an article was published."""
    return parse_date(link.date, timezone=link.clock or site.timezone)
