"""Freezing selected articles into a folder that can be cited, checked and read without Warta."""

from __future__ import annotations

import csv
import hashlib
import json
import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from analysis.completeness import estimated
from analysis.export.data_sheet import Facts, Stretch, data_sheet
from analysis.export.formats import FORMATS
from analysis.export.lines import Advance, reading, rows_of
from analysis.export.selection import ExportedColumn, Selection, article_columns
from analysis.search.query import quoted
from crawler import __version__
from crawler.clock import utc
from crawler.errors import UsageProblem
from crawler.parsers.site import Site
from crawler.site_row import site_row

IDENTIFIERS = ("id", "publisher_id", "url", "content_hash")
"""What the copyright-safe variant holds of an article."""

NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")
"""What a data package's name may not hold, as the blank in "gempa 2024"."""

FIELD_TYPES = {
    "list": "array",
    "truth": "boolean",
    "instant": "datetime",
    "day": "date",
    "number": "integer",
}
"""Types of the Frictionless Table Schema (specs.frictionlessdata.io); all others are strings."""


TABLES = ("sites", "coverage", "places", "fields")
"""What lies beside the articles, each as CSV."""

PLACED = """
SELECT place, province AS outlets_province, place_name, place_level, regency, place_province,
    country, latitude, longitude, code, bps_code, ambiguous, count(*) AS articles
FROM article_places WHERE article_id IN (SELECT id FROM articles WHERE {})
GROUP BY place, province ORDER BY place, province
"""
"""Where the places that the articles' datelines print lie; the outlet's province may decide."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to freeze: the articles, in one of ``FORMATS`` or as ``identifiers``."""

    title: str
    selection: Selection
    format: str
    sites: Mapping[str, type[Site]]
    """The site files there are, by name; they say what readers call an outlet."""


def write_snapshot(
    database: sqlite3.Connection, order: Order, folder: Path, advance: Advance
) -> Facts:
    """Fill a folder; what stands in its data sheet.

    All is read in one transaction: a crawl that goes on meanwhile changes nothing of it. Raises
    UsageProblem when no article is selected.
    """
    database.execute("BEGIN")
    columns = article_columns(database)
    if order.format == "identifiers":
        columns = [column for column in columns if column.name in IDENTIFIERS]
    with reading():
        data = write_data(database, order, columns, folder, advance)
        sites = site_rows(database, order)
        if not any(site["articles"] for site in sites):
            raise UsageProblem("no article is selected, so there is nothing to freeze")
        coverage = coverage_rows(database, order.selection, sites)
        places = place_rows(database, order.selection)
        shown = f"{data}/" if (folder / data).is_dir() else data
        facts = facts_of(database, order, shown, sites, coverage)
    write_table(folder / "sites.csv", sites)
    write_table(folder / "coverage.csv", coverage, ["site", "day"])
    write_table(folder / "places.csv", places, ["place"])
    write_table(
        folder / "fields.csv",
        [
            {"column": column.name, "type": column.type, "meaning": column.meaning}
            for column in columns
        ],
    )
    query = order.selection.sql([column.name for column in columns])
    (folder / "query.sql").write_text(query + ";\n")
    package = describe_package(folder, facts, data, columns, order)
    (folder / "datapackage.json").write_text(
        json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    )
    (folder / "README.md").write_text(data_sheet(facts))
    write_hashes(folder)
    return facts


def write_data(
    database: sqlite3.Connection,
    order: Order,
    columns: Sequence[ExportedColumn],
    folder: Path,
    advance: Advance,
) -> str:
    """Write the articles, or their identifiers; the file's or folder's name."""
    form = FORMATS["csv" if order.format == "identifiers" else order.format]
    stem = "identifiers" if order.format == "identifiers" else "articles"
    path = folder / f"{stem}{form.endings[0]}"
    if form.is_folder:
        path.mkdir()
        form.write(database, order.selection, columns, path, advance)
    else:
        with path.open("wb") as file:
            form.write(database, order.selection, columns, file, advance)
    return path.name


