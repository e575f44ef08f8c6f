"""Texts that are not their articles': one at many addresses, versions that share nothing."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.audit.finding import Finding, Scope, of_articles, plural
from pipelines.rows.judgement import DATED_ELSEWHERE, FEWEST_BODIES, FEWEST_PAGES
from pipelines.rows.likeness import is_plausible_edit, stories_at, text_hash

LEAST_CHANGED = 0.4
"""``revisions.changed`` from which on a version is compared with the one before: of 3,000 pairs of
different articles of one outlet (June 2025) none has less than .67, one in a hundred under .79."""

EQUAL_TEXTS = """
WITH shared AS (
    SELECT content_hash FROM articles GROUP BY content_hash HAVING count(*) > 1
)
SELECT a.id, a.site, a.url, a.headline, a.content_hash, a.published_at, a.published_day,
    a.published_source, a.last_seen_at
FROM shared JOIN articles a ON a.content_hash = shared.content_hash
WHERE :site IS NULL OR a.site = :site
ORDER BY a.content_hash, a.site, a.id
"""
FEWEST_WORDS, MOST_WORDS = 6, 100
"""Of a text that is compared whatever its headline: a wall asking to log in, a sentence in place of
a film. Texts of five words and fewer several articles have rightly."""

SHORT_TEXTS = """
SELECT id, site, url, headline, body, last_seen_at FROM articles
WHERE id IN (SELECT id FROM articles WHERE word_count BETWEEN :fewest AND :most)
AND (:site IS NULL OR site = :site) ORDER BY id
"""
EARLIER_VERSIONS = """
SELECT r.article_id AS id, r.version, r.run_id, r.content_hash, r.headline, a.site, a.url
FROM revisions r JOIN articles a ON a.id = r.article_id
WHERE r.content_hash IN (
    SELECT content_hash FROM revisions
    GROUP BY content_hash HAVING count(DISTINCT article_id) >= :fewest
) AND (:site IS NULL OR a.site = :site) AND (:since IS NULL OR r.seen_at >= :since)
ORDER BY r.content_hash, a.site, r.article_id
"""
MUCH_CHANGED = """
SELECT DISTINCT r.article_id FROM revisions r JOIN articles a ON a.id = r.article_id
WHERE r.cause = 'edit' AND r.changed >= :least AND (:site IS NULL OR a.site = :site)
AND (:since IS NULL OR r.replaced_at >= :since)
ORDER BY r.article_id
"""
VERSIONS = """
SELECT version, run_id, headline, body, seen_at FROM revisions WHERE article_id = :id
UNION ALL
SELECT version, run_id, headline, body, version_seen_at FROM articles WHERE id = :id
ORDER BY version
"""


def same_text(scope: Scope) -> Iterator[Finding]:
    """One headline and text at three addresses of a site or more, now or in earlier versions."""
    for rows in _by(scope.rows(EQUAL_TEXTS), _as_one_page).values():
        if _is_no_story(rows) and _any_since(scope, rows):
            found = f"{plural(len(rows), 'article')} read {rows[0]['headline']!r}"
            yield of_articles("same-text", rows[0]["site"], found, rows)
    versions = scope.rows(EARLIER_VERSIONS, fewest=FEWEST_PAGES)
    for rows in _by(versions, lambda row: (row["content_hash"], row["site"])).values():
        articles = list({row["id"]: row for row in rows}.values())
        if _is_no_story(articles):
            found = f"{plural(len(articles), 'article')} once read {rows[0]['headline']!r}"
            yield of_articles("same-text", rows[0]["site"], f"{found}{by_runs(rows)}", articles)


def same_short_text(scope: Scope) -> Iterator[Finding]:
    """A short text at five addresses of a site or more, under headlines of their own."""
    short = scope.rows(SHORT_TEXTS, fewest=FEWEST_WORDS, most=MOST_WORDS)
    for rows in _by(short, lambda row: (row["site"], text_hash("", row["body"]))).values():
        headlines = {row["headline"] for row in rows}
        if len(rows) >= FEWEST_BODIES and len(headlines) > 1 and _any_since(scope, rows):
            begin = rows[0]["body"][:80]
            found = f"{len(headlines):,} headlines stand over one text that begins {begin!r}"
            yield of_articles("same-text", rows[0]["site"], found, rows)


def stored_twice(scope: Scope) -> Iterator[Finding]:
    """Articles of one site, text and time that may be one story; a finding for each site."""
    pages = _by(scope.rows(EQUAL_TEXTS), _as_one_page).values()
    others = [row for rows in pages if not _is_no_story(rows) for row in rows]
    twice: dict[str, list[sqlite3.Row]] = defaultdict(list)
    told: dict[str, int] = defaultdict(int)
    stories = _by(others, lambda row: (row["content_hash"], row["site"], row["published_at"]))
    for (_, site, _), rows in stories.items():
        if len(rows) > 1 and _any_since(scope, rows):
            twice[site] += rows
            told[site] += 1
    for site, rows in twice.items():
        one_or_more = "1 story" if told[site] == 1 else f"{told[site]:,} stories"
        what = f"{one_or_more} in {len(rows):,} articles"
        yield of_articles("stored-twice", site, what, rows)


def unlikely_edits(scope: Scope) -> Iterator[Finding]:
    """Versions that share next to nothing with the last good one, by the run that read them."""
    strays: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    candidates = [row[0] for row in scope.rows(MUCH_CHANGED, least=LEAST_CHANGED)]
    articles = {
        number: row
        for number, row in _whole(scope, candidates).items()
        for run in stray_runs(scope, number)
        if strays[row["site"], run].append(number) is None
    }
    for (site, run), numbers in sorted(strays.items(), key=lambda item: -len(item[1])):
        rows = [articles[number] for number in dict.fromkeys(numbers)]
        what = f"{plural(len(rows), 'article')} became another text altogether"
        who = "" if run is None else f" in run {run}"
        yield of_articles("unlikely-edit", site, f"{what}{who}", rows)


def stray_runs(scope: Scope, article_id: int) -> list[int | None]:
    """The runs that read an article's versions which can't be edits of the last one that can."""
    versions = list(scope.rows(VERSIONS, id=article_id))
    good, strays = versions[0], []
    for version in versions[1:]:
        if is_plausible_edit(good, version):
            good = version
        elif scope.since is None or version["seen_at"] >= scope.since:
            strays.append(version["run_id"])
    return strays


def by_runs(rows: Iterable[Mapping[str, Any]]) -> str:
    """As in " (run 12)", " (runs 12, 13)"; empty where no run is known."""
    runs = sorted({row["run_id"] for row in rows if row["run_id"] is not None})
    if not runs:
        return ""
    return f" (run{'s' if len(runs) > 1 else ''} {', '.join(map(str, runs))})"


def _as_one_page(row: sqlite3.Row) -> tuple:
    """Text, site and day: a notice may read the same every day, if its page prints the day."""
    on_page = row["published_source"] not in DATED_ELSEWHERE
    return row["content_hash"], row["site"], row["published_day"] if on_page else ""


def _is_no_story(rows: Sequence[sqlite3.Row]) -> bool:
    """Whether what reads alike are too many pages, of different stories by their addresses."""
    return len(rows) >= FEWEST_PAGES and stories_at(row["url"] for row in rows) > 1


def _any_since(scope: Scope, rows: Sequence[sqlite3.Row]) -> bool:
    return scope.since is None or any(row["last_seen_at"] >= scope.since for row in rows)


def _by(rows: Iterable[sqlite3.Row], key: Any) -> dict[tuple, list[sqlite3.Row]]:
    groups: dict[tuple, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _whole(scope: Scope, numbers: Sequence[int]) -> dict[int, sqlite3.Row]:
    """Articles by number, whenever they were seen."""
    return Scope(scope.database, scope.site).articles(numbers)
