"""Whether a page's text is believed: not one page at many addresses, not another article's.

A server under maintenance, a login wall or a cache gone wrong answers every address with one page
and status 200. Thresholds, held against 3,803 articles of six outlets (June 2025): no three of one
outlet share headline and text; texts that three or more share have at most five words, each under
a headline of its own, and never stand at half of an outlet's addresses.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from crawler.items import Article, Reject, doubt_of
from crawler.parsers.refusals import is_wall
from crawler.parsers.urls import address_forms
from pipelines.rows.article_rows import ArticleRows
from pipelines.rows.frontier_rows import FrontierRows
from pipelines.rows.likeness import (
    is_foreign,
    is_of_another,
    is_plausible_edit,
    maybe_one_story,
    names_story,
    naming,
    stops_before,
    text_hash,
)
from pipelines.rows.revisions import instant, same_text

FEWEST_PAGES = 3
"""Addresses that give one headline and text before it is called the same page."""
FEWEST_BODIES = 5
MOST_BODIES = 0.5
"""So many addresses, and more than this share of a run's, for one text under several headlines."""
CONFIRMED_AFTER = timedelta(hours=4)
"""A text that shares nothing with the stored one is believed at a look so much later."""

LOOKED_AT, FEWEST_BEFORE = 50, 20
"""So many of a site's newest articles are compared with, and so many must be of other texts."""
PRINTED = ("url", "headline", "body", "published_source", "published_local")
NEWEST = f"""
SELECT id, {", ".join(PRINTED)} FROM articles WHERE site = ? ORDER BY published_day DESC LIMIT ?
"""

SAME_TEXT = """
SELECT url, headline, body FROM articles
WHERE run_id = ? AND ' ' || doubt || ' ' LIKE '% same-text %' AND NOT EXISTS
    (SELECT 1 FROM frontier WHERE article_id = articles.id AND read_from = 'listing')
"""

DATED_ELSEWHERE = ("feed", "url")
"""Sources of a publishing date that are not on the page."""

HOLD_BACK = """
INSERT INTO held_back (url, site, text_hash, body_hash, reason, first_seen_at, last_seen_at)
VALUES (:url, :site, :text, :body, :reason, :at, :at)
ON CONFLICT (url, site) DO UPDATE SET last_seen_at = max(last_seen_at, excluded.last_seen_at),
    first_seen_at = CASE WHEN text_hash = excluded.text_hash
        THEN min(first_seen_at, excluded.first_seen_at) ELSE excluded.first_seen_at END,
    text_hash = excluded.text_hash, body_hash = excluded.body_hash, reason = excluded.reason
"""


class Print(NamedTuple):
    """What a page reads like, as hashes: headline, text and day; headline and text; text alone.

    The day counts where the page itself prints it: "Harga emas hari ini" may stand there again.
    """

    page: str
    text: str
    body: str


