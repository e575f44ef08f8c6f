"""Reading an index page: which links are the listing, in order, and the dates beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.discovery.base import ArticleTest, Link
from crawler.discovery.listings.addresses import is_home, listed_address, looks_like_article
from crawler.discovery.listings.listed_dates import (
    CLOCK_ALONE,
    HEADINGS,
    PrintedDates,
    written_date,
)
from crawler.parsers.page import Page, whole_text
from crawler.parsers.page.selectors import compile_css
from crawler.parsers.page.text import clean
from crawler.parsers.urls import canonical_url
from crawler.parsers.vocabulary import class_names

AROUND_THE_LISTING = class_names.words_for("listing")
"""Words of class and id, as in ``navbar--mega-menu__item``."""
NAMED_IN = ("class", "id", "aria-labelledby", "data-e2e", "data-testid")
"""Where the words stand; pages whose classes are hashed keep names for their tests."""
WORDS = re.compile(r"[a-z]+")
POPULAR = re.compile(
    r"(?:(?:berita|artikel|paling|topik)\s+)?(?:terpopuler|populer|trending|terkait|rekomendasi|favorit"
    r"|banyak\s+dibaca|(?:most|popular|related|recommended)\b)|(?:baca|lihat)\s+juga\b|pilihan\s+(?:editor|redaksi)"
    r"|editor.?s\s+(?:pick|choice)",
    re.IGNORECASE,
)
"""``<h3>Terpopuler</h3>`` over a box."""
NEGATED = re.compile(r"\b(?:has|with|no|without)[-_]\S+")  # class="content with-sidebar"
POST_CLASS = re.compile(r"(?:\A|\s)(?:hentry|post|type-post)(?:\s|\Z)")  # class="post hentry"
MOST_OF_THE_PAGE = 0.6
"""An element around a larger share of the page's articles holds the listing, whatever its name."""
SAYS_TITLE = re.compile(r"title|judul")  # class="media__title"
MOST_OF_AN_ITEM = 120
"""Elements of an item that are looked at; its headline stands before them."""
FEWEST_IN_A_LISTING = 3
HIGHEST_ITEM = 8
"""Levels an item may reach above its anchor; a page with one article would be all item."""
DEEPEST_LISTING = 100
"""Levels looked at above an anchor; broken pages nest thousands."""
SIBLINGS_LOOKED_AT = 4
LEVELS_OF_A_LEAD = 4
HEADLINES = frozenset(("headline", "headlines", "hl"))
"""Words of a class, as in ``headline-container``, ``hl__slider``."""


@dataclass(slots=True)
class Entry:
    """One article of a listing: its address, the element that is its item, what that prints."""

    url: str
    key: str
    item: HtmlElement
    anchors: list[HtmlElement]
    headline: str | None = None
    date: str | None = None


def read_links(
    page: Page,
    base: str,
    is_article: ArticleTest | None = None,
    links: str | None = None,
    date: str | None = None,
) -> list[Link]:
    """The articles an index page lists, in order, each once, with the dates printed beside them.

    ``links`` (CSS) selects the anchors or the items around them, ``date`` the date inside an
    item. Without ``links``, or where it finds nothing (the site was redesigned), the page is
    read by structure: the listing is the repeated items that print dates, outside of menus,
    side bars and boxes of popular stories. Without ``is_article`` an address is judged by looks.
    """
    base, dates = _base(page, base), PrintedDates(page.root)
    is_article = is_article or looks_like_article(base)
    if links and (chosen := _selected(page, base, is_article, links)):
        return _unique(_entries(chosen, date, dates))
    anchors = _without_cross_links(_anchors(page.root, base, is_article))
    outside, wrapped = _outside_menus(anchors)
    entries = _entries(outside, date, dates)
    if wrapped and _prints_like_a_listing(within := _entries(wrapped, date, dates)):
        entries = within
    return _unique(_dated_lists(entries))


