"""What Datasette (0.65) is told of the database: descriptions, facets, search, what to hide.

Datasette's metadata: docs.datasette.io/en/stable/metadata.html
"""

from __future__ import annotations

from copy import deepcopy
from textwrap import dedent

from analysis.browse.queries import NEEDED, QUERIES
from crawler.whereabouts.program import as_called
from pipelines.database.dictionary import Table

FACETS = ("site", "published_day", "dateline_place", "section")

SETTINGS = {
    "default_page_size": 50,
    "default_facet_size": 10,
    "truncate_cells_html": 160,
    "max_returned_rows": 5000,
    # Each of the four. Of a choice that holds hundreds of thousands of articles one is left out,
    # and the page says which: four of them wait a second at most.
    "facet_time_limit_ms": 200,
    "sql_time_limit_ms": 20000,
    # Suggestions try every column, for as long each.
    "suggest_facets": False,
}
"""Settings of ``datasette serve``, beside its metadata."""

HIDDEN = ("_sqlite_migrations", "search_feed", "sqlite_sequence")
"""Tables of bookkeeping, which answer no analyst's question."""


def as_metadata(tables: list[Table], database: str) -> dict:
    """Datasette's metadata: descriptions of the tables and columns of one database."""
    described = {
        table.name: {
            "description": as_called(table.meaning),
            "columns": {column.name: as_called(column.meaning) for column in table.columns},
        }
        for table in tables
    }
    return {"databases": {database: {"tables": described}}}


def with_facets_and_queries(metadata: dict, database: str) -> dict:
    """Datasette's metadata of a database, with facets, search, queries and a place to start."""
    metadata = deepcopy(metadata)
    described = metadata["databases"][database]
    described["tables"]["articles"] |= {
        "facets": list(FACETS),
        "sort_desc": "published_at",
        "label_column": "headline",
        "fts_table": "articles_fts",
        "fts_pk": "id",
    }
    for name in HIDDEN:
        described["tables"].setdefault(name, {})["hidden"] = True
    described["queries"] = {
        name: {
            **query,
            "description": as_called(query["description"]),
            "sql": dedent(query["sql"]).strip(),
            "hide_sql": True,
        }
        for name, query in QUERIES.items()
        if NEEDED.get(name, "articles") in described["tables"]
    }
    described["description"] = (
        "Times end in Z and are UTC; published_wib is the publishing time in WIB. NULL means that "
        "the site printed none. Texts belong to their publishers."
    )
    return metadata | {"title": f"Indonesian news in {database}"}
