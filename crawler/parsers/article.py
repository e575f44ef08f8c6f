"""``read_article``: from a page to an Article with raw date candidates."""

from __future__ import annotations

from crawler.items import Article
from crawler.parsers.dateline import split_dateline
from crawler.parsers.dates import date_mentions
from crawler.parsers.metadata import read_metadata
from crawler.parsers.page import Page
from crawler.parsers.site import Site


def read_article(
    html: bytes | str, url: str | None = None, site: Site | type[Site] | None = None
) -> Article:
    """Read one page into an Article; ``site`` holds its declared facts, None reads generically.

    Dates come as raw candidates in order of trust; ``crawler.parsers.dates.resolve`` makes one
    instant of them. Never raises on any page, however broken: what is not there is None.
    """
    site = Site() if site is None else site() if isinstance(site, type) else site
    page = Page(html, url)
    for query in site.drop:
        for element in page.select(query):
            element.drop_tree()
    facts = read_metadata(page, site)
    headline, kicker = site.read_headline(page)
    people = site.read_people(page)
    candidates = site.read_published(page)
    body = site.read_body(page)
    dateline, first = None, None
    if body.paragraphs:
        outlets = [site.outlet] if site.outlet else []
        dateline, first = split_dateline(body.paragraphs[0], outlets)
    paragraphs = [first, *body.paragraphs[1:]] if body.paragraphs else []
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return Article(
        url=facts.url,
        site=site.name or None,
        publisher_id=facts.publisher_id,
        headline=headline,
        kicker=kicker,
        dateline=dateline.raw if dateline else None,
        dateline_place=dateline.place if dateline else None,
        dateline_outlet=dateline.outlet if dateline else None,
        date_candidates=candidates,
        authors=people.authors,
        editors=people.editors,
        section=facts.section,
        tags=facts.tags,
        lead=facts.lead,
        body=text or None,
        word_count=len(text.split()),
        language=facts.language,
        image_url=facts.image_url,
        image_caption=body.image_caption or facts.image_caption,
        is_free=facts.is_free,
        signature=body.signature,
        extractor=body.extractor,
        date_mentions=date_mentions(text, timezone=site.timezone),
        aliases=facts.aliases,
        timezone=site.timezone,
    )
