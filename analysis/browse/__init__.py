"""The database in a web browser: Datasette with pages of Warta's own."""

from analysis.browse.metadata import FACETS, SETTINGS, as_metadata, with_facets_and_queries
from analysis.browse.queries import QUERIES

__all__ = ["FACETS", "QUERIES", "SETTINGS", "as_metadata", "with_facets_and_queries"]
