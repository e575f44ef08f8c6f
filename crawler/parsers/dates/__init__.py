"""When an article was published: dates read, found on a page, and weighed."""

from crawler.parsers.dates.dates import ParsedDate, Resolved, date_mentions, parse_date, resolve

__all__ = ["ParsedDate", "Resolved", "date_mentions", "parse_date", "resolve"]
