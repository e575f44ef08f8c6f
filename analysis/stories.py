"""Which articles tell the same story: near duplicates, found through the word sequences they share.

Two articles published within WINDOW of each other are compared by their sequences of three words;
those that many articles of these days hold (phrases, templates) are left aside. Their similarity,
0 to 1, is the share of the shorter article's sequences that the other holds. Half of all sequences,
chosen by their hash, are looked at: the share is the same and costs half.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from crawler.parsers.vocabulary.agencies import ANY_WIRE, WIRES

WINDOW = timedelta(days=3)
"""How far apart two articles of a story are published at most, in whole days (UTC)."""
LONGEST = 7
"""Days from a story's first article to its last: a daily column is a new story every week."""
SAME_STORY = 0.17
"""From here on two articles share reporting; below 0.15 begin pairs of one topic only.

Read by hand: 100 pairs across outlets (June 2025, five outlets, at most three days apart), drawn by
strata of their words' cosine from 0.08 on, each weighed by its stratum's size. Of pairs put into
one story 0.91 tell one (0.90 on the second 50), of pairs that tell one 0.39 (0.39) are found; 0.25
gave 0.85 (1.0) and 0.22 (0.26), 0.15 gives 0.92 (0.82) and 0.46 (0.43). What is missed is told in
words of each outlet's own. Rare words weighed by how rare they are find as many, but only 0.56 of
those were right on the second 50. Both fifties were in view when the number was chosen: fresh pairs
may come out worse.
"""
SAME_TEXT = 0.7
"""From here on one text is a copy of the other; retold stories share quotations, 0.3 to 0.6."""
SEQUENCE = 3
MOST_WORDS = 400
FEWEST_SEQUENCES = 20
FEWEST_SHARED = 4
COMMON = 30
"""A sequence in more articles than this (or 1 % of those of these days) is a phrase."""

WORD = re.compile(r"\w+")
CREDIT = re.compile(
    rf"[(\[]\s*(?:[\w. ]+[/,-]\s*)?(?P<agency>{ANY_WIRE}|ant)\s*(?:[/,|-][^)\]]*)?[)\]]",
    re.IGNORECASE,
)
"""As in ``(ANTARA)``, ``(Ant/abd)``, ``(rin/Reuters)`` and ``[ANTARA/HO]``.

Read by hand (2,426 articles of June 2025, five outlets): all 10 credits found were right, all in
bylines; 30 of the 39 other articles that name an agency only quote it. No article of them closes
with a credit in brackets.
"""
NAMED = re.compile(rf"\b(?:{ANY_WIRE}|{ANY_WIRE.upper()}|Antara)\b")
"""As in the outlet ``ANTARA/PRNewswire`` of a dateline and the author ``Reuters``."""
CREDIT_LENGTH = 60
"""How many characters at a text's end are read for a credit; one further up credits a picture."""

PENDING = """
SELECT a.id, date(a.published_at) AS day
FROM articles a LEFT JOIN stories_compared c ON c.article_id = a.id
WHERE c.version IS NOT a.version ORDER BY a.published_at, a.id"""

TEXTS = """
SELECT id, site, headline, body, dateline, dateline_outlet, signature, authors FROM articles
WHERE id IN (SELECT value FROM json_each(?)) ORDER BY published_at, id"""

COMPARED = """
SELECT a.id, a.headline, a.body FROM articles a JOIN stories_compared c ON c.article_id = a.id
WHERE a.published_at >= ? AND a.published_at < ? AND c.version = a.version"""

REACHES = """
SELECT max(abs(julianday(b.published_at) - julianday(a.published_at))) <= ?3
FROM articles b, article_stories m JOIN articles a ON a.id = m.article_id
WHERE b.id = ?1 AND m.story_id = ?2"""

