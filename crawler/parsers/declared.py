"""Which of a site's declared facts a page confirms.

A selector that finds nothing does no harm to one page, for the generic reader takes its place;
that is why somebody has to count the pages on which it finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.parsers.page import text_of
from crawler.parsers.page.text import clean

if TYPE_CHECKING:
    from crawler.parsers.body import Body
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site


MOST_LOOKED_AT = 200
"""Characters of an element that are looked at for a word."""


def selectors(site: Site | type[Site]) -> dict[str, str]:
    """The declared selectors of which any word is enough, by their names in a site's file."""
    told = {
        "headline": site.headline,
        "published": site.published,
        "authors": site.authors,
        "editors": site.editors,
    }
    return {name: query for name, query in told.items() if query}


def declared(site: Site | type[Site]) -> list[str]:
    """The facts of a site that a page can confirm.

    Not ``article_url``, without which nothing is listed, nor ``next_page``, ``drop`` and ``strip``:
    what they are for stands on few pages.
    """
    return [
        *selectors(site),
        *(name for name, fact in (("body", site.body), ("dateline", site.dateline)) if fact),
    ]


def where_declared(site: type[Site], row: str | None = None) -> dict[str, str]:
    """The file that declares each of these facts, the site's own or its family's.

    As in ``crawler/families/kly.py``, by the name of its module. Of a site that is a ``row`` of a
    table, as in ``spiders/tables/tribun.csv, line 3``, that row, or its family's file for it.
    """
    return {name: _place_of(name, site, row) for name in declared(site)}


def _place_of(name: str, site: type[Site], row: str | None) -> str:
    by = next(each for each in site.__mro__ if name in vars(each))
    if row and by is site:
        return row
    file = f"{by.__module__.replace('.', '/')}.py"
    return f"{file}, for {row}" if row else file


def confirmed(page: Page, site: Site, body: Body, has_dateline: bool) -> list[str]:
    """Which of ``declared`` a page confirms; what was dropped from it confirms nothing.

    ``body`` is confirmed by text in what it selects, ``dateline`` by any dateline at all. Raises
    cssselect.SelectorError for a selector that is no CSS.
    """
    found = [name for name, query in selectors(site).items() if _says_anything(page, query)]
    is_longer_in_data = body.extractor == "json-ld" and site.body and page.select(site.body)
    if body.extractor == "site" or is_longer_in_data:
        found.append("body")
    if site.dateline and has_dateline:
        found.append("dateline")
    return found


def _says_anything(page: Page, query: str) -> bool:
    """Whether a CSS query selects any word."""
    return any(
        clean(each if isinstance(each, str) else text_of(each, most=MOST_LOOKED_AT))
        for each in page.select(query)
    )
