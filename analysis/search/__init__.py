"""Searching the articles: what a person types, what is found, and how much of it."""

from analysis.search.found import BEGIN, COUNTED_BY, END, Found, count, counted_by, search
from analysis.search.query import Query, parse_query, to_fts5

__all__ = [
    "BEGIN",
    "COUNTED_BY",
    "END",
    "Found",
    "Query",
    "count",
    "counted_by",
    "parse_query",
    "search",
    "to_fts5",
]
