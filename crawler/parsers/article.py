"""``read_article``: from a page to an Article with raw date candidates."""

from __future__ import annotations

import re
from itertools import islice

from crawler.items import Article, Dateline
from crawler.parsers.dateline import DATE, split_dateline
from crawler.parsers.dateline.outlets import outlet_strength
from crawler.parsers.dateline.places import is_place
from crawler.parsers.dates import date_mentions
from crawler.parsers.dates.lines import find_date_lines
from crawler.parsers.declared import confirmed
from crawler.parsers.doubts import text_doubts
from crawler.parsers.kinds import read_kind
from crawler.parsers.lead import printed_lead
from crawler.parsers.metadata import language_of, read_metadata, shown_tags
from crawler.parsers.page import Page, text_of
from crawler.parsers.page.text import clean, word_count
from crawler.parsers.page.trace import SILENT, Trace
from crawler.parsers.people.names import looks_like_name
from crawler.parsers.reader import Reader
from crawler.parsers.site import Site
from crawler.parsers.story_pages import StoryPages, story_pages
from crawler.parsers.vocabulary.roles import REPORT_OF

CREDIT_LINE = re.compile(rf"^(?:{REPORT_OF}|laporan)\b(?:[^.!?]|\.(?=\w)){{3,90}}$", re.IGNORECASE)
"""``Laporan wartawan Contoh.com, NAMA`` as a paragraph of its own before the story."""

DATELINE = re.compile(r"dateline", re.IGNORECASE)
"""``<span class="dateline">``."""

SIGNED_NAME = re.compile(r"^[A-Z][\w.'’]+(?: [A-Z][\w.'’]*){1,3}$")
"""``NAMA PENULIS`` as the last line of a story."""

SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
MOST_BEFORE = 2
"""Lines that may stand before the dateline."""

LONGEST_LINE_BEFORE = 160
LONGEST_DECK = 300
DECK = "above the dateline"
MOST_BOLD = 60
WHOLE = 110
"""Characters in bold from which a paragraph is bold as a whole."""

AnySite = Site | type[Site] | None


def read_article(
    html: bytes | str, url: str | None = None, site: AnySite = None, trace: Trace = SILENT
) -> Article:
    """Read one page into an Article, as its ``site`` says; None reads generically.

    Each field is handed what was found before it: the headline says where text, dates and names
    are looked for, the lines that print a date where names are, the text which days it names.
    Dates come as raw candidates in order of trust; ``crawler.parsers.dates.resolve`` makes one
    instant of them. Never raises on any page. The ``trace`` is told what was tried for each field.
    """
    site = _reader_of(site)
    page = Page(html, url, trace)
    article = _read(page, site)
    article.kind = read_kind(page, article)
    return article


def _reader_of(site: AnySite) -> Reader:
    """The reader of a site's pages, also where only its facts are given."""
    site = site() if isinstance(site, type) else site or Reader()
    if isinstance(site, Reader):
        return site
    facts = type(site)
    return Reader() if facts is Site else type(facts.__name__, (facts, Reader), {})()


def _read(page: Page, site: Reader) -> Article:
    """Every field but the kind of page, which follows from them."""
    tags, pages = shown_tags(page), story_pages(page)  # their boxes are dropped for the text's sake
    page.drop(site.drop)
    facts = read_metadata(page, site, tags)
    headline, kicker = site.read_headline(page)
    body = site.read_body(page, headline)
    lines = find_date_lines(page, headline)
    candidates = site.read_published(page, headline, lines, body.paragraphs)
    people = site.read_people(page, headline, lines)
    dateline, deck, paragraphs = _take_dateline(body.paragraphs, page, site)
    text = "\n\n".join(paragraphs)
    return Article(
        url=facts.url,
        site=site.name or None,
        publisher_id=facts.publisher_id,
        headline=headline,
        kicker=kicker,
        **_columns_of(dateline),
        date_candidates=candidates,
        authors=people.authors or _signed(body.signature, page.trace),
        editors=people.editors,
        section=facts.section,
        tags=facts.tags,
        lead=deck or printed_lead(page, headline, paragraphs) or facts.lead,
        body=text or None,
        word_count=word_count(text),
        language=language_of(text, facts.language),
        image_url=facts.image_url,
        image_caption=body.image_caption or facts.image_caption,
        is_free=facts.is_free,
        signature=body.signature,
        extractor=body.extractor,
        date_mentions=date_mentions(text, timezone=site.timezone),
        aliases=facts.aliases,
        timezone=site.timezone,
        confirmed=confirmed(page, site, body, dateline is not None),
        **_of_pages(pages),
        doubt=text_doubts(page, body, text, pages.goes_on),
    )


