"""The article's text, paragraph by paragraph, and nothing else.

Where it stands: the site's ``body`` selector, else ``body_container``. What its paragraphs are:
``paragraphs``. What is taken out: ``boilerplate`` (wordings), ``boilerplate_markup`` (elements),
the site's ``strip``; what closes it: ``signature``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Literal

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.boilerplate import (
    is_boilerplate,
    is_end_of_text,
    is_opening_boilerplate,
    without_inserts,
)
from crawler.parsers.body.container import find_container
from crawler.parsers.body.data import paragraphs_of_article_body, paragraphs_of_state
from crawler.parsers.body.paragraphs import Paragraph, Reading, read_paragraphs
from crawler.parsers.body.signature import (
    is_closing_code,
    is_signature,
    split_outlet_credit,
    split_signature,
    without_end_marks,
)
from crawler.parsers.metadata import news_article
from crawler.parsers.page.text import clean
from crawler.parsers.urls import DOMAIN_ENDING

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

_OPEN_DATELINE = re.compile(
    # before the first <p>: "Jakarta -", "Metrocontoh.com, Jakarta:"
    rf".{{1,60}}[-–—]|[^:]{{0,40}}\.{DOMAIN_ENDING}\b[^:]{{0,40}}:"
)
_WORD = re.compile(r"\w")
_LONGEST_LABEL = 6
"""Words of a heading over a list of links."""
NOTES_BEHIND_CREDIT = 3
"""In how many of the last paragraphs an outlet's credit may close the story."""
SHORTEST_TITLE = 15
MOST_IN_A_TEASER = 2
LONGEST_TEASER = 400
"""Characters of a link that may be another story's headline, and what may stand under it."""
_RUBRICS = ("NARASI", "PENJELASAN")
"""Parts of a fact check, under one of which, SUMBER, it says where a claim was spread."""
MOST_PULL_QUOTES = 20
MOST_POINTS = 8
"""Points of a summary above the text."""
_MARKS_OF_QUOTE = " .…\"'“”‘’„»«"
A_FEW_PARAGRAPHS = 3
"""A text of no more may be a teaser; the page's data is asked for the whole."""
A_FEW_CHARACTERS = 300
TEASER = 2.5
"""How many times longer the text in the page's data must be to be taken instead."""


@dataclass(slots=True)
class Body:
    """An article's text; ``extractor`` names the rule that found it.

    The first paragraph still carries its dateline. ``signature`` is what closed the text, as
    printed; ``image_caption`` the first caption among the paragraphs.
    """

    paragraphs: list[str] = field(default_factory=list)
    signature: str | None = None
    extractor: Literal["site", "json-ld", "generic"] | None = None
    image_caption: str | None = None


def read_body(page: Page, site: Site) -> Body:
    """The article's paragraphs in order, the first still with its dateline.

    Empty when the page holds no text. Read once a page, since days are looked for in it. Raises
    cssselect.SelectorError when ``site.body`` is no CSS.
    """
    known = page.__dict__.setdefault("_bodies", {})
    if site.body not in known:
        known[site.body] = _find_body(page, site)
    return known[site.body]


def _find_body(page: Page, site: Site) -> Body:
    body = Body()
    if site.body:
        body = _body_in(_outermost(page.select(site.body)), page, site)
        body.extractor = "site"
    if not body.paragraphs:
        container = find_container(page, site.read_headline(page)[0])
        body = _body_in([] if container is None else [container], page, site)
        body.extractor = "generic"
    if len(body.paragraphs) <= A_FEW_PARAGRAPHS:
        body = _fullest(body, page, site)
    return body if body.paragraphs else Body()


def _fullest(body: Body, page: Page, site: Site) -> Body:
    """What the page's data says, where the elements hold next to nothing of it."""
    article_body = paragraphs_of_article_body(news_article(page).get("articleBody"))
    said = _body_of(article_body, page, site)
    if _size(said) > TEASER * _size(body):
        body = replace(said, extractor="json-ld", image_caption=body.image_caption)
    if _size(body) < A_FEW_CHARACTERS:
        state = _body_of(paragraphs_of_state(page.root), page, site)
        if _size(state) > TEASER * _size(body):
            body = replace(state, extractor="generic", image_caption=body.image_caption)
    return body


def _size(body: Body) -> int:
    return sum(len(paragraph) for paragraph in body.paragraphs)


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The elements that stand in no other of them, in order."""
    chosen = set(elements)
    return [one for one in elements if chosen.isdisjoint(one.iterancestors())]


def _body_in(containers: Sequence[HtmlElement], page: Page, site: Site) -> Body:
    """What stands in some elements, read one after the other."""
    paragraphs: list[Paragraph] = []
    captions: list[str] = []
    for container in containers:
        reading = read_paragraphs(container)
        paragraphs += _after_headline(reading)
        captions += reading.captions
    body = _body_of(paragraphs, page, site)
    body.image_caption = captions[0] if captions else None
    if containers and body.signature is None:
        body.signature = _signature_below(containers[-1])
    return body


def _signature_below(container: HtmlElement) -> str | None:
    """The initials that stand right after the element with the text."""
    below = next(container.itersiblings(tag=etree.Element), None)
    if below is None or below.find("*") is not None:
        return None
    line = clean(below.text or "")
    return line if is_closing_code(line) else None


def _body_of(paragraphs: Sequence[Paragraph], page: Page, site: Site) -> Body:
    own = _without_summary(_without_pull_quotes(_without_teasers(paragraphs)))
    texts = _texts(_without_link_lists(own), page, site)
    texts, signature = _without_signature(texts)
    return Body(paragraphs=_with_dateline(texts), signature=signature)


def _after_headline(reading: Reading) -> list[Paragraph]:
    """The paragraphs below the headline, if most of the text stands there."""
    at = reading.headline_at or 0
    above, below = reading.paragraphs[:at], reading.paragraphs[at:]
    return below if _length(below) > _length(above) else reading.paragraphs


def _length(paragraphs: Iterable[Paragraph]) -> int:
    return sum(len(paragraph.text) - paragraph.linked for paragraph in paragraphs)


def _without_teasers(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without boxes in which a link to another story stands over a word on it."""
    kept: list[Paragraph] = []
    for box, group in groupby(paragraphs, key=lambda paragraph: paragraph.parent):
        own = list(group)
        said = [paragraph for paragraph in own if not paragraph.is_link]
        is_teaser = (
            own[0].is_link
            and len(own[0].text) >= SHORTEST_TITLE
            and len(own) > 1
            and len(said) <= MOST_IN_A_TEASER
            and _length(said) <= LONGEST_TEASER
            and len(own) < len(paragraphs)
            and box is not paragraphs[0].parent
        )
        if not is_teaser:
            kept += own
    return kept


