"""The articles of a file joined with those of a database: new, one with others, or known as is."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace

from pipelines.merging.alike import holder_of, is_one_story, same_articles
from pipelines.merging.known import Known, Reader
from pipelines.merging.links import links_of
from pipelines.merging.looks import chain
from pipelines.merging.removed import Removed
from pipelines.merging.writing import ArticleWriter
from pipelines.rows.recognition import NOBODYS, give_back

BATCH = 500
"""Articles whose texts are in memory at once, on their way into the search index."""


class ArticleJoiner:
    """Joins the articles of the file that ``there`` reads with those that ``here`` reads.

    In an open transaction on the connection that ``here`` reads by. ``ids`` says which article
    here each of those there is; None for one that was taken down. ``counts`` tell how many were
    new, joined, alike, taken down, and how many versions came to those joined.
    """

    def __init__(self, here: Reader, there: Reader, removed: Removed):
        self.here = here
        self.there = there
        self.removed = removed
        self.cursor = here.cursor
        self.writer = ArticleWriter(here, there)
        self.ids: dict[int, int | None] = {}
        self.counts = Counter[str]()

    def join_all(self) -> None:
        """Join every article of the file."""
        last = 0
        while rows := self.there.cursor.execute(
            f"SELECT * FROM articles WHERE id > ? ORDER BY id LIMIT {BATCH}", (last,)
        ).fetchall():
            self.writer.begin()
            for row in rows:
                self.ids[row["id"]] = self._join(row)
            last = rows[-1]["id"]
            self.writer.finish()
        for article_id, here in self.ids.items():
            while here in self.writer.became:
                here = self.writer.became[here]
            self.ids[article_id] = here

    def _join(self, row: sqlite3.Row) -> int | None:
        known = self.there.known(row)
        if self.removed.bars(known):
            self.removed.refuse(known, links_of(self.there.cursor, row["id"]))
            self.counts["taken down"] += 1
            return None
        known = self._with_its_address(known)
        others = same_articles(self.here, known)
        if not others:
            self.counts["new"] += 1
            return self.writer.insert(row, known)
        whole = known
        for other in others:
            whole = whole.with_all_of(other)
        if len(others) == 1 and whole.same_as(others[0]):
            self.counts["alike"] += 1
            return others[0].ids[0]
        self.counts["joined"] += 1
        self.counts["became one"] += len(others) - 1
        before = max(len(chain(other.looks.values())) for other in others)
        self.counts["versions"] += len(chain(whole.looks.values())) - before
        return self.writer.write(replace(whole, ids=sorted(whole.ids)))

    def _with_its_address(self, known: Known) -> Known:
        """An article without the address that is only its page's claim, where another has that.

        The other gets its own back, where it has it by a claim as well.
        """
        url, site = known.first[1], known.site
        asked = "SELECT 1 FROM address_claims WHERE url = ? AND site = ? AND article_id IS NULL"
        if known.claims and self.cursor.execute(asked, (url, site)).fetchone():
            return _given_back(known)
        if (holder := holder_of(self.cursor, site, url)) is None:
            return known
        other = self.here.known(self.here.row(holder))
        claims = {known.claims, other.claims}
        if len(claims) == 1 or is_one_story(known, other):
            return known
        if other.claims:
            give_back(self.cursor, holder, (url, other.claims))
        self.cursor.execute(NOBODYS, (url, site))
        return _given_back(known) if known.claims else known


def _given_back(known: Known) -> Known:
    """An article known by where it was fetched, and no more by what its page claims."""
    url, own = known.first[1], known.claims
    return replace(
        known,
        first=(known.first[0], own),
        keys={(number, own if address == url else address) for number, address in known.keys},
        aliases={
            **{each: at for each, at in known.aliases.items() if each != url},
            own: known.first[0],
        },
        claims=None,
    )