def _of_pages(pages: StoryPages) -> dict[str, str | None]:
    return {"next_page": pages.next, "whole_page": pages.whole}


def _columns_of(dateline: Dateline | None) -> dict[str, str | None]:
    return {
        "dateline": dateline and dateline.raw,
        "dateline_place": dateline and dateline.place,
        "dateline_outlet": dateline and dateline.outlet,
    }


def _take_dateline(
    paragraphs: list[str], page: Page, site: Reader
) -> tuple[Dateline | None, str | None, list[str]]:
    """The dateline the story opens with, the deck above it, and the paragraphs without both.

    Only the opening is asked: a later paragraph may begin with an outlet's name and mean it. What
    may stand before it is no part of the story: a reporter's credit, the outlet on a line of its
    own, a caption, a sentence or two in large print, which only a sure dateline makes a deck.
    """
    outlets = [site.outlet] if site.outlet else []
    outlets += sorted(name for name in page.site_names() if not is_place(name))
    styles = [site.dateline] if isinstance(site.dateline, str) else list(site.dateline or ())
    before: list[str] = []
    are_lines = are_bold = True
    for index, paragraph in enumerate(islice(paragraphs, MOST_BEFORE + 1)):
        opening = _printed_opening(page, paragraph)
        dateline, rest = split_dateline(paragraph, outlets, styles=styles, opening=opening)
        above = before
        if dateline and before and not dateline.outlet:
            dateline, above = _with_outlet_above(dateline, before, outlets)
        page.trace.note(
            "dateline",
            f"paragraph {index + 1}",
            "told" if dateline else "lost",
            dateline.raw if dateline else paragraph,
            place=dateline and dateline.place,
            outlet=dateline and dateline.outlet,
            printed=opening,
        )
        if dateline and _opens_story(dateline, above, opening, are_lines, are_bold):
            deck = [line for line in above if not _is_aside(line)]
            kept = [line for line in above if DATE.search(line) and not CREDIT_LINE.match(line)]
            if deck:
                page.trace.note("body", DECK, "out", " ".join(deck))
            text = [line for line in (*kept, rest, *paragraphs[index + 1 :]) if line]
            return dateline, " ".join(deck) or None, text
        if len(paragraph) > LONGEST_DECK:
            break
        before = [*before, paragraph]
        is_line = len(paragraph) <= LONGEST_LINE_BEFORE and not SENTENCE_END.search(paragraph)
        are_lines = are_lines and is_line
        are_bold = are_bold and opening is not None and len(opening) >= min(len(paragraph), WHOLE)
    return None, None, paragraphs


def _opens_story(
    dateline: Dateline, before: list[str], opening: str | None, are_lines: bool, are_bold: bool
) -> bool:
    """Whether a dateline is the story's, for what stands before it.

    Behind sentences it needs place and outlet, or a known place where the page prints it or all
    of the sentences in bold.
    """
    if not before or (dateline.place and dateline.outlet):
        return True
    is_known = dateline.place is not None and is_place(dateline.place)
    if all(map(_is_aside, before)):
        return are_lines and (is_known or dateline.outlet is not None)
    is_bold = opening is not None and opening.strip(" -–—:.") == dateline.raw.strip(" -–—:.")
    return is_known and (is_bold or are_bold)


def _is_aside(line: str) -> bool:
    """Whether a line before the story is a reporter's credit or the page's date."""
    return bool(CREDIT_LINE.match(line) or DATE.search(line))


def _with_outlet_above(
    dateline: Dateline, before: list[str], outlets: list[str]
) -> tuple[Dateline, list[str]]:
    """A dateline with the outlet that stands on the line before it, where one does."""
    if outlet_strength(before[-1], outlets) < 3:
        return dateline, before
    raw = f"{before[-1]} {dateline.raw}"
    return Dateline(raw, dateline.place, before[-1], dateline.date), before[:-1]


def _printed_opening(page: Page, paragraph: str) -> str | None:
    """What the page prints in bold, or calls a dateline, where a paragraph begins."""
    bold = page.index.at(sorted(page.index.places("b", "strong"))[:MOST_BOLD])
    for element in (*page.named(DATELINE)[:MOST_BOLD], *bold):
        if not paragraph.startswith(clean(element.text or "")):
            continue
        words = clean(text_of(element, most=120))
        if len(words) > 3 and paragraph.startswith(words):
            return words
    return None


def _signed(signature: str | None, trace: Trace) -> list[str]:
    """The writer who signs with the full name under the story."""
    if signature and SIGNED_NAME.match(signature) and looks_like_name(signature):
        trace.note("authors", "signature", "won", signature)
        return [signature]
    return []
