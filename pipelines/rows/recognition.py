"""Which stored article a page is another reading of: by evidence, then by claims that hold.

Evidence is the publisher's number and the addresses that a page was asked for and answered at.
What it names itself (``rel=canonical``, ``og:url``, a feed's guid) is a claim: templates print one
address on every page, and a page may name an older article's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crawler.archive.taken_down import any_taken_down, marks, taken_down
from crawler.items import Article
from crawler.parsers.urls import address_forms
from pipelines.rows.likeness import (
    MOSTLY,
    is_same_story,
    maybe_one_story,
    named_alike,
    slug_words,
    text_shared,
    told_alike,
    words,
)

PUBLISHED_TOGETHER = "published_at = ? AND +site = ? AND published_precision <> 'day'"
"""The articles of a site that were published at one time. Without the + SQLite takes the index of
sites and looks at every article of one: 40 ms with 25,000 of them."""
CLAIM = """
INSERT OR IGNORE INTO address_claims (url, site, article_id, fetched_from) VALUES (?, ?, ?, ?)
"""
NOBODYS = """
INSERT INTO address_claims (url, site) VALUES (?, ?)
ON CONFLICT (url, site) DO UPDATE SET article_id = NULL, fetched_from = NULL
"""


def find(cursor: sqlite3.Cursor, article: Article) -> sqlite3.Row | None:
    """The stored article that a page is another reading of; changes nothing.

    By publisher's id, by address, by a claimed address whose article tells the same story, by an
    equal text. ``cursor`` gives ``sqlite3.Row``; run it inside the transaction that stores.
    """
    own, claimed = addresses(article)
    if not _is_known(cursor, article, [*own, *claimed]):
        return None
    if article.publisher_id is not None:
        found = cursor.execute(
            "SELECT * FROM articles WHERE site = ? AND publisher_id = ?",
            (article.site, article.publisher_id),
        ).fetchone()
        if found:
            return found
    found = next(known_at(cursor, article, own), None)
    if found is not None:
        return found
    told = (each for each in known_at(cursor, article, claimed) if is_same_story(each, article))
    return next(told, None) or _moved(cursor, article)


def recognise(cursor: sqlite3.Cursor, article: Article) -> sqlite3.Row | None:
    """``find``, and settle what the page claims: ``url`` and ``aliases`` are then to be believed.

    An article that another page's claim has put at this one's address gets its own back.
    """
    own, claimed = addresses(article)
    if claimed:
        disbelieve_taken_down(cursor, article)
        for url in _nobodys(cursor, article.site, claimed):
            disbelieve(article, url)
    found = find(cursor, article)
    if found is not None and not is_same_story(found, article):
        claim = cursor.execute(
            "SELECT url, fetched_from FROM address_claims WHERE article_id = ?", (found["id"],)
        ).fetchone()
        if claim and claim["url"] in own and claim["fetched_from"] not in own:
            give_back(cursor, found["id"], claim)
            found = find(cursor, article)
    for url in [each for each in claimed if each in (article.url, *article.aliases)]:
        if not _holds(cursor, article, url, found):
            disbelieve(article, url)
    return found


def disbelieve_taken_down(cursor: sqlite3.Cursor, article: Article) -> None:
    """Leave out what the page claims of addresses that were taken down.

    Those stand nowhere but as hashes; and an article that had one as its alias would be known by it
    as the one that was taken down, wherever its database is joined with others.
    """
    if not any_taken_down(cursor):
        return
    _, claimed = addresses(article)
    for url in claimed:
        if taken_down(cursor, marks(article.site, [url])):
            disbelieve(article, url)


def note_claim(cursor: sqlite3.Cursor, article: Article, article_id: int) -> None:
    """Remember where a new article was fetched, if its address is one that its page claims."""
    own, _ = addresses(article)
    if article.url not in own:
        claim = (article.url, article.site, article_id, article.fetched_from[0])
        cursor.execute(CLAIM, claim)


def addresses(article: Article) -> tuple[list[str], list[str]]:
    """The addresses a page was fetched from, in all their forms, and those it only claims.

    An article that nobody fetched is known by all it names.
    """
    named = [article.url, *article.aliases]
    own = article.fetched_from or named
    forms = list(dict.fromkeys(form for url in own for form in address_forms(url)))
    return forms, [url for url in dict.fromkeys(named) if url not in forms]


def known_at(
    cursor: sqlite3.Cursor, article: Article, urls: Sequence[str]
) -> Iterator[sqlite3.Row]:
    """The site's stored articles at these addresses, then those they are aliases of.

    An alias does not join two articles whose publisher numbers them apart.
    """
    marks = ", ".join("?" * len(urls))
    own = f"SELECT * FROM articles WHERE site = ? AND url IN ({marks})"
    stored = cursor.execute(own, (article.site, *urls)).fetchall()
    yield from sorted(stored, key=lambda row: urls.index(row["url"]))
    ids = cursor.execute(
        f"SELECT article_id FROM aliases WHERE url IN ({marks}) ORDER BY article_id", urls
    ).fetchall()
    for (article_id,) in map(tuple, ids):
        found = cursor.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
        numbers = {found["publisher_id"], article.publisher_id} - {None}
        if found["site"] == article.site and len(numbers) < 2:
            yield found


def give_back(cursor: sqlite3.Cursor, article_id: int, claim: sqlite3.Row) -> None:
    """Let an article be known by where it was fetched; the address it claimed is nobody's."""
    url, fetched_from = claim
    (site,) = cursor.execute("SELECT site FROM articles WHERE id = ?", (article_id,)).fetchone()
    cursor.execute("UPDATE OR IGNORE articles SET url = ? WHERE id = ?", (fetched_from, article_id))
    for each in (url, fetched_from):
        cursor.execute("DELETE FROM aliases WHERE article_id = ? AND url = ?", (article_id, each))
    cursor.execute(NOBODYS, (url, site))


