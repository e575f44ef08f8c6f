"""Whether a page's text is believed: not one page at many addresses, not another article's.

A server under maintenance, a login wall or a cache gone wrong answers every address with one page
and status 200. Thresholds, held against 3,803 articles of six outlets (June 2025): no three of one
outlet share headline and text; texts that three or more share have at most five words, each under
a headline of its own, and never stand at half of an outlet's addresses.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from crawler.items import Article, Reject
from pipelines.rows.article_rows import ArticleRows
from pipelines.rows.likeness import is_plausible_edit, slug_words, text_hash
from pipelines.rows.revisions import instant, same_text

FEWEST_PAGES = 3
"""Addresses that give one headline and text before it is called the same page."""
FEWEST_BODIES = 5
MOST_BODIES = 0.5
"""So many addresses, and more than this share of a run's, for one text under several headlines."""
CONFIRMED_AFTER = timedelta(hours=4)
"""A text that shares nothing with the stored one is believed at a look so much later."""

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
    """What the new and the doubtful pages of one run read like.

    By hash the stories that gave it, each with the id of the article stored from it in this run;
    None where nothing was stored. A run is of one site. ``taken_back`` counts
    articles that proved to be none.
    """

    pages: dict[str, dict[str, int | None]] = field(default_factory=dict)
    bodies: dict[str, dict[str, int | None]] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)
    taken_back: int = 0

    def note(self, told: Print, story: str, article_id: int | None) -> None:
        """Remember what a story's page reads like."""
        self.pages.setdefault(told.page, {})[story] = article_id
        self.bodies.setdefault(told.body, {})[story] = article_id
        self.stories.add(story)

    def stored(self, article: Article, article_id: int) -> None:
        """Remember what a new article reads like."""
        self.note(print_of(article), story_of(article), article_id)

    def alike(self, told: Print) -> dict[str, int | None]:
        """The stories whose pages were the same, where they are too many to be articles."""
        pages, bodies = self.pages.get(told.page, {}), self.bodies.get(told.body, {})
        most = max(FEWEST_BODIES, MOST_BODIES * len(self.stories) + 1)
        if len(bodies) >= most:
            return bodies
        return pages if len(pages) >= FEWEST_PAGES else {}

    def elsewhere(self, told: Print, story: str) -> bool:
        """Whether another story's page gave the same text in this run."""
        return bool(self.bodies.get(told.body, {}).keys() - {story})


def print_of(article: Article) -> Print:
    """What an article's page reads like."""
    text = text_hash(article.headline, article.body)
    on_page = article.published_source not in DATED_ELSEWHERE
    day = article.published_local[:10] if on_page else ""
    return Print(f"{text} {day}", text, text_hash("", article.body))


def story_of(article: Article) -> str:
    """What tells a story's addresses from others: its number, the words in them, or the address."""
    own = fetched_at(article)
    return article.publisher_id or " ".join(sorted(slug_words(own))) or own


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
    if stored is None:
        refused = _new(cursor, texts, article, told, story)
    elif is_known(stored, article, row):
        refused = None
    else:
        refused = _changed(cursor, texts, article, stored, row, told, story, seen_at)
    url = fetched_at(article)
    if refused:
        hold_back(cursor, article.site, [url], told, refused[0], seen_at)
    else:
        cursor.execute("DELETE FROM held_back WHERE url = ? AND site = ?", (url, article.site))
    return refused


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
    rows: ArticleRows, texts: RunTexts | None, article: Article, detail: str, seen_at: str
) -> Iterator[Reject]:
    """Delete what was stored in this run of the page that a doubted article's is, too.

    The Rejects in its place, to be written down; the frontier holds all that was fetched.
    """
    told = print_of(article)
    for story, article_id in (texts.alike(told) if texts is not None else {}).items():
        stored = rows.cursor.execute(
            "SELECT * FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if stored is None or text_hash("", stored["body"]) != told.body:
            continue
        texts.note(told, story, None)
        listed = rows.cursor.execute(
            "UPDATE frontier SET article_id = NULL, outcome = 'rejected:same-page' "
            "WHERE article_id = ? RETURNING url",
            (article_id,),
        ).fetchall()
        urls = [url for (url,) in map(tuple, listed)] or [stored["url"]]
        rows.remove(stored)
        hold_back(rows.cursor, stored["site"], urls, told, "same-page", seen_at)
        yield Reject(urls[0], stored["site"], "same-page", detail, stored["capture"])


def _new(
    cursor: sqlite3.Cursor, texts: RunTexts | None, article: Article, told: Print, story: str
) -> tuple[str, str] | None:
    known = cursor.execute(
        "SELECT count(*) FROM held_back WHERE site = ? AND text_hash = ? AND reason = 'same-page'",
        (article.site, told.text),
    ).fetchone()[0]
    if texts is not None:
        texts.note(told, story, None)
    if known or (texts is not None and texts.alike(told)):
        return "same-page", f"{article.headline!r} stands at other addresses of the site, too"
    return None


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
    if is_plausible_edit(stored, row):
        return None
    if texts is not None:
        texts.note(told, story, None)
    held = cursor.execute(
        "SELECT * FROM held_back WHERE site = ? AND (text_hash = ? OR body_hash = ?)",
        (article.site, told.text, told.body),
    ).fetchall()
    own = [each for each in held if each["url"] in (article.url, *article.fetched_from)]
    if len(held) > len(own) or (texts is not None and texts.elsewhere(told, story)):
        return "same-page", f"{article.headline!r}: other addresses of the site give the same text"
    if any(instant(seen_at) - instant(each["first_seen_at"]) >= CONFIRMED_AFTER for each in own):
        return None
    return (
        "implausible-change",
        f"{article.headline!r} shares next to nothing with {stored['headline']!r}, which is stored",
    )


def _other_article(cursor: sqlite3.Cursor, article: Article, stored: sqlite3.Row) -> str | None:
    """The address of another article of the site with this very text.

    Not of one that once read as this one does: they are the same story stored twice.
    """
    found = cursor.execute(
        "SELECT url FROM articles WHERE content_hash = ? AND site = ? AND id <> ? "
        "AND NOT EXISTS (SELECT 1 FROM revisions WHERE article_id = articles.id "
        "AND content_hash = ?)",
        (article.content_hash, article.site, stored["id"], stored["content_hash"]),
    ).fetchone()
    return found[0] if found else None
