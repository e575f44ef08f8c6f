"""The vocabulary of a site file: every fact a site may declare, with defaults that work.

``crawler.parsers.reader.Reader`` reads a page by them, and ``crawler.news_spider.NewsSpider`` is
a reader, so a spider is a site.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal


class Site:
    """The declared facts of one outlet.

    Selectors are CSS, ``::text`` and ``::attr(x)`` allowed, or XPath where they begin with / or (.
    Behind ``=~`` stands a regular expression that takes its group, else its whole, out of the text
    found, where one element holds several things: ``authors = r".info =~ Penulis: ([^|]+)"``, for
    headline, published, authors and editors.
    """

    name: str = ""
    """Spider name = file name = value of the ``site`` column."""
    outlet: str | None = None
    """What readers call it, as in "Tempo"."""
    allowed_domains: Sequence[str] = ()
    former_domains: Sequence[str] = ()
    """Domains it had before; they count among ``allowed_domains``."""
    province: str | None = None
    """One of the 38 provinces, or national, international, topical."""
    city: str | None = None
    """Where it is made, or the part of the province it serves."""
    network: str | None = None
    """The group whose template or newsroom it shares, as in "Tribun Network"."""
    language: str = "id"
    """What it is written in, as an ISO 639-1 code."""
    reaches_back_to: str | None = None
    """The first day or month its archive still holds, as in "2017-03"; None: nobody knows."""
    discover: Sequence[object] = ()
    """Sources, best first: what ``crawler.discovery`` offers."""
    article_url: str | None = None
    """Regular expression an article's address must match (searched). Groups named ``id``
    (``id2``, ...) give the publisher's own id; groups named year, month, day, hour, minute and
    second give the publishing time where the address holds it (local time). A group named
    ``numbered_by`` names the paper that counts the ids where several papers of a site do. What no
    site has an article at (``/tag/``, ``/video/``, ``.jpg``, ``?page=2``;
    ``crawler.parsers.vocabulary.folders``) is none, unless the pattern names it."""
    numbers_count: Literal["site", "host", "network"] | None = None
    """Where ``id`` counts up, one for each article, gallery or draft, whose it counts: those of
    the site, of each paper under ``numbered_by``, or of all sites of ``network`` together."""
    headline: str | None = None
    published: str | None = None
    """Where the publishing date stands, attribute or text; tried before everything else."""
    authors: str | None = None
    editors: str | None = None
    body: str | None = None
    """The element, or elements, that hold the article's text."""
    dateline: str | Sequence[str] | None = None
    """The house style, or several, as in "{outlet:TEMPO.CO}, {place} -": names the outlet as it
    is printed there and helps where the generic reader can't tell, for instance an odd place."""
    drop: Sequence[str] = ()
    """CSS of what is removed before headline, people, dates and text are read."""
    strip: Sequence[str] = ()
    """Regular expressions removed from paragraphs; one left empty is dropped."""
    whole_article: str | None = None
    """Query that shows a paged story on one page, as in "page=all"."""
    next_page: str | None = None
    """Where no query shows a story whole: the link to its next page, as in "a.next::attr(href)"."""
    timezone: str = "Asia/Jakarta"
    """IANA zone of dates that print none."""
    distrust: Sequence[str] = ()
    """Machine dates known to be wrong on this site, as "meta:pubdate" or "json-ld"."""
    visible_date_is_update: bool = False
    """Whether the printed line names the last update, not the publishing."""
    json_ld_author_is_editor: bool = False
    """Whether JSON-LD's ``author`` names the editor."""
    verified: str = ""
    """On what the facts rest, as in "captured page 2023"; printed in the site table."""
    robots_note: str = ""
    """What the site's robots.txt or terms refuse; printed in the site table."""

    def __init_subclass__(cls, **named: Any) -> None:
        """A site's former domains are its own: what lies there is not off the site."""
        super().__init_subclass__(**named)
        own, former = cls.allowed_domains, cls.former_domains
        if isinstance(own, list | tuple) and isinstance(former, list | tuple):
            cls.allowed_domains = [*dict.fromkeys((*own, *former))]
