"""A saved article page, read as a crawl would read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from crawler.errors import PageProblem
from crawler.items import KEPT, Article, Elsewhere
from crawler.parsers.article import read_article
from crawler.parsers.dates import resolve
from crawler.parsers.metadata import read_metadata
from crawler.parsers.page import Page
from crawler.parsers.page.trace import SILENT, Trace
from crawler.parsers.reader import Reader
from crawler.parsers.refusals import refusal
from crawler.parsers.urls import is_of, split_url
from crawler.time_limit import TooCostly, within

SiteClass = TypeVar("SiteClass", bound=type[Reader])

PRINTED = [
    name
    for name, kept in KEPT.items()
    if (kept.printed if isinstance(kept, Elsewhere) else kept.origin != "bookkeeping")
]
"""The fields of an article that its page tells."""

BEGINNING = 65536
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|meta|title|script|article|main|div|p|h[1-6]|table|br)[\s>/]",
    re.IGNORECASE,
)
"""What the beginning of every HTML page holds somewhere, for instance ``<p>``."""


def read_page(
    path: Path,
    url: str | None,
    sites: Iterable[type[Reader]],
    trace: Trace = SILENT,
    seconds: float = 0,
) -> Article:
    """The article of a saved page, read by its site's facts where one of ``sites`` is its own.

    ``url`` is the page's address, by default what its canonical link says. Raises PageProblem
    when the file is no HTML page or what stands in an article's place (a challenge, a request for
    consent, an error), and when reading takes more CPU ``seconds`` than these.
    """
    try:
        html = path.read_bytes()
    except OSError as error:
        raise PageProblem(f"{path} can't be read: {error.strerror}") from error
    if not MARKUP.search(html, 0, BEGINNING):
        raise PageProblem(f"{path} is not an HTML page: its beginning holds no HTML tag")
    if refused := refusal(html):
        raise PageProblem(f"{path} is no article: {refused[0]}, {refused[1]}")
    try:
        return within(seconds, read_html, html, url, sites, trace)
    except TooCostly as error:
        raise PageProblem(f"{path}: {error}") from error


def read_html(
    html: bytes, url: str | None, sites: Iterable[type[Reader]], trace: Trace = SILENT
) -> Article:
    """The article of a page; ``url`` and ``sites`` as for ``read_page``."""
    url = url or read_metadata(Page(html), Reader()).url
    return read_article(html, url, site_of(url, sites), trace)


def site_of(url: str | None, sites: Iterable[SiteClass]) -> SiteClass | None:
    """The site an address belongs to, by host; the longest matching domain wins."""
    if split_url(url) is None:
        return None
    matches = [
        (len(domain), site)
        for site in sites
        for domain in site.allowed_domains
        if is_of(url, [domain])
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def columns(article: Article, trace: Trace = SILENT) -> dict:
    """An article as the columns of ``articles``, its dates resolved, ``published`` added.

    "2 jam lalu" counts from the article's ``fetched_at``, where it has one, else from now.
    """
    now = article.fetched_at or datetime.now(UTC)
    resolved = resolve(article.date_candidates, now=now, timezone=article.timezone, trace=trace)
    resolved.give_to(article)
    for word in resolved.doubts:
        trace.note("doubt", word, "told", article.published_raw)
    values = asdict(article)
    line = {name: values[name] for name in PRINTED}
    local = article.published_local
    line["published"] = local[:10] if local and article.published_precision == "day" else local
    return line