SUMMARISE = """
UPDATE stories SET (first_published_at, last_published_at, headline, articles, outlets, sites,
    copies, similarity, agency, kind) = (
    SELECT first, last, (
            SELECT a.headline FROM article_stories m JOIN articles a ON a.id = m.article_id
            WHERE m.story_id = stories.id ORDER BY a.published_at, a.id LIMIT 1),
        articles, outlets, sites, copies, similarity, agency,
        CASE WHEN outlets = 1 THEN 'one-outlet' WHEN copied_outlets = 0 THEN 'independent'
             WHEN agency IS NULL THEN 'reprint' ELSE 'wire' END
    FROM (
        SELECT min(a.published_at) AS first, max(a.published_at) AS last,
            count(*) AS articles, count(DISTINCT a.site) AS outlets,
            json_group_array(DISTINCT a.site) AS sites,
            sum(m.relation = 'copy') AS copies, avg(m.similarity) AS similarity,
            max(m.agency) AS agency, sum(m.relation = 'copy' AND a.site <> n.site) AS copied_outlets
        FROM article_stories m JOIN articles a ON a.id = m.article_id
        LEFT JOIN articles n ON n.id = m.nearest_article_id
        WHERE m.story_id = stories.id
    )
) WHERE id = ?"""


@dataclass
class RecentArticles:
    """The articles of a few days by the word sequences they hold."""

    holders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    sequences: dict[int, set[int]] = field(default_factory=dict)
    days: dict[date, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, article: int, day: date, sequences: set[int]) -> None:
        """Take an article in."""
        self.sequences[article] = sequences
        self.days[day].append(article)
        for sequence in sequences:
            self.holders[sequence].append(article)

    def forget_before(self, day: date) -> None:
        """Leave out all articles published before a day."""
        for past in [known for known in self.days if known < day]:
            for article in self.days.pop(past):
                for sequence in self.sequences.pop(article):
                    holders = self.holders[sequence]
                    holders.remove(article)
                    if not holders:
                        del self.holders[sequence]

    def nearest(self, sequences: set[int]) -> tuple[int, float] | None:
        """The article that shares most with these sequences, and how much; None for too little."""
        common = max(COMMON, len(self.sequences) // 100)
        shared: Counter[int] = Counter()
        for sequence in sequences:
            holders = self.holders.get(sequence, ())
            if len(holders) <= common:
                shared.update(holders)
        alike = [
            (number / min(len(sequences), len(self.sequences[article])), -article)
            for article, number in shared.items()
            if number >= FEWEST_SHARED
        ]
        similarity, article = max(alike, default=(0.0, 0))
        return (-article, similarity) if similarity >= SAME_STORY else None


def word_sequences(text: str) -> set[int]:
    """Hashes of half of a text's sequences of three words; none for a text of a few sentences.

    The same text gives the same hashes on every machine and in every run.
    """
    words = WORD.findall(text.casefold())[:MOST_WORDS]
    hashes = (
        zlib.crc32(" ".join(words[start : start + SEQUENCE]).encode())
        for start in range(len(words) - SEQUENCE + 1)
    )
    chosen = {number for number in hashes if number & 1}
    return chosen if len(chosen) >= FEWEST_SEQUENCES else set()


def similarity(one: str, other: str) -> float:
    """Share of the shorter text's word sequences that the other holds too, 0 to 1."""
    left, right = word_sequences(one), word_sequences(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def agency_credited(
    body: str, dateline: str | None, outlet: str | None, signature: str | None, authors: str | None
) -> str | None:
    """The news agency an article says it has its text from, as in ANTARA; None for none.

    Read in the dateline, the closing initials, the byline (``authors`` is the column's JSON) and
    brackets at the end of the text.
    """
    for text in (outlet, *json.loads(authors or "[]")):
        if found := NAMED.search(text or ""):
            return _spelled(found[0])
    for text in (dateline, signature, body[-CREDIT_LENGTH:]):
        if found := CREDIT.search(text or ""):
            return _spelled(found["agency"])
    return None


def _spelled(agency: str) -> str:
    """As it spells itself: ANTARA for Ant, antara and Antara."""
    return (WIRES | {"ant": "ANTARA"})[agency.casefold()]


def compare_new(
    database: sqlite3.Connection, advance: Callable[[int], None] = lambda articles: None
) -> int:
    """Find the stories of all articles that are new or changed; returns how many those were.

    Each day is one transaction: what was compared stays so when the work is interrupted.
    """
    with database:
        _forget_changed(database)
    recent, loaded = RecentArticles(), set()
    done = 0
    for day, articles in _pending_by_day(database):
        recent.forget_before(day - WINDOW)
        for near in _days_around(day):
            if near not in loaded:
                loaded.add(near)
                _load(database, recent, near)
        with database:
            _compare_day(database, recent, day, articles)
        done += len(articles)
        advance(len(articles))
    return done


def count_pending(database: sqlite3.Connection) -> int:
    """How many articles are new or changed since stories were last looked for."""
    return database.execute(f"SELECT count(*) FROM ({PENDING})").fetchone()[0]


def _pending_by_day(database: sqlite3.Connection) -> Iterator[tuple[date, list[int]]]:
    """Articles to compare by the day they were published, oldest first."""
    days: dict[str, list[int]] = {}
    for article, day in database.execute(PENDING):
        days.setdefault(day, []).append(article)
    for day, articles in days.items():
        yield date.fromisoformat(day), articles


def _days_around(day: date) -> list[date]:
    return [day + timedelta(days=number) for number in range(-WINDOW.days, WINDOW.days + 1)]


def _load(database: sqlite3.Connection, recent: RecentArticles, day: date) -> None:
    """Take in what was published on a day and compared in an earlier run."""
    following = day + timedelta(days=1)
    for article, headline, body in database.execute(COMPARED, (f"{day}", f"{following}")):
        recent.add(article, day, word_sequences(f"{headline}\n{body}"))


def _forget_changed(database: sqlite3.Connection) -> None:
    """Take changed articles out of their stories, and stories away of which one article is left."""
    database.execute(
        "DELETE FROM article_stories WHERE article_id IN (SELECT c.article_id "
        "FROM stories_compared c JOIN articles a ON a.id = c.article_id "
        "WHERE c.version <> a.version)"
    )
    database.execute(
        "DELETE FROM stories WHERE (SELECT count(*) FROM article_stories "
        "WHERE story_id = stories.id) < 2"
    )
    changed = (
        "SELECT id FROM stories WHERE articles <> "
        "(SELECT count(*) FROM article_stories WHERE story_id = stories.id)"
    )
    for (story,) in database.execute(changed).fetchall():
        database.execute(SUMMARISE, (story,))


def _compare_day(
    database: sqlite3.Connection, recent: RecentArticles, day: date, articles: Sequence[int]
) -> None:
    """Compare a day's articles with those around them, one after the other."""
    touched = set()
    for row in database.execute(TEXTS, (json.dumps(articles),)).fetchall():
        article, _, headline, body, dateline, outlet, signature, authors = row
        sequences = word_sequences(f"{headline}\n{body}")
        if nearest := recent.nearest(sequences):
            agency = agency_credited(body, dateline, outlet, signature, authors)
            touched |= _join(database, article, *nearest, agency)
        recent.add(article, day, sequences)
    for story in touched:
        database.execute(SUMMARISE, (story,))
    database.execute(
        "INSERT INTO stories_compared (article_id, version) SELECT id, version FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?)) "
        "ON CONFLICT (article_id) DO UPDATE SET version = excluded.version",
        (json.dumps(articles),),
    )


def _join(
    database: sqlite3.Connection, article: int, nearest: int, shared: float, agency: str | None
) -> set[int]:
    """Put an article into the story of the one nearest to it, a new one if need be.

    Returns that story; none where the story began too long before or after the article.
    """
    known = database.execute(
        "SELECT story_id FROM article_stories WHERE article_id = ?", (nearest,)
    ).fetchone()
    if known and not database.execute(REACHES, (article, known[0], LONGEST)).fetchone()[0]:
        return set()
    story = known[0] if known else _begin(database, nearest)
    relation = "copy" if shared >= SAME_TEXT else "own-words"
    database.execute(
        "INSERT INTO article_stories VALUES (?, ?, ?, ?, ?, ?)",
        (article, story, relation, nearest, round(shared, 3), agency),
    )
    return {story}


def _begin(database: sqlite3.Connection, article: int) -> int:
    """A new story of one article, to be joined at once by another."""
    row = database.execute(TEXTS, (json.dumps([article]),)).fetchone()
    _, _, headline, body, dateline, outlet, signature, authors = row
    story = database.execute("INSERT INTO stories (headline) VALUES (?)", (headline,)).lastrowid
    agency = agency_credited(body, dateline, outlet, signature, authors)
    database.execute(
        "INSERT INTO article_stories VALUES (?, ?, 'first', NULL, NULL, ?)",
        (article, story, agency),
    )
    return story
