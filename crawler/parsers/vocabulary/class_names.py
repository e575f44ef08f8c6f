"""How pages call what stands beside the text: one table of parts of a class or id.

The names are those that CMSs and themes share (``related``, ``baca-juga``, ``share-buttons``);
markup that only one outlet uses belongs in that site's ``drop``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "comment", "reaction", "counter", "related", "popular", "newest", "advert", "share", "follow",
    "notice", "byline", "biography", "date", "menu", "breadcrumb", "paging", "sidebar", "widget",
    "header", "footer", "copyright", "tags", "site's tags", "caption", "gallery", "picture",
    "player", "contents", "summary", "embed", "hidden", "ticker", "clock", "archive", "logo",
]  # fmt: skip
Use = Literal["body", "dates", "people", "tags", "kicker", "listing"]


class Name(NamedTuple):
    """Words that stand in a class or id, what they name, and a class with one of them.

    ``stem`` is what is enough of a longer word, as in "popularposts"; without one a word counts
    whole. What is ``sure`` is beside the text however much text it holds. ``not_for`` names readers
    for whom the words mean something else, though they look out for the kind.
    """

    kind: Kind
    words: str
    example: str
    stem: str = ""
    sure: bool = False
    not_for: tuple[Use, ...] = ()


class Compound(NamedTuple):
    """A pattern of several words that name something together, on one name or on several."""

    kind: Kind
    pattern: str
    example: str
    sure: bool = False
    not_for: tuple[Use, ...] = ()


NAMES = (
    Name("comment", "comment comments", "post-comments", "comment", sure=True),
    Name("comment", "komentar", "box-komentar", "koment", sure=True),
    Name("comment", "disqus", "disqus-thread", "disqus", sure=True),
    Name("reaction", "respond likes rating reaction reactions", "post-reactions"),
    Name("counter", "view views", "view-count", "view"),
    Name("related", "related relatedposts", "post-related", "related", sure=True),
    Name("related", "terkait", "berita-terkait", "terkait", sure=True),
    Name("related", "bacajuga lihatjuga lihatjg", "box-lihatjg", sure=True),
    Name("related", "sisip linksisip topiksisip", "linksisip"),
    Name("related", "recommend recommended recommendation recommendations", "box-recommendation",
         "recommend"),
    Name("related", "rekomendasi", "artikel-rekomendasi", "rekomend"),
    # under an index page's first story the list itself is called that
    Name("related", "lainnya", "berita-lainnya", "lainnya", not_for=("listing",)),
    Name("related", "readmore selengkapnya", "link-selengkapnya"),
    Name("popular", "popular populer terpopuler popularposts", "box-terpopuler", "popul"),
    Name("popular", "trending", "trending-news", "trending"),
    Name("popular", "most hot", "most-read", not_for=("body", "dates", "people", "tags")),
    Name("newest", "latest", "latest-news", "latest"),
    Name("newest", "terbaru terkini", "berita-terkini", "terbaru|terkini"),
    Name("advert", "adsbygoogle gpt", "adsbygoogle", "adsbygoogle|gpt"),
    Name("advert", "ad ads adv adsense dfp iklan", "box-iklan"),
    Name("advert", "advert adverts advertisement advertising", "advertisement-top", "advert"),
    Name("advert", "sponsor sponsored", "sponsored-content", "sponsor"),
    Name("advert", "banner banners parallax parallaxindetail paradetail skyscraper", "banner-top"),
    Name("advert", "promo promotion poll polling quiz kuis survei survey", "polling-box"),
    Name("advert", "outbrain taboola mgid popin teads dable", "mgid-below"),
    Name("share", "share shares sharing sharedaddy sharethis", "sharedaddy", "shar(?:e|ing)"),
    Name("share", "social socials", "social-icons", "social"),
    Name("share", "addtoany sosmed medsos socmed", "icon-medsos"),
    Name("follow", "follow", "author-follow", "follow"),
    Name("follow", "gnews googlenews whatsapp telegram", "gnews-box"),
    Name("follow", "newsletter subscribe subscription langganan berlangganan", "newsletter-form"),
    Name("notice", "paywall popup modal tooltip cookie cookies consent", "cookie-notice"),
    Name("byline", "byline", "entry-byline", "byline"),
    Name("byline", "penulis credit credits kredit postmeta metadata", "detail-penulis"),
    Name("byline", "author authors", "detail__author", "author", not_for=("body",)),
    Name("biography", "bio", "author-bio"),
    Name("date", "date time", "read__time", "date|time"),
    Name("menu", "menu megamenu submenu", "navbar--mega-menu__item", "menu"),
    Name("menu", "navbar", "navbar-top", "navbar"),
    # the row that leads from the home page to the story may be called that
    Name("menu", "nav navigation", "nav-tabs", not_for=("tags",)),
    Name("menu", "dropdown dropdowns", "dropdown-list"),
    Name("breadcrumb", "breadcrumb breadcrumbs", "breadcrumb__item", "bread|crumb"),
    Name("paging", "pagination paging pager", "pagination-wrap"),
    Name("sidebar", "sidebar rightside", "sidebar-right", "sidebar"),
    # Blogger prints the story itself in "widget Blog", Elementor every line in "elementor-widget"
    Name("widget", "widget", "recent-posts-widget", r"(?<!elementor-)widget(?!\ Blog)",
         not_for=("body",)),
    Name("header", "header", "site-header", "header"),
    Name("footer", "footer", "footer-bottom", not_for=("dates", "people", "tags")),
    Name("copyright", "copyright copyrights", "copyright-text", "copyright"),
    Name("tags", "tags taglist tagcloud tagging", "tagcloud"),
    Name("tags", "labels tagscloud newstag", "post-labels", not_for=("body",)),
    # as a part of a longer name each says something of one line: "author-label"
    Name("tags", "tag label topik tagar keyword keywords", "detail__tag",
         not_for=("body", "people")),
    Name("caption", "caption captions figcaption", "wp-caption-text", "caption", sure=True),
    Name("gallery", "gallery slideshow swiper", "photo-gallery"),
    Name("gallery", "carousel slider", "owl-carousel", "carousel|slider"),
    Name("picture", "photo photos", "detail__photo", "photo"),
    Name("picture", "foto", "foto-utama", "foto", not_for=("body",)),  # the page of a photo story
    Name("picture", "image picture figure", "post-image", "image|picture|figure",
         not_for=("body",)),
    Name("player", "player podcast tts toolbar infobox", "audio-player"),
    Name("contents", "toc daftarisi", "toc-list"),
    Name("ticker", "ticker", "news-ticker", "ticker"),
    Name("ticker", "running", "running-text", "running"),
    Name("ticker", "breaking", "breaking-news"),
    Name("clock", "clock today", "today-clock", "clock|today"),
    Name("clock", "weather cuaca", "weather-widget", "weather|cuaca"),
    # a listing is an archive as well
    Name("archive", "archive arsip", "box-arsip", "archive|arsip", not_for=("listing",)),
    Name("archive", "archivedate hierarchy", "archivedate"),
    Name("logo", "logo", "site-logo", "logo"),
)  # fmt: skip
"""What one word of a name says: ``related`` in ``post-related``, not in ``unrelated``."""

COMPOUNDS = (
    Compound("related", r"(?:baca|lihat)[-_]?juga", "inject-baca-juga", sure=True),
    Compound("related", r"related[-_]?(?:posts?|articles?|news|list|content)", "relatednews"),
    Compound("related", r"(?:posts?|articles?|news)[-_]?related", "newsrelated"),
    Compound("related", r"jp-relatedposts|yarpp", "yarpp-list"),
    Compound("related", r"(?:read|see|view)[-_]?(?:more|also)(?![a-z])", "read-more"),
    Compound("related", r"(?:next|prev)[-_]?(?:article|post|news)", "next-article"),
    Compound("advert", r"div-gpt|google_ads|(?<!\S)td-a-rec", "td-a-rec-id"),
    Compound("follow", r"follow[-_]?us|(?:ext|wa|whatsapp)[-_]?channel", "wa-channel"),
    Compound("follow", r"google[-_]?news", "google-news"),
    Compound(
        "byline",
        r"(?:post|entry|article|author|news|detail)[-_]{0,2}(?:author|meta|footer|share|tags?)"
        r"(?![a-z])",
        "entry-meta",
    ),
    Compound(
        "byline",
        r"(?:author|writer)[-_]?(?:box|info|bio|name|card|profile|detail|desc|about)"
        r"|info[-_]?author|about[-_]?author",
        "authorBox",
    ),
    Compound("sidebar", r"right-?side|side-?bar", "right-side"),
    Compound("widget", r"(?<!\S)widget[-_]", "widget_text", not_for=("dates", "people", "tags")),
    Compound("footer", r"(?:site|page|main)-?footer", "sitefooter", not_for=("body",)),
    # what closes a story is its own: its tags and its writers stand there
    Compound(
        "footer",
        r"(?<!post-)(?<!entry-)(?<!article-)footer(?!-line)",
        "footer-bottom",
        not_for=("body", "dates"),
    ),
    Compound("tags", r"(?:(?<!\S)|[-_])tags?(?!\S)", "detail_tag"),
    Compound(
        "tags",
        r"(?:(?<!\S)|[-_])topi[ck]s?[-_](?:list|box|tags?|wrap)"
        r"|(?<!\S)tags?[-_](?:list|cloud|box|wrap|container|header|area|link)"
        r"|(?<!\S)(?:detail|list|box|article)[-_]{0,2}tags?(?![a-z])",
        "topic-list",
    ),
    Compound("site's tags", r"hot-?topic|headline-tag", "hot-topic"),
    Compound("contents", r"(?:ez|lw)p?-?toc|table-of-contents", "ez-toc"),
    Compound("player", r"text-to-speech", "text-to-speech"),
    Compound(
        "summary",
        r"ai[-_]?summary|summary[-_]article|article[-_]summary|ringkasan"
        r"|key[-_]?(?:points|takeaways)",
        "ai-summary",
    ),
    Compound("embed", r"instagram-media|tiktok-embed|fb-post", "instagram-media"),
    Compound("hidden", r"screen-reader|sr-only|visually-?hidden", "sr-only"),
    Compound("clock", r"hari-?ini", "hari-ini"),
)
"""What several words say together; each pattern is for small letters."""

LOOKS_OUT_FOR: dict[Use, tuple[Kind, ...]] = {
    "body": (
        "comment", "reaction", "related", "popular", "advert", "share", "follow", "notice",
        "byline", "biography", "menu", "breadcrumb", "paging", "sidebar", "widget",
        "footer", "copyright", "tags", "caption", "gallery", "picture", "player", "contents",
        "summary", "embed", "hidden", "ticker",
    ),
    "dates": (
        "comment", "related", "popular", "newest", "sidebar", "widget", "footer", "copyright",
        "caption", "gallery", "ticker", "clock", "archive",
    ),
    "people": (
        "comment", "related", "popular", "follow", "biography", "sidebar", "widget", "footer",
        "tags", "caption", "gallery", "picture",
    ),
    "tags": (
        "popular", "advert", "menu", "paging", "sidebar", "widget", "header", "footer",
        "site's tags",
    ),
    "kicker": (
        "comment", "counter", "advert", "share", "byline", "date", "menu", "breadcrumb", "logo",
    ),
    "listing": (
        "comment", "related", "popular", "menu", "breadcrumb", "sidebar", "footer", "ticker",
        "archive",
    ),
}  # fmt: skip
"""By reader, what is not its own. A line under a headline may hold the date, the writers and the
buttons to share it; a listing may be what is newest; the story's tags stand beside the related."""

