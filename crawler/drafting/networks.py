"""Networks whose papers are rows of a table: which of them a new site's pages are made like."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.drafting.answers import Answer, Host
from crawler.drafting.draft import Draft
from crawler.drafting.signs import signs_of
from crawler.errors import SiteFileProblem
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.declared import declared
from crawler.parsers.page import Page
from crawler.parsers.urls import registered_domain, split_url
from crawler.site_files.tables import TableRow, rows_of, spider_of

PLATFORM = "wordpress"
"""The table whose papers have nothing in common but their CMS."""
FEWEST_PAPERS = 2
"""So many other papers of a network a page of one links to, in its foot or its menu."""


@dataclass(frozen=True, slots=True)
class Network:
    """A table, the line that a paper would be in it, and what speaks for that."""

    table: Path
    row: TableRow
    spider: type[NewsSpider]
    why: str

    @property
    def line(self) -> str:
        """The row as it is written into the table; cells that nobody told stay empty."""
        header = self.table.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(
            [self.row.cells.get(name.strip(), "") for name in header]
        )
        return written.getvalue()


def network_for(name: str, draft: Draft, tables: Sequence[Path]) -> Network | None:
    """The network that a draft's host belongs to; None where it needs a file of its own.

    It does by its domain, or where each fact that the network's papers declare stands on each of
    its articles and its pages lead to other papers of the network; on WordPress where all of them
    are articles by the platform's addresses.
    """
    host, articles = draft.host, draft.articles
    outlet = (draft.value_of("outlet") or "").strip('"')
    cells = {"site": name, "outlet": outlet, "domain": host.domain, "province": "national"}
    is_wordpress = signs_of(host).is_wordpress
    for table in sorted(tables, key=lambda table: table.stem == PLATFORM):
        row = TableRow(table, 0, cells)
        try:
            spider = spider_of(row)
        except (SiteFileProblem, ImportError, AttributeError):
            continue
        why = _why(table, spider, host, articles, is_wordpress=is_wordpress)
        if why:
            return Network(table, row, spider, why)
    return None


def _why(
    table: Path,
    spider: type[NewsSpider],
    host: Host,
    articles: Sequence[Answer],
    *,
    is_wordpress: bool,
) -> str | None:
    site = spider()
    fitting = [each for each in articles if site.is_article(each.url)]
    if not articles or len(fitting) < len(articles):
        return None
    if table.stem == PLATFORM:
        return "it is made with WordPress" if is_wordpress and _is_read(site, articles) else None
    own = registered_domain(host.domain)
    if own != host.domain and own in _domains_of_many(table):
        return f"{own} is that of other papers of {table.name}"
    facts = {fact for fact in declared(site) if fact != "dateline"}
    others = _papers_linked(table, host)
    if len(others) >= FEWEST_PAPERS and all(
        facts <= set(read_article(each.body, each.url, site).confirmed) for each in articles
    ):
        shown = ", ".join(sorted(others)[:FEWEST_PAPERS])
        return f"it is made like the papers of {table.name} and links to {shown}"
    return None


def _papers_linked(table: Path, host: Host) -> set[str]:
    """The domains of a table's papers, other than this one, that its pages lead to."""
    papers = {row.cells.get("domain", "").removeprefix("www.") for row in rows_of(table)}
    links = (
        urlsplit(href).hostname or ""
        for answer in host.answers
        if answer.is_page
        for href in Page(answer.body).select("a[href]::attr(href)")
        if split_url(href)
    )
    return ({link.removeprefix("www.") for link in links} & papers) - {host.domain}


def _domains_of_many(table: Path) -> set[str]:
    """The domains below which several papers of a table lie."""
    rows = [
        registered_domain(row.cells.get("domain", "").partition("/")[0]) for row in rows_of(table)
    ]
    return {domain for domain in rows if rows.count(domain) > 1}


def _is_read(site: NewsSpider, articles: Sequence[Answer]) -> bool:
    """Whether each page gives a headline and a text with the platform's facts."""
    read = [read_article(each.body, each.url, site) for each in articles]
    return all(each.headline and each.body and not each.doubt for each in read)
