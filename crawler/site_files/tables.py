"""Networks as tables: each row of ``spiders/tables/<table>.csv`` is a site like any other.

The table is called as a module of ``crawler.families``, whose class ``Paper`` says how all its
papers are read and where one of them, by its domain, lists its articles; ``{domain}`` in its
``article_url`` is the row's. A row adds what is the paper's own: ``site`` is its name, ``domain``
its host (with the path below which it stands, where papers share one), every other column a fact
of ``crawler.parsers.site.Site``. An empty cell leaves what ``Paper`` says; lists are parted by
blanks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from crawler.errors import SiteFileProblem
from crawler.news_spider import NewsSpider
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.site_files.facts import FACTS, LISTS, check_facts

OWN_COLUMNS = ("site", "domain")
NOT_IN_A_TABLE = frozenset(["name", "allowed_domains", "discover"])
"""Facts that follow from ``site`` and ``domain``."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table: the cells that are filled in, by column."""

    table: Path
    line: int
    cells: dict[str, str]

    @property
    def site(self) -> str:
        """The name of the site; the table and the line where it has none."""
        return self.cells.get("site") or self.place

    @property
    def place(self) -> str:
        """The row by table and line, as a name for what has no other."""
        return f"{self.table.stem}_line_{self.line}"

    def problem(self, sentence: str) -> SiteFileProblem:
        """What is wrong with the row, with the place where to mend it."""
        place = Path(*self.table.parts[-3:])
        return SiteFileProblem(f"{place}, line {self.line}: {sentence}")


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of all tables by the name of the site, and what is wrong with those left out."""

    rows: dict[str, TableRow]
    broken: dict[str, SiteFileProblem]


def read_tables(tables: Iterable[Path]) -> Tables:
    """The rows of tables; a table that is none, or a row of a taken name, costs itself alone."""
    found = Tables({}, {})
    for table in tables:
        try:
            for row in rows_of(table):
                if other := found.rows.get(row.site):
                    found.broken[row.place] = row.problem(
                        f"its name {row.site!r} is that of line {other.line} of {other.table.name}"
                    )
                else:
                    found.rows[row.site] = row
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            shown = Path(*table.parts[-3:])
            found.broken[table.stem] = SiteFileProblem(f"{shown}: {error}")
    return found


def rows_of(table: Path) -> Iterator[TableRow]:
    """The rows of a table; an empty line is none.

    Raises OSError, and UnicodeDecodeError for what is no UTF-8.
    """
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        columns = [name.strip() for name in next(reader, ())]
        for values in reader:
            if any(value.strip() for value in values):
                named = zip(columns, values, strict=False)
                cells = {name: value.strip() for name, value in named if value.strip()}
                if len(values) > len(columns):
                    cells[""] = values[len(columns)]
                yield TableRow(table, reader.line_num, cells)


def spider_of(row: TableRow) -> type[NewsSpider]:
    """The spider of a row, its facts checked.

    Raises SiteFileProblem with table, line and what is wrong.
    """
    paper = import_module(f"crawler.families.{row.table.stem}").Paper
    _check_columns(row)
    domain = row.cells["domain"]
    host = domain if "://" in domain else domain.partition("/")[0].removeprefix("www.")
    facts = {name: _value(name, cell) for name, cell in row.cells.items() if name in FACTS}
    if "province" in facts and "timezone" not in facts:
        facts["timezone"] = PROVINCES.get(facts["province"], paper.timezone)
    if "article_url" not in facts and paper.article_url:
        facts["article_url"] = paper.article_url.replace("{domain}", re.escape(domain))
    spider = type(
        f"{row.site.title().replace('_', '')}Spider",
        (paper,),
        {
            "__module__": paper.__module__,
            "__doc__": f"{facts.get('outlet', row.site)}: a row of {row.table.name}.",
            "name": row.site,
            "allowed_domains": [host, *facts.get("former_domains", ())],
            "discover": paper.sources_at(domain),
            **facts,
        },
    )
    try:
        check_facts(spider)
    except SiteFileProblem as problem:
        raise row.problem(str(problem).partition(": ")[2]) from None
    return spider


def _check_columns(row: TableRow) -> None:
    if "" in row.cells:
        raise row.problem(f"{row.cells['']!r} stands behind the last column; quote cells with ,")
    for name in OWN_COLUMNS:
        if name not in row.cells:
            raise row.problem(f"the cell {name!r} is empty")
    if not row.site.isidentifier() or row.site != row.site.lower():
        raise row.problem(f"{row.site!r} is no name; small letters, digits and _ make one")
    known = FACTS - NOT_IN_A_TABLE
    for name in row.cells.keys() - known - set(OWN_COLUMNS):
        near = get_close_matches(name, [*known, *OWN_COLUMNS], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise row.problem(f"there is no fact called {name!r}{hint}")


def _value(name: str, cell: str) -> object:
    return tuple(cell.split()) if name in LISTS else cell
