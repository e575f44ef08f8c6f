"""Why somebody should look at an article before counting on it: what is said in its ``doubt``.

Held against 320 pages whose texts are known (181 in English, the others Indonesian): none that was
read right is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawler.items import doubt_of
from crawler.parsers.body.container import SHORTEST_VOTE
from crawler.parsers.body.data import paragraphs_of_article_body
from crawler.parsers.page.text import plain

if TYPE_CHECKING:
    from crawler.parsers.body import Body
    from crawler.parsers.page import Page

MUCH_SHORTER = 0.6
"""Share of the words a page says its text has, below which words are missing."""
FEWEST_WORDS = 40
"""Words that must be missing; the data of a short text may count its caption and its links."""
CHARACTERS = 0.2
"""How near a ``wordCount`` must be to a text's characters to be a count of these."""
LONGEST_TEASER = 80
"""Words of a description; three pages of 181 give their whole text of 107 to 278 words for it."""
RIVAL = 0.5
"""How near another element came to being taken for the text's: of 320 pages one reached 0.26."""

WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\s*(?P<number>\d{1,6})\s*")
"""A count of words, which is a number or the text of one: ``400``."""
DESCRIPTIONS = ("og:description", "description", "twitter:description")


def text_doubts(page: Page, body: Body, text: str, goes_on: bool) -> str | None:
    """What there is to doubt in a page's text (without its dateline), as ``Article.doubt``.

    ``goes_on`` says that the story does so on further pages.
    """
    told = dict(_text_doubts(page, body, text)) if text else {}
    if text and goes_on:
        told["first-page-only"] = "the page links to further pages of the story"
    for word, why in told.items():
        page.trace.note("doubt", word, "told", text, why=why)
    return doubt_of(told)


def _text_doubts(page: Page, body: Body, text: str) -> Iterator[tuple[str, str]]:
    """Words of ``DOUBTS``, each with what it rests on."""
    said = declared_words(page.news_article, text)
    has = len(text.split())
    if is_much_shorter(has, said):
        yield "shorter-than-declared", f"{has} words of {said} that the page's data names"
    if page.breaks_off and body.extractor != "json-ld":
        yield "breaks-off", "the page's elements are not closed where its source ends"
    if body.extractor != "json-ld" and has > (said or 0) and is_own_description(page, text):
        yield "teaser-only", "all of it stands in the page's description"
    if body.extractor == "generic" and max(map(len, body.paragraphs)) < SHORTEST_VOTE:
        yield "no-container", "none of its lines is a sentence"
    if body.doubt >= RIVAL:
        yield "rival-text", f"another element had {body.doubt:.0%} of its votes"


def is_much_shorter(has: int, declared: int | None) -> bool:
    """Whether a text of so many words lacks much of what was declared."""
    return declared is not None and has < MUCH_SHORTER * declared and declared - has >= FEWEST_WORDS


def declared_words(data: dict[str, Any], text: str) -> int | None:
    """How many words a page's JSON-LD says its text has, by ``wordCount`` or by ``articleBody``.

    None where it says nothing. Some write the number of characters for ``wordCount``.
    """
    counts = []
    if number := NUMBER.fullmatch(str(data.get("wordCount") or "")):
        count = int(number["number"])
        if abs(count - len(text)) > CHARACTERS * len(text):
            counts.append(count)
    said = paragraphs_of_article_body(data.get("articleBody"))
    counts.append(sum(len(paragraph.text.split()) for paragraph in said))
    return max(counts) or None


def is_own_description(page: Page, text: str) -> bool:
    """Whether a text is no more than a piece of what the page says of itself.

    Its last word may be cut off.
    """
    words = [found[0] for found in islice(WORD.finditer(text.casefold()), LONGEST_TEASER + 1)]
    if not 0 < len(words) <= LONGEST_TEASER:
        return False
    said = [plain(each) for name in DESCRIPTIONS for each in page.metas.get(name, ())]
    said.append(plain(page.news_article.get("description")))
    whole = " ".join(words)
    return any(
        f" {whole}" in " " + " ".join(WORD.findall(each.casefold())) for each in said if each
    )
