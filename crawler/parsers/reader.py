"""``Reader``: how a site's pages are read, one method a field that an odd site may override."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.items import DateCandidate
from crawler.parsers.body import Body, read_body
from crawler.parsers.dates.lines import DateLine
from crawler.parsers.dates.published import date_candidates
from crawler.parsers.declared import where_declared
from crawler.parsers.headline import read_headline
from crawler.parsers.page import Page
from crawler.parsers.people import People, read_people
from crawler.parsers.site import Site


class Reader(Site):
    """A site and how its pages are read; with nothing declared, any site nobody described.

    ``read_article`` calls the methods in this order and hands on what they found.
    """

    row: str | None = None
    """Where its facts stand that is a row of a table; None for a site with a file of its own."""

    def declared_facts(self) -> dict[str, str]:
        """The facts that the site's pages should confirm, with where each is declared."""
        return where_declared(type(self), self.row)

    def read_headline(self, page: Page) -> tuple[str | None, str | None]:
        """The headline and the kicker above it."""
        return read_headline(page, self)

    def read_body(self, page: Page, headline: str | None) -> Body:
        """The text, paragraph by paragraph, with signature and caption taken off."""
        return read_body(page, self, headline)

    def read_published(
        self,
        page: Page,
        headline: str | None,
        lines: Sequence[DateLine],
        paragraphs: Sequence[str],
    ) -> list[DateCandidate]:
        """Every place that may name the publishing or update time, most trusted first.

        ``lines`` are those near the headline that print a date, ``paragraphs`` the text's.
        """
        return date_candidates(page, self, headline, lines, paragraphs)

    def read_people(self, page: Page, headline: str | None, lines: Sequence[DateLine]) -> People:
        """Authors and editors; ``lines`` are those near the headline that print a date."""
        return read_people(page, self, headline, lines)
