"""``scrapy merge``: databases of other machines or years joined with one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from crawler.archive.taken_down import keep_marks
from crawler.console.command import WartaCommand
from crawler.database import check_database_writable, open_for_reading
from crawler.errors import UsageProblem
from crawler.whereabouts.program import as_called
from pipelines.merging.merge import Joined, check_sources, merge


class Command(WartaCommand):
    """Adds what other databases have to one, each file in one transaction."""

    usage = "OTHER.db... -s DATABASE=ALL.db"
    summary = "Join the databases of other machines or years with this one"
    help_text = (
        "Adds to the database (made where there is none) what other database files have: articles, "
        "each once with all its versions in order of time, pages not stored, runs, listings, "
        "frontier, how sites stand, what was taken down. Files come in any order, and again: only "
        "what is new in them is added. They stay as they are; one of an older Warta is brought up "
        "to date in a copy. Each is one transaction: interrupted, called again it goes on with the "
        "file it was at. Captures keep their names: see docs/machines.md for archives."
    )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at all files first, then join one after the other."""
        if not args:
            raise UsageProblem(
                "name the databases to join, as in "
                "scrapy merge first.db second.db -s DATABASE=all.db"
            )
        database = check_database_writable(self.settings["DATABASE"])
        captures: set[str] = set()
        for path in check_sources([Path(each).expanduser() for each in args], database):
            joined = merge(path, database)
            captures |= joined.captures
            for line in told(path, joined):
                print(line, flush=True)
        self._keep_marks(database)
        if captures:
            print(as_called(still_archived(captures)))

    def _keep_marks(self, database: Path) -> None:
        """Let the archive know what was taken down, so that it stays out of a rebuilt database."""
        archive = Path(self.settings["ARCHIVE"] or "").expanduser()
        if self.settings["ARCHIVE"] and archive.is_dir():
            with closing(open_for_reading(database)) as opened:
                if opened.execute("SELECT 1 FROM taken_down LIMIT 1").fetchone():
                    keep_marks(archive, opened)


def told(path: Path, joined: Joined) -> Iterator[str]:
    """What joining a file came to, in sentences."""
    counts = joined.articles
    articles = [f"{counts['new']} new", f"{counts['joined']} joined with what was there"]
    if counts["versions"]:
        articles[-1] += f" ({counts['versions']} earlier or later versions)"
    articles.append(f"{counts['alike']} there before")
    if counts["became one"]:
        articles.append(f"{counts['became one']} of this database proved to be another of it")
    if counts["taken down"]:
        articles.append(f"{counts['taken down']} taken down, so left out")
    yield f"{path}: articles: {', '.join(articles)}"
    rows = [f"{number} {table}" for table, number in joined.rows.items() if number]
    yield f"{path}: new rows: {', '.join(rows) or 'none'}"
    if joined.taken_out:
        yield f"{path}: {joined.taken_out} articles are taken down there, and now here"


def still_archived(captures: set[str]) -> str:
    """The sentence on archived pages of articles that were taken down."""
    shown = ", ".join(sorted(captures)[:3])
    more = f" and {len(captures) - 3} more" if len(captures) > 3 else ""
    return (
        f"of articles that are taken down {len(captures)} pages may still lie in an archive that "
        f"is joined with this one: {shown}{more}; call scrapy takedown on the machine that has "
        "them, with the article's address"
    )
