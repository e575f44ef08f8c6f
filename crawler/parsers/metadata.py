"""What a page says of its article beside text, date and people: JSON-LD, OpenGraph, microdata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml.etree import _Element as HtmlElement

from crawler.parsers.page import text_of
from crawler.parsers.page.index import class_and_id, finds
from crawler.parsers.page.json_ld import first_url, names, types_of
from crawler.parsers.page.text import clean, plain
from crawler.parsers.urls import (
    canonical_url,
    is_home,
    publisher_id,
    registered_domain,
    split_url,
)
from crawler.parsers.vocabulary import class_names

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

TAG_LINK = re.compile(  # what all begin with comes first, or each slash is tried for every one
    r"/(?:t(?:ags?|ag-\w+|opi[ck]s?|agar)|hot_topi[ck]s?|fokus|search/label)/|/tag\?"
)
"""``https://example.com/tag/gempa``."""

TAG_BOX = class_names.pattern_of("tags")
"""Classes of the box under a story that holds its tags: ``detail__body-tag``, ``tags-list``."""

NOT_THE_ARTICLES = class_names.pattern_for("tags")
"""Classes of boxes whose tags are the site's, not the story's."""

WRITERS_BOX = re.compile(r"(?:^|[\s_-])(?:authors?|bylines?|penulis)(?:$|[\s_-])", re.IGNORECASE)
"""Classes right around writers who are kept as tags: ``author-info`` (Mongabay on WordPress)."""

HOME_CRUMB = re.compile(
    r"^(?:home|beranda|depan|index|indeks|halaman utama|news|detail(?: artikel| berita)?)$",
    re.IGNORECASE,
)
"""First steps of a breadcrumb."""

SECTION_METAS = (
    "article:section3",
    "article:section2",
    "article:section",
    "content_subcategory",
    "content_category",
    "cxenseparse:section",
    "parsely-section",
    "dable:section",
)
TAG_METAS = ("article:tag", "content_tag", "content_tags", "dtk:keywords", "news_keywords")

INDONESIAN = frozenset(
    "yang dan di dari untuk dengan ini itu pada tidak akan kata juga oleh".split()
)
ENGLISH = frozenset("the of and to in that for with was said from has were which this".split())
LANGUAGE_SAMPLE = 400
"""Words of the text that tell its language."""

BREADCRUMBS = re.compile(r"bread", re.IGNORECASE)
"""``breadcrumb``, ``breadcome``, ``bread-c``."""

WHOLE_ADDRESS = re.compile(r"\s*(?:https?:)?/", re.IGNORECASE)
"""``https://...``, ``//...`` or ``/...``; templates also print bare numbers for an address."""

WHOLE_IMAGE = re.compile(r"https?://[^/:]+\.[^/:]+(:\d+)?/")
"""``https://img.example.com/``: the address of a picture that a reader can fetch."""

HOME_WORDS = ("home", "beranda")
HOME_LINK = re.compile(r"\s*(?:home|beranda)\s*", re.IGNORECASE)


@dataclass(slots=True)
class Metadata:
    """What a page says of its article; None and empty where it says nothing."""

    url: str | None = None
    publisher_id: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    lead: str | None = None
    language: str | None = None
    image_url: str | None = None
    image_caption: str | None = None
    is_free: bool | None = None
    aliases: list[str] = field(default_factory=list)


def read_metadata(page: Page, site: Site, shown: list[str] | None = None) -> Metadata:
    """Address, section, tags, lead, language, picture and access of a page's article.

    ``shown`` are the page's ``shown_tags``, found before anything was dropped from it; without
    them they are looked for on the page as it is.
    """
    article = page.news_article
    url, aliases = _addresses(page, site)
    image_url, caption = _image(page, article)
    return Metadata(
        url=url,
        publisher_id=publisher_id(url, site.article_url) if url else None,
        section=_section(page, article),
        tags=(shown_tags(page) if shown is None else shown) or _declared_tags(page, article),
        lead=_lead(page, article),
        language=_declared_language(page, article),
        image_url=image_url,
        image_caption=caption,
        is_free=_is_free(page, article),
        aliases=aliases,
    )