def site_rows(database: sqlite3.Connection, order: Order) -> list[dict]:
    """Every site that was asked for, also one without an article: articles, days, its file's facts.

    Those asked for are all of the database unless the selection names sites.
    """
    counted = database.execute(
        "SELECT site, count(*), min(published_day), max(published_day), sum(version > 1) "
        f"FROM articles WHERE {order.selection.condition()} GROUP BY site"
    )
    found = {site: facts for site, *facts in counted}
    stored = [site for (site,) in database.execute("SELECT DISTINCT site FROM articles")]
    rows = []
    for name in sorted(order.selection.sites or stored):
        articles, first_day, last_day, revised = found.get(name, (0, None, None, 0))
        site = order.sites.get(name, Site)
        said = site_row(site)
        rows.append(
            {
                "site": name,
                "outlet": site.outlet,
                "articles": articles,
                "first_day": first_day,
                "last_day": last_day,
                "revised": revised,
                **{name: said[name] for name in ("province", "city", "scope", "network")},
                "domains": " ".join(site.allowed_domains),
                "facts_from": site.verified,
            }
        )
    return rows


def coverage_rows(
    database: sqlite3.Connection, selection: Selection, sites: Sequence[Mapping]
) -> list[dict]:
    """Each day of the sites, from the first day asked for or selected to the last, as
    ``coverage_daily`` has it; ``selected`` is how many articles of it the snapshot holds.
    """
    since = selection.since or min(filter(None, (site["first_day"] for site in sites)))
    until = selection.until or max(filter(None, (site["last_day"] for site in sites)))
    names = ", ".join(quoted(site["site"]) for site in sites)
    cursor = database.execute(
        f"""
        WITH chosen AS MATERIALIZED (
            SELECT site, published_day AS day, count(*) AS selected
            FROM articles WHERE {selection.condition()} GROUP BY site, published_day
        )
        SELECT site, day, discovered, stored, ifnull(selected, 0) AS selected, revised, rejected,
            rejected_by_reason, expected, gap
        FROM coverage_daily LEFT JOIN chosen USING (site, day)
        WHERE site IN ({names}) AND day BETWEEN ? AND ? ORDER BY site, day
        """,
        (str(since), str(until)),
    )
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor]
    return [*with_estimates(database, rows, since, until)]


def with_estimates(
    database: sqlite3.Connection, coverage: Iterable[dict], since: object, until: object
) -> Iterator[dict]:
    """The same days with how many articles they had by numbers and by two lists, where known."""
    first, last = (date.fromisoformat(str(day)) for day in (since, until))
    known = {(each.site, str(each.day)): each for each in estimated(database, None, first, last)}
    for row in coverage:
        day = known.get((row["site"], row["day"]))
        told = {"numbers": day and day.numbers, "by_lists": day and day.by_lists}
        for name, estimate in told.items():
            row[name] = round(estimate.number, 1) if estimate else None
            row[f"{name}_low"] = round(estimate.low, 1) if estimate else None
            row[f"{name}_high"] = round(estimate.high, 1) if estimate else None
        yield row


def gaps(coverage: Iterable[Mapping]) -> list[Stretch]:
    """Days with a gap, those of one site that follow each other in ``coverage`` as one."""
    found: list[Stretch] = []
    before: Mapping = {}
    for row in coverage:
        if row["gap"]:
            follows = before.get("gap") and before["site"] == row["site"]
            if follows:
                found[-1] = found[-1].and_day(row["day"], row["stored"], row["expected"])
            else:
                found.append(
                    Stretch(row["site"], row["day"], row["day"], 1, row["stored"], row["expected"])
                )
        before = row
    return found


