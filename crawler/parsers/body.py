"""The article's text, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from crawler.parsers.text import clean

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site


@dataclass(slots=True)
class Body:
    """An article's text; ``extractor`` names the rule that found it."""

    paragraphs: list[str] = field(default_factory=list)
    signature: str | None = None
    extractor: Literal["site", "json-ld", "generic"] | None = None
    image_caption: str | None = None


def read_body(page: Page, site: Site) -> Body:
    """The article's paragraphs, the first still with its dateline."""
    found = page.select(site.body) if site.body else []
    texts = [clean(p.text_content()) for e in found or [page.root] for p in e.iter("p")]
    paragraphs = [text for text in texts if text]
    if not paragraphs:
        return Body()
    return Body(paragraphs, extractor="site" if found else "generic")