def _addresses(page: Page, site: Site) -> tuple[str | None, list[str]]:
    """The article's address and the others it is known under.

    The page's own canonical link is trusted, then og:url, as long as it is on the host's domain,
    is no front page and, where the site says what an article's address looks like, looks so.
    """
    printed = [*page.links.get("canonical", ()), *page.metas.get("og:url", ())]
    article = page.news_article
    printed += [
        first_url(article.get("mainEntityOfPage")) or "",
        first_url(article.get("url")) or "",
    ]
    printed += [link.get("href") or "" for link in page.microdata.get("url", ())[:1]]
    given = canonical_url(page.url) if page.url else None
    whole = (each for each in dict.fromkeys(printed) if WHOLE_ADDRESS.match(each))
    full = (page.absolute(each) for each in whole)
    candidates = dict.fromkeys(canonical_url(each) for each in full if each)
    url = next((each for each in candidates if _is_credible(each, given, site)), given)
    others = [
        page.absolute(link)
        for name in ("amphtml", "shortlink")
        for link in page.links.get(name, ())
    ]
    same_site = [page.url, *(each for each in candidates if _is_credible(each, url, site)), *others]
    return url, list(dict.fromkeys(each for each in same_site if each and each != url))


def _is_credible(address: str, given: str | None, site: Site) -> bool:
    """Whether an address the page prints can be this article's, fetched from the given one."""
    parts, own = split_url(address), split_url(given)
    if parts is None or is_home(parts):
        return False
    if own is None:
        return True
    if registered_domain(parts.hostname) != registered_domain(own.hostname):
        return False
    pattern = site.article_url
    return not pattern or bool(re.search(pattern, address)) or not re.search(pattern, given)


def _section(page: Page, article: dict[str, Any]) -> str | None:
    """The innermost section the page names, by the first of ``SECTIONS`` that says anything."""
    for name, read in SECTIONS:
        said = None if name in page.trace.off else read(page, article)
        page.trace.note("section", name, "won" if said else "lost", said)
        if said is not None:
            return said or None
    return None


def _innermost(crumbs: list[str]) -> str | None:
    return crumbs[-1] if crumbs else None


def _category_link(page: Page, article: dict[str, Any]) -> str | None:
    """What the first link says that is marked as one to the article's category."""
    links = (link for link in page.elements("a") if "category" in link.get("rel", ""))
    first = next(links, None)
    return None if first is None else clean(text_of(first, most=60))


def _section_meta(page: Page, article: dict[str, Any]) -> str | None:
    section = page.meta(*SECTION_METAS)
    return "" if section and "/" in section else section


def _article_section(page: Page, article: dict[str, Any]) -> str | None:
    sections = article.get("articleSection")
    return plain(sections[-1] if isinstance(sections, list) and sections else sections)


def _json_ld_crumbs(page: Page) -> list[str]:
    for node in page.json_ld:
        items = node.get("itemListElement")
        if "BreadcrumbList" in types_of(node) and isinstance(items, list):
            steps = [name for item in items if isinstance(item, dict) for name in _step(item)]
            if crumbs := _without_ends(steps, page):
                return crumbs
    return []


def _step(item: dict[str, Any]) -> list[str]:
    return [name for each in (names(item) or names(item.get("item")))[:1] if (name := plain(each))]


def _microdata_crumbs(page: Page) -> list[str]:
    steps = [
        clean(text_of(item, most=100)) for item in page.microdata.get("itemListElement", ())[:9]
    ]
    return _without_ends(steps, page)


def _printed_crumbs(page: Page) -> list[str]:
    for box in chain(page.named(BREADCRUMBS)[:3], _paths_from_home(page)):
        links = [clean(text_of(link, most=100)) for link in list(box.iter("a"))[:9]]
        if crumbs := _without_ends(links, page):
            return crumbs
    return []


def _paths_from_home(page: Page) -> Iterator[HtmlElement]:
    """Short rows of links that begin with the home page, called breadcrumb or not."""
    home = (
        element
        for text, element, _ in page.texts_with(HOME_WORDS)
        if element.tag == "a" and element.text == text and HOME_LINK.fullmatch(text)
    )
    for link in islice(home, 10):
        row = link.getparent().getparent() if link.getparent().tag == "li" else link.getparent()
        if row is not None and 2 <= len(list(islice(row.iter("a"), 6))) <= 5 and not _in_menu(row):
            yield row