STATES = "has with no without is if enable hide show".split()
"""What opens a name that says how a page is laid out: ``has-sidebar``, ``no-comments``."""


def _rows(reader: Use) -> Iterator[Name | Compound]:
    """The rows that tell a reader what is not its own."""
    for row in (*NAMES, *COMPOUNDS):
        if row.kind in LOOKS_OUT_FOR[reader] and reader not in row.not_for:
            yield row


def words_for(reader: Use) -> frozenset[str]:
    """The whole words by which a reader knows what is not its own."""
    names = (row for row in _rows(reader) if isinstance(row, Name))
    return frozenset(word for row in names for word in row.words.split())


def compounds_for(reader: Use) -> re.Pattern[str]:
    """A pattern of what several words of one name in small letters say together."""
    return re.compile("|".join(row.pattern for row in _rows(reader) if isinstance(row, Compound)))


def pattern_for(reader: Use) -> re.Pattern[str]:
    """A pattern that finds in a class and id, as written, what is not a reader's own.

    It goes by stems: who passes over one date or one name too many finds the next.
    """
    return _pattern(_rows(reader))


def pattern_of_the_sure() -> re.Pattern[str]:
    """The same of what is never text, however much of it there is."""
    return _pattern(row for row in _rows("body") if row.sure)


def pattern_of(kind: Kind) -> re.Pattern[str]:
    """A pattern of the whole words that name a kind: ``tags`` in ``detail__body-tags``."""
    words = (word for row in NAMES if row.kind == kind for word in row.words.split())
    return re.compile(rf"(?<![^\s_-])(?:{'|'.join(words)})(?![^\s_\d-])", re.IGNORECASE)


def _pattern(rows: Iterator[Name | Compound]) -> re.Pattern[str]:
    parts, whole = [], []
    for row in rows:
        if isinstance(row, Compound):
            parts.append(row.pattern)
        elif row.stem:
            parts.append(row.stem)
        else:
            whole += row.words.split()
    parts.append(rf"(?<![a-z])(?:{'|'.join(whole)})(?![a-z])")
    no_state = "".join(rf"(?<!\b{state}-)" for state in STATES)
    return re.compile(rf"{no_state}(?:{'|'.join(parts)})", re.IGNORECASE)
