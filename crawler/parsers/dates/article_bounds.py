"""Printed dates that are not the article's: clocks, comments', what stands below in small print.

A site's header shows today's date, often with the time. On a page that prints no other date it
would be taken for the article's. Which dates may be a clock's is told by where they stand; which
are, in ``clocks``, once it is known when the page was fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.dates.finder import fold
from crawler.parsers.dates.patterns import PUBLISH_LABEL, UPDATE_LABEL
from crawler.parsers.page.element_text import whole_text
from crawler.parsers.page.index import class_and_id, finds
from crawler.parsers.page.text import clean

if TYPE_CHECKING:
    from crawler.parsers.dates.lines import DateLine
    from crawler.parsers.page import Page

LENGTH_OF_SAMPLE = 30
"""Characters by which a paragraph is known again."""
SAMPLES = 3
"""Paragraphs of which one is enough: a reading changes some of them."""

FURTHEST = 12
"""How many elements outwards from the headline the text is looked for."""

NAMED_ARTICLE = re.compile(
    r"(?:^|[\s_-])(?:article|artikel|post|detail|single|story|berita|hentry|entry)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of an element that holds headline, date and text: ``detail-post``, ``hentry``."""
PUBLISHED_NAME = re.compile(r"publi|terbit|tayang", re.IGNORECASE)
"""Classes of a date line that says what it is, wherever it stands: ``published``."""
WHOLE_PAGE = frozenset(("html", "body", "main", "form"))
"""Elements around more than the article, whatever their class: ``body.single-post``."""


class ArticleBounds:
    """Where a page's article begins: its headline, and the element around headline and text."""

    def __init__(self, page: Page, headline: str | None, paragraphs: Sequence[str]):
        self.place, title = page.locate(headline)
        self.around = {outer: level for level, outer in enumerate([title, *title.iterancestors()])}
        self.samples = [text[:LENGTH_OF_SAMPLE] for text in paragraphs[-SAMPLES:]]

    @cached_property
    def level(self) -> int:
        """How far outwards from the headline the element stands that holds the text as well."""
        near = islice(self.around.items(), FURTHEST)
        return next((level for each, level in near if _holds(each, self.samples)), FURTHEST)

    def may_be_clock(self, line: DateLine) -> bool:
        """Whether a line stands above the headline and outside the article.

        Inside is what stands in the headline's own block, and what stands in an element that is
        called an article.
        """
        if line.is_microdata or line.order > self.place:
            return False
        outer = self._with_headline(line)
        level = self.around[outer]
        return level > self.level or (level == self.level and not _is_article(outer))

    def is_anothers(self, line: DateLine) -> bool:
        """Whether a line stands below the headline, outside the article, and says nothing of it.

        A comment's, a copyright's, another story's.
        """
        level = self.around[self._with_headline(line)]
        if line.is_microdata or line.order < self.place or level <= 1:
            return False
        is_named = finds(PUBLISHED_NAME, line.name) or _is_labelled(line.raw)
        return level > self.level and not is_named

    def _with_headline(self, line: DateLine) -> HtmlElement:
        """The innermost element that holds headline and line."""
        return next(each for each in _outwards(line.element) if each in self.around)


def _is_labelled(line: str) -> bool:
    """Whether a line says that it tells the publishing or the update."""
    folded = fold(line)
    return bool(PUBLISH_LABEL.search(folded) or UPDATE_LABEL.search(folded))


def _outwards(element: HtmlElement) -> Sequence[HtmlElement]:
    return [element, *element.iterancestors()]


def _holds(element: HtmlElement, samples: Sequence[str]) -> bool:
    """Whether an element holds a piece of the article's text."""
    said = clean(whole_text(element))
    return any(sample in said for sample in samples)


def _is_article(element: HtmlElement) -> bool:
    """Whether an element around headline and text is no more than the article."""
    if element.tag in WHOLE_PAGE:
        return False
    return element.tag == "article" or bool(NAMED_ARTICLE.search(class_and_id(element)))