def _in_menu(element: HtmlElement) -> bool:
    around = [element, *islice(element.iterancestors(), 4)]
    return any(each.tag == "nav" or finds(NOT_THE_ARTICLES, class_and_id(each)) for each in around)


def _without_ends(steps: list[str], page: Page) -> list[str]:
    """The steps of a breadcrumb between the home page and the article itself."""
    title = (page.meta("og:title", "title") or "").casefold()
    inner = [
        step.strip(" »>/›|")
        for step in steps
        if 1 < len(step) <= 40 and not (len(step) > 20 and title.startswith(step.casefold()[:20]))
    ]
    return [step for step in inner if step and not HOME_CRUMB.match(step)] or inner[1:]


def _declared_tags(page: Page, article: dict[str, Any]) -> list[str]:
    """The tags that the page's metas and its JSON-LD give its article."""
    for name in TAG_METAS:
        if found := page.metas.get(name):
            tags = _unique(part for text in found for part in text.split(","))
            page.trace.note("tags", f"meta {name}", "won", ", ".join(tags))
            return tags
    keywords = article.get("keywords")
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    if isinstance(keywords, list):
        tags = _unique(word for word in keywords if isinstance(word, str) and ":" not in word)
        page.trace.note("tags", "keywords in JSON-LD", "won" if tags else "lost", ", ".join(tags))
        return tags
    return []


def shown_tags(page: Page) -> list[str]:
    """The tags printed as this article's: the links of its fullest box of tags.

    Ask before dropping from the page what is not text, or they are gone.
    """
    boxes: dict[tuple[HtmlElement | None, str], list[str]] = {}
    seen: dict[HtmlElement, _Around] = {}
    for link in islice(_tag_links(page), 300):
        if (box := _tag_box(link, seen)) is not None:
            siblings = (box.getparent(), box.get("class", ""))
            boxes.setdefault(siblings, []).append(text_of(link, most=60))
    tags = {siblings: _unique(texts) for siblings, texts in boxes.items()}
    fullest = max(tags, key=lambda siblings: len(tags[siblings]), default=None)
    for siblings, said in tags.items() if page.trace.is_kept else ():
        outcome = "won" if siblings == fullest else "lost"
        page.trace.note(
            "tags", "box of tags", outcome, ", ".join(said), siblings[0], called=siblings[1]
        )
    return [] if fullest is None else tags[fullest]


def _tag_links(page: Page) -> Iterator[HtmlElement]:
    """The links to a tag's page; all addresses are searched as one text, which is faster."""
    index = page.index
    joined = "\n".join([address.replace("\n", "") for address in index.addresses])
    number, latest, position = 0, None, 0
    for found in TAG_LINK.finditer(joined):
        number += joined.count("\n", position, found.start())
        position = found.start()
        if number != latest:
            yield from index.at(index.tags["a"][number : number + 1])
        latest = number


class _Around(NamedTuple):
    """What an element around a link says of it."""

    is_no_box: bool
    """Whether what stands in it is the site's, not the story's."""
    is_box: bool
    is_writers: bool


def _tag_box(link: HtmlElement, seen: dict[HtmlElement, _Around]) -> HtmlElement | None:
    """The outermost element that makes a link one of the article's tags, if one does.

    ``seen`` keeps what was found out of elements: the links of one box share those around it.
    """
    box = link.getparent() if link.get("rel") == "tag" else None
    for depth, element in enumerate(islice(link.iterancestors(), 8)):
        if (around := seen.get(element)) is None:
            around = seen[element] = _look_around(element)
        if around.is_no_box:
            return None
        if depth < 5 and around.is_box:
            box = element
        elif depth < 3 and around.is_writers:
            return None
    return box


