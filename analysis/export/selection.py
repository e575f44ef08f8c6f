"""Which articles of the database, as a query in SQL that anyone can run again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from analysis.filed_from import filed_from
from analysis.search.query import parse_query, quoted
from crawler.errors import UsageProblem
from crawler.items import Kind
from crawler.parsers.vocabulary.provinces import PROVINCES
from pipelines.database.articles import COLUMNS
from pipelines.database.dictionary import read_dictionary
from pipelines.dataset.typed import OF_THE_OUTLET


@dataclass(frozen=True, slots=True)
class ExportedColumn:
    """One column of ``articles``: SQLite's type, what is held in it, and what that means."""

    name: str
    type: str
    kind: Kind = "text"
    meaning: str = ""


NAMED = 20
"""How many sites an error names."""
WITH_OUTLETS = "articles LEFT JOIN (SELECT site, outlet, province FROM sites) USING (site)"


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles by site, the outlet's province, publishing day (both days included), search and SQL.

    ``places`` are where their datelines lie, in any spelling, with all that lies there (see
    ``filed_from``). ``where`` is an expression over the columns of ``articles``; ``search`` is
    written as for ``scrapy search``; ``found_by`` are the words of a search by which a site's own
    found them (``scrapy topic``). Without any of them all articles are selected.
    """

    sites: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    search: str | None = None
    where: str | None = None
    provinces: Sequence[str] = ()
    found_by: str | None = None
    places: Sequence[str] = ()

    def condition(self) -> str:
        """What follows WHERE; literals only, so that the query can be kept and run anywhere."""
        parts = []
        if self.sites:
            parts.append(f"site IN ({', '.join(map(quoted, self.sites))})")
        if self.provinces:
            named = ", ".join(map(quoted, self.provinces))
            parts.append(f"site IN (SELECT site FROM sites WHERE province IN ({named}))")
        if self.places:
            parts.append(f"({' OR '.join(map(filed_from, self.places))})")
        if self.since:
            parts.append(f"published_day >= '{self.since}'")
        if self.until:
            parts.append(f"published_day <= '{self.until}'")
        if self.search:
            parts.append(parse_query(self.search).as_condition())
        if self.found_by:
            words = quoted(self.found_by)
            found = f"EXISTS (SELECT 1 FROM json_each(found_by) WHERE value = {words})"
            parts.append(f"found_by IS NOT NULL AND {found}")
        if self.where:
            # A comment at the end of the condition must not swallow the bracket.
            parts.append(f"(\n    {self.where}\n  )")
        return "\n  AND ".join(parts) or "true"

    def sql(self, expressions: Sequence[str]) -> str:
        """The query, in the order of ids; what SQLite sorts are the ids alone, never the texts."""
        chosen = ",\n  ".join(expressions)
        if self == Selection():
            return f"SELECT\n  {chosen}\nFROM {WITH_OUTLETS}\nORDER BY id"
        return (
            f"SELECT\n  {chosen}\nFROM {WITH_OUTLETS}\n"
            f"WHERE id IN (\n  SELECT id FROM articles WHERE {self.condition()}\n)\nORDER BY id"
        )

    def count(self, database: sqlite3.Connection) -> int:
        """How many articles are selected."""
        sql = f"SELECT count(*) FROM articles WHERE {self.condition()}"
        return database.execute(sql).fetchone()[0]


def article_columns(
    database: sqlite3.Connection, leaving_out: Sequence[str] = ()
) -> list[ExportedColumn]:
    """The columns of ``articles`` in the file's order, then those of the outlet.

    Without computed ones and those left out.
    """
    (articles,) = (table for table in read_dictionary(database) if table.name == "articles")
    own = [
        ExportedColumn(column.name, column.type, COLUMNS[column.name].kind, column.meaning)
        for column in articles.columns
        if column.name in COLUMNS and column.name not in leaving_out
    ]
    of_the_outlet = [
        ExportedColumn(name, "TEXT", column.kind, column.meaning)
        for name, column in OF_THE_OUTLET.items()
    ]
    return [*own, *of_the_outlet]


def check(database: sqlite3.Connection, selection: Selection) -> None:
    """Raises UsageProblem for a site or province without articles, a condition that is no SQL."""
    _check_provinces(database, selection.provinces)
    _check_sites(database, selection)
    _check_places(database, selection.places)
    if selection.found_by:
        _check_words(database, selection.found_by)
    if selection.search:
        _try(database, replace(selection, where=None).sql(["id"]), selection.search)
    if selection.where:
        # Without our brackets first: "1) OR (1" is no condition, though it is one within them.
        _try(database, f"SELECT id FROM articles WHERE {selection.where}", selection.where)
        _try(database, selection.sql(["id"]), selection.where)


def _check_places(database: sqlite3.Connection, places: Sequence[str]) -> None:
    for place in places:
        filed_from(place)
    is_there = "SELECT 1 FROM sqlite_schema WHERE name = 'article_places'"
    if places and database.execute(is_there).fetchone() is None:
        raise UsageProblem(
            "this database was last written by a Warta that knew no places; scrapy reparse, or any "
            "crawl into it, brings it up to date"
        )


def _check_sites(database: sqlite3.Connection, selection: Selection) -> None:
    asked = [*selection.sites, *(parse_query(selection.search).sites if selection.search else ())]
    if not asked:
        return
    stored = sorted(site for (site,) in database.execute("SELECT DISTINCT site FROM articles"))
    for site in asked:
        if site not in stored:
            near = get_close_matches(site, stored, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else f"it has {_some(stored)}"
            raise UsageProblem(f"the database holds no article of {site}; {hint}")


def _some(names: Sequence[str]) -> str:
    """All names of a few, the first ones of many."""
    shown = ", ".join(names[:NAMED]) or "none at all"
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED:,} others"


def _check_provinces(database: sqlite3.Connection, provinces: Sequence[str]) -> None:
    if not provinces:
        return
    known = database.execute("SELECT DISTINCT province FROM sites WHERE province IS NOT NULL")
    there = sorted(province for (province,) in known)
    for province in provinces:
        if province not in there:
            near = get_close_matches(province, [*there, *PROVINCES], n=1)
            hint = f"did you mean {near[0]}? " if near and near[0] != province else ""
            raise UsageProblem(
                f"the database has crawled no outlet of {province}; {hint}"
                f"it has outlets of {', '.join(there) or 'no province'}"
            )


def _check_words(database: sqlite3.Connection, words: str) -> None:
    known = {column.name for column in article_columns(database)}
    asked = (
        "SELECT DISTINCT value FROM articles, json_each(found_by) WHERE found_by IS NOT NULL "
        "ORDER BY value"
    )
    there = [each for (each,) in database.execute(asked)] if "found_by" in known else []
    if words not in there:
        near = get_close_matches(words, there, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageProblem(
            f"no search for {words} has found an article; {hint}"
            f"searches were made for {', '.join(there) or 'nothing yet (scrapy topic)'}"
        )


def _try(database: sqlite3.Connection, sql: str, condition: str) -> None:
    try:
        database.execute(f"EXPLAIN {sql}").close()
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageProblem(
            f"the condition {condition!r} can't be understood: {error}; "
            "scrapy describe articles names the columns"
        ) from error