def _is_known(cursor: sqlite3.Cursor, article: Article, urls: Sequence[str]) -> bool:
    """Whether a stored article shares its number, its text or one of its addresses.

    Most are new, and one narrow question takes a third of the time of asking for whole rows.
    """
    marks = ", ".join("?" * len(urls))
    found = cursor.execute(
        "SELECT 1 FROM articles WHERE site = ? AND publisher_id = ? "
        f"UNION ALL SELECT 1 FROM articles WHERE url IN ({marks}) "
        f"UNION ALL SELECT 1 FROM aliases WHERE url IN ({marks}) "
        "UNION ALL SELECT 1 FROM articles WHERE content_hash = ? "
        f"UNION ALL SELECT 1 FROM articles WHERE {PUBLISHED_TOGETHER}",
        (
            *(article.site, article.publisher_id, *urls, *urls, article.content_hash),
            *_together(article),
        ),
    )
    return found.fetchone() is not None


def _together(article: Article) -> tuple[str | None, str]:
    """What fills in ``PUBLISHED_TOGETHER``; a day alone is many articles'."""
    is_told = bool(article.fetched_from) and article.published_precision != "day"
    return (article.published_at if is_told else None), article.site


def _moved(cursor: sqlite3.Cursor, article: Article) -> sqlite3.Row | None:
    """The article of the same text and time whose address names the same story.

    The text may have been edited meanwhile where the time is no mere day. Not where the publisher
    numbers the two apart or lists them side by side, nor where nothing was fetched.
    """
    if not article.fetched_from:
        return None
    asked = article.fetched_from[0]
    alike = cursor.execute(
        "SELECT * FROM articles WHERE content_hash = ? AND +site = ? AND +published_at = ? "
        f"UNION SELECT * FROM articles WHERE {PUBLISHED_TOGETHER}",
        (article.content_hash, article.site, article.published_at, *_together(article)),
    ).fetchall()
    for found in sorted(alike, key=lambda row: row["content_hash"] != article.content_hash):
        numbers = {found["publisher_id"], article.publisher_id} - {None}
        if len(numbers) > 1 or not told_alike(found["url"], asked):
            continue
        if not is_edited(found, article, asked):
            continue
        if named_alike(found["url"], asked) or not _listed_side_by_side(cursor, found, article):
            return found
    return None


def is_edited(found: Mapping[str, Any], article: Article, asked: str) -> bool:
    """Whether an article that was published at a stored one's time reads as an edit of it, or as
    it: its text mostly, and its headline or all the words of its address.

    Not most of the address's words: horoscopes of one minute differ in one, and share their text.
    """
    if found["content_hash"] == article.content_hash:
        return True
    before, after = slug_words(found["url"]), slug_words(asked)
    is_named = before and before == after and maybe_one_story(found["url"], asked)
    same_headline = words(article.headline) == words(found["headline"])
    is_mostly_kept = text_shared(found["body"], article.body) >= MOSTLY
    return is_mostly_kept and bool(same_headline or is_named)


def _listed_side_by_side(cursor: sqlite3.Cursor, stored: sqlite3.Row, article: Article) -> bool:
    """Whether a run listed an address of a stored article and an article's own, so that it has not
    moved from the one to the other: that which moves is no longer listed where it was.
    """
    own, _ = addresses(article)
    theirs = address_forms(stored["url"])
    found = cursor.execute(
        "SELECT 1 FROM frontier AS theirs JOIN frontier AS own "
        "ON theirs.last_listed_run_id >= own.first_listed_run_id "
        f"WHERE (theirs.url IN ({', '.join('?' * len(theirs))}) "
        "OR theirs.url IN (SELECT url FROM aliases WHERE article_id = ?)) "
        f"AND own.url IN ({', '.join('?' * len(own))})",
        (*theirs, stored["id"], *own),
    )
    return found.fetchone() is not None


def _holds(cursor: sqlite3.Cursor, article: Article, url: str, found: sqlite3.Row | None) -> bool:
    """Whether a claimed address is no other article's, stored or listed.

    Where two different articles claim it, it is nobody's from now on.
    """
    forms = address_forms(url)
    for holder in known_at(cursor, article, forms):
        if found is not None and holder["id"] == found["id"]:
            return True
        claim = cursor.execute(
            "SELECT url, fetched_from FROM address_claims WHERE article_id = ? AND url = ?",
            (holder["id"], url),
        ).fetchone()
        if claim and found is None:
            give_back(cursor, holder["id"], claim)
        return False
    own, _ = addresses(article)
    others = [form for form in forms if form not in own]
    marks = ", ".join("?" * len(others))
    listed = f"SELECT 1 FROM frontier WHERE url IN ({marks}) AND article_id IS NULL"
    return cursor.execute(listed, others).fetchone() is None


def _nobodys(cursor: sqlite3.Cursor, site: str, urls: Iterable[str]) -> list[str]:
    """Those of some addresses that different articles of the site claim."""
    asked = "SELECT 1 FROM address_claims WHERE url = ? AND site = ? AND article_id IS NULL"
    return [url for url in urls if cursor.execute(asked, (url, site)).fetchone()]


def disbelieve(article: Article, url: str) -> None:
    """Take from an article an address that only its page claims."""
    article.aliases = [each for each in article.aliases if each != url]
    if article.url == url:
        article.url = article.fetched_from[0]
        article.aliases = [each for each in article.aliases if each != article.url]
