"""What a page holds besides its text: pictures one after another, a player, questions, entries."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.vocabulary import class_names

if TYPE_CHECKING:
    from crawler.parsers.page import Page

GALLERY = class_names.pattern_of("gallery")
"""Classes of a box of pictures: ``photo-gallery``, ``slideshow``."""

ENTRY = re.compile(
    r"live-?(?:blog|report|update)s?[_-]{1,2}(?:entry|item|post|update)", re.IGNORECASE
)
"""Classes of one entry of a live blog: ``liveblog-entry``, ``live-report__item``."""

PLAYER = re.compile(
    r"youtu\.?be|vidio\.com|dailymotion|vimeo|jwplatform|/plugins/video|tiktok\.com/embed|player",
    re.IGNORECASE,
)
"""``https://www.youtube.com/embed/...``: where the frame of a video leads."""

PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif)(?:[?#]|$)", re.IGNORECASE)
"""A link that shows a picture large and leads to no other story."""

PLAYERS = ("video", "amp-youtube", "amp-video", "amp-dailymotion", "amp-brightcove")
MOST_LOOKED_AT = 200
FEWEST_ENTRIES = 3
FEWEST_QUESTIONS = 3
SENTENCE = re.compile(r".{40,}[.!?\"”]\s*$|.{80}", re.DOTALL)
"""A text that is no label, date or name: ``Warga desa itu memanen padi lebih awal tahun ini.``"""
ABOVE, BELOW = 150, 300
"""Elements above and below the headline among which the story's own player stands."""


def pictures_in(page: Page) -> int:
    """How many pictures with a caption each, or in a box for pictures, lead to no other story."""
    pictures: set[HtmlElement] = set()
    for figure in page.elements("figure")[:MOST_LOOKED_AT]:
        caption = next(figure.iter("figcaption"), None)
        if caption is not None and any(text.strip() for text in islice(caption.itertext(), 9)):
            pictures.update(islice(figure.iter("img", "amp-img"), 1))
    for box in page.named(GALLERY)[:MOST_LOOKED_AT]:
        pictures.update(islice(box.iter("img", "amp-img"), MOST_LOOKED_AT))
    return sum(not _leads_on(picture) for picture in pictures)


def _leads_on(picture: HtmlElement) -> bool:
    """Whether a picture stands in a link to something else than itself, or in a teaser's box."""
    link = next(picture.iterancestors("a"), None)
    if link is not None and not PICTURE_FILE.search(link.get("href", "")):
        return True
    return next(picture.iterancestors("aside", "footer", "nav", "li"), None) is not None and (
        link is not None
    )


def has_player(page: Page, headline: str | None) -> bool:
    """Whether a video's player stands near the headline, above all sentences below it."""
    title = page.headline_place(headline)
    if title is None:
        return False
    near = range(title - ABOVE, _first_sentence(page, title) + 1)
    for place in page.index.places("iframe", *PLAYERS):
        element = page.index.nodes[place]
        source = element.get("src") or element.get("data-src") or ""
        if place in near and (element.tag != "iframe" or PLAYER.search(source[:200])):
            return True
    return False


def _first_sentence(page: Page, title: int) -> int:
    """The place of the first text below the headline that is no label, date or name."""
    index = page.index
    below = bisect(index.text_places, 2 * title + 1)
    until = bisect(index.text_places, 2 * (title + BELOW))
    long = bisect(index.long_places, 2 * title + 1)
    places = index.long_places[long : long + 1]
    places += (
        index.text_places[number]
        for number in range(below, until)
        if SENTENCE.search(index.texts[number])
    )
    return min(places, default=2 * (title + BELOW)) // 2


def has_questions(page: Page) -> bool:
    """Whether the page asks several questions with answers to choose from."""
    choices = islice(page.elements("input"), MOST_LOOKED_AT)
    names = {each.get("name") for each in choices if each.get("type", "").lower() == "radio"}
    return len(names) >= FEWEST_QUESTIONS


def has_live_entries(page: Page) -> bool:
    """Whether the page holds the entries of a live blog, one after another."""
    updates = page.microdata.get("liveBlogUpdate", ())
    return bool(updates) or len(page.named(ENTRY)) >= FEWEST_ENTRIES
