"""What is printed under a picture or a video, and where the lead picture's caption stands.

A caption is told by what stands before it: a picture, a player's frame, and nothing else said.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.boilerplate import is_opening_boilerplate
from crawler.parsers.page.element_text import text_of
from crawler.parsers.page.index import class_and_id, finds
from crawler.parsers.page.tags import UNSEEN_TAGS
from crawler.parsers.page.text import clean
from crawler.parsers.vocabulary import agencies
from crawler.parsers.vocabulary.roles import NOUNS, any_word_for

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.page.index import PageIndex

MEDIA_TAGS = frozenset(
    "img picture iframe video embed object amp-img amp-iframe amp-video amp-youtube".split()
)
"""Pictures, players and frames, under which a caption may stand."""
_ANY_MEDIA = etree.XPath(f"boolean(descendant::*[{' or '.join(f'self::{t}' for t in MEDIA_TAGS)}])")
_UNSEEN = " or ".join(f"parent::{tag}" for tag in sorted(UNSEEN_TAGS))
_LABELS = " or ".join(
    [f"contains(@class, '{name}')" for name in ("visually-hidden", "sr-only", "icon", "btn")]
    + ["self::button", "self::svg"]
)
_CAPTION_TEXTS = etree.XPath(  # of a picture with a <figcaption> what stands there, labels aside
    "(self::*[not(descendant::figcaption)] | descendant::figcaption)/descendant::text()"
    f"[normalize-space() and not({_UNSEEN} or ancestor::*[{_LABELS}])]",
    smart_strings=False,
)

_NO_PART = UNSEEN_TAGS | {"br", "source", "svg", "button", "ins"}
_SLANTED = frozenset(("em", "i", "small", "cite"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "li", "a"))
_BOXES = frozenset(("div", "section", "center", "td", "span", "figure"))
LONGEST_CAPTION = 400
MOST_IN_A_FIGURE = 1_000
"""Elements of a picture with all that is its own; one left open holds the rest of a page."""
LONGEST_UNMARKED = 160
"""Characters of a line that only its place under a picture makes a caption."""
MOST_PARTS = 12
"""Elements in a box that holds a picture and what is printed under it."""
MOST_IN_A_PICTURE = 4
MOST_MEDIA = 40
"""Pictures below the headline that are asked for a caption."""
SAMPLE = 30
"""Characters by which a paragraph is known again."""
MOST_SAMPLES = 8
SHORTEST_CAPTION = 25
"""Characters of a line outside a figure that needs no name and no credit to be a caption."""
MOST_WRAPPERS = 4
"""Elements around a picture that hold nothing else."""
_CREDIT = re.compile(
    rf"\((?:{agencies.ANY_WIRE})\b[^()]{{0,60}}\)\W*$|"
    r"\((?:[^()]{0,40}/[^()]{2,60}|(?:foto|dok|ist|photo|image|credit|sumber|source|getty)\b[^()]{0,60})\)\W*$|(?:foto|photo|credit|kredit|sumber)\s*:|©",
    re.IGNORECASE,
)
"""``(CONTOHNEWS/Nama Fotografer)``, ``Foto: Nama``: what a caption ends with or holds."""
_CALLED_PICTURE = re.compile(
    r"(?<![a-z])(?:img|image|foto|photo|pic|picture|gambar|caption|keterangan|media|thumb|figure)"
    r"s?(?![a-z])|caption|teaser_img",
    re.IGNORECASE,
)
"""``img_set_teaser``, ``keterangan-foto``: classes of the words beside a picture."""
_CALLED_WRITER = re.compile(
    rf"{any_word_for(forms=NOUNS)}|byline|profil|avatar|user|comment|logo|share|social",
    re.IGNORECASE,
)
"""``author-card``: classes of a box with a portrait and a name, an icon and a number."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def caption_of(element: HtmlElement) -> str:
    """The words of a figure or a caption's element, labels aside; none of half a page."""
    if next(islice(element.iter(), MOST_IN_A_FIGURE, None), None) is not None:
        return ""
    return clean(" ".join(_CAPTION_TEXTS(element)))


def is_media(element: HtmlElement) -> bool:
    """Whether an element is a picture or a player, or holds one and says nothing."""
    if element.tag in MEDIA_TAGS:
        return True
    return not _says_anything(element) and bool(_ANY_MEDIA(element))  # a word is found sooner


def _says_anything(element: HtmlElement) -> bool:
    """Whether an element has text that is seen; the first word ends the look."""
    for each in element.iter():
        is_seen = isinstance(each.tag, str) and each.tag not in UNSEEN_TAGS
        if is_seen and each.text and not each.text.isspace():
            return True
        if each is not element and each.tail and not each.tail.isspace():
            return True
    return False


