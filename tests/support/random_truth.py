"""What must be true of a database, whatever its sites did: held against what they published."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.parsers.urls import address_forms, canonical_url

if TYPE_CHECKING:
    from tests.support.random_server import Story, World

STATES = {
    "waiting": "fetches = 0 AND outcome IS NULL AND article_id IS NULL AND due_at IS NOT NULL",
    "stored": "fetches > 0 AND article_id IS NOT NULL AND outcome IS NOT NULL",
    "refused": "fetches > 0 AND article_id IS NULL AND outcome LIKE 'rejected:%' "
    "AND due_at IS NOT NULL",
}
"""What an address that was listed can be, each to be asked again but what is stored and settled."""
VERSIONS_BY_RUN = """
SELECT run_id, count(*) FROM (
    SELECT run_id FROM articles UNION ALL SELECT run_id FROM revisions
) GROUP BY run_id
"""


class Truth:
    """A world's stories beside the rows of its database."""

    def __init__(self, world: World, database: sqlite3.Connection):
        self.world = world
        self.database = database
        self.at: dict[tuple[str, str], Story] = {}
        for story in world.stories:
            for url in (story.url, *story.old_urls):
                for form in address_forms(url):
                    self.at[story.site, form] = story

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.database.execute(sql, values).fetchall()

    def violations(self, site: str, code: int) -> Iterator[str]:
        """Everything that is not as it must be after a run of a site that ended with a code."""
        yield from self.articles()
        yield from self.frontier()
        yield from self.ledger()
        yield from self.hole(site, code)

    def articles(self) -> Iterator[str]:
        """Each article is a published one, at its address, with a text that it had."""
        seen: Counter[tuple[str, int]] = Counter()
        for row in self.rows("SELECT * FROM articles"):
            story = self.at.get((row["site"], canonical_url(row["url"])))
            if story is None:
                yield f"article {row['url']} ({row['headline']!r}) is none of {row['site']}'s"
                continue
            seen[story.site, story.number] += 1
            told = [version.text for version in story.versions]
            text = row["headline"], row["body"]
            if text not in told:
                yield f"{row['url']} reads what it never did: {text[0]!r} / {text[1][:60]!r}"
            elif not self.world.clock_was_wrong:
                yield from self.read_when(row, story)
            published = datetime.fromisoformat(row["published_at"])
            if published != story.published:
                yield f"{row['url']} is of {story.published}, stored as {row['published_at']}"
            for version in self.rows("SELECT * FROM revisions WHERE article_id = ?", row["id"]):
                if (version["headline"], version["body"]) not in told:
                    yield f"{row['url']} has a version that it never had: {version['headline']!r}"
            for (alias,) in self.rows("SELECT url FROM aliases WHERE article_id = ?", row["id"]):
                other = self.at.get((row["site"], canonical_url(alias)))
                if other is not None and other is not story:
                    yield f"{row['url']} is known by {alias}, which is another story's"
        for (of_site, number), times in seen.items():
            if times > 1:
                yield f"story {number} of {of_site} is stored {times} times"

    def read_when(self, row: sqlite3.Row, story: Story) -> Iterator[str]:
        """What was last seen is what stood there then."""
        seen = datetime.fromisoformat(row["last_seen_at"]).astimezone(UTC)
        stood = [version for version in story.versions if version.since <= seen]
        if stood and (row["headline"], row["body"]) != stood[-1].text:
            yield f"{row['url']} was last seen at {row['last_seen_at']} to read otherwise"

    def frontier(self) -> Iterator[str]:
        """Each listed address is in exactly one state."""
        states = ", ".join(f"({condition}) AS {name}" for name, condition in STATES.items())
        for row in self.rows(
            f"SELECT url, outcome, fetches, article_id, due_at, {states} FROM frontier"
        ):
            if sum(row[name] for name in STATES) != 1:
                yield f"frontier: {dict(row)}"
        for row in self.rows(
            "SELECT f.url FROM frontier f JOIN articles a ON a.id = f.article_id "
            "WHERE a.site <> f.site"
        ):
            yield f"frontier: {row['url']} is another site's article"
        for row in self.rows(
            "SELECT url FROM frontier f WHERE article_id IS NULL AND outcome LIKE 'rejected:%' "
            "AND NOT EXISTS (SELECT 1 FROM rejects r "
            "WHERE r.url = f.url AND 'rejected:' || r.reason = f.outcome)"
        ):
            yield f"frontier: {row['url']} is refused without a row that says why"
        for row in self.rows(
            "SELECT url FROM articles a WHERE NOT EXISTS "
            "(SELECT 1 FROM frontier f WHERE f.article_id = a.id)"
        ):
            yield f"{row['url']} is an article that no listed address has"

    def ledger(self) -> Iterator[str]:
        """Each count of a run equals its rows."""
        versions = dict(map(tuple, self.rows(VERSIONS_BY_RUN)))
        rejects: dict[int, Counter[str]] = {}
        for run, reason in map(tuple, self.rows("SELECT run_id, reason FROM rejects")):
            rejects.setdefault(run, Counter())[reason] += 1
        for run in self.rows("SELECT * FROM runs"):
            number, reasons = run["id"], rejects.get(run["id"], Counter())
            if run["stored"] + run["revised"] != versions.get(number, 0):
                yield (
                    f"run {number} counts {run['stored']} stored and {run['revised']} revised, "
                    f"{versions.get(number, 0)} versions are its"
                )
            if run["rejected"] != reasons.total():
                yield f"run {number} counts {run['rejected']} rejected, {reasons.total()} rows"
            if run["rejects"] and json.loads(run["rejects"]) != reasons:
                yield f"run {number} counts {run['rejects']}, its rows {dict(reasons)}"
            kept = run["stored"] + run["revised"] + run["unchanged"] + run["rejected"]
            if run["finish_reason"] == "finished" and run["fetched"] != kept:
                yield f"run {number} fetched {run['fetched']} pages and tells of {kept}"

    def hole(self, site: str, code: int) -> Iterator[str]:
        """A run that ends ok has come to all that it was to read."""
        if code != 0 or self.world.clock_is_wrong:
            return
        (run,) = self.rows("SELECT * FROM runs ORDER BY id DESC LIMIT 1")
        if run["verdict"] != "ok":
            yield f"exit code 0, but the verdict is {run['verdict']}"
        for row in self.rows(
            "SELECT url FROM unread_listings WHERE site = ? AND given_up_at IS NULL", site
        ):
            yield f"ok, though {row['url']} was not read"
        for row in self.rows("SELECT url FROM frontier WHERE site = ? AND fetches = 0", site):
            story = self.at.get((site, row["url"]))
            if run["finish_reason"] == "finished" and story and not self.stored(story):
                yield f"ok, though {row['url']} was not fetched"
        for story in self.world.of(site)[:40]:
            if not self.known(story):
                yield f"ok, though {story.url} (listed) is in no row"

    def known(self, story: Story) -> bool:
        """Whether the frontier or an alias has a story's address."""
        forms = [form for url in (story.url, *story.old_urls) for form in address_forms(url)]
        marks = ", ".join("?" * len(forms))
        return bool(
            self.rows(
                f"SELECT 1 FROM frontier WHERE url IN ({marks}) "
                f"UNION ALL SELECT 1 FROM aliases WHERE url IN ({marks}) "
                f"UNION ALL SELECT 1 FROM articles WHERE url IN ({marks})",
                *forms,
                *forms,
                *forms,
            )
        )

    def stored(self, story: Story) -> bool:
        """Whether an article is a story's."""
        urls = [url for (_, url), each in self.at.items() if each is story]
        marks = ", ".join("?" * len(urls))
        return bool(self.rows(f"SELECT 1 FROM articles WHERE url IN ({marks})", *urls))

    def missing(self, listed: int) -> Iterator[str]:
        """Stories that are listed and there, and that no article tells.

        Not of those that moved without a word before they could be read: the new address bears an
        old date, which a run that only makes up for missed days does not ask for.
        """
        stored = {
            (story.site, story.number)
            for row in self.rows("SELECT site, url FROM articles")
            if (story := self.at.get((row["site"], canonical_url(row["url"]))))
        }
        for site in self.world.sites:
            for story in self.world.of(site)[:listed]:
                lost_track = story.old_urls and not story.old_urls_redirect
                if (site, story.number) not in stored and not lost_track:
                    yield f"{story.url} is listed, there, and not stored"
