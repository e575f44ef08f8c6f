"""The line near a headline that says when the article was published, found without site facts.

Header clocks, teasers and captions print dates too. The article's own line stands nearest to the
headline in the tree, consists of hardly more than the date, and often says by its class or its
attribute what it is.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.clock import WIB
from crawler.parsers.dates import patterns
from crawler.parsers.dates.dates import parse_date
from crawler.parsers.dates.finder import FoundDate, NoSuchDay, ParsedDate, find_dates, fold
from crawler.parsers.dates.surroundings import (
    WIDEST_LINE,
    Surroundings,
    names_of,
)
from crawler.parsers.page.element_text import printed_text
from crawler.parsers.page.index import finds, finds_any
from crawler.parsers.page.tags import SILENT_TAGS
from crawler.parsers.page.trace import Trace
from crawler.parsers.vocabulary.roles import NOUNS, any_word_for

if TYPE_CHECKING:
    from crawler.parsers.page import Page
    from crawler.parsers.page.index import PageIndex

LONGEST_LINE = 160
"""Characters of a line that still tells a date, with byline and reading time."""
SHORTEST_LIST = 3
"""Lines that look the same, with different dates, which are a list of stories."""
NEAREST = 60
"""How many places that look like a date are read, those nearest to the headline."""
WEIGHT_OF_LABEL = 5
"""Levels further out that a line counts whose label says that the date is an event's."""
SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""A time of fetching, to see whether a line can be read; what it says is for later."""
SAME_DAY = timedelta(hours=36)
"""Within it a day and a time, local or UTC, may mean the same."""

_LOOKS_DATED = re.compile(  # opens with one digit: such a pattern is searched for ten times faster
    r"\d(?:\d?(?:st|nd|rd|th)?[\s./-]*(?:[a-z]{3,9}|\d{1,2})[\s.,/'-]*\d{2,4}"  # 25 November 2024
    r"|\d{3}[/-]\d\d[/-]\d\d"  # 2024-11-25
    r"|(?P<month_first>(?=\d?(?:st|nd|rd|th)?,?\s+\d{4})))",  # November 5, 2024
)
_MONTH = re.compile(r"[a-z]{3}\.?\s*$")  # before the day of "November 5, 2024"
_NAMED_DATE = re.compile(  # class="detail__date", "waktu", "entry-meta", "jurnalis", "byline"
    r"date|time|tanggal|tgl|waktu|publi|terbit|tayang|posted|byline|meta|created|info"
    rf"|{any_word_for(['writes'], NOUNS)}",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(  # class="date date--v2", "date-display-single", "post-time"
    r"(?:^|[\s_-])(?:date|time|timestamp|datetime|published|pubdate|tanggal|tgl|waktu)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ATTRIBUTES = (
    *("datetime", "content", "data-datetime", "data-unix", "data-timestamp", "data-time"),
    *("data-date", "data-published", "data-seconds", "data-ts", "data-epoch", "title"),
    *("aria-label", "data-original-title", "data-tooltip", "data-title"),
)
"""Where an element keeps for machines, or for a pointer, the date it prints in other words."""
_TIMES_ATTRIBUTE = re.compile(  # data-utime, d-time, data-published-at, data-livestamp
    r"^(?!.*(?:update|modif|server|current|now|start|end|event|expire|until))(?:.*-)?"
    r"(?:(?:date|u|pub|publish)?time(?:stamp)?|(?:pub|publish)?date|publish(?:ed)?|created?|unix"
    r"|livestamp|epoch|ts|iso)(?:-(?:at|on|date|time|ms|unix|utc|iso|gmt))?$"
)
_FOR_POINTERS = ("title", "aria-label", "data-original-title", "data-tooltip", "data-title")
_MAY_HOLD_TIME = re.compile(rf"{_TIMES_ATTRIBUTE.pattern}|^(?:{'|'.join(_FOR_POINTERS)})$")
MOST_WORDS_FOR_POINTERS = 6
"""Words beside a date in an attribute that may say anything else."""
MOST_ASKED = 400
"""Elements around the headline that are asked for such an attribute."""
_WHOLE_DATE = re.compile(r"\d{4}.*\d|\d{10}|\d.*\d{4}")
_OTHER_LABEL = re.compile(r"(?P<label>[^\W\d_][^:|•·]{2,40}):\s*\W?$")
_OWN_LABEL = re.compile(  # a label before the page's own date; other ones are an event's
    r"publi|post|terbit|tayang|tanggal|tgl|date|updat|perbarui|rilis|unggah|waktu|dibuat|creat|time"
    rf"|hari|dimuat|naik|ditulis|oleh|\bby\b|wib|{any_word_for(forms=NOUNS)}",
    re.IGNORECASE,
)
_NAMED_UPDATE = re.compile(r"modif|update", re.IGNORECASE)
_NAMED_PUBLISHED = re.compile(r"publi|created|pubdate", re.IGNORECASE)
_OF_THE_POST = re.compile(r"\bentry-date\b", re.IGNORECASE)
"""``<time class="entry-date updated td-module-date">``: what Newspaper calls the publishing."""
_SMALL_PRINT = re.compile(r"©|\(c\)|copyright|hak cipta|rights reserved", re.IGNORECASE)
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
        return names_of(self.element)

    @property
    def look(self) -> tuple[str, str, bool]:
        """What it shares with the lines of the same list: tag, names, attribute or text."""
        return self.element.tag, self.name, self.is_attribute

    @cached_property
    def folded(self) -> str:
        """What it says as the patterns of dates read it."""
        return fold(self.raw)

    @cached_property
    def dates(self) -> list[FoundDate]:
        """The dates it says, each with its place."""
        found: list[FoundDate] = []
        with suppress(NoSuchDay):
            found.extend(find_dates(self.raw, self.folded, WIB))
        return found

    def level(self, surroundings: Surroundings) -> int | None:
        """How far outwards the headline's surroundings hold it; None where they don't."""
        return surroundings.level(self.element, self.raw, self.is_attribute, self.is_microdata)

    @property
    def is_microdata(self) -> bool:
        """Whether it is an attribute named for the publishing; teasers seldom have one."""
        return self.is_attribute and bool(_NAMED_PUBLISHED.search(self.name))

    @cached_property
    def is_update(self) -> bool:
        """Whether it names the last update: by its name, or by the label before it."""
        if self.is_attribute and _NAMED_UPDATE.search(self.name):
            return not (_NAMED_PUBLISHED.search(self.name) or _OF_THE_POST.search(self.name))
        lines = [text for text, _ in _lines_around(self.element)]
        published, modified = split_update(lines[-1] if lines else "")
        if modified is None:
            return False
        return parse_date(modified) == self.parsed != parse_date(published)


def find_date_lines(page: Page, headline: str | None) -> list[DateLine]:
    """The lines near the headline that tell publishing or update, most trusted first.

    What is written for machines (``<time datetime>``, ``abbr.published``, ``itemprop``) comes
    before the printed line. Empty where no line of the page belongs to the article.
    """
    surroundings = Surroundings(page, headline)
    order = surroundings.place
    lines = [line for place in _near(page, surroundings) if (line := _read(*place))]
    ranked = []
    for level, line in _of_article(lines, surroundings):
        ranked.append((level + _weakness(line, order), abs(line.order - order), line))
    ranked.sort(key=lambda rank: rank[:2])
    best: dict[tuple[bool, bool], DateLine] = {}
    for *_, line in ranked:
        rivals = [best[kind] for kind in best if kind[0] == line.is_update]
        if all(abs(rival.parsed.instant - line.parsed.instant) < SAME_DAY for rival in rivals):
            best.setdefault((line.is_update, not line.is_attribute), line)
    if page.trace.is_kept:
        _tell(page.trace, lines, [line for *_, line in ranked], list(best.values()))
    return [best[kind] for kind in sorted(best)]


def find_told_lines(page: Page, headline: str | None) -> list[str]:
    """The lines near the headline that tell a time from now: "2 jam lalu", "Kemarin, 14:05 WIB".

    Only what is called a date, or a ``<time>``; the nearest first. For pages that print no other.
    """
    surroundings = Surroundings(page, headline)
    near = surroundings.near
    named = {*page.index.named_places(_DATE_CLASS), *page.index.places("time", "abbr")}
    places = sorted(
        (place for place in named if near.start <= place < near.stop),
        key=lambda place: abs(place - surroundings.place),
    )
    elements = page.index.at(places[:NEAREST])
    lines = (printed_text(element, LONGEST_LINE) for element in elements)
    told = (line for line in lines if line and parse_date(line) is None)
    return [line for line in told if parse_date(line, now=SOME_MOMENT) is not None]


def _tell(
    trace: Trace, lines: list[DateLine], ranked: list[DateLine], best: list[DateLine]
) -> None:
    """Keep which lines with a date were found, and why one of them is the article's."""
    for line in lines:
        rule = "attribute" if line.is_attribute else "printed"
        outcome = "won" if any(line is each for each in best) else "lost"
        rank = next((at for at, each in enumerate(ranked, 1) if each is line), None)
        why = f"number {rank} from the headline" if rank else "not the article's"
        trace.note("date lines", rule, outcome, line.raw, line.element, why=why)