@dataclass(slots=True)
class RunTexts:
    """What the new and the doubtful pages of one run read like, and the site's articles before it.

    By hash the stories that gave it, each with the id of the article stored from it; None where
    nothing was stored; ``articles`` are the ids by hash. A run is of one site. ``before`` are the
    articles stored before the run, None until they are asked for. ``foreign`` counts those that
    have nothing of what their address names; ``taken_back`` is by how much those that proved to be
    none change the run's counts.
    """

    pages: dict[str, dict[str, int | None]] = field(default_factory=dict)
    bodies: dict[str, dict[str, int | None]] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)
    articles: dict[str, list[int]] = field(default_factory=dict)
    before: RunTexts | None = None
    foreign: int = 0
    taken_back: Counter[str] = field(default_factory=Counter)

    @property
    def tells_addresses(self) -> bool:
        """Whether articles of the site, enough of them, tell what their addresses name."""
        return len(self.stories) >= FEWEST_BEFORE and self.foreign * FEWEST_BEFORE <= len(
            self.stories
        )

    def note(self, told: Print, story: str, article_id: int | None) -> None:
        """Remember what a story's page reads like."""
        self.pages.setdefault(told.page, {})[story] = article_id
        self.bodies.setdefault(told.body, {})[story] = article_id
        self.stories.add(story)

    def stored(self, article: Article, article_id: int) -> None:
        """Remember what a new article reads like."""
        told = print_of(article)
        self.note(told, story_of(article), article_id)
        for same in (told.page, told.body):
            self.articles.setdefault(same, []).append(article_id)

    def alike(self, told: Print, article: Article) -> dict[str, int | None]:
        """The stories whose pages were the same, where they are too many to be articles.

        Under one headline, unless it is what the address is about. Under several, where the text
        is a wall's or the site's articles were all of other texts.
        """
        pages, bodies = self.pages.get(told.page, {}), self.bodies.get(told.body, {})
        before = self.before or RunTexts()
        is_new = len(before.bodies) >= FEWEST_BEFORE and told.body not in before.bodies
        most = max(FEWEST_BODIES, MOST_BODIES * len(self.stories) + 1)
        if len(bodies) >= most and (is_new or is_wall(article.body)):
            return bodies
        is_known_by_address = names_story(fetched_at(article), article.headline)
        return pages if len(pages) >= FEWEST_PAGES and not is_known_by_address else {}

    def others(self, told: Print) -> list[int]:
        """The articles that have a new one's text, where they and it are several."""
        runs = [run.articles for run in (self.before, self) if run is not None]
        pages, bodies = (
            [article_id for run in runs for article_id in run.get(same, ())]
            for same in (told.page, told.body)
        )
        is_several = len(pages) + 1 >= FEWEST_PAGES or len(bodies) + 1 >= FEWEST_BODIES
        return bodies if is_several else []

    def elsewhere(self, told: Print, story: str) -> bool:
        """Whether another story's page gave the same text in this run."""
        return bool(self.bodies.get(told.body, {}).keys() - {story})


def print_of(article: Article) -> Print:
    """What an article's page reads like."""
    text = text_hash(article.headline, article.body)
    on_page = article.published_source not in DATED_ELSEWHERE
    day = article.published_local[:10] if on_page else ""
    return Print(f"{text} {day}", text, text_hash("", article.body))


def texts_before(cursor: sqlite3.Cursor, site: str) -> RunTexts:
    """What the newest articles of a site read like that are stored already."""
    texts = RunTexts()
    for row in cursor.execute(NEWEST, (site, LOOKED_AT)):
        article = Article(**{name: row[name] for name in PRINTED})
        texts.stored(article, row["id"])
        texts.foreign += is_foreign(article.url, article.headline, article.body)
    return texts


def story_of(article: Article) -> str:
    """What tells a story from others: its number, or its address."""
    return article.publisher_id or fetched_at(article)


def fetched_at(article: Article) -> str:
    """The address an article's page came from; its own where nobody fetched it."""
    return article.fetched_from[0] if article.fetched_from else article.url


def doubted(
    cursor: sqlite3.Cursor,
    texts: RunTexts | None,
    article: Article,
    stored: sqlite3.Row | None,
    row: Mapping[str, Any],
    seen_at: str,
) -> tuple[str, str] | None:
    """Reject reason and detail where a page's text is not believed, else None.

    What is doubted is noted in ``held_back``; where a later look says the same, hours apart, and
    no other address does, it is believed. Without ``texts`` new pages are not compared.
    """
    told, story = print_of(article), story_of(article)
    if texts is not None and texts.before is None:
        texts.before = texts_before(cursor, article.site)
    if (claimed := page_of(article)) and not _stands_at(cursor, stored, fetched_at(article)):
        return "same-page", f"{article.headline!r} is the page of {claimed}"
    if stored is None:
        if texts is not None and _lasts(cursor, article.site, told, seen_at):
            texts.before.bodies.setdefault(told.body, {})
        refused = _new(cursor, texts, article, told, story)
        refused = refused or _foreign(cursor, texts, article, told, seen_at)
    elif is_known(stored, article, row):
        refused = None
    else:
        refused = _changed(cursor, texts, article, stored, row, told, story, seen_at)
    forms = address_forms(fetched_at(article))
    marks = ", ".join("?" * len(forms))
    if refused:
        hold_back(cursor, article.site, forms[:1], told, refused[0], seen_at)
    else:
        held = f"DELETE FROM held_back WHERE site = ? AND url IN ({marks})"
        cursor.execute(held, (article.site, *forms))
    return refused


