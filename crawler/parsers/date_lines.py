"""The line near a headline that says when the article was published, found without site facts.

Header clocks, teasers and captions print dates too. The article's own line stands nearest to the
headline in the tree, consists of hardly more than the date, and often says by its class or its
attribute what it is.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from crawler.parsers import date_patterns as patterns
from crawler.parsers.date_finder import NoSuchDay, ParsedDate, find_dates, fold
from crawler.parsers.date_words import WIB
from crawler.parsers.dates import parse_date
from crawler.parsers.text import clean

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.page_index import PageIndex

LONGEST_LINE = 160
"""Characters of a line that still tells a date, with byline and reading time."""
LONGEST_TEASER = 400
"""Characters of a teaser; a story is longer."""
LONGEST_NAME = 5
"""Words of a link that may be an author's; headlines are longer."""
SHORTEST_LIST = 3
"""Lines that look the same, with different dates, which are a list of stories."""
NEAREST = 60
"""How many places that look like a date are read, those nearest to the headline."""
MOST_LINKS_ABOVE = 5
MOST_LINKS_BELOW = 25
"""Links between the headline and its line; a header's clock has the menu between."""
SAME_DAY = timedelta(hours=36)
"""Within it a day and a time, local or UTC, may mean the same."""
WIDEST_LINE = 3
"""How many elements outwards from a date its line may reach."""
FURTHEST = 40
"""How many elements outwards from a date the headline's surroundings are looked for."""

_DIGIT = re.compile(r"\d")  # asked first: most texts have none
_LOOKS_DATED = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?[\s./-]*(?:[a-z]{3,9}|\d{1,2})[\s.,/'-]*\d{2,4}"  # 25 November 2024
    r"|[a-z]{3,9}\.?\s*\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"  # November 25, 2024
    r"|\d{4}[/-]\d\d[/-]\d\d",  # 2024-11-25
    re.IGNORECASE,
)
_NAMED_DATE = re.compile(  # class="detail__date", "waktu", "entry-meta", "jurnalis", "byline"
    r"date|time|tanggal|tgl|waktu|publi|terbit|tayang|posted|byline|jurnalis|journalist|meta"
    r"|author|penulis|created|info",
    re.IGNORECASE,
)
_NAMED_UPDATE = re.compile(r"modif|update", re.IGNORECASE)
_NAMED_PUBLISHED = re.compile(r"publi|created|pubdate", re.IGNORECASE)
_BESIDE = re.compile(  # class="sidebar", "related-news", "box-terpopuler", "running-text"
    r"relat|terkait|popul|sidebar|widget(?! Blog)|koment|comment|ticker|clock|trending|rekomend"
    r"|recommend|(?:site|page|main)-?footer|lainnya|baca-?juga|latest|terbaru|terkini|carousel"
    r"|slider|copyright|caption|today|hari-?ini|running|archive|arsip|weather|cuaca",
    re.IGNORECASE,
)
_TIMESTAMP_LINK = re.compile(r"timestamp|publish|bookmark|date", re.IGNORECASE)
_SILENT = frozenset("script style noscript template title select option textarea svg".split())
_ASIDE_TAGS = frozenset(("nav", "aside", "figcaption", "figure", "form"))
_HEADINGS = frozenset(("h1", "h2", "h3"))
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class DateLine:
    """A place that prints a date, or holds it in an attribute made for machines."""

    raw: str
    parsed: ParsedDate
    element: HtmlElement
    order: int
    is_attribute: bool

    @cached_property
    def name(self) -> str:
        """What its class, id and itemprop call it."""
        return _name(self.element)

    @property
    def look(self) -> tuple[str, str, bool]:
        """What it shares with the lines of the same list: tag, names, attribute or text."""
        return self.element.tag, self.name, self.is_attribute

    @property
    def is_microdata(self) -> bool:
        """Whether it is an attribute named for the publishing; teasers seldom have one."""
        return self.is_attribute and bool(_NAMED_PUBLISHED.search(self.name))

    @cached_property
    def is_update(self) -> bool:
        """Whether it names the last update: by its name, or by the label before it."""
        if self.is_attribute and _NAMED_UPDATE.search(self.name):
            return not _NAMED_PUBLISHED.search(self.name)
        lines = [text for text, _ in _lines_around(self.element)]
        published, modified = split_update(lines[-1] if lines else "")
        said = parse_date(self.raw)
        return modified is not None and parse_date(modified) == said != parse_date(published)


def find_date_lines(page: Page, headline: str | None) -> list[DateLine]:
    """The lines near the headline that tell publishing or update, most trusted first.

    What is written for machines (``<time datetime>``, ``abbr.published``, ``itemprop``) comes
    before the printed line. Empty where no line of the page belongs to the article.
    """
    order, title = _locate(page, headline)
    places, links = _survey(page)
    places.sort(key=lambda place: abs(place[0] - order))
    around = {outer: level for level, outer in enumerate([title, *title.iterancestors()])}
    worth_reading = (
        place for place in places[:NEAREST] if not _is_elsewhere(place, order, around, links)
    )
    lines = [line for place in worth_reading if (line := _read(*place))]
    ranked = []
    for level, line in _of_article(lines, order, around, links):
        ranked.append((level + _weakness(line, order), abs(line.order - order), line))
    ranked.sort(key=lambda rank: rank[:2])
    best: dict[tuple[bool, bool], DateLine] = {}
    for *_, line in ranked:
        rivals = [best[kind] for kind in best if kind[0] == line.is_update]
        if all(abs(rival.parsed.instant - line.parsed.instant) < SAME_DAY for rival in rivals):
            best.setdefault((line.is_update, not line.is_attribute), line)
    return [best[kind] for kind in sorted(best)]


