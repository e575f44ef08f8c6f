"""Reading pages, all fields, next to parsing them and asking for one thing."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from parsel import Selector

from benchmarks.measure import Effort, in_turns, milliseconds, ratio
from benchmarks.pages import saved_pages, whose
from benchmarks.row import Row, at_most
from crawler.parsers.article import read_article

BASELINE = "`parsel.Selector(text=html)` and one query, CPU"


def rows(effort: Effort) -> Iterator[Row]:
    """With each page's site, one spider for all its pages as in a crawl, and without any."""
    pages = saved_pages()[: effort.of(len(saved_pages()))]
    spiders = {page.site: page.site and page.site() for page in pages}

    def with_sites() -> None:
        for page in pages:
            read_article(page.html, page.url, spiders[page.site])

    def without() -> None:
        for page in pages:
            read_article(page.html, page.url)

    def one_query() -> None:
        for page in pages:
            Selector(text=page.text).css("title::text").get()

    first = in_turns(1, with_sites, one_query)
    ours, generic, theirs = in_turns(effort.rounds * 2, with_sites, without, one_query)
    for taken, what in (
        (ours, f"read_article, all fields, {whose()}, each with its site's facts"),
        (generic, "the same without any site's facts"),
        (first[0], "the first reading of these pages in a process"),
    ):
        against = first[1] if taken is first[0] else theirs
        yield at_most(
            3.3,
            ratio(taken, against),
            what,
            BASELINE,
            ours=f"{milliseconds(median(taken), len(pages))} a page",
            theirs=f"{milliseconds(median(against), len(pages))} a page",
        )
