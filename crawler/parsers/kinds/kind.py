"""What kind of page an article is, told by what the page says of itself, then by what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from crawler.items import Article, ArticleKind
from crawler.parsers.kinds.holdings import (
    has_live_entries,
    has_player,
    has_questions,
    pictures_in,
)
from crawler.parsers.page.json_ld import ARTICLE_KIND, types_of
from crawler.parsers.page.text import clean
from crawler.parsers.urls import split_url
from crawler.parsers.vocabulary.kind_words import kind_called

if TYPE_CHECKING:
    from crawler.parsers.page import Page

HEADLINE_MARK = re.compile(
    r"^(?:\[(?P<square>[^\]]{2,30})\]|\((?P<round>[^)]{2,30})\)|(?P<bare>[^:|]{2,30})[:|])\s*\S"
)
"""``FOTO: Judul``, ``[VIDEO] Judul``, ``KUIS | Judul``."""

SIGNED = re.compile(r"^[(\[]?\s*(?:adv|advertorial|pariwara)\b", re.IGNORECASE)
"""``(ADV)``, ``(adv/rin)``: what is closed so was paid for."""

LABELLED = re.compile(
    r"(?:advertorial|pariwara|inforial|infotorial|sponsored content|konten bersponsor|paid content"
    r"|artikel ini (?:adalah|merupakan) (?:advertorial|iklan|kerja sama berbayar).{0,60})",
    re.IGNORECASE,
)
"""``Advertorial`` as a line of its own at the headline."""

LABEL_WORDS = (
    *("advertorial", "pariwara", "inforial", "infotorial", "sponsored content"),
    *("konten bersponsor", "paid content", "artikel ini"),
)
MOST_LABELS = 20
NEAR = 40
"""Elements above and below the headline among which its label is looked for."""

TYPES: dict[str, ArticleKind] = {
    "LiveBlogPosting": "live",
    "AdvertiserContentArticle": "advertorial",
    "SpecialAnnouncement": "notice",
}
"""Types in JSON-LD that say the kind of what they describe."""

TYPES_OF_MEDIA: dict[str, ArticleKind] = {
    "Quiz": "quiz",
    "VideoObject": "video",
    "ImageGallery": "gallery",
    "MediaGallery": "gallery",
    "PodcastEpisode": "audio",
    "RadioEpisode": "audio",
    "AudioObject": "audio",
}
"""Types that say it where no article is described and the text is short: one may hold a video."""

TYPE_METAS = (
    *("og:type", "contenttype", "content_type", "dtk:contenttype", "article:content_type"),
    *("articletype", "article_type", "dtk:articletype", "article:type", "post_type", "page_type"),
)
TEMPLATES: tuple[tuple[ArticleKind, re.Pattern[str]], ...] = (
    ("gallery", re.compile(r"foto|photo|galler|galeri", re.IGNORECASE)),
    ("video", re.compile(r"video", re.IGNORECASE)),
    ("live", re.compile(r"live[-_ ]?(?:blog|report)", re.IGNORECASE)),
    ("quiz", re.compile(r"quiz|kuis", re.IGNORECASE)),
    ("advertorial", re.compile(r"advertorial|sponsored", re.IGNORECASE)),
    ("audio", re.compile(r"podcast|^music", re.IGNORECASE)),
)
WITHOUT_TEXT: tuple[ArticleKind, ...] = ("gallery", "video", "audio")
"""Kinds of which a long text is none, whatever its template is called."""
"""What a template calls its page in a meta: ``multiplefotophoto``, ``video.other``."""

ITEM_TYPE = re.compile(r"schema\.org/(?:\w*Article|BlogPosting)\b")
"""``itemtype="https://schema.org/NewsArticle"``."""

LINE = 60
"""Words of a text that is no more than the line under a video."""
FEW_WORDS = 120
"""Words of a text beside which a video that the page's data names, or pictures, are the story."""
FEWEST_PICTURES = 4
"""With a caption each, or in one box."""

Told = tuple[ArticleKind, str] | None
"""A kind, and what tells it."""


def read_kind(page: Page, article: Article) -> ArticleKind | None:
    """The kind of page an article was read from; None where nothing tells it.

    The first of ``RULES`` that tells one is believed: what the outlet says goes before what the
    page holds, and that it is a plain article comes last.
    """
    for name, rule in RULES:
        if name not in page.trace.off and (told := rule(page, article)):
            page.trace.note("kind", name, "won", told[1], kind=told[0])
            return told[0]
    return None