def _look_around(element: HtmlElement) -> _Around:
    called = class_and_id(element)
    is_frame = element.tag in ("nav", "header", "aside") or _is_page_footer(element)
    is_no_box = is_frame and "entry" not in called and "post" not in called
    return _Around(
        is_no_box or finds(NOT_THE_ARTICLES, called),
        finds(TAG_BOX, called),
        finds(WRITERS_BOX, called),
    )


def _is_page_footer(element: HtmlElement) -> bool:
    return element.tag == "footer" and next(element.iterancestors("article"), None) is None


def _unique(texts: Iterable[str]) -> list[str]:
    """Tags without marks and repetitions, in their order."""
    found: dict[str, str] = {}
    for text in texts:
        tag = (plain(text) or "").lstrip("#").strip(" ,")
        if 1 < len(tag) <= 60:
            found.setdefault(tag.casefold(), tag)
    return list(found.values())


def _lead(page: Page, article: dict[str, Any]) -> str | None:
    """The summary the page gives of its article."""
    for name in ("og:description", "description", "twitter:description"):
        for content in page.metas.get(name, ()):
            if text := plain(content):
                return text
    return plain(article.get("description"))


def _image(page: Page, article: dict[str, Any]) -> tuple[str | None, str | None]:
    """The lead picture's address, of the first of ``IMAGES`` with a whole one, and caption."""
    image = article.get("image")
    first = image[0] if isinstance(image, list) and image else image
    caption = plain(first.get("caption")) if isinstance(first, dict) else None
    if caption:
        page.trace.note("image_caption", "image in JSON-LD", "told", caption)
    for name, read in IMAGES:
        address = next(iter(read(page, image)), None)
        full = page.absolute(address) if address else None
        is_whole = full is not None and WHOLE_IMAGE.match(full) is not None
        page.trace.note("image_url", name, "won" if is_whole else "lost", full)
        if is_whole:
            return full, caption
    return None, caption


def _is_free(page: Page, article: dict[str, Any]) -> bool | None:
    """Whether everybody may read it all, where the page says so."""
    said = article.get("isAccessibleForFree")
    if isinstance(said, bool):
        return said
    word = str(said or "").rpartition("/")[2].strip().casefold()
    if word in ("true", "yes", "1", "false", "no", "0"):
        return word in ("true", "yes", "1")
    tier = (page.meta("article:content_tier", "content_tier") or "").casefold()
    return {"free": True, "locked": False, "metered": False, "premium": False}.get(tier)


def _declared_language(page: Page, article: dict[str, Any]) -> str | None:
    """The language the page claims, as "id"."""
    root = page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang")
    for said in (plain(article.get("inLanguage")), root, page.meta("og:locale", "language")):
        if found := re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)", said or ""):
            return {"in": "id", "ind": "id", "eng": "en"}.get(found[1].lower(), found[1].lower())
    return None


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text told by its small words; as declared where they don't tell.

    Templates of several Indonesian papers say ``lang="en"``.
    """
    words = text.casefold().split(None, LANGUAGE_SAMPLE)[:LANGUAGE_SAMPLE]
    indonesian = sum(map(INDONESIAN.__contains__, words))
    english = sum(map(ENGLISH.__contains__, words))
    if indonesian > 3 * english and indonesian > len(words) / 50:
        return declared if declared in ("ms", "jv", "su") else "id"
    if english > 3 * indonesian and english > len(words) / 20:
        return "en"
    return declared


SECTIONS = (
    ("breadcrumb in JSON-LD", lambda page, article: _innermost(_json_ld_crumbs(page))),
    ("breadcrumb in microdata", lambda page, article: _innermost(_microdata_crumbs(page))),
    ("printed breadcrumb", lambda page, article: _innermost(_printed_crumbs(page))),
    ("link to its category", _category_link),
    ("meta", _section_meta),
    ("articleSection", _article_section),
)
"""Where the section may stand, in order; a place that says nothing usable ("") ends the search."""

IMAGES = (
    ("image in JSON-LD", lambda page, image: [first_url(image)]),
    ("og:image", lambda page, image: page.metas.get("og:image", ())),
    ("twitter:image", lambda page, image: page.metas.get("twitter:image", ())),
    ("image_src", lambda page, image: page.links.get("image_src", ())),
)
"""Where the lead picture's address may stand, in order."""