def _of_article(
    lines: list[DateLine], surroundings: Surroundings
) -> Iterator[tuple[int, DateLine]]:
    """The lines that may be the headline's, each with how far outwards its surroundings begin."""
    microdata = {line.raw for line in lines if line.is_microdata}
    placed = []
    for line in lines:
        level = 0 if line.is_microdata and len(microdata) == 1 else line.level(surroundings)
        is_near = not level or line.order in surroundings.near
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


Spot = tuple[int, HtmlElement, str | None]
"""Where a date may stand: order in the document, element, value of the attribute if it is one."""


def _near(page: Page, surroundings: Surroundings) -> list[Spot]:
    """The places nearest to the headline that look like a date, and may be the headline's."""
    places = _survey(page.index, surroundings.searched)
    places.sort(key=lambda place: abs(place[0] - surroundings.place))
    return [
        (place, element, attribute)
        for place, element, attribute in places[:NEAREST]
        if attribute is not None or not surroundings.rules_out(element)
    ]


def _survey(index: PageIndex, searched: range) -> list[Spot]:
    """Every place that looks like a date: in an attribute anywhere, as text in some places."""
    named = index.named_places(_DATE_CLASS)
    dated = dict.fromkeys([*index.places("time", "abbr"), *index.itemprops, *named])
    dated.update(dict.fromkeys(_with_date_attribute(index, searched)))
    places: list[Spot] = [
        (place, index.nodes[place], attribute)
        for place in dated
        if index.nodes[place].tag not in SILENT_TAGS
        and (attribute := _date_attribute(index.nodes[place]))
    ]
    printed: dict[HtmlElement, int] = {}
    for _, element, place in index.texts_at(_dated_texts(index, searched)):
        if element.tag not in SILENT_TAGS:
            printed.setdefault(element, place)
    return places + [(place, element, None) for element, place in printed.items()]


