"""Which articles tell the same story: found through the words that tell them from others.

An article published within WINDOW of others is held against their stories by the cosine of its
telling words with all words of a story, and joins the one most like it, from SAME_STORY on. How
much of the nearest article's text it repeats (sequences of three words) tells copies from stories
told in an outlet's own words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from analysis.stories.credits import agency_credited
from analysis.stories.recent import RecentArticles
from analysis.stories.sequences import SAME_TEXT, similarity
from analysis.stories.telling_words import Weights, weights

WINDOW = timedelta(days=3)
"""How far apart two articles of a story are published at most, in whole days (UTC)."""
LONGEST = 7
"""Days from a story's first article to its last: a daily column is a new story every week."""
SAME_STORY = 0.36
"""From here on an article tells a story.

Read by hand: pairs across outlets (June 2025, five outlets, at most three days apart), drawn by
strata of what words, headlines and names they share, each weighed by its stratum's size: the same
news, the same event from another angle (a guest at a wedding, another defendant's verdict), or
another event. Chosen on 114 pairs (recall of the same news .83, 30 of 30 pairs put together of one
event), then held against 102 fresh ones: recall .89 (26 of 28; 95 % interval of the plain share .77
to .98), and 46 of 49 put together are of one event (.94; .83 to .98), 26 of them the same news. By
shared sequences of words alone it was .48 (15 of 28) and 20 of 21. From 0.45 on recall falls below
.65, and two of five are still other angles: that words tell an event, and not its angle, is what
this can't mend. The fresh pairs are of the same days as the others.
"""

PENDING = """
SELECT a.id, date(a.published_at) AS day
FROM articles a LEFT JOIN stories_compared c ON c.article_id = a.id
WHERE c.version IS NOT a.version ORDER BY a.published_at, a.id"""

TEXTS = """
SELECT id, site, headline, body, dateline, dateline_outlet, signature, authors FROM articles
WHERE id IN (SELECT value FROM json_each(?)) ORDER BY published_at, id"""

COMPARED = """
SELECT a.id, a.headline, a.body, m.story_id
FROM articles a JOIN stories_compared c ON c.article_id = a.id
LEFT JOIN article_stories m ON m.article_id = a.id
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


def forget_all(database: sqlite3.Connection) -> None:
    """Take all stories away, so that all articles are compared anew."""
    with database:
        for table in ("article_stories", "stories", "stories_compared"):
            database.execute(f"DELETE FROM {table}")


def compare_new(
    database: sqlite3.Connection, advance: Callable[[int], None] = lambda articles: None
) -> int:
    """Find the stories of all articles that are new or changed; returns how many those were.

    Each day is one transaction: what was compared stays so when the work is interrupted.
    """
    with database:
        _forget_changed(database)
    recent, loaded = RecentArticles(), set()
    words = weights(database)
    done = 0
    for day, articles in _pending_by_day(database):
        recent.forget_before(day - WINDOW)
        for near in _days_around(day):
            if near not in loaded:
                loaded.add(near)
                _load(database, recent, words, near)
        with database:
            _compare_day(database, recent, words, day, articles)
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


def _load(database: sqlite3.Connection, recent: RecentArticles, words: Weights, day: date) -> None:
    """Take in what was published on a day and compared in an earlier run."""
    following = day + timedelta(days=1)
    for article, headline, body, story in database.execute(COMPARED, (f"{day}", f"{following}")):
        recent.add(article, day, words.telling(headline, body), story)


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
    database: sqlite3.Connection,
    recent: RecentArticles,
    words: Weights,
    day: date,
    articles: Sequence[int],
) -> None:
    """Compare a day's articles with those around them, one after the other."""
    touched = set()
    for row in database.execute(TEXTS, (json.dumps(articles),)).fetchall():
        article, _, headline, body, *_ = row
        telling = words.telling(headline, body)
        found = recent.nearest(telling)
        recent.add(article, day, telling)
        if found and found[1] >= SAME_STORY:
            nearest, _ = found
            if story := _join(database, row, nearest):
                recent.join(nearest, story)
                recent.join(article, story)
                touched.add(story)
    for story in touched:
        database.execute(SUMMARISE, (story,))
    database.execute(
        "INSERT INTO stories_compared (article_id, version) SELECT id, version FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?)) "
        "ON CONFLICT (article_id) DO UPDATE SET version = excluded.version",
        (json.dumps(articles),),
    )


def _join(database: sqlite3.Connection, row: Sequence, nearest: int) -> int | None:
    """Put an article, a row of TEXTS, into the story of the one nearest to it, or a new one.

    Returns that story; None where the story began too long before or after the article.
    """
    article, _, headline, body, *credits = row
    known = database.execute(
        "SELECT story_id FROM article_stories WHERE article_id = ?", (nearest,)
    ).fetchone()
    if known and not database.execute(REACHES, (article, known[0], LONGEST)).fetchone()[0]:
        return None
    other = database.execute(TEXTS, (json.dumps([nearest]),)).fetchone()
    story = known[0] if known else _begin(database, other)
    shared = similarity(f"{headline}\n{body}", f"{other[2]}\n{other[3]}")
    relation = "copy" if shared >= SAME_TEXT else "own-words"
    agency = agency_credited(body, *credits)
    database.execute(
        "INSERT INTO article_stories VALUES (?, ?, ?, ?, ?, ?)",
        (article, story, relation, nearest, round(shared, 3), agency),
    )
    return story


def _begin(database: sqlite3.Connection, row: Sequence) -> int:
    """A new story of one article, a row of TEXTS, to be joined at once by another."""
    article, _, headline, body, *credits = row
    story = database.execute("INSERT INTO stories (headline) VALUES (?)", (headline,)).lastrowid
    database.execute(
        "INSERT INTO article_stories VALUES (?, ?, 'first', NULL, NULL, ?)",
        (article, story, agency_credited(body, *credits)),
    )
    return int(story or 0)