def _of_article(
    lines: list[DateLine], order: int, around: dict[HtmlElement, int], links: list[int]
) -> Iterator[tuple[int, DateLine]]:
    """The lines that may be the headline's, each with how far outwards its surroundings begin."""
    microdata = {line.raw for line in lines if line.is_microdata}
    placed = []
    for line in lines:
        level = 0 if line.is_microdata and len(microdata) == 1 else _level(line, around)
        is_near = not level or _is_near(order, line.order, links)
        if level is not None and is_near and _tells_little_else(line):
            placed.append((level, line))
    alike: dict[tuple, set[str]] = {}
    for level, line in placed:
        alike.setdefault((level, *line.look), set()).add(line.raw)
    for level, line in placed:
        if len(alike[level, *line.look]) < SHORTEST_LIST:
            yield level, line


def split_update(line: str) -> tuple[str | None, str | None]:
    """The parts of a line that tell the publishing and the last update.

    "Terbit: 25 Nov 2024 Diperbarui: 26 Nov 2024" holds both, a line without label the first.
    """
    update = patterns.UPDATE_STRETCH.search(fold(line))
    if update is None:
        return line, None
    rest = f"{line[: update.start()]} {line[update.end() :]}".strip()
    return rest or None, line[slice(*update.span())]


def _locate(page: Page, headline: str | None) -> tuple[int, HtmlElement]:
    """Where the headline stands: its place in the document's order, and its element.

    The heading that says it, else any element that does, else the first ``<h1>``, else the top.
    """
    index = page.index
    wanted = clean(headline or "").casefold()
    for heading in index.in_order(index.elements(*_HEADINGS)):
        if _are_same((_text(heading, LONGEST_TEASER) or "").casefold(), wanted):
            return index.order[heading], heading
    says_it = _element_saying(index, wanted) if wanted else None
    element = says_it if says_it is not None else next(iter(index.elements("h1")), page.root)
    return index.order[element], element


def _element_saying(index: PageIndex, wanted: str) -> HtmlElement | None:
    """The first element whose own text is the headline."""
    fewest, most = len(wanted) / 2, 2 * len(wanted)
    alike = (
        number
        for number, text in enumerate(index.texts)
        if fewest < len(text) < most and clean(text).casefold() == wanted
    )
    for _, element, order in index.texts_at(alike):
        if index.nodes[order] is element and element.tag not in _SILENT:
            return element
    return None


def _are_same(heading: str, wanted: str) -> bool:
    """Whether a heading is the headline, which may carry the site's name behind it."""
    shorter, longer = sorted((heading, wanted), key=len)
    return bool(shorter) and (heading == wanted or (len(shorter) >= 20 and shorter in longer))


Place = tuple[int, HtmlElement, str | None]
"""Where a date may stand: order in the document, element, value of the attribute if it is one."""


def _survey(page: Page) -> tuple[list[Place], list[int]]:
    """Every place that looks like a date, and where in the document's order the links stand."""
    index = page.index
    places: list[Place] = [
        (index.order[element], element, attribute)
        for element in dict.fromkeys([*index.elements("time", "abbr"), *index.itemprops])
        if element.tag not in _SILENT and (attribute := _date_attribute(element))
    ]
    dated = (
        number
        for number, text in enumerate(index.texts)
        if _DIGIT.search(text) and _LOOKS_DATED.search(text)
    )
    printed: dict[HtmlElement, int] = {}
    for _, element, order in index.texts_at(dated):
        if element.tag not in _SILENT:
            printed.setdefault(element, order)
    places += [(order, element, None) for element, order in printed.items()]
    return places, [index.order[link] for link in index.elements("a")]


def _is_elsewhere(
    place: Place, order: int, around: dict[HtmlElement, int], links: list[int]
) -> bool:
    """Whether no line printed at a place can be the headline's, whatever it says.

    Asked before it is read, because a page prints sixteen dates and one of them is its own. What
    stands further out than ``WIDEST_LINE`` stands around every line that may be read there.
    """
    at, element, attribute = place
    if attribute is not None:
        return False
    for depth, outer in enumerate([element, *islice(element.iterancestors(), FURTHEST)]):
        if outer in around:
            return around[outer] > 0 and not _is_near(order, at, links)
        if depth >= WIDEST_LINE and _is_beside(outer, _name(outer)):
            return True
    return False


def _is_near(order: int, place: int, links: list[int]) -> bool:
    """Whether there are as few links between the headline and a place as a byline holds."""
    most = MOST_LINKS_ABOVE if place < order else MOST_LINKS_BELOW
    return _links_between(links, order, place) <= most


