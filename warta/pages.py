"""Saved pages and listings, read by a site's facts or without any."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.errors import PageProblem, UsageProblem, WartaError
from crawler.items import Article
from crawler.parsers.article import read_article as read_page
from crawler.parsers.dates import resolve
from crawler.parsers.site import Site
from crawler.whereabouts.program import as_called

if TYPE_CHECKING:
    from crawler.news_spider import NewsSpider


def read_article(
    html: bytes | str,
    url: str | None = None,
    site: Site | type[Site] | str | None = None,
    *,
    now: datetime | None = None,
) -> Article:
    """The article of a page, its publishing time among the dates it names chosen.

    ``site`` is a site's name, as ``warta list`` has it, or its facts; without it the page is read
    as any is. ``now`` (aware) is what "2 jam lalu" counts from: the moment of fetching, else this
    one. Times are texts in ISO 8601: ``published_at`` and ``modified_at`` in UTC,
    ``published_local`` with the outlet's offset; they are None where the page names none, and
    with ``published_precision`` "day" the first moment of that day. Raises UsageProblem for a name
    that there is no site of.
    """
    if now is not None and now.tzinfo is None:
        raise UsageProblem("now is aware, as in datetime.now(UTC)")
    article = read_page(html, url, site_named(site) if isinstance(site, str) else site)
    resolved = resolve(
        article.date_candidates, now=now or datetime.now(UTC), timezone=article.timezone
    )
    resolved.give_to(article)
    return article


def links(page: bytes | str, url: str | None = None, *, site: str) -> list[dict]:
    """What a crawl would follow on a saved listing: a page, feed, sitemap or answer in JSON.

    ``url`` is where it was saved from (by default what it says itself, else the site's front page),
    ``site`` the name of the site whose listing it is. Each link has ``url``, ``publisher_id`` and
    ``date``, the last two None where nothing tells. Raises UsageProblem for a name that there is no
    site of, PageProblem with the reason where there is nothing to follow.
    """
    from crawler.saved.listings import address_of, links_in

    spider = site_named(site)
    content = page.encode() if isinstance(page, str) else page
    found, problem = links_in(content, url or address_of(content, spider), spider)
    if not found:
        raise PageProblem(f"the page holds nothing to follow: {problem}")
    return found


def site_named(name: str) -> NewsSpider:
    """The site of that name, the user's own where he stands included.

    Raises UsageProblem, with the nearest name, where there is none.
    """
    from crawler.console.command import spider_named
    from crawler.site_files.loader import SiteLoader
    from warta.settings_here import settings_here

    try:
        return spider_named(SiteLoader.from_settings(settings_here()), name)()
    except WartaError as problem:
        raise type(problem)(as_called(str(problem))) from None
