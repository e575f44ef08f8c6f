"""The article's text, paragraph by paragraph, and nothing else.

Where it stands: the site's ``body`` selector, else ``body_container``. What its paragraphs are:
``paragraphs``. What is taken out: ``rules``, by ``boilerplate`` (wordings), and
``boilerplate_markup`` (elements); what closes it: ``signature``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.container import find_container
from crawler.parsers.body.data import paragraphs_of_article_body, paragraphs_of_state
from crawler.parsers.body.paragraphs import Paragraph, Reading, read_paragraphs
from crawler.parsers.body.rules import Story, length_of, tidied
from crawler.parsers.body.signature import is_closing_code, without_signature
from crawler.parsers.page.text import clean

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

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


def read_body(page: Page, site: Site, headline: str | None) -> Body:
    """The article's paragraphs in order, the first still with its dateline.

    Of short texts the one nearest below the ``headline`` is the article's, and a line that repeats
    it is none of the text. Empty when the page holds no text. Raises cssselect.SelectorError when
    ``site.body`` is no CSS.
    """
    titles = [*page.metas.get("og:title", [])[:1], headline or ""]
    story = Story(tuple(clean(title).casefold() for title in titles), site.strip)
    body = Body()
    if site.body:
        body = _body_in(_outermost(page.select(site.body)), page, story)
        body.extractor = "site"
    if not body.paragraphs:
        container = find_container(page, headline)
        body = _body_in([] if container is None else [container], page, story)
        body.extractor = "generic"
    if len(body.paragraphs) <= A_FEW_PARAGRAPHS:
        body = _fullest(body, page, story)
    return body if body.paragraphs else Body()


def _fullest(body: Body, page: Page, story: Story) -> Body:
    """What the page's data says, where the elements hold next to nothing of it."""
    article_body = paragraphs_of_article_body(page.news_article.get("articleBody"))
    said = _body_of(article_body, page, story)
    if _size(said) > TEASER * _size(body):
        body = replace(said, extractor="json-ld", image_caption=body.image_caption)
    if _size(body) < A_FEW_CHARACTERS:
        state = _body_of(paragraphs_of_state(page.root), page, story)
        if _size(state) > TEASER * _size(body):
            body = replace(state, extractor="generic", image_caption=body.image_caption)
    return body


def _size(body: Body) -> int:
    return sum(len(paragraph) for paragraph in body.paragraphs)


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The elements that stand in no other of them, in order."""
    chosen = set(elements)
    return [one for one in elements if chosen.isdisjoint(one.iterancestors())]


def _body_in(containers: Sequence[HtmlElement], page: Page, story: Story) -> Body:
    """What stands in some elements, read one after the other."""
    paragraphs: list[Paragraph] = []
    captions: list[str] = []
    for container in containers:
        reading = read_paragraphs(container)
        paragraphs += _after_headline(reading)
        captions += reading.captions
    body = _body_of(paragraphs, page, story)
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


def _body_of(paragraphs: Sequence[Paragraph], page: Page, story: Story) -> Body:
    kept = tidied(paragraphs, story, page.trace)
    texts, signature = without_signature([each.text for each in kept], page.trace)
    return Body(paragraphs=list(texts), signature=signature)


def _after_headline(reading: Reading) -> list[Paragraph]:
    """The paragraphs below the headline, if most of the text stands there."""
    at = reading.headline_at or 0
    above, below = reading.paragraphs[:at], reading.paragraphs[at:]
    return below if length_of(below) > length_of(above) else reading.paragraphs
