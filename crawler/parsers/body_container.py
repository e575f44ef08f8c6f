"""Finding the element that holds an article's text on a page nobody described.

Sentences vote: every long run of characters outside links gives its length to the element around
it and, fading, to the elements around that. The text of an article stands in one element, so that
element wins; teasers, however many, stand each in its own. Names tip the balance only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from crawler.parsers.boilerplate_markup import ASIDE_TAGS, SILENT_TAGS, is_boilerplate_element
from crawler.parsers.paragraphs import BLOCK_TAGS, HEADINGS
from crawler.parsers.text import clean

_LONG_TEXTS = etree.XPath(
    "descendant::text()[string-length(.) > 50]"
    "[not(parent::script or parent::style or parent::a or parent::noscript)][normalize-space(.)]"
)
_LINKS = etree.XPath("count(descendant::a)")
_HEADLINES = etree.XPath("boolean(descendant::h1)")

SHORTEST_VOTE = 40
"""Characters, blanks folded, of a run that counts as a sentence."""
FADING = 0.6
"""What part of a vote reaches the next element outwards."""
WEIGHT_BESIDE = 0.15
"""What a vote counts from inside something that looks to stand beside the text; a page that never
closes its ``<header>`` has all its text in one."""
LENGTH_OF_SAMPLE = 40
"""Characters by which a piece of the text is known again."""
REACH = 6
"""How many elements outwards a vote reaches."""
_NAMED_BODY = re.compile(
    # "entry-content", "post-body", "article__content", "detail__body-text", "txt-article"
    r"(?:article|artikel|detail|read|post|entry|story|news|berita|single)[\w-]*"
    r"(?:body|content|konten|text|txt|teks|isi)"
    r"|(?:body|content|konten|text|txt|teks|isi)[\w-]*(?:article|artikel|detail|news|berita|read)",
    re.IGNORECASE,
)
_PARTS_OF_TEXT = HEADINGS | {"p", "tr", "tbody", "thead", "dd", "dt", "h1"}
_WHOLE_PAGE = frozenset(("html", "body", "form", "main", "article"))
_NO_VOTE = SILENT_TAGS | {"a"}


def find_container(root: HtmlElement, samples: Iterable[str] = ()) -> HtmlElement | None:
    """The element that holds the article's text; None where the page has no sentences.

    ``samples`` are what the page itself says stands in the text, its description for instance.
    """
    votes = _Votes([clean(sample).casefold()[:LENGTH_OF_SAMPLE] for sample in samples])
    for text in _LONG_TEXTS(root):
        votes.cast(text)
    if not votes.faded:
        return None
    best = max(votes.faded, key=votes.worth)
    return votes.widened(votes.first_of_its_kind(best))


class _Votes:
    """What each element got, fading with distance and in full."""

    def __init__(self, samples: list[str]) -> None:
        self.samples = [sample for sample in samples if len(sample) == LENGTH_OF_SAMPLE]
        self.faded: dict[HtmlElement, float] = {}
        self.full: dict[HtmlElement, int] = {}
        self.weights: dict[HtmlElement, float] = {}
        self.vouched: set[HtmlElement] = set()

    def cast(self, text: etree._ElementUnicodeResult) -> None:
        """Let one run of characters vote."""
        sentence = " ".join(text.split())
        element = text.getparent()
        if text.is_tail:
            element = element.getparent()
        if len(sentence) < SHORTEST_VOTE or element is None:
            return
        strength, reach = len(sentence) * self.weight(element), REACH
        if not strength:
            return
        is_vouched = self.is_vouched(sentence)
        while element is not None and reach:
            if element.tag in BLOCK_TAGS and element.tag not in _PARTS_OF_TEXT:
                self.faded[element] = self.faded.get(element, 0.0) + strength
                self.full[element] = self.full.get(element, 0) + len(sentence)
                if is_vouched:
                    self.vouched.add(element)
                strength *= FADING
                reach -= 1
            element = element.getparent()

    def is_vouched(self, sentence: str) -> bool:
        """Whether the page itself says that this stands in the text; each sample is used once."""
        folded = sentence.casefold()
        for sample in self.samples:
            if sample in folded:
                self.samples.remove(sample)
                return True
        return False

    def weight(self, element: HtmlElement | None) -> float:
        """What a vote from inside an element weighs: nothing in a link, little beside the text."""
        path = []
        while element is not None and element not in self.weights:
            path.append(element)
            element = element.getparent()
        weight = 1.0 if element is None else self.weights[element]
        for element in reversed(path):
            weight = min(weight, _weight_of(element))
            self.weights[element] = weight
        return weight

    def worth(self, element: HtmlElement) -> float:
        """An element's votes, weighed by what it calls itself."""
        votes = self.faded[element] * (1.5 if element in self.vouched else 1.0)
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


def _weight_of(element: HtmlElement) -> float:
    if element.tag in _WHOLE_PAGE:
        return 1.0
    if element.tag in _NO_VOTE:
        return 0.0
    if element.tag in ASIDE_TAGS or is_boilerplate_element(element):
        return WEIGHT_BESIDE
    return 1.0