def facts_of(
    database: sqlite3.Connection,
    order: Order,
    data: str,
    sites: list[dict],
    coverage: list[dict],
) -> Facts:
    """What the data sheet and the package say of the articles."""
    condition = order.selection.condition()

    def counts(column: str) -> dict[str, int]:
        sql = (
            f"SELECT ifnull({column}, 'not noted'), count(*) FROM articles WHERE {condition} "
            "GROUP BY 1 ORDER BY 2 DESC"
        )
        return dict(tuple(row) for row in database.execute(sql))

    refused: dict[str, int] = {}
    for row in coverage:
        for reason, pages in json.loads(row["rejected_by_reason"]).items():
            refused[reason] = refused.get(reason, 0) + pages
    (conflicts,) = database.execute(
        f"SELECT ifnull(sum(published_conflict), 0) FROM articles WHERE {condition}"
    ).fetchone()
    return Facts(
        title=order.title,
        format=order.format,
        data=data,
        condition=condition,
        created_at=utc(datetime.now(UTC)),
        fingerprint=fingerprint(database, order.selection),
        sites=sites,
        gaps=gaps(coverage),
        days_unjudged=sum(row["gap"] is None for row in coverage),
        days=len(coverage),
        refused=refused,
        precision=counts("published_precision"),
        conflicts=conflicts,
        searched=searched(database, condition),
        versions={
            "warta": __version__,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        parsers=counts("parser_version"),
    )


def searched(database: sqlite3.Connection, condition: str) -> dict[str, int]:
    """By words the selected articles that only searches have named; none in an older Warta's file.

    An article that several searches found counts for each.
    """
    column = "SELECT 1 FROM pragma_table_info('articles') WHERE name = 'search_only'"
    if not database.execute(column).fetchone():
        return {}
    sql = (
        f"SELECT found.value, count(*) FROM (SELECT * FROM articles WHERE {condition}) AS a "
        "JOIN json_each(a.found_by) AS found WHERE a.search_only GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return dict(tuple(row) for row in database.execute(sql))


def fingerprint(database: sqlite3.Connection, selection: Selection) -> str:
    """SHA-256 of the lines ``url TAB content_hash LF`` in the order of their bytes, in hex.

    Equal for the same articles in whatever format, and for their identifiers alone.
    """
    sql = (
        "SELECT CAST(url || char(9) || content_hash || char(10) AS BLOB) AS line FROM articles "
        f"WHERE {selection.condition()} ORDER BY line"
    )
    digest = hashlib.sha256()
    for rows in rows_of(database, sql):
        for (line,) in rows:
            digest.update(line)
    return digest.hexdigest()


def describe_package(
    folder: Path, facts: Facts, data: str, columns: Sequence[ExportedColumn], order: Order
) -> dict:
    """datapackage.json: a Frictionless Data Package, which R, Python and archives can read."""
    fields = [
        {
            "name": column.name,
            "type": FIELD_TYPES.get(column.kind, "string"),
            "description": column.meaning,
            **({"trueValues": ["1"], "falseValues": ["0"]} if column.kind == "truth" else {}),
        }
        for column in columns
    ]
    resource: dict = {"name": data.partition(".")[0], "path": data, "schema": {"fields": fields}}
    if (folder / data).is_dir():
        resource["path"] = [str(path.relative_to(folder)) for path in files_of(folder / data)]
    tables = [{"name": name, "path": f"{name}.csv"} for name in TABLES]
    for described in (resource, *tables):
        if isinstance(described["path"], str):
            file = folder / described["path"]
            described |= {"hash": f"sha256:{sha256(file)}", "bytes": file.stat().st_size}
    return {
        "name": NOT_IN_NAMES.sub("-", order.title.lower()).strip("-") or "articles",
        "title": order.title,
        "created": facts.created_at,
        "resources": [resource, *tables],
        "warta": {
            "articles": facts.articles,
            "fingerprint": f"sha256:{facts.fingerprint}",
            "condition": facts.condition,
            "versions": facts.versions,
            "articles_by_parser_version": facts.parsers,
        },
    }


def place_rows(database: sqlite3.Connection, selection: Selection) -> list[dict]:
    """Where the places printed lie, and how many articles name each; none in an older file."""
    is_there = "SELECT 1 FROM sqlite_schema WHERE name = 'article_places'"
    if database.execute(is_there).fetchone() is None:
        return []
    found = database.execute(PLACED.format(selection.condition()))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def write_table(path: Path, rows: Sequence[Mapping], empty: Sequence[str] = ()) -> None:
    """A small table as CSV; its columns are those of the first row, ``empty`` where none is."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else empty)
        writer.writeheader()
        writer.writerows(rows)


def write_hashes(folder: Path) -> None:
    """SHA256SUMS, as ``sha256sum -c SHA256SUMS`` checks it."""
    lines = [f"{sha256(file)}  {file.relative_to(folder)}\n" for file in files_of(folder)]
    (folder / "SHA256SUMS").write_text("".join(lines))


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sha256(path: Path) -> str:
    """A file's SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