def _first_called(names: Iterable[str | None], *, whole: bool = False) -> Told:
    """The first of some names that is a kind's."""
    found = ((kind_called(name, whole=whole), name) for name in names if name)
    return next(((kind, name) for kind, name in found if kind), None)


def label(page: Page, article: Article) -> Told:
    """What is printed above the headline, or is the page's section, its tag or its signature."""
    if told := _first_called([article.kicker, article.section]):
        return told
    said = [tag for tag in article.tags if kind_called(tag) == "advertorial"]
    said += [line for line in [article.signature or ""] if SIGNED.match(line)]
    said += _labels_at_headline(page, article)
    return ("advertorial", said[0]) if said else None


def _labels_at_headline(page: Page, article: Article) -> Iterator[str]:
    """A commercial's label near the headline; links are the menu's."""
    place = page.headline_place(article.headline)
    if place is None:
        return
    for text, element, order in page.texts_with(LABEL_WORDS)[:MOST_LABELS]:
        if abs(order - place) <= NEAR and element.tag != "a" and LABELLED.fullmatch(clean(text)):
            yield clean(text)


def headline_mark(page: Page, article: Article) -> Told:
    """What stands before the headline's colon, or in brackets before it: ``FOTO: Judul``."""
    found = HEADLINE_MARK.match(article.headline or "")
    return _first_called(found.groups(), whole=True) if found else None


def address(page: Page, article: Article) -> Told:
    """The first name of the host, and the folders of the address; its last part is the title."""
    for given in (page.url, article.url):
        parts = split_url(given)
        if parts is not None and (
            told := _first_called([parts.hostname.partition(".")[0], *parts.path.split("/")[1:-1]])
        ):
            return told
    return None


def type_in_json_ld(page: Page, article: Article) -> Told:
    """What the page's data calls the thing it describes: ``LiveBlogPosting``."""
    said = [kind for node in page.json_ld for kind in types_of(node)]
    own = types_of(page.news_article) or said
    is_media = not page.news_article and article.word_count <= FEW_WORDS
    known = {**TYPES, **(TYPES_OF_MEDIA if is_media else {})}
    return next(((known[each], each) for each in own if each in known), None)


def type_in_metas(page: Page, article: Article) -> Told:
    """What the template calls its page: ``og:type`` and its like."""
    for said in filter(None, (page.meta(name) for name in TYPE_METAS)):
        for kind, called in TEMPLATES:
            is_story = kind in WITHOUT_TEXT and article.word_count > FEW_WORDS
            if not is_story and called.search(said[:LINE]):
                return kind, said
    return None


def live_entries(page: Page, article: Article) -> Told:
    """The entries of a live blog."""
    return ("live", "entries of a live blog") if has_live_entries(page) else None


def questions(page: Page, article: Article) -> Told:
    """Several questions with answers to choose from."""
    return ("quiz", "questions with answers to choose from") if has_questions(page) else None


def pictures(page: Page, article: Article) -> Told:
    """Pictures one after another, and little text for each."""
    number = pictures_in(page)
    is_story = number >= FEWEST_PICTURES and article.word_count <= FEW_WORDS
    return ("gallery", f"{number} pictures, {article.word_count} words") if is_story else None


def player(page: Page, article: Article) -> Told:
    """A video's player, and a line of text."""
    named = any(page.meta(name) for name in ("og:video", "og:video:url", "twitter:player"))
    most = FEW_WORDS if named else LINE
    is_video = article.word_count <= most and (named or has_player(page, article.headline))
    return ("video", f"a player, {article.word_count} words") if is_video else None


def said_article(page: Page, article: Article) -> Told:
    """What the page's data, its metas or its markup calls an article; what has a dateline."""
    said = [each for each in types_of(page.news_article) if ARTICLE_KIND.match(each)]
    said += [each for each in page.metas.get("og:type", ()) if each.casefold() == "article"]
    said += filter(None, [article.dateline])
    said += page.metas.get("article:published_time", ())
    if not said:
        items = islice(page.elements("article", "main", "div", "html", "body"), 2000)
        types = (each.get("itemtype", "") for each in items)
        said += islice(filter(ITEM_TYPE.search, types), 1)
    return ("article", said[0]) if said and article.body else None


RULES: tuple[tuple[str, Callable[[Page, Article], Told]], ...] = (
    ("label", label),
    ("mark in the headline", headline_mark),
    ("folder of the address", address),
    ("type in JSON-LD", type_in_json_ld),
    ("type in metas", type_in_metas),
    ("entries of a live blog", live_entries),
    ("questions to answer", questions),
    ("pictures", pictures),
    ("player", player),
    ("said to be an article", said_article),
)
"""The rules by name, in the order in which they are asked."""