def stands_under_media(box: HtmlElement, text: str) -> bool:
    """Whether a box is a picture or a video and, under it, the ``text`` that says what it shows.

    ``<div class="photo"><img><span>Nama</span> Petani memanen padi.</div>``. A paragraph may begin
    with a small picture too, so one needs slanted print, a credit or no end of a sentence.
    """
    if not len(box) or (box.text and box.text.strip()) or len(text) > LONGEST_CAPTION:
        return False
    parts = list(islice(box.iterchildren(etree.Element), MOST_PARTS + 1))
    if len(parts) > MOST_PARTS:
        return False
    said: list[HtmlElement] = []
    has_media = is_bare = False
    for part in parts:
        is_part = part.tag not in _NO_PART
        if is_part and not said and not is_bare and is_media(part):
            has_media = True
        elif is_part and not has_media and _says_anything(part):
            return False
        elif is_part and _says_anything(part):
            said.append(part)
        if part.tail and part.tail.strip():
            if not has_media:
                return False
            is_bare = True
    if not has_media:
        return False
    if not is_bare and said and all(part.tag in _SLANTED for part in said):
        return True
    if _CREDIT.search(text):
        return True
    if box.tag == "p":
        return len(text) < LONGEST_UNMARKED and not _SENTENCE_END.search(text)
    return bool(box.get("class") or box.get("id")) or (not is_bare and len(said) == 1)


def stands_below_picture(box: HtmlElement) -> bool:
    """Whether a box is the last of a wrapper that holds a picture before it and nothing else.

    ``<div><img src="padi.jpg"><div>Petani memanen padi.</div></div>``
    """
    if box.tag not in ("div", "p", "span", "section"):
        return False
    for around in islice(box.iterancestors("div", "span"), MOST_WRAPPERS):
        if box.getparent() is not around or len(around) > 1 or (around.text or "").strip():
            break
        box = around
    if next(box.itersiblings(tag=etree.Element), None) is not None:
        return False
    before = list(islice(box.itersiblings(tag=etree.Element, preceding=True), MOST_IN_A_PICTURE))
    if not 0 < len(before) < MOST_IN_A_PICTURE:
        return False
    if not any(one.tag in MEDIA_TAGS or _ANY_MEDIA(one) for one in before):
        return False
    if box.tag == "p" and not any(one.tag in MEDIA_TAGS for one in before):
        return False
    return not any(_says_anything(one) for one in before)


def lead_caption(page: Page, headline: str | None, paragraphs: Sequence[str]) -> str | None:
    """The caption of the first picture below the headline that has one, above the text's middle.

    ``paragraphs`` are the text's: what says the same is no caption.
    """
    index = page.index
    place = page.headline_place(headline)
    if place is None:
        return None
    media = [at for at in sorted(index.places(*MEDIA_TAGS)) if at > place][:MOST_MEDIA]
    last = _place_of_text(index, place, paragraphs) if media else 0
    for element in index.at(at for at in media if at < last):
        caption = _caption_under(element)
        if caption and caption not in paragraphs:
            page.trace.note("image_caption", LEAD, "told", caption, element)
            return caption
    return None


LEAD = "under the lead picture"


def _place_of_text(index: PageIndex, place: int, paragraphs: Sequence[str]) -> int:
    """Where a later paragraph of the text begins, below a place; 0 where none is found."""
    samples = tuple(each[:SAMPLE] for each in paragraphs[1:MOST_SAMPLES] or paragraphs)
    below = (
        islice(places, bisect(places, 2 * place), None)
        for places in (index.text_places, index.long_places)
    )
    for at in merge(*below):
        node = index.nodes[at // 2]
        said = node.tail if at % 2 else node.text
        if said and len(said) > SAMPLE and clean(said[:200]).startswith(samples):
            return at // 2
    return 0


def _caption_under(media: HtmlElement) -> str | None:
    """What stands under a picture, in its figure, its box or the element right below."""
    frame = media
    for _ in range(MOST_WRAPPERS):
        around = frame.getparent()
        if around is None or around.tag in ("body", "article", "main"):
            return None
        if around.tag == "figure":
            return _fit(around, caption_of(around))
        if _says_anything(around):
            break
        frame = around
    around = frame.getparent()
    if around is None or _is_called(_CALLED_WRITER, around):
        return None
    if around.tag in (*_BOXES, "p") and len(around) <= MOST_PARTS:
        words = clean(text_of(around, most=LONGEST_CAPTION))
        if stands_under_media(around, words):
            return _fit(around, caption_of(around))
    below = next(frame.itersiblings(tag=etree.Element), None)
    if below is None or below.tag in _HEADINGS or _is_called(_CALLED_WRITER, below):
        return None
    if below.tag == "figcaption" or _is_called(_CALLED_PICTURE, below):
        return _fit(below, caption_of(below))
    return None


def _is_called(pattern: re.Pattern[str], element: HtmlElement) -> bool:
    return finds(pattern, class_and_id(element))


def _fit(element: HtmlElement, words: str) -> str | None:
    """The words of a caption; None where they are links, a heading, a byline or only a word."""
    if not 1 < len(words.split()) <= len(words) <= LONGEST_CAPTION:
        return None
    linked = sum(len(clean("".join(each.itertext()))) for each in islice(element.iter("a"), 9))
    if 2 * linked > len(words) or is_opening_boilerplate(words):
        return None
    if next(element.iter("h1", "h2", "h3", "h4", "time", "form"), None) is not None:
        return None
    is_caption = (
        len(words) >= SHORTEST_CAPTION
        or element.tag == "figure"
        or _CREDIT.search(words)
        or _is_called(_CALLED_PICTURE, element)
    )
    return words if is_caption else None
