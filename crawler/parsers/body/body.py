"""The article's text, paragraph by paragraph, and nothing else.

Where it stands: the site's ``body`` selector, else ``body_container``. What its paragraphs are:
``paragraphs``. What is taken out: ``rules``, by ``boilerplate`` (wordings), and
``boilerplate_markup`` (elements); what closes it: ``signature``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.captions import lead_caption
from crawler.parsers.body.container import choose_container
from crawler.parsers.body.data import paragraphs_of_article_body, paragraphs_of_state
from crawler.parsers.body.paragraphs import Paragraph, Reading, read_paragraphs
from crawler.parsers.body.rules import Story, length_of, tidied
from crawler.parsers.body.signature import is_closing_code, without_signature
from crawler.parsers.body.teasers import is_list_of_teasers
from crawler.parsers.page.text import clean
from crawler.parsers.urls import registered_domain, split_url

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

A_FEW_PARAGRAPHS = 3
"""A text of no more may be a teaser; the page's data is asked for the whole."""
A_FEW_CHARACTERS = 300
MOST_NOSCRIPTS = 20
TEASER = 2.5
"""How many times longer the text in the page's data must be to be taken instead."""
ABOVE_HEADLINE = "above the headline"
BELOW_CONTAINER = "below the text's element"

Extractor = Literal["site", "json-ld", "generic"]


@dataclass(slots=True)
class Body:
    """An article's text; ``extractor`` names the rule that found it.

    The first paragraph still carries its dateline. ``signature`` is what closed the text, as
    printed; ``image_caption`` what stands under the lead picture, else the first caption among the
    paragraphs. ``doubt`` is how near another element came to be taken for the text's, from 0 (none
    was weighed against it) to 1.
    """

    paragraphs: list[str] = field(default_factory=list)
    signature: str | None = None
    extractor: Extractor | None = None
    image_caption: str | None = None
    doubt: float = 0.0


def read_body(page: Page, site: Site, headline: str | None) -> Body:
    """The article's paragraphs in order, the first still with its dateline.

    ``SOURCES`` are asked one after the other. Of short texts the one nearest below the
    ``headline`` is the article's, and a line that repeats it is none of the text. Empty when the
    page holds no text. Raises cssselect.SelectorError when ``site.body`` is no CSS.
    """
    titles = [*page.metas.get("og:title", [])[:1], headline or ""]
    parts = split_url(page.url)
    domain = registered_domain(parts.hostname) if parts else ""
    story = Story(tuple(clean(title).casefold() for title in titles), site.strip, domain)
    best = Body()
    for source in SOURCES:
        if source.name in page.trace.off or not source.is_asked(site, best):
            continue
        found = source.read(page, site, headline, story)
        found.extractor = source.extractor
        is_taken = not source.is_data or _size(found) > TEASER * _size(best)
        page.trace.note(
            "body",
            source.name,
            "won" if is_taken and found.paragraphs else "lost",
            found.paragraphs[0] if found.paragraphs else None,
            characters=_size(found),
            paragraphs=len(found.paragraphs),
        )
        if is_taken:
            caption = best.image_caption if source.is_data else found.image_caption
            best = replace(found, image_caption=caption)
    if best.paragraphs and (caption := lead_caption(page, headline, best.paragraphs)):
        best.image_caption = caption
    is_story = best.paragraphs and not is_list_of_teasers(page, best.paragraphs)
    return best if is_story else Body()


def _size(body: Body) -> int:
    return sum(len(paragraph) for paragraph in body.paragraphs)


@dataclass(frozen=True, slots=True)
class TextSource:
    """One place where the text may stand; ``is_asked`` is told what those before it gave.

    What only the page's data says is taken where it is much longer.
    """

    name: str
    extractor: Extractor
    is_asked: Callable[[Site, Body], bool]
    read: Callable[[Page, Site, str | None, Story], Body]
    is_data: bool = False


def _declared(page: Page, site: Site, headline: str | None, story: Story) -> Body:
    """The elements that the site's ``body`` selects."""
    return _body_in(_outermost(page.select(site.body or "")), page, story)


def _generic(page: Page, site: Site, headline: str | None, story: Story) -> Body:
    """The element for which the page's sentences vote."""
    choice = choose_container(page, headline)
    containers = choice.parts or ((choice.container,) if choice.container is not None else ())
    body = _body_in(containers, page, story, choice.named)
    body.doubt = choice.doubt
    return body


def _article_body(page: Page, site: Site, headline: str | None, story: Story) -> Body:
    """``articleBody`` in JSON-LD."""
    said = paragraphs_of_article_body(page.news_article.get("articleBody"))
    return _body_of(said, page, story)


def _state(page: Page, site: Site, headline: str | None, story: Story) -> Body:
    """The longest HTML text in the data from which a page's scripts start."""
    return _body_of(paragraphs_of_state(page.root), page, story)


def _noscript(page: Page, site: Site, headline: str | None, story: Story) -> Body:
    """The longest text that only a browser without scripts shows."""
    hidden = page.elements("noscript")[:MOST_NOSCRIPTS]
    found = [_body_in([each], page, story) for each in hidden if len(each)]
    return max(found, key=_size, default=Body())


def _is_short(site: Site, body: Body) -> bool:
    """Whether a text may be a teaser."""
    return len(body.paragraphs) <= A_FEW_PARAGRAPHS


SOURCES = (
    TextSource("site's selector", "site", lambda site, body: bool(site.body), _declared),
    TextSource(
        "found by its sentences", "generic", lambda site, body: not body.paragraphs, _generic
    ),
    TextSource(
        "noscript",
        "generic",
        lambda site, body: not body.paragraphs,
        _noscript,
    ),
    TextSource("articleBody", "json-ld", _is_short, _article_body, is_data=True),
    TextSource(
        "script's state",
        "generic",
        lambda site, body: _is_short(site, body) and _size(body) < A_FEW_CHARACTERS,
        _state,
        is_data=True,
    ),
)
"""Where the text may stand, in the order in which it is asked."""


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The elements that stand in no other of them, in order."""
    chosen = set(elements)
    return [one for one in elements if chosen.isdisjoint(one.iterancestors())]


def _body_in(
    containers: Sequence[HtmlElement],
    page: Page,
    story: Story,
    named: Collection[HtmlElement] = (),
) -> Body:
    """What stands in some elements, read one after the other; ``named`` as in `paragraphs`."""
    paragraphs: list[Paragraph] = []
    captions: list[str] = []
    for container in containers:
        reading = read_paragraphs(container, page.trace, named)
        below = _below_headline(reading)
        page.trace.compare("body", ABOVE_HEADLINE, reading.paragraphs, below)
        paragraphs += below
        captions += reading.captions
    body = _body_of(paragraphs, page, story)
    body.image_caption = captions[0] if captions else None
    if containers and body.signature is None:
        body.signature = _signature_below(containers[-1])
        if body.signature:
            page.trace.note("signature", BELOW_CONTAINER, "won", body.signature)
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


def _below_headline(reading: Reading) -> list[Paragraph]:
    """The paragraphs below the headline, if most of the text stands there."""
    at = reading.headline_at or 0
    above, below = reading.paragraphs[:at], reading.paragraphs[at:]
    return below if length_of(below) > length_of(above) else reading.paragraphs