def _without_pull_quotes(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without quotations in large print that the text itself says again."""
    quotes = [each for each in paragraphs if each.parent.tag in ("blockquote", "aside")]
    if not quotes or len(quotes) > MOST_PULL_QUOTES:
        return list(paragraphs)
    others = [each.text for each in paragraphs if each not in quotes]
    repeated = [
        each
        for each in quotes
        if len(said := each.text.strip(_MARKS_OF_QUOTE)) > SHORTEST_TITLE
        and any(said in text for text in others)
    ]
    return [each for each in paragraphs if each not in repeated]


def _without_summary(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without a list of the main points above the first one."""
    points = list(takewhile(lambda each: each.parent.tag == "li", paragraphs))
    rest = paragraphs[len(points) :]
    is_summary = len(points) <= MOST_POINTS and _length(points) < _length(rest)
    return list(rest if is_summary else paragraphs)


def _without_link_lists(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without those that are links, and without the labels over such lists."""
    kept: list[Paragraph] = []
    for at, paragraph in enumerate(paragraphs):
        if not paragraph.is_link:
            kept.append(paragraph)
            continue
        is_first = at == 0 or not paragraphs[at - 1].is_link
        is_list = at + 1 < len(paragraphs) and paragraphs[at + 1].is_link
        is_list = is_list and len(paragraph.text) >= SHORTEST_TITLE  # no buttons for sharing
        if is_first and is_list and kept and kept[-1] is paragraphs[at - 1] and _is_label(kept[-1]):
            kept.pop()
    return kept


def _is_label(paragraph: Paragraph) -> bool:
    return paragraph.is_heading and len(paragraph.text.split()) <= _LONGEST_LABEL


def _texts(paragraphs: Sequence[Paragraph], page: Page, site: Site) -> list[str]:
    """What is left of the paragraphs when the boilerplate is out."""
    titles = [*page.metas.get("og:title", [])[:1], site.read_headline(page)[0] or ""]
    headlines = tuple(clean(title).casefold() for title in titles)
    total = sum(len(paragraph.text) for paragraph in paragraphs)
    is_fact_check = any(each.text.startswith(_RUBRICS) for each in paragraphs)
    kept: list[str] = []
    read = 0
    for paragraph in paragraphs:
        read += len(paragraph.text)
        text = _stripped(paragraph.text, site.strip)
        is_rubric = is_fact_check and text.startswith("SUMBER")
        if not text or (is_boilerplate(text) and not is_rubric):
            continue
        if is_end_of_text(text):
            if kept:
                break
            continue
        if not kept and (is_opening_boilerplate(text) or _is_headline(text, headlines)):
            continue
        if not _WORD.search(text) and not is_closing_code(text):
            continue
        kept.append(text)
        if is_closing_code(text) and read > total / 2:
            break
    return kept


def _is_headline(text: str, headlines: Sequence[str]) -> bool:
    folded = text.casefold()
    return len(text) > SHORTEST_TITLE and any(title.startswith(folded) for title in headlines)


def _stripped(text: str, patterns: Sequence[str]) -> str:
    text = without_inserts(text)
    for pattern in patterns:
        text = _compiled(pattern).sub("", text)
    return text.strip()


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _with_dateline(texts: list[str]) -> list[str]:
    """A dateline that stands before the first paragraph, joined to it."""
    if len(texts) > 1 and _OPEN_DATELINE.fullmatch(texts[0]):
        return [f"{texts[0]} {texts[1]}", *texts[2:]]
    return texts


def _without_signature(texts: list[str]) -> tuple[list[str], str | None]:
    """The texts without what closes them, and what that was."""
    closing = list(takewhile(is_signature, reversed(texts)))
    if closing and len(closing) < len(texts):
        named = [line for line in closing if _WORD.search(line)]
        texts = texts[: -len(closing)]
        return [*texts[:-1], without_end_marks(texts[-1])], (named or closing)[0]
    if not texts:
        return texts, None
    last, signature = split_signature(texts[-1])
    texts = [*texts[:-1], *([last] if last else [])]
    for at in range(len(texts) - 1, max(len(texts) - NOTES_BEHIND_CREDIT, 0) - 1, -1):
        if signature is None:
            texts[at], signature = split_outlet_credit(texts[at])
    return [text for text in texts if text], signature