def _links_between(links: list[int], one: int, two: int) -> int:
    """How many links stand between two places: menus hold many, bylines few."""
    return abs(bisect(links, one) - bisect(links, two))


def _date_attribute(element: HtmlElement) -> str | None:
    """The date an element keeps for machines beside, or instead of, what it prints."""
    if element.tag == "time":
        return element.get("datetime")
    if "date" in element.get("itemprop", "").lower() and element.tag != "meta":
        return element.get("datetime") or element.get("content") or element.get("title")
    if element.tag == "abbr":
        return element.get("title")
    return None


def _read(order: int, element: HtmlElement, attribute: str | None) -> DateLine | None:
    """A place as a line; the smallest element around it that prints the date with its time."""
    if attribute is not None:
        parsed = parse_date(attribute)
        return parsed and DateLine(attribute, parsed, element, order, is_attribute=True)
    best = None
    for text, outer in _lines_around(element):
        parsed = parse_date(text)
        if parsed is None or (best and parsed.instant.date() != best.parsed.instant.date()):
            break
        if best is None or (best.parsed.precision == "day" and parsed.precision != "day"):
            best = DateLine(text, parsed, outer, order, is_attribute=False)
    return best


def _text(element: HtmlElement, longest: int) -> str | None:
    """The text of an element, None where it is longer than that or made of very many pieces.

    A blank parts the pieces: "23 Juli 2026" and "14:05" often stand in elements without one.
    """
    if element.tag in _SILENT:
        return ""
    pieces = [element.text or ""]
    length = nodes = 0
    open_elements: list[tuple[HtmlElement, Iterator[HtmlElement]]] = []
    children = iter(element)
    while True:
        child = next(children, None)
        if child is not None:
            nodes += 1
            if child.tag.__class__ is str and child.tag not in _SILENT:
                pieces.append(child.text or "")
                length += len(pieces[-1].strip())
                open_elements.append((child, children))
                children = iter(child)
                continue
        elif open_elements:
            child, children = open_elements.pop()
        else:
            return clean(" ".join(pieces)) if len(pieces[0].strip()) + length <= longest else None
        pieces.append(child.tail or "")
        length += len(pieces[-1].strip())
        if length > longest or nodes > 2 * longest:
            return None


def _lines_around(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """The text of an element and of those around it, as long as it is a line."""
    for outer in [element, *islice(element.iterancestors(), WIDEST_LINE)]:
        text = _text(outer, LONGEST_LINE)
        if text is None:
            return
        yield text, outer


def _name(element: HtmlElement) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "id", "itemprop"))


def _level(line: DateLine, around: dict[HtmlElement, int]) -> int | None:
    """How far outwards from the headline the surroundings begin that hold the line as well.

    None where it stands beside the article: in a menu, a teaser, a caption, the page's footer.
    """
    for outer in [line.element, *islice(line.element.iterancestors(), FURTHEST)]:
        if outer in around:
            return around[outer]
        if _is_beside(outer, _name(outer)):
            return None
        if outer.tag == "footer" and not line.is_attribute:
            return None
        if not line.is_microdata and _is_teaser(outer, line.raw):
            return None
    return None


def _is_beside(element: HtmlElement, name: str) -> bool:
    """Whether an element is a menu, a picture, a sidebar or a link to another page."""
    if element.tag in _ASIDE_TAGS or _BESIDE.search(name):
        return True
    is_link = element.tag == "a"
    return is_link and not _TIMESTAMP_LINK.search(f"{name} {element.get('rel') or ''}")


def _is_teaser(element: HtmlElement, line: str) -> bool:
    """Whether an element holds another story's heading or link beside the line."""
    if _text(element, LONGEST_TEASER) is None:
        return False
    beside = (
        (inner, text)
        for inner in element.iter("h2", "h3", "h4", "h5", "a")
        if line not in (text := _text(inner, LONGEST_TEASER) or "")
    )
    return any(inner.tag != "a" or len(text.split()) > LONGEST_NAME for inner, text in beside)


def _tells_little_else(line: DateLine) -> bool:
    """Whether a line is a date with its byline rather than a sentence that names a day."""
    if line.is_attribute:
        return True
    folded = fold(line.raw)
    rest = folded
    with suppress(NoSuchDay):
        for found in find_dates(line.raw, folded, WIB):
            rest = rest.replace(folded[found.start : found.end], " ")
    words = len(_WORD.findall(rest))
    if line.parsed.precision == "day":
        return words <= (8 if _NAMED_DATE.search(line.name) else 3)
    return words <= (16 if _NAMED_DATE.search(line.name) else 8)


def _weakness(line: DateLine, headline_order: int) -> int:
    """How many levels further out a line counts for what speaks against it."""
    if line.is_microdata or (line.is_attribute and line.element.tag == "time"):
        return 0
    is_unnamed = not _NAMED_DATE.search(line.name)
    is_day_only = line.parsed.precision == "day"
    return is_unnamed + is_day_only + (is_unnamed and line.order < headline_order)
