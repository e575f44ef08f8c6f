"""``make demo``: the real spiders, parsers and pipelines over the sample archive, without network.

``python -m demo.run [DATABASE]`` leaves demo.db in the folder of the checkout, or the file named;
running it again adds nothing to it.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from shlex import quote

from demo.stories import ASKED_BY_DAY, FIRST_DAY, RUNS, Run

ROOT = Path(__file__).resolve().parent.parent
SITES = ("visimuslim", "hidayatullah", "tribunnews", "kompas")

STORED = """
SELECT site, headline, coalesce(dateline_place, '-') AS place, published_local AS published,
       published_source AS source, version
FROM articles ORDER BY published_at
"""
NOT_STORED = "SELECT DISTINCT site, reason, url FROM rejects ORDER BY url"
QUERIES = {
    "Where does each site report from?": (
        "SELECT site, dateline_place, count(*) AS articles FROM articles "
        "WHERE dateline_place IS NOT NULL GROUP BY site, dateline_place"
    ),
    "What was changed after it was published?": (
        "SELECT site, old_headline, new_headline, changed_at FROM headline_changes"
    ),
    "Who wrote about books? (search knows no capitals and no accents)": (
        "SELECT headline, published_local FROM articles "
        "WHERE id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'buku OR ornek')"
    ),
}


def crawl(run: Run, database: Path) -> None:
    """Crawl all sites at once from one WARC file; ends the demo where one fails."""
    crawls = {site: start(arguments(site, run, database)) for site in SITES}
    said = {site: crawl.communicate()[1] for site, crawl in crawls.items()}
    for site, crawl in crawls.items():
        print(said[site], end="", flush=True)
        if crawl.returncode:
            sys.exit(f"warta: the demo stopped, because {site} ended with {crawl.returncode}")


def start(arguments: list[str]) -> subprocess.Popen:
    """``scrapy ARGUMENTS`` as anyone would call it."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def arguments(site: str, run: Run, database: Path) -> list[str]:
    """``crawl SITE`` reading from a WARC file."""
    days = ["-a", f"since={FIRST_DAY}", "-a", f"until={run.day}"] if site in ASKED_BY_DAY else []
    where = ["-s", f"REPLAY=demo/{run.archive}", "-s", f"DATABASE={database}"]
    return ["crawl", site, *days, *where, "-s", "LOG_LEVEL=ERROR"]


def show(database: sqlite3.Connection, query: str, widths: dict[str, int]) -> None:
    """Print a query's rows as a table; ``widths`` cuts columns, in characters."""
    cursor = database.execute(query)
    names = [column[0] for column in cursor.description]
    rows = [
        [
            shortened(str(value), widths.get(name, 200))
            for name, value in zip(names, row, strict=True)
        ]
        for row in [names, *cursor]
    ]
    columns = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, columns, strict=True))
        print("  " + "  ".join(cells).rstrip())


def shortened(text: str, width: int) -> str:
    """A text of at most ``width`` characters."""
    return text if len(text) <= width else text[: width - 1] + "…"


def query_program(database: Path) -> str:
    """What asks SQLite a question here: its own shell, else the one installed with Warta."""
    is_here = database.parent == Path.cwd()
    file = quote(database.name if is_here else str(database))
    if shutil.which("sqlite3"):
        return f"sqlite3 -box {file}"
    return f".venv/bin/sqlite-utils query --fmt simple {file}"


def main(database: Path) -> None:
    """Crawl both evenings of the sample archive and show what came of it."""
    for run in RUNS:
        print(f"\nReading demo/{run.archive} into {database.name}, no network:", flush=True)
        crawl(run, database)
    # The locks of its crawls, which have ended; nobody else crawls into it.
    shutil.rmtree(f"{database}.locks", ignore_errors=True)
    with sqlite3.connect(database) as connection:
        print("\nStored (version 2 was edited between the two runs):\n")
        show(connection, STORED, {"headline": 52})
        print("\nFetched and not stored, with the reason:\n")
        show(connection, NOT_STORED, {})
    print("\nThree queries to try:")
    for question, query in QUERIES.items():
        print(f'\n  {question}\n  {query_program(database)} "{query}"')


if __name__ == "__main__":
    os.environ.pop("SCRAPY_SETTINGS_MODULE", None)
    called = ArgumentParser("python -m demo.run", description="Fill a database from a sample.")
    called.add_argument("database", nargs="?", type=Path, default=ROOT / "demo.db", metavar="FILE")
    main(called.parse_args().database.resolve())
