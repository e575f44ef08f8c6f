"""What a page's fields are by other means than the site's facts: to tell a right selector by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.comparison.read_twice import WORD, published, shared
from crawler.items import Article
from crawler.mending.sampled import Sampled
from crawler.parsers.article import read_article
from crawler.parsers.body.data import paragraphs_of_article_body
from crawler.parsers.page import Page

SAME = 0.97
"""Share of two texts' words from which a text counts as read right; captions come and go."""
SAME_TEXT = 0.8
"""Share of two texts' words from which they are of one article, whoever read them."""
FEWEST_WORDS = 40
"""So many words an ``articleBody`` has that is no teaser."""
FEWEST_COMPARED = 3
"""So many pages on which the generic reader is held against what is known for sure."""
AGREES = 0.9
"""Share of these on which it must agree to be believed on others."""


@dataclass(frozen=True, slots=True)
class Known:
    """The fields of one page; None, or empty, where no two ways of telling agree.

    ``published`` is ISO 8601 as ``crawler.comparison.read_twice.published`` gives it, ``dateline``
    place and outlet. ``is_sure`` says that an earlier capture of the article tells them.
    """

    headline: str | None
    authors: Sequence[str]
    editors: Sequence[str]
    published: str | None
    body: str | None
    dateline: tuple[str | None, str | None]
    is_sure: bool = False


def known_of(page: Sampled) -> Known:
    """What is known of a page by its earlier capture, else by its data and the generic reader."""
    if page.earlier:
        return known_by(page.earlier, page.seen_at)
    generic = read_article(page.html, page.url)
    data = [each for each in generic.date_candidates if each.source in ("json-ld", "meta")]
    return Known(
        headline=generic.headline,
        authors=generic.authors,
        editors=generic.editors,
        published=published(generic, page.seen_at, data) if data else None,
        body=_body(page, generic),
        dateline=(generic.dateline_place, generic.dateline_outlet),
    )


def known_by(article: Article, seen_at: datetime) -> Known:
    """What an article says that was read while the site's facts fitted."""
    return Known(
        headline=article.headline,
        authors=article.authors,
        editors=article.editors,
        published=published(article, seen_at),
        body=article.body,
        dateline=(article.dateline_place, article.dateline_outlet),
        is_sure=True,
    )


def _body(page: Sampled, generic: Article) -> str | None:
    """The data's text, where the generic reader finds about the same.

    Without any, the generic reader's where it has no doubt.
    """
    if text := declared_body(page.html):
        return text if shared(text, generic.body) >= SAME_TEXT else None
    return None if generic.doubt else generic.body


def declared_body(html: bytes) -> str | None:
    """The text that a page's JSON-LD holds, where it is more than a teaser."""
    paragraphs = paragraphs_of_article_body(Page(html).news_article.get("articleBody"))
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    return text if len(text.split()) >= FEWEST_WORDS else None


def is_read_generically(fact: str, new: Iterable[Sampled], old: Sequence[Sampled]) -> bool:
    """Whether the generic reader tells a fact of this site's pages without its facts.

    By the articles captured before the change and after it; where these are too few, by the pages
    of before, read with the facts that fitted them and without. True where there are neither.
    """
    twice = [(page, page.earlier) for page in new if page.earlier]
    pairs = twice if len(twice) >= FEWEST_COMPARED else [(page, page.article) for page in old]
    agree = [
        is_same(
            fact, known_of(_alone(page)), known_by(article, page.seen_at), article.next_page is None
        )
        for page, article in pairs
    ]
    return sum(agree) >= AGREES * len(agree)


def _alone(page: Sampled) -> Sampled:
    return Sampled(page.url, page.html, page.seen_at, page.article)


def is_same(fact: str, told: Known, known: Known, is_whole: bool = True) -> bool:
    """Whether a field that was read is what is known of it.

    A text of which ``known`` is sure is held against it paragraph by paragraph; of a page that
    ``is_whole`` not it may be the beginning alone.
    """
    mine, its = getattr(told, fact), getattr(known, fact)
    if fact == "body":
        if not known.is_sure:
            return shared(mine, its) >= SAME
        read, lines = paragraphs(mine), paragraphs(its)
        return read == lines if is_whole else len(read) > 1 and read == lines[: len(read)]
    if fact == "published":
        return (mine or "")[:16] == (its or "")[:16]
    if isinstance(its, str) or its is None:
        return folded(mine) == folded(its)
    return [folded(each) for each in mine] == [folded(each) for each in its]


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a text, as they are compared."""
    return [folded(paragraph) for paragraph in (text or "").split("\n\n")]


def folded(text: str | None) -> str:
    """The words of a line in small letters."""
    return " ".join(WORD.findall((text or "").casefold()))


def is_at(instant: str | None, other: datetime) -> bool:
    """Whether a time of ``published`` is that moment, by the minute, or its day."""
    if instant is None:
        return False
    if "T" not in instant:
        return instant == f"{other:%Y-%m-%d}"
    return abs((datetime.fromisoformat(instant) - other).total_seconds()) < 60
