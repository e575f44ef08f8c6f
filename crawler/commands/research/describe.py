"""``scrapy describe``: what every table and column of the database means."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from difflib import get_close_matches
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from analysis.browse import as_metadata, with_facets_and_queries
from analysis.export.described import described_file
from analysis.export.formats import endings
from crawler.console.command import WartaCommand
from crawler.console.terminal import plain
from crawler.errors import UsageProblem
from crawler.items import DOUBTS, REJECT_REASONS
from crawler.whereabouts.program import as_called
from pipelines.database.dictionary import Table, TableColumn
from pipelines.database.schema import describe

OPENING = """# The data

What stands in the SQLite file that Warta writes, `news.db` unless DATABASE says otherwise. This
page is what `scrapy describe --format markdown` prints; the meanings are comments in the file's own
schema, so that `sqlite3 news.db .schema` shows them too.

NULL means that the site printed none, never that reading failed: a page without address, headline,
publishing time or text is not in `articles` but in `rejects`, with a reason. Times end in `Z` and
are UTC; `published_wib` is the publishing time in WIB, `published_day` the day on the outlet's own
clock. `authors`, `editors` and `tags` of an article are JSON lists to read, and rows of
`article_authors` and `article_tags` to count and join.
"""

LEAVING_OUT = """`articles.doubt` is NULL for most; else it holds words of this list, parted
by a blank. `WHERE doubt IS NULL` leaves out all of these articles. One word alone:

```sql
SELECT * FROM articles WHERE instr(' ' || coalesce(doubt, '') || ' ', ' first-page-only ') = 0;
```

How many there are: `SELECT * FROM doubts_by_site`, and `scrapy health`. `scrapy read --why` says of
a saved page what a word rests on. Files made before November 2026 have none until `scrapy reparse`
has read their archive again.
"""

FORMATS = ("table", "markdown", "json", "datasette")
HEADINGS = {"table": "Table", "view": "View", "search": "Search index", "file": "File"}


class Command(WartaCommand):
    """Prints the data dictionary; touches neither network nor database."""

    usage = "[--format table|markdown|json|datasette] [TABLE|FILE...]"
    summary = "Explain the tables and columns of the database, or of an export"
    help_text = (
        "Says what each table, view and column of the database means, or only those of the "
        "tables named; of an export (CSV, JSON Lines, Parquet, xlsx) what its columns mean. As a "
        "table on the terminal, as Markdown (docs/data.md is made so), as "
        "JSON, or as metadata for Datasette, facets and queries included: "
        "scrapy describe --format datasette > metadata.json; "
        "datasette news.db --metadata metadata.json."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--format."""
        super().add_options(parser)
        parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the dictionary, whole or of the tables named."""
        tables = [as_called_here(table) for table in chosen(describe(), args)]
        if opts.format == "datasette":
            name = Path(self.settings["DATABASE"]).stem
            metadata = as_metadata(tables, name)
            if not args:
                metadata = with_facets_and_queries(metadata, name)
            print(json.dumps(metadata, indent=2, ensure_ascii=False))
        elif opts.format == "table":
            print_tables(tables)
        elif opts.format == "json":
            print(json.dumps([asdict(table) for table in tables], indent=2, ensure_ascii=False))
        else:
            print(as_called(as_markdown(tables) if args else as_page(tables)), end="")


def chosen(tables: list[Table], names: Sequence[str]) -> list[Table]:
    """The tables named, all when none is, and the columns of files named among them.

    Raises UsageProblem for a name there is neither a table nor a file of.
    """
    known = {table.name: table for table in tables}
    for name in names:
        if name not in known and is_file(name):
            known[name] = described_file(Path(name), tables)
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise UsageProblem(f"there is no table {name}; {hint}scrapy describe names all of them")
    return [known[name] for name in names] or tables


def as_called_here(table: Table) -> Table:
    """A table whose meanings name commands as the user calls them."""
    columns = [replace(each, meaning=as_called(each.meaning)) for each in table.columns]
    return replace(table, meaning=as_called(table.meaning), columns=columns)


def is_file(name: str) -> bool:
    """Whether a file is meant, there or not."""
    return bool(name) and Path(name).exists() or Path(name).suffix.lower() in endings()


def print_tables(tables: list[Table]) -> None:
    """As grids as wide as the terminal."""
    console = Console(highlight=False)
    for table in tables:
        console.print(f"[bold]{escape(plain(table.name))}[/bold] ({table.kind})", table.meaning)
        grid = Grid(box=box.SIMPLE, pad_edge=False)
        for heading in ("column", "type", "meaning"):
            grid.add_column(heading, overflow="fold")
        for column in table.columns:
            told = (column.name, type_of(column), column.meaning)
            grid.add_row(*(escape(plain(text)) for text in told))
        console.print(grid)


def type_of(column: TableColumn) -> str:
    """Type, whether it must be there, and what it points at: "INTEGER, to articles.id"."""
    parts = [column.type]
    if column.key:
        parts.append("key")
    elif column.required:
        parts.append("never NULL")
    if column.references:
        parts.append(f"to {column.references}")
    return ", ".join(filter(None, parts))


def as_page(tables: list[Table]) -> str:
    """docs/data.md."""
    return (
        f"{OPENING}\n{as_markdown(tables)}\n## Reasons in `rejects`\n\n"
        f"{_closed_list('reason', REJECT_REASONS)}\n## Doubts\n\n"
        f"{LEAVING_OUT}\n{_closed_list('word', DOUBTS)}"
    )


def _closed_list(heading: str, meanings: dict[str, str]) -> str:
    rows = "".join(f"| {word} | {text} |\n" for word, text in meanings.items())
    return f"| {heading} | meaning |\n| --- | --- |\n{rows}"


def as_markdown(tables: list[Table]) -> str:
    """A heading, the meaning and a table of columns for each."""
    return "\n".join(markdown_section(table) for table in tables)


def markdown_section(table: Table) -> str:
    """One table in Markdown."""
    rows = "\n".join(
        f"| `{column.name}` | {type_of(column)} | {column.meaning.replace('|', chr(92) + '|')} |"
        for column in table.columns
    )
    return (
        f"## {HEADINGS[table.kind]} `{table.name}`\n\n{table.meaning}\n\n"
        f"| column | type | meaning |\n| --- | --- | --- |\n{rows}\n"
    )
