"""Which spider made a run, and what it was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scrapy import Request
from scrapy.utils.httpobj import urlparse_cached

from crawler.any_site import site_name
from crawler.archive.captures import decoded
from crawler.archive.reading import http_answer
from crawler.errors import ArchiveProblem, WartaError
from crawler.news_spider import NewsSpider
from crawler.past.told import Place, Told, body_of
from crawler.saved.listings import form_of

Spiders = Mapping[str, type[NewsSpider]]
"""All spiders there are, by name."""
API = {"/wp-json/": "wordpress", "/feeds/posts": "blogger"}
"""What the addresses of listings hold that only one kind of site has, and the spider for it."""


def made_for(told: Told, spiders: Spiders) -> NewsSpider | None:
    """The spider of a run, as it was called; None where there is none (any more)."""
    kind = spiders.get(told.spider or told.site)
    if kind is None:
        return None
    try:
        return kind(**dict(told.arguments))
    except WartaError:
        return None


def called(told: Told, first: Iterable[Place], spiders: Spiders) -> Told:
    """The run with its spider named, judged by its first captures where it does not say.

    A site without a file of its own is called by its host, and was crawled by a spider for any
    site of a kind: the first listing that was asked for tells the kind, and was named in the call.
    """
    if told.spider or told.site in spiders:
        return told
    for place in first:
        url = place.entry.url
        if place.entry.status != 200 or urlparse_cached(Request(url)).path == "/robots.txt":
            continue
        try:
            fields, block = body_of(place)
            _, body = decoded(url, *http_answer(fields, block)[1:])
        except ArchiveProblem:
            continue
        name, argument = _kind(url, body)
        if site_name(url) == told.site:
            return replace(told, spider=name, arguments=((argument, url),))
    return told


def _kind(url: str, body: bytes) -> tuple[str, str]:
    """The name of the spider for any site that asks for such a thing first, and its argument."""
    form = form_of(body)
    if form in ("feed", "sitemap"):
        return "feed", "url"
    api = (spider for part, spider in API.items() if part in url)
    return (next(api, "page"), "site") if form == "json" else ("page", "url")
