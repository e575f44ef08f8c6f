"""Lines that open or close many of an outlet's articles word for word, and so are hardly news."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from analysis.audit.finding import Finding, Scope, of_articles

LOOKED_AT = 2_000
"""The newest articles of a site that are looked at: a line that stands on many stands on these."""
FEWEST = 10
SHARE = 0.01
"""Of the articles looked at. A template's line stands on more: of 2,449 articles of six outlets
(June 2025, read by another program) no opening line and five closing ones stand on so many, all
five of them labels, marks or players."""
FEWEST_DAYS = 3
"""An outlet may print one appeal under all it writes of one event."""
AT_THE_END = 3
FEWEST_PARAGRAPHS = 4
"""A shorter text is all opening and end; equal ones are of the kind ``same-text``."""
LONGEST = 300
"""Characters of a line."""

SITES = "SELECT DISTINCT site FROM articles WHERE (:site IS NULL OR site = :site) ORDER BY site"
NEWEST = """
SELECT id, site, url, published_day, body FROM articles
WHERE site = :one AND (:since IS NULL OR last_seen_at >= :since) ORDER BY id DESC LIMIT :most
"""


def repeated_lines(scope: Scope) -> Iterator[Finding]:
    """Lines on ten of a site's newest articles or more, and on one in a hundred; most first.

    Only the first paragraph and the last three: what stands in the middle of a text may be a
    quotation, a verse or the head of a table, and no count can tell.
    """
    for (site,) in list(scope.rows(SITES)):
        articles = list(scope.rows(NEWEST, one=site, most=LOOKED_AT))
        least = max(FEWEST, SHARE * len(articles))
        lines = sorted(lines_at_the_ends(articles).items(), key=lambda line: -len(line[1]))
        for (where, line), rows in lines:
            days = sorted({row["published_day"] for row in rows if row["published_day"]})
            if len(rows) >= least and len(days) >= FEWEST_DAYS:
                found = (
                    f"{len(rows):,} of {len(articles):,} articles {where} {line!r}, "
                    f"{days[0]} to {days[-1]}; as a row of strip: {strip_row(line)}"
                )
                yield of_articles("repeated-line", site, found, rows)


def lines_at_the_ends(
    articles: Iterable[sqlite3.Row],
) -> dict[tuple[str, str], list[sqlite3.Row]]:
    """The articles that open or end with each line, by "open with" or "end with" and the line."""
    found: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in articles:
        paragraphs = [line.strip() for line in (row["body"] or "").split("\n") if line.strip()]
        if len(paragraphs) < FEWEST_PARAGRAPHS:
            continue
        ends = dict.fromkeys(("end with", line) for line in paragraphs[-AT_THE_END:])
        for where, line in [("open with", paragraphs[0]), *ends]:
            if len(line) <= LONGEST:
                found[where, line].append(row)
    return found


def strip_row(line: str) -> str:
    """A line as a site file's ``strip`` names it: ``r"^Ikuti kanal kami\\.$"``."""
    pattern = f"^{re.escape(line)}$".replace("\\ ", " ")
    quote = "'" if '"' in pattern else '"'
    return f"r{quote}{pattern}{quote}" if quote not in pattern else repr(pattern)
