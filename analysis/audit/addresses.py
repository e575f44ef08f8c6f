"""Addresses that are not their articles', and numbers of publishers that belong to other days."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import median_low
from urllib.parse import urlsplit

from analysis.audit.finding import MOST_SAMPLES, Finding, Scope, SiteFacts, of_articles, plural
from analysis.audit.texts import stray_runs
from crawler.parsers.urls import address_forms, is_of
from pipelines.rows.likeness import maybe_one_story, stories_at

UNKNOWN = SiteFacts()

MANY_STORIES = 3
"""Stories at one article's addresses that need no changed text beside to be told."""

HOSTS = """
SELECT site, substr(url, 1, instr(substr(url, 9) || '/', '/') + 7) AS origin, count(*) AS articles
FROM articles WHERE :site IS NULL OR site = :site GROUP BY 1, 2 ORDER BY 1, 3 DESC
"""
AT_ORIGIN = """
SELECT id, site, url FROM articles
WHERE url >= :origin AND url < :after AND site = :of_site ORDER BY id
"""
ADDRESSES = "SELECT id, site, url FROM articles WHERE :site IS NULL OR site = :site"
SITES = "SELECT DISTINCT site FROM articles WHERE :site IS NULL OR site = :site ORDER BY site"

SEVERAL_ADDRESSES = """
SELECT article_id FROM frontier WHERE article_id IS NOT NULL
GROUP BY article_id HAVING count(*) > 1
UNION SELECT article_id FROM aliases
ORDER BY article_id
"""
KNOWN_AT = """
SELECT url FROM articles WHERE id = :id
UNION SELECT url FROM frontier WHERE article_id = :id
UNION SELECT url FROM aliases WHERE article_id = :id
"""
LISTED = """
SELECT url, discovered_at, last_listed_at FROM frontier
WHERE article_id = :id AND discovered_by IS NOT NULL ORDER BY url
"""

FEWEST_NUMBERED = 50
FEWEST_DAYS = 5
IN_LINE = 0.9
"""Share of a site's articles on days whose numbers rise with the days; below it they are no guide
to time."""
APART = timedelta(days=30)
"""Drafts lie for days before they are published; a number of a month before or after is none."""


def other_sites(scope: Scope) -> Iterator[Finding]:
    """Articles at hosts that are not their site's, by host."""
    owners = {site: facts.domains for site, facts in scope.sites.items() if "." not in site}
    for row in list(scope.rows(HOSTS)):
        site, origin = row["site"], row["origin"]
        domains = scope.sites[site].domains if site in scope.sites else ()
        if not domains or is_of(origin, domains):
            continue
        values = {"origin": origin, "after": f"{origin}\U0010ffff", "of_site": site}
        rows = list(scope.articles(row["id"] for row in scope.rows(AT_ORIGIN, **values)).values())
        owner = next((name for name, own in owners.items() if is_of(origin, own)), None)
        if rows:
            whose = f", which is {owner}'s" if owner else ""
            what = f"{plural(len(rows), 'article')} at {urlsplit(origin).netloc}{whose}"
            yield of_articles("other-site", site, what, rows)


def no_articles(scope: Scope) -> Iterator[Finding]:
    """Articles at the site's hosts whose address is none by its file's ``article_url``, by site."""
    others: dict[str, list[int]] = defaultdict(list)
    for number, site, url in map(tuple, scope.rows(ADDRESSES)):
        facts = scope.sites.get(site, UNKNOWN)
        if facts.is_article is None or facts.is_article(url) or not is_of(url, facts.domains):
            continue
        if not any(map(facts.is_article, address_forms(url))):
            others[site].append(number)
    for site, numbers in others.items():
        if rows := list(scope.articles(numbers).values()):
            what = f"{plural(len(rows), 'address')} that no article has"
            yield of_articles("not-an-article", site, what, rows)