def read_results(
    page: Page,
    base: str,
    is_article: ArticleTest | None,
    beside: frozenset[str],
    words: Sequence[str],
) -> list[Link]:
    """The articles a page of search results names, in order, each once, with dates beside them.

    Not those of ``beside``, which the search names for any words, unless link or address holds one
    of ``words`` (small letters). What is left is read by structure; a list without dates may be the
    results beside a dated one of the newest.
    """
    base, dates = _base(page, base), PrintedDates(page.root)
    anchors = _without_cross_links(
        _anchors(page.root, base, is_article or looks_like_article(base))
    )
    own = {
        anchor: url
        for anchor, url in anchors.items()
        if url not in beside or _holds_one(words, f"{url} {whole_text(anchor)}")
    }
    outside, wrapped = _outside_menus(own)
    return _unique(_entries(outside or wrapped, None, dates))


def _holds_one(words: Sequence[str], text: str) -> bool:
    return any(word in text.casefold() for word in words)


def addresses_anywhere(
    page: Page, base: str, is_article: ArticleTest | None = None
) -> frozenset[str]:
    """The articles that any link of a page leads to, in menus and boxes too."""
    base = _base(page, base)
    return frozenset(_anchors(page.root, base, is_article or looks_like_article(base)).values())


def links_anywhere(page: Page, base: str, is_article: ArticleTest) -> bool:
    """Whether any link of a page, in menus and boxes too, leads to an article."""
    return bool(_anchors(page.root, _base(page, base), is_article))


Anchors = dict[HtmlElement, str]
"""The anchors that lead to articles, in document order, each with the article's address."""


def _base(page: Page, given: str) -> str:
    """What relative links start from: <base>, else the page's address."""
    stated = page.root.find(".//base[@href]")
    return (listed_address(given, stated.get("href")) or given) if stated is not None else given


def _anchors(top: HtmlElement, base: str, is_article: ArticleTest) -> Anchors:
    found = {}
    for anchor in top.iter("a"):
        url = listed_address(base, anchor.get("href"))
        if url and not is_home(url) and is_article(url):
            found[anchor] = url
    return found


def _selected(page: Page, base: str, is_article: ArticleTest, links: str) -> Anchors:
    """The anchors a site's selector finds, itself or as the main anchor of the items it selects."""
    found: Anchors = {}
    for element in page.select(links):
        anchors = _anchors(element, base, is_article)
        main = _main_address(anchors)
        found |= {anchor: url for anchor, url in anchors.items() if url == main}
    return found


def _main_address(anchors: Anchors) -> str | None:
    """The article an item is about: the one its heading leads to, else its first."""
    headed = [url for anchor, url in anchors.items() if _in_heading(anchor)]
    return next(iter([*headed, *anchors.values()]), None)


def _in_heading(anchor: HtmlElement) -> bool:
    around = any(element.tag in HEADINGS for element in _above(anchor))
    return around or next(anchor.iter(*HEADINGS), None) is not None


def _without_cross_links(anchors: Anchors) -> Anchors:
    """Without the links that a post's text on a blog's home page makes to other posts."""
    posts: dict[HtmlElement, Anchors] = {}
    for anchor, url in anchors.items():
        post = next(filter(_is_post, _above(anchor)), None)
        posts.setdefault(post, {})[anchor] = url
    crossing = set()
    for post, inside in posts.items():
        if post is None:
            continue
        own = {url for anchor, url in inside.items() if _in_heading(anchor)} or {
            url for anchor, url in inside.items() if anchor.get("rel") == "bookmark"
        }
        if len(own) == 1:
            crossing |= {anchor for anchor, url in inside.items() if url not in own}
    return {anchor: url for anchor, url in anchors.items() if anchor not in crossing}


