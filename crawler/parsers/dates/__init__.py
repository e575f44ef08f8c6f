"""When an article was published: dates read, found on a page, and weighed."""

from crawler.parsers.dates.dates import ParsedDate, Resolved, date_mentions, parse_date, resolve
from crawler.parsers.dates.trust import DATE_COLUMNS

__all__ = ["DATE_COLUMNS", "ParsedDate", "Resolved", "date_mentions", "parse_date", "resolve"]