def _with_date_attribute(index: PageIndex, searched: range) -> list[int]:
    """Where elements around the headline stand that have an attribute called after a date."""
    asked = [place for place in searched[:MOST_ASKED] if index.nodes[place].tag.__class__ is str]
    named = [place for place in asked if finds_any(_MAY_HOLD_TIME, index.nodes[place].keys())]
    return [place for place in named if index.nodes[place] not in index.gone]


def _dated_texts(index: PageIndex, searched: range) -> Iterable[int]:
    """The numbers of the short texts in some places that look like a date, in order.

    They are searched as one.
    """
    joined, starts = index.joined_texts
    numbers: dict[int, None] = {}
    first, last = (
        starts[bisect_left(index.text_places, 2 * place)]
        for place in (searched.start, searched.stop)
    )
    for found in _LOOKS_DATED.finditer(joined, first, last):
        number = bisect(starts, found.start()) - 1
        month_first = found["month_first"] is not None
        if not month_first or _MONTH.search(joined, starts[number], found.start()):
            numbers[number] = None
    return numbers


def _date_attribute(element: HtmlElement) -> str | None:
    """The date an element keeps for machines beside, or instead of, what it prints.

    Of several the first, or one that tells the same day or minute more finely: the second in
    ``data-datetime="20 Maret 2018" data-seconds="1521533100"``.
    """
    if element.tag == "meta":
        return None
    values = _date_attributes(element)
    if len(values) < 2:
        return next(iter(values), None)
    said = [(parsed, value) for value in values if (parsed := parse_date(value))]
    finest, raw = next(iter(said), (None, values[0]))
    for parsed, value in said[1:]:
        if parsed.refines(finest):
            finest, raw = parsed, value
    return raw


def _date_attributes(element: HtmlElement) -> list[str]:
    """What looks like a date in an element's attributes, those most made for it first."""
    held = dict(element.items())
    usual = ("title",) if element.tag == "abbr" else _ATTRIBUTES
    names = [name for name in usual if name in held]
    names += [name for name in held if finds(_TIMES_ATTRIBUTE, name)]
    found = []
    for name in dict.fromkeys(names):
        value = held[name]
        if len(value) >= LONGEST_LINE or not _WHOLE_DATE.search(value):
            continue
        if name in _FOR_POINTERS and len(_WORD.findall(value)) > MOST_WORDS_FOR_POINTERS:
            continue
        found.append(value)
    return found


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
        if best is None or parsed.precision != "day":
            best = DateLine(text, parsed, outer, order, is_attribute=False)
        if parsed.precision != "day":
            break
    return best


def _lines_around(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """The text of an element and of those around it, as long as it is a line."""
    for outer in [element, *islice(element.iterancestors(), WIDEST_LINE)]:
        text = printed_text(outer, LONGEST_LINE)
        if text is None:
            return
        yield text, outer


def _tells_little_else(line: DateLine) -> bool:
    """Whether a line is a date with its byline rather than a sentence that names a day."""
    if line.is_attribute:
        return True
    if _SMALL_PRINT.search(line.raw):
        return False
    is_named = finds(_NAMED_DATE, line.name)
    few, more = (3, 8) if line.parsed.precision == "day" else (8, 16)
    most = more if is_named else few
    rest = line.folded
    if len(_WORD.findall(rest)) <= most:
        return True
    for found in line.dates:
        rest = rest.replace(line.folded[found.start : found.end], " ")
    return len(_WORD.findall(rest)) <= most


def _weakness(line: DateLine, headline_order: int) -> int:
    """How many levels further out a line counts for what speaks against it."""
    if line.is_microdata or (line.is_attribute and line.element.tag == "time"):
        return 0
    is_unnamed = not finds(_NAMED_DATE, line.name)
    is_day_only = line.parsed.precision == "day"
    is_above = is_unnamed and line.order < headline_order
    return is_unnamed + is_day_only + is_above + WEIGHT_OF_LABEL * _is_of_event(line)


def _is_of_event(line: DateLine) -> bool:
    """Whether a label before the date says that it is something else's: "Pameran dibuka: ..."."""
    for found in line.dates[:1]:
        label = _OTHER_LABEL.search(line.folded, 0, found.start)
        return label is not None and not _OWN_LABEL.search(label["label"])
    return False