def _above(anchor: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around an anchor, innermost first."""
    return islice(anchor.iterancestors(), DEEPEST_LISTING)


def _is_post(element: HtmlElement) -> bool:
    return element.tag == "article" or POST_CLASS.search(element.get("class") or "") is not None


def _outside_menus(anchors: Anchors) -> tuple[Anchors, Anchors]:
    """The anchors outside of what stands around a listing; and where those are too few to be
    one, the anchors in what holds most of the page's articles, whatever its name."""
    articles = _articles_below(anchors)
    boxes = {element for element, inside in articles.items() if _is_around(element, inside)}
    around = {anchor: [each for each in _above(anchor) if each in boxes] for anchor in anchors}
    outside = {anchor: url for anchor, url in anchors.items() if not around[anchor]}
    if len(set(outside.values())) >= FEWEST_IN_A_LISTING:
        return outside, {}
    most = MOST_OF_THE_PAGE * len(set(anchors.values()))
    wrapped = {
        anchor: url
        for anchor, url in anchors.items()
        if all(len(articles[element]) > most for element in around[anchor])
    }
    return outside, wrapped


def _prints_like_a_listing(entries: Sequence[Entry]) -> bool:
    """Whether entries print dates or headings, as a box of popular links seldom does."""
    return any(
        entry.date or next(entry.item.iter(*HEADINGS), None) is not None for entry in entries
    )


def _is_around(element: HtmlElement, articles: set[str]) -> bool:
    """Whether an element is a menu, side bar or box beside the listing.

    Told by its name, and by holding several articles: an item of a listing may have a footer.
    """
    if element.tag == "nav":
        return True
    if element.tag == "footer":
        return not any(_is_post(above) or above.tag == "li" for above in _above(element))
    if element.tag in ("html", "body") or len(articles) == 1:
        return False
    if _is_headed_popular(element):
        return True
    names = " ".join(element.get(name) or "" for name in NAMED_IN).lower()
    return not AROUND_THE_LISTING.isdisjoint(WORDS.findall(NEGATED.sub(" ", names)))


def _is_headed_popular(element: HtmlElement) -> bool:
    """Whether a box opens with a heading that says that it is no listing of the newest."""
    first = next(element.iterchildren(tag=etree.Element), None)
    if first is None or (first.tag not in HEADINGS and len(first) > FEWEST_IN_A_LISTING):
        return False
    near = islice(first.iter(etree.Element), MOST_OF_AN_ITEM)
    heading = next((each for each in near if each.tag in HEADINGS), None)
    if heading is None:
        return False
    return bool(POPULAR.match(clean("".join(islice(heading.itertext(), MOST_OF_AN_ITEM)))))


def _articles_below(anchors: Anchors) -> dict[HtmlElement, set[str]]:
    """For every element above an anchor, the articles that are linked inside it."""
    below: dict[HtmlElement, set[str]] = {}
    for anchor, url in anchors.items():
        for element in (anchor, *_above(anchor)):
            below.setdefault(element, set()).add(url)
    return below


def _entries(anchors: Anchors, date: str | None, dates: PrintedDates) -> list[Entry]:
    """Every article with its item (the highest element that links to it and to no other),
    its headline and its date."""
    articles = _articles_below(anchors)
    entries: dict[HtmlElement, Entry] = {}
    for anchor, url in anchors.items():
        item = anchor
        for element in islice(anchor.iterancestors(), HIGHEST_ITEM):
            if len(articles[element]) > 1 or element.tag == "body":
                break
            item = element
        entry = entries.setdefault(item, Entry(url, canonical_url(url), item, []))
        entry.anchors.append(anchor)
    for entry in entries.values():
        entry.headline = _headline(entry)
        entry.date = (date and _selected_date(entry.item, date)) or dates.beside(
            entry.item, entry.headline
        )
    _dates_between_items(entries.values(), articles, dates)
    return list(entries.values())


def _headline(entry: Entry) -> str | None:
    """The heading of an item, else what its class calls title, else the longest link text."""
    elements = list(islice(entry.item.iter("*"), MOST_OF_AN_ITEM))
    headings = [element for element in elements if element.tag in HEADINGS]
    around_link = {element for anchor in entry.anchors for element in (anchor, *_above(anchor))}
    headings.sort(key=lambda heading: heading not in around_link)
    titles = [element for element in elements if SAYS_TITLE.search(element.get("class") or "")]
    for element in headings + titles:
        if text := clean(whole_text(element)):
            return text
    links = [anchor for anchor in entry.anchors if "#" not in anchor.get("href")]
    texts = [clean(whole_text(anchor)) or clean(anchor.get("title") or "") for anchor in links]
    return max((text for text in texts if not CLOCK_ALONE.match(text)), key=len, default="") or None


def _selected_date(item: HtmlElement, query: str) -> str | None:
    """The first text or attribute a site's selector finds in an item, as printed."""
    for found in compile_css(query)(item):
        text = clean(found if isinstance(found, str) else whole_text(found))
        if text:
            return text
    return None


def _dates_between_items(
    entries: Iterable[Entry], articles: dict[HtmlElement, set[str]], dates: PrintedDates
) -> None:
    """Dates of flat lists, where heading and date are siblings: all after, or all before it."""
    lists: dict[HtmlElement | None, list[Entry]] = {}
    for entry in entries:
        if entry.date is None:
            lists.setdefault(entry.item.getparent(), []).append(entry)
    for undated in lists.values():
        sides = [
            [
                _date_among(_neighbours(entry.item, articles, step), entry, dates)
                for entry in undated
            ]
            for step in (HtmlElement.getnext, HtmlElement.getprevious)
        ]
        best = max(sides, key=lambda side: sum(date is not None for date in side))
        for entry, date in zip(undated, best, strict=True):
            entry.date = date


def _neighbours(
    item: HtmlElement,
    articles: dict[HtmlElement, set[str]],
    step: Callable[[HtmlElement], HtmlElement | None],
) -> Iterator[str | HtmlElement]:
    """The texts and elements beside an item, up to the next article."""
    forward = step is HtmlElement.getnext
    element = item
    for _ in range(SIBLINGS_LOOKED_AT):
        if forward and element.tail:
            yield element.tail
        element = step(element)
        if element is None or element in articles:
            return
        if not forward and element.tail:
            yield element.tail
        if isinstance(element.tag, str):
            yield element


def _date_among(
    neighbours: Iterable[str | HtmlElement], entry: Entry, dates: PrintedDates
) -> str | None:
    for found in neighbours:
        date = (
            written_date(clean(found))
            if isinstance(found, str)
            else dates.beside(found, entry.headline)
        )
        if date:
            return date
    return None


def _dated_lists(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of lists that print dates, unless most of the page's articles stand elsewhere.

    What a front page prints large above them, without a date, is listed too.
    """
    lists: dict[tuple, list[Entry]] = {}
    for entry in entries:
        lists.setdefault(_place(entry.item), []).append(entry)
    sizes = {place: len({entry.key for entry in group}) for place, group in lists.items()}
    dated = {
        place
        for place, group in lists.items()
        if 2 * sum(bool(entry.date) for entry in group) >= len(group)
    }
    largest_undated = max((sizes[place] for place in lists if place not in dated), default=0)
    if sum(sizes[place] for place in dated) < max(FEWEST_IN_A_LISTING, largest_undated):
        return list(entries)
    return [entry for entry in entries if _place(entry.item) in dated or _is_lead(entry)]


def _is_lead(entry: Entry) -> bool:
    """Whether an entry prints a heading in a block that is called the headlines."""
    around = (entry.item, *islice(entry.item.iterancestors(), LEVELS_OF_A_LEAD))
    names = " ".join(element.get("class") or "" for element in around).lower()
    if HEADLINES.isdisjoint(WORDS.findall(names)):
        return False
    return next(entry.item.iter(*HEADINGS), None) is not None


def _place(item: HtmlElement) -> tuple:
    """Where an item stands, the same for all items of a list and of its rows."""
    above = list(islice(item.iterancestors(), 3))
    return (item.tag, *((element.tag, element.get("class")) for element in above))


def _unique(entries: Iterable[Entry]) -> list[Link]:
    """One link an article, at its first place, with the first date and headline printed."""
    first: dict[str, Entry] = {}
    for entry in entries:
        known = first.setdefault(entry.key, entry)
        known.date = known.date or entry.date
        known.headline = known.headline or entry.headline
    return [Link(entry.url, date=entry.date, headline=entry.headline) for entry in first.values()]
