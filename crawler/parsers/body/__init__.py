"""The article's text: the element that holds it, and its paragraphs."""

from crawler.parsers.body.body import Body, read_body

__all__ = ["Body", "read_body"]
