"""Finding the element that holds an article's text on a page nobody described.

Sentences vote: every long run of characters outside links gives its length to the element around
it and, fading, to the elements around that. The text of an article stands in one element, so that
element wins; teasers, however many, stand each in its own. Names tip the balance only.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from crawler.parsers.boilerplate_markup import ASIDE_TAGS, SILENT_TAGS, is_boilerplate_element
from crawler.parsers.paragraphs import BLOCK_TAGS

_LONG_TEXTS = etree.XPath(
    "descendant::text()[string-length(.) > 50][not(parent::script or parent::style)]"
)
_LINKS = etree.XPath("count(descendant::a)")
_HEADLINES = etree.XPath("boolean(descendant::h1)")

SHORTEST_VOTE = 40
"""Characters, blanks folded, of a run that counts as a sentence."""
FADING = 0.6
"""What part of a vote reaches the next element outwards."""
REACH = 6
"""How many elements outwards a vote reaches."""
_NAMED_BODY = re.compile(
    # "entry-content", "post-body", "article__content", "detail__body-text", "txt-article"
    r"(?:article|artikel|detail|read|post|entry|story|news|berita|single)[\w-]*"
    r"(?:body|content|konten|text|txt|teks|isi)"
    r"|(?:body|content|konten|text|txt|teks|isi)[\w-]*(?:article|artikel|detail|news|berita|read)",
    re.IGNORECASE,
)
_PARTS_OF_TEXT = frozenset("p li tr tbody thead dd dt h1 h2 h3 h4 h5 h6".split())
_WHOLE_PAGE = frozenset("html body form main article".split())
_NO_VOTE = (SILENT_TAGS | ASIDE_TAGS | {"a"}) - _WHOLE_PAGE


def find_container(root: HtmlElement) -> HtmlElement | None:
    """The element that holds the article's text; None where the page has no sentences."""
    votes = _Votes()
    for text in _LONG_TEXTS(root):
        votes.cast(text)
    if not votes.faded:
        return None
    best = max(votes.faded, key=votes.worth)
    return votes.widened(votes.first_of_its_kind(best))


class _Votes:
    """What each element got, fading with distance and in full."""

    def __init__(self) -> None:
        self.faded: dict[HtmlElement, float] = {}
        self.full: dict[HtmlElement, int] = {}
        self.excluded: dict[HtmlElement, bool] = {}

    def cast(self, text: etree._ElementUnicodeResult) -> None:
        """Let one run of characters vote."""
        length = len(" ".join(text.split()))
        element = text.getparent()
        if text.is_tail:
            element = element.getparent()
        if length < SHORTEST_VOTE or element is None or self.is_excluded(element):
            return
        strength, reach = float(length), REACH
        while element is not None and reach:
            if element.tag in BLOCK_TAGS and element.tag not in _PARTS_OF_TEXT:
                self.faded[element] = self.faded.get(element, 0.0) + strength
                self.full[element] = self.full.get(element, 0) + length
                strength *= FADING
                reach -= 1
            element = element.getparent()

    def is_excluded(self, element: HtmlElement | None) -> bool:
        """Whether an element stands in a link or in something beside the text."""
        path = []
        while element is not None and element not in self.excluded:
            path.append(element)
            element = element.getparent()
        excluded = element is not None and self.excluded[element]
        for element in reversed(path):
            excluded = excluded or _stands_beside(element)
            self.excluded[element] = excluded
        return excluded

    def worth(self, element: HtmlElement) -> float:
        """An element's votes, weighed by what it calls itself."""
        votes = self.faded[element]
        if "articleBody" in element.get("itemprop", ""):
            return votes * 1.6
        names = f"{element.get('class', '')} {element.get('id', '')}"
        return votes * 1.3 if _NAMED_BODY.search(names) else votes

    def first_of_its_kind(self, best: HtmlElement) -> HtmlElement:
        """The first of several elements that look the same: the page's article, then the next."""
        look = best.tag, best.get("class")
        if not look[1]:
            return best
        enough = 0.25 * self.faded[best]
        for element, votes in self.faded.items():
            if votes >= enough and (element.tag, element.get("class")) == look:
                return element
        return best

    def widened(self, best: HtmlElement) -> HtmlElement:
        """The element around ``best`` that holds the rest of the same text, else ``best``."""
        element, steps = best.getparent(), 3
        while element is not None and steps and element.tag not in ("body", "html"):
            more = self.full.get(element, 0) - self.full[best]
            if more > 0.15 * self.full[best]:
                links = _LINKS(element) - _LINKS(best)
                if links * 100 <= more and _HEADLINES(element) == _HEADLINES(best):
                    best = element
            element = element.getparent()
            steps -= 1
        return best


def _stands_beside(element: HtmlElement) -> bool:
    if element.tag in _WHOLE_PAGE:
        return False
    return element.tag in _NO_VOTE or is_boilerplate_element(element)
