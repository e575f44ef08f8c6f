"""The vocabulary of a site file: every fact a site may declare, with defaults that work.

``crawler.news_spider.NewsSpider`` inherits it, so a spider is a site; ``Site()`` with nothing
declared is what reads a page of a site nobody wrote a spider for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler.items import DateCandidate
from crawler.parsers import body, headline, people
from crawler.parsers.dates import published

if TYPE_CHECKING:
    from crawler.discovery.base import WayIn
    from crawler.parsers.page import Page


class Site:
    """The declared facts of one outlet. Selectors are CSS, ``::text`` and ``::attr(x)`` allowed."""

    name: str = ""
    """Spider name = file name = value of the ``site`` column."""
    outlet: str | None = None
    """What readers call it, as in "Tempo"."""
    allowed_domains: Sequence[str] = ()
    discover: Sequence[WayIn] = ()
    """Ways in, best first."""
    article_url: str | None = None
    """Regular expression an article's address must match (searched). Groups named ``id``
    (``id2``, ...) give the publisher's own id; groups named year, month, day, hour, minute and
    second give the publishing time where the address holds it (local time)."""
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
    confirmed_live: str = "never"
    """When a person last saw a live crawl of it come out right, as "2026-11-22"."""
    robots_note: str = ""
    """What the site's robots.txt or terms refuse; printed in the site table."""

    def read_headline(self, page: Page) -> tuple[str | None, str | None]:
        """The headline and the kicker above it."""
        return headline.read_headline(page, self)

    def read_published(self, page: Page) -> list[DateCandidate]:
        """Every place that may name the publishing or update time, most trusted first."""
        return published.date_candidates(page, self)

    def read_people(self, page: Page) -> people.People:
        """Authors and editors."""
        return people.read_people(page, self)

    def read_body(self, page: Page) -> body.Body:
        """The text, paragraph by paragraph, with signature and caption taken off."""
        return body.read_body(page, self)