def shared_addresses(scope: Scope) -> Iterator[Finding]:
    """Articles read at addresses of different stories, by site."""
    by_site: dict[str, list[sqlite3.Row]] = defaultdict(list)
    told: dict[str, int] = defaultdict(int)
    several = [row[0] for row in scope.rows(SEVERAL_ADDRESSES)]
    for number, row in scope.articles(several).items():
        stories = stories_at(each[0] for each in scope.rows(KNOWN_AT, id=number))
        if stories >= MANY_STORIES or (stories > 1 and is_mixed_up(scope, number)):
            by_site[row["site"]].append(row)
            told[row["site"]] += stories
    for site, rows in by_site.items():
        what = f"{plural(len(rows), 'article')} read at addresses of {told[site]:,} stories"
        yield of_articles("shared-address", site, what, rows)


def is_mixed_up(scope: Scope, article_id: int) -> bool:
    """Whether an article's text changed altogether, or listings named two stories of it at a time.

    A short link that leads to it, or an address that took another's place, is neither.
    """
    listed = list(scope.rows(LISTED, id=article_id))
    side_by_side = any(
        one["discovered_at"] <= other["last_listed_at"]
        and other["discovered_at"] <= one["last_listed_at"]
        and not maybe_one_story(one["url"], other["url"])
        for one, other in combinations(listed, 2)
        if one["last_listed_at"] and other["last_listed_at"]
    )
    return side_by_side or bool(stray_runs(scope, article_id))


def out_of_line(scope: Scope) -> Iterator[Finding]:
    """Articles whose publisher's number is of other days than their date, by site."""
    for (site,) in map(tuple, list(scope.rows(SITES))):
        numbers = numbers_by_day(scope, site)
        lined_up = days_in_line(numbers)
        jumping = [
            article
            for day, articles in numbers.items()
            for number, article in articles
            if lined_up and is_out_of_line(number, day, lined_up)
        ]
        if rows := list(scope.articles(jumping).values()):
            what = f"{plural(len(rows), 'number')} of other days than the articles'"
            samples = [f"{row['published_day']} {row['url']}" for row in rows[:MOST_SAMPLES]]
            yield Finding("number-out-of-line", site, what, [row["id"] for row in rows], samples)


def numbers_by_day(scope: Scope, site: str) -> dict[date, list[tuple[int, int]]]:
    """The publisher's numbers with the articles' own, by publishing day."""
    numbered = {
        row[0]: int(row[1])
        for row in scope.rows(
            "SELECT id, publisher_id FROM articles "
            "WHERE site = :of_site AND publisher_id IS NOT NULL",
            of_site=site,
        )
        if row[1].isascii() and row[1].isdecimal()
    }
    days: dict[date, list[tuple[int, int]]] = defaultdict(list)
    asked = "SELECT published_day, id FROM articles WHERE site = :of_site ORDER BY published_day"
    for day, article in map(tuple, scope.rows(asked, of_site=site) if numbered else ()):
        if article in numbered:
            days[date.fromisoformat(day)].append((numbered[article], article))
    return days


def days_in_line(numbers: Mapping[date, Sequence[tuple[int, int]]]) -> list[tuple[int, date]]:
    """The days whose middle numbers rise with them, with those numbers.

    Empty where a site has too few articles, or numbers that say nothing of time.
    """
    middles = [(median_low(articles)[0], day) for day, articles in sorted(numbers.items())]
    if len(middles) < FEWEST_DAYS or sum(map(len, numbers.values())) < FEWEST_NUMBERED:
        return []
    ends: list[int] = []  # for each length of a rising row, the place of its last day
    before: list[int | None] = []
    for place, (number, _) in enumerate(middles):
        length = bisect_left(ends, number, key=lambda end: middles[end][0])
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    at, rising = ends[-1], []
    while at is not None:
        rising.append(middles[at])
        at = before[at]
    rising.reverse()
    counted = sum(len(numbers[day]) for _, day in rising)
    return rising if counted >= IN_LINE * sum(map(len, numbers.values())) else []


def is_out_of_line(number: int, day: date, lined_up: Sequence[tuple[int, date]]) -> bool:
    """Whether a number lies more than a month from those that its day's neighbours have."""
    middles = [middle for middle, _ in lined_up]
    above = bisect_right(middles, number)
    first = lined_up[above - 1][1] if above else date.min
    last = lined_up[above][1] if above < len(lined_up) else date.max
    return (first != date.min and day < first - APART) or (last != date.max and day > last + APART)