def page_of(article: Article) -> str | None:
    """The address, named by a page, that it is about and that is another story's than its own.

    So does a cache that gives one article's page at another's address.
    """
    own = fetched_at(article)
    if names_story(own, article.headline):
        return None
    claimed = [url for url in (article.url, *article.aliases) if not maybe_one_story(own, url)]
    return next((url for url in claimed if names_story(url, article.headline)), None)


def is_known(stored: sqlite3.Row, article: Article, row: Mapping[str, Any]) -> bool:
    """Whether a reading is of the stored page, or of its text."""
    same_capture = article.capture is not None and article.capture == stored["capture"]
    return same_capture or article.content_hash == stored["content_hash"] or same_text(stored, row)


def hold_back(
    cursor: sqlite3.Cursor, site: str, urls: Iterable[str], told: Print, reason: str, at: str
) -> None:
    """Note what addresses gave that was not believed."""
    same = {"site": site, "text": told.text, "body": told.body, "reason": reason, "at": at}
    cursor.executemany(HOLD_BACK, [{**same, "url": url} for url in urls])


def taken_back(
    rows: ArticleRows,
    frontier: FrontierRows,
    texts: RunTexts | None,
    article: Article,
    detail: str,
    seen_at: str,
) -> Iterator[list[Reject]]:
    """Delete what was stored in this run of the page that a doubted article's is, too.

    For each article the Rejects in its place, one an address, to be written down.
    """
    told = print_of(article)
    alike = texts.alike(told, article) if texts is not None else {}
    for story, article_id in alike.items():
        stored = rows.cursor.execute(
            "SELECT * FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if stored is None or text_hash("", stored["body"]) != told.body:
            continue
        is_this_page = stored["headline"] == article.headline
        if is_this_page and names_story(stored["url"], stored["headline"]):
            continue  # the one article whose page a cache gives for all
        texts.note(told, story, None)
        urls = frontier.taken_back(article_id) or [stored["url"]]
        rows.remove(stored)
        hold_back(rows.cursor, stored["site"], urls, told, "same-page", seen_at)
        yield [Reject(url, stored["site"], "same-page", detail, stored["capture"]) for url in urls]


def strange_texts(database: sqlite3.Connection, run_id: int) -> int:
    """How many articles of a run have one text that says nothing of any of their headlines.

    A wall or a notice in words that nobody knows as such yet, in a run of a site without history.
    None where they are few, or not most of what the run stored; where headlines differ in nothing
    but a number, or name too little; where the text came in a listing, in place of no page.
    """
    (number,) = database.execute(
        "SELECT count(*) FROM articles WHERE run_id = ?", (run_id,)
    ).fetchone()
    by_text: dict[str, list[frozenset[str]]] = {}
    for url, headline, body in map(tuple, database.execute(SAME_TEXT, (run_id,))):
        named = naming(url, headline)
        told = named if is_of_another(named, body) else frozenset[str]()
        by_text.setdefault(text_hash("", body), []).append(told)
    strange = sum(
        len(stories)
        for stories in by_text.values()
        if all(stories) and len(stories) == len({*stories}) >= FEWEST_BODIES
    )
    return strange if strange > MOST_BODIES * number else 0


def doubt_beside(cursor: sqlite3.Cursor, texts: RunTexts | None, article: Article) -> str | None:
    """What is doubted in a new article, its neighbours' texts seen too; theirs is noted as well."""
    same = texts.others(print_of(article)) if texts is not None else []
    if not same:
        return article.doubt
    marks = ", ".join("?" * len(same))
    stored = f"SELECT id, doubt FROM articles WHERE id IN ({marks})"
    for article_id, doubt in map(tuple, cursor.execute(stored, same).fetchall()):
        told = (_with_same_text(doubt), article_id)
        cursor.execute("UPDATE articles SET doubt = ? WHERE id = ?", told)
    return _with_same_text(article.doubt)


def _with_same_text(doubt: str | None) -> str | None:
    return doubt_of([*(doubt or "").split(), "same-text"])


def _lasts(cursor: sqlite3.Cursor, site: str, told: Print, seen_at: str) -> bool:
    """Whether pages of a site have had a text for hours, so that it is news to the site no more."""
    (first_seen_at,) = cursor.execute(
        "SELECT min(first_seen_at) FROM held_back WHERE site = ? AND body_hash = ?",
        (site, told.body),
    ).fetchone()
    return bool(first_seen_at) and instant(seen_at) - instant(first_seen_at) >= CONFIRMED_AFTER


def _new(
    cursor: sqlite3.Cursor, texts: RunTexts | None, article: Article, told: Print, story: str
) -> tuple[str, str] | None:
    known = cursor.execute(
        "SELECT count(*) FROM held_back WHERE site = ? AND text_hash = ? AND reason = 'same-page'",
        (article.site, told.text),
    ).fetchone()[0]
    if texts is not None:
        texts.note(told, story, None)
    if article.read_from == "listing":  # no page of the server's stands in its place
        return None
    is_refused = known and not names_story(fetched_at(article), article.headline)
    if is_refused or (texts is not None and texts.alike(told, article)):
        return "same-page", f"{article.headline!r} stands at other addresses of the site, too"
    return None


def _stands_at(cursor: sqlite3.Cursor, stored: sqlite3.Row | None, url: str) -> bool:
    """Whether a stored article is known to stand at an address, by its own or another form."""
    if stored is None:
        return False
    forms = address_forms(url)
    known = f"SELECT 1 FROM aliases WHERE article_id = ? AND url IN ({', '.join('?' * len(forms))})"
    return stored["url"] in forms or bool(cursor.execute(known, (stored["id"], *forms)).fetchone())


def _foreign(
    cursor: sqlite3.Cursor, texts: RunTexts | None, article: Article, told: Print, seen_at: str
) -> tuple[str, str] | None:
    """A new page that has nothing of what its address names is believed at a look hours later."""
    own = fetched_at(article)
    is_told = texts is not None and texts.before is not None and texts.before.tells_addresses
    if not is_told or not is_foreign(own, article.headline, article.body):
        return None
    forms = address_forms(own)
    (held,) = cursor.execute(
        "SELECT min(first_seen_at) FROM held_back WHERE site = ? AND text_hash = ? "
        f"AND url IN ({', '.join('?' * len(forms))})",
        (article.site, told.text, *forms),
    ).fetchone()
    if held and instant(seen_at) - instant(held) >= CONFIRMED_AFTER:
        return None
    return "other-page", f"{article.headline!r} has nothing of what the address names"


def _changed(
    cursor: sqlite3.Cursor,
    texts: RunTexts | None,
    article: Article,
    stored: sqlite3.Row,
    row: Mapping[str, Any],
    told: Print,
    story: str,
    seen_at: str,
) -> tuple[str, str] | None:
    if other := _other_article(cursor, article, stored):
        return "same-page", f"the text is that of {other}"
    is_cut = stops_before(stored, row)
    is_edit = is_plausible_edit(stored, row) or "same-text" in (stored["doubt"] or "")
    if is_edit and not is_cut:
        return None
    if texts is not None:
        texts.note(told, story, None)
    held = cursor.execute(
        "SELECT * FROM held_back WHERE site = ? AND (text_hash = ? OR body_hash = ?)",
        (article.site, told.text, told.body),
    ).fetchall()
    forms = {form for url in (article.url, *article.fetched_from) for form in address_forms(url)}
    own = [each for each in held if each["url"] in forms]
    if len(held) > len(own) or (texts is not None and texts.elsewhere(told, story)):
        return "same-page", f"{article.headline!r}: other addresses of the site give the same text"
    if any(instant(seen_at) - instant(each["first_seen_at"]) >= CONFIRMED_AFTER for each in own):
        return None
    why = "stops before the end of" if is_cut else "shares next to nothing with"
    return (
        "implausible-change",
        f"{article.headline!r} {why} {stored['headline']!r}, which is stored",
    )


def _other_article(cursor: sqlite3.Cursor, article: Article, stored: sqlite3.Row) -> str | None:
    """The address of another article of the site with this very text.

    Not of one that once read as this one does: they are the same story stored twice.
    """
    found = cursor.execute(
        "SELECT url FROM articles WHERE content_hash = ? AND +site = ? AND id <> ? "
        "AND NOT EXISTS (SELECT 1 FROM revisions WHERE article_id = articles.id "
        "AND content_hash = ?)",
        (article.content_hash, article.site, stored["id"], stored["content_hash"]),
    ).fetchone()
    return found[0] if found else None
