"""Captures into a data set without a database: which are one article, which text it has."""
