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
from pkgutil import iter_modules

from crawler import families
from crawler.errors import SiteFileProblem
from crawler.news_spider import NewsSpider
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.site_files.facts import DOMAIN, FACTS, LISTS, check_facts
from crawler.whereabouts.program import shown

OWN_COLUMNS = ("site", "domain")
REQUIRED = ("site", "outlet", "domain", "province")
PLACE = re.compile(rf"{DOMAIN.pattern}(?:/[\w-]+)*")
"""``contoh.id``, ``www.detik.com/jatim``; no scheme, no port, no stroke at the end."""
PARTED_OTHERWISE = re.compile(r"[\t;|]")
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

    @property
    def words(self) -> str:
        """The row by table and line, in a sentence."""
        return f"line {self.line} of {self.table.name}"

    @property
    def shown(self) -> str:
        """Where the row is mended, as in ``spiders/tables/tribun.csv, line 12``."""
        return f"{shown(self.table)}, line {self.line}"

    def problem(self, sentence: str) -> SiteFileProblem:
        """What is wrong with the row, with the place where to mend it."""
        return SiteFileProblem(f"{self.shown}: {sentence}")


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of all tables by the name of the site, and what is wrong with those left out."""

    rows: dict[str, TableRow]
    broken: dict[str, SiteFileProblem]


def read_tables(tables: Iterable[Path]) -> Tables:
    """The rows of tables; a table that is none, or a row of a taken name, costs itself alone."""
    found, hosts = Tables({}, {}), dict[str, TableRow]()
    for table in tables:
        try:
            for row in rows_of(table):
                if problem := _taken(row, found.rows, hosts):
                    found.broken[row.place] = row.problem(problem)
                    continue
                found.rows[row.site] = row
                hosts |= dict.fromkeys(hosts_of_row(row), row)
        except SiteFileProblem as problem:
            found.broken[f"{table.stem}_table"] = problem
        except OSError as error:
            found.broken[f"{table.stem}_table"] = SiteFileProblem(f"{shown(table)}: {error}")
    return found


def _taken(row: TableRow, rows: dict[str, TableRow], hosts: dict[str, TableRow]) -> str | None:
    """What is wrong with a row that has another's name or host; None for one that has neither."""
    if other := rows.get(row.site):
        return f"its name {row.site!r} is that of {other.words}"
    taken = next((host for host in hosts_of_row(row) if host in hosts), None)
    return f"{taken} is the host of {hosts[taken].site}, {hosts[taken].words}" if taken else None


def hosts_of_row(row: TableRow) -> list[str]:
    """The domain of a row and those before it, without www."""
    domains = [row.cells.get("domain", ""), *row.cells.get("former_domains", "").split()]
    return [domain.lower().removeprefix("www.") for domain in domains if domain]


def rows_of(table: Path) -> Iterator[TableRow]:
    """The rows of a table; an empty line is none.

    Raises OSError, and SiteFileProblem with the line for what can't be read as a table, once the
    rows above it are given.
    """
    last = 0
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            columns = [name.strip() for name in next(reader, ())]
            if problem := _no_columns(columns):
                raise SiteFileProblem(f"{shown(table)}, line 1: {problem}")
            last = reader.line_num
            for values in reader:
                if any(value.strip() for value in values):
                    yield TableRow(table, reader.line_num, _cells(columns, values))
                last = reader.line_num
    except csv.Error as error:
        said = 'a quote (") is not closed' if "unexpected end" in str(error) else str(error)
        raise SiteFileProblem(
            f"{shown(table)}, line {last + 1}: {said}; a cell that holds a comma stands in "
            'quotes, a quote in it is written twice ("")'
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + last + 1
        raise SiteFileProblem(
            f"{shown(table)}, about line {line}: this is no UTF-8; save the table as UTF-8"
        ) from None


def _no_columns(columns: list[str]) -> str | None:
    """What is wrong with the names of a table's columns; None where nothing is."""
    for name in OWN_COLUMNS:
        if name not in columns:
            return f"there is no column {name!r}; a table begins with site,outlet,domain,province"
    if twice := [name for name in columns if columns.count(name) > 1]:
        return f"the column {twice[0]!r} stands twice"
    known = FACTS - NOT_IN_A_TABLE
    for name in columns:
        if name not in known and name not in OWN_COLUMNS:
            near = get_close_matches(name, [*known, *OWN_COLUMNS], n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            return f"there is no fact called {name!r}{hint}"
    return None


def _cells(columns: list[str], values: list[str]) -> dict[str, str]:
    """The cells that are filled in, by column; those behind the last under an empty name."""
    named = zip(columns, values, strict=False)
    cells = {name: value.strip() for name, value in named if value.strip()}
    if further := [value.strip() for value in values[len(columns) :] if value.strip()]:
        cells[""] = further[0]
    return cells


def spider_of(row: TableRow) -> type[NewsSpider]:
    """The spider of a row, its facts checked.

    Raises SiteFileProblem with table, line and what is wrong.
    """
    paper = _paper_of(row)
    _check_cells(row)
    domain = row.cells["domain"]
    host = domain.partition("/")[0].removeprefix("www.")
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
            "allowed_domains": [host],
            "row": row.shown,
            "discover": paper.sources_at(domain),
            **facts,
        },
    )
    try:
        check_facts(spider)
    except SiteFileProblem as problem:
        raise row.problem(str(problem).partition(": ")[2]) from None
    return spider


def _paper_of(row: TableRow) -> type[NewsSpider]:
    """What all papers of a table share, by the table's name."""
    names = [module.name for module in iter_modules(families.__path__)]
    if row.table.stem not in names:
        near = get_close_matches(row.table.stem, names, n=1)
        hint = f"did you mean {near[0]}.csv?" if near else f"there are {', '.join(names)}"
        raise row.problem(f"a table is called as what its papers share; {hint}")
    return import_module(f"crawler.families.{row.table.stem}").Paper


def _check_cells(row: TableRow) -> None:
    if len(row.cells) == 1 and (found := PARTED_OTHERWISE.search(row.site)):
        parted = "tabs" if found[0] == "\t" else f"{found[0]!r}"
        raise row.problem(f"its cells are parted by {parted}; a table's are parted by commas")
    if "" in row.cells:
        raise row.problem(f"{row.cells['']!r} stands behind the last column; quote cells with ,")
    for name in REQUIRED:
        if name not in row.cells:
            raise row.problem(f"the cell {name!r} is empty")
    if not row.site.isidentifier() or row.site != row.site.lower():
        raise row.problem(f"{row.site!r} is no name; small letters, digits and _ make one")
    domain = row.cells["domain"]
    if not PLACE.fullmatch(domain):
        found = DOMAIN.search(domain.lower())
        hint = f"; did you mean {found[0]}?" if found else ", as in contoh.id"
        raise row.problem(f"domain names {domain!r}, which is no domain{hint}")


def _value(name: str, cell: str) -> object:
    return tuple(cell.split()) if name in LISTS else cell
